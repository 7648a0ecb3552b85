/**
 * The `.xz` format, with the filters LZMA2 and Delta. Other bytes after the last stream are ignored, as in Python's
 * `lzma`.
 *
 * @see {@link https://tukaani.org/xz/xz-file-format.txt | The .xz File Format}
 * @module
 */
import { crc32 } from '../checksums/crc32.ts';
import { Crc64 } from '../checksums/crc64.ts';
import { Sha256 } from '../checksums/sha256.ts';
import type { Decoding, PackedInput } from '../packed-input.ts';
import { lzma2 } from './lzma2.ts';

const MAGIC = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00];
const [LZMA2, DELTA] = [0x21, 0x03];
/** How many bytes each kind of checksum has. */
const CHECK_BYTES = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64];
const [CRC32, CRC64, SHA256] = [1, 4, 10];

/** A checksum of bytes that come in pieces. */
interface Check {
  update(bytes: Uint8Array): void;
  /** The checksum as it is in the file. */
  digest(): Uint8Array;
}

/** Decodes streams that stand one after another. There may be zeros between them. */
export function* unxz(input: PackedInput): Decoding {
  yield* stream(input);
  for (;;) {
    while ((yield* input.fill(4)) && isPadding(input)) input.at += 4;
    if (!(yield* input.fill(MAGIC.length)) || !beginsStream(input.bytes.subarray(input.at))) return;
    yield* stream(input);
  }
}

function isPadding({ bytes, at }: PackedInput): boolean {
  return bytes[at] === 0 && bytes[at + 1] === 0 && bytes[at + 2] === 0 && bytes[at + 3] === 0;
}

