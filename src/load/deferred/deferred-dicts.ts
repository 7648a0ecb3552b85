import { LONGEST_ARRAY } from '../../limits.ts';

/** If there are more places than this, they are released when everything is forgotten. */
const KEPT_PLACES = 2 ** 20;

/**
 * Dicts in the memo that were the state of an object and whose entries BUILD took straight from the stack. They are
 * made only if a GET asks for them, which hardly any pickle does. Making a Dict of three entries costs 100 ns; keeping
 * the entries costs 15 (measured, Node 24).
 */
export class DeferredDicts {
  /** How many dicts are kept. */
  private count = 0;
  /** For each dict, in ascending order: its memo index, */
  private readonly indexes: number[] = [];
  /** its names, in an array that states with the same names share, */
  private readonly names: (readonly unknown[])[] = [];
  /** and where its values begin. */
  private readonly starts: number[] = [];
  private values: unknown[] = [];
  private used = 0;

  /** Whether a dict with this memo index and this many names can be kept. */
  takes(index: number, length: number): boolean {
    if (this.used + length > LONGEST_ARRAY) return false;
    return this.count === 0 || index > (this.indexes[this.count - 1] as number);
  }

  /** Keeps a dict whose names and values lie in turn from `from` to `end` among `items`. */
  keep(index: number, items: readonly unknown[], from: number, end: number): void {
    const { count, values } = this;
    const last = count === 0 ? undefined : this.names[count - 1];
    this.indexes[count] = index;
    this.names[count] = last !== undefined && areNames(last, items, from, end) ? last : namesOf(items, from, end);
    this.starts[count] = this.used;
    for (let i = from + 1; i < end; i += 2) values[this.used++] = items[i];
    this.count = count + 1;
  }

  /** The names and values, in turn, of the dict at this index, or `undefined` if there is none. */
  find(index: number): unknown[] | undefined {
    let low = 0;
    for (let high = this.count; low < high; ) {
      const middle = (low + high) >> 1;
      if ((this.indexes[middle] as number) < index) low = middle + 1;
      else high = middle;
    }
    if (low === this.count || this.indexes[low] !== index) return undefined;
    const start = this.starts[low] as number;
    return (this.names[low] as readonly unknown[]).flatMap((name, i) => [name, this.values[start + i]]);
  }

  /** The memo indexes of all kept dicts, except those where the memo now has something else. */
  places(): readonly number[] {
    return this.indexes.slice(0, this.count);
  }

  /** Forgets all dicts and releases what they hold. */
  clear(): void {
    const { values, names, count, used } = this;
    if (count === 0) return;
    if (used > KEPT_PLACES) this.values = [];
    else for (let i = 0; i < used; i++) values[i] = undefined;
    names.length = 0;
    if (count > KEPT_PLACES) this.indexes.length = this.starts.length = 0;
    this.count = 0;
    this.used = 0;
  }
}

function areNames(names: readonly unknown[], items: readonly unknown[], from: number, end: number): boolean {
  if (2 * names.length !== end - from) return false;
  for (let i = 0, at = from; at < end; i++, at += 2) if (names[i] !== items[at]) return false;
  return true;
}

function namesOf(items: readonly unknown[], from: number, end: number): readonly unknown[] {
  const names: unknown[] = [];
  for (let i = from; i < end; i += 2) names.push(items[i]);
  return names;
}
