import { type ClassCodec, pythonClass } from '../codec/class.ts';
import type { LoadContext } from '../codec/context.ts';
import { type FamilyCodec, pythonFamily } from '../codec/family.ts';
import type { Following } from '../codec/following.ts';
import { PickleError } from '../errors.ts';
import { NpyFile } from '../npy/read-npy.ts';
import type { DType } from '../numpy/dtype.ts';
import { dtypeOf } from '../numpy/dtype-spelling.ts';
import { NdArray } from '../numpy/nd-array.ts';
import type { LoadOptions } from '../options.ts';
import type { ByteSource } from '../sources/byte-source.ts';
import { readObjects, skipPadding } from './read-wrapped.ts';
import { badWrapper, bytesOfElements, fieldsOf, type WrappedArray, wrappedArray } from './wrapper-state.ts';

/** Reads the elements of an array. */
interface Elements {
  read(): Promise<NdArray>;
  rows(start: number, stop: number): Promise<NdArray>;
}

/** An array of a file of joblib whose elements have not been read. `loadJoblib` makes these with `lazy: true`. */
export class LazyArray {
  /** What the elements are. */
  readonly dtype: DType = dtypeOf('i1');
  /** How many elements along each axis. */
  readonly shape: readonly number[] = [];
  /** The order of the elements in the file: with `'F'`, the first index changes fastest. */
  readonly order: 'C' | 'F' = 'C';
  /** Where the elements begin, in bytes of the uncompressed file. */
  readonly offset: number = 0;
  /** How many bytes the elements take. */
  readonly length: number = 0;
  /** The class, if it derives from ndarray. */
  readonly subclass: unknown;

  /** Reads the whole array. @throws PickleError `limit` if it needs more than `limits.memory` allows. */
  async read(): Promise<NdArray> {
    const array = await elementsOf(this).read();
    const { subclass } = this;
    return subclass === undefined ? array : new NdArray({ ...array, subclass });
  }

  /**
   * Reads a contiguous part of the array: along the first axis, or along the last one if the order is `'F'`.
   *
   * @param start - The first index.
   * @param stop - The index after the last.
   * @throws RangeError if an index is out of range, or the array has no axes.
   * @throws TypeError for an array of objects.
   */
  async rows(start: number, stop: number): Promise<NdArray> {
    return await elementsOf(this).rows(start, stop);
  }
}

const known = /* @__PURE__ */ new WeakMap<LazyArray, Elements>();

function elementsOf(array: LazyArray): Elements {
  const elements = known.get(array);
  if (elements === undefined) throw new TypeError('the LazyArray was not read from a file');
  return elements;
}

/** The codec of arrays that are read later, from this source. */
export function lazyFamily(modules: readonly string[], source: ByteSource, options: LoadOptions): FamilyCodec {
  return pythonFamily(modules, () => [lazyClass(modules, source, options)]);
}

function lazyClass(modules: readonly string[], source: ByteSource, options: LoadOptions): ClassCodec {
  const names = ['NumpyArrayWrapper', 'NDArrayWrapper', 'ZNDArrayWrapper'];
  const [name = '', ...aliases] = modules.flatMap((module) => names.map((one) => `${module}.${one}`));
  return pythonClass(name, LazyArray, {
    aliases,
    create: () => new LazyArray(),
    setState(self, state, context) {
      const fields = fieldsOf(state, context);
      if (fields === undefined) throw badWrapper('a state that is not a dict');
      if (fields.has('filename')) throw noLazySibling();
      return passed(self, wrappedArray(fields), { source, options }, context);
    },
    reduce: () => {
      throw new PickleError('cannot-pickle', 'cannot pickle a LazyArray: read() its elements first');
    },
  });
}

function noLazySibling(): PickleError {
  return new PickleError(
    'no-sibling',
    'joblib before 0.10 wrote the elements of an array to another file; read it without options.lazy',
  );
}

interface Place {
  readonly source: ByteSource;
  readonly options: LoadOptions;
}

/** Notes where elements are, and skips them. Arrays of objects are read: only their pickle says how long it is. */
function* passed(self: LazyArray, wrapped: WrappedArray, place: Place, context: LoadContext): Following<void> {
  const { dtype, shape, order, subclass, alignment } = wrapped;
  if (dtype.hasObject) {
    const offset = context.offset;
    const array = yield* readObjects(context);
    known.set(self, inMemory(array));
    Object.assign(self, { dtype, shape, order, offset, length: context.offset - offset, subclass: array.subclass });
    return;
  }
  const length = bytesOfElements(wrapped);
  if (alignment !== undefined) yield* skipPadding(alignment, context);
  const { offset } = context;
  yield* context.skipBytes(length);
  known.set(self, new NpyFile(place.source, { version: 1, dtype, shape, order, dataOffset: offset }, place.options));
  Object.assign(self, { dtype, shape, order, offset, length, subclass });
}

function inMemory(array: NdArray): Elements {
  return {
    read: async () => array,
    rows: async () => {
      throw new TypeError('rows() cannot read an array of objects, which is one pickle; use read()');
    },
  };
}
