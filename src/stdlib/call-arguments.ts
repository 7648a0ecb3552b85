/**
 * Helpers for codecs of classes that check their own arguments.
 *
 * @module
 */
import type { ClassHooks } from '../codec/class.ts';
import type { LoadContext } from '../codec/context.ts';
import { PickleError } from '../errors.ts';
import { attributeKey } from '../values/attribute-key.ts';
import type { Dict } from '../values/dict.ts';
import { Float } from '../values/float.ts';
import type { Global } from '../values/global.ts';
import { pythonTypeName } from '../values/kind.ts';
import type { Tuple } from '../values/tuple.ts';

/**
 * Makes an object from arguments in a pickle. If the class refuses them, the data is invalid: the caller made no error.
 */
export function fromPickle<T>(make: () => T): T {
  try {
    return make();
  } catch (cause) {
    if (cause instanceof RangeError || cause instanceof TypeError) {
      throw new PickleError('bad-call', cause.message, { cause });
    }
    throw cause;
  }
}

/** A safe integer from a pickle, which may be a bool or a bigint. */
export function integerArgument(value: unknown): number {
  if (typeof value === 'boolean') return Number(value);
  const near = typeof value === 'bigint' ? Number(value) : value;
  if (typeof near === 'number' && Number.isSafeInteger(near) && !Object.is(near, -0)) return near;
  const isInt = typeof value === 'bigint';
  throw new PickleError(
    'bad-call',
    isInt ? 'Python int too large' : `'${pythonTypeName(value)}' object cannot be interpreted as an integer`,
  );
}

/** The arguments with floats and ints kept apart, if that is known: a whole number that is a float is a `Float`. */
export function exactArguments(
  args: readonly unknown[],
  { wholeNumbers }: Pick<LoadContext, 'wholeNumbers'>,
): readonly unknown[] {
  if (wholeNumbers !== 'float') return args;
  return args.map((value) => (typeof value === 'number' && Number.isInteger(value) ? new Float(value) : value));
}

/** An integer of any size from a pickle; `undefined` for anything else. */
export function bigintArgument(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : undefined;
}

/** A safe integer from a pickle, as a number or a bigint; `undefined` for anything else. */
export function smallInteger(value: unknown): number | undefined {
  const near = typeof value === 'bigint' ? Number(value) : value;
  return typeof near === 'number' && Number.isSafeInteger(near) ? near : undefined;
}

/** A number if it is exact, else the bigint. */
export function compactInteger(value: bigint): number | bigint {
  const near = Number(value);
  return Number.isSafeInteger(near) ? near : value;
}

/** A whole number as an int, whatever `options.ints` of a dump is; any other value unchanged. */
export function pythonInt(value: number | bigint): number | bigint {
  return Number.isSafeInteger(value) && !Object.is(value, -0) ? BigInt(value) : value;
}

/** The error for a call with fewer or more arguments than the class takes. */
export function wrongCount(name: string, expected: string, given: number): PickleError {
  return new PickleError('bad-call', `${name}() takes ${expected}, got ${given}`);
}

/** The stack of JavaScript has no room for many more constructor arguments. */
export const MOST_ARGUMENTS = 10_000;

/** The hook `create` of immutable classes: `cls.__new__(cls, *args)` is `cls(*args)`. */
export function createByCall<T extends object>(
  this: ClassHooks<T>,
  args: Tuple,
  kwargs: Dict | undefined,
  context: LoadContext,
  named: Global,
): T | undefined {
  return kwargs === undefined ? this.call?.(args, context, named) : undefined;
}

/** The hook `create` of classes that `__init__` fills. Without arguments it makes an empty object, as a call does. */
export function createEmpty<T extends object>(
  this: ClassHooks<T>,
  args: Tuple,
  kwargs: Dict | undefined,
  context: LoadContext,
  named: Global,
): T | undefined {
  return kwargs === undefined && args.length === 0 ? this.call?.(args, context, named) : undefined;
}

/** `__new__` for classes whose objects are made by a call: the same as the call, without keywords. */
export function positional<R>(name: string, kwargs: object | undefined, make: () => R): R {
  if (kwargs !== undefined) throw new PickleError('bad-call', `${name}() in a pickle takes no keyword arguments`);
  return make();
}

/** `__setstate__` for classes without attributes: only an empty state is accepted, as in CPython. */
export function refuseState(self: object, state: unknown): void {
  if (state === null) return;
  throw new PickleError('bad-state', `'${pythonTypeName(self)}' object has no attribute '__dict__'`);
}

/**
 * An entry of a state in either form of `options.dicts`; `undefined` if there is none. With `encoding: 'bytes'` its
 * name may be bytes.
 */
export function stateEntry(state: unknown, name: string): unknown {
  if (state instanceof Map) return state.get(attributeKey(state, name));
  if (typeof state !== 'object' || state === null || Array.isArray(state) || !Object.hasOwn(state, name)) {
    return undefined;
  }
  return Reflect.get(state, name);
}
