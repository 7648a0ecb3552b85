/**
 * Pickles that are compressed, decompressed as they arrive.
 *
 * @module
 */
import { type Compression, formatOf } from '../bytes/signature.ts';
import { UnpicklingError } from '../errors.ts';
import { limitExceeded, resolveLimits } from '../limits.ts';
import { oneOf } from '../option-check.ts';
import type { AsyncLoadOptions, LoadOptions, UnpackingLoadOptions } from '../options.ts';
import type { ChunkSource } from './stream/source.ts';
import { zstdFrames } from './zstd-frames.ts';

/** The forms of compression that are opened. */
export type Opened = Extract<Compression, 'gzip' | 'zlib' | 'zstd'>;

/** Decompresses one stream of gzip or zlib, or one frame of zstd. A chunk is lent to it until it asks for the next. */
export type Inflate = (compression: Opened, packed: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;

/** How the bytes are compressed; `undefined` if they are not, or not in a form that is opened. */
export function compressionOf(bytes: Uint8Array): Opened | undefined {
  const compression = formatOf(bytes)?.compression;
  return compression === 'gzip' || compression === 'zlib' || compression === 'zstd' ? compression : undefined;
}

/** How much is unpacked: compressed data can stand for a thousand times as much, and zstd's for 30,000 times. */
export interface UnpackLimits {
  /** Bytes at most. */
  readonly size: number;
  /** Times the compressed data at most; so much is never too much that is below {@link HARMLESS}. */
  readonly ratio: number;
}

/** So many bytes are unpacked at any ratio. */
export const HARMLESS = 16e6;

/** How many bytes may come of compressed ones. */
export class Ceiling {
  /** Compressed bytes that were taken in so far. */
  packed = 0;
  private unpacked = 0;
  private readonly limits: UnpackLimits;
  private readonly refusal: (by: keyof UnpackLimits) => Error;

  /** @param refusal - The error for what is more than one of the limits. */
  constructor(limits: UnpackLimits, refusal: (by: keyof UnpackLimits) => Error) {
    this.limits = limits;
    this.refusal = refusal;
  }

  /** How many bytes may still come. */
  get left(): number {
    const { size, ratio } = this.limits;
    return Math.min(size, Math.max(HARMLESS, ratio * this.packed)) - this.unpacked;
  }

  take(length: number): void {
    if (length > this.left) throw this.excess();
    this.unpacked += length;
  }

  /** The error for more than is left. */
  excess(): Error {
    const { size, ratio } = this.limits;
    return this.refusal(size <= Math.max(HARMLESS, ratio * this.packed) ? 'size' : 'ratio');
  }
}

/** What is inside of compressed chunks, piece by piece. All frames of zstd are read. */
export async function* unpacked(
  compression: Opened,
  packed: AsyncIterable<Uint8Array>,
  ceiling: Ceiling,
  inflate: Inflate,
): AsyncGenerator<Uint8Array, void, undefined> {
  const counted = counting(packed, ceiling);
  for await (const stream of compression === 'zstd' ? framesOf(counted) : [counted]) {
    for await (const chunk of inflate(compression, stream)) {
      ceiling.take(chunk.length);
      yield chunk;
    }
  }
}

async function* counting(
  packed: AsyncIterable<Uint8Array>,
  ceiling: Ceiling,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of packed) {
    ceiling.packed += chunk.length;
    yield chunk;
  }
}

/** The frames of zstd data. Decompressors stop at the end of the first, and where that is only they know: all comes first. */
async function* framesOf(
  packed: AsyncIterable<Uint8Array>,
): AsyncGenerator<AsyncIterable<Uint8Array>, void, undefined> {
  const bytes = await gathered(packed);
  for (const { start, end } of zstdFrames(bytes)) yield only(bytes.subarray(start, end));
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
}

/** All chunks as one. */
export async function gathered(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  let all = new Uint8Array(0x1_0000);
  let length = 0;
  for await (const chunk of chunks) {
    if (length + chunk.length > all.length) {
      const larger = new Uint8Array(Math.max(2 * all.length, length + chunk.length));
      larger.set(all.subarray(0, length));
      all = larger;
    }
    all.set(chunk, length);
    length += chunk.length;
  }
  return all.subarray(0, length);
}

/** How the web calls what is opened. */
const FORMATS: Readonly<Record<Opened, string>> = { gzip: 'gzip', zlib: 'deflate', zstd: 'zstd' };

/** With what the runtime has of the web: {@link DecompressionStream}. */
export async function* webInflate(
  compression: Opened,
  packed: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { writable, readable } = streamOf(compression);
  const reader = readable.getReader();
  const feeding = feed(writable.getWriter(), packed);
  // It is looked at when the reader is done.
  feeding.catch(ignore);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || value === undefined) break;
      yield value;
    }
    await feeding;
  } finally {
    reader.cancel().catch(ignore);
  }
}

