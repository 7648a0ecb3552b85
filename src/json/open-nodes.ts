import type { Node, Sharing } from '../graph/graph.ts';
import { type NodeTable, nodeTable } from '../graph/node-table.ts';
import type { JsonPart, JsonParts } from './text.ts';

/** What is being written, and the texts of what was. */
export class OpenNodes {
  /**
   * How deep a container is that is open; or its text, if it does not hold itself, which is the same wherever it stands. The
   * text is known once the container was written twice; after the first time there is `null`.
   */
  private readonly known: NodeTable<number | string | null>;
  private depth = 0;
  /** How many times an object was met in itself. */
  private cycles = 0;

  constructor(graph: Sharing) {
    this.known = nodeTable(graph);
  }

  textOf(node: Node): string | undefined {
    const text = this.known.get(node);
    return typeof text === 'string' ? text : undefined;
  }

  keep(node: Node, text: string): void {
    this.known.set(node, text);
  }

  /** What stands for an object within itself; `undefined` for what is not open. */
  reference(node: Node): string | undefined {
    const depth = this.known.get(node);
    if (typeof depth !== 'number') return undefined;
    this.cycles++;
    return `{"$up":${this.depth - depth + 1}}`;
  }

  /** The text of a container that may be met again, which is kept the second time. */
  guarded(node: Node, content: (node: Node) => JsonPart): JsonPart {
    return this.kept(node, new Guarded(this, node, content));
  }

  /** The same for what does not count as an object of its own. */
  noted(node: Node, part: JsonParts): JsonPart {
    return this.kept(node, this.watched(node, part));
  }

  /** What is met once. */
  *deeper(part: JsonPart): Generator<JsonPart, void, undefined> {
    this.depth++;
    yield part;
    this.depth--;
  }

  enter(node: Node): number {
    this.known.set(node, ++this.depth);
    return this.cycles;
  }

  /** @param cycles - What {@link OpenNodes.enter} gave. */
  leave(node: Node, cycles: number): void {
    this.depth--;
    if (cycles === this.cycles) this.known.set(node, null);
    else this.known.delete(node);
  }

  private kept(node: Node, part: JsonParts): JsonPart {
    return this.known.get(node) === null ? { part, keep: (text) => this.keep(node, text) } : part;
  }

  private *watched(node: Node, part: JsonPart): Generator<JsonPart, void, undefined> {
    const { cycles } = this;
    yield part;
    if (cycles === this.cycles && !this.known.has(node)) this.known.set(node, null);
  }
}

const END: IteratorResult<JsonPart, void> = { done: true, value: undefined };

/** What is in a node, which is open meanwhile. Not a generator, for the same reason as {@link Joined}. */
class Guarded implements JsonParts {
  private readonly nodes: OpenNodes;
  private readonly node: Node;
  private readonly content: (node: Node) => JsonPart;
  private cycles = -1;

  constructor(nodes: OpenNodes, node: Node, content: (node: Node) => JsonPart) {
    this.nodes = nodes;
    this.node = node;
    this.content = content;
  }

  next(): IteratorResult<JsonPart, void> {
    if (this.cycles < 0) {
      this.cycles = this.nodes.enter(this.node);
      return { done: false, value: this.content(this.node) };
    }
    this.nodes.leave(this.node, this.cycles);
    return END;
  }
}
