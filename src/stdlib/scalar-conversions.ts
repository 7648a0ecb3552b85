/**
 * What the built-in types make of a value: `int('ff', 16)`, `str(5)`, `bytes([1, 2])`. Used for the values of a load
 * and for those of a graph.
 *
 * @module
 */
import { formatFloat } from '../bytes/float.ts';
import { decodeLegacy, type LegacyEncoding } from '../bytes/legacy-text.ts';
import { decodeLatin1, utf8Length, writeUtf8 } from '../bytes/text.ts';
import { pythonAscii, pythonBytesRepr, pythonTextRepr } from '../bytes/text-repr.ts';
import { PickleError } from '../errors.ts';
import { COST, MOST_MADE } from '../limits.ts';
import { ByteArray } from '../values/byte-array.ts';
import { Complex } from '../values/complex.ts';
import { Float } from '../values/float.ts';
import { pythonTypeName, type WholeNumbers } from '../values/kind.ts';
import { PyRange } from '../values/range.ts';
import { Slice } from '../values/slice.ts';
import { complexOfText, floatOfText, intOfText } from './number-text.ts';

/** What a conversion has to know, and the budget it pays from. */
export interface ConversionContext {
  readonly wholeNumbers: WholeNumbers;
  charge(bytes: number): void;
  work(amount: number): void;
}

/** `undefined` for arguments whose result is not certain. */
export type Conversion = (args: readonly unknown[], context: ConversionContext) => unknown;

/** A message shows at most this much of a text. */
const SHOWN = 200;
const MOST_DIGITS = 4300;
/** An int has at most as many hexadecimal digits as decimal ones, and counting them takes linear time. */
const DIGIT_BITS = Math.log2(10);

function refused(message: string): PickleError {
  return new PickleError('bad-call', message);
}

/** Whether a value is a float, which a whole number may be; `undefined` if that is not known. */
function isFloat(value: unknown, { wholeNumbers }: ConversionContext): boolean | undefined {
  if (value instanceof Float) return true;
  if (typeof value !== 'number') return false;
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) return true;
  return wholeNumbers === 'int or float' ? undefined : wholeNumbers === 'float';
}

function numberOf(value: Float | number): number {
  return value instanceof Float ? value.value : value;
}

/** The int that a value is; `undefined` for anything that is, or may be, of another type. */
function intValue(value: unknown, context: ConversionContext): number | bigint | undefined {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'bigint') return value;
  return typeof value === 'number' && isFloat(value, context) === false ? value : undefined;
}

/** The text of a str, or of bytes with one character each. */
function textIn(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return value instanceof Uint8Array ? decodeLatin1(value, 0, value.length) : undefined;
}

function shown(value: unknown): string {
  if (value instanceof ByteArray) return `bytearray(${pythonBytesRepr(value.subarray(0, SHOWN))})`;
  if (value instanceof Uint8Array) return pythonBytesRepr(value.subarray(0, SHOWN));
  return pythonTextRepr(String(value).slice(0, SHOWN));
}

function toInt(args: readonly unknown[], context: ConversionContext): number | bigint | undefined {
  const [source = 0, base, ...more] = args;
  if (more.length > 0) return undefined;
  const text = textIn(source);
  if (base !== undefined) {
    const given = intValue(base, context);
    if (given === undefined) return undefined;
    const radix = Number(given);
    if (text === undefined) throw refused("int() can't convert non-string with explicit base");
    if (radix !== 0 && !(radix >= 2 && radix <= 36)) throw refused('int() base must be >= 2 and <= 36, or 0');
    return intOfText(text, radix, shown(source));
  }
  if (text !== undefined) return intOfText(text, 10, shown(source));
  if (typeof source === 'bigint') return source;
  if (typeof source === 'boolean') return Number(source);
  return source instanceof Float || typeof source === 'number' ? truncated(numberOf(source)) : undefined;
}

function truncated(value: number): number | bigint {
  if (Number.isFinite(value)) {
    const whole = Math.trunc(value) + 0;
    return Number.isSafeInteger(whole) ? whole : BigInt(whole);
  }
  throw refused(`cannot convert ${Number.isNaN(value) ? 'float NaN to integer' : 'float infinity to integer'}`);
}

function toFloat(args: readonly unknown[]): Float | undefined {
  const [source = 0, ...more] = args;
  if (more.length > 0) return undefined;
  const text = textIn(source);
  const value = text === undefined ? realOf(source) : floatOfText(text, shown(source));
  return value === undefined ? undefined : new Float(value);
}

