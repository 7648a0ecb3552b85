import type { OwnBytes } from '../../bytes/bytes-like.ts';
import { DumpDefaults } from '../../dump/settings.ts';
import { dumpToBytes } from '../../dump/to-bytes.ts';
import type { DumpOptions } from '../../options.ts';
import { builtinCodecs } from './builtin-codecs.ts';

const defaults = /* @__PURE__ */ new DumpDefaults(builtinCodecs);

/**
 * `dumps` of `brine`, which knows only Python's built-in types and `options.codecs`. Any other object, such as a
 * `Date`, is refused.
 *
 * @throws PicklingError, TypeError, RangeError as `dumps` of `brine` does.
 * @example
 * ```ts
 * import { dumps } from 'brine/core';
 *
 * dumps(null, { protocol: 2 }); // Uint8Array: 80 02 4e 2e
 * ```
 */
export function dumps(value: unknown, options?: DumpOptions): OwnBytes {
  return dumpToBytes(value, defaults.of(options));
}
