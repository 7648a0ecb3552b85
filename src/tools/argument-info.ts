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

/** How an argument is delimited: so many bytes; one or two lines; a count, then so many bytes. */
export type Delimiter = number | 'line' | 'lines' | Count;

/** A kind of argument. */
export interface ArgumentInfo {
  readonly name: ArgumentName;
  readonly delimiter: Delimiter;
}

/** Every kind of argument, by the name pickletools gives it. */
export const ARGUMENTS: { readonly [Name in ArgumentName]: ArgumentInfo & { readonly name: Name } } = {
  uint1: { name: 'uint1', delimiter: 1 },
  uint2: { name: 'uint2', delimiter: 2 },
  int4: { name: 'int4', delimiter: 4 },
  uint4: { name: 'uint4', delimiter: 4 },
  uint8: { name: 'uint8', delimiter: 8 },
  float8: { name: 'float8', delimiter: 8 },
  decimalnl_short: { name: 'decimalnl_short', delimiter: 'line' },
  decimalnl_long: { name: 'decimalnl_long', delimiter: 'line' },
  floatnl: { name: 'floatnl', delimiter: 'line' },
  stringnl: { name: 'stringnl', delimiter: 'line' },
  stringnl_noescape: { name: 'stringnl_noescape', delimiter: 'line' },
  stringnl_noescape_pair: { name: 'stringnl_noescape_pair', delimiter: 'lines' },
  unicodestringnl: { name: 'unicodestringnl', delimiter: 'line' },
  long1: { name: 'long1', delimiter: 'uint1' },
  long4: { name: 'long4', delimiter: 'int4' },
  string1: { name: 'string1', delimiter: 'uint1' },
  string4: { name: 'string4', delimiter: 'int4' },
  bytes1: { name: 'bytes1', delimiter: 'uint1' },
  bytes4: { name: 'bytes4', delimiter: 'uint4' },
  bytes8: { name: 'bytes8', delimiter: 'uint8' },
  bytearray8: { name: 'bytearray8', delimiter: 'uint8' },
  unicodestring1: { name: 'unicodestring1', delimiter: 'uint1' },
  unicodestring4: { name: 'unicodestring4', delimiter: 'uint4' },
  unicodestring8: { name: 'unicodestring8', delimiter: 'uint8' },
};
