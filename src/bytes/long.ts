import { PickleError } from '../errors.ts';
import { decodeUtf8 } from './text.ts';

const HEX_DIGITS: Uint8Array = /* @__PURE__ */ Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));

/**
 * The two's-complement little-endian int in the bytes from `start` to `end`: a number if it is safe. Throws `limit`
 * if the runtime has no bigint that large.
 */
export function decodeLong(bytes: Uint8Array, start: number, end: number): number | bigint {
  if (start === end) return 0;
  const sign = (bytes[end - 1] as number) >= 0x80 ? 0xff : 0;
  let last = end - 1;
  while (last > start && bytes[last] === sign) last--;
  // The byte that was dropped only repeated the sign, except for its top bit.
  return last - start < 8 ? decodeShort(bytes, start, last, sign) : decodeHex(bytes, start, last, sign);
}

/** The minimal two's-complement little-endian form; 0 has no bytes. */
export function encodeLong(value: bigint): Uint8Array {
  if (value === 0n) return new Uint8Array(0);
  const flip = value < 0n ? 0xff : 0;
  const hex = (flip === 0 ? value : ~value).toString(16);
  const topBits = 32 - Math.clz32(Number.parseInt(hex.charAt(0), 16));
  const bits = 4 * (hex.length - 1) + topBits;
  const out = new Uint8Array((bits >> 3) + 1).fill(flip);
  for (let i = hex.length - 1, at = 0; i >= 0; i -= 2, at++) {
    const low = nibble(hex.charCodeAt(i));
    const high = i > 0 ? nibble(hex.charCodeAt(i - 1)) : 0;
    out[at] = ((high << 4) | low) ^ flip;
  }
  return out;
}

/** An int of at most eight bytes. All bytes above `last` are `sign`. */
function decodeShort(bytes: Uint8Array, start: number, last: number, sign: number): number | bigint {
  const low = word(bytes, start, Math.min(start + 3, last), sign);
  const high = word(bytes, start + 4, last, sign);
  const magnitude = high * 0x1_0000_0000 + low;
  const value = sign === 0 ? magnitude : -1 - magnitude;
  if (Number.isSafeInteger(value)) return value;
  const exact = (BigInt(high) << 32n) | BigInt(low);
  return sign === 0 ? exact : ~exact;
}

/** The unsigned int in at most four bytes, from `start` to `last` inclusive. */
function word(bytes: Uint8Array, start: number, last: number, sign: number): number {
  let value = 0;
  for (let i = last; i >= start; i--) value = value * 256 + ((bytes[i] as number) ^ sign);
  return value;
}

/** An int of more than eight bytes. All bytes above `last` are `sign`. */
function decodeHex(bytes: Uint8Array, start: number, last: number, sign: number): bigint {
  const hex = new Uint8Array(2 + 2 * (last + 1 - start));
  hex[0] = 0x30;
  hex[1] = 0x78;
  for (let i = last, at = 2; i >= start; i--) {
    const byte = (bytes[i] as number) ^ sign;
    hex[at++] = HEX_DIGITS[byte >> 4] as number;
    hex[at++] = HEX_DIGITS[byte & 15] as number;
  }
  const magnitude = bigintOf(hex);
  return sign === 0 ? magnitude : ~magnitude;
}

function bigintOf(hex: Uint8Array): bigint {
  try {
    return BigInt(decodeUtf8(hex, 0, hex.length));
  } catch (cause) {
    throw new PickleError('limit', `an int of ${hex.length / 2 - 1} bytes is more than this runtime can hold`, {
      cause,
    });
  }
}

function nibble(digit: number): number {
  return digit < 0x61 ? digit - 0x30 : digit - 0x57;
}
