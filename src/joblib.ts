/**
 * Entry `brine/joblib`: the files of joblib.
 *
 * @module
 */
export { type DumpJoblibOptions, dumpJoblib } from './joblib/dump-joblib.ts';
export { type JoblibCodec, joblib } from './joblib/family.ts';
export { LazyArray } from './joblib/lazy-array.ts';
export { type LoadJoblibOptions, loadJoblib } from './joblib/load-joblib.ts';
export type { JoblibSource } from './joblib/source.ts';
