import { Reader } from '../bytes/reader.ts';
import { PickleError, UnpicklingError } from '../errors.ts';
import * as op from '../opcodes.ts';

/** One opcode and where it stands. Offsets are in bytes from the start of the pickle. */
export interface Step {
  readonly code: number;
  readonly start: number;
  /** Where its argument begins, behind any count. */
  readonly argument: number;
  /** Where its argument ends; for lines, before the last newline. */
  readonly argumentEnd: number;
  /** Where the next opcode stands. */
  readonly end: number;
}

/** How an argument is delimited. A number: so many bytes. */
type Shape = number | 'line' | 'lines' | 'count1' | 'count4' | 'signed4' | 'count8';

const SHAPES: ReadonlyMap<number, Shape> = /* @__PURE__ */ new Map<number, Shape>([
  ...[op.MARK, op.STOP, op.POP, op.POP_MARK, op.DUP, op.NONE, op.NEWTRUE, op.NEWFALSE].map(none),
  ...[op.EMPTY_LIST, op.EMPTY_TUPLE, op.EMPTY_DICT, op.EMPTY_SET, op.LIST, op.TUPLE, op.DICT, op.FROZENSET].map(none),
  ...[op.TUPLE1, op.TUPLE2, op.TUPLE3, op.APPEND, op.APPENDS, op.SETITEM, op.SETITEMS, op.ADDITEMS].map(none),
  ...[op.STACK_GLOBAL, op.REDUCE, op.BUILD, op.OBJ, op.NEWOBJ, op.NEWOBJ_EX, op.BINPERSID, op.MEMOIZE].map(none),
  ...[op.NEXT_BUFFER, op.READONLY_BUFFER].map(none),
  [op.BININT, 4],
  [op.BININT1, 1],
  [op.BININT2, 2],
  [op.BINFLOAT, 8],
  [op.BINGET, 1],
  [op.LONG_BINGET, 4],
  [op.BINPUT, 1],
  [op.LONG_BINPUT, 4],
  [op.EXT1, 1],
  [op.EXT2, 2],
  [op.EXT4, 4],
  [op.PROTO, 1],
  [op.FRAME, 8],
  ...[op.INT, op.LONG, op.FLOAT, op.STRING, op.UNICODE, op.GET, op.PUT, op.PERSID].map(line),
  [op.GLOBAL, 'lines'],
  [op.INST, 'lines'],
  ...[op.SHORT_BINSTRING, op.SHORT_BINUNICODE, op.SHORT_BINBYTES, op.LONG1].map(short),
  [op.BINUNICODE, 'count4'],
  [op.BINBYTES, 'count4'],
  [op.BINSTRING, 'signed4'],
  [op.LONG4, 'signed4'],
  [op.BINUNICODE8, 'count8'],
  [op.BINBYTES8, 'count8'],
  [op.BYTEARRAY8, 'count8'],
]);

/**
 * The opcodes of a pickle, STOP included.
 *
 * @throws UnpicklingError `truncated`, `bad-opcode`, `bad-argument` at what is no opcode or has no whole argument.
 */
export function* walk(bytes: Uint8Array, from = 0): Generator<Step, void, undefined> {
  const reader = new Reader(bytes);
  reader.pos = from;
  for (;;) {
    const step = stepAt(reader);
    yield step;
    if (step.code === op.STOP) return;
  }
}

function stepAt(reader: Reader): Step {
  const start = reader.pos;
  if (start >= reader.end) throw new UnpicklingError('truncated', start, -1, 'Ran out of input');
  const code = reader.u8();
  try {
    const shape = SHAPES.get(code);
    if (shape === undefined) throw unknownOpcode(code);
    const argument = argumentOf(reader, shape);
    const isLine = shape === 'line' || shape === 'lines';
    return { code, start, argument, argumentEnd: isLine ? reader.pos - 1 : reader.pos, end: reader.pos };
  } catch (error) {
    if (!(error instanceof PickleError)) throw error;
    throw new UnpicklingError(error.code, start, code, error.message);
  }
}

/** Claims an argument; returns where it begins. */
function argumentOf(reader: Reader, shape: Shape): number {
  switch (shape) {
    case 'line':
    case 'lines': {
      const begin = reader.pos;
      reader.line();
      if (shape === 'lines') reader.line();
      return begin;
    }
    case 'count1':
      return reader.take(reader.u8());
    case 'count4':
      return reader.take(reader.u32());
    case 'signed4': {
      const count = reader.i32();
      if (count < 0) throw new PickleError('bad-argument', 'negative byte count');
      return reader.take(count);
    }
    case 'count8':
      return reader.take(reader.u64());
    default:
      return reader.take(shape);
  }
}

/** CPython's error for a byte that is no opcode: printable ASCII as it is, anything else in hexadecimal. */
export function unknownOpcode(byte: number): PickleError {
  const raw = byte >= 0x20 && byte <= 0x7e && byte !== 0x27 && byte !== 0x5c;
  const key = raw ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`;
  return new PickleError('bad-opcode', `invalid load key, '${key}'.`);
}

function none(code: number): [number, Shape] {
  return [code, 0];
}

function line(code: number): [number, Shape] {
  return [code, 'line'];
}

function short(code: number): [number, Shape] {
  return [code, 'count1'];
}
