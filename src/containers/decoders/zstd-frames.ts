/**
 * The headers of zstd's frames and blocks.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc8878#section-3.1 | RFC 8878, section 3.1}
 * @module
 */
import { type Decoding, PackedInput } from '../packed-input.ts';

/** The header of a frame. Sizes are in bytes. */
export interface ZstdHeader {
  /** How far back the content may refer to itself. */
  readonly window: number;
  /** The length of the content, if the frame states it. */
  readonly contentLength: number | undefined;
  /** Whether the lower half of the XXH64 of the content follows. */
  readonly hasChecksum: boolean;
}

/** The header of a block. */
export interface ZstdBlock {
  readonly isLast: boolean;
  readonly type: number;
  /** The length of the content if that is one repeated byte; else the length of the stored data. */
  readonly size: number;
}

const MAGIC = 0xfd2f_b528;
/** Frames to be skipped have one of sixteen magic numbers, of which this is the first. */
const SKIPPABLE = 0x184d_2a50;
/** The kinds of blocks. A third one is compressed. */
export const [RAW, RLE] = [0, 1];
const RESERVED = 3;
/** The largest size of a block, and of its content. */
export const LARGEST_BLOCK = 2 ** 17;
const DICTIONARY_BYTES = [0, 1, 2, 4] as const;
const CONTENT_BYTES = [0, 2, 4, 8] as const;

/** The header of the next frame with content; `undefined` at the end. */
export function* zstdHeader(input: PackedInput): Decoding<ZstdHeader | undefined> {
  while (yield* input.fill(1)) {
    const start = input.position;
    const magic = yield* input.number(4);
    if ((magic & 0xffff_fff0) === SKIPPABLE) {
      yield* input.skip(yield* input.number(4));
      continue;
    }
    if (magic !== MAGIC) throw input.broken(`no zstd frame begins at byte ${start}`);
    return yield* headerFields(input);
  }
  return undefined;
}

function* headerFields(input: PackedInput): Decoding<ZstdHeader> {
  const descriptor = yield* input.number(1);
  if ((descriptor & 8) !== 0) throw input.broken('a zstd frame with reserved bits set');
  const isSingle = (descriptor & 0x20) !== 0;
  const windowByte = isSingle ? 0 : yield* input.number(1);
  const dictionary = yield* input.take(DICTIONARY_BYTES[descriptor & 3] ?? 0);
  if (dictionary.some((byte) => byte !== 0)) throw input.broken('the frame needs a dictionary');
  const sizeFlag = descriptor >> 6;
  const contentLength = yield* contentBytes(input, sizeFlag === 0 && isSingle ? 1 : (CONTENT_BYTES[sizeFlag] ?? 0));
  const base = 2 ** (10 + (windowByte >> 3));
  const window = isSingle ? (contentLength ?? 0) : base + (base / 8) * (windowByte & 7);
  return { window, contentLength, hasChecksum: (descriptor & 4) !== 0 };
}

function* contentBytes(input: PackedInput, width: 0 | 1 | 2 | 4 | 8): Decoding<number | undefined> {
  if (width === 0) return undefined;
  return (yield* input.number(width)) + (width === 2 ? 256 : 0);
}

/** The header of the next block. */
export function* zstdBlock(input: PackedInput): Decoding<ZstdBlock> {
  const start = input.position;
  const [a = 0, b = 0, c = 0] = yield* input.take(3);
  const header = a | (b << 8) | (c << 16);
  const [type, size] = [(header >> 1) & 3, header >> 3];
  if (type === RESERVED || size > LARGEST_BLOCK) throw input.broken(`no zstd block begins at byte ${start}`);
  return { isLast: (header & 1) !== 0, type, size };
}

/** The frames with content, one after another. Nothing is decompressed. */
export function* zstdFrames(bytes: Uint8Array): Generator<Uint8Array, void, undefined> {
  const input = new PackedInput('zstd', bytes);
  for (;;) {
    const frame = frameEnd(input).next();
    if (frame.done !== true || frame.value === undefined) return;
    yield bytes.subarray(frame.value, input.position);
  }
}

/** Skips a complete frame. Returns the offset at which it begins. */
function* frameEnd(input: PackedInput): Decoding<number | undefined> {
  while ((yield* input.fill(1)) && isSkippable(input)) {
    yield* input.skip(4);
    yield* input.skip(yield* input.number(4));
  }
  const start = input.position;
  const header = yield* zstdHeader(input);
  if (header === undefined) return undefined;
  for (;;) {
    const { isLast, type, size } = yield* zstdBlock(input);
    yield* input.take(type === RLE ? 1 : size);
    if (isLast) break;
  }
  if (header.hasChecksum) yield* input.take(4);
  return start;
}

function isSkippable({ bytes, at }: PackedInput): boolean {
  return (
    ((bytes[at] ?? 0) & 0xf0) === 0x50 && bytes[at + 1] === 0x2a && bytes[at + 2] === 0x4d && bytes[at + 3] === 0x18
  );
}
