/**
 * `__dict__` of objects that also have other contents. It is kept apart from the properties of the JavaScript object,
 * so that no name in a pickle can hide a method.
 *
 * @module
 */
import { PickleError } from '../../errors.ts';
import { Dict } from '../../values/dict.ts';
import { Tuple } from '../../values/tuple.ts';

/**
 * The attributes after BUILD with a state: a dict, or a pair of dicts.
 *
 * @param nameOf - The name for a key, if Python's class sets attributes one by one; `undefined` for a key that
 *   is kept unchanged.
 */
export function withState(
  attributes: Dict | undefined,
  state: unknown,
  nameOf?: (key: unknown) => unknown,
): Dict | undefined {
  if (state === null) return attributes;
  const parts = state instanceof Tuple && state.length === 2 ? [...state] : [state];
  let merged = attributes;
  for (const part of parts) {
    if (part === null) continue;
    merged ??= new Dict();
    for (const [key, value] of stateEntries(part)) merged.set(nameOf?.(key) ?? key, value);
  }
  return merged;
}

/**
 * Makes an attribute an own property, past any setter of the class.
 *
 * @param refusal - What the error says if the name is not a text.
 */
export function defineAttribute(object: object, name: unknown, value: unknown, refusal: string): void {
  if (typeof name !== 'string') throw new PickleError('bad-state', refusal);
  if (name === '__proto__')
    throw new PickleError('bad-state', "an attribute cannot be named '__proto__' in JavaScript");
  Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
}

/** The state for BUILD; `undefined` if there are no attributes. */
export function stateOf(attributes: Dict | undefined): Dict | undefined {
  return attributes === undefined || attributes.size === 0 ? undefined : attributes;
}

/** The entries of a dict, whichever form `options.dicts` gave it. */
export function stateEntries(state: unknown): Iterable<readonly [unknown, unknown]> {
  const entries = entriesOf(state);
  if (entries === undefined) throw new PickleError('bad-state', 'state is not a dictionary');
  return entries;
}

/** The entries of a Map or of a plain object; `undefined` for anything else. */
export function entriesOf(value: unknown): Iterable<readonly [unknown, unknown]> | undefined {
  if (value instanceof Map) return value;
  return isRecord(value) ? Object.entries(value) : undefined;
}

/** Whether a value is a dict in either form. */
export function isMapping(value: unknown): value is ReadonlyMap<unknown, unknown> | Readonly<Record<string, unknown>> {
  return value instanceof Map || isRecord(value);
}

/** The value of a key in a dict of either form; `undefined` if there is none. */
export function lookup(mapping: unknown, key: unknown): unknown {
  if (mapping instanceof Map) return mapping.get(key);
  return isRecord(mapping) && typeof key === 'string' && Object.hasOwn(mapping, key) ? mapping[key] : undefined;
}

/** Whether a dict in either form has a key. */
export function hasKey(mapping: unknown, key: unknown): boolean {
  if (mapping instanceof Map) return mapping.has(key);
  return isRecord(mapping) && typeof key === 'string' && Object.hasOwn(mapping, key);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
