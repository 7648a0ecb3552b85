import { oneOf } from '../option-check.ts';
import { DEFAULT_LIMITS, pythonRepr, type ReprLimits } from '../values/repr.ts';

/** Options of {@link repr}: how much is shown. */
export interface ReprOptions {
  /** How many levels of nested containers are shown; a deeper one is `[...]` or `{...}`. @defaultValue Infinity */
  readonly depth?: number | undefined;
  /** How many items of one list, tuple, dict or set are shown. @defaultValue Infinity */
  readonly items?: number | undefined;
  /** The most characters of the text, up to 33,554,432. @defaultValue 8388608 */
  readonly length?: number | undefined;
  /**
   * The option of `loads` with which the value was made. With `'bigint'`, ints are bigints, so that every number is a
   * float: `2.0` is shown as such.
   *
   * @defaultValue `'auto'`
   */
  readonly ints?: 'auto' | 'bigint' | undefined;
  /** Shows arrays as their library prints them: `numpyArrays`. @defaultValue arrays have a short line */
  readonly arrays?: { readonly parts: NonNullable<ReprLimits['parts']> } | undefined;
}

/** A text of that length is possible even if each character is escaped by ten. */
const LONGEST = 2 ** 25;

/**
 * Python's `repr` of a value that `loads` gave. What is cut off is shown as `...`.
 *
 * A number that is an integer is shown as an int, because it does not say that it was a float (see `ints`). Sets of
 * ints are in the order of CPython's hash table, other sets in the order of the pickle. An int of more than 4300 digits
 * is shown in hexadecimal. A name that no codec knows is shown as a class, and an object without a codec with
 * everything that the pickle says about it: `<app.models.User object state={'id': 7}>`. Which characters are printable
 * depends on the runtime's version of Unicode.
 *
 * @param value - Any value. It may be nested to any depth, share and contain itself.
 * @param options - How much is shown.
 * @throws RangeError if a limit is not a number of at least 0, or another option is invalid.
 * @example
 * ```ts
 * import { Tuple } from 'brine';
 * import { repr } from 'brine/tools';
 *
 * repr(new Map([['a', Tuple.of(1, 0.5, null)]])); // "{'a': (1, 0.5, None)}"
 * repr([1, [2, [3]]], { depth: 2 }); // '[1, [2, [...]]]'
 * ```
 */
export function repr(value: unknown, options: ReprOptions = {}): string {
  const limits = { depth: DEFAULT_LIMITS.depth, items: DEFAULT_LIMITS.items, length: DEFAULT_LIMITS.length };
  for (const name of ['depth', 'items', 'length'] as const) {
    const limit = options[name];
    if (limit === undefined) continue;
    if (typeof limit !== 'number' || !(limit >= 0)) {
      throw new RangeError(`options.${name} needs a number of at least 0, got ${String(limit)}`);
    }
    limits[name] = Math.floor(limit);
  }
  const ints = oneOf<'auto' | 'bigint'>('ints', options.ints, ['auto', 'bigint'], 'auto');
  return pythonRepr(value, { ...limits, ints, parts: options.arrays?.parts, length: Math.min(limits.length, LONGEST) });
}
