import type { Mark, Node, NodeTable } from './graph.ts';

/**
 * Nodes that may be met more than once: those that are fetched, and what they are made of, because what has no form of its
 * own in a protocol is copied into each object that is made of it. What an object gets afterwards is met with it alone.
 */
export class SharedNodes {
  private readonly nodes: NodeTable<Mark>;
  private readonly open: Node[] = [];
  private isTaken = false;
  /** Is told of each list and dict, which has to have the same nodes from now on. */
  settle: (node: Node) => void = () => {};

  /** @param nodes - An empty table, which need not keep what it has. */
  constructor(nodes: NodeTable<Mark>) {
    this.nodes = nodes;
  }

  has(node: Node): boolean {
    return this.nodes.has(node);
  }

  /** {@link Sharing.takeTable} */
  take(): NodeTable<Mark> | undefined {
    if (this.isTaken) return undefined;
    this.isTaken = true;
    return this.nodes;
  }

  /** Adds a node, with all that it is made of. */
  add(root: Node): void {
    const { open } = this;
    for (let node: Node | undefined = root; node !== undefined; node = open.pop()) {
      if (this.nodes.has(node)) continue;
      this.nodes.set(node, 0);
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
      addItems(node.items, parts);
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

/** An item that is there twice in a row is added once. */
function addItems(items: readonly Node[], parts: Node[]): void {
  let before: Node | undefined;
  for (const item of items) {
    if (item !== before) parts.push(item);
    before = item;
  }
}
