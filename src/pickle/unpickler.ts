import { type Bytes, stableBytes } from '../bytes/bytes-like.ts';
import { Reader } from '../bytes/reader.ts';
import { resolveLoadOptions } from '../load/load-settings.ts';
import { Machine } from '../load/machine.ts';
import type { LoadOptions } from '../options.ts';
import { standardCodecs } from '../stdlib/standard-codecs.ts';
import type { PickleValue } from '../values/pickle-value.ts';

/** Reads several pickles of one source with one memo, as Python's `pickle.Unpickler`. */
export class Unpickler {
  private readonly reader: Reader;
  private readonly machine: Machine;

  /**
   * @param data - The pickles, one after another, as one `Pickler` wrote them.
   * @throws TypeError, RangeError if an option is invalid.
   */
  constructor(data: Bytes, options: LoadOptions = {}) {
    this.reader = new Reader(stableBytes(data));
    this.machine = new Machine(this.reader, resolveLoadOptions(options, standardCodecs, this.reader.end));
  }

  /**
   * The next pickle.
   *
   * @throws UnpicklingError if the next bytes are not a pickle.
   */
  load<T = PickleValue>(): T;
  load(): unknown {
    return this.machine.load();
  }

  /** The offset of the next unread byte, in bytes from the start of the data. */
  get offset(): number {
    return this.reader.pos;
  }

  /** A copy of the memo: what the pickles stored, by number. */
  get memo(): Map<number, unknown> {
    return new Map(this.machine.memo.entries());
  }

  /** Replaces the memo. */
  set memo(entries: Iterable<readonly [number, unknown]>) {
    const stored = [...entries];
    this.machine.memo.clear();
    for (const [index, value] of stored) this.machine.memo.set(index, value ?? null);
  }
}
