import { NeedLine, type NeedMore, Reader } from '../../bytes/reader.ts';
import { HEAD } from '../../bytes/signature.ts';
import { UnpicklingError } from '../../errors.ts';
import { limitExceeded } from '../../limits.ts';
import { BINBYTES, BINBYTES8, BYTEARRAY8, FRAME } from '../../opcodes.ts';
import { withFormatName } from '../not-a-pickle.ts';

/** How many bytes the machine gets at a time. Between two portions a load can be cancelled. */
const PORTION = 65_536;
/** A longer carry is not reused, so that a value in it can keep its memory. Whole frames are shorter. */
const REUSED = 0x4_0000;
/**
 * The most memory that is reserved because a pickle announces it. The system provides pages only as they are filled.
 */
const BELIEVED = 0x100_0000;
const NEWLINE = 0x0a;
const NOTHING = /* @__PURE__ */ new Uint8Array(0);

/**
 * Gives a machine the bytes of a stream, chunk by chunk. Only opcodes that straddle the end of a chunk are copied: they
 * are joined in a separate buffer, the carry.
 *
 * When the machine throws {@link NeedMore}, call `want(need)`, then `offer` or `end` until `supply()` returns true.
 */
export class Feed {
  readonly reader: Reader = new Reader(NOTHING);
  /** How many bytes have been offered. */
  received = 0;
  private chunk: Uint8Array = NOTHING;
  /** How many of the next bytes that arrive are skipped. */
  skipping = 0;
  private hasEnded = false;
  /** How much of the chunk is in the reader or in the carry. */
  private taken = 0;
  private carry: Uint8Array = new Uint8Array(1024);
  /** How much of the carry is in use. If 0, the reader has a part of the chunk. */
  private carried = 0;
  /** Where the wanted bytes begin, from the start of the input. */
  private start = 0;
  /** How many bytes are wanted, or that they continue to a newline. */
  private wanted = 0;
  private line = false;
  /** How many of them the reader had. */
  private known = 0;
  private readonly beginning: Uint8Array = new Uint8Array(HEAD);
  /** The most bytes that one opcode may take. */
  private readonly ceiling: number;

  /**
   * @param total - The length of the input in bytes, if it is known.
   * @param memory - `options.limits.memory`, whose default depends on the bytes that arrive.
   */
  constructor(total: number | undefined, memory: number | undefined) {
    this.reader.complete = total === 0;
    this.reader.streamed = true;
    this.reader.total = total ?? Number.POSITIVE_INFINITY;
    this.ceiling = memory === undefined ? Number.POSITIVE_INFINITY : Math.max(memory, REUSED);
  }

  /** Offset of the next unread byte, from the start of the input. */
  get offset(): number {
    return this.reader.base + this.reader.pos;
  }

  /** Whether bytes are available. */
  get hasBytes(): boolean {
    return this.reader.pos < this.reader.end || this.taken < this.chunk.length;
  }

  /** The beginning of the input, as far as it has arrived: enough to tell what it is. */
  get head(): Uint8Array {
    return this.beginning.subarray(0, this.received);
  }

  /** Whether the source is known to have ended. */
  get isComplete(): boolean {
    return this.hasEnded || this.received >= this.reader.total;
  }

  /** How many bytes have been consumed: read, or put into the carry. */
  get progress(): number {
    return this.received - (this.chunk.length - this.taken);
  }

  /** How many bytes beyond the next unread one must still arrive, because a frame announces them. */
  get promised(): number {
    const end = this.reader.openFrames.at(-1)?.end ?? 0;
    return end > this.received ? end - this.offset : 0;
  }

  /** The reader is at the beginning of something incomplete. */
  want(need: NeedMore): void {
    const { reader } = this;
    this.start = this.offset;
    this.line = need instanceof NeedLine;
    this.wanted = need.atLeast - reader.pos;
    this.known = reader.end - reader.pos;
    if (this.carried === 0) {
      this.taken -= this.known;
    } else if (this.known === 0) {
      this.carried = 0;
      if (this.carry.length > REUSED) this.carry = new Uint8Array(1024);
    } else if (reader.pos > 0) {
      // A value may have kept the memory of a large carry.
      if (this.carry.length > REUSED) this.carry = this.carry.slice(reader.pos);
      else this.carry.copyWithin(0, reader.pos, reader.end);
      this.carried = this.known;
    }
    this.give(NOTHING);
  }

  /** Passes over bytes, of which the reader has none. */
  skip(count: number): void {
    const there = Math.min(count, this.chunk.length - this.taken);
    const to = this.offset + count;
    this.taken += there;
    this.skipping = count - there;
    this.carried = 0;
    this.reader.owned = false;
    this.reader.refill(NOTHING, to);
  }

  /** The source passed over bytes that are skipped. */
  pass(count: number): void {
    this.skipping -= count;
    this.received += count;
  }

  /** Gives the reader what it wants. Returns false if that needs more chunks than have arrived. */
  supply(): boolean {
    const { chunk, taken, reader } = this;
    if (reader.complete) return true;
    const inCarry = this.carried > 0;
    const end = this.line ? lineEnd(chunk, taken + (inCarry ? 0 : this.known)) : taken + this.wanted - this.carried;
    const isEnough = end <= chunk.length;
    if (isEnough && !inCarry) {
      this.taken = Math.min(chunk.length, Math.max(end, taken + PORTION));
      this.give(chunk.subarray(taken, this.taken));
      return true;
    }
    this.taken = Math.min(end, chunk.length);
    this.keep(chunk.subarray(taken, this.taken));
    if (isEnough) this.give(this.carry.subarray(0, this.carried));
    return isEnough;
  }

