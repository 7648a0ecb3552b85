/**
 * Entry `brine/core`: `loads` and `dumps` without the types of Python's standard library, for small bundles. Values,
 * codecs and errors are those of `brine`.
 *
 * @module
 */
export { dumps } from './pickle/core/dumps.ts';
export { loads } from './pickle/core/loads.ts';
