/**
 * One pass over the opcodes of a pickle: it counts them, finds where the pickle ends, and makes a pickle of the beginning
 * of a long one.
 *
 * @module
 */

import { joined } from '../bytes/joined.ts';
import { Writer } from '../bytes/writer.ts';
import { type PickleError, UnpicklingError } from '../errors.ts';
import { checkLength } from '../limits.ts';
import { type OnProgress, OpcodeCursor, type TrailingBytes } from '../opcodes/cursor.ts';
import { OPCODES } from '../opcodes/opcode-info.ts';
import { IS_GROUP, IS_PUSH, POPS, PUSHES } from '../opcodes/stack-effect.ts';
import { refusalOf, refusedAt } from '../opcodes/walk.ts';
import * as op from '../opcodes.ts';

/** The result of one pass. */
export interface Survey {
  /** Where the pickle begins and ends, in bytes. */
  readonly start: number;
  readonly end: number;
  /** How many opcodes it has. */
  readonly opcodes: number;
  /** How often each opcode occurs, by its byte. */
  readonly counts: Uint32Array;
  /** The protocol that PROTO announces; 0 if there is no PROTO. */
  readonly announced: number;
  /** The highest protocol that any of the opcodes needs. */
  readonly needed: number;
  /**
   * A pickle of the value up to the opcode that was asked for: containers have what was put into them until then. It is
   * the pickle itself if that is not longer; `undefined` if the beginning makes no value.
   */
  readonly excerpt: Uint8Array | undefined;
  /** How many opcodes the excerpt is made of. */
  readonly excerptOpcodes: number;
}

const NOTHING = new Uint8Array(0);

/**
 * @param start - Where the pickle begins, in bytes.
 * @param most - How many opcodes the excerpt is made of.
 * @param trailing - How many bytes that are not opcodes follow each BUILD. The excerpt then has to be all or nothing.
 * @throws UnpicklingError for a byte that is not an opcode, and if the bytes end before the pickle does.
 */
export function survey(
  bytes: Uint8Array,
  start: number,
  most: number,
  onProgress?: OnProgress,
  trailing?: TrailingBytes,
): Survey {
  return new Surveyor(bytes, start, most, onProgress, trailing).run();
}

/**
 * Where each of the pickles ends that stand one after another from `start` to the end of the bytes. Nothing else is kept
 * of them, because there may be one for every two bytes.
 *
 * @throws UnpicklingError at the first bytes that are not a pickle.
 */
export function* pickleEnds(
  bytes: Uint8Array,
  start: number,
  onProgress?: OnProgress,
): Generator<number, void, undefined> {
  const surveyor = new Surveyor(bytes, start, Number.POSITIVE_INFINITY, onProgress, undefined);
  for (let end = start; end < bytes.length; yield end) end = surveyor.skip();
}

class Surveyor {
  private readonly bytes: Uint8Array;
  private readonly start: number;
  private readonly most: number;
  private readonly cursor: OpcodeCursor;
  private readonly counts = new Uint32Array(256);
  private opcodes = 0;
  private announced = 0;
  /** How many values are on the stack. */
  private height = 0;
  /** The height at each open mark. */
  private readonly marks: number[] = [];
  private readonly frames: number[] = [];
  /** Where the beginning ends; -1 if it has not ended yet. */
  private cut = -1;
  /** The values and marks of the beginning that are still on the stack. Everything above them is left out. */
  private kept = 0;
  private keptMarks = 0;
  /** The opcodes of the rest that act on them. */
  private closing: Writer | undefined;
  private isHopeless = false;

  constructor(
    bytes: Uint8Array,
    start: number,
    most: number,
    onProgress: OnProgress | undefined,
    trailing: TrailingBytes | undefined,
  ) {
    this.bytes = bytes;
    this.start = start;
    this.most = most;
    this.cursor = new OpcodeCursor(bytes, start, onProgress, trailing);
  }

  run(): Survey {
    this.toStop();
    return this.result();
  }

  /** Goes over the next pickle, and returns where it ends. */
  skip(): number {
    this.height = 0;
    if (this.marks.length > 0) this.marks.length = 0;
    if (this.frames.length > 0) this.frames.length = 0;
    this.toStop();
    return this.cursor.end;
  }

  private toStop(): void {
    const { cursor, counts, bytes } = this;
    for (;;) {
      const shortage = cursor.next();
      if (shortage !== undefined) throw refusalOf(shortage, cursor);
      if (this.opcodes === this.most) this.keep();
      const code = bytes[cursor.start] ?? 0;
      this.opcodes++;
      counts[code] = (counts[code] ?? 0) + 1;
      if (code === op.STOP) return;
      if (IS_PUSH[code] === 1) this.height++;
      else if (code !== op.MEMOIZE || this.height === 0) this.track(code);
    }
  }