  /**
   * Where the next bytes belong, if that is known: memory that a value will keep. A source that can write there offers
   * the part that it filled, from the first byte on, which saves a copy.
   */
  get room(): Uint8Array | undefined {
    const { carry, carried, wanted } = this;
    if (carried === 0 || carry.length <= REUSED || !this.isSure || wanted > carry.length) return undefined;
    return carried < wanted ? carry.subarray(carried, wanted) : undefined;
  }

  /** Takes the next bytes of the source, when the previous ones are used up. They are read only until the next call. */
  offer(chunk: Uint8Array): void {
    const isInPlace = this.carried > 0 && chunk.buffer === this.carry.buffer;
    if (isInPlace) this.carried += chunk.length;
    this.chunk = isInPlace ? NOTHING : chunk;
    this.taken = Math.min(this.skipping, this.chunk.length);
    this.skipping -= this.taken;
    if (this.received < HEAD) this.beginning.set(chunk.subarray(0, HEAD - this.received), this.received);
    this.received += chunk.length;
  }

  /** The source has no more bytes. */
  end(): void {
    const { reader } = this;
    this.hasEnded = true;
    for (const { at, end } of reader.openFrames) {
      if (end > this.received)
        throw withFormatName(new UnpicklingError('truncated', at, FRAME, 'pickle data was truncated'), this.head);
    }
    if (reader.complete) return;
    this.chunk = NOTHING;
    this.taken = 0;
    reader.complete = true;
    if (this.carried > 0) this.give(this.carry.subarray(0, this.carried));
  }

  /**
   * Takes available bytes away from the reader, though not necessarily all. Empty if there are none. Lent, as in
   * `offer`.
   */
  takeRest(): Uint8Array {
    const { reader } = this;
    const left = reader.bytes.subarray(reader.pos, reader.end);
    const isCarry = left.length > 0 && this.carried > 0;
    const rest = isCarry ? left.slice() : left.length > 0 ? left : this.chunk.subarray(this.taken);
    if (left.length === 0) this.taken = this.chunk.length;
    this.carried = 0;
    reader.refill(NOTHING, this.offset + rest.length);
    return rest;
  }

  /** Lets the reader continue with these bytes, from where it wanted more. */
  private give(bytes: Uint8Array): void {
    const { reader } = this;
    reader.refill(bytes, this.start);
    reader.owned = this.carried > 0 && this.carry.length > REUSED;
    if (this.start + bytes.length >= reader.total) reader.complete = true;
  }

  /** Whether the wanted bytes have arrived, and were not just announced. */
  private get isSure(): boolean {
    return !this.line && this.reader.total !== Number.POSITIVE_INFINITY;
  }

  /** Adds to the carry. */
  private keep(bytes: Uint8Array): void {
    const length = this.carried + bytes.length;
    const opcode = (this.carried > 0 ? this.carry : bytes)[0] ?? -1;
    if (length > this.ceiling || (this.isSure && this.wanted > this.ceiling)) {
      const { code, message } = limitExceeded('memory', this.ceiling, 'one more object');
      throw new UnpicklingError(code, this.start, opcode, message);
    }
    if (length > this.carry.length) this.grow(length, opcode);
    this.carry.set(bytes, this.carried);
    this.carried = length;
  }

  /** Lengthens the carry: to the wanted length, or by doubling if that may be a false claim. */
  private grow(length: number, opcode: number): void {
    const { wanted } = this;
    const exact = this.isSure ? wanted : Math.min(Math.max(2 * this.carry.length, BELIEVED), wanted, this.ceiling);
    const size = this.line ? 2 * length : Math.max(length, exact);
    const larger = allocate(size, this.start, opcode);
    larger.set(this.carry.subarray(0, this.carried));
    this.carry = larger;
  }
}

/**
 * In memory that a value keeps, a payload begins at a multiple of this many bytes, so that it can be viewed as numbers.
 */
const ALIGNED = 16;

/** How many bytes stand before the payload of an opcode. */
function headerOf(opcode: number): number {
  if (opcode === BINBYTES) return 5;
  return opcode === BINBYTES8 || opcode === BYTEARRAY8 ? 9 : 0;
}

/** Memory for an opcode at `at`. An error about the pickle if the runtime cannot make an array of that length. */
function allocate(length: number, at: number, opcode: number): Uint8Array {
  const header = headerOf(opcode);
  const before = header === 0 ? 0 : ALIGNED - header;
  try {
    return new Uint8Array(new ArrayBuffer(before + length), before);
  } catch (cause) {
    const message = `an object of ${length} bytes: more than this runtime can hold`;
    throw new UnpicklingError('limit', at, opcode, message, { cause });
  }
}

/** Where the first line at or after `from` ends; Infinity if not in these bytes. */
function lineEnd(bytes: Uint8Array, from: number): number {
  const newline = bytes.indexOf(NEWLINE, from);
  return newline < 0 ? Number.POSITIVE_INFINITY : newline + 1;
}
