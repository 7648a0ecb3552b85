/**
 * numpy's `ndarray`.
 *
 * @module
 */
import { inspectCustom } from '../values/inspect.ts';
import { type PythonKey, pythonKey } from '../values/key.ts';
import { type PlainParts, plainParts } from '../values/plain.ts';
import { inspected, type PythonRepr, pythonRepr, type ReprLimits, type ReprParts, reprParts } from '../values/repr.ts';
import { type NdArrayParts, partsOfBytes, type SubclassState } from './array-parts.ts';
import { type AxisRange, bounds, checkedIndex } from './axis-range.ts';
import type { DType } from './dtype.ts';
import { type DTypeLike, dtypeOf } from './dtype-spelling.ts';
import { jsonElement, sameElement } from './element-values.ts';
import { type ArrayData, dataOf, type Elements, elementsOf, memoryOf, newData } from './elements.ts';
import { gather, valuesOf } from './gather.ts';
import { inferredDType, shapeOfNested, typedDType } from './inference.ts';
import {
  checkShape,
  countOf,
  flattened,
  isContiguous,
  isList,
  listsOf,
  nested,
  offsets,
  reach,
  stridesOf,
} from './shape.ts';

/** The most items and lists that nested Arrays have in all: broadcast shapes cost no memory, lists do. */
const MOST_NESTED = 2 ** 27;

/** Elements that the one-line text of an array has. */
const MOST_SHOWN = 100;

/**
 * numpy's `ndarray`: elements in a typed array, in the byte order of the machine. `shape`, `strides` and `offset` count
 * elements, as those of the npm package `ndarray`; complex numbers take two items of `data`, and strings, bytes and
 * structured elements as many as they have bytes.
 *
 * `data` of bool are 0 and 1 in a Uint8Array, of int64, datetime64 and timedelta64 a BigInt64Array, of float16 a
 * Float16Array or, where there is none, a Uint16Array of their bits, of objects and StringDType an Array.
 *
 * Slices, transposed and reshaped arrays are views: they share the memory.
 */
export class NdArray implements PythonKey, PythonRepr {
  /** The memory of the elements. */
  readonly data: ArrayData;
  /** How many elements along each axis; empty for an array of one element without axes. */
  readonly shape: readonly number[];
  /** The distance from one element to the next along each axis, in elements. */
  readonly strides: readonly number[];
  /** The first element, counted in elements. */
  readonly offset: number;
  /** What the elements are, and in which byte order Python has them. */
  readonly dtype: DType;
  /** numpy's `flags.writeable`: whether Python may change it. */
  readonly isWritable: boolean;
  /**
   * The class, if it derives from ndarray, such as `numpy.matrix`: a `Global`, or the class that a codec has for it.
   * `undefined` for an ndarray.
   */
  readonly subclass: unknown;
  /** What the pickle of such an object had in addition. */
  readonly extra: SubclassState | undefined;

  /**
   * @param parts - The memory, which is not copied, and what it means. {@link NdArray.from} and
   *   {@link NdArray.fromBytes} are easier.
   * @throws RangeError if the shape is invalid, or an element would lie outside the data.
   * @throws TypeError if the data do not fit the dtype.
   */
  constructor({ data, shape, strides, offset = 0, dtype, isWritable = true, subclass, extra }: NdArrayParts) {
    this.data = data;
    this.shape = shape;
    this.strides = strides ?? stridesOf(shape);
    this.offset = offset;
    this.dtype = dtype;
    this.isWritable = isWritable;
    this.subclass = subclass;
    this.extra = extra;
    this.check(strides === undefined);
  }

