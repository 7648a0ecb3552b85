import { formatFloat } from '../bytes/float.ts';
import { inspectCustom } from './inspect.ts';
import { inspected } from './repr.ts';

/**
 * A Python float that is a whole number. `new Float(2)` is written as `2.0`, whereas the number 2 is written as the int
 * 2.
 */
export class Float {
  /** The number. */
  readonly value: number;

  /** @param value - The number; any double. */
  constructor(value: number) {
    this.value = Number(value);
  }

  /** The number, so that `new Float(2) + 1` is 3. */
  valueOf(): number {
    return this.value;
  }

  /** The number. */
  toJSON(): number {
    return this.value;
  }

  /** Python's `repr`. */
  toString(): string {
    return formatFloat(this.value);
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}
