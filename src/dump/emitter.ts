import { encodeRawUnicodeEscape } from '../bytes/escapes.ts';
import { formatFloat } from '../bytes/float.ts';
import { encodeLong } from '../bytes/long.ts';
import { utf8Length, writeUtf8 } from '../bytes/text.ts';
import type { Writer } from '../bytes/writer.ts';
import type { Protocol } from '../codec/context.ts';
import { PickleError } from '../errors.ts';
import * as op from '../opcodes.ts';
import type { Framer } from './framer.ts';

const NEWLINE = 0x0a;
const MAX_UINT32 = 0xffff_ffff;
/** The most digits of an int that CPython turns into text (`sys.get_int_max_str_digits()`). */
const MAX_DIGITS = 4300;

/** The bytes that a safe integer of more than 32 bits takes in a pickle. */
const WIDEST_INT = 10;
/** A text with at most this many UTF-16 units always stays in its frame and is never too long for the protocol. */
export const MAX_GUESSED = 16_384;
/** SHORT_BINUNICODE and BINUNICODE with their lengths. */
const SHORT_HEADER = 2;
const LONG_HEADER = 5;

/** How an object is stored in the memo: by MEMOIZE, by an opcode with its number, or not at all. Numbers are tested fastest. */
const UNNUMBERED = 0;
const NUMBERED = 1;
const NEVER = 2;
type StoreForm = typeof UNNUMBERED | typeof NUMBERED | typeof NEVER;

/** Writes opcodes with their arguments in the form of one protocol. */
export class Emitter {
  readonly framer: Framer;
  readonly protocol: Protocol;
  private readonly out: Writer;
  private readonly store: StoreForm;

  /** @param isMemoised - Whether objects are stored in the memo of the reader. */
  constructor(framer: Framer, protocol: Protocol, isMemoised: boolean) {
    this.framer = framer;
    this.out = framer.out;
    this.protocol = protocol;
    this.store = !isMemoised ? NEVER : protocol >= 4 ? UNNUMBERED : NUMBERED;
  }

  op(opcode: number): void {
    this.out.u8(opcode);
  }

  bool(value: boolean): void {
    if (this.protocol >= 2) this.out.u8(value ? op.NEWTRUE : op.NEWFALSE);
    else this.out.latin1(value ? 'I01\n' : 'I00\n');
  }

  /** An int if the number is a safe integer other than -0, else a float. */
  number(value: number): void {
    if (value === (value | 0) && !Object.is(value, -0)) this.int32(value);
    else if (Number.isSafeInteger(value) && value !== 0) this.wideInt(value);
    else this.float(value);
  }

  bigint(value: bigint): void {
    const near = Number(value);
    if (near === (near | 0)) this.int32(near);
    else this.bigInt(value);
  }

  /** An int of 32 bits. */
  private int32(value: number): void {
    if (this.protocol === 0) this.bigInt(value);
    else if (value >= 0 && value <= 0xff) this.out.op8(op.BININT1, value);
    else if (value >= 0 && value <= 0xffff) this.out.op16(op.BININT2, value);
    else this.out.op32(op.BININT, value);
  }

  /** A safe integer of more than 32 bits, written as two words so that no BigInt is created. */
  private wideInt(value: number): void {
    if (this.protocol < 2) {
      this.bigInt(value);
      return;
    }
    const { out } = this;
    out.reserve(WIDEST_INT);
    const at = out.length;
    const high = Math.floor(value / 0x1_0000_0000);
    const length = high === (high << 24) >> 24 ? 5 : high === (high << 16) >> 16 ? 6 : 7;
    out.bytes[at] = op.LONG1;
    out.bytes[at + 1] = length;
    out.view.setInt32(at + 2, value, true);
    out.view.setInt32(at + 6, high, true);
    out.length = at + 2 + length;
  }

  float(value: number): void {
    if (this.protocol >= 1) this.out.opDouble(op.BINFLOAT, value);
    else this.out.latin1(`F${formatFloat(value)}\n`);
  }

  /** A str, without its memo entry. */
  text(text: string): void {
    if (this.protocol === 0) this.out.latin1(`V${encodeRawUnicodeEscape(text)}\n`);
    else if (text.length <= MAX_GUESSED) this.guessedText(text);
    else this.counted(utf8Length(text), text);
  }

  /** A str whose parts are encoded separately, without its memo entry. */
  segments(parts: readonly string[]): void {
    if (this.protocol === 0) {
      this.out.latin1(`V${parts.map(encodeRawUnicodeEscape).join('')}\n`);
      return;
    }
    const bytes = new Uint8Array(parts.reduce((length, part) => length + utf8Length(part), 0));
    let at = 0;
    for (const part of parts) at = writeUtf8(part, bytes, at);
    this.counted(bytes.length, bytes);
  }

  /** A NaN of these eight bytes. */
  nan(bits: Uint8Array): void {
    if (this.protocol === 0) {
      this.float(Number.NaN);
      return;
    }
    this.out.u8(op.BINFLOAT);
    this.out.raw(bits);
  }

  /** bytes at protocol 3 and up, without the memo entry. */
  bytes(bytes: Uint8Array): void {
    const { length } = bytes;
    if (length <= 0xff) {
      this.out.op8(op.SHORT_BINBYTES, length);
      this.out.raw(bytes);
    } else {
      this.payload(bytes, (out) => {
        if (length <= MAX_UINT32) out.op32(op.BINBYTES, length);
        else if (this.protocol >= 4) out.op64(op.BINBYTES8, length);
        else throw tooLarge('bytes object');
      });
    }
  }

