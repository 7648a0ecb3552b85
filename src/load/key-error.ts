import { pythonTypeName } from '../values/kind.ts';
import { type KeyPlace, unhashableKey } from './unhashable.ts';

/**
 * Turns the TypeError of an unhashable key into CPython 3.14's message. Any other error is returned unchanged. Apart from
 * `unhashableKey`, because graphs need that without the classes of values, and the command starts with less code.
 */
export function keyError(what: KeyPlace, key: unknown, cause: unknown): unknown {
  return cause instanceof TypeError ? unhashableKey(what, pythonTypeName(key), cause.message, cause) : cause;
}
