/**
 * Recognises JavaScript's plain values, of this realm or another: what Jest, `vm` and iframes make has other
 * prototypes.
 *
 * @module
 */
import { PickleError } from '../errors.ts';

/** Whether a value is an Array that is no object of a subclass. */
export function isPlainArray(value: object): value is unknown[] {
  return Array.isArray(value) && Array.isArray(Object.getPrototypeOf(value));
}

/**
 * The items of an array.
 *
 * What else an array has is not looked for, which would take the time of writing it; but the array that a RegExp's match
 * is always has more.
 */
export function itemsOf(array: readonly unknown[]): readonly unknown[] {
  if (!Object.hasOwn(array, 'index')) return array;
  throw new PickleError(
    'cannot-pickle',
    "cannot pickle an array with the property 'index', as a match has; [...it] is a list",
  );
}

/** Whether a value is an object as `{}` makes them. */
export function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (typeof prototype !== 'object' || prototype === null) return prototype === null;
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf');
}

/** Whether a value is bytes: a Uint8Array, or Node's Buffer, and no object of another subclass. */
export function isBytes(value: object): value is Uint8Array {
  if (Object.prototype.toString.call(value) !== '[object Uint8Array]' || !ArrayBuffer.isView(value)) return false;
  const name = value.constructor.name;
  return name === 'Uint8Array' || name === 'Buffer' || name === 'FastBuffer';
}
