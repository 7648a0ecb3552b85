import type { Mark, Node, NodeTable, Sharing } from '../graph/graph.ts';
import { nodeTable } from '../graph/node-table.ts';
import type { Depth } from './joined.ts';
import type { JsonPart, JsonParts } from './text.ts';

/** The containers that are being written, and the texts of those that were. */
export class OpenNodes implements Depth {
  /**
   * The depth of an open container; or the text of one that does not contain itself, which is the same at every place. The
   * text is kept once the container was written twice; after the first time there is `null`. 0: nothing is known.
   */
  private readonly known: NodeTable<Mark>;
  private readonly endings = new Map<string, JsonParts>();
  private depth = 0;
  /** How many times an object was found in itself. */
  private cycles = 0;

  constructor(graph: Sharing) {
    this.known = graph.takeTable?.() ?? nodeTable(graph);
  }

  textOf(node: Node): string | undefined {
    const text = this.known.get(node);
    return typeof text === 'string' ? text : undefined;
  }

  keep(node: Node, text: string): void {
    this.known.set(node, text);
  }

  /** The reference to an object within itself; `undefined` for an object that is not open. */
  reference(node: Node): string | undefined {
    const depth = this.known.get(node);
    if (typeof depth !== 'number' || depth === 0) return undefined;
    this.cycles++;
    return `{"$up":${this.depth - depth + 1}}`;
  }

  /** The text of a container that may come again. It is kept the second time. */
  guarded(node: Node, part: JsonParts): JsonPart {
    return this.kept(node, new Guarded(this, node, part, true));
  }

  /** The same for what does not count as a container of its own. */
  noted(node: Node, part: JsonParts): JsonPart {
    return this.kept(node, new Guarded(this, node, part, false));
  }

  deeper(): void {
    this.depth++;
  }

  higher(): void {
    this.depth--;
  }

  ending(text: string): JsonParts {
    let ending = this.endings.get(text);
    if (ending === undefined) this.endings.set(text, (ending = new Ending(this, text)));
    return ending;
  }

  enter(node: Node): number {
    this.known.set(node, ++this.depth);
    return this.cycles;
  }

  /** @param cycles - The result of {@link OpenNodes.enter}. */
  leave(node: Node, cycles: number): void {
    this.depth--;
    this.known.set(node, cycles === this.cycles ? null : 0);
  }

  watch(): number {
    return this.cycles;
  }

  /** @param cycles - What {@link OpenNodes.watch} gave. */
  note(node: Node, cycles: number): void {
    if (cycles === this.cycles && (this.known.get(node) ?? 0) === 0) this.known.set(node, null);
  }

  private kept(node: Node, part: JsonParts): JsonPart {
    return this.known.get(node) === null ? { part, keep: (text) => this.keep(node, text) } : part;
  }
}

/** What is in a node, which is open meanwhile if it counts. */
class Guarded implements JsonParts {
  private readonly nodes: OpenNodes;
  private readonly node: Node;
  private readonly part: JsonParts;
  private readonly isCounted: boolean;
  private cycles = -1;

  constructor(nodes: OpenNodes, node: Node, part: JsonParts, isCounted: boolean) {
    this.nodes = nodes;
    this.node = node;
    this.part = part;
    this.isCounted = isCounted;
  }

  next(): JsonPart | undefined {
    const { nodes, node, isCounted } = this;
    if (this.cycles < 0) {
      this.cycles = isCounted ? nodes.enter(node) : nodes.watch();
      return this.part;
    }
    if (isCounted) nodes.leave(node, this.cycles);
    else nodes.note(node, this.cycles);
    return undefined;
  }
}

/** The end of each container that ends with some text. They are read one after another. */
class Ending implements JsonParts {
  private readonly depth: Depth;
  private readonly text: string;
  private isGiven = false;

  constructor(depth: Depth, text: string) {
    this.depth = depth;
    this.text = text;
  }

  next(): string | undefined {
    this.isGiven = !this.isGiven;
    if (this.isGiven) return this.text;
    this.depth.higher();
    return undefined;
  }
}
