import { type Bytes, toUint8Array } from '../bytes/bytes-like.ts';
import { pythonBytesRepr } from '../bytes/text-repr.ts';
import type { PickleError, PickleErrorCode } from '../errors.ts';
import * as opcodes from '../opcodes.ts';
import type { PythonVersion } from '../python-version.ts';
import type { ArgumentInfo } from './argument-info.ts';
import { type OpcodeArgument, readLong, readName } from './argument-value.ts';
import { OpcodeCursor, type Shortage, type TrailingBytes } from './cursor.ts';
import type { OpcodeInfo } from './opcode-info.ts';
import { type PickletoolsDialect, pickletoolsDialect } from './pickletools-dialect.ts';
import { raised, raisedAt } from './python-exception.ts';

/** `sys.maxsize` of a 64-bit Python. */
const MAXSIZE = 2n ** 63n - 1n;

/** Options of {@link genops}. */
export interface GenopsOptions {
  /** Where the pickle begins, in bytes. @defaultValue `0` */
  readonly offset?: number | undefined;
  /** Whose pickletools, where CPythons differ: up to 3.13, strings and names are ASCII. @defaultValue `'3.14'` */
  readonly python?: PythonVersion | undefined;
  /** How many bytes that are not opcodes follow each BUILD. @defaultValue none */
  readonly trailing?: TrailingBytes | undefined;
  /** Called every 65,536 opcodes with the current offset, in bytes from the start of the data. */
  readonly onProgress?: ((offset: number) => void) | undefined;
}

/** One opcode of a pickle. */
export interface Op {
  /** The opcode, described. */
  readonly opcode: OpcodeInfo;
  /** What follows the opcode, decoded; `undefined` if nothing does. */
  readonly arg: OpcodeArgument | undefined;
  /** Where the opcode stands, in bytes from the start of the data. */
  readonly offset: number;
  /** Where the argument begins, behind any count. */
  readonly argStart: number;
  /** Where the argument ends, in bytes; for lines, before the last newline. */
  readonly argEnd: number;
  /**
   * The offset of the next opcode, in bytes. With `options.trailing`, that is after the bytes that follow a BUILD,
   * which begin at `argEnd`.
   */
  readonly end: number;
}

/**
 * The opcodes of a pickle one by one, STOP included, as Python's `pickletools.genops`.
 *
 * Arguments are read by the rules of pickletools, which are not quite those of `pickle.loads`: a GLOBAL is one text
 * `'module name'`, escapes in names are undone, floats may have underscores. Two surrogates that Python keeps
 * apart are one character in a JavaScript string; `dis` tells them apart.
 *
 * @param data - The pickle; what follows STOP is ignored. Bytes in arguments are views of it.
 * @throws UnpicklingError `truncated`, `bad-opcode`, `bad-argument`, `bad-text`, `limit`, after the complete opcodes.
 *   Its `cause` is a `PythonException`: what pickletools raises.
 * @throws RangeError if an option is out of range.
 * @example
 * ```ts
 * import { dumps } from 'brine';
 * import { genops } from 'brine/tools';
 *
 * Array.from(genops(dumps(5, { protocol: 2 })), ({ opcode }) => opcode.name); // ['PROTO', 'BININT1', 'STOP']
 * ```
 * @see {@link https://docs.python.org/3.14/library/pickletools.html#pickletools.genops | pickletools.genops}
 */
export function genops(data: Bytes, options: GenopsOptions = {}): Generator<Op, void, unknown> {
  const dialect = pickletoolsDialect(options.python);
  const { offset, onProgress, trailing } = options;
  return generate(new OpcodeCursor(toUint8Array(data), offsetOf(offset), onProgress, trailing), dialect);
}

/** Refuses an invalid offset. */
export function offsetOf(offset: number | undefined): number {
  if (offset === undefined) return 0;
  if (!Number.isSafeInteger(offset) || offset < 0)
    throw new RangeError(`options.offset needs an offset, got ${offset}`);
  return offset;
}

function* generate(cursor: OpcodeCursor, dialect: PickletoolsDialect): Generator<Op, void, undefined> {
  for (;;) {
    const op = read(cursor, dialect);
    yield op;
    if (op.opcode.code === opcodes.STOP) return;
  }
}

function read(cursor: OpcodeCursor, dialect: PickletoolsDialect): Op {
  const shortage = cursor.next();
  const { bytes, start: offset, argument: argStart, argumentEnd: argEnd, end, info: opcode } = cursor;
  try {
    if (shortage !== undefined || opcode === undefined) throw refusalOf(shortage ?? { reason: 'end' }, cursor, dialect);
    return { opcode, arg: opcode.arg?.read(bytes, argStart, argEnd, dialect), offset, argStart, argEnd, end };
  } catch (error) {
    throw raisedAt(error, offset, bytes[offset] ?? -1);
  }
}

/** What pickletools raises for an incomplete opcode. */
function refusalOf(shortage: Shortage, cursor: OpcodeCursor, dialect: PickletoolsDialect): PickleError {
  const { bytes, start, argument, info } = cursor;
  const arg = info?.arg;
  switch (shortage.reason) {
    case 'end':
      return refuse('truncated', 'pickle exhausted before seeing STOP');
    case 'opcode': {
      const code = pythonBytesRepr(bytes.subarray(start, start + 1));
      return refuse('bad-opcode', `at position ${start}, opcode ${code} unknown`);
    }
    case 'number':
      return refuse('truncated', `not enough data in stream to read ${numberName(arg)}`);
    case 'negative':
      return refuse('bad-argument', `${arg?.name} byte count < 0: ${shortage.count}`);
    case 'counted':
      return countedRefusal(arg, shortage.count, shortage.remain);
    case 'trailing':
      return refuse('truncated', `expected ${shortage.count} bytes behind BUILD, but only ${shortage.remain} remain`);
    case 'line': {
      const newline = bytes.indexOf(0x0a, argument);
      // Python decodes the first of two lines before it notices that the second is missing.
      if (newline >= 0) readName(bytes, argument, newline, dialect);
      const kind = arg?.name === 'unicodestringnl' ? arg.name : 'stringnl';
      return refuse('truncated', `no newline found when trying to read ${kind}`);
    }
  }
}

/** What is truncated: the number that is the argument, or the count before it. */
function numberName(arg: ArgumentInfo | undefined): string {
  return typeof arg?.delimiter === 'string' ? arg.delimiter : (arg?.name ?? '');
}

function countedRefusal(arg: ArgumentInfo | undefined, count: bigint, remain: number): PickleError {
  const name = arg?.name ?? '';
  if (arg?.read === readLong) return refuse('truncated', `not enough data in stream to read ${name}`);
  if (count > MAXSIZE) return refuse('bad-argument', `${name} byte count > sys.maxsize: ${count}`);
  return refuse('truncated', `expected ${count} bytes in a ${name}, but only ${remain} remain`);
}

function refuse(code: PickleErrorCode, message: string): PickleError {
  return raised('ValueError', code, message);
}
