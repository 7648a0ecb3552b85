import type { OwnBytes } from '../bytes/bytes-like.ts';
import { memoryFor } from '../bytes/native-memory.ts';
import { Writer } from '../bytes/writer.ts';
import { PickleError } from '../errors.ts';
import { FRAME } from '../opcodes.ts';

/** If the payload is this long, the frame is closed before the next value. */
const FRAME_TARGET = 65_536;
/** The FRAME opcode and its 8-byte length. */
const HEADER = 9;
/** A shorter payload is written without a header. */
const SMALLEST = 4;

/**
 * This many bytes are free wherever a value begins, if {@link Framer.advance} was called when due. That is enough for
 * any value that has no parts and is not a long text, long bytes or a long int.
 */
const ROOM = 1024;

const NOTHING = /* @__PURE__ */ new Uint8Array(0);

/** A part of a pickle: bytes, or a long text that is still to be encoded as UTF-8. */
export type Piece = Uint8Array | string;

/** Bytes that are part of the pickle but not of `out`, with their position in it and the length that was written. */
interface Lent {
  readonly at: number;
  readonly bytes: Uint8Array;
  readonly length: number;
}

/** Arranges what is written into frames of about 64 KiB at protocol 4 and up. Below that, it is a plain buffer. */
export class Framer {
  readonly out: Writer = new Writer();
  /** Once `out` has this length, {@link advance} must be called before the next value. */
  due = 0;
  /** Once `out` has this length, the next value starts a new frame. Infinity if no frames are written. */
  private frameEnd = Number.POSITIVE_INFINITY;
  /** Where the header of the open frame is. */
  private start = 0;
  private framing = false;
  /** The finished pieces, if the pickle is given out in pieces. */
  private readonly pieces: Piece[] | undefined;
  /** Large bytes, if the pickle is not given out in pieces: they are copied once, into the result. */
  private lent: Lent[] = [];
  /** Bytes of the pickle that are not in `out`. */
  private elsewhere = 0;

  /** @param inPieces - Whether the pickle is given out in pieces as they are finished, or stays in `out` as a whole. */
  constructor(inPieces = false) {
    if (!inPieces) return;
    this.pieces = [];
    this.frameEnd = FRAME_TARGET;
  }

  /** Whether there are finished pieces that were not taken. */
  get isReady(): boolean {
    return this.pieces !== undefined && this.pieces.length > 0;
  }

  /** Takes the finished pieces. */
  takePieces(): Piece[] {
    return this.pieces?.splice(0) ?? [];
  }

  /** Opens the first frame. What was written before stays outside it. */
  begin(): void {
    this.framing = true;
    this.open();
  }

  /**
   * Called before a value once `out` has reached `due`: starts a new frame if the open one is long enough, and makes
   * room.
   */
  advance(): void {
    const { out } = this;
    if (out.length >= this.frameEnd) {
      this.close();
      this.flush();
      this.open();
    }
    out.reserve(ROOM);
    this.due = Math.min(this.frameEnd, out.bytes.length - ROOM);
  }

  /** Whether a payload of this many bytes is written outside frames and as a separate piece. */
  isLarge(length: number): boolean {
    return length >= FRAME_TARGET;
  }

  /**
   * Writes something large outside any frame: what `header` writes, then the payload as a separate piece.
   *
   * @param size - The length of the payload in bytes.
   */
  unframed(header: (out: Writer) => void, payload: Piece, size: number): void {
    this.close();
    header(this.out);
    this.lend(payload, size);
    this.open();
  }

  /** Writes, outside any frame, what `make` returns for its position, in bytes from the beginning of the pickle. */
  trailer(make: (offset: number) => Iterable<Uint8Array>): void {
    const { out } = this;
    this.close();
    for (const bytes of make(this.elsewhere + out.length)) {
      if (this.isLarge(bytes.length)) this.lend(bytes, bytes.length);
      else out.raw(bytes);
    }
    this.open();
  }

  /** How many bytes the pickle has so far. */
  get size(): number {
    return this.out.length + this.elsewhere;
  }

  /** The complete pickle, if it was not given out in pieces. */
  toBytes(): OwnBytes {
    if (this.lent.length === 0) return this.out.toBytes();
    const bytes = memoryFor(this.size);
    this.copyTo(bytes);
    return bytes;
  }

  /** Copies the complete pickle, if it was not given out in pieces, to the beginning of `bytes`, where it must fit. */
  copyTo(bytes: Uint8Array): void {
    const { out } = this;
    if (this.lent.length === 0) {
      out.copyTo(bytes);
      return;
    }
    // Bytes of the value may be a part of the target, which is about to change.
    const lent = this.lent.map((part) =>
      part.bytes.buffer === bytes.buffer ? { ...part, bytes: part.bytes.slice() } : part,
    );
    let from = 0;
    let to = 0;
    for (const part of [...lent, { at: out.length, bytes: NOTHING, length: 0 }]) {
      bytes.set(out.bytes.subarray(from, part.at), to);
      to += part.at - from;
      bytes.set(part.bytes, to);
      to += part.length;
      from = part.at;
    }
  }

  /** Closes the last frame. */
  end(): void {
    for (const { bytes, length } of this.lent) {
      if (bytes.length !== length) throw new PickleError('failed', 'bytes changed size during iteration');
    }
    this.close();
    this.flush();
    this.framing = false;
    this.frameEnd = Number.POSITIVE_INFINITY;
    this.due = 0;
  }

  /** Prepares for another pickle, also after an error. */
  reset(): void {
    this.out.reset();
    this.elsewhere = 0;
    if (this.lent.length > 0) this.lent = [];
    this.framing = false;
    this.frameEnd = Number.POSITIVE_INFINITY;
    this.due = 0;
  }

  private lend(payload: Piece, size: number): void {
    const { out, pieces } = this;
    if (pieces !== undefined) {
      this.flush();
      pieces.push(payload);
    } else if (typeof payload === 'string') {
      out.utf8(payload);
      return;
    } else {
      this.lent.push({ at: out.length, bytes: payload, length: payload.length });
    }
    this.elsewhere += size;
  }

  /** Turns what was written into a piece. */
  private flush(): void {
    const { out, pieces } = this;
    if (pieces === undefined || out.length === 0) return;
    pieces.push(out.toBytes());
    this.elsewhere += out.length;
    out.length = 0;
  }

  private open(): void {
    if (!this.framing) return;
    const { out } = this;
    this.start = out.length;
    out.reserve(HEADER);
    out.length += HEADER;
    this.frameEnd = out.length + FRAME_TARGET;
    this.due = 0;
  }

  private close(): void {
    if (!this.framing) return;
    const { out, start } = this;
    const length = out.length - start - HEADER;
    if (length >= SMALLEST) {
      out.bytes[start] = FRAME;
      out.setU64(start + 1, length);
    } else {
      out.bytes.copyWithin(start, start + HEADER, out.length);
      out.length -= HEADER;
    }
  }
}
