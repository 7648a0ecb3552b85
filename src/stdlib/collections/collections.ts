import { type ClassHooks, pythonClass } from '../../codec/class.ts';
import type { LoadContext } from '../../codec/context.ts';
import type { FamilyMember } from '../../codec/family.ts';
import type { Reduction } from '../../codec/reduction.ts';
import { checkLength } from '../../limits.ts';
import { Dict } from '../../values/dict.ts';
import { pythonOrder } from '../../values/order.ts';
import { type PythonRepr, type ReprParts, reprOf, reprParts } from '../../values/repr.ts';
import { Tuple } from '../../values/tuple.ts';
import { createEmpty, exactArguments, fromPickle, integerArgument, pythonInt } from '../call-arguments.ts';
import { entriesOf, stateOf, withState } from '../functions/attributes.ts';
import { Deque } from './deque.ts';
import {
  ChainMap,
  chainMapHooks,
  UserDict,
  UserList,
  UserString,
  userDictHooks,
  userListHooks,
  userStringHooks,
} from './user-collections.ts';

/** Python's `collections.defaultdict`. Reading keeps the factory and never calls it. */
export class DefaultDict<K = unknown, V = unknown> extends Dict<K, V> implements PythonRepr {
  /** What Python calls for a missing key: a registered function or class, a `Global`, or null. */
  defaultFactory: unknown;
  /** The attributes of subclasses, which Python keeps in `__dict__`. */
  declare attributes: Dict | undefined;

  /**
   * @param defaultFactory - What Python calls for a missing key; `get` does not call it.
   * @param entries - Keys and values. Of equal keys the first stays, with the last value.
   */
  constructor(defaultFactory: unknown = null, entries?: Iterable<readonly [K, V]> | null) {
    super(entries);
    this.defaultFactory = defaultFactory;
  }

  [reprParts](): ReprParts {
    return { ...reprOf`defaultdict(${this.defaultFactory}, ${new Map(this)})`, cycle: 'defaultdict(...)' };
  }
}

/** Python's `collections.OrderedDict`. */
export class OrderedDict<K = unknown, V = unknown> extends Dict<K, V> implements PythonRepr {
  /** The attributes, which Python keeps in `__dict__`. */
  declare attributes: Dict | undefined;

  [reprParts](): ReprParts {
    return this.size === 0 ? reprOf`OrderedDict()` : reprOf`OrderedDict(${new Map(this)})`;
  }
}

/** Python's `collections.Counter`: how often each element occurs. */
export class Counter<K = unknown, V = number | bigint> extends Dict<K, V> implements PythonRepr {
  /** The attributes, which Python keeps in `__dict__`. */
  declare attributes: Dict | undefined;

  /**
   * The elements and their counts, the most common first; at most `n`.
   *
   * @throws TypeError unless the counts are all numbers, all strings or all bytes.
   */
  mostCommon(n: number = this.size): [K, V][] {
    const sorted = this.sorted();
    if (sorted === undefined) throw new TypeError('counts that are not numbers have no order; sort entries() yourself');
    return sorted.slice(0, n);
  }

  /** Like Python's `sorted`, but calls no method of the counts or their parts; `undefined` if they have no order. */
  private sorted(): [K, V][] | undefined {
    const entries = [...this];
    const [first] = entries;
    if (entries.length > 1 && entries.some(([, count]) => pythonOrder(count, first?.[1]) === undefined))
      return undefined;
    return entries.sort(([, a], [, b]) => pythonOrder(b, a) ?? 0);
  }

  [reprParts](): ReprParts {
    return this.size === 0 ? reprOf`Counter()` : reprOf`Counter(${new Map(this.sorted() ?? this)})`;
  }
}

/** The classes of Python's `collections`. */
export function collections(): readonly FamilyMember[] {
  return [
    pythonClass('collections.defaultdict', DefaultDict, {
      call([factory = null, ...more], context) {
        const entries = entriesArgument(more, context);
        return entries === undefined ? undefined : fromPickle(() => new DefaultDict(factory, entries));
      },
      create: createEmpty,
      reduce: (dict): Reduction => ({
        callable: DefaultDict,
        args: dict.defaultFactory === null ? [] : [dict.defaultFactory],
        entries: dict,
        state: stateOf(dict.attributes),
      }),
      setState: (self, state) => keepAttributes(self, state),
    }),
    pythonClass('collections.OrderedDict', OrderedDict, {
      call(args, context) {
        const entries = entriesArgument(args, context);
        return entries === undefined ? undefined : fromPickle(() => new OrderedDict(entries));
      },
      create: createEmpty,
      setState: (self, state) => keepAttributes(self, state),
      reduce: (dict): Reduction => ({
        callable: OrderedDict,
        args: [],
        entries: dict,
        state: stateOf(dict.attributes),
      }),
    }),
    pythonClass('collections.Counter', Counter<unknown, unknown>, {
      call(args) {
        const counts = args.length === 0 ? [] : entriesOf(args[0]);
        if (counts === undefined || args.length > 1) return undefined;
        return fromPickle(() => new Counter<unknown, unknown>(counts));
      },
      create: createEmpty,
      setState: (self, state) => keepAttributes(self, state),
      reduce: (counter): Reduction => ({
        callable: Counter,
        args: [new Map(counter)],
        state: stateOf(counter.attributes),
      }),
    }),
    pythonClass('collections.deque', Deque, dequeHooks()),
    pythonClass('collections.ChainMap', ChainMap, chainMapHooks),
    pythonClass('collections.UserDict', UserDict, userDictHooks),
    pythonClass('collections.UserList', UserList, userListHooks),
    pythonClass('collections.UserString', UserString, userStringHooks),
  ];
}

function dequeHooks(): ClassHooks<Deque> {
  return {
    call(args, context) {
      const [items = null, maxlen = null, ...more] = exactArguments(args, context);
      if (more.length > 0 || (items !== null && !Array.isArray(items))) return undefined;
      const bound = maxlen === null ? null : integerArgument(maxlen);
      return fromPickle(() => new Deque<unknown>(items ?? [], bound));
    },
    create: createEmpty,
    extend: (self, items) => {
      checkLength(self.length + items.length, 'a deque');
      self.extend(items);
    },
    setState: (self, state) => keepAttributes(self, state),
    reduce: (deque): Reduction => ({
      callable: Deque,
      args: deque.maxlen === null ? [] : [new Tuple(), pythonInt(deque.maxlen)],
      items: deque,
      state: stateOf(deque.attributes),
    }),
  };
}

function keepAttributes(self: { attributes: Dict | undefined }, state: unknown): void {
  self.attributes = withState(self.attributes, state);
}

/** The single argument of a dict: a dict, or pairs as Python 2 wrote them; `undefined` for anything else. */
function entriesArgument(
  [items, ...more]: readonly unknown[],
  context: LoadContext,
): Iterable<readonly [unknown, unknown]> | undefined {
  if (more.length > 0) return undefined;
  if (items === undefined) return [];
  if (!Array.isArray(items)) return entriesOf(items);
  const pairs: [unknown, unknown][] = [];
  for (const pair of items) {
    if (!Array.isArray(pair) || pair.length !== 2) return undefined;
    pairs.push([pair[0], pair[1]]);
  }
  // Uses limits.keys, which a Dict that is made directly would not know.
  context.pySet(pairs.map(([key]) => key));
  return pairs;
}
