import { utf8Length, writeUtf8 } from '../bytes/text.ts';
import { Framer } from './framer.ts';
import { DumpMachine } from './machine.ts';
import type { DumpMemo } from './memo/memo.ts';
import type { DumpSettings } from './settings.ts';
import { openSink, type Sink } from './sink.ts';

/** The longest chunk in bytes. Longer ones are split, because Node cannot write 2 GiB at once. */
const LONGEST = 2 ** 30;
/** How many UTF-16 units of a long text are encoded at a time. */
const TEXT_UNITS = 32_768;

/** Passes chunks to a sink as it accepts them. The first failure is the error. */
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

/** The chunks of one pickle, each made on demand. The entries of `memo` count as written. */
export function* dumpToChunks(
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

/** UTF-8, with lone surrogates as three bytes each. */
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

/** Whether a cut at `at` would split a surrogate pair. */
function isPair(text: string, at: number): boolean {
  return (text.charCodeAt(at - 1) & 0xfc00) === 0xd800 && (text.charCodeAt(at) & 0xfc00) === 0xdc00;
}
