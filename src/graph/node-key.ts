import { toHex } from '../bytes/base64.ts';
import { formatFloat } from '../bytes/float.ts';
import { childrenOf, isLeaf, type Node, type NodeTable } from './graph.ts';
import { intText } from './int-text.ts';

/** The most nodes and characters of a key. Anything larger has no key and is compared part by part. */
const LARGEST = 64;
const LONGEST = 4096;
/** Nodes in one another that are looked into at once, to know that all but the innermost are large. */
const DEEPEST = 16 * LARGEST;
/** The most characters of a key that is quickly made again, and compared. */
const SHORT = 64;

/** The key of a node with all that is in it; without `text` it has none. */
interface Known {
  readonly text: string | undefined;
  /** Nodes and characters. */
  readonly size: number;
  readonly length: number;
}

/** Stands for the key of a node that has none: it is large or contains itself. */
const NONE: Known = { text: undefined, size: LARGEST + 1, length: 0 };

/** A node whose parts are being asked for their keys. */
interface Open {
  readonly node: Node;
  readonly children: readonly Node[];
  at: number;
  text: string;
  size: number;
  length: number;
}

/** Numbers for long keys. Keys of two graphs can be compared if they were made with the same numbers. */
export class KeyNumbers {
  private readonly numbers = new Map<string, number>();

  /** A short text that is the same for the same text, and only for that. */
  short(text: string): string {
    if (text.length <= SHORT) return text;
    let number = this.numbers.get(text);
    if (number === undefined) this.numbers.set(text, (number = this.numbers.size));
    return `#${number}`;
  }
}

/**
 * Texts that are the same for small nodes that are the same all through, and only for those. Each node is looked into
 * once, however many there are around it.
 */
export class NodeKeys {
  private readonly resolve: (node: Node) => Node;
  private readonly numbers: KeyNumbers;
  private readonly known: NodeTable<Known>;

  /**
   * @param resolve - What stands for a node, the same for the same node.
   * @param known - Empty.
   */
  constructor(resolve: (node: Node) => Node, numbers: KeyNumbers, known: NodeTable<Known>) {
    this.resolve = resolve;
    this.numbers = numbers;
    this.known = known;
  }

  /** The key of a node, or `undefined` if it is large or contains itself. */
  of(root: Node): string | undefined {
    const open: Open[] = [];
    let last = this.begin(root, open);
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      if (last !== undefined) add(top, last);
      const child = top.size > LARGEST || top.length > LONGEST ? undefined : top.children[top.at++];
      if (child === undefined) {
        open.pop();
        last = this.close(top);
      } else {
        last = this.begin(child, open);
        if (open.length > DEEPEST) return this.leave(open);
      }
    }
    return last?.text;
  }

  /** What is too deep to go on. Of the innermost nodes it is not known yet. */
  private leave(open: Open[]): undefined {
    for (const { node } of open.slice(-LARGEST)) this.known.delete(node);
  }

  /** What is known of a node, or `undefined` if the node was opened. */
  private begin(given: Node, open: Open[]): Known | undefined {
    const node = this.resolve(given);
    if (isLarge(node)) return NONE;
    if (isLeaf(node)) return isLong(node) ? (this.known.get(node) ?? this.leaf(node)) : leafKey(node);
    const known = this.known.get(node);
    if (known !== undefined) return known;
    // A node that contains itself has no key, so it has none until its key is known.
    this.known.set(node, NONE);
    const children = childrenOf(node);
    open.push({ node, children, at: 0, text: `${node.type}${children.length}:${ownText(node)};`, size: 1, length: 0 });
    return undefined;
  }

  /** The text of a long one takes as long to make as it is, and many dicts may have it as a key. */
  private leaf(node: Node): Known {
    const { text = '', length } = leafKey(node);
    const known = { text: this.numbers.short(text), size: 1, length };
    this.known.set(node, known);
    return known;
  }

  private close({ node, text, size, length }: Open): Known {
    if (size > LARGEST || length > LONGEST) return NONE;
    const known = { text: this.numbers.short(text), size, length };
    this.known.set(node, known);
    return known;
  }
}

function add(to: Open, { text = '', size, length }: Known): void {
  to.text += `${text.length}:${text}`;
  to.size += size;
  to.length += length;
}

function leafKey(node: Node): Known {
  const text = `${node.type}:${ownText(node)}`;
  return { text, size: 1, length: text.length };
}

function isLong(node: Node): boolean {
  switch (node.type) {
    case 'str':
    case 'bytes':
    case 'bytearray':
      return node.value.length > SHORT / 2;
    case 'int':
      return typeof node.value === 'bigint';
    default:
      return false;
  }
}

function isLarge(node: Node): boolean {
  if ('items' in node) return node.items.length > LARGEST;
  if ('entries' in node) return node.entries.length > LARGEST;
  // Objects are told apart by what was done to them, not only by how much.
  if ('actions' in node) return node.actions !== undefined && node.actions.length > 0;
  return false;
}

/** What a node says beside its children, without a way to take the end of it for something else. */
function ownText(node: Node): string {
  switch (node.type) {
    case 'bool':
      return String(node.value);
    case 'int':
      return intText(node);
    case 'float':
      return formatFloat(node.value);
    case 'str':
      return JSON.stringify([node.value, ...(node.cuts ?? [])]);
    case 'bytes':
    case 'bytearray':
      return toHex(node.value);
    case 'global':
      return JSON.stringify([node.module, node.name]);
    case 'extension':
      return String(node.code);
    case 'new':
      return node.kwargs === undefined ? '' : 'kwargs';
    case 'buffer':
      return String(node.readonly);
    default:
      return '';
  }
}
