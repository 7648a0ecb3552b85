/**
 * What fixtures.py says of values, said of what Brine reads.
 *
 * @module
 */
import { Float } from 'brine';
import { pythonRepr } from 'brine/codec';
import { MaskedArray, NdArray, NumpyScalar } from 'brine/numpy';

/** A file of joblib, as fixtures.py wrote it. */
export interface Row {
  readonly name: string;
  /** `null`: the protocol that joblib chooses. */
  readonly protocol: 0 | 2 | null;
  readonly compress: string | null;
  /** In base64. */
  readonly file: string;
  readonly summary: unknown;
}

/** The files of one joblib. */
export interface Fixture {
  readonly joblib: string;
  readonly numpy: string;
  readonly python: string;
  readonly rows: readonly Row[];
}

export const fromBase64 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64'));
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** The summary of a value that was read with `ints: 'bigint'` and `floats: 'exact'`. */
export function summary(value: unknown): unknown {
  if (value instanceof MaskedArray) {
    return { masked: summary(value.data), mask: value.mask.toNested() };
  }
  if (value instanceof NdArray) return arraySummary(value);
  if (value instanceof NumpyScalar) return { scalar: scalarText(value) };
  if (value instanceof Map) return { dict: Array.from(value, ([key, item]) => [key, summary(item)]) };
  if (value instanceof Uint8Array) return { bytes: base64(value) };
  if (Array.isArray(value)) {
    return { [value.constructor.name === 'Tuple' ? 'tuple' : 'list']: Array.from(value, summary) };
  }
  return { value: pythonRepr(typeof value === 'number' ? new Float(value) : value) };
}

/** A float whose value is whole is a number too. */
function scalarText({ dtype, value }: NumpyScalar): string {
  return pythonRepr(typeof value === 'number' && dtype.kind === 'f' ? new Float(value) : value);
}

function arraySummary(array: NdArray): unknown {
  const { shape } = array;
  const order = array.isFContiguous && !array.isCContiguous ? 'F' : 'C';
  const swaps = /[iufc]/.test(array.dtype.kind) && array.dtype.byteorder === '>';
  const dtype = swaps ? array.dtype.with({ byteorder: '<' }) : array.dtype;
  const data = array.packed('C');
  if (Array.isArray(data)) return { dtype: dtype.str, shape, order, data: Array.from(array, summary) };
  const bytes = base64(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  const name = dtype.fields === undefined ? dtype.str : pythonRepr(dtype.fields.map(fieldText)).replaceAll('"', '');
  return { dtype: name, shape, order, data: bytes };
}

function fieldText({ name, dtype }: { readonly name: string; readonly dtype: { readonly str: string } }): string {
  return `('${name}', '${dtype.str}')`;
}
