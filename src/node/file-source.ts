import { fstatSync, readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

import { PickleError } from '../errors.ts';
import { BlockCache, type SourceOptions } from '../sources/block-cache.ts';
import type { ByteSource } from '../sources/byte-source.ts';
import { memoryForPiece } from '../sources/piece.ts';
import { type FileState, isHandle, type PickleFile, pathOf, stateOf } from './file.ts';

/** The system reads no more than 2 GiB at once. */
const LONGEST_READ = 2 ** 30;
/** The size of a block: the system itself reads ahead. */
const BLOCK = 2 ** 12;
/**
 * Reads of at most this many bytes do not change the thread as long as they take less time than this, in milliseconds:
 * the system has the file in memory then. A change of thread takes about 0.2, a read of 4 kB 0.01 (measured).
 */
const SHORT = 2 ** 14;
const QUICK = 0.5;

/**
 * A file as a source, read in ranges. At most 16 KiB are read synchronously, as long as the system answers in half a
 * millisecond, because a change of thread takes longer; the first slower answer ends that for this source.
 *
 * @param file - A `FileHandle` stays open.
 * @returns The source. Close it.
 * @throws PickleError `changed`, while it is read, if the file was changed.
 * @throws TypeError if it is a pipe, a device or the like; the system's errors; the signal's `reason`.
 * @example
 * ```ts
 * import { dumpFile, fileSource } from 'brine/node';
 *
 * await dumpFile([1], 'marks');
 * const source = await fileSource('marks');
 * await source.read(0, 2); // Uint8Array(2) [128, 5]
 * await source.close?.();
 * ```
 */
export async function fileSource(file: PickleFile, options: SourceOptions = {}): Promise<ByteSource> {
  const handle = isHandle(file) ? file : await open(pathOf(file), 'r');
  try {
    const status = await handle.stat({ bigint: true });
    if (!status.isFile()) throw new TypeError('not a regular file: read its bytes and use bytesSource');
    const source = new FileRanges(handle, stateOf(status), handle !== file);
    return new BlockCache(source, options, BLOCK);
  } catch (error) {
    if (handle !== file) await handle.close();
    throw error;
  }
}

class FileRanges implements ByteSource {
  readonly size: number;
  private readonly handle: FileHandle;
  private readonly before: FileState;
  private readonly isOwned: boolean;
  /** Whether the system answered at once so far. */
  private isQuick = true;

  constructor(handle: FileHandle, before: FileState, isOwned: boolean) {
    this.handle = handle;
    this.before = before;
    this.isOwned = isOwned;
    this.size = before.size ?? 0;
  }

  async read(start: number, end: number): Promise<Uint8Array> {
    const bytes = memoryForPiece(end - start);
    await this.readInto(start, bytes);
    return bytes;
  }

  async readInto(start: number, target: Uint8Array): Promise<void> {
    for (let at = 0; at < target.length; ) {
      const length = Math.min(LONGEST_READ, target.length - at);
      const count =
        this.isQuick && length <= SHORT
          ? this.readNow(target, at, start + at)
          : (await this.handle.read(target, at, length, start + at)).bytesRead;
      if (count === 0) throw changed();
      at += count;
    }
    // It does not wait for data: a change of thread would take ten times as long.
    const { version } = stateOf(fstatSync(this.handle.fd, { bigint: true }));
    if (version !== this.before.version) throw changed();
  }

  private readNow(target: Uint8Array, at: number, position: number): number {
    const began = performance.now();
    const count = readSync(this.handle.fd, target, at, target.length - at, position);
    this.isQuick = performance.now() - began < QUICK;
    return count;
  }

  async close(): Promise<void> {
    if (this.isOwned) await this.handle.close();
  }
}

function changed(): PickleError {
  return new PickleError('changed', 'the file was changed while it was read');
}
