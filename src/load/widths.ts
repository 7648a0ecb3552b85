/**
 * The widths in bytes of the arguments of ints and memo indexes, as tables by opcode.
 *
 * @module
 */
import * as op from '../opcodes.ts';

const INTS: readonly number[] = [op.BININT, op.BININT1, op.BININT2];
const INDEXES: readonly number[] = [op.BINGET, op.LONG_BINGET];
/** How many bytes an int has behind this opcode, 0 for any other; and what to keep of four bytes. */
export const INT_WIDTH: Uint8Array = /* @__PURE__ */ byOpcode(new Uint8Array(256), INTS, [4, 1, 2]);
export const INT_MASK: Int32Array = /* @__PURE__ */ byOpcode(new Int32Array(256), INTS, [-1, 0xff, 0xffff]);
/** The same for the index of a memo entry. */
export const INDEX_WIDTH: Uint8Array = /* @__PURE__ */ byOpcode(new Uint8Array(256), INDEXES, [1, 4]);
export const INDEX_MASK: Int32Array = /* @__PURE__ */ byOpcode(new Int32Array(256), INDEXES, [0xff, -1]);

/** A table with these values for these opcodes, and 0 for any other. */
function byOpcode<T extends Uint8Array | Int32Array>(table: T, codes: readonly number[], values: readonly number[]): T {
  for (const [i, code] of codes.entries()) table[code] = values[i] ?? 0;
  return table;
}
