import { inspectCustom } from './inspect.ts';
import { type PythonKey, pythonKey } from './key.ts';
import { inspected, type PythonRepr, pythonRepr, type ReprParts, reprOf, reprParts } from './repr.ts';

/** Python's slice: three values of any kind, mostly ints or None. */
export class Slice implements PythonKey, PythonRepr {
  /** The first argument. */
  readonly start: unknown;
  /** The second argument. */
  readonly stop: unknown;
  /** The third argument. */
  readonly step: unknown;

  /** Each argument may be any value. Without one it is `null`, which is Python's None. */
  constructor(start: unknown = null, stop: unknown = null, step: unknown = null) {
    this.start = start;
    this.stop = stop;
    this.step = step;
  }

  /** Python's `repr`. */
  toString(): string {
    return pythonRepr(this);
  }

  [reprParts](): ReprParts {
    return reprOf`slice(${this.start}, ${this.stop}, ${this.step})`;
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }

  [pythonKey](): readonly unknown[] {
    return ['slice', this.start, this.stop, this.step];
  }
}
