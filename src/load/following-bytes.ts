import { NeedMore, NeedSkip, type Reader } from '../bytes/reader.ts';
import type { Following } from '../codec/following.ts';
import { PickleError } from '../errors.ts';
import type { Arguments } from './arguments.ts';

/** A pickle inside another one's input. */
export interface InnerPickle {
  /** Continues to STOP. Throws {@link NeedMore} if the buffered bytes end before that. */
  resume(): unknown;
}

/** Bytes that follow a BUILD and are read by the hook that it ran. */
export class FollowingBytes {
  private readonly reader: Reader;
  private readonly args: Pick<Arguments, 'byteString'>;
  private readonly begin: () => InnerPickle;
  /** The hook that has not finished. */
  private hook: Generator<unknown, unknown, void> | undefined;
  private failure: (cause: unknown) => PickleError = unexplained;

  /** @param begin - Begins a pickle at the reader's position. */
  constructor(reader: Reader, args: Pick<Arguments, 'byteString'>, begin: () => InnerPickle) {
    this.reader = reader;
    this.args = args;
    this.begin = begin;
  }

  /** Whether a hook has more to do. */
  get isWaiting(): boolean {
    return this.hook !== undefined;
  }

  /** Bytes from the start of the input. */
  get offset(): number {
    return this.reader.base + this.reader.pos;
  }

  clear(): void {
    this.hook = undefined;
  }

  /**
   * Takes the result of a hook. If it is a generator, {@link FollowingBytes.resume} runs it.
   *
   * @param failure - Turns what the hook throws into the error of the pickle.
   */
  start(returned: unknown, failure: (cause: unknown) => PickleError): void {
    if (!isGenerator(returned)) return;
    this.hook = returned;
    this.failure = failure;
  }

  /** Resumes the hook and runs it to its end. Throws {@link NeedMore} if the buffered bytes end before that. */
  resume(): void {
    const { hook } = this;
    if (hook === undefined) return;
    const step = this.next(hook);
    if (step.done !== true && step.value instanceof NeedMore) throw step.value;
    this.hook = undefined;
    if (step.done !== true) throw this.failure(new TypeError('setState must read with yield*, not with yield'));
  }

  private next(hook: Generator<unknown, unknown, void>): IteratorResult<unknown, unknown> {
    try {
      return hook.next();
    } catch (cause) {
      this.hook = undefined;
      throw this.failure(cause);
    }
  }

  *readBytes(length: number): Following<Uint8Array> {
    checkCount('readBytes', length);
    const { reader } = this;
    while (length > reader.end - reader.pos) {
      const short = reader.short(length);
      if (!(short instanceof NeedMore)) throw short;
      yield short;
    }
    return this.args.byteString(length);
  }

  *skipBytes(length: number): Following<void> {
    checkCount('skipBytes', length);
    const { reader } = this;
    const short = length > reader.end - reader.pos ? reader.short(length) : undefined;
    if (short !== undefined && !(short instanceof NeedMore)) throw short;
    const there = Math.min(length, reader.end - reader.pos);
    reader.take(there);
    if (there < length) yield new NeedSkip(length - there);
  }

  *readPickle(): Following<unknown> {
    const pickle = this.begin();
    for (;;) {
      try {
        return pickle.resume();
      } catch (error) {
        if (!(error instanceof NeedMore)) throw error;
        yield error;
      }
    }
  }
}

function checkCount(method: string, length: number): void {
  if (Number.isSafeInteger(length) && length >= 0) return;
  throw new RangeError(`${method} needs a whole number of bytes, got ${String(length)}`);
}

/** Whether a result is a generator. Other results of hooks are ignored. */
function unexplained(cause: unknown): PickleError {
  return new PickleError('failed', String(cause), { cause });
}

function isGenerator(value: unknown): value is Generator<unknown, unknown, void> {
  return Object.prototype.toString.call(value) === '[object Generator]';
}
