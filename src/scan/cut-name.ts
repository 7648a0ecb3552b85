import { decodeLatin1 } from '../bytes/text.ts';
import { toPython3 } from '../codec/compat-names.ts';
import type { UnpicklingError } from '../errors.ts';
import type { Entry } from '../globals/census.ts';
import * as op from '../opcodes.ts';

/**
 * The name at the end of a file that is cut: the unpickler written in Python takes away the last character of a line,
 * whether it is a newline or not.
 */
export function cutName(bytes: Uint8Array, { offset, opcode }: UnpicklingError, protocol: number): Entry | undefined {
  if (opcode !== op.GLOBAL && opcode !== op.INST) return undefined;
  const rest = decodeLatin1(bytes, offset + 1, Math.min(bytes.length, offset + 1 + LONGEST_NAME));
  const [first = '', second = ''] = rest.split(/(?<=\n)/);
  if (second.endsWith('\n')) return undefined;
  const name = { module: first.slice(0, -1), name: second.slice(0, -1) };
  const python3 = protocol < 3 ? toPython3(name) : name;
  const uses = new Map();
  return { ...name, python3, opcode: 'GLOBAL', offset, extension: undefined, count: 1, uses };
}

const LONGEST_NAME = 2000;
