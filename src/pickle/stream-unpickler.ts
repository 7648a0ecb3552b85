import { Session } from '../load/stream/session.ts';
import { openSource, type Source } from '../load/stream/source.ts';
import type { AsyncLoadOptions } from '../options.ts';
import { standardCodecs } from '../stdlib/standard-codecs.ts';
import type { PickleValue } from '../values/pickle-value.ts';
import { opened, portableUnpack } from './opened.ts';

/**
 * Reads pickles, and other bytes between them, from one source: `Unpickler` for bytes that arrive in chunks. One call
 * at a time.
 *
 * @example
 * ```ts
 * import { dumps, StreamUnpickler } from 'brine';
 *
 * const unpickler = new StreamUnpickler(new Blob([dumps({ shape: [2] }), new Uint8Array([1, 2])]));
 * await unpickler.load(); // Dict(1) { 'shape' => [2] }
 * await unpickler.readBytes(2); // Uint8Array(2) [1, 2]
 * await unpickler.close();
 * ```
 */
export class StreamUnpickler {
  private readonly session: Session;

  /**
   * @param source - A `ReadableStream` is locked until the end, an error or {@link close}.
   * @throws TypeError, RangeError if an argument is invalid.
   */
  constructor(source: Source, options: AsyncLoadOptions = {}) {
    this.session = new Session(
      () => opened(() => openSource(source), options, portableUnpack),
      options,
      standardCodecs,
    );
  }

  /**
   * The next pickle. It may refer to what earlier ones stored in the memo, as in Python; if the pickles were written
   * separately, empty the {@link memo} before each. What follows the pickle is not read.
   *
   * @throws UnpicklingError if the next bytes are not a pickle; errors of the source, unchanged; the signal's `reason`.
   *   The source is then released.
   */
  load<T = PickleValue>(): Promise<T>;
  load(): Promise<unknown> {
    return this.session.load();
  }

  /**
   * The next bytes, whatever they are.
   *
   * @param length - How many bytes.
   * @returns A copy; shorter only where the source ends, as Python's `file.read`.
   * @throws RangeError if the length is invalid; errors of the source, unchanged; the signal's `reason`.
   */
  async readBytes(length: number): Promise<Uint8Array> {
    if (!Number.isSafeInteger(length) || length < 0) {
      throw new RangeError(`a length needs a whole number of at least 0, got ${String(length)}`);
    }
    return await this.session.readBytes(length);
  }

  /**
   * The remaining bytes, in chunks as they arrive, to the end of the source. A `break` releases the source.
   *
   * @returns A generator of chunks; each is lent until the next is asked for.
   */
  async *rest(): AsyncGenerator<Uint8Array, void, unknown> {
    try {
      for (;;) {
        const bytes = await this.session.readSome();
        if (bytes === undefined) return;
        yield bytes;
      }
    } finally {
      await this.close();
    }
  }

  /** Whether nothing is left to read. Waits for the next byte or the end. */
  atEnd(): Promise<boolean> {
    return this.session.atEnd();
  }

  /** The offset of the next unread byte, in bytes from the start of the source. */
  get offset(): number {
    return this.session.feed.offset;
  }

  /** A copy of the memo: what the pickles stored, by number. */
  get memo(): Map<number, unknown> {
    return new Map(this.session.memo.entries());
  }

  /** Replaces the memo. */
  set memo(entries: Iterable<readonly [number, unknown]>) {
    const stored = [...entries];
    const { memo } = this.session;
    memo.clear();
    for (const [index, value] of stored) memo.set(index, value ?? null);
  }

  /** Releases the source: an iterator is closed, a stream cancelled and unlocked. */
  async close(): Promise<void> {
    await this.session.close();
  }
}
