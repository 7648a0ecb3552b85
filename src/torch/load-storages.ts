/**
 * Reads storages from their file, neighbours together.
 *
 * @module
 */
import type { AbortSignalLike } from '../abort.ts';
import { type ByteSource, readInto } from '../sources/byte-source.ts';
import { memoryForPiece } from '../sources/piece.ts';
import { type Checking, HEADER_BYTES, type StorageMemory, type StoredBytes } from './storage-memory.ts';

/** Options to watch the reading of tensors, and to stop it. */
export interface ReadingOptions {
  /** Ends the reading, with the signal's `reason` as the error. */
  readonly signal?: AbortSignalLike | undefined;
  /** Called with the number of bytes of storages that have been read, and the number that will be read in all. */
  readonly onProgress?: ((bytesRead: number, total: number) => void) | undefined;
}

/**
 * The most memory that neighbouring storages share, in bytes. It is freed when none of them is used any more. Filling one
 * block of 200 MB takes two thirds of the time of filling blocks of 16 MB (measured, Node 24 on Linux).
 */
const LONGEST_RUN = 2 ** 28;
/**
 * How many bytes of a file are read at once, and how many such reads are under way. Checksums are computed meanwhile, so
 * that 200 MB take as long by the clock as without them. More reads, or longer ones, are no faster (measured, two
 * cores).
 */
const PIECE = 2 ** 23;
const AT_ONCE = 3;
/** The same for other sources: a request to a server takes long, whatever its length. */
const LONGEST_REQUEST = 2 ** 27;
/** Up to how many bytes between two storages are read to save a second request. */
const GAP = 2 ** 14;
/** The largest alignment that an element needs, in bytes. */
const ALIGNMENT = 64;

interface Run {
  readonly source: ByteSource;
  readonly start: number;
  end: number;
  readonly parts: Part[];
}

interface Part {
  readonly memory: StorageMemory;
  readonly stored: StoredBytes;
}

/** Reads the memories that have not been read. Storages that are neighbours in the file are read together. */
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
  const bySource = new Map<ByteSource, Part[]>();
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
  const { source, start, end } = run;
  const length = end - start;
  // Bytes that are in memory are not copied. Neither are those that are read into memory of their own.
  if (source.isInMemory === true || (source.readInto === undefined && length <= LONGEST_REQUEST)) {
    progress.check();
    const bytes = await source.read(start, end);
    progress.add(length);
    new Arrivals(run, bytes).upTo(end);
    return;
  }
  const bytes = memoryForPiece(length);
  const arrivals = new Arrivals(run, bytes);
  for await (const read of readAhead(source, start, bytes)) {
    progress.check();
    progress.add(read.length);
    arrivals.upTo(read.end);
  }
}

interface Read {
  readonly length: number;
  /** Where it ends in the source. */
  readonly end: number;
}

/** Reads into memory, several pieces at a time. When it ends, also by an error, no read is under way. */
async function* readAhead(
  source: ByteSource,
  start: number,
  target: Uint8Array,
): AsyncGenerator<Read, void, undefined> {
  const [piece, atOnce] = source.readInto === undefined ? [LONGEST_REQUEST, 1] : [PIECE, AT_ONCE];
  const underway: Promise<Read>[] = [];
  let next = 0;
  const ask = (): void => {
    const part = target.subarray(next, next + piece);
    if (part.length === 0) return;
    const end = start + next + part.length;
    const read = readInto(source, start + next, part).then(() => ({ length: part.length, end }));
    // The error is thrown where the read is awaited, which may be later.
    read.catch(() => {});
    underway.push(read);
    next += part.length;
  };
  try {
    for (let i = 0; i < atOnce; i++) ask();
    for (let first = underway.shift(); first !== undefined; first = underway.shift()) {
      const read = await first;
      ask();
      yield read;
    }
  } finally {
    await Promise.allSettled(underway);
  }
}

/** Gives storages their part of what is being read, and compares checksums of the bytes that have arrived. */
class Arrivals {
  private readonly run: Run;
  private readonly bytes: Uint8Array;
  /** The next storage, how many of its bytes have been compared, and what compares them. */
  private next = 0;
  private done = 0;
  private checking: Checking | undefined;

  constructor(run: Run, bytes: Uint8Array) {
    this.run = run;
    this.bytes = bytes;
  }

  /** @param end - Up to which offset of the source the bytes have arrived. */
  upTo(end: number): void {
    for (;;) {
      const part = this.run.parts[this.next];
      if (part === undefined) return;
      const { span } = part.stored;
      const isWhole = span.end <= end;
      if (!isWhole && end - span.start < HEADER_BYTES) return;
      const content = this.compared(part, end);
      if (!isWhole) return;
      part.memory.keep(content);
      this.next++;
    }
  }

  /** The bytes of a storage, after those that have arrived are compared. */
  private compared({ stored }: Part, end: number): Uint8Array {
    const { bytes, run } = this;
    const content = stored.take(bytes, run.start);
    const there = Math.max(0, end - run.start - (content.byteOffset - bytes.byteOffset));
    if (this.done === 0) this.checking = stored.checking?.();
    this.checking?.(content.subarray(this.done, there));
    this.done = there < content.length ? there : 0;
    return content;
  }
}
