/**
 * The elements of sparse matrices with their positions, from the parts of each format.
 *
 * @module
 */
import { PickleError } from '../errors.ts';
import type { NdArray } from '../numpy/nd-array.ts';
import { Tuple } from '../values/tuple.ts';
import { inconsistent, type SparseEntries } from './dense.ts';

/** The format of a sparse matrix. */
export type SparseFormat = 'csr' | 'csc' | 'bsr' | 'coo' | 'dia' | 'lil' | 'dok';

/** The parts of a sparse matrix, of which each format has some. */
export interface SparseParts {
  readonly format: SparseFormat;
  readonly shape: readonly number[];
  readonly dtype: unknown;
  readonly data: NdArray | undefined;
  readonly indices: NdArray | undefined;
  readonly indptr: NdArray | undefined;
  readonly coords: readonly NdArray[] | undefined;
  readonly offsets: NdArray | undefined;
  readonly rows: NdArray | undefined;
  readonly cells: readonly (readonly [unknown, unknown])[];
}

/** @throws PickleError `bad-state` if the parts contradict one another. */
export function entriesOf(matrix: SparseParts): SparseEntries {
  switch (matrix.format) {
    case 'csr':
    case 'csc':
      return compressed(matrix, [1, 1]);
    case 'bsr':
      return compressed(matrix, blockOf(matrix));
    case 'coo':
      return coordinates(matrix);
    case 'dia':
      return diagonals(matrix);
    case 'lil':
      return lists(matrix);
    case 'dok':
      return cells(matrix);
  }
}

function needed(value: NdArray | undefined, name: string): NdArray {
  if (value !== undefined) return value;
  throw new PickleError('bad-state', `a sparse matrix without the array '${name}'; read it with the codec numpy`);
}

function blockOf(matrix: SparseParts): readonly [number, number] {
  const [, rows, columns] = needed(matrix.data, 'data').shape;
  if (rows === undefined || columns === undefined) throw inconsistent('blocks that have no two axes');
  return [rows, columns];
}

/** csr, csc and bsr: runs of indices, which begin where `indptr` says. */
function compressed(matrix: SparseParts, [height, width]: readonly [number, number]): SparseEntries {
  const data = needed(matrix.data, 'data');
  const indices = numbersOf(needed(matrix.indices, 'indices'));
  const indptr = numbersOf(needed(matrix.indptr, 'indptr'));
  const isColumns = matrix.format === 'csc';
  const elements = valuesOf(data);
  const count = height * width;
  return {
    dtype: data.dtype,
    *entries() {
      for (let line = 0; line + 1 < indptr.length; line++) {
        const [start = 0, end = 0] = [indptr[line], indptr[line + 1]];
        if (start < 0 || end > indices.length || end * count > elements.length)
          throw inconsistent('an indptr beyond its data');
        for (let at = start; at < end; at++) {
          const index = indices[at] ?? 0;
          for (let inner = 0; inner < count; inner++) {
            const value = elements[at * count + inner];
            const [row, column] = [line * height + Math.floor(inner / width), index * width + (inner % width)];
            yield isColumns ? [[index, line], value] : [[row, column], value];
          }
        }
      }
    },
  };
}

function coordinates(matrix: SparseParts): SparseEntries {
  const data = needed(matrix.data, 'data');
  const { coords } = matrix;
  if (coords === undefined) throw inconsistent('no coordinates');
  const axes = coords.map(numbersOf);
  const elements = valuesOf(data);
  if (axes.some(({ length }) => length !== elements.length)) throw inconsistent('coordinates of other elements');
  return {
    dtype: data.dtype,
    *entries() {
      for (const [at, value] of elements.entries()) yield [axes.map((axis) => axis[at] ?? 0), value];
    },
  };
}

function diagonals(matrix: SparseParts): SparseEntries {
  const data = needed(matrix.data, 'data');
  const offsets = numbersOf(needed(matrix.offsets, 'offsets'));
  const elements = valuesOf(data);
  const [count = 0, length = 0] = data.shape;
  const [rows = 0, columns = 0] = matrix.shape;
  if (data.ndim !== 2 || count !== offsets.length) throw inconsistent('diagonals of other offsets');
  return {
    dtype: data.dtype,
    *entries() {
      for (const [at, offset] of offsets.entries()) {
        for (let column = Math.max(0, offset); column < Math.min(length, columns, rows + offset); column++) {
          yield [[column - offset, column], elements[at * length + column]];
        }
      }
    },
  };
}

function lists(matrix: SparseParts): SparseEntries {
  const rows = valuesOf(needed(matrix.rows, 'rows'));
  const data = valuesOf(needed(matrix.data, 'data'));
  return {
    dtype: matrix.dtype,
    *entries() {
      for (const [row, columns] of rows.entries()) {
        const elements = data[row];
        if (!Array.isArray(columns) || !Array.isArray(elements) || columns.length !== elements.length) {
          throw inconsistent('a row whose lists differ in length');
        }
        for (const [at, column] of columns.entries()) yield [[row, Number(column)], elements[at]];
      }
    },
  };
}

function cells(matrix: SparseParts): SparseEntries {
  return {
    dtype: matrix.dtype,
    *entries() {
      for (const [place, value] of matrix.cells) {
        yield [place instanceof Tuple ? Array.from(place, Number) : [Number(place)], value];
      }
    },
  };
}

function numbersOf(array: NdArray): number[] {
  return Array.from(array, Number);
}

function valuesOf(array: NdArray): unknown[] {
  return [...array];
}