function beginsStream(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

function* stream(input: PackedInput): Decoding {
  const header = (yield* input.take(12)).slice();
  if (!beginsStream(header)) throw input.broken('not an xz header');
  const kind = checkKind(header.subarray(6, 8), input);
  checkCrc(header.subarray(6, 8), header.subarray(8), input);
  const sizes: number[] = [];
  for (;;) {
    const size = yield* input.number(1);
    if (size === 0) break;
    const [unpadded, unpacked] = yield* block(input, 4 * (size + 1), kind);
    sizes.push(unpadded, unpacked);
  }
  const indexBytes = yield* readIndex(input, sizes);
  const footer = yield* input.take(12);
  checkCrc(footer.subarray(4, 10), footer.subarray(0, 4), input);
  const isRight =
    footer[10] === 0x59 && footer[11] === 0x5a && footer[8] === 0 && footer[9] === kind && header[6] === 0;
  const backward = ((footer[4] ?? 0) | ((footer[5] ?? 0) << 8) | ((footer[6] ?? 0) << 16)) + (footer[7] ?? 0) * 2 ** 24;
  if (!isRight || 4 * (backward + 1) !== indexBytes) throw input.broken('the footer is wrong');
}

function checkKind([zero, kind = 0xff]: Uint8Array, input: PackedInput): number {
  if (zero !== 0 || kind > 15) throw input.broken('unknown flags are set');
  return kind;
}

function checkCrc(bytes: Uint8Array, expected: Uint8Array, input: PackedInput): void {
  const crc = crc32(bytes);
  for (let i = 0; i < 4; i++) {
    if (((crc >>> (8 * i)) & 0xff) !== expected[i]) throw input.broken('the checksum of a header is wrong');
  }
}

interface BlockHeader {
  readonly packed: number | undefined;
  readonly unpacked: number | undefined;
  readonly window: number;
  /** For each Delta filter, the distance between bytes whose difference is stored. */
  readonly deltas: readonly number[];
}

/** Decodes a block whose first byte was read. Returns its length without padding, and that of its content. */
function* block(input: PackedInput, headerBytes: number, kind: number): Decoding<readonly [number, number]> {
  const start = input.position - 1;
  const rest = yield* input.take(headerBytes - 1);
  const bytes = new Uint8Array(headerBytes);
  bytes[0] = headerBytes / 4 - 1;
  bytes.set(rest, 1);
  checkCrc(bytes.subarray(0, -4), bytes.subarray(-4), input);
  const header = parseHeader(bytes.subarray(1, -4), input);
  const check = checkOf(kind, input);
  const filters = header.deltas.map((distance) => new Delta(distance)).reverse();
  const content = lzma2(input, header.window);
  const dataStart = input.position;
  let unpacked = 0;
  for (let step = content.next(); step.done !== true; ) {
    const chunk = step.value;
    if (chunk !== undefined) {
      for (const filter of filters) filter.undo(chunk);
      check.update(chunk);
      unpacked += chunk.length;
    }
    step = content.next(yield chunk);
  }
  const packed = input.position - dataStart;
  if ((header.packed ?? packed) !== packed || (header.unpacked ?? unpacked) !== unpacked) {
    throw input.broken('the length of a block is not what its header announces');
  }
  const padding = yield* input.take(-packed & 3);
  if (padding.some((byte) => byte !== 0)) throw input.broken('the padding of a block is wrong');
  const expected = yield* input.take(CHECK_BYTES[kind] ?? 0);
  if (!check.digest().every((byte, i) => byte === expected[i])) throw input.broken('the checksum of a block is wrong');
  return [input.position - start - padding.length, unpacked];
}

function parseHeader(bytes: Uint8Array, input: PackedInput): BlockHeader {
  const [flags = 0] = bytes;
  if (flags & 0x3c) throw input.broken('unknown flags are set');
  const fields = new Fields(bytes, 1, input);
  const packed = flags & 0x40 ? fields.integer() : undefined;
  const unpacked = flags & 0x80 ? fields.integer() : undefined;
  const deltas: number[] = [];
  for (let i = flags & 3; i > 0; i--) {
    const id = fields.integer();
    const [property = 0] = fields.bytes(fields.integer());
    if (id !== DELTA) throw input.broken(`filter ${id} is not supported: only LZMA2 and Delta are`);
    deltas.push(property + 1);
  }
  const id = fields.integer();
  const [size = 0xff] = fields.bytes(fields.integer());
  if (id !== LZMA2 || size > 40) throw input.broken(`filter ${id} is not supported: only LZMA2 and Delta are`);
  if (fields.rest.some((byte) => byte !== 0)) throw input.broken('the padding of a header is wrong');
  const window = size === 40 ? 2 ** 32 - 1 : (2 | (size & 1)) * 2 ** ((size >> 1) + 11);
  return { packed, unpacked, window, deltas };
}

/** The fields of a header that has come completely. */
class Fields {
  private readonly all: Uint8Array;
  private readonly input: PackedInput;
  private at: number;

  constructor(all: Uint8Array, at: number, input: PackedInput) {
    this.all = all;
    this.at = at;
    this.input = input;
  }

  get rest(): Uint8Array {
    return this.all.subarray(this.at);
  }

  bytes(length: number): Uint8Array {
    if (length > this.all.length - this.at) throw this.input.broken('a header is too short');
    this.at += length;
    return this.all.subarray(this.at - length, this.at);
  }

  integer(): number {
    let value = 0;
    for (let scale = 1; scale < 2 ** 63; scale *= 128) {
      const [byte = 0] = this.bytes(1);
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
    throw this.input.broken('an integer is too long');
  }
}

/** Checks the index: the sizes of the blocks, repeated at the end. Returns its length. */
function* readIndex(input: PackedInput, sizes: readonly number[]): Decoding<number> {
  const start = input.position - 1;
  const bytes: number[] = [0];
  function* integer(): Decoding<number> {
    let value = 0;
    for (let scale = 1; scale < 2 ** 63; scale *= 128) {
      const byte = yield* input.number(1);
      bytes.push(byte);
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
    throw input.broken('an integer is too long');
  }
  if (2 * (yield* integer()) !== sizes.length) throw input.broken('the index does not match the blocks');
  for (const size of sizes) {
    if ((yield* integer()) !== size) throw input.broken('the index does not match the blocks');
  }
  while (bytes.length % 4 !== 0) {
    const byte = yield* input.number(1);
    if (byte !== 0) throw input.broken('the padding of the index is wrong');
    bytes.push(0);
  }
  checkCrc(Uint8Array.from(bytes), yield* input.take(4), input);
  return input.position - start;
}

function checkOf(kind: number, input: PackedInput): Check {
  switch (kind) {
    case 0:
      return { update: () => {}, digest: () => new Uint8Array(0) };
    case CRC32: {
      let crc = 0;
      return {
        update: (bytes) => {
          crc = crc32(bytes, crc);
        },
        digest: () => Uint8Array.of(crc, crc >>> 8, crc >>> 16, crc >>> 24),
      };
    }
    case CRC64:
      return new Crc64();
    case SHA256:
      return new Sha256();
    default:
      throw input.broken(`checksum kind ${kind} is not supported`);
  }
}

/** A filter that stores each byte as the difference to an earlier one. */
class Delta {
  private readonly last: Uint8Array;
  private at = 0;

  constructor(distance: number) {
    this.last = new Uint8Array(distance);
  }

  undo(bytes: Uint8Array): void {
    const { last } = this;
    let { at } = this;
    for (let i = 0; i < bytes.length; i++) {
      const byte = ((bytes[i] ?? 0) + (last[at] ?? 0)) & 0xff;
      bytes[i] = last[at] = byte;
      if (++at === last.length) at = 0;
    }
    this.at = at;
  }
}
