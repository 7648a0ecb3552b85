/**
 * APPEND, SETITEM and ADDITEMS, for each kind of value.
 *
 * @module
 */
import { PickleError } from '../errors.ts';
import { Dict, putKey, putNativeKey } from '../values/dict.ts';
import { type KeyBudget, LONG_TEXT, spendOnText } from '../values/key-budget.ts';
import { pythonTypeName, type WholeNumbers } from '../values/kind.ts';
import { addMember, addNatives, type FrozenSet, type PySet } from '../values/set.ts';
import { Slice } from '../values/slice.ts';
import { Tuple } from '../values/tuple.ts';
import { checkIndex, placeOf } from './item-index.ts';
import type { KeyRules } from './key-rules.ts';
import { type KeyPlace, unhashableKey } from './unhashable.ts';

const nativeSet = Map.prototype.set;

/** Whether a value is a list: an array, and no `Tuple` or other subclass. */
export function isList(value: unknown): value is unknown[] {
  return Array.isArray(value) && Object.getPrototypeOf(value) === Array.prototype;
}

/** Whether a value is a dict in the form that `dicts: 'object'` makes. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** Whether a value is a dict in either form. */
export function isDict(value: unknown): value is Dict | Record<string, unknown> {
  return value instanceof Dict || isPlainObject(value);
}

/** The entries of a dict in either form. */
export function entriesOf(dict: Dict | Record<string, unknown>): Iterable<[unknown, unknown]> {
  return dict instanceof Dict ? dict : Object.entries(dict);
}

/** Sets the entries of a dict in either form that lie from `from` to `end` among `items`. */
export function setEntries(
  dict: Dict | Record<string, unknown>,
  items: readonly unknown[],
  from: number,
  end: number,
  rules: KeyRules,
): void {
  if (dict instanceof Dict) {
    for (let i = from; i < end; i += 2) {
      const key = items[i];
      // Checked here and not only in the call: that saves a tenth of the time of a message of 100 bytes (measured, Node
      // 24).
      if (typeof key === 'string' && key.length <= LONG_TEXT) nativeSet.call(dict, key, items[i + 1]);
      else if (!putNativeKey(dict, key, items[i + 1], rules.budget)) putEntry(dict, key, items[i + 1], rules.budget);
    }
  } else {
    const isClose = rules.properties.isClose(dict, (end - from) >> 1);
    for (let i = from; i < end; i += 2) setProperty(dict, items[i], items[i + 1], rules, isClose);
  }
}

/** Sets one entry of a dict in either form, as CPython does: the first key stays, the last value wins. */
export function setEntry(dict: Dict | Record<string, unknown>, key: unknown, value: unknown, rules: KeyRules): void {
  if (!(dict instanceof Dict)) setProperty(dict, key, value, rules, rules.properties.isClose(dict, 1));
  else if (!putNativeKey(dict, key, value, rules.budget)) putEntry(dict, key, value, rules.budget);
}

/** `target[key] = value`, where `target` is neither a dict nor a registered object. */
export function setIndexed(target: unknown, key: unknown, value: unknown, whole: WholeNumbers): void {
  if (isList(target)) {
    target[placeOf(indexOf(key, 'list', whole), target.length, 'list')] = value;
  } else {
    if (typeof key === 'bigint' && isSequence(target)) checkIndex(key);
    throw new PickleError('bad-operand', `'${pythonTypeName(target, whole)}' object does not support item assignment`);
  }
}

/** Adds the members that lie from `from` to `end` among `items` to a set. */
export function addToSet(
  set: PySet | FrozenSet,
  items: readonly unknown[],
  from: number,
  end: number,
  budget: KeyBudget,
): void {
  let at = from;
  try {
    while ((at = addNatives(set, items, at, end, budget)) < end) addMember(set, items[at++], budget);
  } catch (cause) {
    throw unhashable('set element', items[at - 1], cause);
  }
}

/** The error of APPEND, APPENDS and ADDITEMS on a value without the method. */
export function noMethod(target: unknown, method: 'append' | 'add', whole: WholeNumbers): PickleError {
  return new PickleError('bad-operand', `'${pythonTypeName(target, whole)}' object has no attribute '${method}'`);
}

function putEntry(dict: Dict, key: unknown, value: unknown, budget: KeyBudget): void {
  if (typeof key === 'string') spendOnText(budget, key);
  try {
    putKey(dict, key, value, budget);
  } catch (cause) {
    throw unhashable('dict key', key, cause);
  }
}

function setProperty(
  object: Record<string, unknown>,
  key: unknown,
  value: unknown,
  rules: KeyRules,
  isClose: boolean,
): void {
  rules.checkProperty(key);
  if (isClose) rules.properties.add(object, key);
  object[key] = value;
}

/** Turns the TypeError of an unhashable key into CPython 3.14's message; anything else stays what it is. */
function unhashable(what: KeyPlace, key: unknown, cause: unknown): unknown {
  return cause instanceof TypeError ? unhashableKey(what, pythonTypeName(key), cause.message, cause) : cause;
}

/** An index as Python takes it: any int that a machine word holds. */
export function indexOf(key: unknown, type: 'list' | 'bytearray', whole: WholeNumbers): number {
  if (key instanceof Slice) {
    throw new PickleError(
      'bad-operand',
      `the pickle assigns to a slice of a ${type}, which no pickler writes and Brine does not do`,
    );
  }
  const index = typeof key === 'boolean' ? Number(key) : key;
  const isInt = typeof key === 'boolean' || isKnownInt(key, `an index of a ${type}`, whole);
  if (!isInt || (typeof index !== 'number' && typeof index !== 'bigint')) {
    throw new PickleError(
      'bad-operand',
      `${type} indices must be integers or slices, not ${pythonTypeName(key, whole)}`,
    );
  }
  checkIndex(index);
  return Number(index);
}

/** Whether Python looks at an index of the value before it says that none can be assigned. */
function isSequence(value: unknown): boolean {
  return typeof value === 'string' || value instanceof Tuple || value instanceof Uint8Array || value instanceof Set;
}

/** Whether a value is an int. Refuses a whole number that may be a float as well: Python takes ints alone for `what`. */
export function isKnownInt(value: unknown, what: string, whole: WholeNumbers): boolean {
  const type = pythonTypeName(value, whole);
  if (type !== 'int or float') return type === 'int';
  throw new PickleError(
    'bad-operand',
    `${what} may be an int or a float, because the pickle has floats and a number does not tell; read with ints: 'bigint'`,
  );
}

/** Keys and values in turn, as pairs. */
export function pairs(group: readonly unknown[]): [unknown, unknown][] {
  const entries: [unknown, unknown][] = [];
  for (let i = 0; i < group.length; i += 2) entries.push([group[i], group[i + 1]]);
  return entries;
}
