import { Buffer } from 'node:buffer';
import type { DumpOptions } from '../options.ts';
import { dumpTo } from '../pickle/dumps.ts';

/**
 * Writes a value as a pickle, as `dumps` does, into a `Buffer`. A short one is a part of Node's pool, as from
 * `Buffer.from(string)`: its `buffer` has other data too, so pass the `Buffer` itself, and never `.buffer`.
 *
 * @param value - As for `dumps`.
 * @param options - As for `dumps`.
 * @returns The pickle. Half of `Buffer.poolSize` and more is memory of its own.
 * @throws PicklingError if the value cannot be pickled; TypeError, RangeError if an option is invalid.
 * @example
 * ```ts
 * import { dumpBuffer } from 'brine/node';
 *
 * dumpBuffer({ Alex: 87 }).toString('base64'); // 'gAWVDQAAAAAAAAB9lIwEQWxleJRLV3Mu'
 * ```
 */
export function dumpBuffer(value: unknown, options?: DumpOptions): Buffer<ArrayBuffer> {
  return dumpTo(value, options, (size) => Buffer.allocUnsafe(size));
}
