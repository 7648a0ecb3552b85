import { CUT } from '../broken.ts';
import { CHUNK, History } from '../history.ts';
import type { Decoding, PackedInput } from '../packed-input.ts';
import { LONGEST, LzmaDecoder } from './lzma-decoder.ts';

const STORED = 2;
const COMPRESSED = 0x80;
/** Control bytes from which on a chunk resets the state, the properties too, and the dictionary too. */
const [NEW_STATE, NEW_PROPERTIES, NEW_HISTORY] = [1, 2, 3];

/** LZMA2: chunks that are stored or compressed with LZMA, as `.xz` has it. */
export function* lzma2(input: PackedInput, window: number): Decoding {
  const history = new History(window);
  const decoder = new LzmaDecoder(input, history);
  let hasHistory = false;
  let hasProperties = false;
  for (;;) {
    const control = yield* input.number(1);
    if (control === 0) break;
    if (control < COMPRESSED && control > STORED) throw input.broken('a chunk of an unknown kind');
    const fresh = control < COMPRESSED ? 0 : (control >> 5) & 3;
    if (control === 1 || fresh === NEW_HISTORY) {
      history.reset();
      hasHistory = true;
    }
    if (!hasHistory) throw input.broken('a chunk refers to data that is not there');
    if (control < COMPRESSED) {
      const [a = 0, b = 0] = yield* input.take(2);
      history.append(yield* input.take(1 + 256 * a + b));
    } else {
      const [a = 0, b = 0, c = 0, d = 0] = yield* input.take(4);
      if (fresh >= NEW_PROPERTIES) decoder.setProperties(yield* input.number(1));
      else if (!hasProperties) throw input.broken('a chunk refers to data that is not there');
      else if (fresh === NEW_STATE) decoder.reset();
      hasProperties = true;
      const length = 1 + ((control & 0x1f) << 16) + 256 * a + b;
      yield* compressedChunk(input, decoder, history, length, 1 + 256 * c + d);
    }
    if (history.waiting >= CHUNK) yield history.give();
  }
  if (history.waiting > 0) yield history.give();
}

/** Decodes a compressed chunk, once all of it has come. */
function* compressedChunk(
  input: PackedInput,
  decoder: LzmaDecoder,
  history: History,
  length: number,
  packed: number,
): Decoding {
  if (!(yield* input.fill(packed))) throw input.broken(CUT);
  const end = input.position + packed;
  decoder.start(yield* input.take(5));
  for (let left = length; left > 0; ) {
    if (history.waiting >= CHUNK) yield history.give();
    history.reserve(Math.min(CHUNK, left) + LONGEST);
    const from = history.at;
    const stop = decoder.run(from + Math.min(CHUNK, left), input.end);
    left -= history.at - from;
    if (left < 0 || stop !== 'limit' || input.position > end) throw input.broken('a chunk is longer than it announces');
  }
  if (input.position !== end || !decoder.isAtEnd) throw input.broken('a chunk ends where it should not');
}
