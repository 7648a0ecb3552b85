/**
 * Items of lists and other sequences, by index as Python takes it.
 *
 * @module
 */
import { PickleError } from '../errors.ts';
import { pythonTypeName, type WholeNumbers } from '../values/kind.ts';
import { Slice } from '../values/slice.ts';
import { Tuple } from '../values/tuple.ts';
import { checkIndex, placeOf } from './sequence-index.ts';

/** Whether a value is a list: an array, but not a `Tuple` or another subclass. */
export function isList(value: unknown): value is unknown[] {
  return Array.isArray(value) && Object.getPrototypeOf(value) === Array.prototype;
}

/** `target[key] = value`, where `target` is neither a dict nor a registered object. */
export function setIndexed(target: unknown, key: unknown, value: unknown, wholeNumbers: WholeNumbers): void {
  if (isList(target)) {
    target[placeOf(indexOf(key, 'list', wholeNumbers), target.length, 'list')] = value;
  } else {
    if (typeof key === 'bigint' && isSequence(target)) checkIndex(key);
    throw new PickleError(
      'bad-operand',
      `'${pythonTypeName(target, wholeNumbers)}' object does not support item assignment`,
    );
  }
}

/** An index as Python takes it: any int that a machine word holds. */
export function indexOf(key: unknown, type: 'list' | 'bytearray', wholeNumbers: WholeNumbers): number {
  if (key instanceof Slice) {
    throw new PickleError(
      'bad-operand',
      `the pickle assigns to a slice of a ${type}, which no pickler writes and Brine does not do`,
    );
  }
  const index = typeof key === 'boolean' ? Number(key) : key;
  const isInt = typeof key === 'boolean' || isKnownInt(key, `an index of a ${type}`, wholeNumbers);
  if (!isInt || (typeof index !== 'number' && typeof index !== 'bigint')) {
    throw new PickleError(
      'bad-operand',
      `${type} indices must be integers or slices, not ${pythonTypeName(key, wholeNumbers)}`,
    );
  }
  checkIndex(index);
  return Number(index);
}

/** Whether Python looks at an index of the value before it reports that items cannot be assigned. */
function isSequence(value: unknown): boolean {
  return typeof value === 'string' || value instanceof Tuple || value instanceof Uint8Array || value instanceof Set;
}

/** Whether a value is an int. Refuses a whole number that may be a float, because Python takes only ints for `what`. */
export function isKnownInt(value: unknown, what: string, wholeNumbers: WholeNumbers): boolean {
  const type = pythonTypeName(value, wholeNumbers);
  if (type !== 'int or float') return type === 'int';
  throw new PickleError(
    'bad-operand',
    `${what} may be an int or a float, because the pickle has floats and a number does not tell; read with ints: 'bigint'`,
  );
}

/** The error of APPEND, APPENDS and ADDITEMS on a value that lacks the method. */
export function noMethod(target: unknown, method: 'append' | 'add', wholeNumbers: WholeNumbers): PickleError {
  return new PickleError(
    'bad-operand',
    `'${pythonTypeName(target, wholeNumbers)}' object has no attribute '${method}'`,
  );
}
