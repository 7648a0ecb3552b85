/**
 * Which names a codec knows.
 *
 * @module
 */
import { loads } from 'brine';
import { write } from 'brine/tools';
import type { Name } from './exchange.ts';

const known = new Map<string, boolean>();

/** Whether a codec knows what Python calls so; what it gives can then not be compared with a stub. */
export function isKnownName([module, name]: Name): boolean {
  const key = `${module}\0${name}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const isKnown = isInterpreted(module, name);
  if (known.size > 10_000) known.clear();
  known.set(key, isKnown);
  return isKnown;
}

/** Whether it may be a method of a built-in class, which CPython writes as a call of `getattr`. */
export function isMethod([module, name]: Name): boolean {
  return (module === 'builtins' || module === '__builtin__') && name.includes('.');
}

function isInterpreted(module: string, name: string): boolean {
  try {
    const pickle = write({ root: { type: 'global', module, name }, protocol: 5 }, { protocol: 4 });
    loads(pickle, { fixImports: false, unknown: 'error' });
    return true;
  } catch {
    return false;
  }
}
