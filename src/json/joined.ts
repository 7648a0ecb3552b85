import type { Node } from '../graph/graph.ts';
import type { JsonPart, JsonParts } from './text.ts';

/** Characters of items that are gathered before they are handed on, which takes time of its own. */
const GATHERED = 1024;

const END: IteratorResult<JsonPart, void> = { done: true, value: undefined };

/**
 * The text of an array or object from some value on. A million may be open at once, one in another: a generator takes several
 * times the memory.
 */
export class Joined implements JsonParts {
  private readonly values: Iterator<Node> | Iterator<readonly [Node, Node]>;
  private readonly names: readonly string[] | undefined;
  private readonly partOf: (node: Node) => JsonPart;
  private before: string;
  private at: number;
  private pending: JsonPart | undefined;
  private isDone = false;

  /**
   * @param values - All values, or entries.
   * @param from - The index of the first that is not in the text.
   * @param text - The text up to there, without a comma.
   * @param names - The text before each value of an object.
   */
  constructor(
    values: Iterable<Node> | Iterable<readonly [Node, Node]>,
    from: number,
    text: string,
    names: readonly string[] | undefined,
    partOf: (node: Node) => JsonPart,
  ) {
    // An iterator alone holds what is made part by part as long as it is read.
    this.values = values[Symbol.iterator]();
    for (let at = 0; at < from; at++) this.values.next();
    this.before = text;
    this.at = from;
    this.names = names;
    this.partOf = partOf;
  }

  next(): IteratorResult<JsonPart, void> {
    const { names, pending } = this;
    if (pending !== undefined) {
      this.pending = undefined;
      return { done: false, value: pending };
    }
    if (this.isDone) return END;
    let text = this.before;
    for (let node = this.node(); node !== undefined; node = this.node()) {
      if (this.at > 0) text += ',';
      if (names !== undefined) text += names[this.at] ?? '';
      this.at++;
      const part = this.partOf(node);
      if (typeof part === 'string') text += part;
      else {
        this.before = '';
        this.pending = part;
        return { done: false, value: text };
      }
      if (text.length < GATHERED) continue;
      this.before = '';
      return { done: false, value: text };
    }
    this.isDone = true;
    return { done: false, value: `${text}${names === undefined ? ']' : '}'}` };
  }

  private node(): Node | undefined {
    const { value } = this.values.next();
    return Array.isArray(value) ? value[1] : value;
  }
}
