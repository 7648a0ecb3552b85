import { MEMOIZE, SHORT_BINUNICODE } from '../opcodes.ts';
import { type NativeText, nativeText } from './native-text.ts';
import { isAscii, UTF8_DECODER } from './text.ts';

/** How many bytes a window has. Each string that is cut out of it keeps all of it alive, so it is short. */
const WINDOW = 1024;
/**
 * How many strings make a window worth its cost. A window costs 90 ns, or 210 without {@link nativeText}; a string costs
 * 20 ns without a window and 8 with one (measured, Node 24).
 */
const WORTH = 8;
const WORTH_DECODER = 16;
/** What is not {@link LONGEST} costs as much more without a window as so many short ones; up to this many bytes. */
const LONG_COUNTS = 4;
const LONGEST_CUT = 128;
/** How many strings are made without a window after a window that was not worth it. */
const PAUSE = 64;
/** The longest text that is put together unit by unit. From there on, decoding it at once is as fast (measured). */
const LONGEST = 64;
const LONGEST_NATIVE = 40;
/** How many units are passed as arguments of their own. */
const FEW = 12;
const NO_VIEW: DataView = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(0));
/** How many entries the key cache has: a power of two. */
const KEYS = 256;
/** The length of the longest key that is cached. */
const LONGEST_KEY = 24;

/**
 * Reads short UTF-8 texts.
 *
 * ASCII texts are cut out of a window, which is a run of bytes that was decoded at once as Latin-1. That takes 8 ns for
 * each string, where a decoder takes 50 to 80, so lists of strings load twice as fast. Other texts are put together from
 * code units, which takes 15 to 50 ns in place of 70 to 170 (measured, Node 24).
 */
export class ShortText {
  private readonly native: NativeText | undefined;
  /** The bytes of a window without their top bits, for decoding without {@link nativeText}. */
  private readonly masked: Uint8Array;
  private readonly words: Uint32Array;
  private readonly worth: number;
  private readonly longest: number;
  /** The text of the current window, and where it starts in `bytes`. */
  private text = '';
  private from = 0;
  /** Where the current window ends; 0 if there is none. */
  to = 0;
  private view: DataView = NO_VIEW;
  /** How many strings were cut out of it. */
  private given: number;
  private pause: number;
  private bytes: Uint8Array | undefined;
  /** Where the last run ended. */
  runEnd = 0;
  private readonly scratch = new Uint16Array(LONGEST);
  /** Arrays of every length, for `fromCharCode`. */
  private readonly units: number[][] = [];
  private readonly keys: (string | undefined)[] = new Array(KEYS).fill(undefined);

  constructor(native: NativeText | undefined = nativeText) {
    this.native = native;
    this.masked = new Uint8Array(native === undefined ? WINDOW : 0);
    this.words = new Uint32Array(this.masked.buffer);
    this.worth = native === undefined ? WORTH_DECODER : WORTH;
    this.longest = native === undefined ? LONGEST : LONGEST_NATIVE;
    this.given = this.worth;
    this.pause = this.worth;
  }

  /** Forgets the window. */
  clear(): void {
    this.bytes = undefined;
    this.view = NO_VIEW;
    this.text = '';
    this.from = 0;
    this.to = 0;
    this.given = this.worth;
    this.pause = this.worth;
  }

  /** The text from `start` to `end`; `undefined` if it is too long for this class, or not strict UTF-8. */
  read(bytes: Uint8Array, start: number, end: number): string | undefined {
    if (start >= this.from && end <= this.to && bytes === this.bytes) {
      if (isAsciiIn(this.view, start, end)) {
        this.given += end - start > this.longest ? LONG_COUNTS : 1;
        return this.text.substring(start - this.from, end - this.from);
      }
    } else if (isAscii(bytes, start, end)) {
      return this.ascii(bytes, start, end);
    }
    return end - start <= this.longest ? this.unicode(bytes, start, end) : undefined;
  }

  /**
   * Reads a run of texts from `start` on, each as SHORT_BINUNICODE and MEMOIZE, onto the stack and into the memo, while
   * they lie in the window. It uses local variables only, which takes 21 ns for each text instead of 28 (measured, Node
   * 24).
   *
   * @param most - How many entries the memo may have.
   * @returns How many were read; {@link ShortText.runEnd} is where they end.
   */
  run(
    bytes: Uint8Array,
    start: number,
    items: unknown[],
    height: number,
    memo: unknown[],
    size: number,
    most: number,
  ): number {
    const { text, from, to, view } = this;
    let at = start;
    let sp = height;
    let count = size;
    if (bytes === this.bytes && at >= from) {
      while (count < most && at + 2 < to && bytes[at] === SHORT_BINUNICODE) {
        const begin = at + 2;
        const end = begin + (bytes[at + 1] as number);
        if (end >= to || bytes[end] !== MEMOIZE || !isAsciiIn(view, begin, end)) break;
        const read = text.substring(begin - from, end - from);
        items[sp++] = read;
        memo[count++] = read;
        at = end + 1;
      }
    }
    this.runEnd = at;
    this.given += count - size;
    return count - size;
  }

  /**
   * The same for a text that is likely to come again in another input, such as a dict's key: it comes from a cache of the
   * newest ones. Neither the string (18 ns, measured, Node 24) nor its hash is made again.
   */
  key(bytes: Uint8Array, start: number, end: number): string | undefined {
    const length = end - start;
    if (length > LONGEST_KEY || length === 0) return this.read(bytes, start, end);
    const first = bytes[start] as number;
    const last = bytes[end - 1] as number;
    const middle = bytes[start + (length >> 1)] as number;
    const slot = (length * 31 + first * 7 + middle * 13 + last * 3) & (KEYS - 1);
    const known = this.keys[slot];
    if (known !== undefined && known.length === length && isSame(known, bytes, start)) return known;
    const text = this.read(bytes, start, end);
    this.keys[slot] = text;
    return text;
  }

