/**
 * Descriptions of all pickle opcodes: the table that all tools use.
 *
 * Names, argument kinds, stack effects, protocols and the one-line descriptions are those of CPython 3.14's
 * `pickletools`, because `dis` prints them. The descriptions are
 * Copyright © 2001 Python Software Foundation; All Rights Reserved, and are used under the PSF License Version 2
 * (https://docs.python.org/3/license.html).
 *
 * @see {@link https://github.com/python/cpython/blob/v3.14.0/Lib/pickletools.py | pickletools.py}
 * @module
 */
import * as op from '../opcodes.ts';
import { ARGUMENTS, type ArgumentInfo, type ArgumentName } from './argument-info.ts';

/** A kind of object on the stack. `stackslice` is everything above the topmost `mark`. */
export type StackObject =
  | 'any'
  | 'None'
  | 'bool'
  | 'int'
  | 'int_or_bool'
  | 'float'
  | 'str'
  | 'bytes'
  | 'bytes_or_str'
  | 'bytearray'
  | 'buffer'
  | 'list'
  | 'tuple'
  | 'dict'
  | 'set'
  | 'frozenset'
  | 'mark'
  | 'stackslice';

/** One opcode, described. */
export interface OpcodeInfo {
  /** `SHORT_BINUNICODE` */
  readonly name: string;
  /** The byte. */
  readonly code: number;
  /** What follows the byte; `undefined` if nothing does. */
  readonly arg: ArgumentInfo | undefined;
  /** What it takes from the stack, the top of the stack last. */
  readonly before: readonly StackObject[];
  /** What it pushes, the top of the stack last. */
  readonly after: readonly StackObject[];
  /** The lowest protocol that has it. */
  readonly proto: number;
  /** One line of description. */
  readonly doc: string;
}

type Row = readonly [
  name: string,
  code: number,
  arg: ArgumentName | null,
  before: readonly StackObject[],
  after: readonly StackObject[],
  proto: number,
  doc: string,
];

