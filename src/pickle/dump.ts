import { emptyMemo } from '../dump/memo/empty-memo.ts';
import { resolveDumpOptions } from '../dump/settings.ts';
import type { Sink } from '../dump/sink.ts';
import type { TextIdentities } from '../dump/text-identities.ts';
import { dumpToChunks, writeChunks } from '../dump/to-chunks.ts';
import type { DumpOptions } from '../options.ts';
import { standardCodecs } from '../stdlib/standard-codecs.ts';

/**
 * Writes a value as a pickle, as Python's `pickle.dump`: the bytes of `dumps`, in chunks of about 64 KiB, no faster
 * than the sink takes them. The memory this takes beyond the value does not grow with the pickle.
 *
 * The sink stays open: several pickles may follow one another. After an error it may contain the beginning of a pickle.
 *
 * @param value - As for `dumps`. It must not change until the Promise settles: bytes of 64 KiB and more go to the sink
 *   without a copy.
 * @param sink - Where the chunks go. The Promise settles when it has taken the last one.
 * @param options - As for `dumps`.
 * @throws PicklingError if the value cannot be pickled; errors of the sink, unchanged.
 * @throws TypeError, RangeError if an argument is invalid.
 * @example
 * ```ts
 * import { dump, load } from 'brine';
 *
 * const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
 * const sent = dump(['spam', 1], writable);
 * await load(readable); // ['spam', 1]
 * await sent;
 * ```
 */
export async function dump(value: unknown, sink: Sink, options: DumpOptions = {}): Promise<void> {
  await writeChunks(dumpChunks(value, options), sink);
}

/** The chunks that {@link dump} writes, each made on demand. Options are checked at once. */
export function dumpChunks(
  value: unknown,
  options: DumpOptions,
  texts?: TextIdentities,
): Generator<Uint8Array, void, undefined> {
  const settings = { ...resolveDumpOptions(options, standardCodecs), texts };
  return dumpToChunks(value, settings, emptyMemo(settings));
}
