/** Rational numbers up to this size are reduced to lowest terms. Python writes only reduced ones. */
const REDUCED_BELOW = 2n ** 4096n;

/** A fraction in lowest terms, but unchanged if one of its parts has more than 4096 bits. */
export function lowestTerms(numerator: bigint, denominator: bigint): [numerator: bigint, denominator: bigint] {
  let [a, b] = [numerator < 0n ? -numerator : numerator, denominator];
  if (a >= REDUCED_BELOW || b >= REDUCED_BELOW) return [numerator, denominator];
  while (b !== 0n) [a, b] = [b, a % b];
  return [numerator / a, denominator / a];
}

/** The form that equal rational numbers share as keys, also with ints and floats: a number if one is exactly equal. */
export function rationalKey(numerator: bigint, denominator: bigint): number | bigint | readonly unknown[] {
  const [n, d] = lowestTerms(numerator, denominator);
  if (d === 1n) return n;
  return exactFloat(n, d) ?? ['fractions.Fraction', n, d];
}

/** The float that is exactly equal; `undefined` if there is none. */
function exactFloat(numerator: bigint, denominator: bigint): number | undefined {
  const exponent = bitLength(denominator) - 1;
  const n = Number(numerator);
  if ((denominator & (denominator - 1n)) !== 0n || exponent > 1074 || !Number.isSafeInteger(n)) return undefined;
  return multiply(n, -exponent);
}

/** The nearest float of a quotient, however large its parts. */
export function quotient(numerator: bigint, denominator: bigint): number {
  const [n, d] = [Number(numerator), Number(denominator)];
  if (Number.isSafeInteger(n) && Number.isSafeInteger(d)) return n / d;
  const size = numerator < 0n ? -numerator : numerator;
  const shift = bitLength(denominator) - bitLength(size) + 66;
  const [a, b] = shift < 0 ? [size, denominator << BigInt(-shift)] : [size << BigInt(shift), denominator];
  const sticky = a % b === 0n ? 0n : 1n;
  const near = scale((a / b) | sticky, -shift);
  return numerator < 0n ? -near : near;
}

/** `value * 2 ** exponent`, rounded once. */
function scale(value: bigint, exponent: number): number {
  // Subnormal floats keep fewer bits. The others are rounded away here, so that the conversion to a float is exact.
  const lost = Math.max(0, -1074 - exponent);
  if (lost === 0 || lost < bitLength(value) - 53) return multiply(Number(value), exponent);
  return multiply(Number(roundShift(value, BigInt(lost))), exponent + lost);
}

/** Scales in steps that stay within the range of floats until the end. */
function multiply(value: number, exponent: number): number {
  if (exponent > 1000) return value * 2 ** 1000 * 2 ** (exponent - 1000);
  return exponent < -1000 ? value * 2 ** -1000 * 2 ** (exponent + 1000) : value * 2 ** exponent;
}

/** Halves are rounded to even. */
function roundShift(value: bigint, bits: bigint): bigint {
  const whole = value >> bits;
  const twice = (value - (whole << bits)) * 2n;
  const one = 1n << bits;
  return twice > one || (twice === one && (whole & 1n) === 1n) ? whole + 1n : whole;
}

function bitLength(value: bigint): number {
  const hex = value.toString(16);
  return hex.length * 4 - Math.clz32(Number.parseInt(hex.charAt(0), 16)) + 28;
}
