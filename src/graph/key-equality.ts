/**
 * Python's equality of dict keys and set members, for nodes: `1 == 1.0 == True`, tuples, bytes and frozensets by value,
 * in whichever form a protocol has them. Of objects of other classes only the pickle's own identity is known.
 *
 * @module
 */
import { decodeLatin1 } from '../bytes/text.ts';
import type { CallNode, Node, NodeTable } from './graph.ts';
import { bigText } from './int-text.ts';
import type { GraphNames } from './names.ts';

/** Keys and values, in the order of the pickle. */
export type Entries = readonly (readonly [Node, Node])[];

/** What nodes are compared by: themselves or a text. */
export type Key = string | Node;

/** A tuple or frozenset whose parts are being numbered. */
interface Open {
  readonly node: Node;
  readonly type: 'tuple' | 'frozenset';
  readonly items: readonly Node[];
  readonly numbers: number[];
}

/**
 * Decides which keys of one graph are equal. Answers are kept, so that all questions together cost the graph's size.
 */
export class KeyEquality {
  private readonly names: GraphNames;
  private readonly normal: (node: Node) => Node;
  /** Equal keys have the same number. */
  private readonly numbers = new Map<Key, number>();
  /** Keys of the dict before, which are different strs. Many dicts in a row have the same keys, which are the same nodes. */
  private texts: readonly Node[] = [];
  /** What large sets keep: many may be made of one list. */
  private readonly distinct = new WeakMap<readonly Node[], readonly Node[]>();
  private readonly copies = new WeakMap<readonly Node[], Node[]>();
  /** Keys that take longer to make than to look up. */
  private readonly known: NodeTable<Key>;

  /**
   * @param known - Empty.
   * @param normal - The normal form of a node, the same for the same node.
   */
  constructor(names: GraphNames, known: NodeTable<Key>, normal: (node: Node) => Node) {
    this.names = names;
    this.known = known;
    this.normal = normal;
  }

  /**
   * The entries that a dict keeps: for equal keys, the first key and the last value. The same array if it keeps all.
   */
  entries(entries: Entries): Entries {
    if (entries.length < 2 || this.areTexts(entries)) return entries;
    if (this.areDifferent(entries)) return entries;
    const places = new Map<Key, number>();
    const kept: (readonly [Node, Node])[] = [];
    for (const entry of entries) {
      const key = this.keyOf(entry[0]);
      const place = places.get(key);
      if (place === undefined) {
        places.set(key, kept.length);
        kept.push(entry);
      } else {
        kept[place] = [kept[place]?.[0] ?? entry[0], entry[1]];
      }
    }
    return kept;
  }

  /** The members that a set keeps: the first of each equal group. The same array if it keeps all. */
  members(members: readonly Node[]): readonly Node[] {
    if (members.length < 2) return members;
    const known = members.length > REMEMBERED_KEYS ? this.distinct.get(members) : undefined;
    if (known !== undefined) return known;
    const seen = new Set<Key>();
    const kept = members.filter((member) => {
      const { size } = seen;
      return seen.add(this.keyOf(member)).size > size;
    });
    const distinct = kept.length === members.length ? members : kept;
    if (members.length > REMEMBERED_KEYS) this.distinct.set(members, distinct);
    return distinct;
  }

  /** The same for a set that is made of a list: sets of one large list have one array. */
  membersFor(members: readonly Node[]): Node[] {
    const known = this.copies.get(members);
    if (known !== undefined) return known;
    const copy = [...this.members(members)];
    if (members.length > REMEMBERED_KEYS) this.copies.set(members, copy);
    return copy;
  }

  private areDifferent(entries: Entries): boolean {
    const seen = new Set<Key>();
    for (const [key] of entries) seen.add(this.keyOf(key));
    return seen.size === entries.length;
  }

  private areTexts(entries: Entries): boolean {
    const { texts } = this;
    if (haveKeys(entries, texts)) return true;
    if (!areTexts(entries)) return false;
    if (entries.length <= REMEMBERED_KEYS) this.texts = entries.map(([key]) => key);
    return true;
  }

  private keyOf(node: Node): Key {
    const form = this.normal(node);
    if (isShort(form)) return shortKey(form);
    return this.known.get(form) ?? this.composite(form);
  }

