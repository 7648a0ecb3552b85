import { pythonTypeName } from '../values/kind.ts';
import { type KeyPlace, unhashableKey } from './unhashable.ts';

/** Turns the TypeError of an unhashable key into CPython 3.14's message; anything else stays what it is. */
export function keyError(what: KeyPlace, key: unknown, cause: unknown): unknown {
  return cause instanceof TypeError ? unhashableKey(what, pythonTypeName(key), cause.message, cause) : cause;
}
