import { PickleError } from '../errors.ts';

/**
 * Thrown inside the machine if the bytes at hand end before an opcode does, and more may come. It never leaves the
 * machine.
 */
export class NeedMore {
  /** The least number of bytes, from the start of the opcode, that are needed. */
  readonly atLeast: number;

  constructor(atLeast: number) {
    this.atLeast = atLeast;
  }
}

/** A line is needed whose newline is not among the bytes at hand. */
export class NeedLine extends NeedMore {}

/** Bytes are skipped, of which none is among the bytes at hand. */
export class NeedSkip extends NeedMore {
  /** How many. */
  readonly count: number;

  constructor(count: number) {
    super(0);
    this.count = count;
  }
}

/** A frame that has begun and may end after the input. Offsets are from the start of the input. */
export interface OpenFrame {
  /** The offset of its FRAME opcode. */
  readonly at: number;
  readonly end: number;
}

/** An input of this many bytes gets a DataView. */
export const WORTH_A_VIEW = 512;

const EIGHT_BYTES: DataView = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(8));

/** The FRAME opcode and its 8-byte length. */
const FRAME_HEADER = 9;

/** A bounds-checked cursor over bytes. Numbers are little-endian unless named otherwise. */
export class Reader {
  bytes: Uint8Array;
  end: number;
  /** The index in `bytes` of the next byte to read. */
  pos = 0;
  /** The offset in the whole input at which `bytes` starts. It is other than 0 only in streams. */
  base = 0;
  /** Whether `bytes` ends where the input does. */
  complete = true;
  /** The length of the whole input, if that is known before its end. */
  total: number = Number.POSITIVE_INFINITY;
  /** Whether the memory of `bytes` is lent, so that what is kept of them has to be copied. */
  streamed = false;
  /** Whether `bytes` of a stream are not lent, because they were copied for a single opcode. */
  owned = false;
  /** Frames that may end after the bytes seen so far. Each ends after the one before. */
  readonly openFrames: OpenFrame[] = [];
  private dataView: DataView | undefined;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.end = bytes.length;
  }

  /** The bytes as a DataView. It is made on first use, because 65 ns count in a small pickle (measured, Node 24). */
  get view(): DataView {
    const { bytes } = this;
    this.dataView ??= new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return this.dataView;
  }

  /** Goes on with other bytes, which start at the offset `base` of the whole input. */
  refill(bytes: Uint8Array, base: number): void {
    this.bytes = bytes;
    this.end = bytes.length;
    this.pos = 0;
    this.base = base;
    this.dataView = undefined;
  }

  /** Begins with another input, which is there completely. */
  reset(bytes: Uint8Array): void {
    this.refill(bytes, 0);
    this.complete = true;
    this.total = Number.POSITIVE_INFINITY;
    this.streamed = false;
    this.owned = false;
    // Setting `length` costs 30 ns, twice in a call (measured, Node 24).
    if (this.openFrames.length > 0) this.openFrames.length = 0;
  }

  u8(): number {
    const at = this.pos;
    if (at >= this.end) throw this.short(1);
    this.pos = at + 1;
    return this.bytes[at] as number;
  }

  u16(): number {
    const at = this.take(2);
    return this.byte(at) | (this.byte(at + 1) << 8);
  }

  u32(): number {
    return this.i32() >>> 0;
  }

  i32(): number {
    return this.word(this.take(4));
  }

  /** Big-endian, as BINFLOAT stores it. */
  f64be(): number {
    const at = this.take(8);
    if (this.dataView !== undefined || this.end >= WORTH_A_VIEW) return this.view.getFloat64(at, false);
    EIGHT_BYTES.setInt32(0, this.word(at), true);
    EIGHT_BYTES.setInt32(4, this.word(at + 4), true);
    return EIGHT_BYTES.getFloat64(0, false);
  }

  /** A 64-bit count. From 2⁵³ on it is not exact, and can only be compared with a length. */
  u64(): number {
    const at = this.take(8);
    return (this.word(at + 4) >>> 0) * 0x1_0000_0000 + (this.word(at) >>> 0);
  }

  /** Takes `length` bytes, and returns the index in `bytes` at which they start. */
  take(length: number): number {
    const at = this.pos;
    if (length > this.end - at) throw this.short(length);
    this.pos = at + length;
    return at;
  }

  /** Takes a line and its newline, and returns the index of the newline. The line starts where `pos` was. */
  line(): number {
    const newline = this.bytes.indexOf(0x0a, this.pos);
    if (newline < 0 || newline >= this.end) throw this.shortLine();
    this.pos = newline + 1;
    return newline;
  }

  /** Makes sure that so many lines can be taken, or that no more bytes will come. */
  needLines(count: number): void {
    if (this.complete) return;
    let { pos } = this;
    for (let line = 0; line < count; line++) {
      pos = this.bytes.indexOf(0x0a, pos) + 1;
      if (pos === 0 || pos > this.end) throw this.shortLine();
    }
  }

  /** Checks that a frame of this many bytes from here on lies in the input, or notes that it has to. */
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

  private byte(at: number): number {
    return this.bytes[at] as number;
  }

  private word(at: number): number {
    return this.byte(at) | (this.byte(at + 1) << 8) | (this.byte(at + 2) << 16) | (this.byte(at + 3) << 24);
  }

  private shortLine(): PickleError | NeedMore {
    return this.complete ? this.short(1) : new NeedLine(this.end + 1);
  }

  /** The error to throw if this many bytes are needed and not there. */
  short(length: number): PickleError | NeedMore {
    if (!this.complete && this.base + this.pos + length <= this.total) return new NeedMore(this.pos + length);
    return new PickleError('truncated', 'pickle data was truncated');
  }
}

/** An unsigned 32-bit number. */
export function u32(bytes: Uint8Array, at: number): number {
  const low = (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
  return (low | ((bytes[at + 2] as number) << 16) | ((bytes[at + 3] as number) << 24)) >>> 0;
}
