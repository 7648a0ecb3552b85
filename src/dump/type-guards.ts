/**
 * Recognises JavaScript's plain values, of this realm or another: values from Jest, `vm` and iframes have other
 * prototypes.
 *
 * @module
 */
import { PickleError } from '../errors.ts';
import { Dict } from '../values/dict.ts';
import { Tuple } from '../values/tuple.ts';

/** Whether a value is an Array and not an object of a subclass. */
export function isPlainArray(value: object): value is unknown[] {
  return Array.isArray(value) && Array.isArray(Object.getPrototypeOf(value));
}

/**
 * The items of an array.
 *
 * Other properties of the array are not looked for, because that would take as long as writing it. An exception is the
 * array that a RegExp match returns, which always has some.
 */
export function itemsOf(array: readonly unknown[]): readonly unknown[] {
  if (!Object.hasOwn(array, 'index')) return array;
  throw new PickleError(
    'cannot-pickle',
    "cannot pickle an array with the property 'index', as a match has; [...it] is a list",
  );
}

/** Whether a value is an object like those made by `{}`. */
export function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (typeof prototype !== 'object' || prototype === null) return prototype === null;
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf');
}

/** Whether a value is bytes: a Uint8Array or Node's Buffer, but not an object of another subclass. */
export function isBytes(value: object): value is Uint8Array {
  if (Object.prototype.toString.call(value) !== '[object Uint8Array]' || !ArrayBuffer.isView(value)) return false;
  const name = value.constructor.name;
  return name === 'Uint8Array' || name === 'Buffer' || name === 'FastBuffer';
}

/** Whether a value is bytes of this realm. Uses no chain of `instanceof`, and triggers no trap of a Proxy. */
export function isExactBytes(value: object): value is Uint8Array {
  return ArrayBuffer.isView(value) && Object.getPrototypeOf(value) === Uint8Array.prototype;
}

/** Whether a value with this prototype is a Dict. True also for a Proxy of one, although its entries cannot be read. */
export function isExactDict(_value: object, prototype: unknown): _value is Dict {
  return prototype === Dict.prototype;
}

/** Whether a value with this prototype is a Tuple. True also for a Proxy of one. */
export function isExactTuple(_value: object, prototype: unknown): _value is Tuple {
  return prototype === Tuple.prototype;
}
