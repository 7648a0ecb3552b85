import { type Codec, pythonClass, type Reduction } from '../codec.ts';
import { PickleError } from '../errors.ts';
import { Dict } from '../values/dict.ts';

/** Python's `collections.defaultdict`. The factory is kept and never called by reading. */
export class DefaultDict<K = unknown, V = unknown> extends Dict<K, V> {
  /** What Python calls for a missing key: a registered function or class, a `Global`, or null. */
  defaultFactory: unknown;

  constructor(defaultFactory: unknown = null, entries?: Iterable<readonly [K, V]> | null) {
    super(entries);
    this.defaultFactory = defaultFactory;
  }
}

/** The classes of Python's `collections`. */
export const collections: readonly Codec[] = [
  pythonClass('collections.defaultdict', DefaultDict, {
    call([factory = null, ...more]) {
      if (more.length > 0) throw new PickleError('bad-call', 'defaultdict in a pickle takes at most a factory');
      return new DefaultDict(factory);
    },
    reduce: (dict): Reduction => ({
      callable: DefaultDict,
      args: dict.defaultFactory === null ? [] : [dict.defaultFactory],
      entries: dict,
    }),
  }),
];
