import { writeSync } from 'node:fs';
import { writeChunks } from '../dump/to-chunks.ts';
import type { DumpOptions } from '../options.ts';
import { dumpChunks } from '../pickle/dump.ts';
import type { PickleFile } from './file.ts';
import { replaceFile, replaceFileSync } from './replaced-file.ts';

/** Options of `dumpFile`. */
export interface DumpFileOptions extends DumpOptions {
  /** Whether to wait until the bytes and the name are on the disk. @defaultValue `false` */
  readonly fsync?: boolean | undefined;
}

/**
 * Writes a value as a pickle to a file, as Python's `pickle.dump`, in chunks as they are done. A file of that name is
 * replaced at once by the whole new one: until then, and after any error, it is as it was. Its permissions stay, and its
 * owner where the system allows that.
 *
 * @param value - As for `dump`.
 * @param file - Its folder must exist and allow a temporary file. A symbolic link is followed. A `FileHandle`,
 *   and anything but a regular file (a pipe, `/dev/stdout`), is written to directly, which cannot be undone after an error.
 * @throws PicklingError if the value has no pickle.
 * @throws The system's error if the file cannot be written (`code` is `ENOSPC`, `EACCES`...).
 * @example
 * ```ts
 * import { dumpFile } from 'brine/node';
 *
 * await dumpFile({ Alex: 87 }, 'marks', { fsync: true }); // Python: pickle.load(open('marks', 'rb'))
 * ```
 */
export async function dumpFile(value: unknown, file: PickleFile, options: DumpFileOptions = {}): Promise<void> {
  const chunks = dumpChunks(value, options);
  await replaceFile(file, (handle) => writeChunks(chunks, handle), options.fsync === true);
}

/**
 * {@link dumpFile}, synchronously.
 *
 * @example
 * ```ts
 * import { dumpFileSync } from 'brine/node';
 *
 * dumpFileSync({ Alex: 87 }, 'marks', { protocol: 2 });
 * ```
 */
export function dumpFileSync(value: unknown, file: PickleFile, options: DumpFileOptions = {}): void {
  const chunks = dumpChunks(value, options);
  const fill = (fd: number): void => {
    for (const chunk of chunks) for (let at = 0; at < chunk.length; ) at += writeSync(fd, chunk, at);
  };
  replaceFileSync(file, fill, options.fsync === true);
}
