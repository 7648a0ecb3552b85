import { type AbortSignalLike, signalOf, unlessAborted } from '../../abort.ts';
import { NeedMore } from '../../bytes/reader.ts';
import type { RegistryCache } from '../../codec/registry.ts';
import { UnpicklingError } from '../../errors.ts';
import { resolveLimits } from '../../limits.ts';
import { STOP } from '../../opcodes.ts';
import { callbackOf } from '../../option-check.ts';
import type { AsyncLoadOptions } from '../../options.ts';
import { type LoadSettings, resolveLoadOptions } from '../load-settings.ts';
import { Machine } from '../machine.ts';
import { Feed } from './feed.ts';
import { filled, pump, type Steps } from './pump.ts';
import type { ChunkSource } from './source.ts';

/** Milliseconds after which the thread's other work gets its turn, when an abort is noticed too. */
const TURN = 20;
/** Milliseconds between two calls of `onProgress`. */
const PROGRESS = 50;
/** Bytes that arrive between two adjustments of the limits that depend on them. */
const ADJUSTMENT = 2 ** 20;

/**
 * One source and its reader. Methods are called one at a time. After an error the source is released and nothing more
 * can be read.
 */
export class Session {
  readonly feed: Feed;
  private readonly source: ChunkSource;
  private readonly options: AsyncLoadOptions;
  private readonly settings: LoadSettings;
  private readonly signal: AbortSignalLike | undefined;
  private machine: Machine;
  private isBusy = false;
  private isClosed = false;
  /** When `onProgress` was last called and when other work last had its turn, in milliseconds of the clock. */
  private reported = Date.now();
  private rested = this.reported;
  /** When this many bytes have arrived, the limits are adjusted. */
  private adjustAt = ADJUSTMENT;

  /**
   * @param codecs - Codecs in addition to `options.codecs`.
   * @throws TypeError, RangeError if an option is invalid; the source is then untouched.
   */
  constructor(open: () => ChunkSource, options: AsyncLoadOptions, codecs: RegistryCache) {
    callbackOf('onProgress', options.onProgress);
    this.signal = signalOf(options.signal);
    this.options = options;
    this.settings = resolveLoadOptions(options, codecs, 0);
    this.source = open();
    this.feed = new Feed(this.source.total, options.limits?.memory);
    this.machine = this.newMachine();
  }

  get memo(): Machine['memo'] {
    return this.machine.memo;
  }

  /** The next pickle. */
  load(): Promise<unknown> {
    return this.alone(() => this.run());
  }

  /** The next pickle, with a fresh memo and limits of its own. */
  loadFresh(): Promise<unknown> {
    return this.alone(() => {
      this.machine = this.newMachine();
      return this.run();
    });
  }

  /** Whether nothing is left to read; waits until that is known. */
  atEnd(): Promise<boolean> {
    return this.alone(async () => {
      while (!this.feed.hasBytes) if (!(await this.pull())) return true;
      return false;
    });
  }

  /** The next `length` bytes in memory of their own; fewer at the end of the source. */
  readBytes(length: number): Promise<Uint8Array> {
    return this.alone(async () => {
      const { feed } = this;
      const { reader } = feed;
      if (reader.end - reader.pos < length && !reader.complete)
        await this.follow(filled(feed, new NeedMore(reader.pos + length)));
      const start = reader.take(Math.min(length, reader.end - reader.pos));
      const bytes = reader.bytes.subarray(start, reader.pos);
      return reader.owned ? bytes : new Uint8Array(bytes);
    });
  }

  /** Some of what is left, lent until the next call, or `undefined` at the end. */
  readSome(): Promise<Uint8Array | undefined> {
    return this.alone(async () => {
      for (;;) {
        const bytes = this.feed.takeRest();
        if (bytes.length > 0) return bytes;
        if (!(await this.pull())) return undefined;
      }
    });
  }

  /** Releases the source. */
  async close(reason?: unknown): Promise<void> {
    this.isClosed = true;
    await this.source.close(reason);
  }

  private async alone<T>(run: () => Promise<T>): Promise<T> {
    if (this.isBusy) throw new TypeError('the source is being read: wait for the Promise of the last call');
    if (this.isClosed) throw new TypeError('the source was released, by close() or after an error');
    this.isBusy = true;
    try {
      this.checkAborted();
      return await run();
    } catch (error) {
      // The first error is the one that is reported.
      await this.close(error).catch(() => {});
      throw error;
    } finally {
      this.isBusy = false;
    }
  }

  private run(): Promise<unknown> {
    return this.follow(this.settled());
  }

  /** A pickle whose value a Promise can hold. If the value had a function `then`, the Promise would call it. */
  private *settled(): Steps<unknown> {
    const value = yield* pump(this.feed, this.machine);
    if (typeof value === 'object' && value !== null) {
      const then: unknown = Object.getOwnPropertyDescriptor(value, 'then')?.value;
      if (typeof then === 'function') {
        const reason = "an object with a function or class as 'then' cannot be the value of a Promise; use loads";
        throw new UnpicklingError('bad-operand', this.feed.offset - 1, STOP, reason);
      }
    }
    return value;
  }

  private async follow<T>(steps: Steps<T>): Promise<T> {
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done === true) return step.value;
      if (step.value === 'chunk') await this.pull();
      else await this.turn();
    }
  }

  /** Between two portions. */
  private async turn(): Promise<void> {
    this.report();
    if (Date.now() - this.rested >= TURN) await this.rest();
    this.checkAborted();
  }

  /** Returns false at the end of the source. */
  private async pull(): Promise<boolean> {
    const { feed, source, signal } = this;
    if (feed.skipping > 0 && source.skip !== undefined) {
      source.skip(feed.skipping);
      feed.pass(feed.skipping);
    }
    const next = source.next(feed.room);
    const chunk = await (signal === undefined ? next : unlessAborted(next, signal));
    if (chunk === undefined) {
      feed.end();
      return false;
    }
    feed.offer(chunk);
    if (feed.received >= this.adjustAt) this.adjust(this.machine);
    this.report();
    return true;
  }

  private newMachine(): Machine {
    const machine = new Machine(this.feed.reader, this.settings);
    this.adjust(machine);
    return machine;
  }

  /** Some limits depend on the size of the input, or on how much of it has arrived. */
  private adjust(machine: Machine): void {
    const { received } = this.feed;
    machine.raise(resolveLimits(this.options.limits, this.source.total ?? received));
    this.adjustAt = received + ADJUSTMENT;
  }

  private checkAborted(): void {
    if (this.signal?.aborted === true) throw this.signal.reason;
  }

  private report(): void {
    const { onProgress } = this.options;
    if (onProgress === undefined) return;
    const now = Date.now();
    if (now - this.reported < PROGRESS) return;
    this.reported = now;
    const { total } = this.source;
    if (total === undefined) onProgress(this.feed.progress);
    else onProgress(this.feed.progress, total);
  }

  /** Lets the thread do other work, such as aborting the signal. */
  private async rest(): Promise<void> {
    await new Promise<void>((resolve) => void setTimeout(resolve, 0));
    this.rested = Date.now();
  }
}
