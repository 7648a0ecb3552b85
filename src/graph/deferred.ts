/**
 * Arrays with parts that are made on demand, and made again if they were released in between.
 *
 * @module
 */

/** Values that are adjacent in one array. */
interface Part<T> {
  /** How many values come before them. */
  readonly from: number;
  count: number;
  /** The values, or a function that makes them. It always makes the same number of equal values. */
  readonly values: T[] | (() => T[]);
}

/** What was made from a part. */
interface Made<T> {
  readonly part: Part<T>;
  readonly values: readonly T[];
}

/** Which array was last read to its end, among all that share this. The reader may read its last value again. */
export class Finished {
  private array: { release(): void } | undefined;

  enter(array: { release(): void }): void {
    if (this.array !== array) this.array?.release();
    this.array = array;
  }

  leave(array: { release(): void }): void {
    if (this.array === array) this.array = undefined;
  }
}

/** The parts of one array. */
export class DeferredArray<T> {
  /** Can be read like any other array, but not changed. */
  readonly array: T[];
  private readonly finished: Finished;
  private readonly parts: Part<T>[] = [];
  private length = 0;
  /**
   * The part that is being read by index. It is held until its last value is read, so that what its values share stays
   * shared. It is held no longer, so that an array that was read takes no memory.
   */
  private current: Made<T> | undefined;

  /** @param first - Values that are already made. */
  constructor(first: readonly T[], finished: Finished) {
    this.finished = finished;
    this.array = new Proxy<T[]>([], {
      get: (target, key) => this.property(target, key),
      has: (target, key) => this.has(key) || key in target,
      set: refused,
      defineProperty: refused,
      deleteProperty: refused,
    });
    this.add(first);
  }

  /** Appends values. */
  add(values: readonly T[]): void {
    const last = this.parts[this.parts.length - 1];
    if (last === undefined || typeof last.values === 'function') {
      this.parts.push({ from: this.length, count: values.length, values: [...values] });
    } else {
      for (const value of values) last.values.push(value);
      last.count = last.values.length;
    }
    this.length += values.length;
  }

  /** Appends this many values, which are made on demand. */
  defer(count: number, values: () => T[]): void {
    this.parts.push({ from: this.length, count, values });
    this.length += count;
  }

  private property(target: T[], key: string | symbol): unknown {
    if (key === 'length') return this.length;
    if (key === Symbol.iterator) return () => this.values();
    const index = indexOf(key);
    return index < 0 ? Reflect.get(target, key) : this.at(index);
  }

  private has(key: string | symbol): boolean {
    const index = indexOf(key);
    return index >= 0 && index < this.length;
  }

  /** Holds each part while its values are given out. */
  private *values(): Generator<T, void, undefined> {
    for (const { values } of this.parts) yield* typeof values === 'function' ? values() : values;
  }

  /** Releases what was read by index. */
  release(): void {
    this.current = undefined;
  }

  private at(index: number): T | undefined {
    if (index >= this.length) return undefined;
    let { current } = this;
    if (current === undefined || index < current.part.from || index >= current.part.from + current.part.count) {
      const part = this.parts[this.partAt(index)] ?? { from: 0, count: 0, values: [] };
      this.current = current = { part, values: typeof part.values === 'function' ? part.values() : part.values };
    }
    if (index === this.length - 1) this.finished.enter(this);
    else this.finished.leave(this);
    return current.values[index - current.part.from];
  }

  /** The last part that begins at or before an index. */
  private partAt(index: number): number {
    let [low, high] = [0, this.parts.length];
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((this.parts[middle]?.from ?? 0) <= index) low = middle;
      else high = middle;
    }
    return low;
  }
}

function indexOf(key: string | symbol): number {
  if (typeof key !== 'string') return -1;
  const index = Number(key);
  return Number.isInteger(index) && index >= 0 && String(index) === key ? index : -1;
}

function refused(): never {
  throw new TypeError('a graph that is made part by part cannot be changed');
}
