import { BUILD } from '../opcodes.ts';
import { REPORT_MASK } from '../option-check.ts';
import type { Count, Delimiter } from './argument-info.ts';
import { OPCODES, type OpcodeInfo, opcodeOf } from './opcode-info.ts';

/** Why an opcode is incomplete. */
export type Shortage =
  /** The bytes end where an opcode is due. */
  | { readonly reason: 'end' }
  /** A byte that is not an opcode. */
  | { readonly reason: 'opcode' }
  /** A number or count is truncated. */
  | { readonly reason: 'number' }
  /** Some of the bytes that a count announces are missing. */
  | { readonly reason: 'counted'; readonly count: bigint; readonly remain: number }
  /** A signed count is below zero. */
  | { readonly reason: 'negative'; readonly count: bigint }
  /** A line does not end. */
  | { readonly reason: 'line' }
  /** Some of the bytes that are said to follow a BUILD are missing. */
  | { readonly reason: 'trailing'; readonly count: number; readonly remain: number };

/**
 * How many bytes that are not opcodes follow the BUILD that ends at an offset, in bytes from the start of the data.
 * Only the class of the object knows what they are: joblib writes the elements of arrays there.
 */
export type TrailingBytes = (offset: number) => number;

const MAX_U53 = 2 ** 53;

/** Called with the progress: the current offset, in bytes. */
export type OnProgress = (offset: number) => void;

/**
 * Goes from opcode to opcode and finds where the argument of each ends, without looking into it. Offsets are in bytes
 * from the start of `bytes`.
 */
export class OpcodeCursor {
  readonly bytes: Uint8Array;
  /** The offset of the opcode. */
  start = 0;
  /** The opcode, or `undefined` before the first. */
  info: OpcodeInfo | undefined;
  /** The byte of the opcode, or -1 before the first. */
  code = -1;
  /** Where its argument begins, after any count. */
  argument = 0;
  /** Where its argument ends; for lines, before the last newline. */
  argumentEnd = 0;
  /** The offset of the next opcode. */
  end: number;
  private readonly view: DataView;
  private readonly onProgress: OnProgress | undefined;
  private readonly trailing: TrailingBytes | undefined;
  private steps = 0;

  constructor(bytes: Uint8Array, from: number, onProgress?: OnProgress, trailing?: TrailingBytes) {
    this.bytes = bytes;
    this.onProgress = onProgress;
    this.trailing = trailing;
    this.end = from;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Moves to just before the opcode at an offset. */
  begin(from: number): void {
    this.end = from;
    this.info = undefined;
    this.code = -1;
  }

  /** What pickletools calls it. */
  get name(): string {
    return this.info?.name ?? '';
  }

  /** Moves to the next opcode. If there is none, returns why and stays where that one should begin. */
  next(): Shortage | undefined {
    const { bytes, end: start } = this;
    this.start = start;
    this.argument = start + 1;
    if ((++this.steps & REPORT_MASK) === 0) this.onProgress?.(start);
    if (start >= bytes.length) return { reason: 'end' };
    const code = bytes[start] ?? 0;
    const info = opcodeOf(code);
    this.info = info;
    this.code = code;
    // Nearly all opcodes of nearly all pickles. The rest of this class is for the others, and for incomplete opcodes.
    const end = start + (LENGTHS[code] ?? 0);
    if (end > start && end <= bytes.length) {
      this.argumentEnd = end;
      this.end = end;
      return code === BUILD && this.trailing !== undefined ? this.pass(this.trailing(end)) : undefined;
    }
    if (info === undefined) return { reason: 'opcode' };
    return this.delimit(info.arg?.delimiter ?? 0);
  }

  /** Skips bytes that are not opcodes. */
  private pass(count: number): Shortage | undefined {
    if (!Number.isSafeInteger(count) || count < 0) throw notCount(count);
    const remain = this.bytes.length - this.end;
    if (count > remain) {
      this.end = this.start;
      return { reason: 'trailing', count, remain };
    }
    this.end += count;
    return undefined;
  }

  private delimit(delimiter: Delimiter): Shortage | undefined {
    if (delimiter === 'line') return this.lines(1);
    if (delimiter === 'lines') return this.lines(2);
    return typeof delimiter === 'number' ? this.claim(delimiter) : this.counted(delimiter);
  }

  private claim(length: number): Shortage | undefined {
    if (length > this.bytes.length - this.argument) return { reason: 'number' };
    this.argumentEnd = this.argument + length;
    this.end = this.argumentEnd;
    return undefined;
  }

  private lines(count: number): Shortage | undefined {
    let at = this.argument;
    for (let line = 0; line < count; line++) {
      const newline = newlineFrom(this.bytes, at);
      if (newline < 0) return { reason: 'line' };
      at = newline + 1;
    }
    this.argumentEnd = at - 1;
    this.end = at;
    return undefined;
  }

  private counted(kind: Count): Shortage | undefined {
    const size = COUNT_BYTES[kind];
    if (size > this.bytes.length - this.argument) return { reason: 'number' };
    const count = this.count(kind, this.argument);
    if (count < 0) return { reason: 'negative', count: BigInt(count) };
    this.argument += size;
    const remain = this.bytes.length - this.argument;
    if (count <= remain) return this.claim(count);
    const exact = count < MAX_U53 ? BigInt(count) : this.view.getBigUint64(this.argument - size, true);
    return { reason: 'counted', count: exact, remain };
  }

  /** Exact below 2⁵³. */
  private count(kind: Count, at: number): number {
    switch (kind) {
      case 'uint1':
        return this.view.getUint8(at);
      case 'int4':
        return this.view.getInt32(at, true);
      case 'uint4':
        return this.view.getUint32(at, true);
      case 'uint8':
        return this.view.getUint32(at + 4, true) * 0x1_0000_0000 + this.view.getUint32(at, true);
    }
  }
}

/** The error for an `options.trailing` that does not return a number of bytes. */
export function notCount(given: unknown): TypeError {
  return new TypeError(`options.trailing must give a number of bytes, got ${String(given)}`);
}

/** Calling `indexOf` costs as much as examining this many bytes. */
const NEAR = 24;

function newlineFrom(bytes: Uint8Array, from: number): number {
  const near = Math.min(from + NEAR, bytes.length);
  for (let at = from; at < near; at++) if (bytes[at] === 0x0a) return at;
  return bytes.indexOf(0x0a, near);
}

/** The length of each opcode with its argument in bytes, if it is fixed; else 0. */
const LENGTHS = /* @__PURE__ */ lengths();

function lengths(): Uint8Array {
  const table = new Uint8Array(256);
  for (const { code, arg } of OPCODES) {
    const delimiter = arg?.delimiter ?? 0;
    if (typeof delimiter === 'number') table[code] = 1 + delimiter;
  }
  return table;
}

/** The width of each count in bytes. */
export const COUNT_BYTES: { readonly [Kind in Count]: number } = { uint1: 1, int4: 4, uint4: 4, uint8: 8 };
