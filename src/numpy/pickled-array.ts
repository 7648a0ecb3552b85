/**
 * Arrays as pickles contain them: `_reconstruct` and a state below protocol 5, `_frombuffer` at 5,
 * `numpy.ndarray(...)`.
 *
 * @module
 */
import type { LoadContext } from '../codec/context.ts';
import { PickleError } from '../errors.ts';
import { ByteArray } from '../values/byte-array.ts';
import { Global } from '../values/global.ts';
import { Tuple } from '../values/tuple.ts';
import { partsOfBytes, type SubclassState } from './array-parts.ts';
import { DType } from './dtype.ts';
import { dtypeOf } from './dtype-spelling.ts';
import { dataOf, fitsInPlace, newData } from './elements.ts';
import { become, NdArray } from './nd-array.ts';
import { bytesOf, fromPickle, refusal, sizeOf, sizesOf } from './pickled-arguments.ts';
import { dtypeOfArgument, finished } from './pickled-dtype.ts';
import { checkShape, countOf, listsOf, offsets, reach, stridesOf } from './shape.ts';

/** Bytes that a list takes, in the nested Arrays of an array without elements. */
const LIST = 32;

/** `_reconstruct(cls, shape, typecode)`: an array that is to be given a state. */
export function reconstructed(args: Tuple, context: LoadContext): NdArray | undefined {
  // By index: destructuring a tuple goes through its iterator, which takes longer than all the rest.
  const cls = args[0];
  const typecode = args[2];
  const own = typeof cls === 'function' && cls.prototype instanceof NdArray ? cls : undefined;
  if (args.length > 3 || !(cls === NdArray || own !== undefined || cls instanceof Global)) return undefined;
  try {
    const dtype = typecode === undefined ? dtypeOf('i1') : dtypeOfArgument(typecode, context);
    const array = zeros(sizesOf(args[1]), dtype, context, cls instanceof Global ? cls : undefined);
    return own === undefined ? array : asClass(array, own);
  } catch (cause) {
    throw refusal(cause);
  }
}

/** The array as an object of a class of the caller, whose constructor does not run. */
function asClass(array: NdArray, type: { readonly prototype: object }): NdArray {
  return Object.setPrototypeOf(array, type.prototype) as NdArray;
}

function zeros(shape: readonly number[], dtype: DType, context: LoadContext, subclass?: unknown): NdArray {
  checkShape(shape);
  context.charge(countOf(shape) * Math.max(1, dtype.itemsize));
  payFor(shape, 1, context);
  return new NdArray({ data: newData(countOf(shape), dtype), shape, dtype, subclass });
}

/**
 * Pays for what an array makes without bytes: elements that share bytes or have none, and lists without elements,
 * because the caller may go through all of them.
 *
 * @param share - How many elements there are for each that has bytes.
 */
function payFor(shape: readonly number[], share: number, context: LoadContext): void {
  const first = shape.indexOf(0);
  // One axis has no lists.
  if (first === 0) return;
  if (first > 0) context.charge(LIST * listsOf(shape.slice(0, first + 1)));
  else if (share > 1) context.charge(LIST * countOf(shape));
}

/** `ndarray.__setstate__`: `(version, shape, dtype, is_fortran, data)`, or the same without the version. */
export function setArrayState(self: NdArray, state: unknown, context: LoadContext): void {
  const { subclass } = self;
  const stated = arrayState(state);
  if (stated !== undefined) {
    become(self, statedArray(stated, context), undefined);
    return;
  }
  const isPlain = subclass === undefined && Object.getPrototypeOf(self) === NdArray.prototype;
  const extended = isPlain ? undefined : extendedState(state);
  if (extended !== undefined) {
    become(self, statedArray(extended.state, context), extended.extra);
    return;
  }
  if (isPlain || state === null) {
    throw new PickleError(
      'bad-state',
      'the state of an array must be a tuple of version, shape, dtype, order and data',
    );
  }
  const extra: SubclassState = { form: 'instead', value: state };
  Object.assign(self, { extra });
}

interface ArrayState {
  readonly shape: Tuple;
  readonly dtype: DType;
  readonly isFortran: boolean;
  readonly data: unknown;
}

function arrayState(state: unknown): ArrayState | undefined {
  if (!(state instanceof Tuple)) return undefined;
  if (state.length === 5) return statedParts(state[1], state[2], state[3], state[4]);
  return state.length === 4 ? statedParts(state[0], state[1], state[2], state[3]) : undefined;
}

function statedParts(shape: unknown, dtype: unknown, fortran: unknown, data: unknown): ArrayState | undefined {
  if (!(shape instanceof Tuple && dtype instanceof DType)) return undefined;
  const isFortran = typeof fortran === 'boolean' ? fortran : fortran === 1 || fortran === 1n;
  return { shape, dtype, isFortran, data };
}

/** What subclasses write: the array's state with more items, or next to something else. */
function extendedState(state: unknown): { readonly state: ArrayState; readonly extra: SubclassState } | undefined {
  if (!(state instanceof Tuple)) return undefined;
  const [first, second] = state;
  const beside = state.length === 2 ? arrayState(first) : undefined;
  if (beside !== undefined) return { state: beside, extra: { form: 'beside', value: second } };
  const own = state.length > 5 ? statedParts(state[1], state[2], state[3], state[4]) : undefined;
  return own && { state: own, extra: { form: 'appended', value: Tuple.from(state.slice(5)) } };
}

