import { type Class, type Codec, pythonClass, pythonFunction, type Reduction } from '../codec.ts';
import { PickleError } from '../errors.ts';
import { Global } from '../values/global.ts';
import { withState } from './attributes.ts';
import { EXCEPTION_NAMES, OTHER_EXCEPTIONS } from './exception-names.ts';
import { PyError } from './py-error.ts';

/** What JavaScript's own errors are in Python. */
const NATIVE: readonly (readonly [Class<Error>, string])[] = [
  [Error, 'Exception'],
  [EvalError, 'Exception'],
  [TypeError, 'TypeError'],
  [RangeError, 'ValueError'],
  [URIError, 'ValueError'],
  [SyntaxError, 'SyntaxError'],
  [ReferenceError, 'NameError'],
];

/** Properties of an Error that are no attributes of the exception. */
const OWN = /* @__PURE__ */ new Set(['name', 'message', 'stack', 'cause', 'errors']);

/** Python's exceptions, and JavaScript's errors. */
export const exceptions = (): readonly Codec[] => [
  ...NATIVE.map(([type, name]) => nativeError(type, name)),
  pythonClass('builtins.ExceptionGroup', AggregateError, {
    call: noError,
    reduce: (error): Reduction => ({
      callable: new Global('builtins', 'ExceptionGroup'),
      args: [error.message, groupMembers(error.errors)],
      state: attributesOf(error),
    }),
  }),
  pythonClass('builtins.BaseException', PyError, {
    setState(self, state) {
      self.attributes = withState(self.attributes, state);
    },
    reduce: ({ type, args, attributes }): Reduction => ({ callable: type, args, state: attributes }),
  }),
  // By name they are functions, because one class of JavaScript stands for all of them.
  ...EXCEPTION_NAMES.map((name) => exceptionCodec(`builtins.${name}`)),
  ...OTHER_EXCEPTIONS.map(exceptionCodec),
];

function exceptionCodec(name: string): Codec {
  const type = Global.of(name);
  return pythonFunction(name, undefined, { call: (args) => new PyError(type, args) });
}

function nativeError(type: Class<Error>, name: string): Codec {
  const global = new Global('builtins', name);
  return pythonClass(`builtins.${name}`, type, {
    call: noError,
    reduce: (error): Reduction => ({
      callable: global,
      args: error.message === '' ? [] : [error.message],
      state: attributesOf(error),
    }),
  });
}

/** The own enumerable properties, such as Node's `code` and `syscall`. */
function attributesOf(error: Error): ReadonlyMap<string, unknown> | undefined {
  const entries = Object.entries(error).filter(([name]) => !OWN.has(name));
  return entries.length === 0 ? undefined : new Map<string, unknown>(entries);
}

/** Python refuses a group of none, or of anything but exceptions. */
function groupMembers(errors: readonly unknown[]): readonly unknown[] {
  if (errors.length > 0 && errors.every((error) => error instanceof Error || error instanceof PyError))
    return [...errors];
  throw new PickleError('cannot-pickle', 'an AggregateError can be pickled only with errors in it, and nothing else');
}

function noError(): never {
  throw new PickleError('bad-call', 'exceptions are made by their names');
}
