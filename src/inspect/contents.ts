import type { Node } from '../graph/graph.ts';
import type { Place } from './place.ts';

/** What an object holds that is kept elsewhere than in its node, and how it gets something else to hold. */
export type Contents =
  | { readonly kind: 'items'; readonly items: readonly Node[]; set(items: Node[]): void }
  | { readonly kind: 'entries'; readonly entries: readonly Entry[]; set(entries: Entry[]): void };

type Entry = [Node, Node];

/** Each item or entry. What the object is made of may be shared: it is copied before it is changed. */
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

/** A copy with another item at a place. */
export function withItem<T>(items: readonly T[], at: number, item: T): T[] {
  const copy = [...items];
  copy[at] = item;
  return copy;
}
