import type { OwnBytes } from '../bytes/bytes-like.ts';
import { Framer } from '../dump/framer.ts';
import { DumpMachine } from '../dump/machine.ts';
import { emptyMemo } from '../dump/memo/empty-memo.ts';
import type { DumpMemo } from '../dump/memo/memo.ts';
import { type DumpSettings, resolveDumpOptions } from '../dump/settings.ts';
import type { Sink } from '../dump/sink.ts';
import { dumpToChunks, writeChunks } from '../dump/to-chunks.ts';
import type { DumpOptions } from '../options.ts';
import { standardCodecs } from '../stdlib/standard-codecs.ts';

/**
 * Writes several pickles with one memo, as Python's `pickle.Pickler`: a later pickle only refers to what an earlier one
 * contains. One {@link Unpickler} reads them.
 */
export class Pickler {
  private readonly settings: DumpSettings;
  private readonly written: DumpMemo;
  /** What is not in use, kept from one pickle to the next. */
  private spare: { readonly machine: DumpMachine; readonly framer: Framer } | undefined;

  /** @throws TypeError, RangeError if an option is invalid. */
  constructor(options: DumpOptions = {}) {
    this.settings = resolveDumpOptions(options, standardCodecs);
    this.written = emptyMemo(this.settings);
  }

  /**
   * The next pickle. What it is written with is kept for the one after it; the result shares nothing with that, nor with
   * other results.
   *
   * @throws PicklingError if the value cannot be pickled. The memo then contains what was begun; call {@link
   *   clearMemo}.
   */
  dump(value: unknown): OwnBytes {
    const { machine, framer } = this.spare ?? this.newMachine();
    // A hook that calls this during the dump gets another one.
    this.spare = undefined;
    try {
      return machine.dump(value);
    } finally {
      machine.clear();
      framer.reset();
      this.spare = { machine, framer };
    }
  }

  /**
   * Writes the next pickle to a sink, as the function `dump` does. One call at a time.
   *
   * @throws As {@link dump}; errors of the sink, unchanged.
   */
  async dumpTo(value: unknown, sink: Sink): Promise<void> {
    await writeChunks(dumpToChunks(value, this.settings, this.written), sink);
  }

  private newMachine(): { machine: DumpMachine; framer: Framer } {
    const framer = new Framer();
    return { machine: new DumpMachine(this.settings, this.written, framer), framer };
  }

  /** Forgets what was written, as Python's `clear_memo`. */
  clearMemo(): void {
    this.written.clear();
  }

  /** A copy of what was written, by number: strings and objects, and classes and functions as `Global`s. */
  get memo(): Map<number, unknown> {
    return this.written.entries();
  }

  /**
   * Replaces what was written, as by the memo of another pickler.
   *
   * @throws RangeError if a key is not an index; TypeError if a value is never remembered, such as a number.
   */
  set memo(entries: Iterable<readonly [number, unknown]>) {
    this.written.restore([...entries]);
  }
}
