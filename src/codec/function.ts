import type { Dict } from '../values/dict.ts';
import { Global } from '../values/global.ts';
import { noteName } from '../values/python-name.ts';
import type { Tuple } from '../values/tuple.ts';
import type { LoadContext } from './context.ts';

/** Optional hooks of a function codec. */
export interface FunctionHooks {
  /**
   * The result for a pickle that calls the function. `named` is the name in the pickle: one of `aliases`, or the
   * function's own. Without the hook, or if it returns `undefined`, the result is an inert `Instance`.
   */
  readonly call?: (args: Tuple, context: LoadContext, named: Global) => unknown;
  /**
   * For the name of a class without a JavaScript class (`value` is `undefined`): gives the result of `cls.__new__(cls,
   * *args, **kwargs)`. Without it, or if it returns `undefined`, the result is an inert `Instance`.
   */
  readonly create?: (args: Tuple, kwargs: Dict | undefined, context: LoadContext, named: Global) => unknown;
  /** Other names under which Python versions have pickled the function; only for reading. */
  readonly aliases?: readonly string[];
}

/** A Python function and what stands for it. Made by {@link pythonFunction}. */
export interface FunctionCodec {
  /** Always `'function'`. */
  readonly kind: 'function';
  /** Python's name of the function, under which it is written. */
  readonly global: Global;
  /** Other names that are read as this function. */
  readonly aliases: readonly Global[];
  /** The JavaScript function, or `undefined`: the {@link Global} stands for itself. */
  readonly value: ((...args: never[]) => unknown) | undefined;
  /** What a pickle that calls the function gets; see {@link FunctionHooks.call}. */
  readonly call: ((args: Tuple, context: LoadContext, named: Global) => unknown) | undefined;
  /** What `cls.__new__` gives, for the name of a class; see {@link FunctionHooks.create}. */
  readonly create:
    | ((args: Tuple, kwargs: Dict | undefined, context: LoadContext, named: Global) => unknown)
    | undefined;
}

/**
 * Ties one Python function to one JavaScript function, by name. Reading gives the function, which is never called. If a
 * pickle calls it, the hook `call` gives the result.
 *
 * @param name - Python's module and name, `geometry.distance`.
 * @param value - The JavaScript function, or `undefined` for a function that only exists in Python.
 * @param hooks - What happens when a pickle calls the function.
 * @returns A codec for `options.codecs`.
 * @throws TypeError if `value` is neither a function nor `undefined`.
 * @example
 * ```ts
 * import { dumps, loads, pythonFunction } from 'brine';
 *
 * const distance = (x: number, y: number) => Math.hypot(x, y);
 * const codecs = [pythonFunction('geometry.distance', distance)];
 * loads(dumps(distance, { codecs }), { codecs }) === distance; // true
 * ```
 */
export function pythonFunction(
  name: string,
  value: ((...args: never[]) => unknown) | undefined,
  hooks: FunctionHooks = {},
): FunctionCodec {
  if (value !== undefined && typeof value !== 'function') {
    throw new TypeError(`pythonFunction('${name}') needs a function or undefined`);
  }
  const global = Global.of(name);
  if (value !== undefined) noteName(value, global);
  return Object.freeze({
    kind: 'function',
    global,
    aliases: Object.freeze((hooks.aliases ?? []).map((alias) => Global.of(alias))),
    value,
    call: hooks.call,
    create: hooks.create,
  });
}
