/**
 * How much a node contains, told without going further than its parts.
 *
 * @module
 */
import type { Action, Node, SequenceNode } from './graph.ts';

/** Whether a node is a tuple of a few nodes without parts. */
export function isLeafTuple(node: Node): node is SequenceNode {
  if (node.type !== 'tuple' || node.items.length > SEARCHED_ITEMS) return false;
  for (const item of node.items) if (!LEAVES.has(item.type)) return false;
  return true;
}

export function areLeaves(entries: readonly (readonly [Node, Node])[]): boolean {
  if (entries.length > SEARCHED_ITEMS) return false;
  for (const [key, value] of entries) if (!LEAVES.has(key.type) || !LEAVES.has(value.type)) return false;
  return true;
}

/** A tuple of at most this many items is searched each time. */
export const SEARCHED_ITEMS = 8;

/** Nodes without parts. */
export const LEAVES: ReadonlySet<Node['type']> = /* @__PURE__ */ new Set([
  ...([
    'none',
    'bool',
    'int',
    'float',
    'str',
    'bytes',
    'bytearray',
    'global',
    'extension',
    'persistent',
    'buffer',
  ] as const),
]);

/** Whether a node has too many parts to be worth examining. */
export function isWide(node: Node, largest: number): boolean {
  if ('items' in node) return node.items.length > largest;
  if ('entries' in node) return node.entries.length > largest;
  if (!('actions' in node) || node.actions === undefined) return false;
  return node.actions.length > largest || node.actions.some((action) => sizeOf(action) > largest);
}

function sizeOf(action: Action): number {
  switch (action.do) {
    case 'append':
      return action.items.length;
    case 'set':
      return action.entries.length;
    case 'add':
      return action.members.length;
    default:
      return 1;
  }
}
