/**
 * The decoder of LZMA, which `.lzma`, `.xz` and zip wrap in different ways.
 *
 * @see {@link https://7-zip.org/sdk.html | lzma-specification.txt in the LZMA SDK}
 * @module
 */
import { CUT } from '../broken.ts';
import type { History } from '../history.ts';
import type { PackedInput } from '../packed-input.ts';

/** The most bytes that a symbol takes. */
export const AHEAD = 21;
/** The length of the longest copy. */
export const LONGEST = 273;

const STATES = 12;
const SHORTEST = 2;
const [LITERAL_STATES, HALF] = [7, 1024];
const [DISTANCE_SLOTS, LENGTH_STATES, ALIGN_BITS] = [64, 4, 4];
/** From this slot on, part of a distance is not in the model. */
const END_OF_MODEL = 14;
const POSITIONS = 16;

/** The offset of each part of the model. */
const IS_MATCH = 0;
const IS_REP = IS_MATCH + STATES * POSITIONS;
const IS_REP0 = IS_REP + STATES;
const IS_REP1 = IS_REP0 + STATES;
const IS_REP2 = IS_REP1 + STATES;
const IS_REP0_LONG = IS_REP2 + STATES;
const SLOTS = IS_REP0_LONG + STATES * POSITIONS;
const SPECIAL = SLOTS + LENGTH_STATES * DISTANCE_SLOTS;
const ALIGN = SPECIAL + 128;
const MATCH_LENGTH = ALIGN + (1 << ALIGN_BITS);
const [LOW, MIDDLE, HIGH] = [2, 2 + 8 * POSITIONS, 2 + 16 * POSITIONS];
const REP_LENGTH = MATCH_LENGTH + HIGH + 256;
const LITERALS = REP_LENGTH + HIGH + 256;
const LITERAL_SIZE = 0x300;

/** How a run of {@link LzmaDecoder.run} ended. */
export type Stop = 'limit' | 'marker' | 'input';

export class LzmaDecoder {
  private readonly input: PackedInput;
  private readonly history: History;
  private probabilities = new Uint16Array(0);
  /** How many bits of the last byte, and of the position, the model of literals uses. */
  private contextBits = 0;
  private placeBits = 0;
  private positionMask = 0;
  private state = 0;
  /** The last four distances, less 1. */
  private rep0 = 0;
  private rep1 = 0;
  private rep2 = 0;
  private rep3 = 0;
  private range = 0;
  private code = 0;

  constructor(input: PackedInput, history: History) {
    this.input = input;
    this.history = history;
  }

  /** Whether the code has the value that it must have at the end of the data. */
  get isAtEnd(): boolean {
    return this.code === 0;
  }

  /** Sets the properties that a byte encodes. */
  setProperties(byte: number): void {
    if (byte >= 225) throw this.input.broken('invalid properties');
    this.contextBits = byte % 9;
    this.placeBits = ((byte / 9) | 0) % 5;
    this.positionMask = (1 << ((byte / 45) | 0)) - 1;
    const size = LITERALS + (LITERAL_SIZE << (this.contextBits + this.placeBits));
    if (this.probabilities.length !== size) this.probabilities = new Uint16Array(size);
    this.reset();
  }

  /** Begins with a fresh model. */
  reset(): void {
    this.probabilities.fill(HALF);
    this.state = this.rep0 = this.rep1 = this.rep2 = this.rep3 = 0;
  }

  /** Begins a code with its first five bytes. */
  start(bytes: Uint8Array): void {
    if (bytes[0] !== 0) throw this.input.broken('the code does not begin with a zero byte');
    this.range = -1;
    this.code = ((bytes[1] ?? 0) << 24) | ((bytes[2] ?? 0) << 16) | ((bytes[3] ?? 0) << 8) | (bytes[4] ?? 0);
  }

  /**
   * Goes on until this many bytes were written, or the end marker was read, or fewer than {@link AHEAD} bytes are left
   * before `inputEnd`. There must be room for {@link LONGEST} bytes more than that.
   */
  run(limit: number, inputEnd: number): Stop {
    const { input, history, probabilities: p, positionMask } = this;
    const base = history.position - history.at;
    while (history.at < limit) {
      if (input.at > inputEnd) return 'input';
      const position = (base + history.at) & positionMask;
      if (this.bit(p, IS_MATCH + (this.state << 4) + position) === 0) {
        this.literal(p, base);
        continue;
      }
      let length: number;
      if (this.bit(p, IS_REP + this.state) === 0) {
        this.rep3 = this.rep2;
        this.rep2 = this.rep1;
        this.rep1 = this.rep0;
        length = this.length(p, MATCH_LENGTH, position);
        this.state = this.state < LITERAL_STATES ? 7 : 10;
        this.rep0 = this.distance(p, length);
        if (this.rep0 === -1) return 'marker';
      } else {
        length = this.repeated(p, position);
      }
      const distance = (this.rep0 >>> 0) + 1;
      if (distance > history.reach) throw this.broken('a copy begins before the data');
      history.copy(distance, length);
    }
    return 'limit';
  }

