import { Dict } from './brine.js';

/**
 * A value as JSON and its kin have it: dicts with string keys as objects, tuples as arrays, sets as sets. What they cannot hold stays
 * as it is. Shared parts stay shared.
 */
export function plain(value, known = new Map()) {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  const done = known.get(value);
  if (done !== undefined) return done;
  const made = plainOf(value, known);
  known.set(value, made);
  return made;
}

function plainOf(value, known) {
  if (Array.isArray(value)) return Array.from(value, (item) => plain(item, known));
  if (value instanceof Set) return new Set(value);
  if (!(value instanceof Dict)) return value;
  const keys = [...value.keys()];
  const entries = keys.map((key) => [key, plain(value.get(key), known)]);
  return keys.every((key) => typeof key === 'string') ? Object.fromEntries(entries) : new Map(entries);
}
