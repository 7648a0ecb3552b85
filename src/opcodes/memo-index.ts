import { decodeLatin1 } from '../bytes/text.ts';
import * as op from '../opcodes.ts';
import { readUnsigned } from './argument-value.ts';
import type { OpcodeCursor } from './cursor.ts';

/** No pickler writes more digits than this. */
const INDEX = /^\d{1,15}$/;

/** The memo index in the argument of a GET or PUT of any kind, or -1 for a line that no pickler writes. */
export function memoIndexOf({ bytes, code, argument, argumentEnd }: OpcodeCursor): number {
  if (code !== op.GET && code !== op.PUT) return readUnsigned(bytes, argument, argumentEnd);
  const line = decodeLatin1(bytes, argument, argumentEnd);
  return INDEX.test(line) ? Number(line) : -1;
}
