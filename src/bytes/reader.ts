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
  private view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.end = bytes.length;
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
    if (newline < 0 || newline >= this.end) throw this.short(this.end - this.pos + 1);
    this.pos = newline + 1;
    return newline;
  }

  private short(length: number): PickleError | NeedMore {
    if (!this.complete) return new NeedMore(this.pos + length);
    return new PickleError('truncated', 'pickle data was truncated');
  }
}
