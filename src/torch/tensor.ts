/**
 * PyTorch's tensors.
 *
 * @module
 */
import { PickleError } from '../errors.ts';
import { bytesOf } from '../numpy/array-reduction.ts';
import type { DType } from '../numpy/dtype.ts';
import { dtypeOf } from '../numpy/dtype-spelling.ts';
import { dataOf } from '../numpy/elements.ts';
import { NdArray } from '../numpy/nd-array.ts';
import { checkShape, countOf, isContiguous, reach, stridesOf } from '../numpy/shape.ts';
import { Global } from '../values/global.ts';
import { inspectCustom } from '../values/inspect.ts';
import { inspected, type PythonRepr, type ReprParts, reprParts, reprText } from '../values/repr.ts';
import { Device } from './device.ts';
import { type TorchDType, torchDType, torchDTypes } from './dtype.ts';
import { TensorStorage } from './storage.ts';
import { noData } from './storage-memory.ts';

/** What a {@link Tensor} is made of. */
export interface TensorParts {
  /** {@link Tensor.dtype} */
  readonly dtype: TorchDType;
  /** {@link Tensor.shape} */
  readonly shape: readonly number[];
  /** {@link Tensor.stride} @defaultValue C's order, without gaps */
  readonly stride?: readonly number[] | undefined;
  /** {@link Tensor.offset} @defaultValue 0 */
  readonly offset?: number | undefined;
  /** {@link Tensor.storage} */
  readonly storage: TensorStorage;
  /** {@link Tensor.requiresGrad} @defaultValue `false` */
  readonly requiresGrad?: boolean | undefined;
  /** {@link Tensor.isConj} @defaultValue `false` */
  readonly isConj?: boolean | undefined;
  /** {@link Tensor.isNeg} @defaultValue `false` */
  readonly isNeg?: boolean | undefined;
  /** {@link Tensor.quantizer} */
  readonly quantizer?: Quantizer | undefined;
  /** {@link Tensor.backwardHooks} */
  readonly backwardHooks?: unknown;
  /** {@link Tensor.type} */
  readonly type?: unknown;
  /** {@link Tensor.state} */
  readonly state?: unknown;
}

/** What the whole numbers of a quantised tensor stand for: `(number - zeroPoint) * scale`. */
export type Quantizer =
  | {
      /** One scale for all elements. */
      readonly scheme: 'per_tensor_affine';
      /** What one step is worth. */
      readonly scale: number;
      /** The whole number that stands for zero. */
      readonly zeroPoint: number;
    }
  | {
      /** One scale for each index of an axis; of the second scheme, zero points are floats. */
      readonly scheme: 'per_channel_affine' | 'per_channel_affine_float_qparams';
      /** The scales. */
      readonly scales: Tensor;
      /** The zero points. */
      readonly zeroPoints: Tensor;
      /** The axis. */
      readonly axis: number;
    };

/** The most bytes that are copied of a tensor with more elements than its storage has. More may be an attack. */
const MOST_REPEATED = 2 ** 30;

/**
 * PyTorch's `torch.Tensor`. Its elements are read when they are asked for: {@link Tensor.array}, {@link Tensor.bytes}.
 * `shape`, `stride` and `offset` count elements.
 */
export class Tensor implements PythonRepr {
  /** What the elements are. */
  readonly dtype: TorchDType;
  /** How many elements along each axis; empty for a single number. */
  readonly shape: readonly number[];
  /** The distance from one element to the next along each axis, in elements. */
  readonly stride: readonly number[];
  /** Where its first element is in the storage, in elements. */
  readonly offset: number;
  /** Its memory. Tensors that share memory have the same object. */
  readonly storage: TensorStorage;
  /** Whether gradients were computed for it. */
  readonly requiresGrad: boolean;
  /** Whether its complex numbers are the conjugates of what the storage has. {@link Tensor.array} applies that. */
  readonly isConj: boolean;
  /** Whether its numbers are the negatives of what the storage has. {@link Tensor.array} applies that. */
  readonly isNeg: boolean;
  /** What the whole numbers of a quantised tensor stand for; `undefined` for any other. */
  readonly quantizer: Quantizer | undefined;
  /** The hooks of the gradient. `undefined` if they are an empty OrderedDict, as they are in practice. */
  readonly backwardHooks: unknown;
  /** The class, if it is not `torch.Tensor` or `torch.nn.Parameter`: a `Global`, or a class that a codec gives it. */
  readonly type: unknown;
  /** Other attributes of Python's object, as pickled; `undefined` if there are none. */
  readonly state: unknown;

