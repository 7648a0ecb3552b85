/**
 * The values of opcode arguments, as pickletools reads them: more lenient than `pickle.loads` in some places, stricter
 * in others.
 *
 * @module
 */
import { parseIntBytes } from '../bytes/decimal.ts';
import { decodeRawUnicodeEscape, unescapeString } from '../bytes/escapes.ts';
import { parseFloatBytes } from '../bytes/float.ts';
import { decodeLegacy, type LegacyEncoding } from '../bytes/legacy-text.ts';
import { decodeLong } from '../bytes/long.ts';
import { decodeLatin1, decodeUtf8 } from '../bytes/text.ts';
import { pythonBytesRepr } from '../bytes/text-repr.ts';
import { PickleError } from '../errors.ts';
import { ByteArray } from '../values/byte-array.ts';
import type { PickletoolsDialect } from './pickletools-dialect.ts';
import { PythonException, raised } from './python-exception.ts';

/**
 * The value of an opcode's argument: a number for a float and for a safe int; a bigint for any other int; a string with
 * one character for each byte for the strings of Python 2; a view of the pickle for bytes and `ByteArray`.
 */
export type OpcodeArgument = number | bigint | boolean | string | Uint8Array;

/** The number of a memo entry. */
export type MemoKey = number | bigint;

/** The number under which a PUT stores and a GET fetches: True is 1. */
export function memoKey(arg: OpcodeArgument | undefined): MemoKey {
  return typeof arg === 'bigint' ? arg : Number(arg);
}

/** Reads the argument between two offsets, without its count or last newline. */
export type ReadArgument = (
  bytes: Uint8Array,
  start: number,
  end: number,
  dialect: PickletoolsDialect,
) => OpcodeArgument;

/** One to four bytes, little-endian. */
export const readUnsigned = (bytes: Uint8Array, start: number, end: number): number => {
  let value = 0;
  for (let at = end - 1; at >= start; at--) value = value * 256 + (bytes[at] ?? 0);
  return value;
};

export const readUint8: ReadArgument = (bytes, start, end) => {
  const value = readUnsigned(bytes, start, end);
  return value <= Number.MAX_SAFE_INTEGER ? value : viewOf(bytes).getBigUint64(start, true);
};

export const readInt4: ReadArgument = (bytes, start) => viewOf(bytes).getInt32(start, true);

export const readFloat8: ReadArgument = (bytes, start) => viewOf(bytes).getFloat64(start, false);

export const readLong: ReadArgument = (bytes, start, end) => decodeLong(bytes, start, end);

export const readDecimalShort: ReadArgument = (bytes, start, end, dialect) => {
  const text = decodeLatin1(bytes, start, end);
  return text === '00' ? false : text === '01' ? true : intOf(text, dialect);
};

export const readDecimalLong: ReadArgument = (bytes, start, end, dialect) => {
  const text = decodeLatin1(bytes, start, end);
  return intOf(text.endsWith('L') ? text.slice(0, -1) : text, dialect);
};

export const readFloatLine: ReadArgument = (bytes, start, end) => parseFloatBytes(decodeLatin1(bytes, start, end));

/** STRING, with its quotes. A line that is a single quote counts as both. */
export const readQuoted: ReadArgument = (bytes, start, end, dialect) => {
  const quote = end > start ? bytes[start] : undefined;
  const repr = (): string => pythonBytesRepr(bytes.subarray(start, end));
  if (quote !== 0x22 && quote !== 0x27) throw raised('ValueError', 'bad-argument', `no string quotes around ${repr()}`);
  if (bytes[end - 1] !== quote) {
    const mark = quote === 0x22 ? `b'"'` : `b"'"`;
    const what = dialect.strict ? 'strinq' : 'string';
    throw raised('ValueError', 'bad-argument', `${what} quote ${mark} not found at both ends of ${repr()}`);
  }
  return unescaped(bytes, start + 1, Math.max(end - 1, start + 1), dialect.strict ? 'ASCII' : 'latin1');
};

/** PERSID. Unlike CPython's pickle, pickletools undoes escapes. */
export const readName = (bytes: Uint8Array, start: number, end: number, dialect: PickletoolsDialect): string =>
  unescaped(bytes, start, end, dialect.strict ? 'ASCII' : 'utf-8');

/** GLOBAL and INST: the two lines with a space between them. */
export const readNamePair: ReadArgument = (bytes, start, end, dialect) => {
  const newline = bytes.indexOf(0x0a, start);
  return `${readName(bytes, start, newline, dialect)} ${readName(bytes, newline + 1, end, dialect)}`;
};

export const readRawUnicodeEscape: ReadArgument = (bytes, start, end) =>
  decoded(() => decodeRawUnicodeEscape(bytes, start, end));

export const readUtf8: ReadArgument = (bytes, start, end) => decoded(() => decodeUtf8(bytes, start, end));

export const readLatin1: ReadArgument = (bytes, start, end) => decodeLatin1(bytes, start, end);

export const readBytes: ReadArgument = (bytes, start, end) =>
  new Uint8Array(bytes.buffer, bytes.byteOffset + start, end - start);

export const readByteArray: ReadArgument = (bytes, start, end) => ByteArray.over(bytes.subarray(start, end));

function unescaped(bytes: Uint8Array, start: number, end: number, encoding: LegacyEncoding): string {
  const raw = unescapeString(bytes, start, end);
  return decoded(() => decodeLegacy(raw, 0, raw.length, encoding, 'strict'));
}

function intOf(text: string, dialect: PickletoolsDialect): number | bigint {
  try {
    return parseIntBytes(text);
  } catch (error) {
    if (!(error instanceof PickleError)) throw error;
    throw raised('ValueError', error.code, dialect.bareDigits ? error.message.replace(' digits)', ')') : error.message);
  }
}

/** Decodes text, with errors as Python's UnicodeDecodeError. */
function decoded(decode: () => string): string {
  try {
    return decode();
  } catch (error) {
    if (!(error instanceof PickleError) || error.code !== 'bad-text') throw error;
    throw new PickleError(error.code, error.message, {
      cause: new PythonException('UnicodeDecodeError', error.message),
    });
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
