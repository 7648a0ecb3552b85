import { type ClassHooks, type Codec, pythonClass, type Reduction } from '../codec.ts';
import { PickleError } from '../errors.ts';
import { Dict } from '../values/dict.ts';
import { type Inspect, inspectCustom } from '../values/inspect.ts';
import { type PythonRepr, pythonRepr, type ReprParts, reprOf, reprParts } from '../values/repr.ts';
import { Tuple } from '../values/tuple.ts';
import { entriesOf, stateOf, withState } from './attributes.ts';
import { fromPickle, integerArgument } from './call-arguments.ts';
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

/** Python's `collections.defaultdict`. The factory is kept and never called by reading. */
export class DefaultDict<K = unknown, V = unknown> extends Dict<K, V> implements PythonRepr {
  /** What Python calls for a missing key: a registered function or class, a `Global`, or null. */
  defaultFactory: unknown;
  /** What Python keeps in `__dict__`: attributes of subclasses. */
  declare attributes: Dict | undefined;

  constructor(defaultFactory: unknown = null, entries?: Iterable<readonly [K, V]> | null) {
    super(entries);
    this.defaultFactory = defaultFactory;
  }

  /** Python's `repr`. */
  override toString(): string {
    return pythonRepr(this);
  }

  [reprParts](): ReprParts {
    return { ...reprOf`defaultdict(${this.defaultFactory}, ${new Map(this)})`, cycle: 'defaultdict(...)' };
  }
}

/** Python's `collections.OrderedDict`. */
export class OrderedDict<K = unknown, V = unknown> extends Dict<K, V> implements PythonRepr {
  /** What Python keeps in `__dict__`. */
  declare attributes: Dict | undefined;

  /** Python's `repr`, as of 3.12. */
  override toString(): string {
    return pythonRepr(this);
  }

  [reprParts](): ReprParts {
    return this.size === 0 ? reprOf`OrderedDict()` : reprOf`OrderedDict(${new Map(this)})`;
  }

  [inspectCustom](depth: number, options: object, inspect: Inspect): string {
    return shownDict('OrderedDict', this, depth, (map) => inspect(map, options));
  }
}

/** Python's `collections.Counter`: how often each element occurs. */
export class Counter<K = unknown, V = number | bigint> extends Dict<K, V> implements PythonRepr {
  /** What Python keeps in `__dict__`. */
  declare attributes: Dict | undefined;

  /** The elements and their counts, the most common first; at most `n`. */
  mostCommon(n: number = this.size): [K, V][] {
    return [...this].sort(([, a], [, b]) => (a < b ? 1 : a > b ? -1 : 0)).slice(0, n);
  }

  /** Python's `repr`, the most common first. */
  override toString(): string {
    return pythonRepr(this);
  }

  [reprParts](): ReprParts {
    return this.size === 0 ? reprOf`Counter()` : reprOf`Counter(${new Map(this.mostCommon())})`;
  }

  [inspectCustom](depth: number, options: object, inspect: Inspect): string {
    return shownDict('Counter', this, depth, (map) => inspect(map, options));
  }
}

/** The classes of Python's `collections`. */
export const collections = (): readonly Codec[] => [
  pythonClass('collections.defaultdict', DefaultDict, {
    call([factory = null, ...more]) {
      if (more.length > 0) throw new PickleError('bad-call', 'defaultdict in a pickle takes at most a factory');
      return new DefaultDict(factory);
    },
    reduce: (dict): Reduction => ({
      callable: DefaultDict,
      args: dict.defaultFactory === null ? [] : [dict.defaultFactory],
      entries: dict,
      state: stateOf(dict.attributes),
    }),
    setState: (self, state) => keepAttributes(self, state),
  }),
  pythonClass('collections.OrderedDict', OrderedDict, {
    call: ([items, ...more]) => fromPickle(() => new OrderedDict(entriesArgument('OrderedDict', items, more))),
    setState: (self, state) => keepAttributes(self, state),
    reduce: (dict): Reduction => ({
      callable: OrderedDict,
      args: [],
      entries: dict,
      state: stateOf(dict.attributes),
    }),
  }),
  pythonClass('collections.Counter', Counter<unknown, unknown>, {
    call: ([counts, ...more]) =>
      fromPickle(() => new Counter<unknown, unknown>(entriesArgument('Counter', counts, more))),
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

function dequeHooks(): ClassHooks<Deque> {
  return {
    call([items = null, maxlen = null, ...more]) {
      if (more.length > 0) throw new PickleError('bad-call', 'deque() in a pickle takes at most 2 arguments');
      if (items !== null && !Array.isArray(items))
        throw new PickleError('bad-call', 'deque() items must be a sequence');
      const bound = maxlen === null ? null : integerArgument(maxlen);
      return fromPickle(() => new Deque<unknown>(items ?? [], bound));
    },
    extend: (self, items) => self.extend(items),
    setState: (self, state) => keepAttributes(self, state),
    reduce: (deque): Reduction => ({
      callable: Deque,
      args: deque.maxlen === null ? [] : [new Tuple(), deque.maxlen],
      items: deque,
      state: stateOf(deque.attributes),
    }),
  };
}

function keepAttributes(self: { attributes: Dict | undefined }, state: unknown): void {
  self.attributes = withState(self.attributes, state);
}

/** The argument of a dict: a dict, or pairs as Python 2 wrote them. */
function entriesArgument(name: string, items: unknown, more: readonly unknown[]): [unknown, unknown][] {
  if (more.length > 0) throw new PickleError('bad-call', `${name} expected at most 1 argument, got ${more.length + 1}`);
  if (items === undefined) return [];
  const entries = entriesOf(items);
  if (entries !== undefined) return [...entries].map(([key, value]) => [key, value]);
  if (!Array.isArray(items)) throw new PickleError('bad-call', `${name}() takes a dict or a list of pairs`);
  return items.map((pair: unknown) => {
    if (!Array.isArray(pair) || pair.length !== 2) throw new PickleError('bad-call', `${name}() takes pairs`);
    return [pair[0], pair[1]];
  });
}

function shownDict(
  name: string,
  dict: ReadonlyMap<unknown, unknown>,
  depth: number,
  inspect: (map: object) => string,
): string {
  return `${name}(${dict.size}) ${depth < 0 ? '[Map]' : inspect(new Map(dict)).replace(/^Map\(\d+\) /, '')}`;
}
