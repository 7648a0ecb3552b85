import { Session } from '../load/stream/session.ts';
import { openSource, type Source } from '../load/stream/source.ts';
import type { AsyncLoadOptions } from '../options.ts';
import { standardCodecs } from '../stdlib/standard-codecs.ts';
import type { PickleValue } from '../values/pickle-value.ts';
import type { PlainValue } from '../values/plain.ts';
import { opened, portableUnpack } from './opened.ts';

/**
 * Reads one pickle as its bytes arrive, as Python's `pickle.load`. The memory it takes beyond the result is that of two
 * chunks and the longest string or bytes. If you do not trust the sender, set `limits.memory`.
 *
 * The source is released at the end of the pickle: an iterator is closed, a stream cancelled. What follows the pickle
 * is lost; {@link StreamUnpickler} keeps it.
 *
 * @param source - The pickle. Nothing in the result shares memory with a chunk; short `bytes` share an `ArrayBuffer`
 *   of 64 KiB among themselves.
 * @param options - As for `loads`, and `signal`, `onProgress`. Limits that depend on the size of the input grow with
 *   the bytes that have arrived.
 * @throws UnpicklingError if the bytes are not a pickle: the error that `loads` throws for them. A pickle or an error
 *   inside a frame counts only when the whole frame has arrived.
 * @throws Errors of the source, unchanged; the signal's `reason`.
 * @throws TypeError, RangeError if an argument is invalid.
 * @example
 * ```ts
 * import { dumps, load } from 'brine';
 *
 * const blob = new Blob([dumps(['spam', 2n ** 70n])]);
 * await load(blob); // ['spam', 1180591620717411303424n]
 * ```
 */
export function load<T = PlainValue>(
  source: Source,
  options: AsyncLoadOptions & { readonly values: 'plain' },
): Promise<T>;
export function load<T = PickleValue>(source: Source, options?: AsyncLoadOptions): Promise<T>;
export async function load(source: Source, options: AsyncLoadOptions = {}): Promise<unknown> {
  const session = new Session(() => opened(() => openSource(source), options, portableUnpack), options, standardCodecs);
  const value = await session.load();
  await session.close();
  return value;
}

/**
 * Reads pickles that follow one another, each as soon as its last byte has arrived, to the end of the source. Each has
 * a fresh memo, and the limits apply to each.
 *
 * @param source - The pickles.
 * @param options - As for {@link load}.
 * @returns A generator of their values. A `break` releases the source.
 * @throws UnpicklingError for the first that is not a pickle; errors of the source, unchanged; the signal's `reason`.
 * @example
 * ```ts
 * import { dumps, loadAll } from 'brine';
 *
 * const values: unknown[] = [];
 * for await (const value of loadAll(new Blob([dumps(1), dumps('two')]))) values.push(value);
 * values; // [1, 'two']
 * ```
 */
export function loadAll<T = PickleValue>(source: Source, options?: AsyncLoadOptions): AsyncGenerator<T, void, unknown>;
export async function* loadAll(
  source: Source,
  options: AsyncLoadOptions = {},
): AsyncGenerator<unknown, void, undefined> {
  const session = new Session(() => opened(() => openSource(source), options, portableUnpack), options, standardCodecs);
  try {
    while (!(await session.atEnd())) yield await session.loadFresh();
  } finally {
    await session.close();
  }
}
