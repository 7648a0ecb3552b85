/**
 * The arguments of a Python exception on a JavaScript Error: the property `args`.
 *
 * @module
 */
import { pythonRepr, pythonStr } from './repr.ts';
import { Tuple } from './tuple.ts';

/** Messages up to this length are made at once, so that `stack` includes them. */
const SHORT_MESSAGE = 1000;

/** Python's `str` of an exception of a class of your own. */
export function exceptionMessage(args: Tuple): string {
  if (args.length === 0) return '';
  return args.length === 1 ? pythonStr(args[0]) : pythonRepr(args);
}

/** Whether the message of these arguments is cheap to make, whatever they share. */
export function hasShortMessage(args: Tuple): boolean {
  if (args.length === 1 && typeof args[0] === 'string') return true;
  let length = 0;
  for (const arg of args) {
    if (typeof arg === 'string') length += arg.length;
    else if (typeof arg === 'object' ? arg !== null : typeof arg !== 'number' && typeof arg !== 'boolean') return false;
    else length += 24;
  }
  return length <= SHORT_MESSAGE;
}

/** Gives an Error the arguments that it was read with. As in Python, they are not an attribute. */
export function keepArgs(error: Error, args: Tuple): void {
  Object.defineProperty(error, 'args', { value: args, writable: true, configurable: true });
}

/**
 * The arguments of an Error: those it was read with, unless its message was changed, or those that its class keeps
 * in a property `args`. `undefined` if there are none.
 */
export function keptArgs(error: Error): Tuple | undefined {
  const own = Object.getOwnPropertyDescriptor(error, 'args');
  const args: unknown = own === undefined ? Reflect.get(error, 'args') : own.value;
  if (!Array.isArray(args)) return undefined;
  const tuple = args instanceof Tuple ? args : Tuple.from<unknown>(args);
  if (own?.enumerable !== false) return tuple;
  const message = Object.getOwnPropertyDescriptor(error, 'message');
  if (message === undefined || message.enumerable === true || message.get !== undefined) return tuple;
  const isSame =
    error instanceof AggregateError
      ? message.value === tuple[0]
      : hasShortMessage(tuple) && message.value === exceptionMessage(tuple);
  return isSame ? tuple : undefined;
}
