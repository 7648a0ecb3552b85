/**
 * Whether two pickles make the same objects because they take the same steps: a proof that needs no graph.
 *
 * @module
 */
import { LoadMemo } from '../load/memo.ts';
import * as op from '../opcodes.ts';
import { readUnsigned } from './argument-value.ts';
import { type OnProgress, OpcodeCursor } from './cursor.ts';
import { memoIndexOf } from './memo-index.ts';
import { IS_SCALAR } from './stack-effect.ts';

/** Bytes of one pickle that are others in the other one: both push one value that is made at once. */
export interface Replaced {
  /** Where they begin and end in the first pickle. */
  readonly start: number;
  readonly end: number;
  /** How many bytes the other one has in their place. */
  readonly length: number;
}

/** What is on top where bytes were replaced: nobody may fetch it. */
const REPLACED = -1;

/**
 * Whether two pickles take the same steps, each with the same argument: then they make the same objects, or fail at the
 * same step. Frames do not count, nor what is stored and under which number, only what is fetched: what the top of
 * the stack was after the same step.
 *
 * @param replaced - What may be different, in order.
 * @returns False also where that is not known.
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

/** Takes the next step of both. */
function areEqual(first: Steps, second: Steps): boolean {
  const code = first.next();
  if (code === NOTHING || second.next() !== code) return false;
  if (code === op.GET) return first.fetched >= 0 && first.fetched === second.fetched;
  if (code === op.PROTO && isAlike(first.protocol) && isAlike(second.protocol)) return true;
  return haveSameBytes(first.cursor, second.cursor);
}

/** Whether it means nothing which protocol it is: from 3 on, names are those of Python 3. */
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

/** No step: the pickle is not whole, or it is not known what it stores or fetches. */
const NOTHING = -1;
/** The steps of one pickle. */
class Steps {
  readonly cursor: OpcodeCursor;
  /** What was fetched: after which step that was the top of the stack. */
  fetched = NOTHING;
  private readonly memo = new LoadMemo<number>(Number.POSITIVE_INFINITY);
  /** How many steps were taken; {@link REPLACED} if the last one was replaced. */
  private top = 0;
  private count = 0;
  /** Whether the last step left a value on top, whatever lies below. */
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

  /** Where the next step begins, behind what only stores what is on top. */
  settled(): number {
    const { cursor } = this;
    while (!this.isLost && isAside(cursor.bytes[cursor.end])) {
      if (cursor.next() !== undefined) this.isLost = true;
      else if (cursor.info?.code === op.FRAME) this.frame();
      else this.store();
    }
    return cursor.end;
  }

  /** Goes to the next step: its opcode, one for all that fetch. */
  next(): number {
    this.settled();
    const { cursor } = this;
    if (this.isLost || cursor.next() !== undefined) return NOTHING;
    const code = cursor.info?.code ?? NOTHING;
    this.top = ++this.count;
    // What POP leaves on top may be a mark, under which nothing can be stored.
    this.hasTop = code !== op.MARK && code !== op.POP && code !== op.POP_MARK && code !== op.PROTO;
    if (code !== op.GET && code !== op.BINGET && code !== op.LONG_BINGET) return code;
    this.fetched = this.memo.get(memoIndexOf(this.cursor)) ?? NOTHING;
    return op.GET;
  }

  /** Goes over one value that is made at once, and to `end`. */
  replace(end: number): boolean {
    const code = this.next();
    this.top = REPLACED;
    return (code === op.GET || IS_SCALAR[code] === 1) && this.cursor.end <= end && this.settled() >= end;
  }

  /** A frame begins where the last one ended, and ends in the pickle. */
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
