import type { ClassCodec } from '../codec/class.ts';
import { exceptionMessage, hasShortMessage, keepArgs } from '../values/exception-args.ts';
import type { Tuple } from '../values/tuple.ts';

/** The bytes that V8 keeps of the call stack for each new Error. */
export const ERROR_COST = 1024;

/** Whether a JavaScript class derives from Error, as the Python class of the same name derives from BaseException. */
export function isErrorClass({ type }: ClassCodec): boolean {
  return type.prototype instanceof Error;
}

/**
 * Makes an object of a class that derives from Error as Python makes exceptions: the arguments are kept and give the
 * message. The constructor of the class does not run.
 */
export function createError({ type }: ClassCodec, args: Tuple): Error {
  const error = type.prototype instanceof AggregateError ? createGroup(type, args) : createPlain(type, args);
  keepArgs(error, args);
  return error;
}

function createPlain(type: ClassCodec['type'], args: Tuple): Error {
  if (args.length === 0) return construct([], type);
  if (hasShortMessage(args)) return construct([exceptionMessage(args)], type);
  const error = construct([], type);
  // Shared arguments could make the message very long.
  Object.defineProperty(error, 'message', {
    get: () => exceptionMessage(args),
    set: (value: unknown) => void Object.defineProperty(error, 'message', plainProperty(value)),
    configurable: true,
  });
  return error;
}

/** The message and the exceptions of an ExceptionGroup. */
function createGroup(type: ClassCodec['type'], args: Tuple): Error {
  const [message, members] = args;
  const error: Error = Reflect.construct(AggregateError, typeof message === 'string' ? [[], message] : [[]], type);
  // The list itself, not a copy, so that items added to it later are written too.
  if (Array.isArray(members)) Object.defineProperty(error, 'errors', plainProperty(members));
  return error;
}

function plainProperty(value: unknown): PropertyDescriptor {
  return { value, writable: true, enumerable: false, configurable: true };
}

function construct(given: readonly string[], type: ClassCodec['type']): Error {
  const error: Error = Reflect.construct(Error, given, type);
  return error;
}
