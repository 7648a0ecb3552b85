/**
 * `loads` and `dumps` without the types of Python's standard library, which bundlers can leave out.
 *
 * @module
 */
import { type Bytes, type OwnBytes, stableBytes } from '../bytes/bytes-like.ts';
import { pythonFamily } from '../codec/family.ts';
import { RegistryCache } from '../codec/registry.ts';
import { DumpDefaults } from '../dump/settings.ts';
import { dumpToBytes } from '../dump/to-bytes.ts';
import { LoadDefaults } from '../load/load-settings.ts';
import { loadBytes } from '../load/loader.ts';
import type { DumpOptions, LoadOptions } from '../options.ts';
import { builtins } from '../stdlib/builtins.ts';
import { copyreg } from '../stdlib/copyreg.ts';
import type { PickleValue } from '../values/pickle-value.ts';

const builtinCodecs = /* @__PURE__ */ new RegistryCache([
  /* @__PURE__ */ pythonFamily(['builtins', '_codecs'], builtins),
  /* @__PURE__ */ pythonFamily(['copyreg'], copyreg),
]);
const defaults = /* @__PURE__ */ new LoadDefaults(builtinCodecs);
const dumpDefaults = /* @__PURE__ */ new DumpDefaults(builtinCodecs);

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
  return dumpToBytes(value, dumpDefaults.of(options));
}
