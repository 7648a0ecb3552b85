/**
 * numpy's `longdouble` of x86: 80 bits, with an explicit first bit of the fraction, in 12 or 16 bytes.
 *
 * @module
 */

/** The bytes that count; the others are padding, which numpy does not clear. */
export const LONG_DOUBLE_BYTES = 10;
const BIAS = 16_383;
const TOP = 0x7fff;

/** The number, if a float64 has it exactly; else `undefined`. The bytes are little-endian. */
export function fromLongDouble(bytes: Uint8Array): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = view.getUint16(8, true);
  const fraction = view.getBigUint64(0, true);
  const sign = head & 0x8000 ? -1 : 1;
  const exponent = head & TOP;
  if (exponent === TOP) return BigInt.asUintN(63, fraction) === 0n ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (fraction === 0n) return sign * 0;
  const near = Number(fraction);
  if (BigInt(near) !== fraction) return undefined;
  // In two steps, because no float64 holds 2 ** (-1074 - 63).
  const power = Math.max(exponent, 1) - BIAS - 63;
  const value = power < -1000 ? near * 2 ** -1000 * 2 ** (power + 1000) : near * 2 ** Math.min(power, 1023);
  const back = new Uint8Array(LONG_DOUBLE_BYTES);
  toLongDouble(value, back);
  const isSame = back.every((byte, at) =>
    at === 9 ? (byte & 0x7f) === ((bytes[at] ?? 0) & 0x7f) : byte === bytes[at],
  );
  return isSame ? sign * value : undefined;
}

/** Writes a float64, which a longdouble always has exactly. */
export function toLongDouble(value: number, bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const double = new DataView(new ArrayBuffer(8));
  double.setFloat64(0, value);
  const bits = double.getBigUint64(0);
  const sign = bits >> 63n === 0n ? 0 : 0x8000;
  let exponent = Number((bits >> 52n) & 0x7ffn);
  let fraction = (bits & 0xf_ffff_ffff_ffffn) << 11n;
  if (exponent === 0x7ff) {
    view.setUint16(8, sign | TOP, true);
    view.setBigUint64(0, (2n ** 63n) | fraction, true);
    return;
  }
  if (exponent === 0 && fraction === 0n) {
    view.setUint16(8, sign, true);
    view.setBigUint64(0, 0n, true);
    return;
  }
  if (exponent === 0) {
    // A subnormal of float64 is a normal number here.
    exponent = 1;
    while (fraction >> 63n === 0n) {
      fraction <<= 1n;
      exponent--;
    }
  } else fraction |= 2n ** 63n;
  view.setUint16(8, sign | (exponent - 1023 + BIAS), true);
  view.setBigUint64(0, fraction, true);
}
