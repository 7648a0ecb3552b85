/**
 * How numpy prints the elements of one array: all of them with the same width and precision.
 *
 * @module
 */
import { pythonBytesRepr, pythonTextRepr } from '../../bytes/text-repr.ts';
import { Complex } from '../../values/complex.ts';
import { Tuple } from '../../values/tuple.ts';
import type { DType, DTypeField } from '../dtype.ts';
import { decimalsOf, printedFloat } from './binary-float.ts';
import { dateText, NAT } from './date-text.ts';
import { floatFormat, type PrintedFloat } from './float-format.ts';

/** Prints one element. */
export type ElementFormat = (value: unknown) => string;

/** Prints a Python object. */
export type ObjectFormat = (value: unknown) => string;

/**
 * A function that prints elements of a dtype, each as `NdArray.at` gives it.
 *
 * @param all - All that are printed.
 * @param isScalar - Whether the array has no axes.
 */
export function elementFormat(
  dtype: DType,
  all: readonly unknown[],
  isScalar: boolean,
  objectFormat: ObjectFormat,
): ElementFormat {
  const { kind, itemsize, fields } = dtype;
  switch (kind) {
    case 'b':
      return (value) => (value === true ? (isScalar ? 'True' : ' True') : 'False');
    case 'i':
    case 'u': {
      const width = widestOf(extremes(all).map(String));
      return (value) => String(value).padStart(width);
    }
    case 'f': {
      const print = floatFormat(
        all.map((value) => floatOf(value, itemsize)),
        decimalsOf(itemsize),
      );
      return (value) => print(floatOf(value, itemsize));
    }
    case 'c':
      return complexFormat(all, itemsize / 2);
    case 'M':
    case 'm':
      return timeFormat(dtype, all);
    case 'S':
      return (value) => (value instanceof Uint8Array ? pythonBytesRepr(value) : objectFormat(value));
    case 'U':
      return (value) => (typeof value === 'string' ? pythonTextRepr(value) : objectFormat(value));
    case 'V':
      if (fields !== undefined) return structFormat(fields, all, isScalar, objectFormat);
      return (value) => (value instanceof Uint8Array ? voidText(value) : objectFormat(value));
    default:
      return objectFormat;
  }
}

/** The smallest and the largest printed value. */
function extremes(all: readonly unknown[]): (number | bigint)[] {
  let least: number | bigint | undefined;
  let most: number | bigint | undefined;
  for (const value of all) {
    if (typeof value !== 'number' && typeof value !== 'bigint') continue;
    if (least === undefined || value < least) least = value;
    if (most === undefined || value > most) most = value;
  }
  return least === undefined || most === undefined ? [] : [least, most];
}

function widestOf(texts: readonly string[]): number {
  return texts.reduce((most, { length }) => Math.max(most, length), 0);
}

function floatOf(value: unknown, bytes: number): PrintedFloat {
  return printedFloat(value instanceof Uint8Array ? value : Number(value), bytes);
}

/** The real part is printed as a float is; the imaginary one has a sign, and the j before its blanks. */
function complexFormat(all: readonly unknown[], half: number): ElementFormat {
  const partsOf = (value: unknown): readonly [PrintedFloat, PrintedFloat] => {
    if (value instanceof Complex) return [floatOf(value.re, half), floatOf(value.im, half)];
    const bytes = value instanceof Uint8Array ? value : new Uint8Array(2 * half);
    return [floatOf(bytes.subarray(0, half), half), floatOf(bytes.subarray(half), half)];
  };
  const parts = all.map(partsOf);
  const decimals = decimalsOf(half);
  const re = floatFormat(
    parts.map(([part]) => part),
    decimals,
  );
  const im = floatFormat(
    parts.map(([, part]) => part),
    decimals,
    true,
  );
  return (value) => {
    const [real, imaginary] = partsOf(value);
    return re(real) + im(imaginary).replace(/ *$/, (blanks) => `j${blanks}`);
  };
}

function timeFormat({ kind, unit = { unit: 'generic', count: 1 } }: DType, all: readonly unknown[]): ElementFormat {
  const textOf = (value: bigint): string => (kind === 'M' ? `'${dateText(value, unit)}'` : String(value));
  const times = all.filter((value): value is bigint => typeof value === 'bigint' && value !== NAT);
  const least = times.length < all.length ? 5 : 0;
  const width = Math.max(least, widestOf(extremes(times).map((value) => textOf(BigInt(value)))));
  return (value) => (typeof value === 'bigint' && value !== NAT ? textOf(value) : "'NaT'").padStart(width);
}

/** Each field has a width of its own. */
function structFormat(
  fields: readonly DTypeField[],
  all: readonly unknown[],
  isScalar: boolean,
  objectFormat: ObjectFormat,
): ElementFormat {
  const formats = fields.map(({ dtype }, at): ElementFormat => {
    const { base = dtype, shape } = dtype;
    const values = all.map((value) => (Array.isArray(value) ? value[at] : undefined));
    if (shape === undefined) return elementFormat(base, values, isScalar, objectFormat);
    const format = elementFormat(
      base,
      values.flatMap((value) => flat(value)),
      false,
      objectFormat,
    );
    return (value) => subArrayText(value, format);
  });
  return (value) => {
    const parts: readonly unknown[] = Array.isArray(value) ? value : [];
    const texts = formats.map((format, at) => format(parts[at]));
    return texts.length === 1 ? `(${texts[0]},)` : `(${texts.join(', ')})`;
  };
}

/** What is in nested Arrays. A Tuple is a structured element. Their depth is that of a shape. */
function flat(value: unknown): unknown[] {
  return Array.isArray(value) && !(value instanceof Tuple) ? value.flatMap(flat) : [value];
}

function subArrayText(value: unknown, format: ElementFormat): string {
  if (!Array.isArray(value) || value instanceof Tuple) return format(value);
  return `[${value.map((item) => subArrayText(item, format)).join(', ')}]`;
}

/** All bytes in hexadecimal, as numpy prints untyped elements. */
function voidText(value: Uint8Array): string {
  return `b'${Array.from(value, (byte) => `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')}'`;
}
