import { parseIntLine, parseLongLine } from '../bytes/decimal.ts';
import { decodeRawUnicodeEscape, unescapeString } from '../bytes/escapes.ts';
import { parseFloatLine } from '../bytes/float.ts';
import { decodeLegacy, decodePython2 } from '../bytes/legacy-text.ts';
import { decodeLong } from '../bytes/long.ts';
import type { Reader } from '../bytes/reader.ts';
import { ShortText } from '../bytes/short-text.ts';
import { Slab } from '../bytes/slab.ts';
import { decodeLatin1, decodeUtf8, isAscii, utf16Length } from '../bytes/text.ts';
import { PickleError } from '../errors.ts';
import { COST, limitExceeded } from '../limits.ts';
import { Float } from '../values/float.ts';
import type { WholeNumbers } from '../values/kind.ts';
import type { Budget } from './budget.ts';
import type { LoadSettings } from './load-settings.ts';

const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;

/** If this bit is set in the high half of a 64-bit count, CPython refuses the count on every machine. */
const SIGN_BIT = 0x8000_0000;

/** Turns the arguments of opcodes into values, within the limits of one load. */
export class Arguments {
  private readonly reader: Reader;
  private readonly slab = new Slab();
  /** Whether all ints are bigints. */
  bigints = false;
  /** Whether floats that are whole numbers are `Float`s. */
  exact = false;
  /** Whether a float was read that became a number. */
  hasFloats = false;
  readonly texts: ShortText = new ShortText();
  private settings: LoadSettings;
  private readonly budget: Budget;

  constructor(reader: Reader, settings: LoadSettings, budget: Budget) {
    this.reader = reader;
    this.budget = budget;
    this.settings = settings;
    this.reset(settings);
  }

  /** Prepares for another input. */
  reset(settings: LoadSettings): void {
    this.settings = settings;
    this.bigints = settings.ints === 'bigint';
    this.exact = settings.floats === 'exact';
    this.hasFloats = false;
  }

  /** `limits.string` */
  get longestText(): number {
    return this.settings.limits.string;
  }

  /** An int in the form of `options.ints`. */
  int(value: number | bigint): number | bigint {
    return this.bigints ? BigInt(value) : value;
  }

  /** A float in the form of `options.floats`. */
  float(value: number): number | Float {
    if (!this.exact) {
      this.hasFloats = true;
      return value;
    }
    if (!Number.isInteger(value) || Object.is(value, -0)) return value;
    this.budget.charge(COST.float);
    return new Float(value);
  }

  /** What whole numbers that were read as numbers are in Python: ints or floats. */
  get wholeNumbers(): WholeNumbers {
    if (this.bigints) return 'float';
    return this.hasFloats ? 'int or float' : 'int';
  }

  /** INT */
  intLine(): number | bigint | boolean {
    const value = parseIntLine(this.filledLine(), this.settings.limits.digits);
    return typeof value === 'boolean' ? value : this.int(value);
  }

  /** LONG */
  longLine(): number | bigint {
    return this.int(parseLongLine(this.filledLine(), this.settings.limits.digits));
  }

  /** FLOAT */
  floatLine(): number | Float {
    return this.float(parseFloatLine(this.filledLine()));
  }

  /** LONG1 and LONG4, after their counts */
  long(length: number): number | bigint {
    const start = this.reader.take(length);
    if (length > 8) this.budget.charge(COST.bigint + length);
    return this.int(decodeLong(this.reader.bytes, start, start + length));
  }

  /** LONG4's count, the only one that is signed. */
  longCount(): number {
    const length = this.reader.i32();
    if (length < 0) throw new PickleError('bad-argument', 'LONG pickle has negative byte count');
    return length;
  }

  /** An 8-byte count. */
  count64(name: string, refusal = `${name} exceeds system's maximum size of 9223372036854775807 bytes`): number {
    const low = this.reader.u32();
    const high = this.reader.u32();
    if (high >= SIGN_BIT) {
      throw new PickleError('bad-argument', refusal);
    }
    return high * 0x1_0000_0000 + low;
  }

  /** FRAME */
  frameLength(): number {
    return this.count64('FRAME', "FRAME length exceeds system's maximum of 9223372036854775807 bytes");
  }

