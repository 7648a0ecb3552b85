/**
 * Arrays as numpy 2.4 prints them. It is not part of the classes, so that programs that print no arrays do not have it.
 *
 * @module
 */
import { DEFAULT_LIMITS, pythonRepr, type ReprLimits, type ReprParts, reprText } from '../../values/repr.ts';
import { MaskedArray } from '../masked-array.ts';
import { NdArray } from '../nd-array.ts';
import { ndArrayRepr } from './array-text.ts';
import { maskedRepr } from './masked-text.ts';

/** How much of an array is shown. */
export interface ArrayReprOptions {
  /** Characters of a line; 75 at most, as in numpy. @defaultValue 75 */
  readonly width?: number | undefined;
  /** The most elements. Arrays of more than 1,000 are shortened, as in numpy. @defaultValue 100,000 */
  readonly items?: number | undefined;
}

/**
 * Python's `repr` of an array, as numpy 2.4 prints it with its default options: shortened beyond 1,000 elements, and
 * with the dtype where the elements do not show it.
 *
 * @throws RangeError if an option is not a number of at least 0.
 * @example
 * ```ts
 * import { arrayRepr, NdArray } from 'brine/numpy';
 *
 * arrayRepr(NdArray.from([1, 2.5])); // 'array([1. , 2.5])'
 * ```
 */
export function arrayRepr(array: NdArray | MaskedArray, options: ArrayReprOptions = {}): string {
  for (const name of ['width', 'items'] as const) {
    const limit = options[name];
    if (limit === undefined || limit >= 0) continue;
    throw new RangeError(`options.${name} needs a number of at least 0, got ${String(limit)}`);
  }
  const { width, items = DEFAULT_LIMITS.items } = options;
  return pythonRepr(array, { ...DEFAULT_LIMITS, width, items, parts: printedParts });
}

/** What `ReprLimits.parts` takes to show arrays as numpy prints them, wherever they are in a value. */
export function printedParts(value: object, limits: ReprLimits): ReprParts | undefined {
  if (value instanceof NdArray) return reprText(ndArrayRepr(value, limits));
  if (!(value instanceof MaskedArray)) return undefined;
  const { data, mask, fillValue } = value;
  const fill = fillValue instanceof NdArray && fillValue.ndim === 0 ? fillValue.at() : undefined;
  if (fillValue !== null && fill === undefined) return undefined;
  const text = maskedRepr({ data, mask, fill }, limits);
  return text === undefined ? undefined : reprText(text);
}
