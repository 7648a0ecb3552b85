import type { KeyBudget } from '../values/key-budget.ts';
import { addMember, addNatives, type FrozenSet, type PySet } from '../values/set.ts';
import { keyError } from './key-error.ts';

/** Adds the members that lie from `from` to `end` among `items` to a set. */
export function addToSet(
  set: PySet | FrozenSet,
  items: readonly unknown[],
  from: number,
  end: number,
  budget: KeyBudget,
): void {
  let at = from;
  try {
    while ((at = addNatives(set, items, at, end, budget)) < end) addMember(set, items[at++], budget);
  } catch (cause) {
    throw keyError('set element', items[at - 1], cause);
  }
}
