import type { OwnBytes } from './bytes-like.ts';
import { memoryFor } from './native-memory.ts';
import { utf8Length, writeUtf8 } from './text.ts';

/** The size of the first buffer. Most pickles of messages fit. */
const INITIAL = 4096;
/** A longer buffer is not kept for the next use. */
const KEPT = 2 ** 24;

/** So many bytes are copied one by one. */
const SHORT = 128;

/** From this size on, it matters whether memory is cleared before it is filled. */
const LARGE = 4096;

/** A growing buffer. Numbers are little-endian unless named otherwise. */
export class Writer {
  bytes: Uint8Array = new Uint8Array(INITIAL);
  /** How many bytes were written so far. */
  length = 0;
  view: DataView = new DataView(this.bytes.buffer);

  u8(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  /** An opcode and its 1-byte argument. */
  op8(opcode: number, value: number): void {
    const at = this.claim(2);
    this.bytes[at] = opcode;
    this.bytes[at + 1] = value;
  }

  /** An opcode and its 2-byte argument. */
  op16(opcode: number, value: number): void {
    const at = this.claim(3);
    this.bytes[at] = opcode;
    this.view.setUint16(at + 1, value, true);
  }

  /** An opcode and its 4-byte argument, signed or not. */
  op32(opcode: number, value: number): void {
    const at = this.claim(5);
    this.bytes[at] = opcode;
    this.view.setInt32(at + 1, value, true);
  }

  /** An opcode and its 8-byte unsigned argument. */
  op64(opcode: number, value: number): void {
    const at = this.claim(9);
    this.bytes[at] = opcode;
    this.setU64(at + 1, value);
  }

  /** An opcode and a double, big-endian. */
  opDouble(opcode: number, value: number): void {
    const at = this.claim(9);
    this.bytes[at] = opcode;
    this.view.setFloat64(at + 1, value, false);
  }

  /** Raw bytes, copied. */
  raw(source: Uint8Array): void {
    this.reserve(source.length);
    this.bytes.set(source, this.length);
    this.length += source.length;
  }

  /** Latin-1 text: one byte for each unit. */
  latin1(text: string): void {
    this.reserve(text.length);
    for (let i = 0; i < text.length; i++) this.bytes[this.length + i] = text.charCodeAt(i);
    this.length += text.length;
  }

  /** UTF-8, with three bytes for each lone surrogate. Returns how many bytes that took. */
  utf8(text: string): number {
    const start = this.length;
    this.reserve(text.length > 16_384 ? utf8Length(text) : text.length * 3);
    this.length = writeUtf8(text, this.bytes, start);
    return this.length - start;
  }

  /** Overwrites 8 bytes that were written before. */
  setU64(at: number, value: number): void {
    this.view.setUint32(at, value % 0x1_0000_0000, true);
    this.view.setUint32(at + 4, Math.floor(value / 0x1_0000_0000), true);
  }

  /** Makes room for `extra` bytes. */
  reserve(extra: number): void {
    if (extra > this.bytes.length - this.length) this.grow(this.length + extra);
  }

  /** Makes room for `extra` bytes, which are then written at the returned offset. */
  private claim(extra: number): number {
    const at = this.length;
    if (extra > this.bytes.length - at) this.grow(at + extra);
    this.length = at + extra;
    return at;
  }

  /** Copies what was written to the beginning of `target`, where it must fit. */
  copyTo(target: Uint8Array): void {
    const { bytes, length } = this;
    // A view of a short part takes longer than copying it.
    if (length > SHORT) target.set(bytes.subarray(0, length));
    else for (let i = 0; i < length; i++) target[i] = bytes[i] as number;
  }

  /** A copy of what was written. */
  toBytes(): OwnBytes {
    const { bytes, length } = this;
    if (length < LARGE) return bytes.slice(0, length);
    const copy = memoryFor(length);
    copy.set(bytes.subarray(0, length));
    return copy;
  }

  /** Forgets what was written. The buffer is kept, unless it is large. */
  reset(): void {
    this.length = 0;
    if (this.bytes.length <= KEPT) return;
    this.bytes = new Uint8Array(INITIAL);
    this.view = new DataView(this.bytes.buffer);
  }

  private grow(needed: number): void {
    const larger = new Uint8Array(Math.max(needed, 2 * this.bytes.length));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
    this.view = new DataView(larger.buffer);
  }
}
