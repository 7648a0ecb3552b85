/**
 * What each opcode does to the height of the stack, by its byte.
 *
 * @module
 */
import * as op from '../opcodes.ts';
import { OPCODES } from './opcode-info.ts';

/** How many values an opcode pops: all, or those below the mark if it pops a group. */
export const POPS: Uint8Array = new Uint8Array(256);
/** How many values it pushes. */
export const PUSHES: Uint8Array = new Uint8Array(256);
/** 1 if it pops a group with its mark. POP does so only if nothing is above the mark. */
export const IS_GROUP: Uint8Array = new Uint8Array(256);
/** 1 if it only pushes one value. */
export const IS_PUSH: Uint8Array = new Uint8Array(256);
/** 1 if it pushes one value that is immutable and refers to nothing. */
export const IS_SCALAR: Uint8Array = new Uint8Array(256);

for (const { code, before, after } of OPCODES) {
  const mark = before.indexOf('mark');
  IS_GROUP[code] = mark < 0 ? 0 : 1;
  POPS[code] = mark < 0 ? before.length : mark;
  PUSHES[code] = after.length;
}
// DUP leaves the value that it copies in place. MARK is not a value.
POPS[op.DUP] = 0;
PUSHES[op.DUP] = 1;
PUSHES[op.MARK] = 0;
for (const { code } of OPCODES) IS_PUSH[code] = POPS[code] === 0 && PUSHES[code] === 1 && IS_GROUP[code] === 0 ? 1 : 0;
for (const code of [
  op.NONE,
  op.NEWTRUE,
  op.NEWFALSE,
  op.INT,
  op.BININT,
  op.BININT1,
  op.BININT2,
  op.LONG,
  op.LONG1,
  op.LONG4,
  op.FLOAT,
  op.BINFLOAT,
  op.STRING,
  op.BINSTRING,
  op.SHORT_BINSTRING,
  op.UNICODE,
  op.BINUNICODE,
  op.SHORT_BINUNICODE,
  op.BINUNICODE8,
  op.BINBYTES,
  op.SHORT_BINBYTES,
  op.BINBYTES8,
]) {
  IS_SCALAR[code] = 1;
}