  /**
   * The array whose elements numpy keeps in these bytes.
   *
   * @param bytes - All elements, one after another, and no more. The array is a view of them if they are in the byte
   *   order of the machine and begin at a multiple of the element's unit in their `ArrayBuffer`; else it has a copy.
   * @param shape - How many elements along each axis.
   * @param order - `'C'`: the last axis is the fastest; `'F'`: the first.
   * @param isWritable - {@link NdArray.isWritable}
   * @throws RangeError if the length of the bytes does not fit the shape.
   * @throws TypeError if elements are Python objects, which are not in bytes.
   */
  static fromBytes(bytes: Uint8Array, dtype: DTypeLike, shape: readonly number[], order: 'C' | 'F' = 'C'): NdArray {
    return new NdArray(partsOfBytes(bytes, dtypeOf(dtype), shape, order));
  }

  /**
   * An array of nested Arrays, of a typed array, or of one value.
   *
   * Without a dtype, a typed array has its own (without a copy), and other values the one that holds them all: booleans
   * `bool`, numbers `float64`, bigints `int64` or else `uint64`, strings `U`, `Uint8Array`s `S`, `Complex`
   * `complex128`.
   *
   * @param shape - The shape, if the values are flat. @defaultValue that of the nested Arrays
   * @throws TypeError for values of several kinds, and for values that the dtype cannot hold.
   * @throws RangeError if rows differ in length, or the shape does not fit.
   */
  static from(values: unknown, shape?: readonly number[], dtype?: DTypeLike): NdArray {
    const typed = ArrayBuffer.isView(values) ? typedDType(values) : undefined;
    const given = dtype === undefined ? undefined : dtypeOf(dtype);
    if (typed !== undefined && (given === undefined || given.equals(typed.dtype))) {
      return new NdArray({ data: typed.data, shape: shape ?? [typed.data.length], dtype: typed.dtype }).filled();
    }
    const isFlat = shape !== undefined && given?.hasObject === true && isList(values);
    const natural = isFlat ? [values.length] : shapeOfNested(values, given);
    const flat = flattened(values, natural);
    const full = shape ?? natural;
    checkShape(full);
    if (countOf(full) !== flat.length) {
      throw new RangeError(`${flat.length} values do not have the shape (${full.join(', ')})`);
    }
    return filledWith(flat, full, given ?? inferredDType(flat));
  }

  /** How many axes there are. */
  get ndim(): number {
    return this.shape.length;
  }

  /** How many elements there are. */
  get size(): number {
    return countOf(this.shape);
  }

  /** Bytes that Python needs for the elements. */
  get nbytes(): number {
    return this.size * this.dtype.itemsize;
  }

  /** Whether the elements are contiguous in C order, in `data` from `offset` on. */
  get isCContiguous(): boolean {
    return isContiguous(this.shape, this.strides, 'C');
  }

  /** The same for Fortran's order. */
  get isFContiguous(): boolean {
    return isContiguous(this.shape, this.strides, 'F');
  }

  /**
   * One element: a number, a bigint, a boolean, a string, bytes (a view), a `Complex`, of a structured dtype a `Tuple`.
   * datetime64 and timedelta64 are bigints in the dtype's unit. A longdouble is a number if a float64 has it exactly,
   * else its bytes.
   *
   * @param index - An index for each axis; negative ones count from the end.
   * @throws RangeError if there is no such element.
   */
  at(...index: readonly number[]): unknown {
    return this.elements.get(this.data, this.place(index));
  }

  /**
   * Changes one element.
   *
   * @throws RangeError if there is no such element, or if the value is out of the range of the dtype.
   * @throws TypeError if the array is not writable, or the dtype has no such values.
   */
  set(value: unknown, ...index: readonly number[]): void {
    if (!this.isWritable) throw new TypeError('the array is read-only, as it is in Python; change a copy()');
    this.elements.set(this.data, this.place(index), value);
  }

  /** All elements, in C's order: the last axis is the fastest. */
  *[Symbol.iterator](): Generator<unknown> {
    const { data, shape, strides, offset, size } = this;
    const { get, width } = this.elements;
    if (this.isCContiguous) for (let i = 0; i < size; i++) yield get(data, (offset + i) * width);
    else for (const at of offsets(shape, strides, offset)) yield get(data, at * width);
  }

