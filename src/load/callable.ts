import { PickleError } from '../errors.ts';
import { Global } from '../values/global.ts';
import { Instance } from '../values/instance.ts';
import { pythonTypeName, type WholeNumbers } from '../values/kind.ts';

/** The error for a call of a value that nothing calls. */
export function notCallable(value: unknown, wholeNumbers: WholeNumbers): PickleError {
  return new PickleError('bad-operand', `'${pythonTypeName(value, wholeNumbers)}' object is not callable`);
}

/** Whether a value may stand for something that Python calls. */
export function isCallable(value: unknown): boolean {
  return value instanceof Global || value instanceof Instance || typeof value === 'function';
}
