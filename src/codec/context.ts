/**
 * The contexts that hooks of codecs are given: what they may know about the pickle, and do within the limits of the
 * call.
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

/** The pickle protocols. */
export type Protocol = 0 | 1 | 2 | 3 | 4 | 5;

/** What a hook may know about the pickle being read, and do within the limits of the call. */
export interface LoadContext {
  /** The protocol that PROTO announced; 0 before a PROTO. */
  readonly protocol: number;
  /** A dict of these entries, in the form of `options.dicts`. Of equal keys the first stays, with the last value. */
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
   * What a number without a fraction stands for in Python. With `ints: 'bigint'` it is a float. Otherwise it is an int,
   * or, after a float that `floats: 'exact'` would have kept apart, an int or a float.
   */
  readonly wholeNumbers: WholeNumbers;
  /**
   * Spends some of `limits.work`, before a hook does something that takes longer than reading its arguments once. One
   * unit is about 10 nanoseconds.
   *
   * @throws PickleError with the code `limit` if that is more than is left.
   */
  work(amount: number): void;
  /**
   * Charges memory to `limits.memory`, in bytes, before a hook allocates it.
   *
   * @throws PickleError with the code `limit` if `limits.memory` does not allow it.
   */
  charge(bytes: number): void;
  /** The entries of a dict in either form of `options.dicts`; `undefined` for anything else. */
  entriesOf(dict: unknown): Iterable<readonly [unknown, unknown]> | undefined;
  /** Sets the state of an object as BUILD does. */
  setState(object: unknown, state: unknown): void;
  /**
   * Reads a pickle that is contained in this one as bytes, with the options and within the limits of the call.
   *
   * @param options - What differs from the options of the call.
   */
  loads(bytes: Uint8Array, options?: InnerOptions): unknown;
  /** Like {@link LoadContext.loads}, for several pickles with other bytes between them. */
  unpickler(bytes: Uint8Array, options?: InnerOptions): InnerUnpickler;
  /**
   * Reads the next bytes of the input, after the BUILD whose hook is running: `yield* context.readBytes(length)` in a
   * `setState` that is a generator. In a stream it waits for bytes that have not arrived.
   *
   * @returns A view of the input, or of a copy; a copy begins at a multiple of 16 bytes in its memory.
   */
  readBytes(length: number): Following<Uint8Array>;
  /**
   * Skips the next bytes of the input. A source that can skip does not read them.
   */
  skipBytes(length: number): Following<void>;
  /** Reads a pickle that follows the BUILD, with a new memo and the options of the call. */
  readPickle(): Following<unknown>;
  /** The offset of the next byte that {@link LoadContext.readBytes} reads, in bytes from the beginning of the input. */
  readonly offset: number;
  /** `callable(*args)` as in a pickle: the result of the codec, or an inert `Instance` if there is none. */
  call(callable: unknown, args: Tuple): unknown;
  /**
   * `cls.__new__(cls, *args, **kwargs)` as in a pickle. `args` must be a tuple or an inert `Instance`.
   */
  create(cls: unknown, args: Tuple | Instance, kwargs?: Dict): unknown;
  /**
   * `copyreg._reconstructor(cls, base, state)`; `undefined` if `base` is not a built-in class.
   */
  reconstruct(cls: unknown, base: unknown, state: unknown): unknown;
  /**
   * The attribute `name` of a class or function: a registered class or function, or otherwise a `Global`. `undefined` for
   * other owners.
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
  /** How many pickles enclose the one that is written. It is 0 except in {@link DumpContext.dumps}. */
  readonly level: number;
  /**
   * Writes a value as a separate pickle, with the options of the call. It is meant for pickles inside another one, as
   * bytes or after a BUILD.
   *
   * @param protocol - The protocol. @defaultValue that of the outer pickle
   * @throws PickleError with the code `limit` for more than 50 pickles within one another.
   */
  dumps(value: unknown, protocol?: Protocol): Uint8Array;
}