function streamOf(compression: Opened): DecompressionStream {
  try {
    // Type declarations know fewer formats than runtimes do.
    const stream: DecompressionStream = Reflect.construct(DecompressionStream, [FORMATS[compression]]);
    return stream;
  } catch (error) {
    // No such class, or it has no such format.
    if (error instanceof TypeError || error instanceof ReferenceError) throw new Unsupported();
    throw error;
  }
}

/** The runtime has nothing that decompresses it. */
export class Unsupported extends Error {}

async function feed(writer: WriterLike, packed: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    for await (const chunk of packed) await writer.write(chunk.slice());
    await writer.close();
  } catch (error) {
    await writer.abort(error).catch(ignore);
    throw error;
  }
}

type WriterLike = ReturnType<DecompressionStream['writable']['getWriter']>;

/** A source, and what is inside of it if it is compressed and the options say that it is to be opened. */
export function opened(source: ChunkSource, options: AsyncLoadOptions, inflate: Inflate): ChunkSource {
  return isDecompressing(options) ? new UnpackedChunks(source, options, inflate) : source;
}

/** @throws RangeError if `options.decompress` is none of its words. */
export function isDecompressing({ decompress }: UnpackingLoadOptions): boolean {
  return oneOf('decompress', decompress, ['none', 'auto'], 'none') === 'auto';
}

/** So many bytes tell whether what follows is compressed. */
export const MAGIC = 4;

class UnpackedChunks implements ChunkSource {
  /** How long it is, only the end tells. */
  readonly total = undefined;
  private readonly source: ChunkSource;
  private readonly limits: UnpackLimits;
  private readonly inflate: Inflate;
  private chunks: AsyncGenerator<Uint8Array, void, undefined> | undefined;
  private compression: Opened | undefined;
  /** Bytes that were given. */
  private given = 0;
  /** What the source threw, which is no fault of the data. */
  private thrown: { readonly error: unknown } | undefined;

  constructor(source: ChunkSource, options: AsyncLoadOptions, inflate: Inflate) {
    this.limits = unpackLimits(options);
    this.source = source;
    this.inflate = inflate;
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
    // It may wait for a source that is silent.
    this.chunks?.return().catch(ignore);
    await this.source.close(reason);
  }

  private async begin(): Promise<AsyncGenerator<Uint8Array, void, undefined>> {
    const raw = this.raw();
    let head = (await raw.next()).value ?? new Uint8Array(0);
    while (head.length < MAGIC) {
      const start = head.slice();
      const { done, value } = await raw.next();
      if (done === true) {
        head = start;
        break;
      }
      head = new Uint8Array(start.length + value.length);
      head.set(start);
      head.set(value, start.length);
    }
    this.compression = compressionOf(head);
    const all = after(head, raw);
    if (this.compression === undefined) return all;
    const { compression, limits } = this;
    const ceiling = new Ceiling(limits, (by) => unpacksToMore(compression, limits, by, this.given));
    return unpacked(compression, all, ceiling, this.inflate);
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
    return this.compression === undefined ? error : cannotUnpack(this.compression, error, this.given);
  }
}

/** What `options.limits` allow to unpack. */
export function unpackLimits(options: LoadOptions): UnpackLimits {
  const { unpacked: size, ratio } = resolveLimits(options.limits, 0);
  return { size, ratio };
}

/** The error for data that unpack to more than a limit, after so many bytes. */
export function unpacksToMore(
  compression: Opened,
  limits: UnpackLimits,
  by: keyof UnpackLimits,
  given: number,
): UnpicklingError {
  const { message } = limitExceeded(
    by === 'size' ? 'unpacked' : 'ratio',
    limits[by],
    `what the ${compression} data unpacks to`,
  );
  return new UnpicklingError('limit', given, -1, message);
}

/** The error for what a decompressor threw, after so many bytes. */
export function cannotUnpack(compression: Opened, error: unknown, given: number): UnpicklingError {
  if (error instanceof UnpicklingError) return error;
  if (error instanceof Unsupported) {
    const what = `the input is ${compression} data, which this runtime cannot decompress`;
    const remedy = 'Node.js 22.15 or newer can, with loadFile of brine/node; or decompress it first';
    return new UnpicklingError('bad-compression', given, -1, `${what}: ${remedy}`);
  }
  const reason = error instanceof Error ? error.message : String(error);
  const message = `the ${compression} data is cut or broken: ${reason}`;
  return new UnpicklingError('bad-compression', given, -1, message, { cause: error });
}

async function* after(head: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  if (head.length > 0) yield head;
  yield* rest;
}

function ignore(): void {}
