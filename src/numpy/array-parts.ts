/**
 * What an array is made of.
 *
 * @module
 */
import type { DType } from './dtype.ts';
import { type ArrayData, dataOf } from './elements.ts';
import { checkShape, countOf, stridesOf } from './shape.ts';

/** The parts of an {@link NdArray}. */
export interface NdArrayParts {
  /** The memory of the elements, which is not copied. */
  readonly data: ArrayData;
  /** How many elements along each axis. */
  readonly shape: readonly number[];
  /** From one element to the next along each axis, in elements. @defaultValue C's order, without gaps */
  readonly strides?: readonly number[] | undefined;
  /** The first element, counted in elements. @defaultValue 0 */
  readonly offset?: number | undefined;
  /** What the elements are. */
  readonly dtype: DType;
  /** Whether Python may change it. @defaultValue `true` */
  readonly isWritable?: boolean | undefined;
  /** The class, if it derives from ndarray. */
  readonly subclass?: unknown;
  /** What a pickle has of an object of this class in addition. */
  readonly extra?: SubclassState | undefined;
}

/** What the state of an object has whose class derives from ndarray, in addition to that of the array. */
export interface SubclassState {
  /**
   * Where: `'appended'` to the tuple of the array, as items of `value`; `'beside'` it, as the second of two; or
   * `'instead'` of it: only the class knows what the elements are, and the array has none.
   */
  readonly form: 'appended' | 'beside' | 'instead';
  /** The addition, or the state. */
  readonly value: unknown;
}

/**
 * What {@link NdArray.fromBytes} makes an array of.
 *
 * @param isWritable - Whether Python may change it.
 */
export function partsOfBytes(
  bytes: Uint8Array,
  dtype: DType,
  shape: readonly number[],
  order: 'C' | 'F',
  isWritable = true,
): NdArrayParts {
  // As in numpy, an array of sub-arrays has their axes too.
  const { base: element = dtype, shape: inner } = dtype;
  const full = inner === undefined ? shape : [...shape, ...inner];
  checkShape(full);
  if (element.hasObject) throw new TypeError(`elements of dtype ${dtype} are objects, which bytes do not contain`);
  const needed = countOf(full) * element.itemsize;
  if (bytes.length !== needed) {
    throw new RangeError(
      `${dtype} of the shape (${full.join(', ')}) has ${needed} bytes, and there are ${bytes.length}`,
    );
  }
  const strides = order === 'C' ? undefined : stridesOf(full, order);
  return { data: dataOf(bytes, element), shape: full, strides, dtype: element, isWritable };
}
