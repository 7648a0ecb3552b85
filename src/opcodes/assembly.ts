import { type Bytes, toUint8Array } from '../bytes/bytes-like.ts';
import { pythonBytesRepr } from '../bytes/text-repr.ts';
import { Writer } from '../bytes/writer.ts';
import { PickleError } from '../errors.ts';
import { argumentRepr } from './argument-repr.ts';
import { OpcodeCursor } from './cursor.ts';
import { encodeArgument } from './encode-argument.ts';
import { parseLiteralArgument } from './literal-argument.ts';
import type { OpcodeInfo } from './opcode-info.ts';
import { pickletoolsDialect } from './pickletools-dialect.ts';

/**
 * All bytes of a pickle as text that {@link assemble} turns into the same bytes, whatever they are: one opcode a line,
 * to be read, changed and assembled again. What follows STOP is shown too.
 *
 * An argument that is not in the form that {@link assemble} gives it is `raw b'...'`, with its usual form as a comment;
 * from the first incomplete opcode on, the rest is one line of `bytes b'...'`.
 *
 * @returns Lines, each with its newline.
 * @example
 * ```ts
 * import { assembly } from 'brine/tools';
 *
 * [...assembly(new TextEncoder().encode('I+5\n.'))].join(''); // "INT raw b'+5\\n' # 5\nSTOP\n"
 * ```
 */
export function assembly(data: Bytes): Generator<string, void, undefined> {
  return linesOf(new OpcodeCursor(toUint8Array(data), 0));
}

function* linesOf(cursor: OpcodeCursor): Generator<string, void, undefined> {
  const { bytes } = cursor;
  while (cursor.end < bytes.length) {
    const shortage = cursor.next();
    if (shortage !== undefined || cursor.info === undefined) {
      yield `bytes ${pythonBytesRepr(bytes.subarray(cursor.start))}\n`;
      return;
    }
    yield `${lineOf(cursor, cursor.info)}\n`;
  }
}

function lineOf(cursor: OpcodeCursor, info: OpcodeInfo): string {
  if (info.arg === undefined) return info.name;
  const { bytes, start, end } = cursor;
  const written = bytes.subarray(start + 1, end);
  const shown = shownOf(cursor, info);
  if (shown !== undefined && equal(encoded(info, shown), written)) return `${info.name} ${shown}`;
  return `${info.name} raw ${pythonBytesRepr(written)}${shown === undefined ? '' : ` # ${shown}`}`;
}

/** The argument as Python shows it, if Python can. */
function shownOf(cursor: OpcodeCursor, opcode: OpcodeInfo): string | undefined {
  const { bytes, start: offset, argument: argStart, argumentEnd: argEnd, end } = cursor;
  const dialect = pickletoolsDialect('3.14');
  try {
    const arg = opcode.arg?.read(bytes, argStart, argEnd, dialect);
    return argumentRepr(bytes, { opcode, arg, offset, argStart, argEnd, end }, dialect);
  } catch (error) {
    if (error instanceof PickleError) return undefined;
    throw error;
  }
}

/** The bytes that `assemble` makes from the argument. */
function encoded(info: OpcodeInfo, shown: string): Uint8Array | undefined {
  const out = new Writer();
  try {
    if (info.arg !== undefined) encodeArgument(info.arg.name, parseLiteralArgument(shown, 0).literal, out);
    return out.toBytes();
  } catch (error) {
    if (error instanceof PickleError) return undefined;
    throw error;
  }
}

function equal(a: Uint8Array | undefined, b: Uint8Array): boolean {
  return a !== undefined && a.length === b.length && a.every((byte, i) => byte === b[i]);
}
