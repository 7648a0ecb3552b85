/**
 * Entry `brine/core`: `loads` and `dumps` without the types of Python's standard library, for small bundles. Values,
 * codecs and errors are those of `brine`.
 *
 * @module
 */
export { dumps, loads } from './pickle/core.ts';
