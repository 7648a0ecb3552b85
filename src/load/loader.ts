import { Reader } from '../bytes/reader.ts';
import type { LoadSettings } from './load-settings.ts';
import { Machine } from './machine.ts';
import { withFormatName } from './not-a-pickle.ts';

const NOTHING = /* @__PURE__ */ new Uint8Array(0);

/** A reader and its machine, used for one input after another. */
class Loader {
  private readonly reader: Reader = new Reader(NOTHING);
  private readonly machine: Machine;

  constructor(settings: LoadSettings) {
    this.machine = new Machine(this.reader, settings);
  }

  load(bytes: Uint8Array, settings: LoadSettings): unknown {
    const { reader, machine } = this;
    reader.reset(bytes);
    machine.reset(settings);
    try {
      return machine.resume();
    } catch (error) {
      throw withFormatName(error, bytes);
    } finally {
      machine.clear();
      reader.reset(NOTHING);
    }
  }
}

/**
 * The loader that is not in use. Creating one for each pickle makes a message of 100 bytes take 1.4 times as long
 * (measured, Node 24). A codec that calls `loads` during a load gets another one.
 */
let spare: Loader | undefined;

/** Reads the pickle at the start of these bytes. */
export function loadBytes(bytes: Uint8Array, settings: LoadSettings): unknown {
  const loader = spare ?? new Loader(settings);
  spare = undefined;
  try {
    return loader.load(bytes, settings);
  } finally {
    // Functions and buffers of the caller must not be kept after the call.
    const { persistentLoad, buffers, unknown } = settings;
    if (persistentLoad === undefined && buffers === undefined && typeof unknown !== 'function') spare = loader;
  }
}
