import { Session } from '../load/stream/session.ts';
import type { ChunkSource } from '../load/stream/source.ts';
import type { LoadOptions } from '../options.ts';
import type { ByteSource } from '../sources/byte-source.ts';
import { standardCodecs } from '../stdlib/standard-codecs.ts';

/** How many bytes are read at a time: between two large arrays, there are few. */
const CHUNK = 2 ** 14;

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

  constructor(source: ByteSource) {
    this.source = source;
    this.total = source.size;
  }

  async next(): Promise<Uint8Array | undefined> {
    const { at, source, total } = this;
    if (at >= total) return undefined;
    this.at = Math.min(total, at + CHUNK);
    return await source.read(at, this.at);
  }

  skip(length: number): void {
    this.at += length;
  }

  async close(): Promise<void> {}
}
