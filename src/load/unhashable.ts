import { PickleError } from '../errors.ts';
import { pythonTypeName } from '../values/kind.ts';

/** Why a value is hashed. */
export type KeyPlace = 'dict key' | 'set element';

/** CPython 3.14's message for a key or member of this type. */
export function unhashableKey(what: KeyPlace, type: string, reason: string, cause?: TypeError): PickleError {
  return new PickleError('unhashable', `cannot use '${type}' as a ${what} (${reason})`, { cause });
}

/** Turns the TypeError of an unhashable key into CPython 3.14's message. Any other error is returned unchanged. */
export function keyError(what: KeyPlace, key: unknown, cause: unknown): unknown {
  return cause instanceof TypeError ? unhashableKey(what, pythonTypeName(key), cause.message, cause) : cause;
}
