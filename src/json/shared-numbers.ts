import {
  childrenOf,
  type Graph,
  hasParts,
  type Mark,
  type Node,
  type NodeTable,
  type Sharing,
} from '../graph/graph.ts';
import { nodeTable } from '../graph/node-table.ts';

/** What is known of a node, besides its number, which stands above these bits. */
const MET = 1;
const LOOKED_INTO = 2;
const NUMBER = 4;

/**
 * A number for each object that is met more than once, in the order in which that is seen. One table has all that is known
 * of a node, because a million may be in it.
 */
export class SharedNumbers {
  private readonly known: NodeTable<Mark>;
  /** Whether all nodes are in the table that are not met once. */
  private readonly isComplete: boolean;
  private readonly isShared: Sharing['isShared'];
  private count = 0;
  /** Which numbers were taken. */
  private readonly taken: Uint8Array;
  /**
   * The node that was met last, and what is known of it, which the table gets when another is met: the places of a node are
   * often side by side, and a look into a table of a million takes longer than all else that is done with a node.
   */
  private newest: Node | undefined;
  private state = 0;

  constructor(graph: Pick<Graph, 'root'> & Sharing) {
    const table = graph.takeTable?.();
    this.isComplete = table !== undefined;
    this.known = table ?? nodeTable(graph);
    this.isShared = graph.isShared;
    this.search(graph.root);
    this.settle();
    this.taken = new Uint8Array(this.count + 1);
  }

  has(node: Node): boolean {
    return this.numberOf(node) !== 0;
  }

  /** The number of a node, below zero from the second time on; 0 for one that is met once. */
  take(node: Node): number {
    const number = this.numberOf(node);
    if (number === 0) return 0;
    if (this.taken[number] === 1) return -number;
    this.taken[number] = 1;
    return number;
  }

  private numberOf(node: Node): number {
    const state = this.count > 0 && hasIdentity(node) ? this.known.get(node) : undefined;
    return typeof state === 'number' ? Math.floor(state / NUMBER) : 0;
  }

  /** Makes a node the newest. False for a node that only one place refers to. */
  private reach(node: Node): boolean {
    if (node === this.newest) return true;
    const state = this.known.get(node);
    if (typeof state !== 'number' && (this.isComplete || this.isShared?.(node) === false)) return false;
    this.settle();
    this.newest = node;
    this.state = typeof state === 'number' ? state : 0;
    return true;
  }

  private settle(): void {
    if (this.newest !== undefined) this.known.set(this.newest, this.state);
    this.newest = undefined;
  }

  private search(root: Node): void {
    this.meet(root);
    const open: Node[] = [root];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (this.reach(node)) {
        if ((this.state & LOOKED_INTO) !== 0) continue;
        this.state += LOOKED_INTO;
      }
      if (node.type === 'dict') this.searchEntries(node.entries, open);
      else this.searchAll(childrenOf(node), open);
    }
  }

  private searchAll(children: readonly Node[], open: Node[]): void {
    for (const child of children) this.meet(child);
    for (let at = children.length - 1; at >= 0; at--) {
      const child = children[at];
      if (child !== undefined && hasParts(child)) open.push(child);
    }
  }

  private searchEntries(entries: readonly (readonly [Node, Node])[], open: Node[]): void {
    for (const [key, value] of entries) {
      this.meet(key);
      this.meet(value);
    }
    for (let at = entries.length - 1; at >= 0; at--) {
      const entry = entries[at];
      if (entry === undefined) continue;
      const [key, value] = entry;
      if (hasParts(value)) open.push(value);
      if (hasParts(key)) open.push(key);
    }
  }

  private meet(node: Node): void {
    if (!hasIdentity(node)) return;
    if (!this.reach(node)) return;
    if ((this.state & MET) === 0) this.state += MET;
    else if (this.state < NUMBER) this.state += NUMBER * ++this.count;
  }
}

/** Whether it matters if two places hold one object or two. */
function hasIdentity({ type }: Node): boolean {
  return type !== 'none' && type !== 'bool' && type !== 'int' && type !== 'float';
}
