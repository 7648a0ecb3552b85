/**
 * bzip2. Other bytes after the last stream are ignored, as in Python's `bz2`.
 *
 * @module
 */
import { CUT } from '../broken.ts';
import { BZ2_CRC } from '../checksums/bz2-crc.ts';
import type { Decoding, PackedInput } from '../packed-input.ts';
import { Bz2Codes, LONGEST_CODE } from './bz2-codes.ts';

const BLOCK = 0x3141_5926_5359;
const END = 0x1772_4538_5090;
const UNIT = 100_000;
/** How many bytes are asked for before a block is tried. A block that needs more doubles it. */
const FIRST_TRY = 2 ** 16;
const SYMBOLS_OF_ONE_CODE = 50;
const CHUNK = 2 ** 16;

/** Decodes streams that stand one after another. */
export function* unbz2(input: PackedInput): Decoding {
  yield* stream(input, yield* level(input));
  while (yield* input.fill(4)) {
    const { bytes, at } = input;
    if (bytes[at] !== 0x42 || bytes[at + 1] !== 0x5a || bytes[at + 2] !== 0x68) return;
    yield* stream(input, yield* level(input));
  }
}

/** Reads the header of a stream: the size of its blocks, in units. */
function* level(input: PackedInput): Decoding<number> {
  const [b, z, h, digit = 0] = yield* input.take(4);
  const value = digit - 0x30;
  if (b !== 0x42 || z !== 0x5a || h !== 0x68 || value < 1 || value > 9) throw input.broken('not a bzip2 header');
  return value;
}

function* stream(input: PackedInput, units: number): Decoding {
  const decoder = new BlockDecoder(input, units * UNIT);
  let wanted = FIRST_TRY;
  let combined = 0;
  for (;;) {
    // The end of a block is known only once it was read. If it is incomplete, it is read again with more bytes.
    const isAll = !(yield* input.fill(wanted));
    const crc = decoder.read(isAll);
    if (crc === 'more') {
      wanted = Math.max(2 * wanted, input.left + 1);
      continue;
    }
    if (crc === 'end') break;
    combined = ((combined << 1) | (combined >>> 31)) ^ crc;
    yield* decoder.expanded(crc);
  }
  if (decoder.streamCrc !== combined >>> 0) throw input.broken('the checksum of the stream is wrong');
}

/** Thrown if the buffered bytes end too early. */
const SHORT = Symbol('short');

/** Decodes the blocks of one stream. Its position is between two bits of the input. */
class BlockDecoder {
  /** The checksum at the end of the stream. */
  streamCrc = 0;
  private readonly input: PackedInput;
  private readonly most: number;
  /** How many bits of the current byte of the input were read already. */
  private bitsUsed = 0;
  private hold = 0;
  private held = 0;
  private at = 0;
  /** The block: a byte in the low eight bits and, after {@link invert}, the index of the next byte above it. */
  private block = new Uint32Array(0);
  private length = 0;
  private origin = 0;

  constructor(input: PackedInput, most: number) {
    this.input = input;
    this.most = most;
  }

  /**
   * Reads the next block.
   *
   * @param isAll - Whether no more bytes will come.
   * @returns Its checksum; `'end'` at the end of the stream; `'more'` if the block is incomplete, and nothing was consumed.
   */
  read(isAll: boolean): number | 'end' | 'more' {
    this.at = this.input.at;
    this.hold = this.held = 0;
    try {
      this.bits(this.bitsUsed);
      const result = this.readBlock();
      this.consume();
      if (result === 'end' && this.bitsUsed > 0) {
        this.input.at++;
        this.bitsUsed = 0;
      }
      return result;
    } catch (error) {
      if (error !== SHORT) throw error;
      if (isAll) throw this.input.broken(CUT);
      return 'more';
    }
  }

