/**
 * What `copyreg._reconstructor` is given: a base and its state.
 *
 * @module
 */
import { Complex } from '../values/complex.ts';
import { Float } from '../values/float.ts';
import { Global } from '../values/global.ts';
import { Instance } from '../values/instance.ts';
import { Tuple } from '../values/tuple.ts';

/**
 * The arguments that `__new__` of a class with this built-in base takes to make an object from this state of the base.
 */
export function newArgsOf(base: string, state: unknown): Tuple {
  if (base === 'object' || base === 'list' || base === 'dict') return new Tuple();
  if (base === 'complex' && state instanceof Complex) return Tuple.of(new Float(state.re), new Float(state.im));
  return Tuple.from([state]);
}

/** The only standard class outside `builtins` that protocols 0 and 1 name as the base of others. */
export function isTzInfo(global: Global | undefined): boolean {
  return global?.module === 'datetime' && global.name === 'tzinfo';
}

/** `tzinfo()`, whose state is empty. */
export function isBareTzInfo(state: unknown): boolean {
  return state instanceof Instance && state.args.length === 0 && state.cls instanceof Global && isTzInfo(state.cls);
}
