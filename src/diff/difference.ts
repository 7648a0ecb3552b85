import type { Node } from '../graph/graph.ts';
import { nodeSummary } from '../graph/node-summary.ts';

/** One difference. `path` leads to it, as Python would write it: `$['a'][0].x`. */
export type Difference =
  /**
   * Two values of one type (`value`) or of two (`type`). `identity`: they are equal, but shared differently. `order`:
   * the keys of a dict, or the members of a set, are in another order.
   */
  | {
      readonly kind: 'value' | 'type' | 'identity' | 'order';
      readonly path: string;
      readonly a: Node;
      readonly b: Node;
    }
  /** Two arrays of numpy, or two of its scalars, that differ: `text` says in what. */
  | {
      readonly kind: 'array';
      readonly path: string;
      readonly a: Node;
      readonly b: Node;
      readonly text: string;
    }
  | { readonly kind: 'removed'; readonly path: string; readonly a: Node }
  | { readonly kind: 'added'; readonly path: string; readonly b: Node };

/**
 * A difference as one line of printable text: `~ $['a'][1]: 2 -> 3`, `- $[2]: None`, `+ $['k']: 'v'`.
 *
 * @example
 * ```ts
 * import { dumps } from 'brine';
 * import { diff, differenceText } from 'brine/tools';
 *
 * Array.from(diff(dumps([1]), dumps([2])), differenceText); // ["~ $[0]: 1 -> 2"]
 * ```
 */
export function differenceText(difference: Difference): string {
  const { path } = difference;
  switch (difference.kind) {
    case 'value':
      return `~ ${path}: ${nodeSummary(difference.a)} -> ${nodeSummary(difference.b)}`;
    case 'type': {
      const { a, b } = difference;
      return `~ ${path}: ${nodeSummary(a)} (${a.type}) -> ${nodeSummary(b)} (${b.type})`;
    }
    case 'array':
      return `~ ${path}: ${difference.text}`;
    case 'identity':
      return `! ${path}: shared with other places than before`;
    case 'order':
      return `! ${path}: in another order`;
    case 'removed':
      return `- ${path}: ${nodeSummary(difference.a)}`;
    case 'added':
      return `+ ${path}: ${nodeSummary(difference.b)}`;
  }
}
