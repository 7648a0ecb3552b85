import { inspectCustom } from './inspect.ts';
import { type PythonKey, pythonKey } from './key.ts';
import { inspected } from './repr.ts';

/** Python's range. Bounds that are not safe integers are bigints. */
export class PyRange implements PythonKey {
  /** The first number, if there is any. */
  readonly start: number | bigint;
  /** The bound, which is not one of the numbers. */
  readonly stop: number | bigint;
  /** The distance from one number to the next; never 0. */
  readonly step: number | bigint;

  /** @throws RangeError if `step` is 0, or an argument is neither a bigint nor a safe integer. */
  constructor(start: number | bigint, stop: number | bigint, step: number | bigint = 1) {
    for (const bound of [start, stop, step]) {
      if (typeof bound !== 'bigint' && !Number.isSafeInteger(bound)) {
        throw new RangeError(`range needs integers, got ${String(bound)}`);
      }
    }
    if (BigInt(step) === 0n) throw new RangeError('range() arg 3 must not be zero');
    this.start = start;
    this.stop = stop;
    this.step = step;
  }

  /** The number of numbers in it. */
  get length(): number | bigint {
    const step = BigInt(this.step);
    const span = step > 0n ? BigInt(this.stop) - BigInt(this.start) : BigInt(this.start) - BigInt(this.stop);
    const size = step > 0n ? step : -step;
    const count = span <= 0n ? 0n : (span + size - 1n) / size;
    return count <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(count) : count;
  }

  *[Symbol.iterator](): Generator<number | bigint> {
    const { start, stop, step } = this;
    if (typeof start === 'number' && typeof stop === 'number' && typeof step === 'number') {
      for (let i = start; step > 0 ? i < stop : i > stop; i += step) yield i;
      return;
    }
    const [end, stride] = [BigInt(stop), BigInt(step)];
    for (let i = BigInt(start); stride > 0n ? i < end : i > end; i += stride) yield i;
  }

  /** Python's `repr`. */
  toString(): string {
    const { start, stop, step } = this;
    return BigInt(step) === 1n ? `range(${start}, ${stop})` : `range(${start}, ${stop}, ${step})`;
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }

  /** Ranges are equal when they have the same numbers. */
  [pythonKey](): readonly unknown[] {
    const { length } = this;
    if (length === 0) return ['range', 0];
    return length === 1 ? ['range', 1, this.start] : ['range', length, this.start, this.step];
  }
}
