import { limitExceeded } from '../limits.ts';

/** How far beyond the entries at hand an index may lie and still be stored densely. */
const SLACK = 1024;

/**
 * What a pickle stored under numbers. An array while the numbers are dense, as every pickler writes them; a few that
 * are not go into a map, so that an index costs nothing by being large.
 */
export class LoadMemo<T = unknown> {
  private readonly dense: (T | undefined)[] = [];
  /** By {@link sparseKey}: V8's hash of strings is seeded, its hash of numbers is not. */
  private sparse: Map<string, T> | undefined;
  /** How many distinct indexes are stored. MEMOIZE stores at this one. */
  size = 0;
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** What is stored, or `undefined`. */
  get(index: number): T | undefined {
    const value = this.dense[index];
    return value === undefined ? this.sparse?.get(sparseKey(index)) : value;
  }

  set(index: number, value: T): void {
    const { dense } = this;
    if (index === dense.length) {
      this.occupy(index);
      dense.push(value);
    } else if (index < dense.length) {
      if (dense[index] === undefined) this.occupy(index);
      dense[index] = value;
    } else if (index < this.size + SLACK) {
      while (dense.length < index) dense.push(undefined);
      this.set(index, value);
    } else {
      this.sparse ??= new Map();
      const key = sparseKey(index);
      if (!this.sparse.has(key)) this.count();
      this.sparse.set(key, value);
    }
  }

  clear(): void {
    this.dense.length = 0;
    this.sparse = undefined;
    this.size = 0;
  }

  /** Every entry, by index; dense ones first. */
  *entries(): Generator<[number, T]> {
    for (const [index, value] of this.dense.entries()) if (value !== undefined) yield [index, value];
    if (this.sparse !== undefined) for (const [key, value] of this.sparse) yield [Number(key.slice(1)), value];
  }

  /** A dense place gets its first value, which may have been sparse before the dense part grew. */
  private occupy(index: number): void {
    if (this.sparse?.delete(sparseKey(index)) !== true) this.count();
  }

  private count(): void {
    if (this.size >= this.limit) throw limitExceeded('memo', this.limit, 'one more memo entry');
    this.size++;
  }
}

function sparseKey(index: number): string {
  return `#${index}`;
}
