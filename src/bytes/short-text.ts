import { isAscii, UTF8_DECODER } from './text.ts';

/** Bytes of a window. A string cut out of one keeps it alive as long as itself, so it is short. */
const WINDOW = 1024;
/** Strings that a window has to give to be worth its making (measured: 400 ns a window, 25 ns a string without). */
const WORTH = 16;
/** Strings that are made without a window at first, and after one that was not worth it. */
const FIRST = 16;
const PAUSE = 64;
/** Longest text that is put together unit by unit (measured: a TextDecoder is as fast from there on). */
const LONGEST = 64;
/** Entries of the key cache; a power of two. */
const KEYS = 256;
/** Longest key that is cached. */
const LONGEST_KEY = 24;

/**
 * Short UTF-8 texts of one input after another.
 *
 * ASCII texts are cut out of a window: the bytes from one place on, without their top bits, decoded at once. 12 ns a
 * string against 100 to 130 of a TextDecoder each (measured, Node 24): lists of strings load 1.6 times as fast. Other
 * texts are put together of code units: 60 ns against 170.
 */
export class ShortText {
  private readonly masked = new Uint8Array(WINDOW);
  private readonly words = new Uint32Array(this.masked.buffer);
  /** The current window: what it spells, and where it stands in `bytes`. */
  private text = '';
  private from = 0;
  private to = 0;
  /** How many strings it has given. */
  private given = WORTH;
  private pause = FIRST;
  private bytes: Uint8Array | undefined;
  /** Arrays of every length, for `fromCharCode`. */
  private readonly units: number[][] = [];
  private readonly keys: (string | undefined)[] = new Array(KEYS).fill(undefined);

  /** Forgets the window. */
  clear(): void {
    this.bytes = undefined;
    this.text = '';
    this.from = 0;
    this.to = 0;
    this.given = WORTH;
    this.pause = FIRST;
  }

  /** The text from `start` to `end`; `undefined` if that is longer than this is for, or no UTF-8 of the strict sort. */
  read(bytes: Uint8Array, start: number, end: number): string | undefined {
    if (isAscii(bytes, start, end)) {
      if (start >= this.from && end <= this.to && bytes === this.bytes) {
        this.given++;
        return this.text.substring(start - this.from, end - this.from);
      }
      return this.ascii(bytes, start, end);
    }
    return end - start <= LONGEST ? this.unicode(bytes, start, end) : undefined;
  }

  /**
   * The same for a text that is likely to come again in another input, such as a dict's key: from a cache of the newest
   * ones. Neither the string (18 ns, measured, Node 24) nor its hash is made again.
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
    if (this.pause > 0 || length > WINDOW) {
      this.pause--;
      return length <= LONGEST ? this.asciiUnits(bytes, start, length) : undefined;
    }
    if (this.given < WORTH) {
      this.given = WORTH;
      this.pause = PAUSE;
    }
    this.open(bytes, start);
    return this.text.substring(0, length);
  }

  /** Makes the window that begins at `from`. */
  private open(bytes: Uint8Array, from: number): void {
    const { masked, words } = this;
    const window = bytes.subarray(from, from + WINDOW);
    masked.set(window);
    for (let i = 0; i < words.length; i++) words[i] = (words[i] as number) & 0x7f7f7f7f;
    this.text = UTF8_DECODER.decode(window.length === WINDOW ? masked : masked.subarray(0, window.length));
    this.from = from;
    this.to = from + window.length;
    this.bytes = bytes;
    this.given = 1;
  }

  private asciiUnits(bytes: Uint8Array, start: number, length: number): string {
    const units = this.unitsOf(length);
    for (let i = 0; i < length; i++) units[i] = bytes[start + i] as number;
    return fromUnits(units);
  }

  private unicode(bytes: Uint8Array, start: number, end: number): string | undefined {
    const scratch = this.unitsOf(LONGEST);
    let count = 0;
    for (let i = start; i < end; count++) {
      const a = bytes[i] as number;
      if (a < 0x80) {
        scratch[count] = a;
        i++;
      } else if (a >= 0xc2 && a < 0xe0 && i + 1 < end && isTrail(bytes[i + 1])) {
        scratch[count] = ((a & 0x1f) << 6) | ((bytes[i + 1] as number) & 0x3f);
        i += 2;
      } else if (a >= 0xe1 && a < 0xf0 && a !== 0xed && i + 2 < end && isTrail(bytes[i + 1]) && isTrail(bytes[i + 2])) {
        scratch[count] =
          ((a & 0xf) << 12) | (((bytes[i + 1] as number) & 0x3f) << 6) | ((bytes[i + 2] as number) & 0x3f);
        i += 3;
      } else {
        // Four bytes, U+0000 to U+0FFF in three, near the surrogates, wrong: rare enough.
        return undefined;
      }
    }
    const units = this.unitsOf(count);
    if (units !== scratch) for (let i = 0; i < count; i++) units[i] = scratch[i] as number;
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

function isTrail(byte: number | undefined): boolean {
  return ((byte as number) & 0xc0) === 0x80;
}

function isSame(text: string, bytes: Uint8Array, start: number): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}
