/**
 * Arrays as pickles contain them: in a form that every numpy reads, or in the form of one version.
 *
 * @module
 */
import type { DumpContext } from '../codec/context.ts';
import type { Reduction } from '../codec/reduction.ts';
import { Global } from '../values/global.ts';
import { PickleBuffer } from '../values/pickle-buffer.ts';
import { type Tuple, tupleOf } from '../values/tuple.ts';
import type { DType } from './dtype.ts';
import { type ArrayData, elementsOf, isNative, memoryOf, swapBytes } from './elements.ts';
import { NdArray } from './nd-array.ts';
import { sharedBytes } from './pickled-dtype.ts';
import type { NumpyVersion } from './version.ts';

const NDARRAY = /* @__PURE__ */ Global.of('numpy.ndarray');
/** The code of int8: `_reconstruct` needs a dtype, and the state replaces it. */
const TYPECODE = /* @__PURE__ */ sharedBytes(/* @__PURE__ */ Uint8Array.of(0x62));

/** The shape that `_reconstruct` is given. */
const EMPTY = [0n];

/** numpy's own functions: those of version 1 are there in version 2 too, for `_reconstruct` and `scalar`. */
const RECONSTRUCT: Readonly<Record<NumpyVersion, Global>> = {
  '1.26': /* @__PURE__ */ Global.of('numpy.core.multiarray._reconstruct'),
  '2.4': /* @__PURE__ */ Global.of('numpy._core.multiarray._reconstruct'),
};
const FROM_BUFFER: Readonly<Record<NumpyVersion, Global>> = {
  '1.26': /* @__PURE__ */ Global.of('numpy.core.numeric._frombuffer'),
  '2.4': /* @__PURE__ */ Global.of('numpy._core.numeric._frombuffer'),
};

/** An array as a pickle has it. */
export function reduceArray(self: NdArray, { protocol }: DumpContext, like: NumpyVersion | undefined): Reduction {
  const { dtype } = self;
  const isPlain = classOf(self, like) === NdArray && self.extra === undefined && !dtype.hasObject;
  const buffered = protocol < 5 || !isPlain ? undefined : like === undefined ? asCall(self) : asBuffer(self, like);
  if (buffered !== undefined) return buffered;
  return {
    callable: RECONSTRUCT[like ?? '1.26'],
    args: [classOf(self, like), tupleOf(EMPTY), TYPECODE],
    state: extendedState(self, arrayState(self)),
  };
}

/** Where version 2 has classes that have one name in all versions. */
const MOVED: Readonly<Record<string, string>> = { recarray: 'numpy.rec', chararray: 'numpy.char' };
/** `numpy.char` is a module only in version 2, where `numpy.chararray` warns. As an attribute it is in all versions. */
const CHARARRAY = /* @__PURE__ */ new Global('numpy', 'char.chararray');

/** The class of an array: a name, one of the caller, or ndarray. */
function classOf(array: NdArray, like: NumpyVersion | undefined): unknown {
  const { subclass } = array;
  if (subclass === undefined) return Object.getPrototypeOf(array) === NdArray.prototype ? NdArray : array.constructor;
  if (!(subclass instanceof Global) || subclass.module !== 'numpy' || like === '1.26') return subclass;
  if (like === undefined) return subclass.name === 'chararray' ? CHARARRAY : subclass;
  const module = MOVED[subclass.name];
  return module === undefined ? subclass : new Global(module, subclass.name);
}

/** The order in which numpy writes the elements: Fortran's only if they are contiguous in it, and not in C's too. */
function orderOf(array: NdArray): 'C' | 'F' {
  return array.isFContiguous && !array.isCContiguous ? 'F' : 'C';
}

/** `(1, shape, dtype, is_fortran, data)` */
export function arrayState(array: NdArray): Tuple {
  const { shape, dtype } = array;
  const order = orderOf(array);
  return tupleOf([1n, sizes(shape), dtype, order === 'F', pickledData(array, order)]);
}

