/**
 * Where a pickle goes, piece by piece.
 *
 * @module
 */

/** The part of the web's `WritableStream<Uint8Array>` that is used. */
export interface ByteSink {
  /** Locks the stream for a writer. */
  getWriter(): ByteSinkWriter;
}

/** The part of the web's `WritableStreamDefaultWriter<Uint8Array>` that is used. */
export interface ByteSinkWriter {
  /** Settles when the stream accepts more. Awaited before each `write`. */
  readonly ready: Promise<unknown>;
  /** Writes a chunk, which must not change until the Promise settles. */
  write(chunk: Uint8Array): Promise<unknown>;
  /** Unlocks the stream, which stays open. */
  releaseLock(): void;
}

/**
 * A `WritableStream`, or anything with a `write` method: a Node `Writable` (after `false`, its 'drain' is awaited), a
 * `FileHandle`, or an object of your own. If `write` returns a Promise, it is awaited.
 */
export type Sink = ByteSink | { write(chunk: Uint8Array): unknown };

/** A sink that is being written to. */
export interface ChunkSink {
  /** Takes a chunk. The Promise settles when the sink accepts the next one. */
  write(chunk: Uint8Array): Promise<void>;
  /** The same for several chunks, in one call of the system if the sink is a file. */
  writeAll(chunks: readonly Uint8Array[]): Promise<void>;
  /** Waits until everything has arrived, as far as the sink reports it, and releases the sink. It stays open. */
  finish(): Promise<void>;
  /** Releases the sink after an error. */
  abandon(): void;
}

/**
 * Begins to write.
 *
 * @throws TypeError if it is not a sink, or if it is a stream with another writer.
 */
export function openSink(sink: Sink): ChunkSink {
  if (typeof sink === 'object' && sink !== null) {
    if ('getWriter' in sink) return new StreamSink(sink.getWriter());
    if (isEmitter(sink)) return new EmitterSink(sink);
    if (typeof sink.write === 'function') return new PlainSink(sink);
  }
  const found = sink === null ? 'null' : typeof sink;
  throw new TypeError(`a sink is needed (a WritableStream, or an object with a write method), not ${found}`);
}

class StreamSink implements ChunkSink {
  private readonly writer: ByteSinkWriter;

  constructor(writer: ByteSinkWriter) {
    this.writer = writer;
  }

  async write(chunk: Uint8Array): Promise<void> {
    await this.writer.ready;
    await this.writer.write(chunk);
  }

  async writeAll(chunks: readonly Uint8Array[]): Promise<void> {
    for (const chunk of chunks) await this.write(chunk);
  }

  async finish(): Promise<void> {
    this.writer.releaseLock();
  }

  abandon(): void {
    this.writer.releaseLock();
  }
}

/** The longest piece that is written at once, in bytes: Node cannot write 2 GiB. */
const LONGEST = 2 ** 30;

/** An object with a `write` method. */
class PlainSink implements ChunkSink {
  private readonly sink: { write(chunk: Uint8Array): unknown };

  constructor(sink: { write(chunk: Uint8Array): unknown }) {
    this.sink = sink;
  }

  /** A `FileHandle` may write fewer bytes than it was given, and reports how many. */
  async write(chunk: Uint8Array): Promise<void> {
    for (let at = 0; at < chunk.length; ) {
      const piece = chunk.length - at > LONGEST ? chunk.subarray(at, at + LONGEST) : chunk.subarray(at);
      const result = await this.sink.write(piece.length === chunk.length ? chunk : piece);
      const written = writtenOf(result) ?? piece.length;
      if (written <= 0 && piece.length > 0) throw new Error('the sink took no bytes');
      at += written;
    }
  }

  async writeAll(chunks: readonly Uint8Array[]): Promise<void> {
    const { sink } = this;
    let rest = chunks;
    if (isVectored(sink) && chunks.every(({ length }) => length <= LONGEST)) {
      const { bytesWritten } = await sink.writev(chunks);
      rest = behind(chunks, bytesWritten);
    }
    for (const chunk of rest) await this.write(chunk);
  }

