/**
 * The escapes of protocol 0: Python's `string-escape` (STRING) and `raw-unicode-escape` (UNICODE).
 *
 * @module
 */
import { PickleError } from '../errors.ts';
import { decodeLatin1 } from './text.ts';

const BACKSLASH = 0x5c;
const LOWER_U = 0x75;
const UPPER_U = 0x55;
const LOWER_X = 0x78;

/** What a letter after a backslash stands for. */
const SIMPLE: ReadonlyMap<number, number> = /* @__PURE__ */ new Map([
  [BACKSLASH, BACKSLASH],
  [0x27, 0x27],
  [0x22, 0x22],
  [0x61, 0x07],
  [0x62, 0x08],
  [0x66, 0x0c],
  [0x6e, 0x0a],
  [0x72, 0x0d],
  [0x74, 0x09],
  [0x76, 0x0b],
]);

/**
 * The bytes between the quotes of a STRING argument.
 *
 * @throws PickleError `bad-text` with CPython's message.
 */
export function unescapeString(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const result = new Uint8Array(end - start);
  let length = 0;
  for (let at = start; at < end; ) {
    const byte = bytes[at] as number;
    if (byte !== BACKSLASH) {
      result[length++] = byte;
      at++;
      continue;
    }
    if (at + 1 >= end) throw new PickleError('bad-text', 'Trailing \\ in string');
    const escape = bytes[at + 1] as number;
    const simple = SIMPLE.get(escape);
    if (simple !== undefined) {
      result[length++] = simple;
      at += 2;
    } else if (escape === LOWER_X) {
      const [high, low] = [hexDigit(bytes, at + 2, end), hexDigit(bytes, at + 3, end)];
      if (high < 0 || low < 0) throw new PickleError('bad-text', `invalid \\x escape at position ${at - start}`);
      result[length++] = high * 16 + low;
      at += 4;
    } else {
      const digits = octalDigits(bytes, at + 1, end);
      if (digits > 0) {
        result[length++] = Number.parseInt(decodeLatin1(bytes, at + 1, at + 1 + digits), 8) & 0xff;
        at += 1 + digits;
      } else {
        result[length++] = byte;
        result[length++] = escape;
        at += 2;
      }
    }
  }
  return result.subarray(0, length);
}

/**
 * Decodes `raw-unicode-escape`: Latin-1, apart from `\uXXXX` and `\UXXXXXXXX`.
 *
 * @throws PickleError `bad-text` with CPython's message.
 */
export function decodeRawUnicodeEscape(bytes: Uint8Array, start: number, end: number): string {
  const parts: string[] = [];
  let plain = start;
  let at = bytes.indexOf(BACKSLASH, start);
  while (at >= 0 && at < end) {
    const letter = at + 1 < end ? bytes[at + 1] : undefined;
    if (letter === LOWER_U || letter === UPPER_U) {
      parts.push(decodeLatin1(bytes, plain, at), unicodeEscape(bytes, start, at, end));
      plain = at + (letter === LOWER_U ? 6 : 10);
      at = bytes.indexOf(BACKSLASH, plain);
    } else {
      at = bytes.indexOf(BACKSLASH, at + 2);
    }
  }
  parts.push(decodeLatin1(bytes, plain, end));
  return parts.join('');
}

/**
 * Encodes `raw-unicode-escape` as CPython's pickler does: what would end the line or begin an escape is escaped too.
 *
 * @returns A text whose every unit is one byte.
 */
export function encodeRawUnicodeEscape(text: string): string {
  return text.replace(/[\\\0\n\r\x1a]|[^\0-\xff]/gu, (character) => {
    const codePoint = character.codePointAt(0) ?? 0;
    const hex = codePoint.toString(16);
    return codePoint > 0xffff ? `\\U${hex.padStart(8, '0')}` : `\\u${hex.padStart(4, '0')}`;
  });
}

/** The character of `\uXXXX` or `\UXXXXXXXX`. */
function unicodeEscape(bytes: Uint8Array, start: number, at: number, end: number): string {
  const isLong = bytes[at + 1] === UPPER_U;
  const digits = isLong ? 8 : 4;
  let codePoint = 0;
  for (let i = 0; i < digits; i++) {
    const digit = hexDigit(bytes, at + 2 + i, end);
    if (digit < 0) throw badEscape(start, at, at + 2 + i, isLong ? 'truncated \\UXXXXXXXX escape' : 'truncated \\uXXXX escape');
    codePoint = codePoint * 16 + digit;
  }
  if (codePoint > 0x10_ffff) throw badEscape(start, at, at + 2 + digits, '\\Uxxxxxxxx out of range');
  return String.fromCodePoint(codePoint);
}

function badEscape(start: number, at: number, end: number, reason: string): PickleError {
  const [first, last] = [at - start, end - start - 1];
  const where = first === last ? `byte 0x5c in position ${first}` : `bytes in position ${first}-${last}`;
  return new PickleError('bad-text', `'rawunicodeescape' codec can't decode ${where}: ${reason}`);
}

/** The value of a hexadecimal digit, -1 if there is none. */
function hexDigit(bytes: Uint8Array, at: number, end: number): number {
  const byte = at < end ? (bytes[at] as number) : 0;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/** How many octal digits stand here, at most three. */
function octalDigits(bytes: Uint8Array, at: number, end: number): number {
  let digits = 0;
  while (digits < 3 && at + digits < end && ((bytes[at + digits] as number) & 0xf8) === 0x30) digits++;
  return digits;
}
