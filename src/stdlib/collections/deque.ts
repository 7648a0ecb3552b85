import type { Dict } from '../../values/dict.ts';
import { inspectCustom } from '../../values/inspect.ts';
import { type PythonKey, pythonKey } from '../../values/key.ts';
import { type PlainParts, plainParts } from '../../values/plain.ts';
import { inspected, type PythonRepr, pythonRepr, type ReprParts, reprParts } from '../../values/repr.ts';

/** Python's `collections.deque`. With `maxlen`, an item added at one end pushes out the item at the other. */
export class Deque<T = unknown> implements Iterable<T>, PythonKey, PythonRepr {
  /** The most items it may have; null for no bound. */
  readonly maxlen: number | null;
  /** The attributes of subclasses, which Python keeps in `__dict__`. */
  attributes: Dict | undefined;
  private items: T[];

  /**
   * @param items - The first items; with `maxlen` the last of them stay.
   * @param maxlen - The most items it may have; null for no bound.
   * @throws RangeError if `maxlen` is negative or not an integer.
   */
  constructor(items: Iterable<T> = [], maxlen: number | null = null) {
    if (maxlen !== null && !(Number.isSafeInteger(maxlen) && maxlen >= 0)) {
      throw new RangeError('maxlen must be non-negative');
    }
    this.maxlen = maxlen;
    this.items = [...items];
    this.trim();
  }

  /** The number of items. */
  get length(): number {
    return this.items.length;
  }

  /** The item at an index; a negative one counts from the end. */
  at(index: number): T | undefined {
    return this.items.at(index);
  }

  /** Adds an item at the end. */
  append(item: T): void {
    this.extend([item]);
  }

  /** Adds items at the end. */
  extend(items: Iterable<T>): void {
    for (const item of items) this.items.push(item);
    this.trim();
  }

  private trim(): void {
    if (this.maxlen !== null && this.items.length > this.maxlen) this.items.splice(0, this.items.length - this.maxlen);
  }

  /** Adds an item at the beginning. */
  appendleft(item: T): void {
    if (this.maxlen === 0) return;
    if (this.items.length === this.maxlen) this.items.pop();
    this.items.unshift(item);
  }

  /** Takes the last item away; `undefined` if there is none. */
  pop(): T | undefined {
    return this.items.pop();
  }

  /** Takes the first item away; `undefined` if there is none. */
  popleft(): T | undefined {
    return this.items.shift();
  }

  [Symbol.iterator](): IterableIterator<T> {
    return this.items.values();
  }

  [plainParts](): PlainParts {
    return { items: this.items };
  }

  /** The items. */
  toJSON(): T[] {
    return [...this.items];
  }

  /** Python's `repr`. */
  toString(): string {
    return pythonRepr(this);
  }

  [reprParts](): ReprParts {
    const end = this.maxlen === null ? ')' : `, maxlen=${this.maxlen})`;
    return { values: [this.items], text: (at) => (at === 0 ? 'deque(' : end), cycle: '[...]' };
  }

  /** Python cannot hash it. */
  [pythonKey](): never {
    throw new TypeError("unhashable type: 'collections.deque'");
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}