/** A number or bool as a float; `undefined` for anything else. */
function realOf(value: unknown): number | undefined {
  if (value instanceof Float) return value.value;
  if (typeof value === 'number' || typeof value === 'boolean') return Number(value);
  if (typeof value !== 'bigint') return undefined;
  const near = Number(value);
  if (Number.isFinite(near)) return near;
  throw refused('int too large to convert to float');
}

/** `complex(text)`, `complex(re, im)` */
export function toComplex(args: readonly unknown[]): Complex | undefined {
  const [source = 0, imaginary, ...more] = args;
  if (more.length > 0) return undefined;
  if (typeof source === 'string') {
    if (imaginary !== undefined) throw refused("complex() argument 'real' must be a real number, not str");
    const parts = complexOfText(source, shown(source));
    return parts && new Complex(...parts);
  }
  if (source instanceof Complex && imaginary === undefined) return source;
  const [re, im] = [realOf(source), realOf(imaginary ?? 0)];
  return re === undefined || im === undefined || imaginary === null ? undefined : new Complex(re, im);
}

/** `bool(x)`; `undefined` for objects, whose class decides. */
function toBool(args: readonly unknown[]): boolean | undefined {
  const [source = false, ...more] = args;
  if (more.length > 0) return undefined;
  switch (typeof source) {
    case 'boolean':
    case 'string':
    case 'bigint':
      return Boolean(source);
    case 'number':
      return source !== 0;
    default:
  }
  if (source === null) return false;
  if (source instanceof Float) return source.value !== 0;
  if (source instanceof Complex) return source.re !== 0 || source.im !== 0;
  if (source instanceof PyRange) return source.length > 0;
  if (source instanceof Slice) return true;
  if (Array.isArray(source) || source instanceof Uint8Array) return source.length > 0;
  if (source instanceof Set || source instanceof Map) return source.size > 0;
  const isRecord = typeof source === 'object' && Object.getPrototypeOf(source) === Object.prototype;
  return isRecord ? Object.keys(source).length > 0 : undefined;
}

function toText(args: readonly unknown[], context: ConversionContext): string | undefined {
  const [source = '', encoding, errors = 'strict', ...more] = args;
  if (more.length > 0 || errors !== 'strict') return undefined;
  if (encoding !== undefined) return decoded(source, encoding, context);
  if (typeof source === 'string') return source;
  if (typeof source === 'boolean') return source ? 'True' : 'False';
  if (source === null) return 'None';
  if (source instanceof Uint8Array) {
    context.charge(ESCAPE * source.length);
    const repr = pythonBytesRepr(source);
    return source instanceof ByteArray ? `bytearray(${repr})` : repr;
  }
  if (typeof source === 'bigint') return digitsOf(source);
  if (!(source instanceof Float) && typeof source !== 'number') return undefined;
  const isKnown = isFloat(source, context);
  return isKnown === undefined ? undefined : isKnown ? formatFloat(numberOf(source)) : String(source);
}

/** Characters of `\x00`. */
const ESCAPE = 4;

function digitsOf(value: bigint): string {
  const size = value.toString(16).length * 4;
  const text = size <= (MOST_DIGITS + 1) * DIGIT_BITS + 8 ? value.toString() : undefined;
  if (text !== undefined && text.length - (value < 0n ? 1 : 0) <= MOST_DIGITS) return text;
  throw new PickleError(
    'limit',
    `Exceeds the limit (${MOST_DIGITS} digits) for integer string conversion; use sys.set_int_max_str_digits() to` +
      ' increase the limit',
  );
}

function decoded(source: unknown, encoding: unknown, context: ConversionContext): string | undefined {
  if (typeof source === 'string') throw refused('decoding str is not supported');
  const name = encodingOf(encoding);
  if (name === undefined || !(source instanceof Uint8Array)) return undefined;
  context.charge(source.length);
  return decodeLegacy(source, 0, source.length, name, 'strict');
}

/** The supported encoding that a usual name stands for. */
function encodingOf(name: unknown): LegacyEncoding | undefined {
  switch (typeof name === 'string' ? name.toLowerCase().replaceAll(/[ _-]/g, '') : '') {
    case 'latin1':
    case 'latin':
    case 'l1':
    case 'iso88591':
      return 'latin1';
    case 'ascii':
    case 'usascii':
      return 'ASCII';
    case 'utf8':
      return 'utf-8';
    default:
      return undefined;
  }
}

