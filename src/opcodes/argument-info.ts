import {
  type ReadArgument,
  readByteArray,
  readBytes,
  readDecimalLong,
  readDecimalShort,
  readFloat8,
  readFloatLine,
  readInt4,
  readLatin1,
  readLong,
  readName,
  readNamePair,
  readQuoted,
  readRawUnicodeEscape,
  readUint8,
  readUnsigned,
  readUtf8,
} from './argument-value.ts';

/** What pickletools calls the kinds of arguments. */
export type ArgumentName =
  | 'uint1'
  | 'uint2'
  | 'int4'
  | 'uint4'
  | 'uint8'
  | 'float8'
  | 'decimalnl_short'
  | 'decimalnl_long'
  | 'floatnl'
  | 'stringnl'
  | 'stringnl_noescape'
  | 'stringnl_noescape_pair'
  | 'unicodestringnl'
  | 'long1'
  | 'long4'
  | 'string1'
  | 'string4'
  | 'bytes1'
  | 'bytes4'
  | 'bytes8'
  | 'bytearray8'
  | 'unicodestring1'
  | 'unicodestring4'
  | 'unicodestring8';

/** A count that stands before the bytes it counts; little-endian. */
export type Count = 'uint1' | 'int4' | 'uint4' | 'uint8';

/** How an argument is delimited: a fixed number of bytes; one or two lines; a count followed by that many bytes. */
export type Delimiter = number | 'line' | 'lines' | Count;

/** A kind of argument. */
export interface ArgumentInfo {
  /** What pickletools calls it. */
  readonly name: ArgumentName;
  /** Where it ends. */
  readonly delimiter: Delimiter;
  /** Its value, as pickletools reads it. */
  readonly read: ReadArgument;
}

/** Every kind of argument, by the name pickletools gives it. */
export const ARGUMENTS: { readonly [Name in ArgumentName]: ArgumentInfo & { readonly name: Name } } = {
  uint1: { name: 'uint1', delimiter: 1, read: readUnsigned },
  uint2: { name: 'uint2', delimiter: 2, read: readUnsigned },
  int4: { name: 'int4', delimiter: 4, read: readInt4 },
  uint4: { name: 'uint4', delimiter: 4, read: readUnsigned },
  uint8: { name: 'uint8', delimiter: 8, read: readUint8 },
  float8: { name: 'float8', delimiter: 8, read: readFloat8 },
  decimalnl_short: { name: 'decimalnl_short', delimiter: 'line', read: readDecimalShort },
  decimalnl_long: { name: 'decimalnl_long', delimiter: 'line', read: readDecimalLong },
  floatnl: { name: 'floatnl', delimiter: 'line', read: readFloatLine },
  stringnl: { name: 'stringnl', delimiter: 'line', read: readQuoted },
  stringnl_noescape: { name: 'stringnl_noescape', delimiter: 'line', read: readName },
  stringnl_noescape_pair: { name: 'stringnl_noescape_pair', delimiter: 'lines', read: readNamePair },
  unicodestringnl: { name: 'unicodestringnl', delimiter: 'line', read: readRawUnicodeEscape },
  long1: { name: 'long1', delimiter: 'uint1', read: readLong },
  long4: { name: 'long4', delimiter: 'int4', read: readLong },
  string1: { name: 'string1', delimiter: 'uint1', read: readLatin1 },
  string4: { name: 'string4', delimiter: 'int4', read: readLatin1 },
  bytes1: { name: 'bytes1', delimiter: 'uint1', read: readBytes },
  bytes4: { name: 'bytes4', delimiter: 'uint4', read: readBytes },
  bytes8: { name: 'bytes8', delimiter: 'uint8', read: readBytes },
  bytearray8: { name: 'bytearray8', delimiter: 'uint8', read: readByteArray },
  unicodestring1: { name: 'unicodestring1', delimiter: 'uint1', read: readUtf8 },
  unicodestring4: { name: 'unicodestring4', delimiter: 'uint4', read: readUtf8 },
  unicodestring8: { name: 'unicodestring8', delimiter: 'uint8', read: readUtf8 },
};
