import { nativeText } from './native-text.ts';
import { decodeUtf8Exactly, type Utf8Errors } from './utf8-errors.ts';

/** From this many bytes on, TextDecoder is faster than building the string from character codes (measured, Node 20). */
const DECODER_UTF8 = 32;
/** The same for Latin-1 that is not ASCII, which has to be widened first. */
const DECODER_LATIN1 = 768;
/** From this many units on, TextEncoder is faster than a loop. */
const ENCODER = 64;

/** A decoder of strict UTF-8 that keeps a byte order mark. */
export const UTF8_DECODER: { decode(input: Uint8Array): string } = /* @__PURE__ */ new TextDecoder('utf-8', {
  fatal: true,
  ignoreBOM: true,
});
/** It is made when it is needed, because that takes 0.3 ms. */
let utf16Decoder: { decode(input: Uint8Array): string } | undefined;
const ENCODER_UTF8: { encodeInto(source: string, target: Uint8Array): { written: number } } =
  /* @__PURE__ */ new TextEncoder();

const SURROGATE = /[\ud800-\udfff]/;

/**
 * The bytes from `start` to `end` as UTF-8. By default, lone surrogates are accepted, as by Python's `surrogatepass`. Throws `bad-text`, in CPython's words.
 */
export function decodeUtf8(
  bytes: Uint8Array,
  start: number,
  end: number,
  errors: Utf8Errors = 'surrogatepass',
): string {
  if (end - start < DECODER_UTF8 && isAscii(bytes, start, end)) return unitsOf(bytes, start, end);
  try {
    if (nativeText !== undefined) {
      const text = nativeText.utf8(bytes, start, end);
      // Without U+FFFD, nothing was replaced. With one, it was in the bytes or it replaced invalid ones.
      if (!text.includes('\ufffd')) return text;
    }
    return UTF8_DECODER.decode(rangeOf(bytes, start, end));
  } catch {
    return decodeUtf8Exactly(bytes, start, end, errors);
  }
}

/** How many UTF-16 units the UTF-8 bytes from `start` to `end` decode to. */
export function utf16Length(bytes: Uint8Array, start: number, end: number): number {
  let units = 0;
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number;
    if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 ? 2 : 1;
  }
  return units;
}

/** How many bytes {@link writeUtf8} writes. Lone surrogates take three. */
export function utf8Length(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    if (unit < 0x800) {
      length++;
    } else {
      length += 2;
      if (isPair(unit, text, i)) i++;
    }
  }
  return length;
}

/**
 * Writes UTF-8 at `at` of `target`, lone surrogates as three bytes each; returns where it ends. There must be room for
 * {@link utf8Length} bytes.
 */
export function writeUtf8(text: string, target: Uint8Array, at: number): number {
  if (text.length >= ENCODER) {
    const written =
      nativeText === undefined
        ? ENCODER_UTF8.encodeInto(text, target.subarray(at)).written
        : nativeText.writeUtf8(target, text, at);
    // U+FFFD takes three bytes too, so only texts with one are searched for lone surrogates.
    if (written === text.length || !SURROGATE.test(text)) return at + written;
  }
  let to = at;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) {
      target[to++] = unit;
    } else if (unit < 0x800) {
      target[to++] = 0xc0 | (unit >> 6);
      target[to++] = 0x80 | (unit & 0x3f);
    } else if (isPair(unit, text, i)) {
      const code = ((unit - 0xd7c0) << 10) | (text.charCodeAt(++i) & 0x3ff);
      target[to++] = 0xf0 | (code >> 18);
      target[to++] = 0x80 | ((code >> 12) & 0x3f);
      target[to++] = 0x80 | ((code >> 6) & 0x3f);
      target[to++] = 0x80 | (code & 0x3f);
    } else {
      target[to++] = 0xe0 | (unit >> 12);
      target[to++] = 0x80 | ((unit >> 6) & 0x3f);
      target[to++] = 0x80 | (unit & 0x3f);
    }
  }
  return to;
}

/** The bytes from `start` to `end` as Latin-1: one unit for each byte. */
export function decodeLatin1(bytes: Uint8Array, start: number, end: number): string {
  const length = end - start;
  if (length < DECODER_UTF8) return unitsOf(bytes, start, end);
  if (nativeText !== undefined) return nativeText.latin1(bytes, start, end);
  if (isAscii(bytes, start, end)) return UTF8_DECODER.decode(rangeOf(bytes, start, end));
  if (length < DECODER_LATIN1) return unitsOf(bytes, start, end);
  const wide = new Uint8Array(2 * length);
  for (let i = 0; i < length; i++) wide[2 * i] = bytes[start + i] as number;
  utf16Decoder ??= new TextDecoder('utf-16le', { fatal: true, ignoreBOM: true });
  return utf16Decoder.decode(wide);
}

/** Latin-1 text as bytes: one byte for each unit. */
export function unitsToBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** Whether all bytes from `start` to `end` are below 0x80. */
export function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  let all = 0;
  for (let i = start; i < end; i++) all |= bytes[i] as number;
  return all < 0x80;
}

/** A part of bytes. `subarray` of a Node `Buffer` makes another Buffer, which costs more than what follows. */
function rangeOf(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset + start, end - start);
}

/** Whether `unit`, which is at `i`, is the first of a surrogate pair. */
function isPair(unit: number, text: string, i: number): boolean {
  return (unit & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00;
}

/** Latin-1, eight bytes at a time: the number of calls counts, not that of arguments. */
function unitsOf(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  let at = start;
  for (; at + 8 <= end; at += 8) {
    text += String.fromCharCode(
      bytes[at] as number,
      bytes[at + 1] as number,
      bytes[at + 2] as number,
      bytes[at + 3] as number,
      bytes[at + 4] as number,
      bytes[at + 5] as number,
      bytes[at + 6] as number,
      bytes[at + 7] as number,
    );
  }
  return at === end ? text : text + fewUnits(bytes, at, end - at);
}

/** Latin-1 of 1 to 7 bytes. */
function fewUnits(bytes: Uint8Array, at: number, count: number): string {
  const a = bytes[at] as number;
  if (count === 1) return String.fromCharCode(a);
  const b = bytes[at + 1] as number;
  if (count === 2) return String.fromCharCode(a, b);
  const c = bytes[at + 2] as number;
  if (count === 3) return String.fromCharCode(a, b, c);
  const d = bytes[at + 3] as number;
  if (count === 4) return String.fromCharCode(a, b, c, d);
  const e = bytes[at + 4] as number;
  if (count === 5) return String.fromCharCode(a, b, c, d, e);
  const f = bytes[at + 5] as number;
  if (count === 6) return String.fromCharCode(a, b, c, d, e, f);
  return String.fromCharCode(a, b, c, d, e, f, bytes[at + 6] as number);
}