function toBytes(
  args: readonly unknown[],
  context: ConversionContext,
  what: string,
): Uint8Array<ArrayBuffer> | undefined {
  const [source, encoding, errors = 'strict', ...more] = args;
  if (more.length > 0 || errors !== 'strict') return undefined;
  if (source === undefined) return new Uint8Array(0);
  if (typeof source === 'string') {
    if (encoding === undefined) throw refused('string argument without an encoding');
    return encoded(source, encoding, context);
  }
  if (encoding !== undefined) return undefined;
  if (source instanceof Uint8Array) return new Uint8Array(source);
  if (source instanceof PyRange) {
    const items = rangeItems(source, context);
    return items && ofNumbers(items, what, context);
  }
  if (Array.isArray(source)) return ofNumbers(source, what, context);
  const count = intValue(source, context);
  if (count === undefined) return undefined;
  if (count >= LARGEST_INDEX || count < -LARGEST_INDEX) throw refused("cannot fit 'int' into an index-sized integer");
  if (count < 0) throw refused('negative count');
  if (count > MOST_MADE) return undefined;
  context.charge(Number(count));
  context.work(Number(count) / COST.slot);
  return new Uint8Array(Number(count));
}

const LARGEST_INDEX = 2n ** 63n;

function ofNumbers(items: readonly unknown[], what: string, context: ConversionContext): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(items.length);
  for (let i = 0; i < bytes.length; i++) {
    const byte =
      typeof items[i] === 'number' && context.wholeNumbers !== 'float' ? items[i] : intValue(items[i], context);
    if (byte === undefined || (typeof byte === 'number' && (!Number.isInteger(byte) || Object.is(byte, -0)))) {
      throw refused(`'${pythonTypeName(items[i], context.wholeNumbers)}' object cannot be interpreted as an integer`);
    }
    if (!(Number(byte) >= 0 && Number(byte) <= 255)) throw refused(`${what} must be in range(0, 256)`);
    bytes[i] = Number(byte);
  }
  return bytes;
}

/** The numbers of a range; `undefined` if there are many. */
export function rangeItems(
  range: PyRange,
  context: Pick<ConversionContext, 'charge' | 'work'>,
): readonly (number | bigint)[] | undefined {
  const length = Number(range.length);
  if (length > MOST_MADE) return undefined;
  context.charge(COST.slot * length);
  // A call of ten bytes makes 65,536 items, each of which takes as long as eight steps of other work.
  context.work(COST.slot * length);
  return Array.from(range);
}

const SURROGATES = /[\ud800-\udfff]+/u;
const NOT_ASCII = /[^\0-\x7f]+/u;
const NOT_LATIN1 = /[^\0-\xff]+/u;

/** Python's UnicodeEncodeError for the first characters that an encoding does not have. */
function encodeError(codec: string, text: string, found: RegExpExecArray, reason: string): PickleError {
  const at = Array.from(text.slice(0, found.index)).length;
  const count = Array.from(found[0]).length;
  const repr = pythonAscii(pythonTextRepr(String.fromCodePoint(found[0].codePointAt(0) ?? 0)));
  const where = count > 1 ? `characters in position ${at}-${at + count - 1}` : `character ${repr} in position ${at}`;
  return new PickleError('bad-text', `'${codec}' codec can't encode ${where}: ${reason}`);
}

function encoded(text: string, encoding: unknown, context: ConversionContext): Uint8Array<ArrayBuffer> | undefined {
  const name = encodingOf(encoding);
  if (name === undefined) return undefined;
  if (name === 'utf-8') {
    const found = SURROGATES.exec(text);
    if (found !== null) throw encodeError('utf-8', text, found, 'surrogates not allowed');
    const length = utf8Length(text);
    context.charge(length);
    const bytes = new Uint8Array(length);
    writeUtf8(text, bytes, 0);
    return bytes;
  }
  context.charge(text.length);
  return inOneByte(text, name === 'ASCII' ? 0x7f : 0xff);
}

/** A text as bytes, one for each character. */
export function inOneByte(text: string, ceiling: 0x7f | 0xff): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > ceiling) {
      const found = (ceiling === 0x7f ? NOT_ASCII : NOT_LATIN1).exec(text);
      const codec = ceiling === 0x7f ? 'ascii' : 'latin-1';
      if (found !== null) throw encodeError(codec, text, found, `ordinal not in range(${ceiling + 1})`);
    }
    bytes[i] = unit;
  }
  return bytes;
}

function toByteArray(args: readonly unknown[], context: ConversionContext): ByteArray | undefined {
  const bytes = toBytes(args, context, 'byte');
  return bytes && ByteArray.over(bytes);
}

/** The conversions by Python's name of the type. A float is returned as a `Float`. */
export const SCALARS: ReadonlyMap<string, Conversion> = /* @__PURE__ */ new Map<string, Conversion>([
  ['int', toInt],
  ['float', toFloat],
  ['complex', toComplex],
  ['bool', toBool],
  ['str', toText],
  ['bytes', (args, context) => toBytes(args, context, 'bytes')],
  ['bytearray', toByteArray],
]);