  /** bytearray at protocol 5, without the memo entry. */
  byteArray(bytes: Uint8Array): void {
    this.payload(bytes, (out) => out.op64(op.BYTEARRAY8, bytes.length));
  }

  /** A fetch from the memo. */
  get(index: number): void {
    if (this.protocol === 0) this.out.latin1(`g${index}\n`);
    else if (index <= 0xff) this.out.op8(op.BINGET, index);
    else this.out.op32(op.LONG_BINGET, index);
  }

  /** An opcode that makes an object, and the opcode that stores it in the memo. */
  opPut(opcode: number, index: number): void {
    if (this.store === UNNUMBERED) {
      this.out.op8(opcode, op.MEMOIZE);
    } else {
      this.out.u8(opcode);
      this.put(index);
    }
  }

  /** A store into the memo. */
  put(index: number): void {
    if (this.store === UNNUMBERED) this.out.u8(op.MEMOIZE);
    else if (this.store === NEVER) return;
    else if (this.protocol === 0) this.out.latin1(`p${index}\n`);
    else if (index <= 0xff) this.out.op8(op.BINPUT, index);
    else this.out.op32(op.LONG_BINPUT, index);
  }

  /** GLOBAL, protocols 0 to 3. The names contain no newline and can be encoded as the protocol requires. */
  globalLines(module: string, name: string): void {
    this.out.u8(op.GLOBAL);
    this.line(module);
    this.line(name);
  }

  /** EXT1, EXT2, EXT4 */
  extension(code: number): void {
    if (code <= 0xff) this.out.op8(op.EXT1, code);
    else if (code <= 0xffff) this.out.op16(op.EXT2, code);
    else this.out.op32(op.EXT4, code);
  }

  /** PERSID */
  persistentLine(id: string): void {
    this.out.u8(op.PERSID);
    this.line(id);
  }

  private line(text: string): void {
    this.out.utf8(text);
    this.out.u8(NEWLINE);
  }

  /** An int as LONG1, LONG4 or text. */
  private bigInt(value: number | bigint): void {
    if (this.protocol < 2) {
      this.intLine(value);
      return;
    }
    const bytes = encodeLong(BigInt(value));
    if (bytes.length <= 0xff) this.out.op8(op.LONG1, bytes.length);
    else if (bytes.length <= 0x7fff_ffff) this.out.op32(op.LONG4, bytes.length);
    else throw new PickleError('too-large', 'int too large to pickle');
    this.out.raw(bytes);
  }

  private intLine(value: number | bigint): void {
    // Converting a huge int to decimal text does not take linear time; finding its length in base 16 does.
    const isHuge = typeof value === 'bigint' && value.toString(16).length > MAX_DIGITS;
    const digits = isHuge ? '' : value.toString();
    if (isHuge || digits.length > MAX_DIGITS + (value < 0 ? 1 : 0)) {
      throw new PickleError(
        'too-large',
        `Exceeds the limit (${MAX_DIGITS} digits) for integer string conversion; use protocol 2 or higher`,
      );
    }
    const small = BigInt.asIntN(32, BigInt(value)) === BigInt(value);
    this.out.latin1(small ? `I${digits}\n` : `L${digits}L\n`);
  }

  /**
   * A str that is not large. It is encoded first, after a header as for ASCII, and moved if it needs another one. So
   * its length need not be counted: 71 ns for 250 characters instead of 353 (measured, Node 24).
   */
  private guessedText(text: string): void {
    const { out } = this;
    const at = out.length;
    const guess = this.textHeader(text.length);
    out.reserve(LONG_HEADER);
    out.length += guess;
    const length = out.utf8(text);
    const header = this.textHeader(length);
    if (header !== guess) {
      out.reserve(header - guess);
      out.bytes.copyWithin(at + header, at + guess, out.length);
      out.length += header - guess;
    }
    out.bytes[at] = header === SHORT_HEADER ? op.SHORT_BINUNICODE : op.BINUNICODE;
    if (header === SHORT_HEADER) out.bytes[at + 1] = length;
    else out.view.setUint32(at + 1, length, true);
  }

  /** The opcode of a str of this many bytes, and its length. */
  private textHeader(length: number): number {
    return length <= 0xff && this.protocol >= 4 ? SHORT_HEADER : LONG_HEADER;
  }

  /** A str of this many bytes of UTF-8. */
  private counted(length: number, text: string | Uint8Array): void {
    const header = (out: Writer): void => {
      if (length <= 0xff && this.protocol >= 4) out.op8(op.SHORT_BINUNICODE, length);
      else if (length <= MAX_UINT32) out.op32(op.BINUNICODE, length);
      else if (this.protocol >= 4) out.op64(op.BINUNICODE8, length);
      else throw tooLarge('string');
    };
    if (this.framer.isLarge(length)) {
      this.framer.unframed(header, text, length);
    } else {
      header(this.out);
      if (typeof text === 'string') this.out.utf8(text);
      else this.out.raw(text);
    }
  }

  private payload(bytes: Uint8Array, header: (out: Writer) => void): void {
    if (this.framer.isLarge(bytes.length)) {
      this.framer.unframed(header, bytes, bytes.length);
    } else {
      header(this.out);
      this.out.raw(bytes);
    }
  }
}

/**
 * Writes every number as a float, for `ints: 'bigint'`. A separate class, so that the other modes do not pay for it.
 */
export class FloatEmitter extends Emitter {
  override number(value: number): void {
    this.float(value);
  }
}

function tooLarge(what: string): PickleError {
  return new PickleError('too-large', `serializing a ${what} larger than 4 GiB requires pickle protocol 4 or higher`);
}