  private result(): Survey {
    const { start, counts, opcodes, announced, cursor } = this;
    const needed = OPCODES.reduce(
      (most, { code, proto }) => ((counts[code] ?? 0) > 0 ? Math.max(most, proto) : most),
      0,
    );
    const found = { start, end: cursor.end, opcodes, counts, announced, needed };
    if (this.cut < 0) return { ...found, excerpt: this.bytes.subarray(start, cursor.end), excerptOpcodes: opcodes };
    return { ...found, excerpt: this.excerpt(), excerptOpcodes: this.most };
  }

  /** Ends the beginning. Values that are made from here on are left out. */
  private keep(): void {
    this.cut = this.cursor.start;
    this.kept = this.height;
    this.keptMarks = this.marks.length;
  }

  /** The bytes without FRAME opcodes, whose lengths are no longer right. */
  private excerpt(): Uint8Array | undefined {
    if (this.isHopeless || this.kept < 1) return undefined;
    const parts: Uint8Array[] = [];
    let at = this.start;
    for (const frame of this.frames) {
      if (frame >= this.cut) break;
      parts.push(this.bytes.subarray(at, frame));
      at = frame + 9;
    }
    return joined([
      ...parts,
      this.bytes.subarray(at, this.cut),
      this.closing?.toBytes() ?? NOTHING,
      Uint8Array.of(op.STOP),
    ]);
  }

  private track(code: number): void {
    if (code === op.MARK) this.note(this.marks, this.height);
    else if (IS_GROUP[code] === 1) this.group(code);
    else if (code === op.POP && this.marks.length > 0 && this.marks[this.marks.length - 1] === this.height)
      this.group(code);
    else if (code === op.PROTO) this.announced = Math.max(this.announced, this.bytes[this.cursor.argument] ?? 0);
    else if (code === op.FRAME) this.note(this.frames, this.cursor.start);
    else this.values(code);
  }

  private note(list: number[], value: number): void {
    try {
      checkLength(list.length + 1, 'a pickle');
    } catch (error) {
      throw refusedAt(error, { code: this.bytes[this.cursor.start] ?? -1, start: this.cursor.start });
    }
    list.push(value);
  }

  private values(code: number): void {
    const pops = POPS[code] ?? 0;
    const below = this.height - pops;
    if (below < 0) throw this.refuse('underflow', 'unpickling stack underflow');
    this.height = below + (PUSHES[code] ?? 0);
    if (this.cut < 0 || this.kept <= below) return;
    this.touch(code, this.kept - below, pops);
    this.kept = this.height;
  }

  /** An opcode that takes a group and its mark. */
  private group(code: number): void {
    const mark = this.marks.pop();
    if (mark === undefined) throw this.refuse('no-mark', 'could not find MARK');
    const isPop = code === op.POP || code === op.POP_MARK;
    const below = isPop ? mark : mark - (POPS[code] ?? 0);
    if (below < 0) throw this.refuse('underflow', 'unpickling stack underflow');
    this.height = below + (isPop ? 0 : (PUSHES[code] ?? 0));
    if (this.cut < 0 || this.marks.length >= this.keptMarks) return;
    this.closeGroup(code, this.kept - mark);
    this.keptMarks = this.marks.length;
    this.kept = this.height;
  }

  /** Closes a group of which this many values were kept. */
  private closeGroup(code: number, count: number): void {
    if ((code === op.SETITEMS || code === op.DICT) && count % 2 === 1) this.emit(op.POP);
    if (code === op.OBJ && count === 0) this.isHopeless = true;
    this.copy();
  }

  /** An opcode that takes values, of which so many were kept. */
  private touch(code: number, kept: number, pops: number): void {
    if (kept === pops) {
      this.copy();
      return;
    }
    switch (code) {
      case op.APPEND:
      case op.BUILD:
        break;
      case op.SETITEM:
        if (kept === 2) this.emit(op.POP);
        break;
      case op.TUPLE2:
      case op.TUPLE3:
        this.emit(op.TUPLE1 + kept - 1);
        break;
      case op.REDUCE:
      case op.NEWOBJ:
        this.emit(op.EMPTY_TUPLE, code);
        break;
      case op.NEWOBJ_EX:
        this.emit(...(kept === 1 ? [op.EMPTY_TUPLE] : []), op.EMPTY_DICT, code);
        break;
      default:
        this.isHopeless = true;
    }
  }

  private emit(...codes: readonly number[]): void {
    this.close(Uint8Array.from(codes));
  }

  private copy(): void {
    this.close(this.bytes.subarray(this.cursor.start, this.cursor.end));
  }

  private close(opcodes: Uint8Array): void {
    this.closing ??= new Writer();
    this.closing.raw(opcodes);
  }

  private refuse(code: 'underflow' | 'no-mark', message: string): PickleError {
    return new UnpicklingError(code, this.cursor.start, this.bytes[this.cursor.start] ?? -1, message);
  }
}
