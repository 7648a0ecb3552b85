/**
 * What an array holds, in a few numbers.
 *
 * @module
 */
import { Complex } from '../values/complex.ts';
import type { NdArray } from './nd-array.ts';
import { NAT } from './print/date-text.ts';

/** The least and the greatest element, the mean, and how many are not numbers. */
export interface Statistics {
  /** `undefined` if all are NaN or NaT. */
  readonly min: number | bigint | undefined;
  readonly max: number | bigint | undefined;
  /** Of numbers and bools. */
  readonly mean: number | undefined;
  /** How many are NaN or NaT. */
  readonly nan: number;
}

/** Elements that are gone through for one output: less than half a second. */
const MOST_ELEMENTS = 2e7;

/** The statistics of many arrays in bounded time: of each once, and of 20 million elements in all. */
export class BoundedStatistics {
  private readonly known = new Map<NdArray, Statistics | 'too many' | undefined>();
  private left: number;

  constructor(most = MOST_ELEMENTS) {
    this.left = most;
  }

  /** {@link statisticsOf}; `'too many'` if the array has more elements than are left. */
  of(array: NdArray): Statistics | 'too many' | undefined {
    if (this.known.has(array)) return this.known.get(array);
    const found = hasStatistics(array) && array.size > this.left ? 'too many' : statisticsOf(array);
    if (found !== undefined && found !== 'too many') this.left -= array.size;
    this.known.set(array, found);
    return found;
  }
}

/** Whether the elements are numbers, bools or times. */
function hasStatistics({ size, dtype }: NdArray): boolean {
  return size > 0 && 'biufmM'.includes(dtype.kind);
}

/** Statistics of numbers, bools and times, in one pass; `undefined` for other elements, complex ones too, and for none. */
export function statisticsOf(array: NdArray): Statistics | undefined {
  if (!hasStatistics(array)) return undefined;
  const { kind } = array.dtype;
  const isTime = kind === 'm' || kind === 'M';
  let min: number | bigint | undefined;
  let max: number | bigint | undefined;
  let nan = 0;
  let count = 0;
  let sum = 0;
  let lost = 0;
  for (const value of numbersOf(array)) {
    if (Number.isNaN(value) || (isTime && value === NAT)) {
      nan++;
      continue;
    }
    if (min === undefined || value < min) min = value;
    if (max === undefined || value > max) max = value;
    if (isTime) continue;
    // Kahan's sum: what one addition loses, the next one adds back.
    const next = Number(value) - lost;
    const total = sum + next;
    lost = Number.isFinite(total) ? total - sum - next : 0;
    sum = total;
    count++;
  }
  return { min, max, mean: count === 0 ? undefined : sum / count, nan };
}

/** The data itself, if it has contiguous numbers. */
function numbersOf(array: NdArray): Iterable<number | bigint> {
  const { data } = array;
  const isPacked = array.size === data.length && (array.isCContiguous || array.isFContiguous);
  if (isPacked && (data instanceof Float64Array || data instanceof Float32Array)) return data;
  if (isPacked && (data instanceof BigInt64Array || data instanceof BigUint64Array)) return data;
  return numbers(array);
}

function* numbers(array: NdArray): Generator<number | bigint> {
  for (const value of array) {
    if (typeof value === 'number' || typeof value === 'bigint') yield value;
    else if (typeof value === 'boolean') yield Number(value);
    else if (value instanceof Uint8Array || value instanceof Complex) yield Number.NaN;
  }
}
