/**
 * Decompresses a source before a pickle is read from it.
 *
 * @module
 */

import { joined } from '../bytes/joined.ts';
import { type Compression, compressionOf, mayBeCompressed } from '../bytes/signature.ts';
import { type Ceiling, ceilingOf } from '../ceiling.ts';
import { PickleError, UnpicklingError } from '../errors.ts';
import { resolveLimits } from '../limits.ts';
import type { ChunkSource } from '../load/stream/source.ts';
import { oneOf } from '../option-check.ts';
import type { UnpackingLoadOptions } from '../options.ts';

/** Decompresses chunks. Each result is lent until the next is asked for. */
export type Unpack = (
  compression: Compression,
  packed: AsyncIterable<Uint8Array>,
  ceiling: Ceiling,
) => AsyncIterator<Uint8Array>;

/**
 * Opens a source, and decompresses it if it is compressed and the options ask for that.
 *
 * @param unpack - Loaded when something is compressed.
 * @throws RangeError if `options.decompress` is not one of its words; the source is then untouched.
 */
export function opened(
  open: () => ChunkSource,
  options: UnpackingLoadOptions,
  unpack: () => Promise<Unpack>,
): ChunkSource {
  return isDecompressing(options) ? new OpenedChunks(open(), options, unpack) : open();
}

/** Decompressors that work in every runtime. */
export async function portableUnpack(): Promise<Unpack> {
  return (await import('../containers/unpacked.ts')).unpacked;
}

/** @throws RangeError if `options.decompress` is not one of its words. */
export function isDecompressing({ decompress }: UnpackingLoadOptions): boolean {
  return oneOf('decompress', decompress, ['none', 'auto'], 'none') === 'auto';
}

class OpenedChunks implements ChunkSource {
  /** The decompressed length is known only at the end. */
  readonly total = undefined;
  private readonly source: ChunkSource;
  private readonly options: UnpackingLoadOptions;
  private readonly unpack: () => Promise<Unpack>;
  private chunks: AsyncIterator<Uint8Array> | undefined;
  private isCompressed = false;
  /** How many bytes were given out. */
  private given = 0;
  /** What the source threw, which is not an error of the data. */
  private thrown: { readonly error: unknown } | undefined;

  constructor(source: ChunkSource, options: UnpackingLoadOptions, unpack: () => Promise<Unpack>) {
    this.source = source;
    this.options = options;
    this.unpack = unpack;
  }

  async next(): Promise<Uint8Array | undefined> {
    try {
      this.chunks ??= await this.begin();
      const { done, value } = await this.chunks.next();
      if (done === true) return undefined;
      this.given += value.length;
      return value;
    } catch (error) {
      throw this.explained(error);
    }
  }

  async close(reason?: unknown): Promise<void> {
    // It may wait for a silent source, so nothing waits for it.
    this.chunks?.return?.().catch(ignore);
    await this.source.close(reason);
  }

  private async begin(): Promise<AsyncIterator<Uint8Array>> {
    const raw = this.raw();
    let head: Uint8Array = new Uint8Array(0);
    while (mayBeCompressed(head)) {
      const start = head.slice();
      const { done, value } = await raw.next();
      if (done === true) {
        head = start;
        break;
      }
      head = start.length === 0 ? value : joined([start, value]);
    }
    const compression = compressionOf(head);
    const all = after(head, raw);
    if (compression === undefined) return all;
    this.isCompressed = true;
    const ceiling = ceilingOf(compression, resolveLimits(this.options.limits, 0));
    return (await this.unpack())(compression, all, ceiling);
  }

  /** The chunks of the source as they are. */
  private async *raw(): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      const chunk = await this.pull();
      if (chunk === undefined) return;
      yield chunk;
    }
  }

  private async pull(): Promise<Uint8Array | undefined> {
    try {
      return await this.source.next();
    } catch (error) {
      this.thrown = { error };
      throw error;
    }
  }

  private explained(error: unknown): unknown {
    if (this.thrown !== undefined) return this.thrown.error;
    return this.isCompressed ? unpickling(error, this.given) : error;
  }
}

/**
 * Turns an error about compressed data into one about the pickle in it; `given` is the number of bytes given out so
 * far.
 */
export function unpickling(error: unknown, given: number): unknown {
  if (!(error instanceof PickleError) || error instanceof UnpicklingError) return error;
  return new UnpicklingError(error.code, given, -1, error.message, { cause: error.cause });
}

async function* after(head: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  if (head.length > 0) yield head;
  yield* rest;
}

function ignore(): void {}
