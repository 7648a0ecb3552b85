/**
 * The state of joblib's wrappers, which describes an array whose elements are not in the pickle itself.
 *
 * @module
 */
import type { LoadContext } from '../codec/context.ts';
import { PickleError } from '../errors.ts';
import { DType } from '../numpy/dtype.ts';
import { NdArray } from '../numpy/nd-array.ts';
import { refusal, sizesOf } from '../numpy/pickled-arguments.ts';
import { finished } from '../numpy/pickled-dtype.ts';
import { checkShape, countOf } from '../numpy/shape.ts';
import { Global } from '../values/global.ts';
import { pythonTypeName } from '../values/kind.ts';
import { Tuple } from '../values/tuple.ts';

/** The fields of a wrapper's state, by name. */
export type Fields = ReadonlyMap<unknown, unknown>;

/** An array whose elements follow: joblib's `NumpyArrayWrapper`. */
export interface WrappedArray {
  /** The class, if it derives from ndarray. */
  readonly subclass: unknown;
  /** How many elements along each axis. */
  readonly shape: readonly number[];
  readonly order: 'C' | 'F';
  readonly dtype: DType;
  /** The elements begin at a multiple of this many bytes in the file; `undefined` before joblib 1.2. */
  readonly alignment: number | undefined;
}

/** The fields of a state; `undefined` if it is not a dict. */
export function fieldsOf(state: unknown, context: LoadContext): Fields | undefined {
  const entries = context.entriesOf(state);
  return entries && new Map(entries);
}

/** @throws PickleError `bad-state` for a state that joblib does not write. */
export function wrappedArray(fields: Fields): WrappedArray {
  const [shape, order, dtype] = [fields.get('shape'), fields.get('order'), fields.get('dtype')];
  if (!(dtype instanceof DType)) throw badWrapper(`a dtype that is a ${pythonTypeName(dtype)}`);
  if (order !== 'C' && order !== 'F') throw badWrapper("an order that is neither 'C' nor 'F'");
  if (!(shape instanceof Tuple)) throw badWrapper(`a shape that is a ${pythonTypeName(shape)}`);
  return {
    subclass: subclassOf(fields.get('subclass')),
    shape: checkedShape(shape),
    order,
    dtype: finished(dtype),
    alignment: alignmentOf(fields.get('numpy_array_alignment_bytes')),
  };
}

/** How many bytes the elements take. @throws PickleError `bad-state` if no file can have that many. */
export function bytesOfElements({ shape, dtype }: Pick<WrappedArray, 'shape' | 'dtype'>): number {
  const bytes = countOf(shape) * dtype.itemsize;
  if (Number.isSafeInteger(bytes)) return bytes;
  throw badWrapper(`the shape (${shape.join(', ')}) of ${dtype}, which is more than 2**53 bytes`);
}

/** The class that derives from ndarray; `undefined` for ndarray itself. */
export function subclassOf(cls: unknown): unknown {
  if (cls === undefined || cls === NdArray) return undefined;
  if (cls instanceof Global) return cls.module === 'numpy' && cls.name === 'ndarray' ? undefined : cls;
  if (typeof cls === 'function' && cls.prototype instanceof NdArray) return cls;
  throw badWrapper('a subclass that is not a class');
}

/** The error for a wrapper that joblib cannot have written. */
export function badWrapper(found: string, cause?: unknown): PickleError {
  return new PickleError('bad-state', `a wrapper of joblib has ${found}`, { cause });
}

function checkedShape(given: Tuple): number[] {
  try {
    const shape = sizesOf(given);
    checkShape(shape);
    return shape;
  } catch (cause) {
    throw refusal(cause, 'bad-state');
  }
}

function alignmentOf(given: unknown): number | undefined {
  if (given === undefined || given === null) return undefined;
  const bytes = typeof given === 'bigint' ? Number(given) : given;
  // One byte holds the length of the padding.
  if (typeof bytes === 'number' && Number.isInteger(bytes) && bytes > 0 && bytes < 256) return bytes;
  throw badWrapper('an alignment that is not an int from 1 to 255');
}
