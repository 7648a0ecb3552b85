/**
 * Zstandard, without dictionaries.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc8878 | RFC 8878}
 * @module
 */
import { Xxh64 } from '../checksums/xxh64.ts';
import { CHUNK, History } from '../history.ts';
import type { Decoding, PackedInput } from '../packed-input.ts';
import { ZstdBlockDecoder } from './zstd-block.ts';
import { LARGEST_BLOCK, RAW, RLE, type ZstdHeader, zstdBlock, zstdHeader } from './zstd-frames.ts';

/** The largest window that zstd itself accepts by default. */
const LARGEST_WINDOW = 2 ** 27;

/** Decodes frames that stand one after another. */
export function* unzstd(input: PackedInput): Decoding {
  const history = new History(0);
  for (;;) {
    const header = yield* zstdHeader(input);
    if (header === undefined) return;
    yield* frame(input, history, header);
  }
}

function* frame(input: PackedInput, history: History, { window, contentLength, hasChecksum }: ZstdHeader): Decoding {
  if (window > LARGEST_WINDOW) {
    throw input.broken(`a frame needs a window of ${window} bytes, more than the ${LARGEST_WINDOW} that are allowed`);
  }
  history.reset(window);
  let decoder: ZstdBlockDecoder | undefined;
  const hash = new Xxh64();
  function* given(): Decoding {
    const chunk = history.give();
    if (hasChecksum) hash.update(chunk);
    yield chunk;
  }
  for (let isLast = false; !isLast; ) {
    const block = yield* zstdBlock(input);
    isLast = block.isLast;
    history.reserve(LARGEST_BLOCK);
    if (block.type === RLE) {
      history.bytes.fill(yield* input.number(1), history.at, history.at + block.size);
      history.at += block.size;
    } else {
      const bytes = yield* input.take(block.size);
      if (block.type === RAW) history.append(bytes);
      else (decoder ??= new ZstdBlockDecoder(input, history)).decode(bytes);
    }
    if (history.waiting >= CHUNK) yield* given();
  }
  if (history.waiting > 0) yield* given();
  const length = history.position;
  if (contentLength !== undefined && contentLength !== length) {
    throw input.broken(`a frame of ${length} bytes announces ${contentLength}`);
  }
  if (hasChecksum && (yield* input.number(4)) !== hash.low) throw input.broken('the checksum is wrong');
}
