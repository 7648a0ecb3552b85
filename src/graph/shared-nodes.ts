import type { Node } from './graph.ts';

/**
 * Nodes that may be met more than once: those that are fetched, and what they are made of, because what has no form of its
 * own in a protocol is copied into each object that is made of it. What an object gets afterwards is met with it alone.
 */
export class SharedNodes {
  private readonly nodes: WeakSet<Node> | Set<Node>;
  /** Is told of each list and dict, which has to have the same nodes from now on. */
  settle: (node: Node) => void = () => {};

  /** @param nodes - An empty set, which need not keep what it has. */
  constructor(nodes: WeakSet<Node> | Set<Node>) {
    this.nodes = nodes;
  }

  has(node: Node): boolean {
    return this.nodes.has(node);
  }

  /** Adds a node, with all that it is made of. */
  add(root: Node): void {
    if (this.nodes.has(root)) return;
    const open: Node[] = [root];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (this.nodes.has(node)) continue;
      this.nodes.add(node);
      this.settle(node);
      addParts(node, open);
    }
  }
}

function addParts(node: Node, parts: Node[]): void {
  switch (node.type) {
    case 'list':
    case 'tuple':
    case 'set':
    case 'frozenset':
      for (const item of node.items) parts.push(item);
      break;
    case 'dict':
      for (const [key, value] of node.entries) parts.push(key, value);
      break;
    case 'call':
      parts.push(node.callable, node.args);
      break;
    case 'new':
      parts.push(node.cls, node.args);
      if (node.kwargs !== undefined) parts.push(node.kwargs);
      break;
    case 'persistent':
      parts.push(node.id);
  }
}
