import type { Node } from '../graph/graph.ts';
import type { Place } from './place.ts';

/** The items or entries that an object keeps elsewhere than in its node, and how they are replaced. */
export type Contents =
  | { readonly kind: 'items'; readonly items: readonly Node[]; set(items: Node[]): void }
  | { readonly kind: 'entries'; readonly entries: readonly Entry[]; set(entries: Entry[]): void };

type Entry = [Node, Node];

/** A place for each item or entry. The node that has them may be shared, so it is copied before it is changed. */
export function placesOf(contents: Contents): Place[] {
  if (contents.kind === 'items') {
    const { items } = contents;
    return items.map((node, index) => ({
      label: { kind: 'index', index },
      node,
      replace: (other) => contents.set(withItem(items, index, other)),
      remove: () => contents.set(items.filter((_, i) => i !== index)),
    }));
  }
  const { entries } = contents;
  return entries.map(([key, node], at) => ({
    label: { kind: 'key', key },
    node,
    replace: (other) => contents.set(withItem(entries, at, [key, other])),
    remove: () => contents.set(entries.filter((_, i) => i !== at)),
  }));
}

/** A copy with one item replaced. */
export function withItem<T>(items: readonly T[], at: number, item: T): T[] {
  const copy = [...items];
  copy[at] = item;
  return copy;
}
