/**
 * LZMA with the header of `.lzma` files, which has 13 bytes. Bytes after the data are ignored, as in Python's `lzma`.
 *
 * @module
 */
import { CUT } from '../broken.ts';
import { CHUNK, History } from '../history.ts';
import type { Decoder, Decoding, PackedInput } from '../packed-input.ts';
import { AHEAD, LONGEST, LzmaDecoder } from './lzma-decoder.ts';

/** The smallest window that a decoder must support. */
const SMALLEST_WINDOW = 4096;

export function* unlzma(input: PackedInput): Decoding {
  const properties = yield* input.number(1);
  const window = yield* input.number(4);
  const size = yield* input.take(8);
  const isUnknown = size.every((byte) => byte === 0xff);
  const length = size.reduceRight((value, byte) => value * 256 + byte, 0);
  yield* lzmaCode(input, properties, window, isUnknown ? undefined : length);
}

/** Decodes a member of a zip archive, which begins with its properties but does not state its length. */
export function memberOfZip(length: number | undefined): Decoder {
  return function* (input) {
    yield* input.take(2);
    if ((yield* input.number(2)) !== 5) throw input.broken('invalid properties');
    const properties = yield* input.number(1);
    yield* lzmaCode(input, properties, yield* input.number(4), length);
  };
}

/** Decodes LZMA after its properties. */
function* lzmaCode(input: PackedInput, properties: number, window: number, length: number | undefined): Decoding {
  const history = new History(Math.max(window, SMALLEST_WINDOW));
  const decoder = new LzmaDecoder(input, history);
  decoder.setProperties(properties);
  decoder.start(yield* input.take(5));
  let left = length ?? Number.POSITIVE_INFINITY;
  while (left > 0) {
    history.reserve(CHUNK + LONGEST);
    const isShort = !(yield* input.fill(AHEAD));
    if (isShort) input.pad(2 * AHEAD);
    const from = history.at;
    const stop = decoder.run(from + Math.min(CHUNK - history.waiting, left), input.end - (isShort ? 0 : AHEAD));
    left -= history.at - from;
    if (input.at > input.end) throw input.broken(CUT);
    if (left < 0) throw input.broken('longer than announced');
    if (history.waiting >= CHUNK) yield history.give();
    if (stop !== 'marker') continue;
    if (length !== undefined) throw input.broken('shorter than announced');
    break;
  }
  if (history.waiting > 0) yield history.give();
  if (left === 0 && !decoder.isAtEnd) yield* endMarker(input, decoder, history);
  if (!decoder.isAtEnd) throw input.broken('the data do not end where they should');
}

/** Checks the end of data of a known length: an end marker may follow. */
function* endMarker(input: PackedInput, decoder: LzmaDecoder, history: History): Decoding {
  history.reserve(LONGEST);
  if (!(yield* input.fill(AHEAD))) input.pad(2 * AHEAD);
  const stop = decoder.run(history.at + 1, input.end);
  if (stop !== 'marker' || input.at > input.end) throw input.broken('longer than announced');
}
