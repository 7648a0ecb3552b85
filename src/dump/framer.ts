import { Writer } from '../bytes/writer.ts';
import { FRAME } from '../opcodes.ts';

/** Payload at which a frame is closed at the next value. */
const FRAME_TARGET = 65_536;
/** The FRAME opcode and its 8-byte length. */
const HEADER = 9;
/** A shorter payload is written without a header. */
const SMALLEST = 4;

/** Arranges what is written into frames of about 64 KiB (protocol 4 and up); below, a plain buffer. */
export class Framer {
  readonly out: Writer = new Writer();
  /** At this length of `out` the next value starts a new frame. Infinity when no frames are written. */
  due: number = Number.POSITIVE_INFINITY;
  /** Where the header of the open frame stands. */
  private start = 0;
  private framing = false;

  /** Opens the first frame. What was written before stays outside. */
  begin(): void {
    this.framing = true;
    this.open();
  }

  /** Starts a new frame, because the open one is long enough. */
  next(): void {
    this.close();
    this.open();
  }

  /** Whether a payload of so many bytes goes outside of frames. */
  isLarge(length: number): boolean {
    return this.framing && length >= FRAME_TARGET;
  }

  /** Writes something large outside of any frame. */
  outside(write: (out: Writer) => void): void {
    this.close();
    write(this.out);
    this.open();
  }

  /** Closes the last frame. */
  end(): void {
    if (this.framing) this.close();
    this.framing = false;
    this.due = Number.POSITIVE_INFINITY;
  }

  private open(): void {
    const { out } = this;
    this.start = out.length;
    out.reserve(HEADER);
    out.length += HEADER;
    this.due = out.length + FRAME_TARGET;
  }

  private close(): void {
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
