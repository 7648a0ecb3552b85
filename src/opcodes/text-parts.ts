/**
 * Texts of a pickle in which two surrogates meet that are not one character. Python keeps them apart, but a JavaScript
 * string cannot, so such a text is given in parts.
 *
 * @module
 */
import { decodeRawUnicodeEscape } from '../bytes/escapes.ts';
import { decodeLatin1, decodeUtf8 } from '../bytes/text.ts';

const BACKSLASH = 0x5c;
const LOWER_U = 0x75;
const UPPER_U = 0x55;

/** UTF-8 in which surrogates may be encoded separately, as three bytes each. */
export function utf8Parts(bytes: Uint8Array, start: number, end: number): string[] {
  const cuts: number[] = [];
  for (let at = start + 3; at + 2 < end; at++) {
    if (isSurrogate(bytes, at, 0xb0) && isSurrogate(bytes, at - 3, 0xa0)) cuts.push(at);
  }
  return partsOf(decodeUtf8, bytes, start, end, cuts);
}

/** The argument of UNICODE, in which surrogates may be escaped separately. */
export function rawUnicodeParts(bytes: Uint8Array, start: number, end: number): string[] {
  const cuts: number[] = [];
  let afterHigh = -1;
  for (let at = start; at < end; ) {
    const letter = bytes[at] === BACKSLASH && at + 1 < end ? bytes[at + 1] : undefined;
    const digits = letter === LOWER_U ? 4 : letter === UPPER_U ? 8 : 0;
    const code = digits === 0 ? 0 : Number.parseInt(decodeLatin1(bytes, at + 2, at + 2 + digits), 16);
    if ((code & 0xfffffc00) === 0xdc00 && afterHigh === at) cuts.push(at);
    at += letter === undefined ? 1 : 2 + digits;
    if (code >= 0xd800 && code < 0xdc00) afterHigh = at;
  }
  return partsOf(decodeRawUnicodeEscape, bytes, start, end, cuts);
}

function partsOf(
  decode: (bytes: Uint8Array, start: number, end: number) => string,
  bytes: Uint8Array,
  start: number,
  end: number,
  cuts: readonly number[],
): string[] {
  return [...cuts, end].map((cut, i) => decode(bytes, cuts[i - 1] ?? start, cut));
}

/** Whether a surrogate of the half that begins with `second` is encoded at `at`. */
function isSurrogate(bytes: Uint8Array, at: number, second: 0xa0 | 0xb0): boolean {
  return bytes[at] === 0xed && ((bytes[at + 1] ?? 0) & 0xf0) === second;
}
