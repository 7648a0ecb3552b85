import { PickleError } from '../errors.ts';
import { decodeError } from './decode-error.ts';
import { decodeLatin1 } from './text.ts';
import { UnitBuffer } from './units.ts';

const BACKSLASH = 0x5c;
const UPPER_U = 0x55;
const LOWER_U = 0x75;
const LOWER_X = 0x78;
const MAX_CODE_POINT = 0x10_ffff;

/** What a single letter, quote or backslash after a backslash stands for in a bytes literal. */
const SINGLE: ReadonlyMap<number, number> = /* @__PURE__ */ new Map([
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

/** Resolves the escapes of a Python bytes literal: STRING's argument without quotes. Throws `bad-text`. */
export function unescapeString(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const out = new Uint8Array(end - start);
  let length = 0;
  let at = start;
  while (at < end) {
    const byte = bytes[at++] as number;
    if (byte !== BACKSLASH) {
      out[length++] = byte;
      continue;
    }
    if (at === end) throw new PickleError('bad-text', 'Trailing \\ in string');
    const letter = bytes[at++] as number;
    const single = SINGLE.get(letter);
    if (single !== undefined) {
      out[length++] = single;
    } else if (letter === LOWER_X) {
      out[length++] = hexByte(bytes, start, at, end);
      at += 2;
    } else if (isOctal(letter)) {
      let code = letter - 0x30;
      for (let digits = 1; digits < 3 && at < end && isOctal(bytes[at] as number); digits++) {
        code = code * 8 + (bytes[at++] as number) - 0x30;
      }
      out[length++] = code;
    } else if (letter !== 0x0a) {
      out[length++] = BACKSLASH;
      out[length++] = letter;
    }
  }
  return length === out.length ? out : out.slice(0, length);
}

/** Python's `raw-unicode-escape` decoder (UNICODE's line). Throws `bad-text`, in CPython's words. */
export function decodeRawUnicodeEscape(bytes: Uint8Array, start: number, end: number): string {
  let at = start;
  while (at < end && bytes[at] !== BACKSLASH) at++;
  if (at === end) return decodeLatin1(bytes, start, end);
  const text = new UnitBuffer(end - start);
  for (at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte !== BACKSLASH || at + 1 === end) {
      text.unit(byte);
      continue;
    }
    const letter = bytes[++at] as number;
    if (letter === LOWER_U) {
      text.unit(codeOf(bytes, start, at, end, 4));
      at += 4;
    } else if (letter === UPPER_U) {
      text.codePoint(codeOf(bytes, start, at, end, 8));
      at += 8;
    } else {
      text.unit(byte);
      text.unit(letter);
    }
  }
  return text.finish();
}

/** UNICODE's line for a text. Every unit of the result is below 256 and stands for one byte. */
export function encodeRawUnicodeEscape(text: string): string {
  let out = '';
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x100 && !isSpecial(unit)) continue;
    out += text.slice(from, i);
    const code = text.codePointAt(i) ?? unit;
    if (code > 0xffff) {
      out += `\\U${code.toString(16).padStart(8, '0')}`;
      i++;
    } else {
      out += `\\u${code.toString(16).padStart(4, '0')}`;
    }
    from = i + 1;
  }
  return from === 0 ? text : out + text.slice(from);
}

/** The two hex digits at `at`; the backslash stands two bytes before. */
function hexByte(bytes: Uint8Array, start: number, at: number, end: number): number {
  const high = at < end ? hexDigit(bytes[at] as number) : -1;
  const low = at + 1 < end ? hexDigit(bytes[at + 1] as number) : -1;
  if (high < 0 || low < 0) {
    throw new PickleError('bad-text', `invalid \\x escape at position ${at - 2 - start}`);
  }
  return high * 16 + low;
}

/** The code point that the hex digits after the letter at `letter` spell. */
function codeOf(bytes: Uint8Array, start: number, letter: number, end: number, digits: number): number {
  let code = 0;
  for (let at = letter + 1; at <= letter + digits; at++) {
    const digit = at < end ? hexDigit(bytes[at] as number) : -1;
    if (digit < 0)
      throw rawError(bytes, start, letter, at, `truncated \\${digits === 4 ? 'uXXXX' : 'UXXXXXXXX'} escape`);
    code = code * 16 + digit;
  }
  if (code > MAX_CODE_POINT) throw rawError(bytes, start, letter, letter + 9, '\\Uxxxxxxxx out of range');
  return code;
}

function rawError(bytes: Uint8Array, start: number, letter: number, to: number, reason: string): PickleError {
  return decodeError('rawunicodeescape', bytes, start, letter - 1, to, reason);
}

function isOctal(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x37;
}

/** The value of a hex digit, or -1. */
function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/** Characters that would end the line, end a text file on old systems, or begin an escape. */
function isSpecial(unit: number): boolean {
  return unit === BACKSLASH || unit === 0x0a || unit === 0x00 || unit === 0x0d || unit === 0x1a;
}
