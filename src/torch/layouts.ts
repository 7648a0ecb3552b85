/**
 * Tensors that are not one storage with strides: sparse, nested and jagged ones.
 *
 * @module
 */
import { inspectCustom } from '../values/inspect.ts';
import { inspected, type PythonRepr, type ReprParts, reprParts, reprText } from '../values/repr.ts';
import type { TorchDType } from './dtype.ts';
import { shapeText, type Tensor } from './tensor.ts';

/** The layouts of sparse tensors. */
export type SparseLayout = 'sparse_coo' | 'sparse_csr' | 'sparse_csc' | 'sparse_bsr' | 'sparse_bsc';

/** What a {@link SparseTensor} is made of. */
export interface SparseParts {
  /** {@link SparseTensor.layout} */
  readonly layout: SparseLayout;
  /** {@link SparseTensor.indices} */
  readonly indices: readonly Tensor[];
  /** {@link SparseTensor.values} */
  readonly values: Tensor;
  /** {@link SparseTensor.shape} */
  readonly shape: readonly number[];
  /** {@link SparseTensor.isCoalesced} */
  readonly isCoalesced?: boolean | undefined;
}

/** PyTorch's sparse tensors. */
export class SparseTensor implements PythonRepr {
  /** How the positions of the elements are stored. */
  readonly layout: SparseLayout;
  /**
   * The positions of the elements. For `sparse_coo`, one tensor of the shape [axes, elements]. For the other layouts, two
   * tensors: the compressed indices and the plain indices.
   */
  readonly indices: readonly Tensor[];
  /** The elements that are not zero, or blocks of them. */
  readonly values: Tensor;
  /** How many elements along each axis, zeros included. */
  readonly shape: readonly number[];
  /** For `sparse_coo`, whether each position occurs at most once; `undefined` if the file does not say. */
  readonly isCoalesced: boolean | undefined;

  /** @param parts - The tensors it consists of. */
  constructor({ layout, indices, values, shape, isCoalesced }: SparseParts) {
    this.layout = layout;
    this.indices = indices;
    this.values = values;
    this.shape = shape;
    this.isCoalesced = isCoalesced;
  }

  /** What the elements are. */
  get dtype(): TorchDType {
    return this.values.dtype;
  }

  /** `tensor(..., size=(2, 2), dtype=torch.float32, layout=torch.sparse_coo)` */
  toString(): string {
    return `tensor(..., size=${shapeText(this.shape)}, dtype=${this.dtype}, layout=torch.${this.layout})`;
  }

  [reprParts](): ReprParts {
    return reprText(this.toString());
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}

/** PyTorch's nested tensor: tensors of different shapes in one buffer. */
export class NestedTensor implements PythonRepr {
  /** The elements of all tensors. */
  readonly buffer: Tensor;
  /** The shapes: int64 of the shape [tensors, axes]. */
  readonly sizes: Tensor;
  /** The strides: int64 of the same shape. */
  readonly strides: Tensor;
  /** Where each tensor begins in the buffer, in elements. */
  readonly offsets: Tensor;

  /**
   * @param buffer - The elements of all tensors.
   * @param sizes - The shapes.
   * @param strides - The strides.
   * @param offsets - Where each tensor begins, in elements.
   */
  constructor(buffer: Tensor, sizes: Tensor, strides: Tensor, offsets: Tensor) {
    this.buffer = buffer;
    this.sizes = sizes;
    this.strides = strides;
    this.offsets = offsets;
  }

  /**
   * The tensors it consists of, as views of the buffer. Reads sizes, strides and offsets.
   *
   * @throws RangeError if one would lie outside the buffer; what {@link Tensor.array} throws.
   */
  async tensors(): Promise<Tensor[]> {
    const rows = async (tensor: Tensor): Promise<number[][]> => {
      const array = await tensor.array();
      const [count = 0, width = 1] = array.shape;
      return Array.from({ length: count }, (_, i) =>
        Array.from({ length: width }, (_, j) => Number(array.ndim === 1 ? array.at(i) : array.at(i, j))),
      );
    };
    const [sizes, strides, offsets] = [await rows(this.sizes), await rows(this.strides), await rows(this.offsets)];
    return sizes.map((shape, i) => {
      const offset = this.buffer.offset + (offsets[i]?.[0] ?? 0);
      return this.buffer.with({ shape, stride: strides[i] ?? [], offset });
    });
  }

  /** `nested_tensor(..., dtype=torch.float32)` */
  toString(): string {
    return `nested_tensor(..., dtype=${this.buffer.dtype})`;
  }

