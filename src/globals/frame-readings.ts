/**
 * How readers treat frames with wrong lengths. `pickle.loads` only requires that a frame is not longer than the data.
 * `pickle.load` reads a frame into a buffer: if an opcode reaches over the end of the frame, the rest of the buffer is
 * dropped, and the opcode continues after the frame. Whether a frame of a file is read this way depends on how much of
 * it the file object has buffered, frame by frame.
 *
 * @module
 */

import { readUnsigned } from '../opcodes/argument-value.ts';
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

/** The most ways to read one pickle: each frame with a wrong length may double them. */
const MOST = 16;

/**
 * Every way in which readers may decide, each time that the rest of a frame may be dropped: `read` is given what to decide
 * at the first of them, and returns how many there were. The first way drops nothing.
 *
 * @returns Whether these were all: no more than 17 are tried.
 */
export function decideAll(read: (choices: readonly boolean[]) => number): boolean {
  const open: (readonly boolean[])[] = [[]];
  let tried = 0;
  for (let choices = open.pop(); choices !== undefined; choices = open.pop()) {
    if (tried++ > MOST) return false;
    const known = choices.length;
    const cuts = read(choices);
    for (let i = known; i < cuts && open.length <= MOST; i++) {
      open.push([...choices, ...Array.from({ length: i - known }, () => false), true]);
    }
  }
  return true;
}
