/**
 * Storages as members of a zip archive, whose checksums are compared while they are read.
 *
 * @module
 */
import { crc32 } from '../containers/checksums/crc32.ts';
import type { ZipEntry } from '../containers/zip/archive.ts';
import type { ByteSource } from '../sources/byte-source.ts';
import { type Checking, piecesOf, type Span, type StoredBytes } from './storage-memory.ts';

/** When checksums of storages are compared: never, if the storage is read completely, or always. */
export type WhenChecked = boolean | 'whole';

/** Storages up to this length are always read completely, in bytes. */
const SMALL = 2 ** 16;

/** A storage that is not compressed in the file. */
export class StoredMember implements StoredBytes {
  readonly source: ByteSource;
  readonly checking: (() => Checking) | undefined;
  private readonly entry: ZipEntry;
  private readonly check: WhenChecked;

  constructor(source: ByteSource, entry: ZipEntry, check: WhenChecked) {
    this.source = source;
    this.entry = entry;
    this.check = check;
    // PyTorch can leave checksums out, which are then 0.
    this.checking = check === false || entry.crc32 === 0 ? undefined : () => checkingOf(entry);
  }

  get size(): number {
    return this.entry.size;
  }

  get span(): Span {
    return this.entry.span;
  }

  take(bytes: Uint8Array, base: number): Uint8Array {
    return this.entry.within(bytes, base);
  }

  async read(start: number, end: number): Promise<Uint8Array> {
    if (!this.isReadWhole(start, end)) return await (await this.entry.source()).read(start, end);
    const { span } = this;
    // Header and content are one read. If the content is aligned in the file, it is aligned in what is read too.
    const from = span.start - (span.start % 64);
    const bytes = this.take(await this.source.read(from, span.end), from);
    this.checking?.()(bytes);
    return bytes.subarray(start, end);
  }

  async *chunks(start: number, end: number): AsyncGenerator<Uint8Array, void, undefined> {
    const content = await this.entry.source();
    const check = this.isReadWhole(start, end) ? this.checking?.() : undefined;
    if (check === undefined) yield* piecesOf(content, start, end);
    else yield* within(piecesOf(content, 0, this.size), start, end, check);
  }

  /** Whether all of it is read even if only a part is needed. */
  private isReadWhole(start: number, end: number): boolean {
    return this.check === true || this.size <= SMALL || 2 * (end - start) > this.size;
  }
}

/** A storage that has to be unpacked from its beginning. */
export function compressed(entry: ZipEntry, when: WhenChecked): StoredBytes {
  const check = when === true || entry.crc32 !== 0;
  return {
    size: entry.size,
    source: undefined,
    span: entry.span,
    take: (bytes) => bytes,
    read: async (start, end) => (await entry.bytes({ check })).subarray(start, end),
    chunks: (start, end) => within(entry.chunks({ check }), start, end),
  };
}

/** A part of the concatenated pieces. All pieces are read, so that all are compared. */
async function* within(
  pieces: AsyncIterable<Uint8Array>,
  start: number,
  end: number,
  check?: Checking,
): AsyncGenerator<Uint8Array, void, undefined> {
  let at = 0;
  for await (const piece of pieces) {
    check?.(piece);
    const part = piece.subarray(Math.max(0, start - at), Math.max(0, end - at));
    if (part.length > 0) yield part;
    at += piece.length;
  }
}

function checkingOf(entry: ZipEntry): Checking {
  let [left, crc] = [entry.size, 0];
  return (piece) => {
    left -= piece.length;
    if (left > 0) crc = crc32(piece, crc);
    else entry.verify(piece, crc);
  };
}
