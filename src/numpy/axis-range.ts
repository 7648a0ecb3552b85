/**
 * Indexes and ranges along one axis, as Python has them.
 *
 * @module
 */
import { Slice } from '../values/slice.ts';

/** Which elements of an axis: one, all (`null`), or those of Python's `[start:stop:step]`. */
export type AxisRange =
  | number
  | null
  | Slice
  | readonly [start?: number | null, stop?: number | null, step?: number | null];

/** An index that may count from the end. */
export function checkedIndex(index: number, size: number): number {
  const at = index < 0 ? index + size : index;
  if (Number.isInteger(at) && at >= 0 && at < size) return at;
  throw new RangeError(`index ${index} is out of bounds for an axis of ${size}`);
}

/** The first index, how many, and from one to the next, as Python's `slice.indices`. */
export function bounds(range: Exclude<AxisRange, number>, size: number): readonly [number, number, number] {
  const [start, stop, given] = range instanceof Slice ? [range.start, range.stop, range.step] : (range ?? []);
  const step = wholeOf(given, 1);
  if (step === 0) throw new RangeError('slice step cannot be zero');
  const [least, most] = step > 0 ? [0, size] : [-1, size - 1];
  const near = (value: unknown, fallback: number): number => {
    const at = wholeOf(value, Number.NaN);
    if (Number.isNaN(at)) return fallback;
    return Math.min(most, Math.max(least, at < 0 ? at + size : at));
  };
  const [first, end] = step > 0 ? [near(start, 0), near(stop, size)] : [near(start, size - 1), near(stop, -1)];
  return [first, Math.max(0, Math.ceil((end - first) / step)), step];
}

function wholeOf(value: unknown, fallback: number): number {
  if (value === undefined || value === null) return fallback;
  const index = Number(value);
  if (!Number.isInteger(index)) throw new RangeError(`slice indices are index numbers, not ${String(value)}`);
  return index;
}
