import { PickleError } from '../errors.ts';

/** Why a value is hashed. */
export type KeyPlace = 'dict key' | 'set element';

/** CPython 3.14's message for a key or member of this type. */
export function unhashableKey(what: KeyPlace, type: string, reason: string, cause?: TypeError): PickleError {
  return new PickleError('unhashable', `cannot use '${type}' as a ${what} (${reason})`, { cause });
}
