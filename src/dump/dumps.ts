import type { OwnBytes } from '../bytes/bytes-like.ts';
import type { DumpOptions } from '../options.ts';
import { standardCodecs } from '../stdlib/standard-codecs.ts';
import { DumpMachine } from './machine.ts';
import { DumpMemo } from './memo.ts';
import { DumpDefaults, type DumpSettings, resolveDumpOptions } from './settings.ts';
import type { Sink } from './sink.ts';
import { chunksOf, writeChunks } from './stream.ts';
import { dumpWhole } from './whole.ts';

const defaults = /* @__PURE__ */ new DumpDefaults(standardCodecs);

/**
 * Writes a value as a pickle, as Python's `pickle.dumps`.
 *
 * @param value - Any value of the table in the README; shared references and cycles are kept.
 * @param options - How it is written.
 * @returns The pickle, in its own memory.
 * @throws PicklingError if the value has no pickle; `path` says where.
 * @throws TypeError, RangeError on options that are none.
 * @example
 * ```ts
 * import { dumps } from 'brine';
 *
 * dumps({ Alex: 87 }, { protocol: 2 }); // Uint8Array: 80 02 7d 71 00 58 04 00 00 00 41 6c 65 78 71 01 4b 57 73 2e
 * ```
 */
export function dumps(value: unknown, options?: DumpOptions): OwnBytes {
  return dumpWhole(value, defaults.of(options));
}

/**
 * Writes several pickles with one memo, as Python's `pickle.Pickler`: what was written in an earlier pickle is only
 * referred to in a later one. They are read by one {@link Unpickler}.
 */
export class Pickler {
  private readonly settings: DumpSettings;
  private readonly written: DumpMemo = new DumpMemo();

  /** @throws TypeError, RangeError on options that are none. */
  constructor(options: DumpOptions = {}) {
    this.settings = resolveDumpOptions(options, standardCodecs);
  }

  /**
   * The next pickle.
   *
   * @throws PicklingError if the value has no pickle. The memo then holds what was begun; call {@link clearMemo}.
   */
  dump(value: unknown): OwnBytes {
    return new DumpMachine(this.settings, this.written).dump(value);
  }

  /**
   * The next pickle, to a sink, as the function `dump` writes it.
   *
   * @throws As {@link dump}; what the sink throws, as it is. One call at a time.
   */
  async dumpTo(value: unknown, sink: Sink): Promise<void> {
    await writeChunks(chunksOf(value, this.settings, this.written), sink);
  }

  /** Forgets what was written, as Python's `clear_memo`. */
  clearMemo(): void {
    this.written.clear();
  }

  /** How many objects are remembered. */
  get memo(): { readonly size: number } {
    return { size: this.written.size };
  }
}