  /**
   * @param parts - The storage, and how its bytes are laid out. {@link Tensor.from} is easier.
   * @throws RangeError if the shape is invalid, or an element would lie outside the storage.
   */
  constructor(parts: TensorParts) {
    const { dtype, shape, stride, offset = 0, storage } = parts;
    this.dtype = dtype;
    this.shape = shape;
    this.stride = stride ?? stridesOf(shape);
    this.offset = offset;
    this.storage = storage;
    this.requiresGrad = parts.requiresGrad ?? false;
    this.isConj = parts.isConj ?? false;
    this.isNeg = parts.isNeg ?? false;
    this.quantizer = parts.quantizer;
    this.backwardHooks = parts.backwardHooks;
    this.type = parts.type;
    this.state = parts.state;
    this.check();
  }

  /**
   * Makes a tensor from an array, a typed array, or nested Arrays.
   *
   * @param values - An `NdArray` or what `NdArray.from` takes. The memory is not copied if it can be the storage.
   * @param options - `dtype`, to use another dtype than the array's own, and `requiresGrad`.
   * @throws TypeError for elements that PyTorch does not have.
   */
  static from(
    values: unknown,
    { dtype, requiresGrad }: { readonly dtype?: TorchDType | string; readonly requiresGrad?: boolean } = {},
  ): Tensor {
    const given = typeof dtype === 'string' ? torchDType(dtype) : dtype;
    const array = values instanceof NdArray ? values : NdArray.from(values, undefined, given?.numpy);
    const own = given ?? torchDTypeOf(array.dtype);
    const packed = array.packed();
    const native = array.dtype.with({ byteorder: littleOf(array.dtype) });
    const storage = new TensorStorage({ dtype: own, bytes: bytesOf(packed, native) });
    const shape = own.name === 'complex32' ? array.shape.slice(0, -1) : array.shape;
    return new Tensor({ dtype: own, shape, storage, requiresGrad });
  }

  /** Where it was when it was saved. */
  get device(): Device {
    return this.storage.device;
  }

  /** How many elements it has. */
  get size(): number {
    return countOf(this.shape);
  }

  /** Bytes of its elements. An element that occurs at several places counts at each. */
  get nbytes(): number {
    return bytesUpTo(this.size, this.dtype);
  }

  /** Whether its elements are contiguous, in C order. */
  get isContiguous(): boolean {
    return isContiguous(this.shape, this.stride, 'C');
  }

  /** Whether it has no data, as tensors of the device `meta`. */
  get isMeta(): boolean {
    return this.device.type === 'meta';
  }

  /**
   * Its elements, as an array. For a quantised tensor these are the integers.
   *
   * @returns A view of the storage's bytes if the layout allows. It has the tensor's own strides, which are 0 for an
   *   expanded axis. Only the part of the storage that the elements span is read. complex32 has one more axis, of length
   *   2. Each element of quint4x2 and quint2x4 is a uint8.
   * @throws PickleError `no-data` for a tensor of the device `meta`; `bad-archive` or `bad-checkpoint` if the file is
   *   broken. Errors of the source are unchanged.
   */
  async array(): Promise<NdArray> {
    const { dtype, shape, stride } = this;
    if (dtype.perByte > 1) return await this.unpacked();
    const [first, last] = this.reach;
    const bytes = await this.part(first, last);
    const isPair = dtype.name === 'complex32';
    const scale = isPair ? 2 : 1;
    const own = dtypeOf(dtype.numpy).with({ byteorder: dtype.unitBytes === 1 ? '|' : this.isBigEndian ? '>' : '<' });
    const array = new NdArray({
      data: dataOf(bytes, own),
      shape: isPair ? [...shape, 2] : shape,
      strides: [...stride.map((step) => step * scale), ...(isPair ? [1] : [])],
      offset: (this.offset - first) * scale,
      dtype: own.with({ byteorder: littleOf(own) }),
    });
    return this.isConj || this.isNeg ? applied(array, this) : array;
  }

