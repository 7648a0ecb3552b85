/**
 * How the elements of a dtype are kept in the data of an array, and what one of them is in JavaScript.
 *
 * @module
 */
import { memoryFor } from '../bytes/native-memory.ts';
import { SHARED, Slab } from '../bytes/slab.ts';
import { Complex } from '../values/complex.ts';
import { Float } from '../values/float.ts';
import { Global } from '../values/global.ts';
import { tupleOf } from '../values/tuple.ts';
import type { DType } from './dtype.ts';
import { fromLongDouble, LONG_DOUBLE_BYTES, toLongDouble } from './long-double.ts';
import { countOf, flattened, nested } from './shape.ts';
import { HALF, type SmallNumber, smallNumber } from './small-float.ts';

/** A `Float16Array`, where the runtime has it. */
export interface HalfArray extends ArrayBufferView {
  /** 2 */
  readonly BYTES_PER_ELEMENT: number;
  /** How many numbers there are. */
  readonly length: number;
  /** One number. */
  [index: number]: number;
}

/** A typed array of numbers. */
export type NumberArray =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | HalfArray;

/** The elements of an array in memory: a typed array in the order of the machine, or an Array of Python's objects. */
export type ArrayData = NumberArray | BigInt64Array | BigUint64Array | unknown[];

interface ViewClass {
  new (length: number): Exclude<ArrayData, unknown[]>;
  new (buffer: ArrayBufferLike, offset?: number, length?: number): Exclude<ArrayData, unknown[]>;
  readonly BYTES_PER_ELEMENT: number;
}

/** How elements of one dtype are kept. */
export interface Elements {
  /** The class of the data; `undefined` for an Array. */
  readonly type: ViewClass | undefined;
  /** Items of the data for one element. */
  readonly width: number;
  /** How many bytes are reversed together for the other byte order; 1 for none. */
  readonly unit: number;
  /** Whether the elements are the items of the data as they are. */
  readonly isPlain: boolean;
  /** @param at - The index of the first item of the data. */
  get(data: ArrayData, at: number): unknown;
  /** @throws TypeError or RangeError for what the dtype cannot hold. */
  set(data: ArrayData, at: number, value: unknown): void;
}

const IS_LITTLE_ENDIAN = /* @__PURE__ */ new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Shared memory for short copies. */
const copies = /* @__PURE__ */ new Slab();

const known = /* @__PURE__ */ new WeakMap<DType, Elements>();

/** The dtype that was asked for last: arrays in a row often have the same. */
let newest: DType | undefined;
let newestElements: Elements | undefined;

/** How elements of a dtype are kept. */
export function elementsOf(dtype: DType): Elements {
  if (dtype === newest && newestElements !== undefined) return newestElements;
  let found = known.get(dtype);
  if (found === undefined) {
    found = makeElements(dtype);
    known.set(dtype, found);
  }
  newest = dtype;
  newestElements = found;
  return found;
}

function makeElements(dtype: DType): Elements {
  const { kind, itemsize } = dtype;
  if (dtype.hasObject) return OBJECTS;
  switch (kind) {
    case 'b':
      return { ...integers(Uint8Array, 1), isPlain: false, get: (data, at) => data[at] !== 0, set: setBool };
    case 'i':
      return itemsize === 8
        ? bigints(BigInt64Array)
        : integers([Int8Array, Int16Array, Int32Array][itemsize >> 1], itemsize);
    case 'u':
      return itemsize === 8
        ? bigints(BigUint64Array)
        : integers([Uint8Array, Uint16Array, Uint32Array][itemsize >> 1], itemsize);
    case 'f':
      if (itemsize === 2) return halves();
      if (itemsize > 8) return longDoubles(itemsize);
      return floats(itemsize === 4 ? Float32Array : Float64Array, itemsize);
    case 'c':
      if (itemsize > 16) return longComplexes(itemsize);
      return complexes(itemsize === 8 ? Float32Array : Float64Array, itemsize / 2);
    case 'm':
    case 'M':
      return bigints(BigInt64Array);
    case 'S':
      return { ...bytes(itemsize), get: (data, at) => trimmed(bytesAt(data, at, itemsize)) };
    case 'U':
      return { ...bytes(itemsize), unit: 4, get: (data, at) => textAt(data, at, itemsize), set: textSetter(itemsize) };
    default:
      return voids(dtype);
  }
}

