import { PickleError } from '../errors.ts';
import { DType } from '../numpy/dtype.ts';
import { elementsOf, newData } from '../numpy/elements.ts';
import { NdArray } from '../numpy/nd-array.ts';
import { NumpyScalar } from '../numpy/scalar.ts';
import { countOf } from '../numpy/shape.ts';
import { Complex } from '../values/complex.ts';

/** The elements of a sparse matrix. */
export interface SparseEntries {
  /** The dtype, as the pickle has it. */
  readonly dtype: unknown;
  /** Each element with its position. */
  entries(): Iterable<readonly [readonly number[], unknown]>;
}

/** The most elements of a dense array. */
const MOST = 2 ** 27;

/** An array with all elements. Elements at the same position are added. */
export function denseOf({ dtype: given, entries }: SparseEntries, shape: readonly number[]): NdArray {
  if (shape.length === 0 || !shape.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    throw inconsistent('an invalid shape');
  }
  const count = countOf(shape);
  if (count > MOST)
    throw new RangeError(`a dense array of the shape (${shape.join(', ')}) has more than 2**27 elements`);
  const dtype = denseDType(given);
  const data = newData(count, dtype);
  const { get, set, width } = elementsOf(dtype);
  if (Array.isArray(data)) data.fill(0);
  const filled = new Uint8Array(count);
  for (const [place, value] of entries()) {
    const at = placeOf(place, shape);
    const own = value instanceof NumpyScalar ? value.value : value;
    set(data, at * width, filled[at] === 1 ? sum(get(data, at * width), own) : own);
    filled[at] = 1;
  }
  return new NdArray({ data, shape, dtype });
}

/** The error for parts that contradict one another. */
export function inconsistent(what: string): PickleError {
  return new PickleError('bad-state', `a sparse matrix has ${what}`);
}

function denseDType(given: unknown): DType {
  if (!(given instanceof DType)) throw inconsistent('no dtype');
  return given.byteorder === '>' ? given.with({ byteorder: '<' }) : given;
}

function placeOf(place: readonly number[], shape: readonly number[]): number {
  let at = 0;
  for (const [axis, size] of shape.entries()) {
    const index = place[axis] ?? -1;
    if (!(Number.isInteger(index) && index >= 0 && index < size)) throw inconsistent('an element outside of its shape');
    at = at * size + index;
  }
  if (place.length !== shape.length) throw inconsistent('an element outside of its shape');
  return at;
}

function sum(a: unknown, b: unknown): unknown {
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  if (typeof a === 'bigint' && typeof b === 'bigint') return BigInt.asIntN(64, a + b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return a || b;
  if (a instanceof Complex && b instanceof Complex) return new Complex(a.re + b.re, a.im + b.im);
  throw inconsistent('elements that cannot be added');
}
