import type { PackedInput } from '../packed-input.ts';
import { BackwardBits } from './backward-bits.ts';
import { readFseTable } from './fse-table.ts';
import { LARGEST_BLOCK } from './zstd-frames.ts';

const [RAW, RLE, TREELESS] = [0, 1, 3];
const LONGEST_CODE = 11;
const WEIGHT_TABLE_BITS = 6;
/** Extra room after the literals of a block. */
const SPARE = 32;

/** The literals of a block. Later blocks may use the same code. */
export class ZstdLiterals {
  readonly bytes = new Uint8Array(LARGEST_BLOCK + SPARE);
  length = 0;
  private readonly input: PackedInput;
  private readonly bits = new BackwardBits();
  /** `symbol << 4 | length` for each run of {@link codeBits} bits. */
  private readonly codes = new Uint16Array(1 << LONGEST_CODE);
  private codeBits = 0;

  constructor(input: PackedInput) {
    this.input = input;
  }

  /** Reads the literals at the beginning of a block. Returns where they end. */
  read(block: Uint8Array): number {
    const [a = 0, b = 0, c = 0, d = 0, e = 0] = block;
    const type = a & 3;
    const form = (a >> 2) & 3;
    if (type === RAW || type === RLE) {
      const headerBytes = (form & 1) === 0 ? 1 : form === 1 ? 2 : 3;
      this.length = headerBytes === 1 ? a >> 3 : (a >> 4) | (b << 4) | (headerBytes === 3 ? c << 12 : 0);
      const end = headerBytes + (type === RAW ? this.length : 1);
      if (this.length > LARGEST_BLOCK || end > block.length) throw this.broken();
      if (type === RAW) this.bytes.set(block.subarray(headerBytes, end));
      else this.bytes.fill(block[headerBytes] ?? 0, 0, this.length);
      return end;
    }
    const headerBytes = form < 2 ? 3 : form + 2;
    const sizeBits = form < 2 ? 10 : 4 * form + 6;
    const fields = a + b * 2 ** 8 + c * 2 ** 16 + (form >= 2 ? d * 2 ** 24 : 0) + (form === 3 ? e * 2 ** 32 : 0);
    this.length = Math.floor(fields / 16) % 2 ** sizeBits;
    const packed = Math.floor(fields / 2 ** (4 + sizeBits)) % 2 ** sizeBits;
    const end = headerBytes + packed;
    if (this.length > LARGEST_BLOCK || end > block.length) throw this.broken();
    let at = headerBytes;
    if (type !== TREELESS) at += this.readTree(block.subarray(headerBytes, end));
    if (this.codeBits === 0) throw this.broken();
    this.readStreams(block.subarray(at, end), form === 0 ? 1 : 4);
    return end;
  }

  private broken(): Error {
    return this.input.broken('the literals of a block are broken');
  }

  private readStreams(bytes: Uint8Array, count: 1 | 4): void {
    if (count === 1) {
      this.readStream(bytes, 0, this.length);
      return;
    }
    const part = (this.length + 3) >> 2;
    if (bytes.length < 6 || 3 * part > this.length) throw this.broken();
    let from = 6;
    for (let i = 0; i < 4; i++) {
      const size = (bytes[2 * i] ?? 0) | ((bytes[2 * i + 1] ?? 0) << 8);
      const end = i === 3 ? bytes.length : from + size;
      if (end > bytes.length) throw this.broken();
      this.readStream(bytes.subarray(from, end), i * part, i === 3 ? this.length : (i + 1) * part);
      from = end;
    }
  }

  private readStream(stream: Uint8Array, from: number, end: number): void {
    const { bits, bytes, codes, codeBits } = this;
    if (!bits.begin(stream)) throw this.broken();
    for (let at = from; at < end; at++) {
      const code = codes[bits.peek(codeBits)] ?? 0;
      bits.left -= code & 15;
      bytes[at] = code >>> 4;
    }
    if (bits.left !== 0) throw this.broken();
  }

  /** Reads the code. Returns how many bytes it takes. */
  private readTree(bytes: Uint8Array): number {
    const [header = 0] = bytes;
    if (header >= 128) {
      const count = header - 127;
      const length = 1 + ((count + 1) >> 1);
      if (length > bytes.length) throw this.broken();
      const weights = Array.from(
        { length: count },
        (_, i) => ((bytes[1 + (i >> 1)] ?? 0) >> (i % 2 === 0 ? 4 : 0)) & 15,
      );
      this.buildCode(weights);
      return length;
    }
    if (1 + header > bytes.length) throw this.broken();
    this.buildCode(this.readWeights(bytes.subarray(1, 1 + header)));
    return 1 + header;
  }

  /** Reads weights, which two states give in turn. */
  private readWeights(bytes: Uint8Array): number[] {
    const { bits } = this;
    const read = readFseTable(bytes, WEIGHT_TABLE_BITS, LONGEST_CODE + 2);
    if (read === undefined || !bits.begin(bytes.subarray(read.length))) throw this.broken();
    const { table } = read;
    const weights: number[] = [];
    let state = bits.read(table.bits);
    let other = bits.read(table.bits);
    if (bits.left < 0) throw this.broken();
    for (;;) {
      weights.push(table.symbols[state] ?? 0);
      if (weights.length > 254) throw this.broken();
      const next = (table.bases[state] ?? 0) + bits.read(table.counts[state] ?? 0);
      if (bits.left < 0) {
        weights.push(table.symbols[other] ?? 0);
        return weights;
      }
      state = other;
      other = next;
    }
  }

  /** Adds the last weight, which follows from the others. */
  private buildCode(weights: number[]): void {
    const sum = weights.reduce((all, weight) => all + (weight === 0 ? 0 : 2 ** (weight - 1)), 0);
    const codeBits = 32 - Math.clz32(sum);
    const left = 2 ** codeBits - sum;
    if (sum === 0 || codeBits > LONGEST_CODE || (left & (left - 1)) !== 0) throw this.broken();
    weights.push(32 - Math.clz32(left));
    this.codeBits = codeBits;
    let at = 0;
    for (let weight = 1; weight <= codeBits; weight++) {
      for (const [symbol, other] of weights.entries()) {
        if (other !== weight) continue;
        const end = at + 2 ** (weight - 1);
        this.codes.fill((symbol << 4) | (codeBits + 1 - weight), at, end);
        at = end;
      }
    }
  }
}