/** Reverses each unit in place, for the other byte order. */
export function swapBytes(data: Uint8Array, unit: number): void {
  for (let at = 0; at < data.length; at += unit) data.subarray(at, at + unit).reverse();
}

/** Whether numpy keeps the bytes as this machine does, or the dtype has no order. */
export function isNative({ byteorder }: DType): boolean {
  return byteorder === '|' || (byteorder === '<') === IS_LITTLE_ENDIAN;
}

/** Whether bytes can be the memory of an array as they are. */
export function fitsInPlace(data: Uint8Array, dtype: DType): boolean {
  const { type, unit } = elementsOf(dtype);
  return (unit === 1 || isNative(dtype)) && data.byteOffset % (type?.BYTES_PER_ELEMENT ?? 1) === 0;
}

/** The data of an array whose elements numpy keeps in these bytes: a view where it can be, else a copy. */
export function dataOf(bytes: Uint8Array, dtype: DType): ArrayData {
  const { type = Uint8Array, unit } = elementsOf(dtype);
  const length = bytes.length / type.BYTES_PER_ELEMENT;
  if (fitsInPlace(bytes, dtype)) return new type(bytes.buffer, bytes.byteOffset, length);
  const { memory, at } = copyOf(bytes);
  if (!isNative(dtype) && unit > 1) swapBytes(new Uint8Array(memory, at, bytes.length), unit);
  return new type(memory, at, length);
}

/** A copy. Not by slice(): that of a Buffer is a view. */
function copyOf(bytes: Uint8Array): { readonly memory: ArrayBufferLike; readonly at: number } {
  // An ArrayBuffer for each short one would cost more than all the rest.
  if (bytes.length <= SHARED) return copies.put(bytes);
  const memory = memoryFor(bytes.length);
  memory.set(bytes);
  return { memory: memory.buffer, at: 0 };
}

/** New data of so many elements: zeros, empty texts, `null`. */
export function newData(count: number, dtype: DType): ArrayData {
  const { type, width } = elementsOf(dtype);
  if (type === undefined) return new Array<unknown>(count).fill(dtype.kind === 'T' ? '' : null);
  // Empty data are shared: a pickle first makes an empty array for each array.
  if (count * width === 0) return emptyOf(type);
  return new type(count * width);
}

const empty = /* @__PURE__ */ new Map<ViewClass, Exclude<ArrayData, unknown[]>>();

function emptyOf(type: ViewClass): ArrayData {
  const known = empty.get(type);
  if (known !== undefined) return known;
  const made = new type(0);
  empty.set(type, made);
  return made;
}

/** The memory of a typed array as bytes, without a copy. */
export function memoryOf(data: Exclude<ArrayData, unknown[]>): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** Python's objects, and tuples of structured dtypes that have some. */
const OBJECTS: Elements = {
  type: undefined,
  width: 1,
  unit: 1,
  isPlain: true,
  get: (data, at) => data[at],
  set(data, at, value) {
    if (Array.isArray(data)) data[at] = value;
  },
};

function integers(type: ViewClass | undefined, unit: number): Elements {
  return { type, width: 1, unit, isPlain: true, get: (data, at) => data[at], set: setInteger };
}

function floats(type: ViewClass, unit: number): Elements {
  return {
    type,
    width: 1,
    unit,
    isPlain: true,
    get: (data, at) => data[at],
    set: (data, at, value) => put(data, at, numberOf(value)),
  };
}

function bigints(type: ViewClass): Elements {
  return { type, width: 1, unit: 8, isPlain: true, get: (data, at) => data[at], set: setBigint };
}

function halves(): Elements {
  const type: unknown = Reflect.get(globalThis, 'Float16Array');
  return isViewClass(type) ? floats(type, 2) : small(HALF, 2);
}

function isViewClass(type: unknown): type is ViewClass {
  return typeof type === 'function';
}

