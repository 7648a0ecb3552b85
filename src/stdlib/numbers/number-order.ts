/**
 * The exact order of Python's numbers: int, float, Decimal and Fraction compared with one another.
 *
 * @module
 */
import { Float } from '../../values/float.ts';

/** `numerator / denominator * 10 ** exponent`; the denominator is positive. */
export interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
  readonly exponent: bigint;
}

/** The method of numbers that are not JavaScript numbers. It returns the exact value, or NaN or an infinity. */
export const ratioOf: unique symbol = Symbol('ratioOf');

/** A number that gives its exact value. */
export interface ExactNumber {
  [ratioOf](): Ratio | number;
}

/** Less, equal or greater. */
export type Order = -1 | 0 | 1;

/** The exact value of a Python number other than complex; `undefined` for anything else. */
export function exactly(value: unknown): Ratio | number | undefined {
  if (typeof value === 'boolean') return integerRatio(value ? 1n : 0n);
  if (typeof value === 'bigint') return integerRatio(value);
  if (typeof value === 'number') return ofFloat(value);
  if (value instanceof Float) return ofFloat(value.value);
  return typeof value === 'object' && value !== null && isExact(value) ? value[ratioOf]() : undefined;
}

/** The order of two numbers; `undefined` if one is NaN. */
export function orderOf(a: Ratio | number, b: Ratio | number): Order | undefined {
  if (typeof a === 'number' || typeof b === 'number') {
    const [x, y] = [a, b].map((one) => (typeof one === 'number' ? one : 0));
    return Number.isNaN(x) || Number.isNaN(y) ? undefined : order(x ?? 0, y ?? 0);
  }
  const [signA, signB] = [sign(a.numerator), sign(b.numerator)];
  if (signA !== signB || signA === 0) return order(signA, signB);
  // Numbers that differ in size are not scaled, because an exponent may have eighteen digits.
  const [sizeA, sizeB] = [magnitude(a), magnitude(b)];
  if (sizeA - sizeB > 2n || sizeB - sizeA > 2n) return order(signA * order(sizeA, sizeB), 0);
  const by = a.exponent - b.exponent;
  const [scaleA, scaleB] = by > 0n ? [10n ** by, 1n] : [1n, 10n ** -by];
  return order(a.numerator * b.denominator * scaleA, b.numerator * a.denominator * scaleB);
}

/** The order of two values that JavaScript compares correctly. */
export function order<T extends number | bigint>(a: T, b: T): Order {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Compares two numbers that have an order in Python. */
export function compareNumbers(a: ExactNumber, b: unknown, name: string): Order {
  const other = exactly(b);
  if (other === undefined) throw new TypeError(`a ${name} is compared with numbers only`);
  const found = orderOf(a[ratioOf](), other);
  if (found === undefined) throw new TypeError('NaN is neither less nor greater than any number');
  return found;
}

/** Whether two numbers are equal; `undefined` if one of the values is not a number. */
export function numbersEqual(a: unknown, b: unknown): boolean | undefined {
  const [x, y] = [exactly(a), exactly(b)];
  return x === undefined || y === undefined ? undefined : orderOf(x, y) === 0;
}

/** The error of JavaScript's `<`, `>` and arithmetic, which would use the text of an object. */
export function refuseOperator(name: string): never {
  throw new TypeError(
    `JavaScript cannot compare or calculate with a ${name}: use a.compare(b) for order, sort((a, b) => a.compare(b)), ` +
      'a.equals(b) for equality, and String(a) for its text',
  );
}

function isExact(value: object): value is ExactNumber {
  return ratioOf in value;
}

function integerRatio(numerator: bigint): Ratio {
  return { numerator, denominator: 1n, exponent: 0n };
}

const float = /* @__PURE__ */ new Float64Array(1);
const bits = /* @__PURE__ */ new BigUint64Array(float.buffer);

/** A float is a whole number times a power of two. */
function ofFloat(value: number): Ratio | number {
  if (!Number.isFinite(value)) return value;
  if (Number.isSafeInteger(value)) return integerRatio(BigInt(value));
  float[0] = Math.abs(value);
  const pattern = bits[0] ?? 0n;
  const power = Number(pattern >> 52n);
  const fraction = pattern & 0xf_ffff_ffff_ffffn;
  const size = power === 0 ? fraction : fraction | (1n << 52n);
  const shift = Math.max(power, 1) - 1075;
  const numerator = value < 0 ? -size : size;
  return shift >= 0
    ? integerRatio(numerator << BigInt(shift))
    : { numerator, denominator: 1n << BigInt(-shift), exponent: 0n };
}

function sign(value: bigint): Order {
  return order(value, 0n);
}

/** The number of digits before the point, give or take one. */
function magnitude({ numerator, denominator, exponent }: Ratio): bigint {
  return BigInt(digits(numerator) - digits(denominator)) + exponent;
}

function digits(value: bigint): number {
  const hex = (value < 0n ? -value : value).toString(16);
  const lead = Math.log10(Number.parseInt(hex.slice(0, 8), 16));
  return Math.floor((hex.length - Math.min(hex.length, 8)) * Math.log10(16) + lead) + 1;
}
