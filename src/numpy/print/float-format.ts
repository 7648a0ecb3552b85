/**
 * Floats as numpy prints those of one array: as many digits as the widest needs, or all with exponents.
 *
 * @module
 */
import { type BinaryFloat, type DigitLimits, type Digits, shortestDigits } from './dragon4.ts';

/** A float of an array: its value, and how it is in binary; for infinities and NaN only the value. */
export interface PrintedFloat {
  /** Near enough to be compared. */
  readonly value: number;
  /** `undefined` for 0, infinities and NaN. */
  readonly binary: BinaryFloat | undefined;
}

/** numpy's default number of digits after the point. */
const PRECISION = 8;

/**
 * A function that prints the floats of an array.
 *
 * @param all - All that are printed.
 * @param decimals - Digits that the type has in any case, numpy's `finfo.precision`.
 * @param hasPlus - Whether positive numbers have a sign.
 */
export function floatFormat(
  all: readonly PrintedFloat[],
  decimals: number,
  hasPlus = false,
): (float: PrintedFloat) => string {
  const finite = all.filter(({ value }) => Number.isFinite(value));
  const form = needsExponent(finite, decimals) ? scientific(finite, hasPlus) : positional(finite, hasPlus);
  let { left } = form;
  if (finite.length < all.length) {
    const hasSign = hasPlus || all.some(({ value }) => value === Number.NEGATIVE_INFINITY);
    const rest = form.right + 1;
    left = Math.max(left, 3 - rest, 3 + Number(hasSign) - rest);
  }
  return (float) => {
    if (Number.isFinite(float.value)) return form.print(float, left);
    const name = Number.isNaN(float.value) ? 'nan' : 'inf';
    const sign = float.value < 0 ? '-' : hasPlus ? '+' : '';
    return `${sign}${name}`.padStart(left + form.right + 1);
  };
}

function needsExponent(finite: readonly PrintedFloat[], decimals: number): boolean {
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  for (const { value } of finite) {
    if (value === 0) continue;
    least = Math.min(least, Math.abs(value));
    most = Math.max(most, Math.abs(value));
  }
  return most > 0 && (most >= 10 ** Math.min(8, decimals) || least < 0.0001 || most / least > 1000);
}

/** How all floats of an array are printed, with characters before and after the point. */
interface Form {
  readonly left: number;
  readonly right: number;
  print(float: PrintedFloat, left: number): string;
}

function positional(finite: readonly PrintedFloat[], hasPlus: boolean): Form {
  const limits: DigitLimits = { counts: 'fraction', most: PRECISION, least: 0 };
  const parts = finite.map((float) => pointParts(float, limits, hasPlus));
  const [left, right] = [widest(parts, 'whole'), widest(parts, 'fraction')];
  return {
    left,
    right,
    print(float, width) {
      const { whole, fraction } = pointParts(float, limits, hasPlus);
      return `${whole.padStart(width)}.${fraction.padEnd(right)}`;
    },
  };
}

interface Parts {
  readonly whole: string;
  readonly fraction: string;
}

/** The digits before the point and after it, without trailing zeros. */
function pointParts(float: PrintedFloat, limits: DigitLimits, hasPlus: boolean): Parts {
  const { digits, exponent } = digitsOf(float, limits);
  const padded = exponent < 0 ? '0'.repeat(-exponent) + digits : digits.padEnd(exponent + 1, '0');
  const at = Math.max(exponent, 0) + 1;
  const [whole, fraction] = [padded.slice(0, at), padded.slice(at)];
  return { whole: signOf(float, hasPlus) + whole, fraction: fraction.replace(/0+$/, '') };
}

function scientific(finite: readonly PrintedFloat[], hasPlus: boolean): Form {
  const partsOf = (float: PrintedFloat, least: number, most: number): Parts & { readonly exponent: number } => {
    const { digits, exponent } = digitsOf(float, { counts: 'all', most: most + 1, least: least + 1 });
    return { whole: signOf(float, hasPlus) + (digits[0] ?? '0'), fraction: digits.slice(1), exponent };
  };
  const parts = finite.map((float) => {
    const { fraction, ...rest } = partsOf(float, 0, PRECISION);
    return { ...rest, fraction: fraction.replace(/0+$/, '') };
  });
  const precision = widest(parts, 'fraction');
  const powers = Math.max(...parts.map(({ exponent }) => powerText(exponent, 2).length));
  return {
    left: widest(parts, 'whole'),
    right: powers + 1 + precision,
    print(float, width) {
      const { whole, fraction, exponent } = partsOf(float, precision, precision);
      return `${whole.padStart(width)}.${fraction.padEnd(precision, '0')}e${powerText(exponent, powers - 1)}`;
    },
  };
}

function powerText(exponent: number, digits: number): string {
  return (exponent < 0 ? '-' : '+') + String(Math.abs(exponent)).padStart(digits, '0');
}

function digitsOf({ binary }: PrintedFloat, limits: DigitLimits): Digits {
  return binary === undefined ? { digits: '0', exponent: 0 } : shortestDigits(binary, limits);
}

function signOf({ value }: PrintedFloat, hasPlus: boolean): string {
  return value < 0 || Object.is(value, -0) ? '-' : hasPlus ? '+' : '';
}

function widest<K extends string>(parts: readonly Readonly<Record<K, string>>[], key: K): number {
  return parts.reduce((most, part) => Math.max(most, part[key].length), 0);
}
