/**
 * Reads storages from their file, neighbours together.
 *
 * @module
 */
import type { AbortSignalLike } from '../abort.ts';
import { memoryFor } from '../bytes/native-memory.ts';
import { type ByteSource, readInto } from '../sources/byte-source.ts';
import type { StorageMemory, StoredBytes } from './storage-memory.ts';

/** What can be watched and stopped while tensors are read. */
export interface ReadingOptions {
  /** Ends the reading, with the signal's `reason` as the error. */
  readonly signal?: AbortSignalLike | undefined;
  /** Called with the bytes of storages that were read so far, and of all that will be. */
  readonly onProgress?: ((bytesRead: number, total: number) => void) | undefined;
}

/**
 * The longest memory of several storages that are next to one another, in bytes. It is free once none of them is used.
 * One block of 200 MB is filled in two thirds of the time of blocks of 16 MB (measured, Node 24 on Linux).
 */
const LONGEST_RUN = 2 ** 28;
/** How many bytes of a file are read at once, between two looks at the signal. */
const PIECE = 2 ** 25;
/** The same of other sources: a request to a server takes long, whatever its length. */
const LONGEST_REQUEST = 2 ** 27;
/** Bytes between two storages that are read rather than asking twice. */
const GAP = 2 ** 14;
/** The largest alignment of a number, or of two. */
const ALIGNMENT = 64;

interface Run {
  readonly source: ByteSource;
  readonly start: number;
  end: number;
  readonly parts: { readonly memory: StorageMemory; readonly stored: StoredBytes }[];
}

/** Reads the memories that were not read yet. Storages that are next to one another in a file are read together. */
export async function loadMemories(memories: Iterable<StorageMemory>, options: ReadingOptions): Promise<void> {
  const { runs, alone } = runsOf(memories);
  const lengths = [...runs.map(({ start, end }) => end - start), ...alone.map(({ size }) => size)];
  const progress = new Progress(
    options,
    lengths.reduce((sum, length) => sum + length, 0),
  );
  for (const run of runs) await readRun(run, progress);
  for (const memory of alone) {
    progress.check();
    memory.keep(await memory.read(0, memory.size));
    progress.add(memory.size);
  }
}

class Progress {
  private readonly options: ReadingOptions;
  private readonly total: number;
  private read = 0;

  constructor(options: ReadingOptions, total: number) {
    this.options = options;
    this.total = total;
  }

  check(): void {
    const { signal } = this.options;
    if (signal?.aborted === true) throw signal.reason;
  }

  add(bytes: number): void {
    this.read += bytes;
    this.options.onProgress?.(this.read, this.total);
  }
}

function runsOf(memories: Iterable<StorageMemory>): {
  readonly runs: readonly Run[];
  readonly alone: readonly StorageMemory[];
} {
  const alone: StorageMemory[] = [];
  const bySource = new Map<ByteSource, { readonly memory: StorageMemory; readonly stored: StoredBytes }[]>();
  for (const memory of new Set(memories)) {
    const { stored } = memory;
    if (memory.bytes !== undefined || stored === undefined) continue;
    if (stored.source === undefined) {
      alone.push(memory);
      continue;
    }
    const parts = bySource.get(stored.source) ?? [];
    bySource.set(stored.source, parts);
    parts.push({ memory, stored });
  }
  const runs: Run[] = [];
  for (const [source, parts] of bySource) {
    parts.sort((a, b) => a.stored.span.start - b.stored.span.start);
    let last: Run | undefined;
    for (const part of parts) {
      const { start, end } = part.stored.span;
      const isNear = last !== undefined && start <= last.end + GAP && end - last.start <= longestOf(source);
      if (!isNear || last === undefined) {
        last = { source, start: start - (start % ALIGNMENT), end, parts: [] };
        runs.push(last);
      }
      last.end = Math.max(last.end, end);
      last.parts.push(part);
    }
  }
  return { runs, alone };
}

function longestOf(source: ByteSource): number {
  return source.readInto === undefined && source.isInMemory !== true ? LONGEST_REQUEST : LONGEST_RUN;
}

async function readRun(run: Run, progress: Progress): Promise<void> {
  const { source, start, end, parts } = run;
  const length = end - start;
  const piece = source.readInto === undefined ? LONGEST_REQUEST : PIECE;
  // What is in memory already is not copied, nor what comes in memory of its own.
  if (source.isInMemory === true || (source.readInto === undefined && length <= piece)) {
    progress.check();
    const bytes = await source.read(start, end);
    progress.add(length);
    for (const { memory, stored } of parts) memory.keep(stored.take(bytes, start));
    return;
  }
  const bytes = memoryFor(length);
  const rest = parts.values();
  let part = rest.next().value;
  const takeUntil = (place: number): void => {
    for (; part !== undefined && part.stored.span.end <= place; part = rest.next().value) {
      part.memory.keep(part.stored.take(bytes, start));
    }
  };
  // Checksums of what is there are compared while the next piece is being read.
  for (let at = 0; at < length; at += piece) {
    progress.check();
    const target = bytes.subarray(at, Math.min(length, at + piece));
    const reading = readInto(source, start + at, target);
    await during(reading, () => takeUntil(start + at));
    progress.add(target.length);
  }
  takeUntil(end);
}

/** Does something while something else is under way, which is over when this ends, also by an error. */
async function during(underway: Promise<void>, work: () => void): Promise<void> {
  try {
    work();
  } catch (error) {
    await underway.catch(() => {});
    throw error;
  }
  await underway;
}