  /**
   * Python's `array[ranges]`: a view.
   *
   * @param ranges - For each axis in turn an index, which removes the axis, `[start, stop, step]` or `null` for all.
   * @throws RangeError if there are more ranges than axes, or an index is outside.
   */
  slice(...ranges: readonly AxisRange[]): NdArray {
    if (ranges.length > this.ndim) throw new RangeError(`${ranges.length} ranges for ${this.ndim} axes`);
    let { offset } = this;
    const shape: number[] = [];
    const strides: number[] = [];
    for (const [axis, size] of this.shape.entries()) {
      const stride = this.strides[axis] ?? 0;
      const range = ranges[axis] ?? null;
      if (typeof range === 'number') {
        offset += stride * checkedIndex(range, size);
        continue;
      }
      const [start, length, step] = bounds(range, size);
      if (length > 0) offset += start * stride;
      shape.push(length);
      strides.push(stride * step);
    }
    return this.view(shape, strides, offset);
  }

  /**
   * The axes in another order: a view.
   *
   * @param axes - The axes in their new order. @defaultValue the reverse
   * @throws RangeError if an axis is missing.
   */
  transpose(axes: readonly number[] = this.shape.map((_, axis) => this.ndim - 1 - axis)): NdArray {
    if (axes.length !== this.ndim || !this.shape.every((_, axis) => axes.includes(axis))) {
      throw new RangeError(`transpose needs each of the ${this.ndim} axes once`);
    }
    return this.view(
      axes.map((axis) => this.shape[axis] ?? 0),
      axes.map((axis) => this.strides[axis] ?? 0),
      this.offset,
    );
  }

  /**
   * The same elements, in C's order, with another shape: a view if they stand one after another, else a copy.
   *
   * @param shape - The shape; one size may be -1.
   * @throws RangeError if the number of elements differs.
   */
  reshape(shape: readonly number[]): NdArray {
    const known = countOf(shape.filter((size) => size !== -1));
    const full = shape.map((size) => (size === -1 ? this.size / known : size));
    checkShape(full);
    if (countOf(full) !== this.size) {
      throw new RangeError(`an array of ${this.size} elements does not have the shape (${shape.join(', ')})`);
    }
    if (this.isCContiguous) return this.view(full, stridesOf(full), this.offset);
    const { dtype, subclass } = this;
    return new NdArray({ data: this.packed(), shape: full, dtype, subclass });
  }

  /**
   * One field of a structured array: a view where its elements can be one in the same memory, else a copy. The axes of
   * a sub-array come last.
   *
   * @throws RangeError if there is no such field.
   * @throws TypeError if there are Python objects in the elements.
   */
  field(name: string): NdArray {
    const field = this.dtype.field(name);
    if (field === undefined) throw new RangeError(`${this.dtype} has no field '${name}'`);
    const { dtype, offset } = field;
    const { base = dtype, shape: inner = [] } = dtype;
    const shape = [...this.shape, ...inner];
    if (Array.isArray(this.data)) return this.fieldOfObjects(name, base, shape);
    const bytes = memoryOf(this.data);
    const { itemsize } = this.dtype;
    const fits = base.itemsize > 0 && itemsize % base.itemsize === 0 && offset % base.itemsize === 0;
    const inPlace = fits ? dataOf(bytes.subarray(0, bytes.length), base) : undefined;
    if (inPlace !== undefined && !Array.isArray(inPlace) && inPlace.buffer === bytes.buffer) {
      const scale = itemsize / base.itemsize;
      return new NdArray({
        data: inPlace,
        shape,
        strides: [...this.strides.map((stride) => stride * scale), ...stridesOf(inner)],
        offset: this.offset * scale + offset / base.itemsize,
        dtype: base,
        isWritable: this.isWritable,
      });
    }
    const copy = new Uint8Array(this.size * dtype.itemsize);
    let to = 0;
    for (const at of offsets(this.shape, this.strides, this.offset)) {
      const from = at * itemsize + offset;
      copy.set(bytes.subarray(from, from + dtype.itemsize), to);
      to += dtype.itemsize;
    }
    return NdArray.fromBytes(copy, base, shape);
  }

