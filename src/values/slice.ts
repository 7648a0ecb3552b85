import { type PythonKey, pythonKey } from './key.ts';

/** Python's slice: three values of any kind, mostly ints or None. */
export class Slice implements PythonKey {
  readonly start: unknown;
  readonly stop: unknown;
  readonly step: unknown;

  constructor(start: unknown = null, stop: unknown = null, step: unknown = null) {
    this.start = start;
    this.stop = stop;
    this.step = step;
  }

  [pythonKey](): readonly unknown[] {
    return ['slice', this.start, this.stop, this.step];
  }
}