  private ascii(bytes: Uint8Array, start: number, end: number): string | undefined {
    const length = end - start;
    if (this.pause > 0 || length > LONGEST_CUT) {
      this.pause--;
      return length <= this.longest ? this.asciiUnits(bytes, start, length) : undefined;
    }
    if (this.given < this.worth) {
      this.given = this.worth;
      this.pause = PAUSE;
    }
    this.open(bytes, start);
    return this.read(bytes, start, end);
  }

  /** Makes a window that begins at `from`. */
  private open(bytes: Uint8Array, from: number): void {
    const to = Math.min(from + WINDOW, bytes.length);
    this.text = this.native?.latin1(bytes, from, to) ?? this.decodeMasked(bytes, from, to);
    this.from = from;
    this.to = to;
    if (bytes !== this.bytes) {
      this.bytes = bytes;
      this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    }
    this.given = 0;
  }

  private decodeMasked(bytes: Uint8Array, from: number, to: number): string {
    const { masked, words } = this;
    masked.set(bytes.subarray(from, to));
    for (let i = 0; i < words.length; i++) words[i] = (words[i] as number) & 0x7f7f7f7f;
    return UTF8_DECODER.decode(to - from === WINDOW ? masked : masked.subarray(0, to - from));
  }

  private asciiUnits(bytes: Uint8Array, start: number, length: number): string {
    if (length <= FEW && length > 0) return fewUnits(bytes, start, length);
    const units = this.unitsOf(length);
    for (let i = 0; i < length; i++) units[i] = bytes[start + i] as number;
    return fromUnits(units);
  }

  private unicode(bytes: Uint8Array, start: number, end: number): string | undefined {
    const { scratch } = this;
    let count = 0;
    let at = start;
    // Errors in continuation bytes are gathered and checked once, together with a last character that is cut.
    let wrong = 0;
    while (at < end) {
      const a = bytes[at] as number;
      if (a < 0x80) {
        scratch[count++] = a;
        at++;
      } else if (a < 0xe0) {
        if (a < 0xc2) return undefined;
        const b = (bytes[at + 1] as number) ^ 0x80;
        wrong |= b;
        scratch[count++] = ((a & 0x1f) << 6) | b;
        at += 2;
      } else {
        // Four bytes, U+0000 to U+0FFF in three, near the surrogates: rare enough.
        if (a === 0xe0 || a === 0xed || a >= 0xf0) return undefined;
        const b = (bytes[at + 1] as number) ^ 0x80;
        const c = (bytes[at + 2] as number) ^ 0x80;
        wrong |= b | c;
        scratch[count++] = ((a & 0xf) << 12) | (b << 6) | c;
        at += 3;
      }
    }
    if (wrong >= 0x40 || at !== end) return undefined;
    if (count <= FEW) return fewUnits(scratch, 0, count);
    const units = this.unitsOf(count);
    for (let i = 0; i < count; i++) units[i] = scratch[i] as number;
    return fromUnits(units);
  }

  private unitsOf(length: number): number[] {
    const { units } = this;
    while (units.length <= length) units.push(new Array(units.length).fill(0));
    return units[length] as number[];
  }
}

function fromUnits(units: readonly number[]): string {
  return String.fromCharCode.apply(undefined, units as number[]);
}

/** The first 1 to 12 units as a string. 12 take 50 ns, where an array of them takes 60 (measured, Node 24). */
function fewUnits(units: Uint8Array | Uint16Array, at: number, count: number): string {
  const a = units[at] as number;
  if (count === 1) return String.fromCharCode(a);
  const b = units[at + 1] as number;
  if (count === 2) return String.fromCharCode(a, b);
  const c = units[at + 2] as number;
  if (count === 3) return String.fromCharCode(a, b, c);
  const d = units[at + 3] as number;
  if (count === 4) return String.fromCharCode(a, b, c, d);
  const e = units[at + 4] as number;
  if (count === 5) return String.fromCharCode(a, b, c, d, e);
  const f = units[at + 5] as number;
  if (count === 6) return String.fromCharCode(a, b, c, d, e, f);
  const g = units[at + 6] as number;
  if (count === 7) return String.fromCharCode(a, b, c, d, e, f, g);
  const h = units[at + 7] as number;
  if (count === 8) return String.fromCharCode(a, b, c, d, e, f, g, h);
  const i = units[at + 8] as number;
  if (count === 9) return String.fromCharCode(a, b, c, d, e, f, g, h, i);
  const j = units[at + 9] as number;
  if (count === 10) return String.fromCharCode(a, b, c, d, e, f, g, h, i, j);
  const k = units[at + 10] as number;
  if (count === 11) return String.fromCharCode(a, b, c, d, e, f, g, h, i, j, k);
  const l = units[at + 11] as number;
  return String.fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l);
}

/** Whether all bytes from `start` to `end` are below 0x80. Four at a time, 16 take half the time (measured, Node 24). */
function isAsciiIn(view: DataView, start: number, end: number): boolean {
  let all = 0;
  let at = start;
  for (; at + 16 <= end; at += 16) {
    all |= view.getInt32(at) | view.getInt32(at + 4) | view.getInt32(at + 8) | view.getInt32(at + 12);
  }
  for (; at + 4 <= end; at += 4) all |= view.getInt32(at);
  for (; at < end; at++) all |= view.getInt8(at);
  return (all & 0x80808080) === 0;
}

function isSame(text: string, bytes: Uint8Array, start: number): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}