const ROWS: readonly Row[] = [
  ['INT', op.INT, 'decimalnl_short', [], ['int_or_bool'], 0, 'Push an integer or bool.'],
  ['BININT', op.BININT, 'int4', [], ['int'], 1, 'Push a four-byte signed integer.'],
  ['BININT1', op.BININT1, 'uint1', [], ['int'], 1, 'Push a one-byte unsigned integer.'],
  ['BININT2', op.BININT2, 'uint2', [], ['int'], 1, 'Push a two-byte unsigned integer.'],
  ['LONG', op.LONG, 'decimalnl_long', [], ['int'], 0, 'Push a long integer.'],
  ['LONG1', op.LONG1, 'long1', [], ['int'], 2, 'Long integer using one-byte length.'],
  ['LONG4', op.LONG4, 'long4', [], ['int'], 2, 'Long integer using four-byte length.'],
  ['STRING', op.STRING, 'stringnl', [], ['bytes_or_str'], 0, 'Push a Python string object.'],
  ['BINSTRING', op.BINSTRING, 'string4', [], ['bytes_or_str'], 1, 'Push a Python string object.'],
  ['SHORT_BINSTRING', op.SHORT_BINSTRING, 'string1', [], ['bytes_or_str'], 1, 'Push a Python string object.'],
  ['BINBYTES', op.BINBYTES, 'bytes4', [], ['bytes'], 3, 'Push a Python bytes object.'],
  ['SHORT_BINBYTES', op.SHORT_BINBYTES, 'bytes1', [], ['bytes'], 3, 'Push a Python bytes object.'],
  ['BINBYTES8', op.BINBYTES8, 'bytes8', [], ['bytes'], 4, 'Push a Python bytes object.'],
  ['BYTEARRAY8', op.BYTEARRAY8, 'bytearray8', [], ['bytearray'], 5, 'Push a Python bytearray object.'],
  ['NEXT_BUFFER', op.NEXT_BUFFER, null, [], ['buffer'], 5, 'Push an out-of-band buffer object.'],
  [
    'READONLY_BUFFER',
    op.READONLY_BUFFER,
    null,
    ['buffer'],
    ['buffer'],
    5,
    'Make an out-of-band buffer object read-only.',
  ],
  ['NONE', op.NONE, null, [], ['None'], 0, 'Push None on the stack.'],
  ['NEWTRUE', op.NEWTRUE, null, [], ['bool'], 2, 'Push True onto the stack.'],
  ['NEWFALSE', op.NEWFALSE, null, [], ['bool'], 2, 'Push False onto the stack.'],
  ['UNICODE', op.UNICODE, 'unicodestringnl', [], ['str'], 0, 'Push a Python Unicode string object.'],
  ['SHORT_BINUNICODE', op.SHORT_BINUNICODE, 'unicodestring1', [], ['str'], 4, 'Push a Python Unicode string object.'],
  ['BINUNICODE', op.BINUNICODE, 'unicodestring4', [], ['str'], 1, 'Push a Python Unicode string object.'],
  ['BINUNICODE8', op.BINUNICODE8, 'unicodestring8', [], ['str'], 4, 'Push a Python Unicode string object.'],
  ['FLOAT', op.FLOAT, 'floatnl', [], ['float'], 0, 'Newline-terminated decimal float literal.'],
  ['BINFLOAT', op.BINFLOAT, 'float8', [], ['float'], 1, 'Float stored in binary form, with 8 bytes of data.'],
  ['EMPTY_LIST', op.EMPTY_LIST, null, [], ['list'], 1, 'Push an empty list.'],
  ['APPEND', op.APPEND, null, ['list', 'any'], ['list'], 0, 'Append an object to a list.'],
  [
    'APPENDS',
    op.APPENDS,
    null,
    ['list', 'mark', 'stackslice'],
    ['list'],
    1,
    'Extend a list by a slice of stack objects.',
  ],
  [
    'LIST',
    op.LIST,
    null,
    ['mark', 'stackslice'],
    ['list'],
    0,
    'Build a list out of the topmost stack slice, after markobject.',
  ],
  ['EMPTY_TUPLE', op.EMPTY_TUPLE, null, [], ['tuple'], 1, 'Push an empty tuple.'],
  [
    'TUPLE',
    op.TUPLE,
    null,
    ['mark', 'stackslice'],
    ['tuple'],
    0,
    'Build a tuple out of the topmost stack slice, after markobject.',
  ],
  ['TUPLE1', op.TUPLE1, null, ['any'], ['tuple'], 2, 'Build a one-tuple out of the topmost item on the stack.'],
  ['TUPLE2', op.TUPLE2, null, ['any', 'any'], ['tuple'], 2, 'Build a two-tuple out of the top two items on the stack.'],
  [
    'TUPLE3',
    op.TUPLE3,
    null,
    ['any', 'any', 'any'],
    ['tuple'],
    2,
    'Build a three-tuple out of the top three items on the stack.',
  ],
  ['EMPTY_DICT', op.EMPTY_DICT, null, [], ['dict'], 1, 'Push an empty dict.'],
  [
    'DICT',
    op.DICT,
    null,
    ['mark', 'stackslice'],
    ['dict'],
    0,
    'Build a dict out of the topmost stack slice, after markobject.',
  ],
  ['SETITEM', op.SETITEM, null, ['dict', 'any', 'any'], ['dict'], 0, 'Add a key+value pair to an existing dict.'],
  [
    'SETITEMS',
    op.SETITEMS,
    null,
    ['dict', 'mark', 'stackslice'],
    ['dict'],
    1,
    'Add an arbitrary number of key+value pairs to an existing dict.',
  ],
  ['EMPTY_SET', op.EMPTY_SET, null, [], ['set'], 4, 'Push an empty set.'],
  [
    'ADDITEMS',
    op.ADDITEMS,
    null,
    ['set', 'mark', 'stackslice'],
    ['set'],
    4,
    'Add an arbitrary number of items to an existing set.',
  ],
  [
    'FROZENSET',
    op.FROZENSET,
    null,
    ['mark', 'stackslice'],
    ['frozenset'],
    4,
    'Build a frozenset out of the topmost slice, after markobject.',
  ],
  ['POP', op.POP, null, ['any'], [], 0, 'Discard the top stack item, shrinking the stack by one item.'],
  ['DUP', op.DUP, null, ['any'], ['any', 'any'], 0, 'Push the top stack item onto the stack again, duplicating it.'],
  ['MARK', op.MARK, null, [], ['mark'], 0, 'Push markobject onto the stack.'],
  [
    'POP_MARK',
    op.POP_MARK,
    null,
    ['mark', 'stackslice'],
    [],
    1,
    'Pop all the stack objects at and above the topmost markobject.',
  ],
  ['GET', op.GET, 'decimalnl_short', [], ['any'], 0, 'Read an object from the memo and push it on the stack.'],
  ['BINGET', op.BINGET, 'uint1', [], ['any'], 1, 'Read an object from the memo and push it on the stack.'],
  ['LONG_BINGET', op.LONG_BINGET, 'uint4', [], ['any'], 1, 'Read an object from the memo and push it on the stack.'],
  ['PUT', op.PUT, 'decimalnl_short', [], [], 0, 'Store the stack top into the memo.  The stack is not popped.'],
  ['BINPUT', op.BINPUT, 'uint1', [], [], 1, 'Store the stack top into the memo.  The stack is not popped.'],
  ['LONG_BINPUT', op.LONG_BINPUT, 'uint4', [], [], 1, 'Store the stack top into the memo.  The stack is not popped.'],
  ['MEMOIZE', op.MEMOIZE, null, ['any'], ['any'], 4, 'Store the stack top into the memo.  The stack is not popped.'],
  ['EXT1', op.EXT1, 'uint1', [], ['any'], 2, 'Extension code.'],
  ['EXT2', op.EXT2, 'uint2', [], ['any'], 2, 'Extension code.'],
  ['EXT4', op.EXT4, 'int4', [], ['any'], 2, 'Extension code.'],
  ['GLOBAL', op.GLOBAL, 'stringnl_noescape_pair', [], ['any'], 0, 'Push a global object (module.attr) on the stack.'],
  [
    'STACK_GLOBAL',
    op.STACK_GLOBAL,
    null,
    ['str', 'str'],
    ['any'],
    4,
    'Push a global object (module.attr) on the stack.',
  ],
  [
    'REDUCE',
    op.REDUCE,
    null,
    ['any', 'any'],
    ['any'],
    0,
    'Push an object built from a callable and an argument tuple.',
  ],
  ['BUILD', op.BUILD, null, ['any', 'any'], ['any'], 0, 'Finish building an object, via __setstate__ or dict update.'],
  ['INST', op.INST, 'stringnl_noescape_pair', ['mark', 'stackslice'], ['any'], 0, 'Build a class instance.'],
  ['OBJ', op.OBJ, null, ['mark', 'any', 'stackslice'], ['any'], 1, 'Build a class instance.'],
  ['NEWOBJ', op.NEWOBJ, null, ['any', 'any'], ['any'], 2, 'Build an object instance.'],
  ['NEWOBJ_EX', op.NEWOBJ_EX, null, ['any', 'any', 'any'], ['any'], 4, 'Build an object instance.'],
  ['PROTO', op.PROTO, 'uint1', [], [], 2, 'Protocol version indicator.'],
  ['STOP', op.STOP, null, ['any'], [], 0, 'Stop the unpickling machine.'],
  ['FRAME', op.FRAME, 'uint8', [], [], 4, 'Indicate the beginning of a new frame.'],
  ['PERSID', op.PERSID, 'stringnl_noescape', [], ['any'], 0, 'Push an object identified by a persistent ID.'],
  ['BINPERSID', op.BINPERSID, null, ['any'], ['any'], 1, 'Push an object identified by a persistent ID.'],
];

/** All 68 opcodes, in the order of `pickletools`. */
export const OPCODES: readonly OpcodeInfo[] = /* @__PURE__ */ ROWS.map(([name, code, arg, before, after, proto, doc]) =>
  Object.freeze({ name, code, arg: arg === null ? undefined : ARGUMENTS[arg], before, after, proto, doc }),
);

const BY_CODE: readonly (OpcodeInfo | undefined)[] = /* @__PURE__ */ byCode();

/**
 * The opcode of a byte; `undefined` if the byte is not an opcode.
 *
 * @example
 * ```ts
 * import { opcodeOf } from 'brine/tools';
 *
 * opcodeOf(0x2e)?.name; // 'STOP'
 * ```
 */
export function opcodeOf(code: number): OpcodeInfo | undefined {
  return BY_CODE[code];
}

/** The opcode's character as in a Python literal, as `dis` shows it. */
export function codeRepr({ code }: OpcodeInfo): string {
  return code < 0x80 ? String.fromCharCode(code) : `\\x${code.toString(16)}`;
}

function byCode(): (OpcodeInfo | undefined)[] {
  const table: (OpcodeInfo | undefined)[] = new Array(256).fill(undefined);
  for (const info of OPCODES) table[info.code] = info;
  return table;
}
