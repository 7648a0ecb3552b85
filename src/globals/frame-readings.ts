/**
 * How readers treat frames with wrong lengths. `pickle.loads` only requires that a frame is not longer than the data.
 * `pickle.load` reads a frame into a buffer: if an opcode reaches over the end of the frame, the rest of the buffer is
 * dropped, and the opcode continues after the frame. Whether a frame of a file is read this way depends on how much of
 * it the file object has buffered, frame by frame.
 *
 * @module
 */

import type { Delimiter } from '../opcodes/argument-info.ts';
import { readUnsigned } from '../opcodes/argument-value.ts';
import { COUNT_BYTES } from '../opcodes/cursor.ts';
import { opcodeOf } from '../opcodes/opcode-info.ts';
import type { Step } from '../opcodes/walk.ts';
import * as op from '../opcodes.ts';

/** So many ends of frames are kept. */
const MOST_ENDS = 16;

/** Watches whether all readers see the same opcodes: they do if none reaches over the end of a frame. */
export class FrameWatch {
  /** Whether an opcode has reached over the end of a frame. */
  isCut = false;
  /** Where the last frame ends, in bytes. */
  edge = 0;
  /** Where frames end, the last ones: a reader of files may continue at each. */
  readonly ends: number[] = [];
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  see({ code, start, argument, argumentEnd, end: next }: Step): void {
    // Bytes that are not opcodes follow a BUILD, and no frame has them.
    const end = code === op.BUILD ? argumentEnd : next;
    if (start < this.edge && end > this.edge) this.isCut = true;
    if (code !== op.FRAME) return;
    const frameEnd = end + readUnsigned(this.bytes, argument, end);
    if (end < this.edge && frameEnd > this.edge) this.isCut = true;
    this.edge = Math.max(this.edge, frameEnd);
    if (this.ends.push(frameEnd) > MOST_ENDS) this.ends.shift();
  }
}

/** One way to read a pickle. */
interface Ranges {
  /** The bytes that the reader sees, as consecutive ranges of the data. */
  readonly ranges: readonly (readonly [from: number, to: number])[];
  /** Where the last frame ends. A reader of files may continue there. */
  readonly edge: number;
}

/** The most ways to read one pickle: each frame with a wrong length may double them. */
const MOST = 16;

/** What one reader of a file sees. */
export interface Reading {
  /** The bytes that it reads, without those that it drops. */
  readonly seen: Uint8Array;
  /** Where it stops reading, in the data. */
  readonly end: number;
  /** Where the last frame ends. A reader of files may continue there. */
  readonly edge: number;
  /** The offset in the data of an offset in {@link Reading.seen}. */
  readonly place: (offset: number) => number;
}

/** All ways in which a pickle may be read except that of `pickle.loads`; `isWhole` is false if there are more. */
export function otherReadings(bytes: Uint8Array, start: number): { readings: Reading[]; isWhole: boolean } {
  const { readings, isWhole } = rangesOfReaders(bytes, start);
  return { readings: readings.map((reading) => joinedRanges(bytes, reading)), isWhole };
}

function joinedRanges(bytes: Uint8Array, { ranges, edge }: Ranges): Reading {
  const seen = new Uint8Array(ranges.reduce((length, [from, to]) => length + to - from, 0));
  const places: [seen: number, shift: number][] = [];
  let length = 0;
  for (const [from, to] of ranges) {
    places.push([length, from - length]);
    seen.set(bytes.subarray(from, to), length);
    length += to - from;
  }
  const end = ranges.at(-1)?.[1] ?? 0;
  return { seen, end, edge: Math.max(edge, end), place: (offset) => offset + shiftAt(places, offset) };
}

/** What to add to an offset in the bytes that were seen. */
function shiftAt(places: readonly (readonly [seen: number, shift: number])[], offset: number): number {
  let low = 0;
  for (let high = places.length; high - low > 1; ) {
    const middle = (low + high) >> 1;
    if ((places[middle]?.[0] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return places[low]?.[1] ?? 0;
}

function rangesOfReaders(bytes: Uint8Array, start: number): { readings: Ranges[]; isWhole: boolean } {
  const readings: Ranges[] = [];
  const open: boolean[][] = [[]];
  for (let choices = open.pop(); choices !== undefined; choices = open.pop()) {
    if (readings.length > MOST) return { readings: readings.slice(1), isWhole: false };
    const reader = new FrameReader(bytes, start, choices);
    readings.push(reader.read());
    const known = choices.length;
    for (let i = known; i < reader.cuts && open.length <= MOST; i++) {
      open.push([...choices, ...Array.from({ length: i - known }, () => false), true]);
    }
  }
  return { readings: readings.slice(1), isWhole: true };
}

/** Reads opcodes as CPython's C unpickler reads them from a file. */
class FrameReader implements Ranges {
  /** How often an opcode reached over the end of a frame. */
  cuts = 0;
  private readonly bytes: Uint8Array;
  /** For each of these times, whether the rest of the frame is dropped. After them, it never is. */
  private readonly choices: readonly boolean[];
  readonly ranges: [number, number][] = [];
  /** Where the buffer ends. */
  edge: number;
  private at: number;

  constructor(bytes: Uint8Array, start: number, choices: readonly boolean[]) {
    this.bytes = bytes;
    this.at = start;
    this.edge = start;
    this.choices = choices;
  }

  /** Reads up to STOP, or to something that every reader refuses. */
  read(): Ranges {
    for (;;) {
      const from = this.take(1);
      const code = from === undefined ? undefined : this.bytes[from];
      const info = code === undefined ? undefined : opcodeOf(code);
      if (info === undefined || code === op.STOP || !this.argument(info.arg?.delimiter ?? 0, code)) break;
    }
    return this;
  }

  /** Returns false if the data end first. */
  private argument(delimiter: Delimiter, code: number | undefined): boolean {
    if (delimiter === 'line') return this.line();
    if (delimiter === 'lines') return this.line() && this.line();
    const size = typeof delimiter === 'number' ? delimiter : COUNT_BYTES[delimiter];
    const from = this.take(size);
    if (from === undefined) return false;
    if (code === op.FRAME) return this.frame(readUnsigned(this.bytes, from, from + size));
    return typeof delimiter === 'number' || this.take(readUnsigned(this.bytes, from, from + size)) !== undefined;
  }

  private frame(length: number): boolean {
    if (this.at + length > this.edge) {
      this.leave();
      this.edge = this.at + length;
    }
    return this.edge <= this.bytes.length;
  }

  /** The offset of the bytes that are read at once. */
  private take(length: number): number | undefined {
    if (this.at + length > this.edge) this.leave();
    return this.keep(this.at + length);
  }

  private line(): boolean {
    let newline = this.bytes.indexOf(0x0a, this.at);
    if (newline < 0 || newline >= this.edge) {
      this.leave();
      newline = this.bytes.indexOf(0x0a, this.at);
    }
    return newline >= 0 && this.keep(newline + 1) !== undefined;
  }

  private keep(end: number): number | undefined {
    if (end > this.bytes.length) return undefined;
    const from = this.at;
    const last = this.ranges[this.ranges.length - 1];
    if (last !== undefined && last[1] === from) last[1] = end;
    else this.ranges.push([from, end]);
    this.at = end;
    return from;
  }

  /** The buffer does not have the bytes that are asked for. */
  private leave(): void {
    if (this.at >= this.edge) return;
    if (this.choices[this.cuts++] === true) this.at = this.edge;
    this.edge = this.at;
  }
}
