import { utf8Length, writeUtf8 } from '../bytes/text.ts';
import type { DumpOptions } from '../options.ts';
import { standardCodecs } from '../stdlib/standard-codecs.ts';
import { Framer } from './framer.ts';
import { DumpMachine } from './machine.ts';
import { DumpMemo } from './memo.ts';
import { type DumpSettings, resolveDumpOptions } from './settings.ts';
import { openSink, type Sink } from './sink.ts';

/** The longest chunk, in bytes: what is longer leaves in parts, because Node writes no 2 GiB at once. */
const LONGEST = 2 ** 30;
/** UTF-16 units of a long text that are encoded at a time. */
const TEXT_UNITS = 32_768;

/**
 * Writes a value as a pickle, as Python's `pickle.dump`: the bytes of `dumps`, in chunks of about 64 KiB as they are
 * done, no faster than the sink takes them. The memory this takes beyond the value does not grow with the pickle.
 *
 * The sink stays open: several pickles may follow one another. After an error it may have the beginning of a pickle.
 *
 * @param value - As for `dumps`. It must not change until the Promise is there: bytes of 64 KiB and more go to the sink
 *   as they are, without a copy.
 * @param sink - Where the chunks go. The Promise is there when it has taken the last one.
 * @param options - As for `dumps`.
 * @throws PicklingError if the value has no pickle; what the sink throws, as it is.
 * @throws TypeError, RangeError on arguments that are none.
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

/** Gives chunks to a sink as it takes them; what fails first is the error. */
export async function writeChunks(chunks: Iterable<Uint8Array>, sink: Sink): Promise<void> {
  const output = openSink(sink);
  try {
    for (const chunk of chunks) await output.write(chunk);
    await output.finish();
  } catch (error) {
    output.abandon();
    throw error;
  }
}

/** The chunks that {@link dump} writes, each made when it is asked for. Options are checked at once. */
export function dumpChunks(value: unknown, options: DumpOptions): Generator<Uint8Array, void, undefined> {
  return chunksOf(value, resolveDumpOptions(options, standardCodecs), new DumpMemo());
}

/** The same with what was written before. */
export function* chunksOf(
  value: unknown,
  settings: DumpSettings,
  memo: DumpMemo,
): Generator<Uint8Array, void, undefined> {
  for (const piece of new DumpMachine(settings, memo, new Framer(true)).pieces(value)) {
    if (typeof piece === 'string') yield* encodedText(piece);
    else
      for (let at = 0; at < piece.length; at += LONGEST)
        yield piece.length > LONGEST ? piece.subarray(at, at + LONGEST) : piece;
  }
}

/** UTF-8, lone surrogates as three bytes each. */
function* encodedText(text: string): Generator<Uint8Array, void, undefined> {
  for (let start = 0; start < text.length; ) {
    let end = Math.min(text.length, start + TEXT_UNITS);
    if (isPair(text, end)) end--;
    const part = text.slice(start, end);
    const bytes = new Uint8Array(utf8Length(part));
    writeUtf8(part, bytes, 0);
    yield bytes;
    start = end;
  }
}

/** Whether a cut at `at` would part a surrogate pair. */
function isPair(text: string, at: number): boolean {
  return (text.charCodeAt(at - 1) & 0xfc00) === 0xd800 && (text.charCodeAt(at) & 0xfc00) === 0xdc00;
}
