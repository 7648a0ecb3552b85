/**
 * Compressed bytes as they arrive, for decoders that are generators. A decoder that needs more yields `undefined` and
 * gets the next chunk, or `undefined` at the end.
 *
 * @module
 */
import { broken, CUT, type PackedFormat } from './broken.ts';

/** What a decoder yields: a chunk of its own memory, or `undefined` to ask for input. */
export type Decoding<T = void> = Generator<Uint8Array | undefined, T, Uint8Array | undefined>;

/** Decodes one format. The generator ends where the data end. */
export type Decoder = (input: PackedInput) => Decoding;

/** The bytes from {@link at} to {@link end} are those that have come and were not consumed. */
export class PackedInput {
  /** Names the data in errors. */
  readonly format: PackedFormat;
  bytes: Uint8Array = new Uint8Array(0);
  at = 0;
  end = 0;
  /** Whether no more bytes will come. */
  isComplete = false;
  /** Whether {@link bytes} is our own memory. A chunk is only lent until the next is asked for. */
  private isOwned = true;
  /** How many bytes were consumed before those in {@link bytes}. */
  private base = 0;

  /** @param bytes - All of the data, if they are there. */
  constructor(format: PackedFormat, bytes?: Uint8Array) {
    this.format = format;
    if (bytes === undefined) return;
    this.lend(bytes);
    this.isComplete = true;
  }

  get left(): number {
    return this.end - this.at;
  }

  /** The offset of the next byte in the compressed data. */
  get position(): number {
    return this.base + this.at;
  }

  /** Waits until there are `length` bytes. Returns false if the data end before that. */
  *fill(length: number): Decoding<boolean> {
    while (this.left < length) {
      if (this.isComplete) return false;
      yield* this.more();
    }
    return true;
  }

  /** The next `length` bytes, as a view that is valid until more are asked for. */
  *take(length: number): Decoding<Uint8Array> {
    if (!(yield* this.fill(length))) throw this.broken(CUT);
    const from = this.at;
    this.at += length;
    return this.bytes.subarray(from, this.at);
  }

  /** The remaining bytes. */
  *rest(): Decoding<Uint8Array> {
    yield* this.fill(Number.POSITIVE_INFINITY);
    const from = this.at;
    this.at = this.end;
    return this.bytes.subarray(from, this.end);
  }

  /** Skips the next `length` bytes. */
  *skip(length: number): Decoding {
    for (let left = length; left > 0; ) {
      const some = Math.min(left, Math.max(1, this.left));
      yield* this.take(some);
      left -= some;
    }
  }

  /** An unsigned little-endian number of `length` bytes. One of 8 bytes is exact up to 2⁵³. */
  *number(length: 1 | 2 | 4 | 8): Decoding<number> {
    const bytes = yield* this.take(length);
    let value = 0;
    for (let i = length - 1; i >= 0; i--) value = value * 256 + (bytes[i] ?? 0);
    return value;
  }

  /** Asks for the next chunk. */
  *more(): Decoding {
    if (!this.isOwned) this.own(this.left);
    const chunk = yield undefined;
    if (chunk === undefined) this.isComplete = true;
    else if (this.left === 0) this.lend(chunk);
    else this.append(chunk);
  }

  /** Appends zeros after the last byte, once no more will come. */
  pad(length: number): void {
    if (this.end + length > this.bytes.length || !this.isOwned) this.own(Math.max(0, this.left) + length);
    this.bytes.fill(0, this.end);
  }

  broken(reason: string): Error {
    return broken(this.format, reason);
  }

  private lend(chunk: Uint8Array): void {
    this.base += this.at;
    this.bytes = chunk;
    this.at = 0;
    this.end = chunk.length;
    this.isOwned = false;
  }

  private append(chunk: Uint8Array): void {
    if (this.end + chunk.length > this.bytes.length) this.own(Math.max(2 * this.left, this.left + chunk.length));
    this.bytes.set(chunk, this.end);
    this.end += chunk.length;
  }

  /** Moves the bytes that are left to the beginning of our own memory. */
  private own(capacity: number): void {
    const { end } = this;
    const at = Math.min(this.at, end);
    if (this.isOwned && capacity <= this.bytes.length) {
      this.bytes.copyWithin(0, at, end);
    } else {
      const owned = new Uint8Array(capacity);
      owned.set(this.bytes.subarray(at, end));
      this.bytes = owned;
      this.isOwned = true;
    }
    this.base += at;
    this.at -= at;
    this.end -= at;
  }
}
