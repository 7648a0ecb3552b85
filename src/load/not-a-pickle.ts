/**
 * Errors for bytes that are not a pickle: they say what the bytes are.
 *
 * @module
 */
import { isUndecided, mistakenFor } from '../bytes/signature.ts';
import { type PickleErrorCode, reworded, UnpicklingError } from '../errors.ts';
import * as op from '../opcodes.ts';

/** The errors that bytes that are not a pickle usually cause. Other errors are about the contents of a pickle. */
const CODES: ReadonlySet<PickleErrorCode> = /* @__PURE__ */ new Set<PickleErrorCode>([
  'truncated',
  'bad-opcode',
  'bad-protocol',
  'no-mark',
  'underflow',
  'bad-argument',
  'bad-operand',
  'bad-text',
  'memo-missing',
  'no-persistent-load',
]);

const NEWLINE = 0x0a;

/** Whether an error may be about bytes that are not a pickle, and more of them may tell what they are. */
export function needsMore(error: unknown, head: Uint8Array): boolean {
  return error instanceof UnpicklingError && CODES.has(error.code) && isUndecided(head);
}

/**
 * An error that also says what the input is, where it is not a pickle and that is known.
 *
 * @param head - The beginning of the input. How much more of it is known must not matter, so that chunks of any size
 *   give the same words.
 */
export function withFormatName(error: unknown, head: Uint8Array): unknown {
  if (!(error instanceof UnpicklingError && CODES.has(error.code))) return error;
  const format = mistakenFor(head, readBy(error, head), error.code === 'truncated');
  if (format === undefined) return error;
  const { name, remedy } = format;
  const what = `The input is ${name}${remedy === '' ? '' : `: ${remedy}`}`;
  return reworded(error, (reason) => `${reason}${reason.endsWith('.') ? '' : '.'} ${what}`);
}

/** How many bytes had certainly been read when the error happened, including the lines of its opcode's argument. */
function readBy({ offset, opcode }: UnpicklingError, head: Uint8Array): number {
  let end = offset;
  for (let lines = linesOf(opcode); lines > 0; lines--) {
    end = head.indexOf(NEWLINE, end) + 1;
    if (end === 0) return head.length;
  }
  return end;
}

/** How many lines an opcode's argument has. */
function linesOf(opcode: number): number {
  switch (opcode) {
    case op.GLOBAL:
    case op.INST:
      return 2;
    case op.FLOAT:
    case op.GET:
    case op.INT:
    case op.LONG:
    case op.PERSID:
    case op.PUT:
    case op.STRING:
    case op.UNICODE:
      return 1;
    default:
      return 0;
  }
}