  [reprParts](): ReprParts {
    return reprText(this.toString());
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}

/** What a {@link JaggedTensor} is made of. */
export interface JaggedParts {
  /** {@link JaggedTensor.values} */
  readonly values: Tensor;
  /** {@link JaggedTensor.offsets} */
  readonly offsets: Tensor;
  /** {@link JaggedTensor.lengths} */
  readonly lengths?: Tensor | undefined;
  /** {@link JaggedTensor.raggedAxis} */
  readonly raggedAxis?: number | undefined;
  /** {@link JaggedTensor.requiresGrad} */
  readonly requiresGrad?: boolean | undefined;
  /** {@link JaggedTensor.metadata} */
  readonly metadata?: unknown;
  /** {@link JaggedTensor.state} */
  readonly state?: unknown;
}

/**
 * PyTorch's nested tensor of the layout `torch.jagged`: tensors that differ in the length of one axis, one behind the
 * other along that axis of `values`. As PyTorch 2.13 has it.
 */
export class JaggedTensor implements PythonRepr {
  /** The elements of all. It has one axis less than the nested tensor, because that has one for the tensors. */
  readonly values: Tensor;
  /** Where each begins along the ragged axis of `values`, and where the last one ends: int64, one more than tensors. */
  readonly offsets: Tensor;
  /** How long each is along that axis; `undefined`: each ends where the next one begins. */
  readonly lengths: Tensor | undefined;
  /** Which axis of the nested tensor is ragged: 1 or more, as axis 0 are the tensors. */
  readonly raggedAxis: number;
  /** Whether PyTorch computes gradients for it. */
  readonly requiresGrad: boolean;
  /** What PyTorch remembers of the lengths: a dict with `min_seqlen` and `max_seqlen`, or `undefined`. */
  readonly metadata: unknown;
  /** The attributes that the pickle gives to the object; `undefined`: none. */
  readonly state: unknown;

  /**
   * @param parts - The tensors it consists of.
   * @throws RangeError if `values` has no such axis.
   */
  constructor({ values, offsets, lengths, raggedAxis = 1, requiresGrad = false, metadata, state }: JaggedParts) {
    if (!Number.isInteger(raggedAxis) || raggedAxis < 1 || raggedAxis > values.shape.length) {
      throw new RangeError(`values of ${values.shape.length} axes cannot be ragged along axis ${raggedAxis}`);
    }
    this.values = values;
    this.offsets = offsets;
    this.lengths = lengths;
    this.raggedAxis = raggedAxis;
    this.requiresGrad = requiresGrad;
    this.metadata = metadata;
    this.state = state;
  }

  /** The same tensors with other attributes. */
  with(parts: Partial<JaggedParts>): JaggedTensor {
    return new JaggedTensor({ ...this, ...parts });
  }

  /** What the elements are. */
  get dtype(): TorchDType {
    return this.values.dtype;
  }

  /** The length of each axis; `undefined` for the ragged one. */
  get shape(): readonly (number | undefined)[] {
    const count = Math.max(0, this.lengths?.shape[0] ?? (this.offsets.shape[0] ?? 1) - 1);
    return [count, ...this.values.shape.map((length, axis) => (axis === this.raggedAxis - 1 ? undefined : length))];
  }

  /**
   * The tensors it consists of, as views of `values`. Reads offsets and lengths.
   *
   * @throws RangeError if one would lie outside of `values`; what {@link Tensor.array} throws.
   */
  async tensors(): Promise<Tensor[]> {
    const { values, raggedAxis } = this;
    const axis = raggedAxis - 1;
    const offsets = await integers(this.offsets);
    const lengths = this.lengths === undefined ? undefined : await integers(this.lengths);
    const [stride = 0, most = 0] = [values.stride[axis], values.shape[axis]];
    return offsets.slice(0, lengths?.length ?? -1).map((start, i) => {
      const length = lengths?.[i] ?? (offsets[i + 1] ?? start) - start;
      if (start < 0 || length < 0 || start + length > most) {
        throw new RangeError(
          `tensor ${i} is at ${start} and ${length} long, of ${most} along axis ${axis} of the values`,
        );
      }
      const shape = values.shape.map((one, at) => (at === axis ? length : one));
      return values.with({ shape, offset: values.offset + start * stride });
    });
  }

  /** `nested_tensor(..., size=(2, *, 3), dtype=torch.float32, layout=torch.jagged)` */
  toString(): string {
    const size = shapeText(this.shape.map((length) => length ?? '*'));
    return `nested_tensor(..., size=${size}, dtype=${this.dtype}, layout=torch.jagged)`;
  }

  [reprParts](): ReprParts {
    return reprText(this.toString());
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}

async function integers(tensor: Tensor): Promise<number[]> {
  const array = await tensor.array();
  return Array.from({ length: tensor.shape[0] ?? 0 }, (_, i) => Number(array.at(i)));
}
