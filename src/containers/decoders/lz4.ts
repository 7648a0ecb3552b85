/**
 * LZ4 frames.
 *
 * @see {@link https://github.com/lz4/lz4/blob/v1.10.0/doc/lz4_Frame_format.md | LZ4 frame format}
 * @module
 */
import { Xxh32 } from '../checksums/xxh32.ts';
import { CHUNK, History } from '../history.ts';
import type { Decoding, PackedInput } from '../packed-input.ts';

const MAGIC = 0x184d_2204;
/** Frames to be skipped have one of sixteen magic numbers, of which this is the first. */
const SKIPPABLE = 0x184d_2a50;
const [DICTIONARY, CONTENT_CHECKSUM, CONTENT_SIZE, BLOCK_CHECKSUM, INDEPENDENT] = [1, 4, 8, 16, 32];
const STORED = 0x8000_0000;
/** How far back a copy may begin. */
const WINDOW = 2 ** 16;
const SHORTEST_COPY = 4;
/** A length that goes on in the next byte. */
const MORE = 255;

/** Decodes frames that stand one after another. */
export function* unlz4(input: PackedInput): Decoding {
  const history = new History(WINDOW);
  while (yield* input.fill(1)) {
    const magic = yield* input.number(4);
    if ((magic & 0xffff_fff0) === SKIPPABLE) yield* input.skip(yield* input.number(4));
    else if (magic === MAGIC) yield* frame(input, history);
    else throw input.broken('no lz4 frame begins after the last');
  }
}

interface Header {
  readonly flags: number;
  readonly blockBytes: number;
  readonly contentBytes: number | undefined;
}

function* readHeader(input: PackedInput): Decoding<Header> {
  const start = (yield* input.take(2)).slice();
  const [flags = 0, descriptor = 0] = start;
  if (flags >> 6 !== 1) throw input.broken('a frame of an unknown version');
  if (flags & DICTIONARY) throw input.broken('the frame needs a dictionary');
  const size = descriptor >> 4;
  if (size < 4 || size > 7) throw input.broken('an unknown block size');
  const hash = new Xxh32();
  hash.update(start);
  let contentBytes: number | undefined;
  if (flags & CONTENT_SIZE) {
    const field = yield* input.take(8);
    hash.update(field);
    contentBytes = field.reduceRight((value, byte) => value * 256 + byte, 0);
  }
  if ((yield* input.number(1)) !== ((hash.value >>> 8) & 0xff)) throw input.broken('the header checksum is wrong');
  return { flags, blockBytes: 2 ** (8 + 2 * size), contentBytes };
}

function* frame(input: PackedInput, history: History): Decoding {
  const { flags, blockBytes, contentBytes } = yield* readHeader(input);
  history.reset();
  const checksum = new Xxh32();
  let length = 0;
  for (;;) {
    const field = yield* input.number(4);
    if (field === 0) break;
    const size = field & ~STORED;
    if (size > blockBytes) throw input.broken('a block is longer than the frame announces');
    const block = yield* input.take(size);
    if (flags & INDEPENDENT) history.reset();
    const start = history.length;
    if (field & STORED) history.append(block);
    else unpackBlock(block, history, blockBytes, input);
    if (flags & BLOCK_CHECKSUM) {
      // The block is a view until more is asked for.
      const expected = hashOf(block);
      if ((yield* input.number(4)) !== expected) throw input.broken('the checksum of a block is wrong');
    }
    length += history.length - start;
    if (history.waiting === 0) continue;
    const chunk = history.give();
    if (flags & CONTENT_CHECKSUM) checksum.update(chunk);
    yield chunk;
  }
  if (contentBytes !== undefined && contentBytes !== length) {
    throw input.broken(`a frame of ${length} bytes announces ${contentBytes}`);
  }
  if (flags & CONTENT_CHECKSUM && (yield* input.number(4)) !== checksum.value) {
    throw input.broken('the checksum is wrong');
  }
}

function hashOf(bytes: Uint8Array): number {
  const hash = new Xxh32();
  hash.update(bytes);
  return hash.value;
}

/** Decodes a block of literals and copies. */
function unpackBlock(block: Uint8Array, history: History, most: number, input: PackedInput): void {
  const limit = history.length + most;
  const end = block.length;
  for (let at = 0; at < end; ) {
    const token = block[at++] ?? 0;
    let literals = token >> 4;
    if (literals === 15) {
      let more = MORE;
      while (more === MORE && at < end) literals += more = block[at++] ?? 0;
    }
    if (literals > end - at || history.length + literals > limit) throw input.broken('a block is broken');
    history.reserve(literals + CHUNK);
    appendShort(history, block, at, literals);
    at += literals;
    if (at === end) return;
    if (end - at < 2) throw input.broken('a block is broken');
    const distance = (block[at] ?? 0) | ((block[at + 1] ?? 0) << 8);
    at += 2;
    let length = token & 15;
    if (length === 15) {
      let more = MORE;
      while (more === MORE && at < end) length += more = block[at++] ?? 0;
    }
    length += SHORTEST_COPY;
    if (distance === 0 || distance > history.reach) throw input.broken('a copy begins before the data');
    if (history.length + length > limit) throw input.broken('a block is longer than the frame announces');
    history.reserve(length);
    history.copy(distance, length);
  }
  throw input.broken('a block is broken');
}

/** Copies literals. Most runs are so short that the engine's own copying takes longer. */
function appendShort(history: History, block: Uint8Array, from: number, length: number): void {
  if (length > 24) {
    history.bytes.set(block.subarray(from, from + length), history.at);
  } else {
    const { bytes, at } = history;
    for (let i = 0; i < length; i++) bytes[at + i] = block[from + i] ?? 0;
  }
  history.at += length;
}