  /** A copy with memory of its own: writable, in C order unless the elements are contiguous in Fortran order. */
  copy(): NdArray {
    const { shape, dtype, subclass } = this;
    const order = this.isFContiguous && !this.isCContiguous ? 'F' : 'C';
    const data = this.packed(order);
    const own = Array.isArray(data) ? data.slice() : dataOf(memoryOf(data).slice(), nativeOf(dtype));
    return new NdArray({ data: own, shape, strides: stridesOf(shape, order), dtype, subclass });
  }

  /**
   * The contiguous elements: `data` or a view of it if they are contiguous already, else a copy.
   *
   * @param order - `'C'`: the last axis is the fastest; `'F'`: the first.
   */
  packed(order: 'C' | 'F' = 'C'): ArrayData {
    const { data, shape, strides, offset, size } = this;
    const { width } = this.elements;
    if (isContiguous(shape, strides, order)) {
      const [start, end] = [offset * width, (offset + size) * width];
      if (start === 0 && end === data.length) return data;
      if (Array.isArray(data)) return data.slice(start, end);
      return viewOf(data, start, end);
    }
    const target = newData(size, this.dtype);
    const [dims, steps] = order === 'C' ? [shape, strides] : [[...shape].reverse(), [...strides].reverse()];
    gather(data, target, width, { shape: dims, strides: steps, offset });
    return target;
  }

  /**
   * Nested Arrays, as numpy's `tolist`; the element itself, if there are no axes. The innermost values are those of
   * {@link NdArray.at}.
   *
   * @throws RangeError if that is more than 2²⁷ values.
   */
  toNested(): unknown {
    if (this.size + listsOf(this.shape) > MOST_NESTED) {
      throw new RangeError(`nested Arrays of the shape (${this.shape.join(', ')}) are too many; take a slice of them`);
    }
    return nested(valuesOf(this.data, this.elements, this), this.shape);
  }

  /** Whether both have the same shape, equal dtypes and equal elements. NaN is equal to NaN here. */
  equals(other: NdArray): boolean {
    if (this === other) return true;
    if (this.shape.join() !== other.shape.join() || !this.dtype.equals(other.dtype)) return false;
    const others = other[Symbol.iterator]();
    for (const value of this) if (!sameElement(value, others.next().value)) return false;
    return true;
  }

  /** Nested Arrays; bigints as numbers if that is exact, else as strings, bytes as text in latin1. */
  toJSON(): unknown {
    if (this.size + listsOf(this.shape) > MOST_NESTED) return this.toNested();
    return nested(valuesOf(this.data, this.elements, this).map(jsonElement), this.shape);
  }

  /** One line with the elements of a small array, its shape and its dtype. {@link arrayRepr} has what numpy prints. */
  toString(): string {
    return pythonRepr(this);
  }

  [reprParts]({ items }: ReprLimits): ReprParts {
    const { shape, dtype, size } = this;
    const isShown = size > 0 && size <= Math.min(items, MOST_SHOWN);
    const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
    const type = `, shape=(${sizes}), dtype='${dtype}')`;
    return {
      values: isShown ? [this.toNested()] : [],
      text: (at) => (at === 1 ? type : isShown ? 'array(' : `array(...${type}`),
      cycle: 'array(...)',
    };
  }

  [plainParts](): PlainParts {
    return { items: this.shape.length === 0 ? [this.at()] : rows(this.toNested()) };
  }

  [pythonKey](): never {
    throw new TypeError("unhashable type: 'numpy.ndarray'");
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }

  /** How the elements are kept. */
  private get elements(): Elements {
    return elementsOf(this.dtype);
  }

  private view(shape: readonly number[], strides: readonly number[], offset: number): NdArray {
    const { data, dtype, isWritable, subclass } = this;
    return new NdArray({ data, shape, strides, offset, dtype, isWritable, subclass });
  }

