/**
 * Deflate.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc1951 | RFC 1951}
 * @module
 */
import { CUT } from '../broken.ts';
import { CHUNK, History } from '../history.ts';
import type { Decoding, PackedInput } from '../packed-input.ts';
import { HuffmanTable } from './huffman.ts';

const END = 256;
const LITERALS = 286;
const DISTANCES = 30;
/** The first length of each symbol from 257 on, and how many bits follow. */
const LENGTHS = Uint16Array.of(
  ...[
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
  ],
);
const LENGTH_BITS = Uint8Array.of(
  ...[0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0],
);
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const WINDOW = 2 ** 15;
const LONGEST_COPY = 258;
/** The most bytes that a literal, or a length with its distance, takes, with the bits that were read ahead. */
const AHEAD = 16;

/** The history of deflated data. It can be used for several streams, one after another. */
export function inflateHistory(): History {
  return new History(WINDOW);
}

/**
 * Decodes deflated data. Afterwards the input is at their end.
 *
 * @param see - Called with each chunk before it is given out.
 */
export function* inflate(input: PackedInput, history: History, see: (chunk: Uint8Array) => void): Decoding {
  history.reset();
  const inflater = new Inflater(input, history);
  function* given(): Decoding {
    const chunk = history.give();
    see(chunk);
    yield chunk;
  }
  for (let isLast = false; !isLast; ) {
    isLast = (yield* inflater.bits(1)) === 1;
    const type = yield* inflater.bits(2);
    if (type === 0) {
      for (let left = yield* inflater.storedLength(); left > 0; ) {
        left -= yield* inflater.stored(left);
        if (history.waiting >= CHUNK) yield* given();
      }
      continue;
    }
    if (type === 1) inflater.useFixed();
    else if (type === 2) yield* inflater.readTables();
    else throw input.broken('invalid block type');
    while (!(yield* inflater.codes())) yield* given();
  }
  inflater.align();
  if (history.waiting > 0) yield* given();
}

class Inflater {
  private readonly input: PackedInput;
  private readonly history: History;
  /** Bits that were read ahead. The lowest is the next. */
  private hold = 0;
  private held = 0;
  private readonly literals = new HuffmanTable();
  private readonly distances = new HuffmanTable();
  private readonly lengthCodes = new HuffmanTable();

  constructor(input: PackedInput, history: History) {
    this.input = input;
    this.history = history;
  }

  /** Reads up to 16 bits. */
  *bits(count: number): Decoding<number> {
    while (this.held < count) {
      const [byte = 0] = yield* this.input.take(1);
      this.hold |= byte << this.held;
      this.held += 8;
    }
    const value = this.hold & ((1 << count) - 1);
    this.hold >>>= count;
    this.held -= count;
    return value;
  }

  /** Drops the rest of a byte, which has no meaning. */
  align(): void {
    this.hold = this.held = 0;
  }

  *storedLength(): Decoding<number> {
    this.align();
    const length = yield* this.input.number(2);
    if ((yield* this.input.number(2)) !== (length ^ 0xffff)) throw this.input.broken('invalid stored block lengths');
    return length;
  }

  /** Copies bytes of a stored block. Returns how many. */
  *stored(left: number): Decoding<number> {
    const { input, history } = this;
    if (!(yield* input.fill(1))) throw input.broken(CUT);
    const length = Math.min(left, input.left, CHUNK);
    history.append(input.bytes.subarray(input.at, input.at + length));
    input.at += length;
    return length;
  }

