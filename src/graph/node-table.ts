import type { Node, NodeTable, Sharing } from './graph.ts';

/**
 * An empty table for the nodes of a graph. If they are made again each time they are read, it keeps none of them; else
 * it is a Map, because engines collect tables of weak keys in several times the time (half of all for a million tuples in
 * one another, measured, Node 24).
 */
export function nodeTable<V>({ isRemade }: Sharing): NodeTable<V> {
  return isRemade === true ? new WeakMap<Node, V>() : new Map<Node, V>();
}
