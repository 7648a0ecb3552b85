/**
 * What hooks of codecs are given: what they may know of the pickle, and do within the limits of the call.
 *
 * @module
 */
import type { PythonVersion } from '../python-version.ts';
import type { Dict } from '../values/dict.ts';
import type { Float } from '../values/float.ts';
import type { Instance } from '../values/instance.ts';
import type { WholeNumbers } from '../values/kind.ts';
import type { FrozenSet, PySet } from '../values/set.ts';
import type { Tuple } from '../values/tuple.ts';
import type { Following, InnerOptions, InnerUnpickler } from './following.ts';

/** Pickle protocols that exist. */
export type Protocol = 0 | 1 | 2 | 3 | 4 | 5;

/** What a hook may know about the pickle being read, and do within the limits of the call. */
export interface LoadContext {
  /** The protocol that PROTO announced, 0 before any. */
  readonly protocol: number;
  /** A dict in the form of `options.dicts`, of these entries: first key, last value. */
  dict(entries: Iterable<readonly [unknown, unknown]>): unknown;
  /** A set of these members, compared as Python does. */
  pySet(members: Iterable<unknown>): PySet<unknown>;
  /** A frozenset of these members, compared as Python does. */
  frozenSet(members: Iterable<unknown>): FrozenSet<unknown>;
  /** An int in the form of `options.ints`. */
  int(value: number | bigint): number | bigint;
  /** A float in the form of `options.floats`. */
  float(value: number): number | Float;
  /**
   * What a number is in Python that is whole: always a float with `ints: 'bigint'`; else an int, or either of them if the
   * pickle has had a float that is none of its own with `floats: 'exact'`.
   */
  readonly wholeNumbers: WholeNumbers;
  /**
   * Spends some of `limits.work`, before a hook does what takes longer than to read its arguments once. One unit is
   * about 10 nanoseconds.
   *
   * @throws PickleError with the code `limit` if that is more than is left.
   */
  work(amount: number): void;
  /**
   * Pays for memory that a hook takes beyond what it was given, in bytes, before it takes it.
   *
   * @throws PickleError with the code `limit` if `limits.memory` does not allow it.
   */
  charge(bytes: number): void;
  /** The entries of a dict in either form of `options.dicts`; `undefined` for anything else. */
  entriesOf(dict: unknown): Iterable<readonly [unknown, unknown]> | undefined;
  /** BUILD: what a pickle does to the object with this state. */
  setState(object: unknown, state: unknown): void;
  /**
   * Reads a pickle that is a value in this one, within the limits of the call and by its options.
   *
   * @param options - What differs from the options of the call.
   */
  loads(bytes: Uint8Array, options?: InnerOptions): unknown;
  /** As {@link LoadContext.loads}, for several pickles with bytes between them. */
  unpickler(bytes: Uint8Array, options?: InnerOptions): InnerUnpickler;
  /**
   * The next bytes of the input, behind the BUILD whose hook is running: `yield* context.readBytes(length)` in a
   * `setState` that is a generator. In a stream it waits there for what has not come.
   *
   * @returns A view of the input, or of memory of its own; the latter begins at a multiple of 16 bytes.
   */
  readBytes(length: number): Following<Uint8Array>;
  /** A pickle that stands there, with a memo of its own, by the options of the call. */
  readPickle(): Following<unknown>;
  /** Where they stand, in bytes from the beginning of the input. */
  readonly offset: number;
  /** `callable(*args)` as a pickle would get it: by codec, else an inert `Instance`. */
  call(callable: unknown, args: Tuple): unknown;
  /** `cls.__new__(cls, *args, **kwargs)` as a pickle would get it. Only an inert `Instance` may stand for a tuple. */
  create(cls: unknown, args: Tuple | Instance, kwargs?: Dict): unknown;
  /**
   * `copyreg._reconstructor(cls, base, state)`; `undefined` if `base` is not a built-in class.
   */
  reconstruct(cls: unknown, base: unknown, state: unknown): unknown;
  /**
   * The registered class or function `owner.name`, else its `Global`, where the owner is a class or function;
   * `undefined` for other owners.
   */
  attribute(owner: unknown, name: string): unknown;
}

/** What a hook may know about the pickle being written. */
export interface DumpContext {
  /** The protocol that is written. */
  readonly protocol: Protocol;
  /** The CPython whose bytes are written. */
  readonly python: PythonVersion;
  /** Its minor version: 14 for `'3.14'`. */
  readonly minor: number;
}