  useFixed(): void {
    const lengths = new Uint8Array(288).fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280);
    this.literals.build(lengths, false);
    this.distances.build(new Uint8Array(32).fill(5), false);
  }

  /** Reads the codes at the beginning of a block. */
  *readTables(): Decoding {
    const { input } = this;
    const literals = 257 + (yield* this.bits(5));
    const distances = 1 + (yield* this.bits(5));
    const codes = 4 + (yield* this.bits(4));
    if (literals > LITERALS || distances > DISTANCES) throw input.broken('too many length or distance symbols');
    const codeLengths = new Uint8Array(19);
    for (const place of CODE_LENGTH_ORDER.slice(0, codes)) codeLengths[place] = yield* this.bits(3);
    if (!this.lengthCodes.build(codeLengths, false)) throw input.broken('invalid code lengths set');
    const lengths = yield* this.readLengths(literals + distances);
    if (lengths[END] === 0) throw input.broken('invalid code -- missing end-of-block');
    const isCode = this.literals.build(lengths.subarray(0, literals), true);
    if (!isCode) throw input.broken('invalid literal/lengths set');
    if (!this.distances.build(lengths.subarray(literals), true)) throw input.broken('invalid distances set');
  }

  private *readLengths(count: number): Decoding<Uint8Array> {
    const lengths = new Uint8Array(count);
    for (let at = 0; at < count; ) {
      const symbol = yield* this.lengthSymbol();
      if (symbol < 16) {
        lengths[at++] = symbol;
        continue;
      }
      if (symbol === 16 && at === 0) throw this.input.broken('invalid bit length repeat');
      const value = symbol === 16 ? (lengths[at - 1] ?? 0) : 0;
      const repeat =
        symbol === 16
          ? 3 + (yield* this.bits(2))
          : symbol === 17
            ? 3 + (yield* this.bits(3))
            : 11 + (yield* this.bits(7));
      if (at + repeat > count) throw this.input.broken('invalid bit length repeat');
      lengths.fill(value, at, at + repeat);
      at += repeat;
    }
    return lengths;
  }

  /** Reads a symbol of the code of code lengths, bit by bit, because no more may come. */
  private *lengthSymbol(): Decoding<number> {
    const { entries, bits } = this.lengthCodes;
    for (let code = 0, length = 0; length < bits; ) {
      code |= (yield* this.bits(1)) << length++;
      const entry = entries[code] ?? 0;
      if ((entry & 15) === length) return entry >>> 4;
    }
    throw this.input.broken('invalid code lengths set');
  }

  /** Continues a block. Returns false if the output should be given out first. */
  *codes(): Decoding<boolean> {
    const { input, history } = this;
    for (;;) {
      history.reserve(CHUNK + LONGEST_COPY);
      const limit = history.at - history.waiting + CHUNK;
      // Bits after the end of the data count as 0. Afterwards it is checked whether they were used.
      const isShort = !(yield* input.fill(AHEAD));
      if (isShort) input.pad(2 * AHEAD);
      const last = isShort ? input.end + AHEAD : input.end - AHEAD;
      const isEnd = this.run(limit, last);
      if (input.at > input.end) throw input.broken(CUT);
      if (isEnd) return true;
      if (history.at >= limit) return false;
    }
  }

  /** The error for wrong bits. If they are after the end of the data, the error is that the data end. */
  private broken(reason: string, at: number, held: number): Error {
    return this.input.broken(at - (held >> 3) > this.input.end ? CUT : reason);
  }

  /** Reads as many codes as there is input and room for. Returns true at the end of the block. */
  private run(limit: number, last: number): boolean {
    const { input, history } = this;
    const { bytes } = input;
    const out = history.bytes;
    const { entries: literals, bits: literalBits } = this.literals;
    const { entries: distances, bits: distanceBits } = this.distances;
    const literalMask = (1 << literalBits) - 1;
    const distanceMask = (1 << distanceBits) - 1;
    let at = input.at | 0;
    let hold = this.hold | 0;
    let held = this.held | 0;
    let to = history.at | 0;
    let isEnd = false;
    while (at <= last && to < limit) {
      // 15 bits are enough for any code. Reading two bytes at a time takes fewer branches.
      if (held < 15) {
        hold |= ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)) << held;
        at += 2;
        held += 16;
      }
      const entry = literals[hold & literalMask] ?? 0;
      const entryBits = entry & 15;
      const symbol = entry >>> 4;
      hold >>>= entryBits;
      held -= entryBits;
      if (symbol < END) {
        if (entry === 0) throw this.broken('invalid literal/length code', at, held);
        out[to++] = symbol;
        continue;
      }
      if (symbol === END) {
        isEnd = true;
        break;
      }
      if (symbol >= LITERALS) throw this.broken('invalid literal/length code', at, held);
      if (held < 15) {
        hold |= ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)) << held;
        at += 2;
        held += 16;
      }
      const lengthBits = LENGTH_BITS[symbol - 257] ?? 0;
      const length = (LENGTHS[symbol - 257] ?? 0) + (hold & ((1 << lengthBits) - 1));
      hold >>>= lengthBits;
      held -= lengthBits;
      if (held < 15) {
        hold |= ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)) << held;
        at += 2;
        held += 16;
      }
      const code = distances[hold & distanceMask] ?? 0;
      const place = code >>> 4;
      if (code === 0 || place >= DISTANCES) throw this.broken('invalid distance code', at, held);
      hold >>>= code & 15;
      held -= code & 15;
      if (held < 15) {
        hold |= ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)) << held;
        at += 2;
        held += 16;
      }
      const extraBits = place < 2 ? 0 : (place >> 1) - 1;
      const base = place < 2 ? place : (2 | (place & 1)) << extraBits;
      const distance = 1 + base + (hold & ((1 << extraBits) - 1));
      hold >>>= extraBits;
      held -= extraBits;
      history.at = to;
      if (distance > history.reach) throw this.broken('invalid distance too far back', at, held);
      history.copy(distance, length);
      to += length;
    }
    history.at = to;
    // Complete bytes that were read ahead belong to what follows.
    input.at = at - (held >> 3);
    this.held = held & 7;
    // As an int, because the engine would allocate any other number.
    this.hold = hold & ((1 << (held & 7)) - 1);
    return isEnd;
  }
}
