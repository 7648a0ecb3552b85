import { Writer } from '../bytes/writer.ts';
import { FRAME } from '../opcodes.ts';

/** Payload at which a frame is closed at the next value. */
const FRAME_TARGET = 65_536;
/** The FRAME opcode and its 8-byte length. */
const HEADER = 9;
/** A shorter payload is written without a header. */
const SMALLEST = 4;

/** A part of a pickle: bytes, or a long text that is still to be encoded as UTF-8. */
export type Piece = Uint8Array | string;

/** Arranges what is written into frames of about 64 KiB (protocol 4 and up); below, a plain buffer. */
export class Framer {
  readonly out: Writer = new Writer();
  /** At this length of `out` the next value starts a new frame. Infinity when no frames are written. */
  due: number = Number.POSITIVE_INFINITY;
  /** Where the header of the open frame stands. */
  private start = 0;
  private framing = false;
  /** Where the pickle leaves in pieces: those that are done. */
  private readonly pieces: Piece[] | undefined;

  /** @param inPieces - Whether the pickle leaves in pieces as they are done, or stays in `out` as a whole. */
  constructor(inPieces = false) {
    if (!inPieces) return;
    this.pieces = [];
    this.due = FRAME_TARGET;
  }

  /** Whether pieces are done and not taken. */
  get isReady(): boolean {
    return this.pieces !== undefined && this.pieces.length > 0;
  }

  /** The pieces that are done. */
  takePieces(): Piece[] {
    return this.pieces?.splice(0) ?? [];
  }

  /** Opens the first frame. What was written before stays outside. */
  begin(): void {
    this.framing = true;
    this.open();
  }

  /** Starts a new frame, because the open one is long enough. */
  next(): void {
    this.close();
    this.flush();
    this.open();
  }

  /** Whether a payload of so many bytes goes outside of frames, or of pieces. */
  isLarge(length: number): boolean {
    return length >= FRAME_TARGET && (this.framing || this.pieces !== undefined);
  }

  /** Writes something large outside of any frame: what `header` writes, then the payload, as a piece of its own. */
  outside(header: (out: Writer) => void, payload: Piece): void {
    const { out, pieces } = this;
    this.close();
    header(out);
    if (pieces !== undefined) {
      this.flush();
      pieces.push(payload);
    } else if (typeof payload === 'string') {
      out.utf8(payload);
    } else {
      out.raw(payload);
    }
    this.open();
  }

  /** Closes the last frame. */
  end(): void {
    this.close();
    this.flush();
    this.framing = false;
    this.due = Number.POSITIVE_INFINITY;
  }

  /** What was written becomes a piece. */
  private flush(): void {
    const { out, pieces } = this;
    if (pieces === undefined || out.length === 0) return;
    pieces.push(out.toBytes());
    out.length = 0;
  }

  private open(): void {
    if (!this.framing) return;
    const { out } = this;
    this.start = out.length;
    out.reserve(HEADER);
    out.length += HEADER;
    this.due = out.length + FRAME_TARGET;
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
