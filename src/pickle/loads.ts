import { type Bytes, stableBytes } from '../bytes/bytes-like.ts';
import { Reader } from '../bytes/reader.ts';
import { LoadDefaults, resolveLoadOptions } from '../load/load-settings.ts';
import { loadBytes } from '../load/loader.ts';
import { Machine } from '../load/machine.ts';
import type { LoadOptions } from '../options.ts';
import { standardCodecs } from '../stdlib/standard-codecs.ts';
import type { PickleValue } from '../values/pickle-value.ts';
import type { PlainValue } from '../values/plain.ts';

const defaults = /* @__PURE__ */ new LoadDefaults(standardCodecs);

/**
 * Reads one pickle, as Python's `pickle.loads`. Nothing that the pickle names is run: a class or function that no codec
 * names becomes an inert `Instance` or `Global`.
 *
 * @param data - The pickle. Bytes after its end are ignored, as in Python. `bytes` in the result are views of it.
 * @param options - How the pickle is read, and its limits.
 * @returns The value; docs/types.md says what each Python type becomes.
 * @throws UnpicklingError if the bytes are not a pickle, with the offset.
 * @throws TypeError, RangeError if an option is invalid.
 * @example
 * ```ts
 * import { dumps, loads } from 'brine';
 *
 * loads(dumps(['spam', 2n ** 70n])); // ['spam', 1180591620717411303424n]
 * ```
 */
export function loads<T = PlainValue>(data: Bytes, options: LoadOptions & { readonly values: 'plain' }): T;
export function loads<T = PickleValue>(data: Bytes, options?: LoadOptions): T;
export function loads(data: Bytes, options?: LoadOptions): unknown {
  const bytes = stableBytes(data);
  return loadBytes(bytes, defaults.of(options, bytes.length));
}

/**
 * Reads pickles that were written one after another, each with a fresh memo, to the end of the data.
 *
 * @param data - The pickles.
 * @param options - As for {@link loads}; the limits apply to each pickle.
 * @returns A generator of their values, each read on demand.
 * @throws UnpicklingError for the first that is not a pickle.
 * @example
 * ```ts
 * import { dumps, loadsAll } from 'brine';
 *
 * const data = new Uint8Array([...dumps(1), ...dumps('two')]);
 * [...loadsAll(data)]; // [1, 'two']
 * ```
 */
export function loadsAll<T = PickleValue>(data: Bytes, options?: LoadOptions): Generator<T, void, unknown>;
export function loadsAll(data: Bytes, options: LoadOptions = {}): Generator<unknown, void, unknown> {
  const reader = new Reader(stableBytes(data));
  const settings = resolveLoadOptions(options, standardCodecs, reader.end);
  return readAll(reader, settings);
}

function* readAll(
  reader: Reader,
  settings: ReturnType<typeof resolveLoadOptions>,
): Generator<unknown, void, undefined> {
  while (reader.pos < reader.end) yield new Machine(reader, settings).load();
}