/** Bytes, or a list of objects, which is always in C order. */
function pickledData(array: NdArray, order: 'C' | 'F'): unknown {
  if (array.dtype.hasObject) return [...array];
  return sharedBytes(bytesOf(array.packed(order), array.dtype));
}

function sizes(shape: readonly number[]): Tuple {
  const items: bigint[] = [];
  for (let axis = 0; axis < shape.length; axis++) items.push(BigInt(shape[axis] ?? 0));
  return tupleOf(items);
}

/** The bytes of elements as numpy stores them; a copy only if the byte order differs. */
export function bytesOf(data: ArrayData, dtype: DType): Uint8Array {
  if (Array.isArray(data)) throw new TypeError('objects are not in bytes');
  const bytes = memoryOf(data);
  const { unit } = elementsOf(dtype);
  if (unit === 1 || isNative(dtype)) return bytes;
  const copy = new Uint8Array(bytes.length);
  copy.set(bytes);
  swapBytes(copy, unit);
  return copy;
}

/** What a subclass wrote in addition. */
function extendedState({ extra }: NdArray, state: Tuple): unknown {
  if (extra === undefined) return state;
  const { form, value } = extra;
  if (form === 'instead') return value;
  if (form === 'beside') return tupleOf([state, value]);
  return tupleOf([...state, ...(Array.isArray(value) ? value : [])]);
}

/** `numpy.ndarray(shape, dtype, buffer, 0, strides, order)`: only names that every numpy has. */
function asCall(array: NdArray): Reduction {
  const { shape, dtype, isWritable } = array;
  const order = orderOf(array);
  const axes = array.isCContiguous || order === 'F' ? undefined : axesInMemory(array);
  const steps = axes === undefined ? null : sizes(array.strides.map((stride) => stride * dtype.itemsize));
  const data = axes === undefined ? array.packed(order) : array.transpose(axes).packed();
  const buffer = new PickleBuffer(bytesOf(data, dtype), { readonly: !isWritable });
  return { callable: NDARRAY, args: [sizes(shape), dtype, buffer, 0n, steps, order] };
}

/** `_frombuffer(buffer, dtype, shape, order)`; `undefined` for what numpy does not write so. */
function asBuffer(array: NdArray, like: NumpyVersion): Reduction | undefined {
  const { shape, dtype, isWritable } = array;
  if (!hasBuffer(dtype) || dtype.itemsize === 0) return undefined;
  const isContiguous = array.isCContiguous || array.isFContiguous;
  const axes = isContiguous || like === '1.26' ? undefined : axesInMemory(array);
  if (!isContiguous && axes === undefined) return undefined;
  const order = orderOf(array);
  const stored = axes === undefined ? array : array.transpose(axes);
  const bytes = bytesOf(stored.packed(axes === undefined ? order : 'C'), dtype);
  const buffer = new PickleBuffer(bytes, { readonly: !isWritable });
  const callable = FROM_BUFFER[like];
  if (axes === undefined) return { callable, args: [buffer, dtype, sizes(shape), order] };
  const back = axes.map((_, axis) => axes.indexOf(axis));
  return { callable, args: [buffer, dtype, sizes(stored.shape), 'K', sizes(back)] };
}

/** Whether numpy exports the elements as a buffer: not times, and no fields that overlap or are out of order. */
function hasBuffer({ kind, type, fields, base }: DType): boolean {
  if (base !== undefined) return hasBuffer(base);
  if (fields === undefined) return kind !== 'm' && kind !== 'M' && type === undefined;
  let end = 0;
  for (const { dtype, offset } of fields) {
    if (offset < end || !hasBuffer(dtype)) return false;
    end = offset + dtype.itemsize;
  }
  return true;
}

/** The axes from the slowest to the fastest, if the elements are contiguous in that order. */
function axesInMemory(array: NdArray): number[] | undefined {
  const { strides } = array;
  const axes = strides.map((_, axis) => axis).sort((a, b) => (strides[b] ?? 0) - (strides[a] ?? 0));
  return array.transpose(axes).isCContiguous ? axes : undefined;
}