/** Numbers that are stored as their bits. */
function small({ decode, encode }: SmallNumber, unit: number): Elements {
  return {
    type: unit === 1 ? Uint8Array : Uint16Array,
    width: 1,
    unit,
    isPlain: false,
    get: (data, at) => decode(Number(data[at])),
    set: (data, at, value) => put(data, at, encode(numberOf(value))),
  };
}

function complexes(type: ViewClass, unit: number): Elements {
  return {
    type,
    width: 2,
    unit,
    isPlain: false,
    get: (data, at) => new Complex(Number(data[at]), Number(data[at + 1])),
    set(data, at, value) {
      const { re, im } = value instanceof Complex ? value : new Complex(numberOf(value), 0);
      put(data, at, re);
      put(data, at + 1, im);
    },
  };
}

function longDoubles(itemsize: number): Elements {
  return {
    ...bytes(itemsize),
    unit: itemsize,
    get: (data, at) => longDoubleAt(data, at) ?? bytesAt(data, at, itemsize).slice(),
    set: (data, at, value) => setLongDouble(data, at, value, itemsize),
  };
}

function longComplexes(itemsize: number): Elements {
  const half = itemsize / 2;
  return {
    ...bytes(itemsize),
    unit: half,
    get(data, at) {
      const [re, im] = [longDoubleAt(data, at), longDoubleAt(data, at + half)];
      return re === undefined || im === undefined ? bytesAt(data, at, itemsize).slice() : new Complex(re, im);
    },
    set(data, at, value) {
      if (value instanceof Uint8Array) return setBytes(data, at, value, itemsize);
      const { re, im } = value instanceof Complex ? value : new Complex(numberOf(value), 0);
      setLongDouble(data, at, re, half);
      setLongDouble(data, at + half, im, half);
    },
  };
}

/** The number, if a float64 has it. */
function longDoubleAt(data: ArrayData, at: number): number | undefined {
  const raw = bytesAt(data, at, LONG_DOUBLE_BYTES);
  return fromLongDouble(IS_LITTLE_ENDIAN ? raw : raw.slice().reverse());
}

function setLongDouble(data: ArrayData, at: number, value: unknown, itemsize: number): void {
  if (value instanceof Uint8Array) setBytes(data, at, value, itemsize);
  else toLongDouble(numberOf(value), bytesAt(data, at, itemsize).fill(0));
}

function bytes(itemsize: number): Elements {
  return {
    type: Uint8Array,
    width: itemsize,
    unit: 1,
    isPlain: false,
    get: (data, at) => bytesAt(data, at, itemsize),
    set: (data, at, value) => setBytes(data, at, value, itemsize),
  };
}

function bytesAt(data: ArrayData, at: number, length: number): Uint8Array {
  return data instanceof Uint8Array ? data.subarray(at, at + length) : new Uint8Array(0);
}

/** Without trailing zeros, which numpy does not distinguish from padding. */
function trimmed(value: Uint8Array): Uint8Array {
  let end = value.length;
  while (end > 0 && value[end - 1] === 0) end--;
  return value.subarray(0, end);
}

function textAt(data: ArrayData, at: number, itemsize: number): string {
  const raw = bytesAt(data, at, itemsize);
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  let end = raw.length;
  while (end > 0 && view.getUint32(end - 4) === 0) end -= 4;
  let text = '';
  for (let i = 0; i < end; i += 4) {
    const point = view.getUint32(i, IS_LITTLE_ENDIAN);
    text += point > 0x10_ffff ? '\ufffd' : String.fromCodePoint(point);
  }
  return text;
}

function textSetter(itemsize: number): Elements['set'] {
  return (data, at, value) => {
    if (typeof value !== 'string') throw wrongValue('a str', value);
    const points = Array.from(value, (char) => char.codePointAt(0) ?? 0);
    if (4 * points.length > itemsize) throw tooLong(points.length, itemsize / 4);
    const raw = bytesAt(data, at, itemsize).fill(0);
    const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
    for (const [i, point] of points.entries()) view.setUint32(4 * i, point, IS_LITTLE_ENDIAN);
  };
}

