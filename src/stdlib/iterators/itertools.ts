import { pythonClass } from '../../codec/class.ts';
import type { LoadContext } from '../../codec/context.ts';
import type { FamilyMember } from '../../codec/family.ts';
import { pythonFunction } from '../../codec/function.ts';
import type { Reduction } from '../../codec/reduction.ts';
import { PickleError } from '../../errors.ts';
import { Global } from '../../values/global.ts';
import { inspectCustom } from '../../values/inspect.ts';
import { inspected, type PythonRepr, pythonRepr, type ReprParts, reprCall, reprParts } from '../../values/repr.ts';
import type { Tuple } from '../../values/tuple.ts';
import { bigintArgument, exactArguments, integerArgument } from '../call-arguments.ts';
import { itemsLeft } from './lazy-items.ts';

/**
 * A lazy iterator of Python: `enumerate`, `zip`, `map`, `filter`, or one of `itertools`.
 *
 * Iterating over it gives the remaining items, and does not move it. Iterators that call a function for each item
 * (`map`, `takewhile`...) cannot be iterated over, because nothing that a pickle names is called: their `args` have the
 * function and its arguments.
 */
export class LazyIterator implements Iterable<unknown>, PythonRepr {
  /** The class or function that makes the iterator: `builtins.enumerate`, `itertools.chain`. */
  readonly type: Global;
  /** The arguments from which Python makes it. */
  readonly args: Tuple;
  /** Its progress, as Python keeps it; `undefined` if `args` contains it. */
  state: unknown;

  /**
   * @param type - The class or function that makes the iterator: `builtins.zip`, `itertools.chain`.
   * @param args - The arguments from which Python makes it.
   * @param state - Its progress, as Python keeps it.
   */
  constructor(type: Global, args: Tuple, state?: unknown) {
    this.type = type;
    this.args = args;
    this.state = state;
  }

  /**
   * The remaining items. Some iterators have no end.
   *
   * @throws TypeError for an iterator that calls a function, or is made from something that is not iterable in Python.
   * @throws RangeError for iterators that contain themselves or are nested more than 1,000 deep, for more than
   *   1,048,576 items at once, and where Python raises ValueError, as with `zip(strict=True)`.
   */
  [Symbol.iterator](): Iterator<unknown> {
    return itemsLeft(this);
  }

  /** The class, the arguments and the state. */
  toJSON(): object {
    const { type, args, state } = this;
    return { class: type.toString(), args, ...(state === undefined ? {} : { state }) };
  }

  /** Python's `repr`, without the address. */
  toString(): string {
    return pythonRepr(this);
  }

  [reprParts](): ReprParts {
    const { module, name } = this.type;
    // Python leaves out a step of 1.
    const isPlainCount = name === 'count' && Number(bigintArgument(this.args[1])) === 1;
    if (name === 'count' || name === 'repeat') return reprCall(name, isPlainCount ? this.args.slice(0, 1) : this.args);
    return { values: [], text: () => `<${module === 'builtins' ? '' : `${module}.`}${name} object>` };
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}

/** The least and the most arguments that Python makes each iterator from. */
const ARGUMENTS: readonly (readonly [names: string, least: number, most: number])[] = [
  ['builtins.enumerate', 2, 2],
  ['builtins.zip itertools.zip_longest itertools.chain itertools.product', 0, Number.POSITIVE_INFINITY],
  ['builtins.map', 2, Number.POSITIVE_INFINITY],
  ['builtins.filter itertools.filterfalse itertools.takewhile itertools.dropwhile itertools.starmap', 2, 2],
  ['itertools.compress itertools.accumulate itertools.groupby', 2, 2],
  ['itertools.count itertools.repeat', 1, 2],
  ['itertools.cycle', 1, 1],
  ['itertools.islice', 2, 4],
  ['itertools.permutations itertools.combinations itertools.combinations_with_replacement', 2, 2],
];

type Check = (args: Tuple, context: LoadContext) => void;

/** What Python checks when it makes an iterator that counts. */
const CHECKS: ReadonlyMap<string, Check> = /* @__PURE__ */ new Map<string, Check>([
  ['itertools.count', (args) => args.forEach(checkNumber)],
  ['itertools.repeat', (args, context) => void exactArguments(args, context).slice(1).map(integerArgument)],
]);

/** Objects of any class may be numbers. */
function checkNumber(value: unknown): void {
  if (typeof value === 'string' || value === null) throw new PickleError('bad-call', 'a number is required');
}

/** Python's lazy iterators, which it pickled up to 3.13, and those of `builtins`, which it still does. */
export function itertools(): readonly FamilyMember[] {
  return [
    pythonClass('itertools.chain', LazyIterator, {
      setState(self, state) {
        self.state = state;
      },
      reduce: ({ type, args, state }): Reduction => ({ callable: type, args, state }),
    }),
    // By name they are Python's classes, which stand for themselves.
    ...ARGUMENTS.flatMap(([names, least, most]) =>
      names.split(' ').map((name) => {
        const type = Global.of(name);
        return pythonFunction(name, undefined, {
          call(args, context) {
            if (args.length < least || args.length > most) return undefined;
            CHECKS.get(name)?.(args, context);
            return new LazyIterator(type, args);
          },
        });
      }),
    ),
  ];
}
