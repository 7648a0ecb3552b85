import { NdArray } from '../numpy/nd-array.ts';
import { Global } from '../values/global.ts';
import { Instance } from '../values/instance.ts';
import { Tuple } from '../values/tuple.ts';
import { denseOf } from './dense.ts';
import { entriesOf, type SparseFormat, type SparseParts } from './sparse-entries.ts';

const NAME = /^(csr|csc|bsr|coo|dia|lil|dok)_(?:matrix|array)$/;

/**
 * A sparse matrix or array of scipy, in its format. It is an `Instance`, which is written back as it was. Its arrays need
 * the codec `numpy` or `joblib` too.
 */
export class SparseMatrix extends Instance implements SparseParts {
  /** The format: `'csr'` for a `csr_matrix`. */
  get format(): SparseFormat {
    const name = this.cls instanceof Global ? NAME.exec(this.cls.name)?.[1] : undefined;
    return FORMATS.find((format) => format === name) ?? 'coo';
  }

  /** How many rows and columns. */
  get shape(): readonly number[] {
    const shape = this.get('_shape') ?? this.get('shape');
    return shape instanceof Tuple ? Array.from(shape, Number) : [];
  }

  /** What the elements are: a `DType`. */
  get dtype(): unknown {
    const own = this.get('dtype');
    return own ?? this.data?.dtype;
  }

  /** The stored elements: in the order of the indices, or as blocks (bsr), diagonals (dia) or lists of rows (lil). */
  get data(): NdArray | undefined {
    return this.array('data');
  }

  /** csr, csc, bsr: the column (csc: row) of each element. */
  get indices(): NdArray | undefined {
    return this.array('indices');
  }

  /** csr, csc, bsr: where each row (csc: column) begins in `indices` and `data`, and where the last one ends. */
  get indptr(): NdArray | undefined {
    return this.array('indptr');
  }

  /** coo: the position of each element, as one array for each axis. */
  get coords(): readonly NdArray[] | undefined {
    const given = this.get('coords');
    const parts = given instanceof Tuple ? [...given] : [this.get('row'), this.get('col')];
    const arrays = parts.filter((part) => part instanceof NdArray);
    return arrays.length === parts.length ? arrays : undefined;
  }

  /** dia: the numbers of the diagonals in `data`; those above the main diagonal are positive. */
  get offsets(): NdArray | undefined {
    return this.array('offsets');
  }

  /** lil: the columns of each row, as lists. */
  get rows(): NdArray | undefined {
    return this.array('rows');
  }

  /** dok: the elements with their positions, `((row, column), element)`. */
  get cells(): readonly (readonly [unknown, unknown])[] {
    const own = this.get('_dict');
    if (own instanceof Map) return [...own];
    // Before scipy 1.13 it derives from dict: its items are entries, or in the base that protocols 0 to 4 rebuild it from.
    const base = this.args[0];
    return this.entries ?? (base instanceof Map ? [...base] : []);
  }

  /**
   * All elements, including zeros. Elements at the same position are added, as in scipy.
   *
   * @returns A new array of the same shape and dtype.
   * @throws PickleError `bad-state` if the parts contradict one another.
   * @throws RangeError if it would have more than 2²⁷ elements.
   */
  toDense(): NdArray {
    return denseOf(entriesOf(this), this.shape);
  }

  private array(name: string): NdArray | undefined {
    const value = this.get(name);
    return value instanceof NdArray ? value : undefined;
  }
}

const FORMATS: readonly SparseFormat[] = ['csr', 'csc', 'bsr', 'coo', 'dia', 'lil', 'dok'];

/** Whether a class is a sparse matrix or array of scipy. */
export function isSparse({ module, name }: Global): boolean {
  return /^scipy\.sparse\b/.test(module) && NAME.test(name);
}
