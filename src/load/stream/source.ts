/**
 * Sources of a stream's bytes, with one interface for all kinds that JavaScript has.
 *
 * @module
 */
import { type Bytes, isArrayBuffer, notBytes, stableBytes } from '../../bytes/bytes-like.ts';

/** The part of the web's `ReadableStream<Uint8Array>` that is used. */
export interface ByteStream {
  /** Locks the stream for a reader. */
  getReader(): ByteStreamReader;
}

/** The part of the web's `ReadableStreamDefaultReader<Uint8Array>` that is used. */
export interface ByteStreamReader {
  /** The next chunk, or `done` at the end. */
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  /** Tells the stream that nothing more will be read. The Promise is not awaited. */
  cancel(reason?: unknown): Promise<unknown>;
  /** Unlocks the stream. */
  releaseLock(): void;
}

/** The part of the web's `Blob` and `File` that is used. */
export interface BlobLike {
  /** The length in bytes. */
  readonly size: number;
  /** The bytes, from the first one. */
  stream(): ByteStream;
}

/**
 * Bytes that arrive in chunks: a `Blob` or `File`, a `ReadableStream`, a Node stream, or any iterable of chunks. Or
 * bytes that are in memory. The source may reuse a chunk as soon as the next one is asked for.
 */
export type Source = Bytes | BlobLike | ByteStream | AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** A source that is being read. */
export interface ChunkSource {
  /** The length in bytes, if it is known. */
  readonly total: number | undefined;
  /**
   * The next bytes, or `undefined` if there are no more. What the source throws is passed on unchanged.
   *
   * @param room - Where the bytes belong. A source may write there, from the first byte on, and return the filled part.
   */
  next(room?: Uint8Array): Promise<Uint8Array | undefined>;
  /** Passes over the next bytes, if that is cheaper than to read them. */
  skip?(length: number): void;
  /** Releases the source before its end; does nothing after that. Does not wait for a silent source. */
  close(reason?: unknown): Promise<void>;
}

/**
 * Begins to read.
 *
 * @throws TypeError if it is not a source, or if it is a stream with another reader.
 */
export function openSource(source: Source): ChunkSource {
  if (typeof source === 'object' && source !== null) {
    if (isBytes(source)) return new BytesChunks(source);
    if (isBlob(source)) return new StreamChunks(source.stream().getReader(), source.size);
    if ('getReader' in source) return new StreamChunks(source.getReader(), undefined);
    if (Symbol.asyncIterator in source) return new IteratorChunks(source[Symbol.asyncIterator](), destroyerOf(source));
    if (Symbol.iterator in source) return new IteratorChunks(source[Symbol.iterator](), undefined);
  }
  throw notBytes('a source is needed (bytes, a Blob, a ReadableStream, an iterable of chunks)', source);
}

function isBytes(source: object): source is Bytes {
  return ArrayBuffer.isView(source) || isArrayBuffer(source);
}

function isBlob(source: object): source is BlobLike {
  return 'size' in source && 'stream' in source && typeof source.stream === 'function';
}

/** Ends a silent Node stream, whose iterator would wait for the next chunk. */
function destroyerOf(source: object): (() => void) | undefined {
  if (!('destroy' in source)) return undefined;
  const { destroy } = source;
  return typeof destroy === 'function' ? () => void Reflect.apply(destroy, source, []) : undefined;
}

/** Bytes that are all in memory. */
class BytesChunks implements ChunkSource {
  readonly total: number;
  private bytes: Uint8Array | undefined;

  constructor(data: Bytes) {
    this.bytes = stableBytes(data);
    this.total = this.bytes.length;
  }

  next(): Promise<Uint8Array | undefined> {
    const { bytes } = this;
    this.bytes = undefined;
    return Promise.resolve(bytes);
  }

  close(): Promise<void> {
    this.bytes = undefined;
    return Promise.resolve();
  }
}

class StreamChunks implements ChunkSource {
  readonly total: number | undefined;
  private readonly reader: ByteStreamReader;
  private isOpen = true;

  constructor(reader: ByteStreamReader, total: number | undefined) {
    this.reader = reader;
    this.total = total;
  }

  async next(): Promise<Uint8Array | undefined> {
    if (!this.isOpen) return undefined;
    const { done, value } = await this.read();
    if (!done && value !== undefined) return stableBytes(value);
    this.release();
    return undefined;
  }

  /** Cancelling may take any time (one half of a `tee()` waits for the other), so it is not awaited. */
  async close(reason?: unknown): Promise<void> {
    if (!this.isOpen) return;
    this.reader.cancel(reason).catch(ignore);
    this.release();
  }

  private async read(): ReturnType<ByteStreamReader['read']> {
    try {
      return await this.reader.read();
    } catch (error) {
      this.release();
      throw error;
    }
  }

  private release(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.reader.releaseLock();
  }
}

class IteratorChunks implements ChunkSource {
  readonly total = undefined;
  private readonly iterator: AsyncIterator<Uint8Array> | Iterator<Uint8Array>;
  private isOpen = true;
  /** Whether the next chunk was asked for and has not arrived. */
  private isPending = false;
  private readonly destroy: (() => void) | undefined;

  constructor(iterator: AsyncIterator<Uint8Array> | Iterator<Uint8Array>, destroy: (() => void) | undefined) {
    this.iterator = iterator;
    this.destroy = destroy;
  }

  async next(): Promise<Uint8Array | undefined> {
    if (!this.isOpen) return undefined;
    const { done, value } = await this.advance();
    if (done !== true) return stableBytes(value);
    this.isOpen = false;
    return undefined;
  }

  async close(): Promise<void> {
    if (!this.isOpen) return;
    this.isOpen = false;
    const { isPending } = this;
    if (isPending) this.destroy?.();
    const closed = Promise.resolve(this.iterator.return?.());
    // A generator ends only when what it waits for has arrived, which may be never.
    if (isPending) closed.catch(ignore);
    else await closed;
  }

  /** An iterator that threw has ended, so it is not closed. */
  private async advance(): Promise<IteratorResult<Uint8Array>> {
    this.isPending = true;
    try {
      return await this.iterator.next();
    } catch (error) {
      this.isOpen = false;
      throw error;
    } finally {
      this.isPending = false;
    }
  }
}

function ignore(): void {}
