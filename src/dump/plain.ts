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

/** The own enumerable properties of an object, as the entries of a dict. */
export class RecordEntries implements Iterator<readonly [string, unknown]> {
  readonly size: number;
  private readonly record: object;
  private readonly names: readonly string[];
  private at = 0;

  constructor(record: object) {
    this.record = record;
    this.names = Object.keys(record);
    this.size = this.names.length;
    for (const symbol of Object.getOwnPropertySymbols(record)) {
      if (Object.prototype.propertyIsEnumerable.call(record, symbol)) {
        throw new PickleError('cannot-pickle', `cannot pickle a property named by a symbol: ${String(symbol)}`);
      }
    }
  }

  next(): IteratorResult<readonly [string, unknown], undefined> {
    const name = this.names[this.at++];
    if (name === undefined) return { done: true, value: undefined };
    return { done: false, value: [name, Reflect.get(this.record, name)] };
  }
}