  private broken(reason: string): Error {
    return this.input.broken(this.input.at > this.input.end ? CUT : reason);
  }

  private literal(p: Uint16Array, base: number): void {
    const { history } = this;
    const { bytes, at } = history;
    const previous = history.reach > 0 ? (bytes[at - 1] ?? 0) : 0;
    const place = (base + at) & ((1 << this.placeBits) - 1);
    const context = (place << this.contextBits) + (previous >> (8 - this.contextBits));
    const model = LITERALS + LITERAL_SIZE * context;
    let symbol = 1;
    if (this.state >= LITERAL_STATES) {
      const distance = (this.rep0 >>> 0) + 1;
      if (distance > history.reach) throw this.broken('a copy begins before the data');
      let matched = bytes[at - distance] ?? 0;
      while (symbol < 0x100) {
        const expected = (matched >> 7) & 1;
        matched <<= 1;
        const bit = this.bit(p, model + ((1 + expected) << 8) + symbol);
        symbol = (symbol << 1) | bit;
        if (bit !== expected) break;
      }
    }
    while (symbol < 0x100) symbol = (symbol << 1) | this.bit(p, model + symbol);
    bytes[at] = symbol;
    history.at = at + 1;
    this.state = this.state < 4 ? 0 : this.state < 10 ? this.state - 3 : this.state - 6;
  }

  /** Reads the length of a copy from one of the last four distances, which becomes the latest. */
  private repeated(p: Uint16Array, position: number): number {
    const { state } = this;
    if (this.bit(p, IS_REP0 + state) === 0) {
      if (this.bit(p, IS_REP0_LONG + (state << 4) + position) === 0) {
        this.state = state < LITERAL_STATES ? 9 : 11;
        return 1;
      }
    } else {
      let distance = this.rep1;
      if (this.bit(p, IS_REP1 + state) === 1) {
        if (this.bit(p, IS_REP2 + state) === 0) {
          distance = this.rep2;
        } else {
          distance = this.rep3;
          this.rep3 = this.rep2;
        }
        this.rep2 = this.rep1;
      }
      this.rep1 = this.rep0;
      this.rep0 = distance;
    }
    this.state = state < LITERAL_STATES ? 8 : 11;
    return this.length(p, REP_LENGTH, position);
  }

  private length(p: Uint16Array, model: number, position: number): number {
    if (this.bit(p, model) === 0) return SHORTEST + this.tree(p, model + LOW + (position << 3), 3);
    if (this.bit(p, model + 1) === 0) return SHORTEST + 8 + this.tree(p, model + MIDDLE + (position << 3), 3);
    return SHORTEST + 16 + this.tree(p, model + HIGH, 8);
  }

  /** Reads a distance, less 1; -1 is the end marker. */
  private distance(p: Uint16Array, length: number): number {
    const state = Math.min(length - SHORTEST, LENGTH_STATES - 1);
    const slot = this.tree(p, SLOTS + DISTANCE_SLOTS * state, 6);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const base = (2 | (slot & 1)) << bits;
    if (slot < END_OF_MODEL) return base + this.reverseTree(p, SPECIAL + base - slot, bits);
    return (base + (this.direct(bits - ALIGN_BITS) << ALIGN_BITS) + this.reverseTree(p, ALIGN, ALIGN_BITS)) | 0;
  }

  private tree(p: Uint16Array, model: number, bits: number): number {
    let symbol = 1;
    for (let i = 0; i < bits; i++) symbol = (symbol << 1) | this.bit(p, model + symbol);
    return symbol - (1 << bits);
  }

  private reverseTree(p: Uint16Array, model: number, bits: number): number {
    let symbol = 1;
    let value = 0;
    for (let i = 0; i < bits; i++) {
      const bit = this.bit(p, model + symbol);
      symbol = (symbol << 1) | bit;
      value |= bit << i;
    }
    return value;
  }

  /** Reads a bit with a probability in the model. */
  private bit(p: Uint16Array, index: number): number {
    const probability = p[index] ?? 0;
    const bound = Math.imul(this.range >>> 11, probability);
    let bit = 0;
    if (this.code >>> 0 < bound >>> 0) {
      this.range = bound;
      p[index] = probability + ((2048 - probability) >> 5);
    } else {
      this.range = (this.range - bound) | 0;
      this.code = (this.code - bound) | 0;
      p[index] = probability - (probability >> 5);
      bit = 1;
    }
    if (this.range >>> 24 === 0) this.shift();
    return bit;
  }

  /** Reads bits without a probability in the model. */
  private direct(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++) {
      this.range = this.range >>> 1;
      const isOne = this.code >>> 0 >= this.range;
      if (isOne) this.code = (this.code - this.range) | 0;
      value = (value << 1) | (isOne ? 1 : 0);
      if (this.range >>> 24 === 0) this.shift();
    }
    return value;
  }

  private shift(): void {
    const { input } = this;
    this.range <<= 8;
    this.code = (this.code << 8) | (input.bytes[input.at++] ?? 0);
  }
}
