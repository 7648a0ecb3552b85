import { PickleError } from '../errors.ts';

/**
 * Thrown inside the machine when the bytes at hand end before an opcode does and more may come. Never leaves it.
 */
export class NeedMore {
  /** How many bytes from the start of the opcode are needed at least. */
  readonly atLeast: number;

  constructor(atLeast: number) {
    this.atLeast = atLeast;
  }
}

/** What is needed goes on to a newline that is not among the bytes at hand. */
export class NeedLine extends NeedMore {}

/** A frame that was begun and may lie beyond the end of the input. Offsets are from the start of the input. */
export interface OpenFrame {
  /** Where its FRAME opcode stands. */
  readonly at: number;
  readonly end: number;
}

/** The FRAME opcode and its 8-byte length. */
const FRAME_HEADER = 9;

/** A bounds-checked cursor over bytes. Numbers are little-endian unless named otherwise. */
export class Reader {
  bytes: Uint8Array;
  end: number;
  /** Offset of the next unread byte in `bytes`. */
  pos = 0;
  /** Where `bytes` starts in the whole input, in bytes. Not 0 only for streams. */
  base = 0;
  /** Whether `bytes` ends where the input does. */
  complete = true;
  /** How long the whole input is, where that is known before its end. */
  total: number = Number.POSITIVE_INFINITY;
  /** Whether the memory of `bytes` is lent: what is kept of them takes memory of its own. */
  streamed = false;
  /** Whether `bytes` of a stream are no longer lent: they hold a single opcode, and no one else knows them. */
  owned = false;
  /** Frames that may end beyond the bytes seen so far, each ending behind the one before. */
  readonly openFrames: OpenFrame[] = [];
  private view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.end = bytes.length;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Goes on with other bytes, of which the first stands at `base` of the whole input. */
  refill(bytes: Uint8Array, base: number): void {
    this.bytes = bytes;
    this.end = bytes.length;
    this.pos = 0;
    this.base = base;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u8(): number {
    const at = this.pos;
    if (at >= this.end) throw this.short(1);
    this.pos = at + 1;
    return this.bytes[at] as number;
  }

  u16(): number {
    return this.view.getUint16(this.take(2), true);
  }

  u32(): number {
    return this.view.getUint32(this.take(4), true);
  }

  i32(): number {
    return this.view.getInt32(this.take(4), true);
  }

  /** Big-endian, as BINFLOAT stores it. */
  f64be(): number {
    return this.view.getFloat64(this.take(8), false);
  }

  /** A 64-bit count. Exact below 2⁵³; at or above, only good for comparing with a length. */
  u64(): number {
    const at = this.take(8);
    return this.view.getUint32(at + 4, true) * 0x1_0000_0000 + this.view.getUint32(at, true);
  }

  /** Claims `length` bytes and returns where they start in `bytes`. */
  take(length: number): number {
    const at = this.pos;
    if (length > this.end - at) throw this.short(length);
    this.pos = at + length;
    return at;
  }

  /** Claims a line and its newline; returns where the newline stands. The line starts where `pos` was. */
  line(): number {
    const newline = this.bytes.indexOf(0x0a, this.pos);
    if (newline < 0 || newline >= this.end) throw this.shortLine();
    this.pos = newline + 1;
    return newline;
  }

  /** Makes sure that so many lines can be claimed, or that no more bytes come. */
  needLines(count: number): void {
    if (this.complete) return;
    let { pos } = this;
    for (let line = 0; line < count; line++) {
      pos = this.bytes.indexOf(0x0a, pos) + 1;
      if (pos === 0 || pos > this.end) throw this.shortLine();
    }
  }

  /** Checks that a frame of so many bytes, which begins here, lies in the input; or notes that it must. */
  frame(length: number): void {
    const { openFrames } = this;
    if (length <= this.end - this.pos) return;
    if (this.complete || this.base + this.pos + length > this.total) throw this.short(length);
    if (this.total !== Number.POSITIVE_INFINITY) return;
    const at = this.base + this.pos - FRAME_HEADER;
    const end = this.base + this.pos + length;
    const last = openFrames.at(-1)?.end ?? 0;
    if (last <= this.base + this.end) openFrames.length = 0;
    if (last < end) openFrames.push({ at, end });
  }

  private shortLine(): PickleError | NeedMore {
    return this.complete ? this.short(1) : new NeedLine(this.end + 1);
  }

  private short(length: number): PickleError | NeedMore {
    if (!this.complete && this.base + this.pos + length <= this.total) return new NeedMore(this.pos + length);
    return new PickleError('truncated', 'pickle data was truncated');
  }
}