function statedArray({ shape: given, dtype, isFortran, data }: ArrayState, context: LoadContext): NdArray {
  try {
    const shape = sizesOf(given);
    finished(dtype);
    if (dtype.hasObject) return arrayOfItems(data, dtype, shape, isFortran, context);
    return arrayOfBytes(bytesOf(data), dtype, shape, isFortran ? 'F' : 'C', context);
  } catch (cause) {
    throw refusal(cause, 'bad-state');
  }
}

/** An array whose memory is these bytes if possible. Otherwise a copy is made and paid for. */
export function arrayOfBytes(
  bytes: Uint8Array,
  dtype: DType,
  shape: readonly number[],
  order: 'C' | 'F',
  context: LoadContext,
  isWritable = true,
): NdArray {
  if (!fitsInPlace(bytes, dtype)) context.charge(bytes.length);
  const array = new NdArray(partsOfBytes(bytes, dtype, shape, order, isWritable));
  if (bytes.length === 0) payFor(shape, dtype.itemsize === 0 ? 2 : 1, context);
  return array;
}

/** Objects are listed in C order, whatever the order of the array. */
function arrayOfItems(
  items: unknown,
  dtype: DType,
  shape: number[],
  isFortran: boolean,
  context: LoadContext,
): NdArray {
  checkShape(shape);
  const count = countOf(shape);
  if (!Array.isArray(items) || items.length !== count) {
    throw new TypeError(`an array of ${count} objects needs a list of as many`);
  }
  context.charge(8 * count);
  payFor(shape, 1, context);
  const order = isFortran ? 'F' : 'C';
  const array = new NdArray({ data: [...items], shape, strides: stridesOf(shape, 'C'), dtype });
  const data = isFortran ? array.packed('F') : array.data;
  return new NdArray({ data, shape, strides: stridesOf(shape, order), dtype });
}

/** `_frombuffer(buffer, dtype, shape, order[, axes])` */
export function fromBuffer(args: Tuple, context: LoadContext): NdArray | undefined {
  const buffer = args[0];
  const order = args[3];
  const axes = args[4];
  if (!(buffer instanceof Uint8Array) || args.length > 5) return undefined;
  try {
    const dtype = dtypeOfArgument(args[1], context);
    const sizes = sizesOf(args[2]);
    const flat = arrayOfBytes(buffer, dtype, sizes, order === 'F' ? 'F' : 'C', context, isWritable(buffer));
    return order === 'K' && axes !== undefined ? flat.transpose(sizesOf(axes)) : flat;
  } catch (cause) {
    throw refusal(cause);
  }
}

/** Whether Python gets a bytearray. */
function isWritable(buffer: Uint8Array): boolean {
  return buffer instanceof ByteArray;
}

/** `numpy.ndarray(shape, dtype, buffer, offset, strides, order)` */
export function calledArray(args: Tuple, context: LoadContext): NdArray | undefined {
  const [shape, type = null, buffer = null, offset = 0, strides = null, order = null, ...more] = args;
  if (more.length > 0 || shape === undefined || !(buffer === null || buffer instanceof Uint8Array)) return undefined;
  return fromPickle(() => {
    const dtype = dtypeOfArgument(type, context);
    const sizes = sizesOf(shape);
    const fortran = order === 'F';
    if (buffer === null) {
      const made = zeros(sizes, dtype, context);
      return fortran ? NdArray.from([...made], sizes, dtype) : made;
    }
    if (dtype.hasObject) throw new TypeError('cannot construct an array of objects from a buffer');
    checkShape(sizes);
    const steps = strides === null ? undefined : sizesOf(strides);
    return inBuffer(
      { buffer, dtype, shape: sizes, offset: sizeOf(offset), steps, order: fortran ? 'F' : 'C' },
      context,
    );
  });
}

interface Placement {
  readonly buffer: Uint8Array;
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** In bytes. */
  readonly offset: number;
  /** In bytes. */
  readonly steps: readonly number[] | undefined;
  readonly order: 'C' | 'F';
}

/** An array somewhere in a buffer. */
function inBuffer({ buffer, dtype, shape, offset, steps, order }: Placement, context: LoadContext): NdArray {
  const { itemsize } = dtype;
  const length = countOf(shape) * itemsize;
  if (steps === undefined || length === 0) {
    if (offset < 0 || offset + length > buffer.length) throw new TypeError('buffer is too small for requested array');
    const bytes = buffer.subarray(offset, offset + length);
    return arrayOfBytes(bytes, dtype, shape, order, context, isWritable(buffer));
  }
  if (steps.length !== shape.length) throw new TypeError('strides, if given, must be the same length as shape');
  const [first, last] = reach(shape, steps, offset);
  if (first < 0 || last + itemsize > buffer.length) {
    throw new TypeError('strides is incompatible with shape of requested array and size of buffer');
  }
  const bytes = buffer.subarray(first, last + itemsize);
  // Elements that share bytes cost more than the buffer.
  payFor(shape, length > buffer.length ? 2 : 1, context);
  if ([...steps, offset - first].every((step) => step % itemsize === 0)) {
    if (!fitsInPlace(bytes, dtype)) context.charge(bytes.length);
    const strides = steps.map((step) => step / itemsize);
    const start = (offset - first) / itemsize;
    return new NdArray({
      data: dataOf(bytes, dtype),
      shape,
      strides,
      offset: start,
      dtype,
      isWritable: isWritable(buffer),
    });
  }
  context.charge(length);
  const copy = new Uint8Array(length);
  let to = 0;
  for (const at of offsets(shape, steps, offset - first)) {
    copy.set(bytes.subarray(at, at + itemsize), to);
    to += itemsize;
  }
  return NdArray.fromBytes(copy, dtype, shape);
}
