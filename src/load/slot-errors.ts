/**
 * A state for slots, given to a value that has none.
 *
 * @module
 */
import { PickleError } from '../errors.ts';

/** The second half of a state is not a dict. */
export function notSlots(): PickleError {
  return new PickleError('bad-state', 'slot state is not a dictionary');
}

/**
 * The value does not have this attribute, and none can be added.
 *
 * @param type - What Python calls the type of the value.
 * @param name - The name, or its type if it is not a str.
 */
export function noSlot(type: string, name: string | { readonly type: string }): PickleError {
  const message =
    typeof name === 'string'
      ? `'${type}' object has no attribute '${name}' and no __dict__ for setting new attributes`
      : `attribute name must be string, not '${name.type}'`;
  return new PickleError('bad-state', message);
}
