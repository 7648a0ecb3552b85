import { type FileHandle, open } from 'node:fs/promises';
import { memoryFor } from '../bytes/native-memory.ts';
import { PickleError } from '../errors.ts';
import { BlockCache, type SourceOptions } from '../sources/block-cache.ts';
import type { ByteSource } from '../sources/byte-source.ts';
import { type FileState, isHandle, type PickleFile, pathOf, stateOf } from './file.ts';

/** The system reads no more than 2 GiB at once. */
const LONGEST_READ = 2 ** 30;

/**
 * A file as a source, read in ranges.
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
    return new BlockCache(source, options);
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

  constructor(handle: FileHandle, before: FileState, isOwned: boolean) {
    this.handle = handle;
    this.before = before;
    this.isOwned = isOwned;
    this.size = before.size ?? 0;
  }

  async read(start: number, end: number): Promise<Uint8Array> {
    const bytes = memoryFor(end - start);
    await this.readInto(start, bytes);
    return bytes;
  }

  async readInto(start: number, target: Uint8Array): Promise<void> {
    for (let at = 0; at < target.length; ) {
      const length = Math.min(LONGEST_READ, target.length - at);
      const { bytesRead } = await this.handle.read(target, at, length, start + at);
      if (bytesRead === 0) throw changed();
      at += bytesRead;
    }
    const { version } = stateOf(await this.handle.stat({ bigint: true }));
    if (version !== this.before.version) throw changed();
  }

  async close(): Promise<void> {
    if (this.isOwned) await this.handle.close();
  }
}

function changed(): PickleError {
  return new PickleError('changed', 'the file was changed while it was read');
}