  /**
   * The bytes of its elements in C order, little-endian.
   *
   * @returns A view if they are so in the storage, otherwise a copy.
   * @throws What {@link Tensor.array} throws; PickleError `limit` if that is more than 1 GiB of a storage that has less.
   */
  async bytes(): Promise<Uint8Array> {
    if (this.nbytes > Math.max(MOST_REPEATED, this.storage.nbytes)) {
      const what = `the elements of ${this.summary} repeat those of ${this.storage.nbytes} bytes`;
      throw new PickleError('limit', `${what}; array() has them without a copy`);
    }
    if (this.isAsStored) {
      return await this.part(this.offset, this.offset + this.size);
    }
    const array = await this.array();
    return bytesOf(array.packed(), array.dtype);
  }

  /**
   * The bytes of {@link Tensor.bytes}, in pieces. If the elements are contiguous in the file, the memory that this takes
   * does not grow with the tensor.
   *
   * @throws As {@link Tensor.bytes}.
   */
  async *chunks(): AsyncGenerator<Uint8Array, void, undefined> {
    if (this.size === 0) return;
    const [start, end] = this.span;
    if (this.isAsStored) yield* this.storage.memory.chunks(start, end);
    else yield await this.bytes();
  }

  /** The same tensor, with some parts changed. */
  with(changes: Partial<TensorParts>): Tensor {
    return new Tensor({ ...this, ...changes });
  }

  /** `float32 (3, 2)` */
  get summary(): string {
    return `${this.dtype.name} ${shapeText(this.shape)}`;
  }

  /** A description that needs no reading. */
  toJSON(): Record<string, unknown> {
    const { dtype, shape, stride, offset, requiresGrad, device } = this;
    return { dtype: dtype.name, shape, stride, offset, requiresGrad, device: device.toString() };
  }

  /** As PyTorch shows a tensor without data. */
  toString(): string {
    const { shape, dtype, device, requiresGrad } = this;
    const where = device.type === 'cpu' ? '' : `, device='${device}'`;
    return `tensor(..., size=${shapeText(shape)}, dtype=${dtype}${where}${requiresGrad ? ', requires_grad=True' : ''})`;
  }

  [reprParts](): ReprParts {
    return reprText(this.toString());
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }

  /** Where the bytes that it spans begin and end in the storage. */
  get span(): readonly [number, number] {
    const [first, end] = this.reach;
    return [Math.floor((first * this.dtype.itemBytes) / this.dtype.perByte), bytesUpTo(end, this.dtype)];
  }

  /** Whether its bytes are in the storage in the form that is needed. */
  private get isAsStored(): boolean {
    const isTurned = this.isBigEndian && this.dtype.unitBytes > 1;
    return this.isContiguous && !this.isConj && !this.isNeg && !isTurned && !this.isMeta;
  }

  private get isBigEndian(): boolean {
    return this.storage.isBigEndian;
  }

  /** The elements of the storage that it spans, from the first up to, not including, the last. */
  private get reach(): readonly [number, number] {
    const { shape, stride, offset } = this;
    if (shape.includes(0)) return [offset, offset];
    const [first, last] = reach(shape, stride, offset);
    return [first, last + 1];
  }

  /** Elements of the storage as bytes. */
  private async part(first: number, end: number): Promise<Uint8Array> {
    if (this.isMeta) throw noData();
    // An empty tensor may have any offset.
    if (first === end) return new Uint8Array(0);
    const { dtype } = this;
    return await this.storage.read(Math.floor((first * dtype.itemBytes) / dtype.perByte), bytesUpTo(end, dtype));
  }

