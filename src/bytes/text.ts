import { PickleError } from '../errors.ts';
import { decodeUtf8Slowly, utf8Message } from './utf8-errors.ts';

/** Below this many bytes a loop is faster than the call of TextDecoder (measured on Node 20). */
const SHORT = 32;
/** Units given to one `String.fromCharCode`. */
const CHUNK = 4096;

const utf8 = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = /* @__PURE__ */ new TextEncoder();

/**
 * Decodes UTF-8 as Python's `bytes.decode('utf-8', 'surrogatepass')`: the three bytes of a lone surrogate are one unit,
 * a byte order mark is kept.
 *
 * @throws PickleError `bad-text` with CPython's message.
 */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  if (end - start <= SHORT) {
    const text = decodeShortAscii(bytes, start, end);
    if (text !== undefined) return text;
  }
  try {
    return utf8.decode(bytes.subarray(start, end));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return decodeUtf8Slowly(bytes, start, end, true, (run) => {
      throw new PickleError('bad-text', utf8Message(bytes, start, surrogateRun(bytes, run)));
    });
  }
}

/** How many UTF-16 units UTF-8 bytes decode to. */
export function utf16Length(bytes: Uint8Array, start: number, end: number): number {
  let length = 0;
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number;
    if ((byte & 0xc0) !== 0x80) length += byte >= 0xf0 ? 2 : 1;
  }
  return length;
}

/** How many bytes a text takes in UTF-8, lone surrogates three. */
export function utf8Length(text: string): number {
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) length += 1;
    else if (unit < 0x800) length += 2;
    else if (isLead(unit) && isTrail(text.charCodeAt(i + 1))) {
      length += 4;
      i++;
    } else length += 3;
  }
  return length;
}

/**
 * Writes UTF-8, lone surrogates as three bytes. There is room for it.
 *
 * @returns Where the next byte goes.
 */
export function writeUtf8(text: string, target: Uint8Array, at: number): number {
  if (text.length > 64 && isWellFormed(text)) return at + encoder.encodeInto(text, target.subarray(at)).written;
  let next = at;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) {
      target[next++] = unit;
    } else if (unit < 0x800) {
      target[next++] = 0xc0 | (unit >> 6);
      target[next++] = 0x80 | (unit & 0x3f);
    } else if (isLead(unit) && isTrail(text.charCodeAt(i + 1))) {
      const codePoint = 0x1_0000 + ((unit - 0xd800) << 10) + (text.charCodeAt(++i) - 0xdc00);
      target[next++] = 0xf0 | (codePoint >> 18);
      target[next++] = 0x80 | ((codePoint >> 12) & 0x3f);
      target[next++] = 0x80 | ((codePoint >> 6) & 0x3f);
      target[next++] = 0x80 | (codePoint & 0x3f);
    } else {
      target[next++] = 0xe0 | (unit >> 12);
      target[next++] = 0x80 | ((unit >> 6) & 0x3f);
      target[next++] = 0x80 | (unit & 0x3f);
    }
  }
  return next;
}

/** A text with one unit a byte. */
export function decodeLatin1(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at += CHUNK) {
    const part: ArrayLike<number> = bytes.subarray(at, Math.min(at + CHUNK, end));
    text += Reflect.apply(String.fromCharCode, undefined, part);
  }
  return text;
}

/** Whether all bytes are below 0x80. */
export function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if ((bytes[i] as number) >= 0x80) return false;
  return true;
}

/** `undefined`: there is a byte that is no ASCII. */
function decodeShortAscii(bytes: Uint8Array, start: number, end: number): string | undefined {
  let text = '';
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number;
    if (byte >= 0x80) return undefined;
    text += String.fromCharCode(byte);
  }
  return text;
}

/** Whether a text has no lone surrogate. */
function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

function isLead(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function isTrail(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}

/** With `surrogatepass` CPython reports a cut surrogate as its strict decoder does: the second byte is the wrong one. */
function surrogateRun<R extends { readonly start: number; readonly end: number }>(bytes: Uint8Array, run: R): R {
  const [lead, next] = [bytes[run.start], bytes[run.start + 1]];
  if (lead !== 0xed || next === undefined || next < 0xa0 || run.end === run.start + 1) return run;
  return { ...run, end: run.start + 1, reason: 'invalid continuation byte' };
}