  /** The content of the block, with its runs expanded. */
  *expanded(expected: number): Decoding {
    const { block, length } = this;
    let crc = -1;
    let chunk = new Uint8Array(CHUNK + 256);
    let to = 0;
    let place = this.origin;
    let previous = -1;
    let run = 0;
    for (let i = 0; i < length; i++) {
      const entry = block[place] ?? 0;
      place = entry >>> 8;
      const byte = entry & 0xff;
      if (run === 4) {
        chunk.fill(previous, to, to + byte);
        to += byte;
        run = 0;
        previous = -1;
      } else {
        run = byte === previous ? run + 1 : 1;
        previous = byte;
        chunk[to++] = byte;
      }
      if (to < CHUNK) continue;
      crc = crcOf(chunk, to, crc);
      yield chunk.subarray(0, to);
      chunk = new Uint8Array(CHUNK + 256);
      to = 0;
    }
    crc = crcOf(chunk, to, crc);
    if (~crc >>> 0 !== expected) throw this.input.broken('the checksum of a block is wrong');
    if (to > 0) yield chunk.subarray(0, to);
  }

  private readBlock(): number | 'end' {
    const magic = this.bits(24) * 2 ** 24 + this.bits(24);
    const crc = this.bits(16) * 2 ** 16 + this.bits(16);
    if (magic === END) {
      this.streamCrc = crc;
      return 'end';
    }
    if (magic !== BLOCK) throw this.input.broken('neither a block nor the end of the stream follows a block');
    if (this.bits(1) === 1) throw this.input.broken('a randomized block, which only bzip2 0.9.0 and older wrote');
    this.origin = this.bits(24);
    this.readSymbols();
    if (this.origin >= this.length) throw this.input.broken('the first byte of a block is not in the block');
    this.invert();
    return crc;
  }

  private readSymbols(): void {
    const alphabet = this.readAlphabet();
    const size = alphabet.length + 2;
    const codeCount = this.bits(3);
    const selectorCount = this.bits(15);
    if (alphabet.length === 0 || codeCount < 2 || codeCount > 6 || selectorCount === 0) {
      throw this.input.broken('the codes of a block are wrong');
    }
    const selectors = this.readSelectors(codeCount, selectorCount);
    const codes = Array.from({ length: codeCount }, () => this.readCode(size));
    this.readMoved(alphabet, selectors, codes);
  }

  /** Reads which bytes occur. */
  private readAlphabet(): Uint8Array {
    const present: number[] = [];
    const rows = this.bits(16);
    for (let row = 0; row < 16; row++) {
      if (((rows >> (15 - row)) & 1) === 0) continue;
      const columns = this.bits(16);
      for (let column = 0; column < 16; column++) {
        if ((columns >> (15 - column)) & 1) present.push(16 * row + column);
      }
    }
    return Uint8Array.from(present);
  }

  /** Reads which code each run of 50 symbols has. */
  private readSelectors(codeCount: number, count: number): Uint8Array {
    const order = Uint8Array.from({ length: codeCount }, (_, i) => i);
    const selectors = new Uint8Array(count);
    for (let i = 0; i < count; i++) {
      let place = 0;
      while (this.bits(1) === 1) if (++place >= codeCount) throw this.input.broken('the codes of a block are wrong');
      const code = order[place] ?? 0;
      order.copyWithin(1, 0, place);
      order[0] = code;
      selectors[i] = code;
    }
    return selectors;
  }

  private readCode(size: number): Bz2Codes {
    const lengths = new Uint8Array(size);
    let length = this.bits(5);
    for (let symbol = 0; symbol < size; symbol++) {
      for (;;) {
        if (length < 1 || length > LONGEST_CODE) throw this.input.broken('the codes of a block are wrong');
        if (this.bits(1) === 0) break;
        length += this.bits(1) === 0 ? 1 : -1;
      }
      lengths[symbol] = length;
    }
    const codes = new Bz2Codes(lengths);
    if (!codes.isPrefixCode) throw this.input.broken('the codes of a block are wrong');
    return codes;
  }

