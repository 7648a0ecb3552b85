import { COST } from '../limits.ts';
import { Dict } from '../values/dict.ts';
import { FrozenSet, PySet } from '../values/set.ts';
import { type Tuple, tupleOf } from '../values/tuple.ts';
import type { Budget } from './budget.ts';
import { setEntry } from './dict-entries.ts';
import type { KeyRules } from './key-rules.ts';
import { addToSet } from './set-members.ts';

/** Makes containers for opcodes and codecs, in the form that the options ask for, and pays for them. */
export class NewContainers {
  /** Whether dicts are plain objects. */
  areObjects = false;
  private readonly budget: Budget;
  private readonly keys: KeyRules;

  constructor(budget: Budget, keys: KeyRules) {
    this.budget = budget;
    this.keys = keys;
  }

  /** Makes an empty dict that is already paid for. */
  paidDict(): Dict | Record<string, unknown> {
    return this.areObjects ? {} : new Dict();
  }

  /** Makes an empty dict. */
  emptyDict(): Dict | Record<string, unknown> {
    this.budget.charge(COST.dict);
    return this.paidDict();
  }

  dict(entries: Iterable<readonly [unknown, unknown]>): Dict | Record<string, unknown> {
    const dict = this.emptyDict();
    for (const [key, value] of entries) {
      this.budget.charge(COST.entry);
      setEntry(dict, key, value, this.keys);
    }
    return dict;
  }

  emptySet(): PySet {
    this.budget.charge(COST.set);
    return new PySet();
  }

  pySet(members: Iterable<unknown>): PySet {
    const set = this.emptySet();
    const items = [...members];
    this.budget.work(COST.slot * items.length);
    this.addMembers(set, items, 0, items.length);
    return set;
  }

  frozenSet(members: Iterable<unknown>): FrozenSet {
    const items = [...members];
    this.budget.work(COST.slot * items.length);
    return this.frozenSetOf(items, 0, items.length);
  }

  /** Makes one from the items from `from` to `end`. */
  frozenSetOf(items: readonly unknown[], from: number, end: number): FrozenSet {
    this.budget.charge(COST.set);
    const set = new FrozenSet();
    this.addMembers(set, items, from, end);
    return set;
  }

  /** Adds the items from `from` to `end`. */
  addMembers(set: PySet | FrozenSet, items: readonly unknown[], from: number, end: number): void {
    this.budget.charge(COST.entry * (end - from));
    addToSet(set, items, from, end, this.keys.budget);
  }

  /** Makes a list from these items. */
  list(items: unknown[]): unknown[] {
    this.budget.charge(COST.list + COST.slot * items.length);
    return items;
  }

  /** Makes one from the items from `from` to `end`. */
  tuple(items: readonly unknown[], from = 0, end = items.length): Tuple {
    this.budget.charge(COST.list + COST.slot * (end - from));
    return tupleOf(items, from, end);
  }
}
