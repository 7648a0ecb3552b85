/**
 * The dtype and the shape of JavaScript's values.
 *
 * @module
 */
import { Complex } from '../values/complex.ts';
import { Float } from '../values/float.ts';
import { Tuple } from '../values/tuple.ts';
import type { DType } from './dtype.ts';
import { dtypeOf } from './dtype-spelling.ts';
import { type ArrayData, dataOf } from './elements.ts';
import { isList, MOST_AXES } from './shape.ts';

const TYPED: Readonly<Record<string, string>> = {
  Int8Array: 'i1',
  Uint8Array: 'u1',
  Uint8ClampedArray: 'u1',
  Int16Array: 'i2',
  Uint16Array: 'u2',
  Int32Array: 'i4',
  Uint32Array: 'u4',
  BigInt64Array: 'i8',
  BigUint64Array: 'u8',
  Float16Array: 'f2',
  Float32Array: 'f4',
  Float64Array: 'f8',
};

/** The dtype of a typed array of any realm, and the array as one of this realm; `undefined` for a DataView. */
export function typedDType(view: ArrayBufferView): { readonly dtype: DType; readonly data: ArrayData } | undefined {
  const spelling = TYPED[Object.prototype.toString.call(view).slice(8, -1)];
  if (spelling === undefined) return undefined;
  const dtype = dtypeOf(spelling);
  return { dtype, data: dataOf(new Uint8Array(view.buffer, view.byteOffset, view.byteLength), dtype) };
}

/**
 * The shape of nested Arrays, by the first of each level.
 *
 * @param dtype - Where elements are Arrays or bytes themselves.
 * @throws RangeError for more levels than arrays have axes.
 */
export function shapeOfNested(values: unknown, dtype: DType | undefined): number[] {
  const shape: number[] = [];
  let value = values;
  while (isList(value) && !isElement(value, dtype)) {
    if (shape.length === MOST_AXES) throw new RangeError(`Arrays are nested more than ${MOST_AXES} deep`);
    shape.push(value.length);
    value = value[0];
  }
  return shape;
}

/** Whether a list is one element: bytes, or the fields of a structured element. */
function isElement(value: ArrayLike<unknown>, dtype: DType | undefined): boolean {
  if (dtype?.fields !== undefined) {
    return value instanceof Tuple || (value.length > 0 && (!isList(value[0]) || isRow(value, dtype)));
  }
  const isBytes = value instanceof Uint8Array;
  return isBytes && (dtype === undefined || 'SV'.includes(dtype.kind));
}

/** Whether a list can be one element although its first value is a list: the first field may have lists. */
function isRow(value: ArrayLike<unknown>, { fields = [] }: DType): boolean {
  const first = value[0];
  const { kind, fields: inner, shape } = fields[0]?.dtype ?? {};
  if (value.length !== fields.length || !(kind === 'V' || kind === 'S') || !isList(first)) return false;
  if (inner !== undefined) return first.length === inner.length;
  return shape === undefined ? first instanceof Uint8Array : first.length === shape[0] && !(first instanceof Tuple);
}

/**
 * The dtype that holds all values.
 *
 * @throws TypeError if only `object` holds them all.
 */
export function inferredDType(values: readonly unknown[]): DType {
  const kinds = new Set(values.map(kindOf));
  const [kind = 'number'] = kinds;
  if (kinds.size === 2 && kinds.has('number') && kinds.has('complex')) return dtypeOf('c16');
  if (kinds.size > 1) {
    throw new TypeError(`an array of ${[...kinds].join(' and ')} needs a dtype: NdArray.from(values, shape, 'O')`);
  }
  switch (kind) {
    case 'boolean':
      return dtypeOf('?');
    case 'bigint':
      return dtypeOf(values.some((value) => typeof value === 'bigint' && value >= 2n ** 63n) ? 'u8' : 'i8');
    case 'string':
      return dtypeOf(
        `U${Math.max(
          1,
          longest(values, (text) => (typeof text === 'string' ? [...text].length : 0)),
        )}`,
      );
    case 'bytes':
      return dtypeOf(
        `S${Math.max(
          1,
          longest(values, (bytes) => (bytes instanceof Uint8Array ? bytes.length : 0)),
        )}`,
      );
    case 'complex':
      return dtypeOf('c16');
    default:
      return dtypeOf('f8');
  }
}

function kindOf(value: unknown): string {
  if (value instanceof Float || typeof value === 'number') return 'number';
  if (value instanceof Complex) return 'complex';
  if (value instanceof Uint8Array) return 'bytes';
  if (typeof value === 'boolean' || typeof value === 'bigint' || typeof value === 'string') return typeof value;
  throw new TypeError(
    `an array of ${value === null ? 'null' : typeof value} needs a dtype: NdArray.from(values, shape, 'O')`,
  );
}

function longest(values: readonly unknown[], lengthOf: (value: unknown) => number): number {
  return values.reduce<number>((most, value) => Math.max(most, lengthOf(value)), 0);
}
