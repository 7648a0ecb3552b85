import { checkLength, LONGEST_ARRAY, limitExceeded } from '../limits.ts';

/** How far beyond the last entry an index may be and still be stored densely. */
const DENSE_GAP = 1024;
/** If there are more places than this, they are released when the memo is cleared. */
const KEPT_PLACES = 2 ** 20;

/**
 * What a pickle stored, by number. Entries are in an array while the numbers are dense, as every pickler writes them.
 * The few that are not dense go into a map, so that a large index costs nothing.
 */
export class LoadMemo<T = unknown> {
  dense: (T | undefined)[] = [];
  /** How many places of `dense` are in use, some of them without a value. */
  filled = 0;
  /** Keyed by {@link sparseKey}, a string: V8 seeds its hash of strings but not its hash of numbers. */
  private sparse: Map<string, T> | undefined;
  /** How many distinct indexes are stored, which is the index that MEMOIZE stores at. */
  size = 0;
  /**
   * Below this size MEMOIZE may simply append: the entries are exactly those from 0 on, so the index is free, and one
   * more entry is allowed. One comparison replaces three.
   */
  denseUntil = 0;
  private most = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  get limit(): number {
    return this.most;
  }

  set limit(limit: number) {
    this.most = Math.min(limit, LONGEST_ARRAY);
    this.follow();
  }

  /** What is stored, or `undefined`. */
  get(index: number): T | undefined {
    const value = this.dense[index];
    return value === undefined ? this.sparse?.get(sparseKey(index)) : value;
  }

  /** Whether no more entries are allowed. */
  get isFull(): boolean {
    return this.size >= this.limit;
  }

  /** MEMOIZE, while there are fewer entries than {@link LoadMemo.denseUntil}. */
  add(value: T): void {
    const { size } = this;
    this.dense[size] = value;
    this.filled = size + 1;
    this.size = size + 1;
  }

  /** Records that this many values were appended to those present, below {@link LoadMemo.denseUntil}. */
  added(count: number): void {
    this.filled = this.size += count;
  }

  set(index: number, value: T): void {
    if (index === this.size && index < this.denseUntil) this.add(value);
    else this.setAny(index, value);
  }

  /** {@link LoadMemo.set} where there are gaps, the index is taken, or no more entries are allowed. */
  private setAny(index: number, value: T): void {
    const { dense, filled } = this;
    if (index === filled) {
      this.occupy(index);
      dense[index] = value;
      this.filled++;
      this.follow();
    } else if (index < filled) {
      if (dense[index] === undefined) this.occupy(index);
      dense[index] = value;
      this.follow();
    } else if (index < this.size + DENSE_GAP) {
      for (let i = filled; i < index; i++) dense[i] = undefined;
      this.filled = index;
      this.setAny(index, value);
    } else {
      this.sparse ??= new Map();
      const key = sparseKey(index);
      if (!this.sparse.has(key)) this.count();
      this.sparse.set(key, value);
      this.follow();
    }
  }

  /** Forgets everything and releases what was stored. */
  clear(): void {
    const { dense, filled } = this;
    if (filled > KEPT_PLACES) this.dense = [];
    else for (let i = 0; i < filled; i++) dense[i] = undefined;
    this.filled = 0;
    this.sparse = undefined;
    this.size = 0;
    this.follow();
  }

  /** Every entry, by index; dense ones first. */
  *entries(): Generator<[number, T]> {
    for (let index = 0; index < this.filled; index++) {
      const value = this.dense[index];
      if (value !== undefined) yield [index, value];
    }
    if (this.sparse !== undefined) for (const [key, value] of this.sparse) yield [Number(key.slice(1)), value];
  }

  /** A dense place gets its first value. The index may have been sparse before the dense part grew. */
  private occupy(index: number): void {
    if (this.sparse?.delete(sparseKey(index)) !== true) this.count();
  }

  private follow(): void {
    this.denseUntil = this.size === this.filled && this.sparse === undefined ? this.most : 0;
  }

  private count(): void {
    if (this.isFull) {
      checkLength(this.size + 1, 'the memo');
      throw limitExceeded('memo', this.limit, 'one more memo entry');
    }
    this.size++;
  }
}

function sparseKey(index: number): string {
  return `#${index}`;
}
