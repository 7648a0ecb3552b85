import { pythonClass } from '../../codec/class.ts';
import type { FamilyMember } from '../../codec/family.ts';
import type { Reduction } from '../../codec/reduction.ts';
import { PickleError } from '../../errors.ts';
import { Dict } from '../../values/dict.ts';
import { inspectCustom } from '../../values/inspect.ts';
import { type PythonKey, pythonKey, UnorderedKey } from '../../values/key.ts';
import { type PlainParts, plainParts } from '../../values/plain.ts';
import { inspected, type PythonRepr, pythonRepr, type ReprParts, reprOf, reprParts } from '../../values/repr.ts';
import { Tuple } from '../../values/tuple.ts';
import { fromPickle } from '../call-arguments.ts';
import { entriesOf } from '../functions/attributes.ts';

/** Python 3.15's `frozendict`: a dict that does not change. It can be a key if its values can. */
export class FrozenDict<K = unknown, V = unknown> implements Iterable<[K, V]>, PythonKey, PythonRepr {
  readonly #dict: Dict<K, V>;

  /**
   * @param entries - Keys and values. Of equal keys the first stays, with the last value.
   * @throws TypeError if Python cannot hash a key.
   */
  constructor(entries: Iterable<readonly [K, V]> = []) {
    this.#dict = new Dict(entries);
  }

  /** The number of keys. */
  get size(): number {
    return this.#dict.size;
  }

  /** The value under a key, found as Python finds it; `undefined` if there is none. */
  get(key: K): V | undefined {
    return this.#dict.get(key);
  }

  /** Whether there is a key that Python finds equal to this one. */
  has(key: K): boolean {
    return this.#dict.has(key);
  }

  /** The keys, in order. */
  keys(): IterableIterator<K> {
    return this.#dict.keys();
  }

  /** The values, in the order of the keys. */
  values(): IterableIterator<V> {
    return this.#dict.values();
  }

  /** Keys and values. */
  entries(): IterableIterator<[K, V]> {
    return this.#dict.entries();
  }

  [Symbol.iterator](): IterableIterator<[K, V]> {
    return this.#dict.entries();
  }

  [plainParts](): PlainParts {
    return { entries: this.#dict };
  }

  /**
   * The entries as an object, as of a Dict.
   *
   * @throws TypeError if JSON cannot have a key.
   */
  toJSON(): Record<string, V> {
    return this.#dict.toJSON();
  }

  /** Python's `repr`. */
  toString(): string {
    return pythonRepr(this);
  }

  [reprParts](): ReprParts {
    return this.size === 0 ? reprOf`frozendict()` : reprOf`frozendict(${new Map(this)})`;
  }

  /** Equal whatever the order of the entries. */
  [pythonKey](): readonly unknown[] {
    return ['builtins.frozendict', new UnorderedKey([...this].map(([key, value]) => Tuple.of<unknown>(key, value)))];
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}

/** `frozendict`. */
export function frozendict(): readonly FamilyMember[] {
  return [
    pythonClass('builtins.frozendict', FrozenDict, {
      call: frozen,
      create: (args, kwargs) => (kwargs === undefined ? frozen(args) : undefined),
      reduce(self, { protocol }): Reduction {
        if (protocol < 2) {
          throw new PickleError(
            'needs-protocol',
            `cannot pickle 'frozendict' object with protocol ${protocol}; use 2 or higher`,
          );
        }
        return { callable: FrozenDict, how: 'new', args: [new Map(self)] };
      },
    }),
  ];
}

function frozen([entries = new Map(), ...more]: readonly unknown[]): FrozenDict | undefined {
  const dict = more.length === 0 ? entriesOf(entries) : undefined;
  return dict === undefined ? undefined : fromPickle(() => new FrozenDict(dict));
}
