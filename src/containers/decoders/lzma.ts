/**
 * LZMA with the 13 bytes that `.lzma` files begin with. What follows the data is ignored, as in Python's `lzma`.
 *
 * @module
 */
import { CUT } from '../broken.ts';
import { CHUNK, History } from '../history.ts';
import type { Decoder, Decoding, PackedInput } from '../packed-input.ts';
import { AHEAD, LONGEST, LzmaDecoder } from './lzma-decoder.ts';

/** The least that a decoder must be able to refer to. */
const SMALLEST_WINDOW = 4096;

export function* unlzma(input: PackedInput): Decoding {
  const properties = yield* input.number(1);
  const window = yield* input.number(4);
  const size = yield* input.take(8);
  const isUnknown = size.every((byte) => byte === 0xff);
  const length = size.reduceRight((value, byte) => value * 256 + byte, 0);
  yield* lzmaCode(input, properties, window, isUnknown ? undefined : length);
}

/** A member of a zip archive: what the properties are stands before it, its length does not. */
export function memberOfZip(length: number | undefined): Decoder {
  return function* (input) {
    yield* input.take(2);
    if ((yield* input.number(2)) !== 5) throw input.broken('properties that are not known');
    const properties = yield* input.number(1);
    yield* lzmaCode(input, properties, yield* input.number(4), length);
  };
}

/** LZMA behind its properties. */
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
  if (!decoder.isAtEnd) throw input.broken('it does not end where it should');
}

/** What may follow data of a known length. */
function* endMarker(input: PackedInput, decoder: LzmaDecoder, history: History): Decoding {
  history.reserve(LONGEST);
  if (!(yield* input.fill(AHEAD))) input.pad(2 * AHEAD);
  const stop = decoder.run(history.at + 1, input.end);
  if (stop !== 'marker' || input.at > input.end) throw input.broken('longer than announced');
}