  /** Unpacks elements of which a byte holds several, the first in the lowest bits. */
  private async unpacked(): Promise<NdArray> {
    const { shape, stride, dtype, offset } = this;
    const { perByte } = dtype;
    const [first, end] = this.reach;
    const bytes = await this.part(first, end);
    const width = 8 / perByte;
    const skipped = first - (first % perByte);
    const data = new Uint8Array(end - skipped);
    for (let at = 0; at < data.length; at++) {
      data[at] = ((bytes[Math.floor(at / perByte)] ?? 0) >> ((at % perByte) * width)) & (2 ** width - 1);
    }
    return new NdArray({ data, shape, strides: stride, offset: offset - skipped, dtype: dtypeOf('u1') });
  }

  private check(): void {
    const { shape, stride, offset, storage, dtype } = this;
    checkShape(shape);
    if (stride.length !== shape.length) throw new RangeError(`${stride.length} strides for ${shape.length} axes`);
    if (!(stride.every(Number.isSafeInteger) && Number.isSafeInteger(offset))) {
      throw new RangeError('strides and offset need whole numbers');
    }
    if (shape.includes(0) || this.isMeta) return;
    const [first, end] = this.reach;
    if (first >= 0 && bytesUpTo(end, dtype) <= storage.nbytes) return;
    const needs = `elements ${first} to ${end - 1} of a storage of ${storage.nbytes} bytes`;
    throw new RangeError(`the tensor ${this.summary} needs ${needs}`);
  }
}

/** How many bytes so many elements take. */
function bytesUpTo(count: number, { itemBytes, perByte }: TorchDType): number {
  return Math.ceil((count * itemBytes) / perByte);
}

/** Sizes as Python shows a tuple: `(2,)`. */
export function shapeText(shape: readonly (number | '*')[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
}

/** PyTorch's `torch.nn.Parameter`: a tensor that training changes. */
export class Parameter extends Tensor {
  /** @returns A `Parameter`. */
  override with(changes: Partial<TensorParts>): Parameter {
    return new Parameter({ ...this, ...changes });
  }

  override toString(): string {
    return `Parameter containing:\n${super.toString()}`.replace('\n', ' ');
  }
}

/** A tensor without data, as on the device `meta`. */
export function metaTensor(parts: Omit<TensorParts, 'storage'>): Tensor {
  const device = new Device('meta');
  return new Tensor({ ...parts, storage: new TensorStorage({ dtype: parts.dtype, bytes: new Uint8Array(0), device }) });
}

/** Conjugates or negates elements, in a copy. */
function applied(array: NdArray, { isConj, isNeg }: Tensor): NdArray {
  const copy = array.copy();
  const { data } = copy;
  if (Array.isArray(data) || data instanceof BigInt64Array || data instanceof BigUint64Array) return copy;
  for (let at = 0; at < data.length; at++) {
    const isImaginary = at % 2 === 1;
    const isTurned = isNeg !== (isConj && isImaginary);
    if (!isTurned) continue;
    // Without Float16Array, halves are read as bits.
    if (data instanceof Uint16Array) data[at] = (data[at] ?? 0) ^ 0x8000;
    else data[at] = -(data[at] ?? 0);
  }
  return copy;
}

/** numpy's mark for little-endian, which is the byte order of elements in the files that are written. */
function littleOf({ byteorder }: DType): '<' | '|' {
  return byteorder === '|' ? '|' : '<';
}

/** The dtype of PyTorch that an array has. */
export function torchDTypeOf(dtype: DType): TorchDType {
  const plain = littleText(dtype);
  for (const one of torchDTypes()) {
    if (one.isQuantized || one.name === 'complex32') continue;
    if (littleText(dtypeOf(one.numpy)) === plain) return one;
  }
  throw new TypeError(`PyTorch has no dtype for numpy's ${dtype}; pass options.dtype, or convert the array first`);
}

function littleText(dtype: DType): string {
  const name = dtype.type instanceof Global ? dtype.type.name : '';
  return `${name} ${dtype.kind}${dtype.itemsize} ${dtype.fields === undefined ? '' : dtype.toString()}`;
}
