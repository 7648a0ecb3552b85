/**
 * Calls of the built-in types that convert a value: `list(x)`, `dict(x)`, `int(x)`. No pickler of Python writes them
 * for its own values, except sets and bytes of old protocols. `__reduce__` of other libraries does.
 *
 * @module
 */
import type { LoadContext } from '../codec/context.ts';
import type { FamilyMember } from '../codec/family.ts';
import { type FunctionHooks, pythonFunction } from '../codec/function.ts';
import { PickleError } from '../errors.ts';
import { COST } from '../limits.ts';
import { Float } from '../values/float.ts';
import { pythonTypeName } from '../values/kind.ts';
import { PyRange } from '../values/range.ts';
import { orderedMembers } from '../values/set-order.ts';
import { Tuple } from '../values/tuple.ts';
import { entriesOf, isMapping } from './functions/attributes.ts';
import { rangeItems, SCALARS } from './scalar-conversions.ts';

type Call = NonNullable<FunctionHooks['call']>;

/** The conversions. Each returns `undefined` for arguments whose result is not certain. Such a call is kept. */
export function conversions(): readonly FamilyMember[] {
  // `complex` has a class in JavaScript.
  const scalars = [...SCALARS].filter(([name]) => name !== 'complex');
  return [
    ...Object.entries(CONTAINERS).map(([name, call]) =>
      pythonFunction(`builtins.${name}`, undefined, {
        call(args, context, named) {
          if (args.length <= 1) return call(args, context, named);
          throw new PickleError('bad-call', `${name} expected at most 1 argument, got ${args.length}`);
        },
      }),
    ),
    ...scalars.map(([name, convert]) =>
      pythonFunction(`builtins.${name}`, undefined, {
        call: (args, context) => inFormOf(context, convert(args, context)),
      }),
    ),
  ];
}

/** A number in the form of `options.ints` and `options.floats`. */
function inFormOf(context: LoadContext, value: unknown): unknown {
  if (value instanceof Float) return context.float(value.value);
  return typeof value === 'number' || typeof value === 'bigint' ? context.int(value) : value;
}

const CONTAINERS: Readonly<Record<string, Call>> = {
  list: (args, context) => itemsOf('list', args, context),
  tuple: (args, context) => tupleOf(args, context),
  set(args, context) {
    const members = itemsOf('set', args, context);
    return members && context.pySet(members);
  },
  frozenset(args, context) {
    const members = itemsOf('frozenset', args, context);
    return members && context.frozenSet(members);
  },
  dict: (args, context) => (args.length === 0 ? context.dict([]) : dictOf(args[0], context.dict.bind(context))),
};

/**
 * The items that Python iterates over, as a new list; `undefined` unless it is known that JavaScript iterates over the
 * same.
 */
function itemsOf(type: string, [source]: Tuple, context: LoadContext): unknown[] | undefined {
  if (source === undefined) return [];
  if (Array.isArray(source)) return Array.from(source);
  if (typeof source === 'string' || source instanceof Uint8Array) {
    context.charge(COST.slot * source.length);
    // To take a text apart takes longer than to copy a list.
    context.work(COST.slot * source.length);
    return typeof source === 'string' ? Array.from(source) : Array.from(source, (byte) => context.int(byte));
  }
  if (source instanceof PyRange) return rangeItems(source, context)?.map((item) => context.int(item));
  if (source instanceof Set) return orderedMembers(source);
  if (isMapping(source)) return source instanceof Map ? Array.from(source.keys()) : Object.keys(source);
  if (typeof source === 'object' && source !== null && !(source instanceof Float)) return undefined;
  throw new PickleError(
    'bad-call',
    `'${pythonTypeName(source, context.wholeNumbers)}' object is not iterable, and ${type}() needs one`,
  );
}

function tupleOf(args: Tuple, context: LoadContext): Tuple | undefined {
  const [source] = args;
  if (source instanceof Tuple && Object.getPrototypeOf(source) === Tuple.prototype) return source;
  const items = itemsOf('tuple', args, context);
  return items && Tuple.from(items);
}

type MakeDict = (entries: Iterable<readonly [unknown, unknown]>) => unknown;

/** Makes a dict from a mapping or from pairs. */
function dictOf(source: unknown, make: MakeDict): unknown {
  const entries = entriesOf(source);
  if (entries !== undefined) return make(entries);
  if (!Array.isArray(source)) return undefined;
  const pairs: [unknown, unknown][] = [];
  for (const [at, pair] of source.entries()) {
    if (!Array.isArray(pair)) return undefined;
    if (pair.length !== 2) {
      const message = `dictionary update sequence element #${at} has length ${pair.length}; 2 is required`;
      throw new PickleError('bad-call', message);
    }
    pairs.push([pair[0], pair[1]]);
  }
  return make(pairs);
}
