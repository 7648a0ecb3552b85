import { decodeLegacy } from '../bytes/legacy-text.ts';
import { invalidLoadKey, PickleError, type PickleErrorCode, UnpicklingError } from '../errors.ts';
import { beyondEngine } from '../limits.ts';
import * as op from '../opcodes.ts';
import { type OnProgress, OpcodeCursor, type Shortage, type TrailingBytes } from './cursor.ts';
import type { OpcodeInfo } from './opcode-info.ts';

/** One opcode and its position. Offsets are in bytes from the start of the pickle. */
export interface Step {
  readonly code: number;
  readonly name: string;
  readonly start: number;
  /** Where its argument begins, behind any count. */
  readonly argument: number;
  /** Where its argument ends; for lines, before the last newline. */
  readonly argumentEnd: number;
  /** Where the next opcode begins: after any bytes that are said to follow a BUILD. */
  readonly end: number;
  /** Where the second of two lines begins, if the reader has not read it right behind the first. */
  readonly secondLine?: number;
}

/**
 * The opcodes of a pickle, STOP included, with their arguments as byte ranges.
 *
 * @param hasMark - Whether a mark is open, which INST checks before it reads.
 * @throws UnpicklingError `truncated`, `bad-opcode`, `bad-argument` for an invalid or incomplete opcode, with the
 *   messages of CPython's `pickle.loads`.
 */
export function* walk(
  bytes: Uint8Array,
  from = 0,
  onProgress?: OnProgress,
  hasMark: () => boolean = () => true,
  trailing?: TrailingBytes,
): Generator<Step, void, undefined> {
  const cursor = new OpcodeCursor(bytes, from, onProgress, trailing);
  for (;;) {
    const { code, name, start, argument, argumentEnd, end } = advance(cursor, hasMark);
    yield { code, name, start, argument, argumentEnd, end };
    if (code === op.STOP) return;
  }
}

/** Moves to the next opcode, and refuses invalid bytes as {@link walk} does. */
export function advance(cursor: OpcodeCursor, hasMark: () => boolean): Step {
  const shortage = cursor.next();
  if (shortage === undefined) return cursor;
  if (cursor.info?.code === op.INST && shortage.reason === 'line' && !hasMark()) {
    throw new UnpicklingError('no-mark', cursor.start, op.INST, 'could not find MARK');
  }
  throw refusalOf(shortage, cursor);
}

/** Adds where it happened to an error about the pickle or about a limit of the engine. */
export function refusedAt(error: unknown, { code, start }: Pick<Step, 'code' | 'start'>): unknown {
  const refusal = error instanceof RangeError ? beyondEngine(error) : error;
  if (!(refusal instanceof PickleError)) return error;
  return new UnpicklingError(refusal.code, start, code, refusal.message, { cause: error });
}

/** What CPython's `pickle.loads` says about an incomplete opcode. */
export function refusalOf(shortage: Shortage, { bytes, start, argument, info }: OpcodeCursor): UnpicklingError {
  const refuse = (code: PickleErrorCode, message: string): UnpicklingError =>
    new UnpicklingError(code, start, shortage.reason === 'end' ? -1 : (bytes[start] ?? -1), message);
  switch (shortage.reason) {
    case 'end':
      return refuse('truncated', 'Ran out of input');
    case 'opcode':
      return refuse('bad-opcode', invalidLoadKey(bytes[start] ?? 0));
    case 'line': {
      const undecodable = info?.arg?.delimiter === 'lines' ? moduleRefusal(bytes, argument, info.code) : undefined;
      if (undecodable !== undefined) return refuse(undecodable.code, undecodable.message);
      return refuse('truncated', 'pickle data was truncated');
    }
    case 'negative':
      // The unpickler reads BINSTRING's count as unsigned, pickletools as signed.
      if (info?.code === op.BINSTRING) return refuse('truncated', 'pickle data was truncated');
      return refuse('bad-argument', `${nameInMessages(info)} pickle has negative byte count`);
    case 'counted':
      if (shortage.count < MAX_SSIZE) return refuse('truncated', 'pickle data was truncated');
      return refuse(
        'bad-argument',
        `${nameInMessages(info)} exceeds system's maximum size of 9223372036854775807 bytes`,
      );
    default:
      return refuse('truncated', 'pickle data was truncated');
  }
}

/** Why the first of two lines, which is read before the second is looked for, is not the name of a module. */
function moduleRefusal(bytes: Uint8Array, start: number, code: number): PickleError | undefined {
  const end = bytes.indexOf(NEWLINE, start);
  if (end <= start) return undefined;
  try {
    decodeLegacy(bytes, start, end, code === op.GLOBAL ? 'utf-8' : 'ASCII', 'strict');
    return undefined;
  } catch (error) {
    if (error instanceof PickleError) return error;
    throw error;
  }
}

/** The two lines of GLOBAL and INST. The first is decoded before the second is examined. */
export function nameLines(
  bytes: Uint8Array,
  { argument, argumentEnd, secondLine }: Step,
  encoding: 'utf-8' | 'ASCII',
): [module: string, name: string] {
  const newline = bytes.indexOf(NEWLINE, argument);
  return [
    nameLine(bytes, argument, newline, encoding),
    nameLine(bytes, secondLine ?? newline + 1, argumentEnd, encoding),
  ];
}

function nameLine(bytes: Uint8Array, start: number, end: number, encoding: 'utf-8' | 'ASCII'): string {
  if (start === end) throw new PickleError('truncated', 'pickle data was truncated');
  return decodeLegacy(bytes, start, end, encoding, 'strict');
}

const NEWLINE = 0x0a;

const MAX_SSIZE = 2n ** 63n;

/** CPython names an opcode in its messages without its size. */
function nameInMessages(info: OpcodeInfo | undefined): string {
  return info?.name.replace(/^(BIN(?:UNICODE|BYTES))8$|^(LONG)4$/, '$1$2') ?? '';
}
