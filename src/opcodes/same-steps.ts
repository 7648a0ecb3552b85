/**
 * Shows without a graph that two pickles make the same objects, because they take the same steps.
 *
 * @module
 */
import { LoadMemo } from '../load/memo.ts';
import * as op from '../opcodes.ts';
import { readUnsigned } from './argument-value.ts';
import { type OnProgress, OpcodeCursor } from './cursor.ts';
import { memoIndexOf } from './memo-index.ts';
import { IS_SCALAR } from './stack-effect.ts';

/** Bytes of one pickle that differ in the other one. In both they push one value that is made at once. */
export interface Replaced {
  /** Where they begin and end in the first pickle. */
  readonly start: number;
  readonly end: number;
  /** How many bytes the other pickle has instead. */
  readonly length: number;
}

/** What is on top of the stack where bytes were replaced. Nothing may fetch it. */
const REPLACED = -1;

/**
 * Whether two pickles take the same steps, each with the same argument. Then they make the same objects, or fail at the
 * same step. Frames are ignored, and so is what is stored and under which index. Only fetches count, by the step after
 * which the fetched value was on top of the stack.
 *
 * @param replaced - What may differ, in order.
 * @returns False also if that is not known.
 */
export function areSameSteps(
  a: Uint8Array,
  b: Uint8Array,
  replaced: readonly Replaced[] = [],
  onProgress?: OnProgress,
): boolean {
  const [first, second] = [new Steps(a, onProgress), new Steps(b, undefined)];
  let shift = 0;
  for (const { start, end, length } of replaced) {
    while (first.settled() < start) if (!areEqual(first, second)) return false;
    if (first.settled() !== start || second.settled() !== start + shift) return false;
    shift += length - (end - start);
    if (!first.replace(end) || !second.replace(end + shift)) return false;
  }
  while (!first.isDone) if (!areEqual(first, second)) return false;
  return second.isDone;
}

/** Takes the next step of both pickles. */
function areEqual(first: Steps, second: Steps): boolean {
  const code = first.next();
  if (code === NOTHING || second.next() !== code) return false;
  if (code === op.GET) return first.fetched >= 0 && first.fetched === second.fetched;
  if (code === op.PROTO && isAlike(first.protocol) && isAlike(second.protocol)) return true;
  return haveSameBytes(first.cursor, second.cursor);
}

/** Whether the exact protocol makes no difference: from 3 on, names are those of Python 3. */
function isAlike(protocol: number): boolean {
  return protocol >= 3 && protocol <= 5;
}

function haveSameBytes(one: OpcodeCursor, other: OpcodeCursor): boolean {
  const { bytes, start, end } = one;
  if (end - start !== other.end - other.start) return false;
  const [others, shift] = [other.bytes, other.start - start];
  for (let at = start; at < end; at++) if (bytes[at] !== others[at + shift]) return false;
  return true;
}

/** Stands for no step: the pickle is incomplete, or what it stores or fetches is not known. */
const NOTHING = -1;
/** The steps of one pickle. */
class Steps {
  readonly cursor: OpcodeCursor;
  /** The step after which the fetched value was on top of the stack. */
  fetched = NOTHING;
  private readonly memo = new LoadMemo<number>(Number.POSITIVE_INFINITY);
  /** How many steps were taken; {@link REPLACED} if the last one was replaced. */
  private top = 0;
  private count = 0;
  /** Whether the last step left a value on top, whatever is below it. */
  private hasTop = false;
  private isLost = false;
  private frameEnd = 0;

  constructor(bytes: Uint8Array, onProgress: OnProgress | undefined) {
    this.cursor = new OpcodeCursor(bytes, 0, onProgress);
  }

  get isDone(): boolean {
    return this.cursor.info?.code === op.STOP;
  }

  get protocol(): number {
    return this.cursor.bytes[this.cursor.argument] ?? 0;
  }

  /** Where the next step begins, after opcodes that only store what is on top. */
  settled(): number {
    const { cursor } = this;
    while (!this.isLost && isAside(cursor.bytes[cursor.end])) {
      if (cursor.next() !== undefined) this.isLost = true;
      else if (cursor.info?.code === op.FRAME) this.frame();
      else this.store();
    }
    return cursor.end;
  }

  /** Moves to the next step and returns its opcode, the same one for all opcodes that fetch. */
  next(): number {
    this.settled();
    const { cursor } = this;
    if (this.isLost || cursor.next() !== undefined) return NOTHING;
    const code = cursor.info?.code ?? NOTHING;
    this.top = ++this.count;
    // After POP, a mark may be on top, and a mark cannot be stored.
    this.hasTop = code !== op.MARK && code !== op.POP && code !== op.POP_MARK && code !== op.PROTO;
    if (code !== op.GET && code !== op.BINGET && code !== op.LONG_BINGET) return code;
    this.fetched = this.memo.get(memoIndexOf(this.cursor)) ?? NOTHING;
    return op.GET;
  }

  /** Skips one value that is made at once and that must end at `end`. */
  replace(end: number): boolean {
    const code = this.next();
    this.top = REPLACED;
    return (code === op.GET || IS_SCALAR[code] === 1) && this.cursor.end <= end && this.settled() >= end;
  }

  /** A frame must begin where the last one ended, and end within the pickle. */
  private frame(): void {
    const { bytes, start, end } = this.cursor;
    const length = readUnsigned(this.cursor.bytes, this.cursor.argument, this.cursor.argumentEnd);
    if (start < this.frameEnd || length > bytes.length - end) this.isLost = true;
    this.frameEnd = end + length;
  }

  private store(): void {
    const index = this.cursor.info?.code === op.MEMOIZE ? this.memo.size : memoIndexOf(this.cursor);
    if (!this.hasTop || index < 0) this.isLost = true;
    else this.memo.set(index, this.top);
  }
}

/** Opcodes that change neither the stack nor an object. */
function isAside(code: number | undefined): boolean {
  switch (code) {
    case op.FRAME:
    case op.PUT:
    case op.BINPUT:
    case op.LONG_BINPUT:
    case op.MEMOIZE:
      return true;
    default:
      return false;
  }
}
