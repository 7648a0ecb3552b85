/**
 * Masked arrays as numpy 2.4 prints them with its default options.
 *
 * @module
 */
import { formatFloat } from '../../bytes/float.ts';
import { Complex } from '../../values/complex.ts';
import { pythonRepr, type ReprLimits, reprParts, reprText } from '../../values/repr.ts';
import type { DType } from '../dtype.ts';
import { dtypeOf } from '../dtype-spelling.ts';
import { bodyText, isImplied, type PrintedArray, shortDType } from './array-text.ts';

/** What is printed of a masked array. */
export interface PrintedMaskedArray {
  readonly data: PrintedArray;
  readonly mask: PrintedArray;
  /** The value in place of missing ones, as `at` gives it; `undefined` for the default of the dtype. */
  readonly fill: unknown;
}

/** What numpy has in place of missing elements. */
const FILLS: Readonly<Record<string, string>> = {
  b: 'True',
  i: '999999',
  u: '999999',
  f: '1e+20',
  c: '(1e+20+0j)',
  S: "b'N/A'",
  U: "'N/A'",
};

/** The types of these values, which are shown where the array has another one. */
const WIDE: Readonly<Record<string, string>> = { i: 'int64', u: 'uint64', f: 'float64', c: 'complex128' };

/** Python's `repr` of a masked array; `undefined` for elements that numpy prints in other ways. */
export function maskedRepr(array: PrintedMaskedArray, limits: ReprLimits): string | undefined {
  const { data, mask, fill } = array;
  const { dtype, shape } = data;
  const plain = FILLS[dtype.kind];
  if (plain === undefined) return undefined;
  const wide = WIDE[dtype.kind];
  const isOwn = isImplied(dtype) || (dtype.kind === 'u' && dtype.itemsize === 8);
  const usual = wide === undefined || isOwn ? plain : `np.${wide}(${plain.replace(/^\((.*)\)$/, '$1')})`;
  const isEmpty = shape.includes(0);
  const keys = ['data', 'mask', 'fill_value'];
  if (isEmpty || !isImplied(dtype) || isAllMasked(mask)) keys.push('dtype');
  const isOneRow = shape.slice(0, -1).every((size) => size === 1);
  const prefix = 'masked_array(';
  const indents = keys.map((key, at) => {
    if (!isOneRow) return '  ';
    return at === 0 ? prefix : ' '.repeat(Math.max(2, prefix.length + 'data'.length - key.length));
  });
  const bodyOf = (printed: PrintedArray, at: number): string =>
    bodyText(printed, { separator: ', ', prefix: `${indents[at]}${keys[at]}=`, suffix: ',' }, limits);
  const texts = [
    bodyOf(withDashes(data, mask), 0),
    bodyOf(mask, 1),
    fill === undefined ? usual : itemText(fill, dtype),
  ];
  if (keys.length > texts.length) texts.push(shortDType(dtype));
  const lines = keys.map((key, at) => `${indents[at]}${key}=${texts[at]}`);
  return `${isOneRow ? '' : `${prefix}\n`}${lines.join(',\n')})`;
}

function isAllMasked(mask: PrintedArray): boolean {
  const { shape } = mask;
  const count = shape.reduce((product, size) => product * size, 1);
  if (count > MOST_LOOKED_AT) return false;
  for (let flat = 0; flat < count; flat++) {
    const index: number[] = [];
    let rest = flat;
    for (const size of [...shape].reverse()) {
      index.unshift(rest % size);
      rest = Math.floor(rest / size);
    }
    if (mask.at(...index) !== true) return false;
  }
  return true;
}

const MOST_LOOKED_AT = 10_000;

/** The elements as Python has them, and dashes for those that are missing. */
function withDashes(data: PrintedArray, mask: PrintedArray): PrintedArray {
  return {
    shape: data.shape,
    dtype: dtypeOf('O'),
    subclass: undefined,
    at(...index) {
      const text = mask.at(...index) === true ? '--' : itemText(data.at(...index), data.dtype);
      return { [reprParts]: () => reprText(text) };
    },
  };
}

function itemText(value: unknown, { kind }: DType): string {
  if (typeof value === 'number' && kind === 'f') return formatFloat(value);
  if (typeof value === 'number' || value instanceof Complex) return String(value);
  return pythonRepr(value);
}