  /** Each part has a number by now or gets one, so what is shared is examined only once. */
  private composite(root: Node): Key {
    const open: Open[] = [];
    const begun = new Set<Node>();
    let key = this.begin(root, open, begun);
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      if (key !== undefined) top.numbers.push(this.numberOf(key));
      const next = top.items[top.numbers.length];
      if (next === undefined) {
        open.pop();
        key = keyOfNumbers(top);
        this.known.set(top.node, key);
      } else {
        key = this.begin(this.normal(next), open, begun);
      }
    }
    return key ?? root;
  }

  /** The key of a node, or `undefined` if the node was opened. */
  private begin(node: Node, open: Open[], begun: Set<Node>): Key | undefined {
    if (isShort(node)) return shortKey(node);
    const known = this.known.get(node);
    // Only a hand-made graph has a tuple that contains itself.
    if (known !== undefined || begun.has(node)) return known ?? node;
    if (node.type !== 'tuple' && node.type !== 'frozenset') {
      const key = this.longKey(node);
      this.known.set(node, key);
      return key;
    }
    begun.add(node);
    open.push({ node, type: node.type, items: node.items, numbers: [] });
    return undefined;
  }

  private numberOf(key: Key): number {
    let number = this.numbers.get(key);
    if (number === undefined) this.numbers.set(key, (number = this.numbers.size));
    return number;
  }

  private longKey(node: Node): Key {
    switch (node.type) {
      case 'bytes':
        return `b${decodeLatin1(node.value, 0, node.value.length)}`;
      case 'global':
        return `g${JSON.stringify([node.module, node.name])}`;
      case 'call':
        return this.complexText(node) ?? node;
      default:
        return shortKey(node);
    }
  }

  private complexText(node: CallNode): string | undefined {
    if (node.args.type !== 'tuple' || node.args.items.length !== 2 || node.actions.length > 0) return undefined;
    if (this.names.path(node.callable) !== 'builtins.complex') return undefined;
    const [re, im] = node.args.items.map((part) =>
      'value' in part && isReal(part) ? numberText(part.value) : undefined,
    );
    if (re === undefined || im === undefined) return undefined;
    return im === 'n0' ? re : `z${re},${im}`;
  }
}

/** Keys of a dict that are looked at again for the next one. */
const REMEMBERED_KEYS = 64;

/** Whether the keys of entries are exactly these nodes. */
export function haveKeys(entries: Entries, keys: readonly Node[]): boolean {
  if (entries.length !== keys.length) return false;
  for (let i = 0; i < keys.length; i++) if (entries[i]?.[0] !== keys[i]) return false;
  return true;
}

/** Whether all keys are strs and no two are the same, which is nearly always the case. */
function areTexts(entries: Entries): boolean {
  const seen = new Set<string>();
  for (const [key] of entries) {
    if (key.type !== 'str' || key.cuts !== undefined) return false;
    seen.add(key.value);
  }
  return seen.size === entries.length;
}

/** Whether making the key takes less time than looking it up. */
function isShort(node: Node): boolean {
  switch (node.type) {
    case 'str':
      return node.value.length <= SHORT;
    case 'int':
      return typeof node.value === 'number';
    case 'tuple':
    case 'frozenset':
    case 'bytes':
    case 'global':
    case 'call':
      return false;
    default:
      return true;
  }
}

/** Characters. */
const SHORT = 32;

function shortKey(node: Node): Key {
  switch (node.type) {
    case 'none':
      return 'None';
    case 'bool':
    case 'int':
    case 'float':
      return numberText(node.value) ?? node;
    case 'str':
      return node.cuts === undefined ? `s${node.value}` : `c${node.cuts};${node.value}`;
    case 'extension':
      return `e${node.code}`;
    default:
      return node;
  }
}

function keyOfNumbers({ type, numbers }: Open): string {
  if (type === 'tuple') return `t${numbers.join()}`;
  return `f${[...new Set(numbers)].sort((a, b) => a - b).join()}`;
}

function isReal({ type }: Node): boolean {
  return type === 'int' || type === 'float' || type === 'bool';
}

/** The same text for all numbers that are equal, or `undefined` for NaN, which equals nothing but itself. */
function numberText(value: unknown): string | undefined {
  if (typeof value === 'boolean') return value ? 'n1' : 'n0';
  if (typeof value === 'bigint') return bigText(value);
  if (typeof value !== 'number' || Number.isNaN(value)) return undefined;
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? bigText(BigInt(value)) : `n${value}`;
}
