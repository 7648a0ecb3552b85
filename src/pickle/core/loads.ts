import { type Bytes, stableBytes } from '../../bytes/bytes-like.ts';
import { LoadDefaults } from '../../load/load-settings.ts';
import { loadBytes } from '../../load/loader.ts';
import type { LoadOptions } from '../../options.ts';
import type { PickleValue } from '../../values/pickle-value.ts';
import { builtinCodecs } from './builtin-codecs.ts';

const defaults = /* @__PURE__ */ new LoadDefaults(builtinCodecs);

/**
 * `loads` of `brine`, which knows only Python's built-in types and `options.codecs`. Any other object, such as a
 * `datetime.date`, becomes an inert `Instance`.
 *
 * @throws UnpicklingError, TypeError, RangeError as `loads` of `brine` does.
 * @example
 * ```ts
 * import { loads } from 'brine/core';
 *
 * loads(new Uint8Array([0x80, 4, 0x5d, 0x94, 0x4b, 1, 0x61, 0x2e])); // [1]
 * ```
 */
export function loads<T = PickleValue>(data: Bytes, options?: LoadOptions): T;
export function loads(data: Bytes, options?: LoadOptions): unknown {
  const bytes = stableBytes(data);
  return loadBytes(bytes, defaults.of(options, bytes.length));
}