  async finish(): Promise<void> {}

  abandon(): void {}
}

/** The part of Node's `FileHandle` that writes several chunks in one call. */
interface VectoredSink {
  writev(chunks: readonly Uint8Array[]): Promise<{ readonly bytesWritten: number }>;
}

/** A `FileHandle`. A `writev` of anything else need not be like it. */
function isVectored(sink: object): sink is VectoredSink {
  return 'writev' in sink && typeof sink.writev === 'function' && 'fd' in sink && typeof sink.fd === 'number';
}

/** What is left of chunks behind so many bytes. */
function behind(chunks: readonly Uint8Array[], written: number): readonly Uint8Array[] {
  let at = written;
  for (const [i, chunk] of chunks.entries()) {
    if (at < chunk.length) return [chunk.subarray(at), ...chunks.slice(i + 1)];
    at -= chunk.length;
  }
  return [];
}

function writtenOf(result: unknown): number | undefined {
  if (typeof result !== 'object' || result === null || !('bytesWritten' in result)) return undefined;
  return typeof result.bytesWritten === 'number' ? result.bytesWritten : undefined;
}

type Callback = (error?: unknown) => void;

/** The part of Node's `Writable` that is used. */
interface Emitter {
  write(chunk: Uint8Array, callback?: Callback): unknown;
  on(event: string, listener: Callback): unknown;
  removeListener(event: string, listener: Callback): unknown;
  readonly writableLength?: unknown;
}

/** A `FileHandle` emits events too, but is written to with Promises. */
function isEmitter(sink: object): sink is Emitter {
  return (
    'write' in sink &&
    'writable' in sink &&
    'on' in sink &&
    typeof sink.on === 'function' &&
    'removeListener' in sink &&
    typeof sink.removeListener === 'function'
  );
}

/** A Node stream. It reports errors as events, possibly after it has accepted the bytes. */
class EmitterSink implements ChunkSink {
  private readonly sink: Emitter;
  private failure: { readonly error: unknown } | undefined;
  /** Chunks that were accepted and whose callback has not been called. */
  private pending = 0;
  private needsDrain = false;
  private isAbandoned = false;
  /** Ends the current wait. */
  private wake: () => void = nothing;

  constructor(sink: Emitter) {
    this.sink = sink;
    sink.on('drain', this.drained);
    sink.on('error', this.failed);
    sink.on('close', this.closed);
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.pending++;
    this.needsDrain = this.sink.write(chunk, this.written) === false;
    await this.until(() => !this.needsDrain);
  }

  async writeAll(chunks: readonly Uint8Array[]): Promise<void> {
    for (const chunk of chunks) await this.write(chunk);
  }

  async finish(): Promise<void> {
    // A stream that is not one of Node's own may not call back.
    await this.until(() => this.pending === 0 || this.sink.writableLength === undefined);
    this.sink.removeListener('error', this.failed);
    this.release();
  }

  /** Node also emits errors that a callback has already reported. Without a listener, that would end the process. */
  abandon(): void {
    this.isAbandoned = true;
    this.release();
    this.settle();
  }

  /** After an error elsewhere, later errors of the sink need no handling. */
  private settle(): void {
    if (this.isAbandoned && this.failure === undefined && this.pending === 0) {
      this.sink.removeListener('error', this.failed);
    }
  }

  private async until(isOver: () => boolean): Promise<void> {
    while (this.failure === undefined && !isOver()) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    if (this.failure !== undefined) throw this.failure.error;
  }

  private release(): void {
    this.sink.removeListener('drain', this.drained);
    this.sink.removeListener('close', this.closed);
  }

  private readonly written = (error?: unknown): void => {
    this.pending--;
    if (error !== undefined && error !== null) this.failed(error);
    else this.wake();
    this.settle();
  };

  private readonly drained = (): void => {
    this.needsDrain = false;
    this.wake();
  };

  private readonly failed = (error?: unknown): void => {
    this.failure ??= { error };
    this.wake();
  };

  private readonly closed = (): void => this.failed(new Error('the sink was closed before the pickle was written'));
}

function nothing(): void {}
