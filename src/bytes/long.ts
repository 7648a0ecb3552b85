/**
 * Python's ints in binary: two's complement, little-endian, of any length.
 *
 * @module
 */

const HEX: readonly string[] = /* @__PURE__ */ Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const SAFE = /* @__PURE__ */ BigInt(Number.MAX_SAFE_INTEGER);

/** The int of these bytes: a number when it is safe, else a bigint. No bytes are 0. */
export function decodeLong(bytes: Uint8Array, start: number, end: number): number | bigint {
  const length = end - start;
  if (length === 0) return 0;
  const negative = (bytes[end - 1] as number) >= 0x80;
  if (length <= 6) {
    let value = 0;
    for (let i = end - 1; i >= start; i--) value = value * 256 + (bytes[i] as number);
    return negative ? value - 256 ** length : value;
  }
  const digits: string[] = [];
  for (let i = end - 1; i >= start; i--) digits.push(HEX[bytes[i] as number] as string);
  const unsigned = BigInt(`0x${digits.join('')}`);
  const value = negative ? unsigned - (1n << BigInt(8 * length)) : unsigned;
  return value <= SAFE && value >= -SAFE ? Number(value) : value;
}

/** The fewest bytes of an int, as CPython writes them. 0 has none. */
export function encodeLong(value: bigint): Uint8Array {
  if (value === 0n) return new Uint8Array(0);
  // A negative number is written as the complement of the non-negative -1 - value.
  const negative = value < 0n;
  const magnitude = negative ? -1n - value : value;
  const hex = magnitude.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  const needsSign = Number.parseInt(even.slice(0, 2), 16) >= 0x80;
  const length = even.length / 2 + (needsSign ? 1 : 0);
  const bytes = new Uint8Array(length);
  for (let i = 0; 2 * i < even.length; i++) {
    bytes[i] = Number.parseInt(even.slice(even.length - 2 * i - 2, even.length - 2 * i), 16);
  }
  if (negative) for (let i = 0; i < length; i++) bytes[i] = ~(bytes[i] as number);
  return bytes;
}
