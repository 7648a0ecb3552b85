import { Session } from '../load/stream/session.ts';
import type { ChunkSource } from '../load/stream/source.ts';
import type { LoadOptions } from '../options.ts';
import type { ByteSource } from '../sources/byte-source.ts';
import { standardCodecs } from '../stdlib/standard-codecs.ts';

/** How many bytes are read after an array. The next array is usually near. */
const FEW = 2 ** 11;
/** How many bytes are read first. */
const FIRST = 2 ** 14;
/** The most bytes that are read at a time. */
const MOST = 2 ** 16;

/** Reads the pickle at the beginning of a source, without what its codecs skip. */
export async function loadSkipping<T>(source: ByteSource, options: LoadOptions): Promise<T>;
export async function loadSkipping(source: ByteSource, options: LoadOptions): Promise<unknown> {
  const session = new Session(() => new Ranges(source), options, standardCodecs);
  const value = await session.load();
  await session.close();
  return value;
}

/** A source in chunks, of which some are skipped. It stays open. */
class Ranges implements ChunkSource {
  readonly total: number;
  private readonly source: ByteSource;
  private at = 0;
  private length = FIRST;

  constructor(source: ByteSource) {
    this.source = source;
    this.total = source.size;
  }

  async next(): Promise<Uint8Array | undefined> {
    const { at, source, total } = this;
    if (at >= total) return undefined;
    this.at = Math.min(total, at + this.length);
    this.length = Math.min(MOST, 2 * this.length);
    return await source.read(at, this.at);
  }

  skip(length: number): void {
    this.at += length;
    this.length = FEW;
  }

  async close(): Promise<void> {}
}
