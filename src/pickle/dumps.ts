import type { OwnBytes } from '../bytes/bytes-like.ts';
import { DumpDefaults } from '../dump/settings.ts';
import { type Allocate, dumpToBytes } from '../dump/to-bytes.ts';
import type { DumpOptions } from '../options.ts';
import { standardCodecs } from '../stdlib/standard-codecs.ts';

const defaults = /* @__PURE__ */ new DumpDefaults(standardCodecs);

/**
 * Writes a value as a pickle, as Python's `pickle.dumps`.
 *
 * @param value - Any value that docs/types.md lists; shared references and cycles are kept.
 * @param options - How it is written.
 * @returns The pickle, in memory that nothing else uses. `dumpInto` writes into memory of yours, and `dumpBuffer` of
 *   `brine/node` gives a part of Node's pool.
 * @throws PicklingError if the value cannot be pickled; `path` says which part of it.
 * @throws TypeError, RangeError if an option is invalid.
 * @example
 * ```ts
 * import { dumps } from 'brine';
 *
 * dumps({ Alex: 87 }, { protocol: 2 }); // Uint8Array: 80 02 7d 71 00 58 04 00 00 00 41 6c 65 78 71 01 4b 57 73 2e
 * ```
 */
export function dumps(value: unknown, options?: DumpOptions): OwnBytes {
  return dumpToBytes(value, defaults.of(options));
}

/** {@link dumps} to the memory that `allocate` gives for the size of the pickle. */
export function dumpTo<T extends Uint8Array>(
  value: unknown,
  options: DumpOptions | undefined,
  allocate: Allocate<T>,
): T {
  return dumpToBytes(value, defaults.of(options), allocate);
}
