/**
 * Writes JavaScript's errors as Python's exceptions.
 *
 * @module
 */
import { PickleError } from '../../errors.ts';
import { Dict } from '../../values/dict.ts';
import { PyError } from './py-error.ts';

/** Python's classes that mean the same. */
const NAMES: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['Error', 'Exception'],
  ['EvalError', 'Exception'],
  ['TypeError', 'TypeError'],
  ['RangeError', 'ValueError'],
  ['URIError', 'ValueError'],
  ['SyntaxError', 'SyntaxError'],
  ['ReferenceError', 'NameError'],
  ['AggregateError', 'ExceptionGroup'],
]);

/** Properties that do not become attributes of the exception. Python does not pickle a traceback either. */
const APART: ReadonlySet<string> = /* @__PURE__ */ new Set(['message', 'stack', 'errors']);

/**
 * The exception for an Error. Its message is the argument, and its own properties (`cause`, Node's `code` and
 * `syscall`) are attributes. `undefined` for errors of classes that are not JavaScript's own.
 */
export function exceptionOf(error: object): PyError | undefined {
  const type = NAMES.get(classNameOf(error));
  if (type === undefined) return undefined;
  const attributes = attributesOf(error);
  const message: unknown = Reflect.get(error, 'message');
  if (type === 'ExceptionGroup') return new PyError(type, [message, members(error)], attributes);
  return new PyError(type, message === '' ? [] : [message], attributes);
}

function classNameOf(error: object): string {
  const prototype: unknown = Object.getPrototypeOf(error);
  const type: unknown =
    typeof prototype === 'object' && prototype !== null && Object.hasOwn(prototype, 'constructor')
      ? Reflect.get(prototype, 'constructor')
      : undefined;
  return typeof type === 'function' ? type.name : '';
}

function attributesOf(error: object): Dict | undefined {
  const names = Object.keys(error).filter((name) => !APART.has(name) && name !== 'cause');
  if (Object.hasOwn(error, 'cause')) names.push('cause');
  return names.length === 0
    ? undefined
    : new Dict(names.map((name): [unknown, unknown] => [name, Reflect.get(error, name)]));
}

/** Python refuses an empty group, and a group of anything but exceptions. */
function members(error: object): readonly unknown[] {
  const errors = errorsOf(error);
  if (isIn(error, errors))
    throw new PickleError('cannot-pickle', 'cannot pickle an AggregateError that contains itself');
  if (errors.length > 0 && errors.every(isException)) return errors;
  throw new PickleError('cannot-pickle', 'an AggregateError can be pickled only with errors in it, and nothing else');
}

function errorsOf(error: unknown): readonly unknown[] {
  const errors: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'errors') : undefined;
  return Array.isArray(errors) ? [...errors] : [];
}

/** Whether an error is among others, or nested within them. */
function isIn(error: object, errors: readonly unknown[]): boolean {
  const seen = new Set<unknown>(errors);
  for (const inner of seen) for (const further of errorsOf(inner)) seen.add(further);
  return seen.has(error);
}

function isException(value: unknown): boolean {
  return value instanceof PyError || Object.prototype.toString.call(value) === '[object Error]';
}