/** Structured elements, sub-arrays, types of other packages, and plain bytes. */
function voids(dtype: DType): Elements {
  const { itemsize, fields, base, type } = dtype;
  const number = type instanceof Global ? smallNumber(type.name) : undefined;
  if (number !== undefined && fields === undefined && itemsize <= 2) return small(number, itemsize);
  if (fields === undefined && base === undefined) return bytes(itemsize);
  const parts = fields ?? [{ dtype, offset: 0 }];
  return {
    ...bytes(itemsize),
    get: (data, at) => tupleOf(parts.map((part) => readPart(bytesAt(data, at, itemsize), part))),
    set(data, at, value) {
      if (value instanceof Uint8Array) return setBytes(data, at, value, itemsize);
      if (!Array.isArray(value) || value.length !== parts.length) {
        throw wrongValue(`an Array of ${parts.length} values`, value);
      }
      for (const [i, part] of parts.entries()) writePart(bytesAt(data, at, itemsize), part, value[i]);
    },
  };
}

interface Part {
  readonly dtype: DType;
  readonly offset: number;
}

/** One field of an element, in the byte order of its own dtype; of a sub-array nested Arrays. */
function readPart(element: Uint8Array, { dtype, offset }: Part): unknown {
  const { base = dtype, shape = [] } = dtype;
  const raw = new Uint8Array(dtype.itemsize);
  raw.set(element.subarray(offset, offset + dtype.itemsize));
  const { get, width } = elementsOf(base);
  const data = dataOf(raw, base);
  return nested(
    Array.from({ length: countOf(shape) }, (_, at) => get(data, at * width)),
    shape,
  );
}

function writePart(element: Uint8Array, { dtype, offset }: Part, value: unknown): void {
  const { base = dtype, shape = [] } = dtype;
  const { set, unit, width } = elementsOf(base);
  const data = newData(countOf(shape), base);
  for (const [at, item] of flattened(value, shape).entries()) set(data, at * width, item);
  if (Array.isArray(data)) return;
  const raw = memoryOf(data);
  if (!isNative(base) && unit > 1) swapBytes(raw, unit);
  element.set(raw, offset);
}

function put(data: ArrayData, at: number, value: number): void {
  if (!(data instanceof BigInt64Array || data instanceof BigUint64Array)) data[at] = value;
}

function setBool(data: ArrayData, at: number, value: unknown): void {
  if (typeof value !== 'boolean') throw wrongValue('a bool', value);
  put(data, at, Number(value));
}

/** Sets a whole number; refuses one that the dtype would change. */
function setInteger(data: ArrayData, at: number, value: unknown): void {
  const number = numberOf(value);
  const old = data[at];
  put(data, at, number);
  if (data[at] === number) return;
  put(data, at, Number(old));
  throw new RangeError(`${number} is not in the range of the dtype, or not whole`);
}

function setBigint(data: ArrayData, at: number, value: unknown): void {
  const integer = typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof integer !== 'bigint') throw wrongValue('a bigint or a whole number', value);
  if (!(data instanceof BigInt64Array || data instanceof BigUint64Array)) return;
  const fits = data instanceof BigInt64Array ? BigInt.asIntN(64, integer) : BigInt.asUintN(64, integer);
  if (fits !== integer) throw new RangeError(`${integer} is not in the range of the dtype`);
  data[at] = integer;
}

function setBytes(data: ArrayData, at: number, value: unknown, itemsize: number): void {
  if (!(value instanceof Uint8Array)) throw wrongValue('bytes', value);
  if (value.length > itemsize) throw tooLong(value.length, itemsize);
  const target = bytesAt(data, at, itemsize);
  target.fill(0, value.length);
  target.set(value);
}

function numberOf(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint' || typeof value === 'boolean') return Number(value);
  if (value instanceof Float) return value.value;
  throw wrongValue('a number', value);
}

function wrongValue(expected: string, value: unknown): TypeError {
  return new TypeError(`the dtype of the array holds ${expected}, not ${value === null ? 'null' : typeof value}`);
}

function tooLong(length: number, most: number): RangeError {
  return new RangeError(`a value of ${length} in an array whose elements have ${most} at most`);
}
