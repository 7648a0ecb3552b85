import { type Codec, pythonClass, pythonFunction, type Reduction } from '../codec.ts';
import { PickleError } from '../errors.ts';
import { Dict } from '../values/dict.ts';
import { Global } from '../values/global.ts';
import { Instance } from '../values/instance.ts';
import { type PythonRepr, pythonRepr, type ReprParts, reprCall, reprParts } from '../values/repr.ts';
import { Tuple } from '../values/tuple.ts';
import { entriesOf, stateOf, withState } from './attributes.ts';
import { MethodCaller } from './operator.ts';

/** Python's `functools.partial`: a function and some of its arguments. Never called. */
export class Partial implements PythonRepr {
  /** The function: a registered one or a `Global`, as a rule. */
  func: unknown;
  args: Tuple;
  keywords: Dict;
  /** What Python keeps in `__dict__`. */
  attributes: Dict | undefined;

  constructor(func: unknown, args: readonly unknown[] = [], keywords: Iterable<readonly [unknown, unknown]> = []) {
    this.func = func;
    this.args = args instanceof Tuple ? args : Tuple.from(args);
    this.keywords = keywords instanceof Dict ? keywords : new Dict(keywords);
  }

  /** Python's `repr`. */
  toString(): string {
    return pythonRepr(this);
  }

  [reprParts](): ReprParts {
    const call = reprCall('functools.partial', [this.func, ...this.args], this.keywords);
    return { ...call, cycle: '...' };
  }
}

/** Python's `functools`. */
export const functools = (): readonly Codec[] => [
  pythonClass('functools.partial', Partial, {
    setState: setPartial,
    reduce: (self): Reduction => ({
      callable: Partial,
      args: [self.func],
      state: Tuple.of<unknown>(self.func, self.args, self.keywords, stateOf(self.attributes) ?? null),
    }),
  }),
  // By name it is a function, for the calls by which Python itself uses it in pickles: those stay inert.
  pythonFunction('functools.partial', undefined, { call: partialOf }),
];

/** `partial(func)`; `undefined` for `partial(cls.__new__)` and the like, which a pickle calls in turn. */
function partialOf([func, ...more]: readonly unknown[]): Partial | undefined {
  if (func === undefined) throw new PickleError('bad-call', "type 'partial' takes at least one argument");
  return isPickleMachinery(func) ? undefined : new Partial(func, more);
}

function isPickleMachinery(func: unknown): boolean {
  if (func === MethodCaller) return true;
  const isGetattr = func instanceof Instance && func.cls instanceof Global && func.cls.name === 'getattr';
  return isGetattr && func.args[1] === '__new__';
}

function setPartial(self: Partial, state: unknown): void {
  const [func, args, keywords, attributes] = state instanceof Tuple && state.length === 4 ? state : [];
  const entries = keywords === null ? [] : entriesOf(keywords);
  if (!(args instanceof Tuple) || entries === undefined) throw new PickleError('bad-state', 'invalid partial state');
  self.func = func;
  self.args = args;
  self.keywords = keywords instanceof Dict ? keywords : new Dict(entries);
  self.attributes = withState(undefined, attributes);
}
