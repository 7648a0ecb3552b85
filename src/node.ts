/**
 * Pickles in files.
 *
 * @module
 */
export { dumpBuffer } from './node/buffer.ts';
export type { PickleFile } from './node/file.ts';
export { fileSource } from './node/file-source.ts';
export { loadAllFile, loadFile, loadFileSync } from './node/read.ts';
export { type DumpFileOptions, dumpFile, dumpFileSync } from './node/write.ts';
