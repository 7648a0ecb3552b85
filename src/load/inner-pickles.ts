import { Reader } from '../bytes/reader.ts';
import type { InnerOptions, InnerUnpickler } from '../codec/following.ts';
import { PickleError } from '../errors.ts';
import type { InnerPickle } from './following-bytes.ts';
import type { LoadSettings } from './load-settings.ts';

/** The most levels of pickles inside pickles: each level takes some of the engine's stack. */
const MOST_LEVELS = 50;

/** Makes the machine of a pickle inside another one. It spends the outer pickle's budget. */
export type InnerMachine = (reader: Reader, options: InnerOptions, level: number) => InnerPickle & { begin(): void };

/** Reads pickles inside a pickle. */
export class InnerPickles {
  private readonly machine: InnerMachine;
  private readonly level: number;

  /** @param level - How many pickles enclose this one. */
  constructor(machine: InnerMachine, level: number) {
    this.machine = machine;
    this.level = level;
  }

  /** Begins a pickle at a reader's position. */
  begin(reader: Reader, options: InnerOptions = {}): InnerPickle {
    const machine = this.open(reader, options);
    machine.begin();
    return machine;
  }

  /** Reads pickles and bytes from a separate byte array. */
  unpickler(bytes: Uint8Array, options: InnerOptions): InnerUnpickler {
    const reader = new Reader(bytes);
    const machine = this.open(reader, options);
    return {
      load() {
        machine.begin();
        return machine.resume();
      },
      readBytes(length) {
        const from = reader.take(length);
        return bytes.subarray(from, from + length);
      },
      get offset() {
        return reader.pos;
      },
    };
  }

  private open(reader: Reader, options: InnerOptions): ReturnType<InnerMachine> {
    const level = this.level + 1;
    if (level > MOST_LEVELS) throw new PickleError('limit', `more than ${MOST_LEVELS} pickles within one another`);
    return this.machine(reader, options, level);
  }
}

/** The options of a pickle inside another one. */
export function innerSettings(outer: LoadSettings, { persistentLoad, encoding }: InnerOptions): LoadSettings {
  return {
    ...outer,
    persistentLoad: persistentLoad ?? outer.persistentLoad,
    encoding: encoding ?? outer.encoding,
    // Out-of-band buffers belong to the outer pickle.
    buffers: undefined,
  };
}
