/**
 * Tensors whose elements are not in one storage by strides.
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
  /** How the places of the elements are written. */
  readonly layout: SparseLayout;
  /**
   * The places. For `sparse_coo` one tensor of the shape [axes, elements]; for the others the compressed indices, and
   * the plain ones.
   */
  readonly indices: readonly Tensor[];
  /** The elements that are not zero, or blocks of them. */
  readonly values: Tensor;
  /** How many elements along each axis, zeros included. */
  readonly shape: readonly number[];
  /** For `sparse_coo`, whether each place is there at most once; `undefined` if the file does not say. */
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
  /** The elements of all. */
  readonly buffer: Tensor;
  /** The shapes: int64 of the shape [tensors, axes]. */
  readonly sizes: Tensor;
  /** Their strides, likewise. */
  readonly strides: Tensor;
  /** Where each begins in the buffer. */
  readonly offsets: Tensor;

  /**
   * @param buffer - The elements of all.
   * @param sizes - The shapes.
   * @param strides - The strides.
   * @param offsets - Where each begins.
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
