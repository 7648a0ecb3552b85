import type { History } from '../history.ts';
import type { PackedInput } from '../packed-input.ts';
import { BackwardBits } from './backward-bits.ts';
import { FseTable, readFseTable } from './fse-table.ts';
import { LARGEST_BLOCK } from './zstd-frames.ts';
import { ZstdLiterals } from './zstd-literals.ts';

/** One of the three numbers of a sequence: the first value of each code, how many bits follow it, and the tables. */
interface Kind {
  readonly bases: Uint32Array;
  readonly extra: Uint8Array;
  readonly mostBits: number;
  readonly usual: FseTable;
}

const LITERAL_LENGTHS: Kind = {
  bases: Uint32Array.of(
    ...Array.from({ length: 16 }, (_, i) => i),
    ...[16, 18, 20, 22, 24, 28, 32, 40, 48, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536],
  ),
  extra: Uint8Array.of(
    ...Array.from({ length: 16 }, () => 0),
    ...[1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
  ),
  mostBits: 9,
  usual: new FseTable(6, [
    ...[4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1],
    ...[-1, -1, -1, -1],
  ]),
};
const COPY_LENGTHS: Kind = {
  bases: Uint32Array.of(
    ...Array.from({ length: 32 }, (_, i) => i + 3),
    ...[35, 37, 39, 41, 43, 47, 51, 59, 67, 83, 99, 131, 259, 515, 1027, 2051, 4099, 8195, 16_387, 32_771, 65_539],
  ),
  extra: Uint8Array.of(
    ...Array.from({ length: 32 }, () => 0),
    ...[1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
  ),
  mostBits: 9,
  usual: new FseTable(6, [
    1,
    4,
    3,
    2,
    2,
    2,
    2,
    2,
    2,
    ...Array.from({ length: 37 }, () => 1),
    ...[-1, -1, -1, -1, -1, -1, -1],
  ]),
};
const OFFSETS: Kind = {
  bases: Uint32Array.from({ length: 32 }, (_, i) => 2 ** i),
  extra: Uint8Array.from({ length: 32 }, (_, i) => i),
  mostBits: 8,
  usual: new FseTable(5, [1, 1, 1, 1, 1, 1, 2, 2, 2, ...Array.from({ length: 15 }, () => 1), ...[-1, -1, -1, -1, -1]]),
};

/** How the table of a kind is encoded. */
const [USUAL, ONE_SYMBOL, IN_DATA] = [0, 1, 2];

/** Decodes the compressed blocks of one frame, which share tables and the last offsets. */
export class ZstdBlockDecoder {
  private readonly input: PackedInput;
  private readonly history: History;
  private readonly literals: ZstdLiterals;
  private readonly bits = new BackwardBits();
  private literalLengths: FseTable | undefined;
  private offsets: FseTable | undefined;
  private copyLengths: FseTable | undefined;
  private last = 1;
  private second = 4;
  private third = 8;

  constructor(input: PackedInput, history: History) {
    this.input = input;
    this.history = history;
    this.literals = new ZstdLiterals(input);
  }

  /** Writes the content of a block. There must be room for the largest one. */
  decode(block: Uint8Array): void {
    const { history, literals } = this;
    let at = literals.read(block);
    const [a = 0, b = 0, c = 0] = block.subarray(at);
    const headerBytes = a < 128 ? 1 : a < 255 ? 2 : 3;
    const count = a < 128 ? a : a < 255 ? ((a - 128) << 8) + b : b + (c << 8) + 0x7f00;
    at += headerBytes;
    if (at > block.length) throw this.broken();
    if (count === 0) {
      if (at !== block.length) throw this.broken();
      history.append(literals.bytes.subarray(0, literals.length));
      return;
    }
    const modes = block[at++] ?? 3;
    if ((modes & 3) !== 0) throw this.broken();
    let rest = block.subarray(at);
    const table = (kind: Kind, mode: number, before: FseTable | undefined): FseTable => {
      const { table, length } = this.tableOf(kind, mode, before, rest);
      rest = rest.subarray(length);
      return table;
    };
    this.literalLengths = table(LITERAL_LENGTHS, modes >> 6, this.literalLengths);
    this.offsets = table(OFFSETS, (modes >> 4) & 3, this.offsets);
    this.copyLengths = table(COPY_LENGTHS, (modes >> 2) & 3, this.copyLengths);
    if (!this.bits.begin(rest)) throw this.broken();
    this.sequences(count, this.literalLengths, this.offsets, this.copyLengths);
  }

  private broken(): Error {
    return this.input.broken('a block is broken');
  }

  private tableOf(
    kind: Kind,
    mode: number,
    before: FseTable | undefined,
    bytes: Uint8Array,
  ): { readonly table: FseTable; readonly length: number } {
    if (mode === USUAL) return { table: kind.usual, length: 0 };
    if (mode === ONE_SYMBOL) {
      const [symbol = Number.POSITIVE_INFINITY] = bytes;
      if (symbol >= kind.bases.length) throw this.broken();
      return { table: FseTable.of(symbol), length: 1 };
    }
    const read =
      mode === IN_DATA
        ? readFseTable(bytes, kind.mostBits, kind.bases.length)
        : before === undefined
          ? undefined
          : { table: before, length: 0 };
    if (read === undefined) throw this.broken();
    return read;
  }

  /** Writes literals and copies in turn. */
  private sequences(count: number, literalTable: FseTable, offsetTable: FseTable, copyTable: FseTable): void {
    const { bits, history, literals } = this;
    const limit = history.at + LARGEST_BLOCK;
    let literal = bits.read(literalTable.bits);
    let offset = bits.read(offsetTable.bits);
    let copy = bits.read(copyTable.bits);
    let from = 0;
    for (let left = count; left > 0; left--) {
      const offsetCode = offsetTable.symbols[offset] ?? 0;
      const literalCode = literalTable.symbols[literal] ?? 0;
      const copyCode = copyTable.symbols[copy] ?? 0;
      const value = (OFFSETS.bases[offsetCode] ?? 0) + bits.readLong(offsetCode);
      const length = (COPY_LENGTHS.bases[copyCode] ?? 0) + bits.read(COPY_LENGTHS.extra[copyCode] ?? 0);
      const run = (LITERAL_LENGTHS.bases[literalCode] ?? 0) + bits.read(LITERAL_LENGTHS.extra[literalCode] ?? 0);
      if (left > 1) {
        literal = (literalTable.bases[literal] ?? 0) + bits.read(literalTable.counts[literal] ?? 0);
        copy = (copyTable.bases[copy] ?? 0) + bits.read(copyTable.counts[copy] ?? 0);
        offset = (offsetTable.bases[offset] ?? 0) + bits.read(offsetTable.counts[offset] ?? 0);
      }
      if (bits.left < 0 || from + run > literals.length || history.at + run + length > limit) throw this.broken();
      this.appendLiterals(from, run);
      from += run;
      const distance = this.distanceOf(value, run);
      if (distance === 0 || distance > history.reach) throw this.input.broken('a copy begins before the data');
      history.copy(distance, length);
    }
    if (bits.left !== 0 || history.at + literals.length - from > limit) throw this.broken();
    this.appendLiterals(from, literals.length - from);
  }

  /** Copies literals. Most runs are so short that the engine's own copying takes longer. */
  private appendLiterals(from: number, length: number): void {
    const { bytes, at } = this.history;
    const literals = this.literals.bytes;
    if (length > 32) bytes.set(literals.subarray(from, from + length), at);
    else for (let i = 0; i < length; i++) bytes[at + i] = literals[from + i] ?? 0;
    this.history.at = at + length;
  }

  /** The first three values stand for the last three distances, or those after them if there are no literals. */
  private distanceOf(value: number, run: number): number {
    if (value > 3) {
      this.third = this.second;
      this.second = this.last;
      return (this.last = value - 3);
    }
    const index = value - 1 + (run === 0 ? 1 : 0);
    if (index === 0) return this.last;
    const distance = index === 1 ? this.second : index === 2 ? this.third : this.last - 1;
    if (index > 1) this.third = this.second;
    this.second = this.last;
    return (this.last = distance);
  }
}
