import { pythonClass } from '../../codec/class.ts';
import type { LoadContext } from '../../codec/context.ts';
import type { FamilyMember } from '../../codec/family.ts';
import type { Reduction } from '../../codec/reduction.ts';
import { PickleError } from '../../errors.ts';
import { Dict } from '../../values/dict.ts';
import { Float } from '../../values/float.ts';
import { Global } from '../../values/global.ts';
import { inspectCustom } from '../../values/inspect.ts';
import { addedKeywords } from '../../values/named-arguments.ts';
import { inspected, type PythonRepr, pythonRepr, type ReprParts, reprCall, reprParts } from '../../values/repr.ts';
import { Tuple, tupleOf } from '../../values/tuple.ts';
import { createByCall } from '../call-arguments.ts';
import { entriesOf, stateOf, withState } from './attributes.ts';
import { MethodCaller, methodCallerOf } from './operator.ts';

/** Python's `functools.partial`: a function and some of its arguments. Never called. */
export class PyPartial implements PythonRepr {
  /** The function: usually a registered one or a `Global`. */
  func: unknown;
  /** The positional arguments. */
  args: Tuple;
  /** The keyword arguments by name. */
  keywords: Dict;
  /** The attributes, which Python keeps in `__dict__`. */
  attributes: Dict | undefined;

  /**
   * @param func - The function: a registered one or a `Global`.
   * @param args - Positional arguments; a `Tuple` is not copied.
   * @param keywords - Keyword arguments; a `Dict` is not copied.
   */
  constructor(func: unknown, args: readonly unknown[] = [], keywords: Iterable<readonly [unknown, unknown]> = []) {
    this.func = func;
    this.args = args instanceof Tuple ? args : Tuple.from(args);
    this.keywords = keywords instanceof Dict ? keywords : new Dict(keywords);
  }

  /** Python's `repr`. */
  toString(): string {
    return pythonRepr(this);
  }

  [addedKeywords](): { readonly keywords: Dict; readonly areAll: boolean } {
    return { keywords: this.keywords, areAll: this.args.length === 0 };
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }

  [reprParts](): ReprParts {
    const call = reprCall('functools.partial', [this.func, ...this.args], this.keywords);
    return { ...call, cycle: '...' };
  }
}

/** Python's `functools`. */
export function functools(): readonly FamilyMember[] {
  return [
    pythonClass('functools.partial', PyPartial, {
      call([func, ...args]) {
        if (func === undefined) throw new PickleError('bad-call', "type 'partial' takes at least one argument");
        if (!mayBeCallable(func)) {
          throw new PickleError('bad-call', 'the first argument must be callable');
        }
        return new PyPartial(func, args);
      },
      callObject: ({ func, args, keywords }, more, context) =>
        pickleMachinery(func, [...args, ...more], keywords, context),
      create: createByCall,
      setState: setPartial,
      reduce: (self): Reduction => ({
        callable: PyPartial,
        args: [self.func],
        state: Tuple.of<unknown>(self.func, self.args, self.keywords, stateOf(self.attributes) ?? null),
      }),
    }),
  ];
}

/** Whether Python may be able to call the value. */
function mayBeCallable(value: unknown): boolean {
  if (typeof value === 'function') return true;
  const isData = value instanceof Float || value instanceof Map || value instanceof Set || value instanceof Uint8Array;
  return typeof value === 'object' && value !== null && !isData && !Array.isArray(value);
}

/**
 * The calls of a partial that Python itself puts into pickles if the protocol or `__reduce__` has no keyword
 * arguments: those of `cls.__new__` and of `methodcaller`. `undefined` for any other.
 */
function pickleMachinery(func: unknown, args: readonly unknown[], keywords: Dict, context: LoadContext): unknown {
  if (func === MethodCaller) return methodCallerOf(args, keywords);
  const [cls, ...more] = args;
  if (cls === undefined || !isNew(func)) return undefined;
  return context.create(cls, tupleOf(more), keywords.size === 0 ? undefined : keywords);
}

/** `cls.__new__` */
function isNew(func: unknown): boolean {
  return func instanceof Global && func.name.endsWith('.__new__');
}

function setPartial(self: PyPartial, state: unknown): void {
  const [func, args, keywords, attributes] = state instanceof Tuple && state.length === 4 ? state : [];
  const entries = keywords === null ? [] : entriesOf(keywords);
  if (!(args instanceof Tuple) || entries === undefined) throw new PickleError('bad-state', 'invalid partial state');
  self.func = func;
  self.args = args;
  self.keywords = keywords instanceof Dict ? keywords : new Dict(entries);
  self.attributes = withState(undefined, attributes);
}