  /** Undoes the codes, the runs of zeros, and moving to the front. */
  private readMoved(alphabet: Uint8Array, selectors: Uint8Array, codes: readonly Bz2Codes[]): void {
    const { most } = this;
    if (this.block.length === 0) this.block = new Uint32Array(Math.min(most, 2 ** 16));
    const order = alphabet.slice();
    const end = alphabet.length + 1;
    let length = 0;
    let run = 0;
    let weight = 1;
    let code = codes[0];
    for (let count = 0, group = 0; ; count++) {
      if (count % SYMBOLS_OF_ONE_CODE === 0) {
        if (group === selectors.length) throw this.input.broken('a block is longer than it announces');
        code = codes[selectors[group++] ?? 0];
      }
      const symbol = code === undefined ? end : this.symbol(code);
      if (symbol <= 1) {
        run += weight << symbol;
        weight *= 2;
        if (run > most) throw this.input.broken('a block is longer than it announces');
        continue;
      }
      if (run > 0) {
        this.reserve(length + run);
        this.block.fill(order[0] ?? 0, length, length + run);
        length += run;
        run = 0;
        weight = 1;
      }
      if (symbol === end) break;
      if (length === this.block.length) this.reserve(length + 1);
      const place = symbol - 1;
      const byte = order[place] ?? 0;
      if (place < 16) for (let i = place; i > 0; i--) order[i] = order[i - 1] ?? 0;
      else order.copyWithin(1, 0, place);
      order[0] = byte;
      this.block[length++] = byte;
    }
    this.length = length;
  }

  private reserve(length: number): void {
    if (length > this.most) throw this.input.broken('a block is longer than it announces');
    if (length <= this.block.length) return;
    const larger = new Uint32Array(Math.min(this.most, Math.max(2 * this.block.length, length)));
    larger.set(this.block);
    this.block = larger;
  }

  /** Undoes the Burrows-Wheeler transform: each entry gets the index of the one that follows it. */
  private invert(): void {
    const { block, length } = this;
    const starts = new Uint32Array(257);
    for (let i = 0; i < length; i++) {
      const next = ((block[i] ?? 0) & 0xff) + 1;
      starts[next] = (starts[next] ?? 0) + 1;
    }
    for (let byte = 1; byte < 257; byte++) starts[byte] = (starts[byte] ?? 0) + (starts[byte - 1] ?? 0);
    for (let i = 0; i < length; i++) {
      const byte = (block[i] ?? 0) & 0xff;
      const place = starts[byte] ?? 0;
      starts[byte] = place + 1;
      block[place] = ((block[place] ?? 0) & 0xff) | (i << 8);
    }
    this.origin = (block[this.origin] ?? 0) >>> 8;
  }

  private symbol(code: Bz2Codes): number {
    if (this.held < LONGEST_CODE) this.readAhead();
    const entry = code.entryOf((this.hold << (32 - this.held)) >>> 12);
    const length = entry & 31;
    if (length > this.held || (length === 0 && this.held < LONGEST_CODE)) throw SHORT;
    if (length === 0) throw this.input.broken('a block has bits that are not a code');
    this.held -= length;
    return entry >>> 5;
  }

  /** Reads up to 24 bits. */
  private bits(count: number): number {
    if (count === 0) return 0;
    if (this.held < count) this.readAhead();
    if (this.held < count) throw SHORT;
    this.held -= count;
    return (this.hold >>> this.held) & ((1 << count) - 1);
  }

  /** Reads as many bytes as there is room for. */
  private readAhead(): void {
    const { bytes, end } = this.input;
    while (this.held <= 24 && this.at < end) {
      this.hold = (this.hold << 8) | (bytes[this.at++] ?? 0);
      this.held += 8;
    }
  }

  /** Consumes what was read. */
  private consume(): void {
    const whole = (this.held + 7) >> 3;
    this.input.at = this.at - whole;
    this.bitsUsed = 8 * whole - this.held;
    if (this.bitsUsed === 8) {
      this.input.at++;
      this.bitsUsed = 0;
    }
  }
}

function crcOf(bytes: Uint8Array, length: number, crc: number): number {
  let state = crc;
  for (let i = 0; i < length; i++) state = (state << 8) ^ (BZ2_CRC[(state >>> 24) ^ (bytes[i] ?? 0)] ?? 0);
  return state;
}