  /** Where an element is in the data. */
  private place(index: readonly number[]): number {
    const { shape, strides } = this;
    if (index.length !== shape.length) throw new RangeError(`${index.length} indexes for ${shape.length} axes`);
    let at = this.offset;
    for (let axis = 0; axis < index.length; axis++) {
      at += checkedIndex(index[axis] ?? 0, shape[axis] ?? 0) * (strides[axis] ?? 0);
    }
    return at * this.elements.width;
  }

  /** @param isPacked - Whether the strides are those of C's order, made here. */
  private check(isPacked: boolean): void {
    const { data, shape, strides, offset } = this;
    checkShape(shape);
    let isWhole = isPacked || strides.length === shape.length;
    for (let axis = 0; !isPacked && axis < strides.length; axis++) isWhole &&= Number.isSafeInteger(strides[axis]);
    if (!isWhole) {
      throw new RangeError(`${shape.length} axes need as many whole strides, not (${strides.join(', ')})`);
    }
    const { type, width } = this.elements;
    if (type === undefined ? !Array.isArray(data) : !(data instanceof type)) {
      throw new TypeError(`elements of dtype ${this.dtype} are in a ${type?.name ?? 'Array'}`);
    }
    if (shape.includes(0)) return;
    const [first, last] = isPacked ? [offset, offset + this.size - 1] : reach(shape, strides, offset);
    // Elements without bytes cannot be outside the data.
    if (Number.isSafeInteger(offset) && first >= 0 && (last + 1) * width <= data.length) return;
    throw new RangeError(`elements ${first} to ${last} of data that have ${width === 0 ? 0 : data.length / width}`);
  }

  /** Checks that a typed array of the caller has as many elements as the shape says. */
  private filled(): NdArray {
    if (this.size === this.data.length) return this;
    throw new RangeError(`${this.data.length} values do not have the shape (${this.shape.join(', ')})`);
  }

  /** A field of tuples. */
  private fieldOfObjects(name: string, dtype: DType, shape: readonly number[]): NdArray {
    const field = this.dtype.field(name);
    const at = field === undefined ? -1 : (this.dtype.fields?.indexOf(field) ?? -1);
    const values = Array.from(this, (value) => (Array.isArray(value) ? value[at] : null));
    const inner = shape.slice(this.ndim);
    return filledWith(inner.length === 0 ? values : values.flatMap((value) => flattened(value, inner)), shape, dtype);
  }
}

/** Gives an array all that another one has except for its class, as `__setstate__` does. */
export function become(array: NdArray, made: NdArray, extra: SubclassState | undefined): void {
  const own: { -readonly [Name in keyof NdArray]: NdArray[Name] } = array;
  own.data = made.data;
  own.shape = made.shape;
  own.strides = made.strides;
  own.offset = made.offset;
  own.dtype = made.dtype;
  own.isWritable = made.isWritable;
  own.extra = extra;
}

function rows(value: unknown): Iterable<unknown> {
  return Array.isArray(value) ? value : [];
}

function nativeOf(dtype: DType): DType {
  return dtype.byteorder === '>' ? dtype.with({ byteorder: '<' }) : dtype;
}

function viewOf(data: Exclude<ArrayData, unknown[]>, start: number, end: number): ArrayData {
  const part: unknown = Reflect.apply(Reflect.get(data, 'subarray'), data, [start, end]);
  return isSame(data, part) ? part : data;
}

function isSame<T extends object>(data: T, part: unknown): part is T {
  return typeof part === 'object' && part !== null && Object.getPrototypeOf(part) === Object.getPrototypeOf(data);
}

/** An array of these elements, in C's order. */
function filledWith(flat: readonly unknown[], shape: readonly number[], dtype: DType): NdArray {
  const { set, width } = elementsOf(dtype);
  const data = newData(flat.length, dtype);
  for (let at = 0; at < flat.length; at++) set(data, at * width, flat[at]);
  return new NdArray({ data, shape, dtype });
}