  /** BINUNICODE and its variants, after their counts */
  text(length: number): string {
    const start = this.reader.take(length);
    const { bytes } = this.reader;
    if (length > this.settings.limits.string) this.checkString(utf16Length(bytes, start, start + length));
    this.budget.charge(COST.string + length);
    return decodeUtf8(bytes, start, start + length);
  }

  /** UNICODE */
  unicodeLine(): string {
    const start = this.reader.pos;
    const end = this.reader.line();
    this.checkString(end - start);
    this.budget.charge(COST.string + 2 * (end - start));
    return decodeRawUnicodeEscape(this.reader.bytes, start, end);
  }

  /** STRING */
  quotedString(): string | Uint8Array {
    const { bytes, pos: start } = this.reader;
    const end = this.reader.line();
    const quote = bytes[start];
    const quoted = (quote === SINGLE_QUOTE || quote === DOUBLE_QUOTE) && end - start >= 2 && bytes[end - 1] === quote;
    if (!quoted) throw new PickleError('bad-argument', 'the STRING opcode argument must be quoted');
    const text = unescapeString(bytes, start + 1, end - 1);
    return this.legacy(text, 0, text.length);
  }

  /** BINSTRING and SHORT_BINSTRING, after their counts */
  legacyString(length: number): string | Uint8Array {
    const start = this.reader.take(length);
    return this.legacy(this.reader.bytes, start, start + length);
  }

  /** BINBYTES and its variants, after their counts: a view of the input where its memory is not reused. */
  byteString(length: number): Uint8Array {
    const start = this.reader.take(length);
    return this.kept(this.reader.bytes, start, length);
  }

  /** A copy of a byte range of the input, for mutable values. */
  byteCopy(length: number): Uint8Array {
    const start = this.reader.take(length);
    this.budget.charge(COST.bytes + length);
    const view = viewOf(this.reader.bytes, start, length);
    return this.reader.owned ? view : new Uint8Array(view);
  }

  /** A non-empty line, as a string with one character for each byte. */
  filledLine(): string {
    const start = this.reader.pos;
    const end = this.reader.line();
    if (end === start) throw new PickleError('truncated', 'pickle data was truncated');
    if (end - start > this.settings.limits.string) this.checkString(end - start);
    return decodeLatin1(this.reader.bytes, start, end);
  }

  /** A line of GLOBAL (UTF-8) or INST (ASCII). */
  nameLine(encoding: 'utf-8' | 'ASCII'): string {
    const start = this.reader.pos;
    const end = this.reader.line();
    if (end === start) throw new PickleError('truncated', 'pickle data was truncated');
    this.checkString(end - start);
    this.budget.charge(COST.string + end - start);
    return decodeLegacy(this.reader.bytes, start, end, encoding, 'strict');
  }

  /** PERSID's line, which may be empty. */
  persistentIdLine(): string {
    const start = this.reader.pos;
    const end = this.reader.line();
    if (!isAscii(this.reader.bytes, start, end)) {
      throw new PickleError('bad-text', 'persistent IDs in protocol 0 must be ASCII strings');
    }
    this.checkString(end - start);
    return decodeLatin1(this.reader.bytes, start, end);
  }

  private legacy(bytes: Uint8Array, start: number, end: number): string | Uint8Array {
    const { encoding, errors } = this.settings;
    if (encoding === 'bytes') {
      return this.kept(bytes, start, end - start);
    }
    this.checkString(end - start);
    this.budget.charge(COST.string + end - start);
    return decodePython2(bytes, start, end, encoding, errors);
  }

  private kept(bytes: Uint8Array, start: number, length: number): Uint8Array {
    const { streamed, owned } = this.reader;
    this.budget.charge(streamed ? COST.bytes + length : COST.bytes);
    const view = viewOf(bytes, start, length);
    return streamed && !owned ? this.slab.copy(view) : view;
  }

  private checkString(length: number): void {
    const { string } = this.settings.limits;
    if (length > string) throw limitExceeded('string', string, `a string of ${length} units`);
  }
}

/** A view of the input as a plain `Uint8Array`, even if the input is of a subclass. */
function viewOf(bytes: Uint8Array, start: number, length: number): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset + start, length);
}
