/**
 * Arrays of which parts are made when they are asked for, and made again when they were let go in between.
 *
 * @module
 */

/** Values that follow each other in one array. */
interface Part<T> {
  /** How many values come before them. */
  readonly from: number;
  count: number;
  /** Those that are there, or what makes them: always as many, and equal ones. */
  readonly values: T[] | (() => T[]);
}

/** What was made of a part. */
interface Made<T> {
  readonly part: Part<T>;
  readonly values: readonly T[];
}

/** Which array was read to its end last, of all that have it in common. Who reads the last value may read it again. */
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
  /** To be read as any other array; nothing can be put into it. */
  readonly array: T[];
  private readonly finished: Finished;
  private readonly parts: Part<T>[] = [];
  private length = 0;
  /**
   * What is being read by index. It is held until the last value is read, so that what its values share stays shared, and
   * no longer, so that an array that was read takes no memory.
   */
  private current: Made<T> | undefined;

  /** @param first - Values that are there. */
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

  /** Puts values behind the last one. */
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

  /** Puts so many values behind the last one that are made when they are asked for. */
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

  /** Holds each part as long as its values are given out. */
  private *values(): Generator<T, void, undefined> {
    for (const { values } of this.parts) yield* typeof values === 'function' ? values() : values;
  }

  /** Lets go of what was read by index. */
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

  /** The last part that does not begin behind an index. */
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
