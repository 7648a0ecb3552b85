import { formatFloat } from '../bytes/float.ts';
import { inspectCustom } from './inspect.ts';
import { inspected } from './repr.ts';

/**
 * A Python float that a JavaScript number alone would not show to be one: `new Float(2)` is written as `2.0`, where
 * the number 2 is written as the int 2.
 */
export class Float {
  readonly value: number;

  constructor(value: number) {
    this.value = Number(value);
  }

  valueOf(): number {
    return this.value;
  }

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
