/**
 * Tables as CSV (RFC 4180, with line feeds).
 *
 * @module
 */
import { formatFloat } from '../bytes/float.ts';
import { PicklingError } from '../errors.ts';
import type { DType } from '../numpy/dtype.ts';
import { NdArray } from '../numpy/nd-array.ts';
import { dateText, NAT } from '../numpy/print/date-text.ts';
import { NumpyScalar } from '../numpy/scalar.ts';
import { pythonStr } from '../values/repr.ts';

/** Columns with their names, if they have some, and the rows of cells. */
interface Table {
  readonly names: readonly string[] | undefined;
  rows(): Iterable<readonly string[]>;
}

/**
 * The lines of a table, without their ends: an array of one or two axes, a structured array, a dict of columns of one
 * length, a list of rows, or of dicts with the same keys. The value is loaded with `ints: 'bigint'`.
 *
 * @throws PicklingError `cannot-pickle` for what is no table.
 */
export function* csvLines(value: unknown): Generator<string, void, undefined> {
  const { names, rows } = tableOf(value);
  if (names !== undefined) yield lineOf(names);
  for (const row of rows()) yield lineOf(row);
}

function lineOf(cells: readonly string[]): string {
  // An empty line would be no row.
  if (cells.length === 1 && cells[0] === '') return '""';
  return cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
}

function tableOf(value: unknown): Table {
  if (value instanceof NdArray) return arrayTable(value);
  if (value instanceof Map) return columnsTable(value);
  if (Array.isArray(value)) {
    const [first] = value;
    return first instanceof Map ? recordsTable(value, first) : { names: undefined, rows: () => value.map(cellsOf) };
  }
  throw noTable('a table is an array, a dict of columns or a list of rows');
}

function arrayTable(array: NdArray): Table {
  const { dtype, ndim, shape } = array;
  if (dtype.fields !== undefined && ndim === 1) {
    const { fields } = dtype;
    return {
      names: fields.map(({ name }) => name),
      *rows() {
        for (const element of array) {
          const parts: readonly unknown[] = Array.isArray(element) ? element : [];
          yield fields.map((field, at) => cellOf(parts[at], field.dtype));
        }
      },
    };
  }
  if (ndim !== 1 && ndim !== 2) throw noTable(`an array of ${ndim} axes is no table: take a part of it with --path`);
  const width = ndim === 1 ? 1 : (shape[1] ?? 0);
  return {
    names: undefined,
    *rows() {
      let row: string[] = [];
      for (const element of array) {
        row.push(cellOf(element, dtype));
        if (row.length < width) continue;
        yield row;
        row = [];
      }
    },
  };
}

/** A dict of columns. */
function columnsTable(dict: ReadonlyMap<unknown, unknown>): Table {
  const columns = [...dict.values()].map(columnOf);
  const length = columns[0]?.length ?? 0;
  if (columns.some((column) => column.length !== length)) throw noTable('the columns of a table have one length');
  return {
    names: [...dict.keys()].map(plainCell),
    *rows() {
      for (let at = 0; at < length; at++) yield columns.map(({ cellAt }) => cellAt(at));
    },
  };
}

interface Column {
  readonly length: number;
  cellAt(row: number): string;
}

function columnOf(column: unknown): Column {
  if (column instanceof NdArray && column.ndim === 1) {
    return { length: column.size, cellAt: (row) => cellOf(column.at(row), column.dtype) };
  }
  if (Array.isArray(column)) return { length: column.length, cellAt: (row) => plainCell(column[row]) };
  throw noTable('the columns of a table are lists, or arrays of one axis');
}

/** A list of dicts, of which the first has the names. */
function recordsTable(records: readonly unknown[], first: ReadonlyMap<unknown, unknown>): Table {
  const keys = [...first.keys()];
  return {
    names: keys.map(plainCell),
    *rows() {
      for (const record of records) {
        if (!(record instanceof Map) || record.size !== keys.length || !keys.every((key) => record.has(key))) {
          throw noTable('the dicts of a table have the same keys');
        }
        yield keys.map((key) => plainCell(record.get(key)));
      }
    },
  };
}

function cellsOf(row: unknown): readonly string[] {
  return Array.isArray(row) ? row.map(plainCell) : [plainCell(row)];
}

/** A value that is in no array, where a number is a float. */
function plainCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof NumpyScalar) return cellOf(value.value, value.dtype);
  return typeof value === 'number' ? formatFloat(value) : pythonStr(value);
}

function cellOf(value: unknown, { kind, unit }: DType): string {
  if (typeof value === 'number' && kind !== 'O') return kind === 'f' ? formatFloat(value) : String(value);
  if (typeof value !== 'bigint' || unit === undefined) return plainCell(value);
  if (value === NAT) return '';
  return kind === 'M' ? dateText(value, unit) : String(value);
}

function noTable(message: string): PicklingError {
  return new PicklingError('cannot-pickle', '$', message);
}
