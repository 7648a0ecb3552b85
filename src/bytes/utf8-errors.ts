/**
 * Python's UTF-8 decoder, the exact and slow one: for bytes that are not well-formed.
 *
 * @module
 */

/** A run of bytes that is no UTF-8, as CPython delimits it. */
export interface Utf8Error {
  /** Offset of the first byte. */
  readonly start: number;
  /** Offset behind the last byte. */
  readonly end: number;
  readonly reason: 'invalid start byte' | 'invalid continuation byte' | 'unexpected end of data';
}

/** Units collected before they become a string: an argument list of any length would overflow the engine's stack. */
const CHUNK = 4096;

/** Collects UTF-16 units. */
class Units {
  private text = '';
  private units: number[] = [];

  add(codePoint: number): void {
    if (codePoint > 0xffff) {
      this.units.push(0xd800 + ((codePoint - 0x1_0000) >> 10), 0xdc00 + ((codePoint - 0x1_0000) & 0x3ff));
    } else {
      this.units.push(codePoint);
    }
    if (this.units.length >= CHUNK) this.flush();
  }

  toString(): string {
    this.flush();
    return this.text;
  }

  private flush(): void {
    this.text += String.fromCharCode.apply(null, this.units);
    this.units = [];
  }
}

/**
 * Decodes UTF-8, surrogates included or not, and asks `onError` what stands for each run of bytes that is none.
 *
 * @param surrogates - Whether the three bytes of a lone surrogate are one, as with Python's `surrogatepass`.
 * @param onError - Gives code points for the run, or throws.
 */
export function decodeUtf8Slowly(
  bytes: Uint8Array,
  start: number,
  end: number,
  surrogates: boolean,
  onError: (error: Utf8Error) => Iterable<number>,
): string {
  const units = new Units();
  let at = start;
  while (at < end) {
    const lead = bytes[at] as number;
    if (lead < 0x80) {
      units.add(lead);
      at++;
      continue;
    }
    const found = sequenceAt(bytes, at, end, surrogates);
    if (typeof found === 'number') {
      units.add(found);
      at += found > 0xffff ? 4 : found > 0x7ff ? 3 : 2;
    } else {
      for (const codePoint of onError(found)) units.add(codePoint);
      at = found.end;
    }
  }
  return units.toString();
}

/** The code point of the sequence that starts here, or what is wrong with it. */
function sequenceAt(bytes: Uint8Array, at: number, end: number, surrogates: boolean): number | Utf8Error {
  const lead = bytes[at] as number;
  const size = lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
  if (size === 0) return { start: at, end: at + 1, reason: 'invalid start byte' };
  let codePoint = lead & (0x7f >> size);
  for (let i = 1; i < size; i++) {
    if (at + i >= end) return { start: at, end, reason: 'unexpected end of data' };
    const byte = bytes[at + i] as number;
    const lowest = i > 1 ? 0x80 : lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const highest = i > 1 ? 0xbf : lead === 0xed && !surrogates ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    if (byte < lowest || byte > highest) return { start: at, end: at + i, reason: 'invalid continuation byte' };
    codePoint = (codePoint << 6) | (byte & 0x3f);
  }
  return codePoint;
}

/** CPython's message for a run, with offsets from where the text starts. */
export function utf8Message(bytes: Uint8Array, textStart: number, { start, end, reason }: Utf8Error): string {
  const [first, last] = [start - textStart, end - textStart - 1];
  if (first === last) {
    const hex = (bytes[start] as number).toString(16).padStart(2, '0');
    return `'utf-8' codec can't decode byte 0x${hex} in position ${first}: ${reason}`;
  }
  return `'utf-8' codec can't decode bytes in position ${first}-${last}: ${reason}`;
}
