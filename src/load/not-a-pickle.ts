/**
 * Errors for bytes that are not a pickle: they say what the bytes are.
 *
 * @module
 */
import { isUndecided, mistakenFor } from '../bytes/signature.ts';
import { type PickleErrorCode, reworded, UnpicklingError } from '../errors.ts';
import * as op from '../opcodes.ts';

/** The errors that input other than a pickle usually causes. Other errors are about the contents of a pickle. */
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

/** Whether an error may mean that the input is not a pickle, so that more of its bytes may show what it is. */
export function needsMore(error: unknown, head: Uint8Array): boolean {
  return error instanceof UnpicklingError && CODES.has(error.code) && isUndecided(head);
}

/**
 * Adds to an error what the input is, if that is known and not a pickle.
 *
 * @param head - The beginning of the input. The result must not depend on how much more is known, so that chunks of any
 *   size give the same message.
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
