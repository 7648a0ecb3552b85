import { type FloatNode, type Graph, type IntNode, isLeaf, type NewNode, type Node } from '../graph/graph.ts';
import type { Entries } from '../graph/key-equality.ts';
import { keywordsOf } from '../graph/keywords.ts';
import { KeyNumbers } from '../graph/node-key.ts';
import { nodeSummary } from '../graph/node-summary.ts';
import { type KnownForms, NormalForm } from '../graph/normal-form.ts';
import { objectParts } from '../graph/object-parts.ts';
import { REPORT_MASK } from '../option-check.ts';
import { type DiffPath, pathText } from './diff-path.ts';
import type { Difference } from './difference.ts';
import { type Forms, type Match, matchKeys, type Pair, pairItems } from './pairing.ts';
import { UnionFind } from './union-find.ts';

/** Options of {@link diff}: what counts as a difference. */
export interface ComparisonOptions {
  /**
   * How far apart two numbers may be, relative to the larger one, or to 1 if both are smaller. If it is given, ints and
   * floats are also compared with each other.
   *
   * @defaultValue none: floats are equal if they have the same value or are both NaN
   */
  readonly tolerance?: number | undefined;
  /** Whether it matters which places share one mutable object. @defaultValue `false` */
  readonly identity?: boolean | undefined;
  /** Whether the order of dicts and sets matters. @defaultValue `false` */
  readonly order?: boolean | undefined;
  /** How much may be copied because objects share it, as in `WriteOptions`. */
  readonly copies?: number | undefined;
  /** Called every 65,536 objects with the offset of the object in `a`, in bytes. */
  readonly onProgress?: ((offset: number) => void) | undefined;
}

/** Two containers, and the path to them. */
interface Sides {
  readonly a: Node;
  readonly b: Node;
  readonly path: DiffPath | undefined;
}

/** Compares arrays of numpy. */
export interface ArrayComparison {
  /** `undefined` unless both nodes are arrays, or scalars. */
  compare(a: Node, b: Node): ComparedArrays | undefined;
}

/** In what two arrays differ; of arrays of objects, the objects in C's order, which are to be compared. */
export type ComparedArrays =
  | { readonly text: string | undefined }
  | { readonly a: readonly Node[]; readonly b: readonly Node[]; readonly hasAxes: boolean };

/** The types of objects whose identity matters. */
const MUTABLE: ReadonlySet<Node['type']> = /* @__PURE__ */ new Set([
  'list',
  'dict',
  'set',
  'bytearray',
  'call',
  'new',
  'persistent',
]);

/** One comparison of two graphs. Each pair of objects is compared once. */
export class Comparison {
  private readonly root: Pair;
  private readonly options: ComparisonOptions;
  private readonly forms: Forms;
  private readonly numpy: ArrayComparison | undefined;
  private readonly classes = new UnionFind<Node>();
  /** Which objects of the two sides were found at the same place. */
  private readonly partners = { a: new Map<Node, Node>(), b: new Map<Node, Node>() };
  /** Members that were compared, and with which others. */
  private readonly compared = new WeakMap<readonly Node[], readonly Node[]>();
  /** Pairs that are still to be compared, the last one first. */
  private readonly open: Pair[] = [];
  /** Differences that were found but not given out yet. */
  private readonly found: Difference[] = [];

  /**
   * @param known - May be left out where the graphs are changes of one another.
   * @param numpy - For arrays of numpy, if there are any.
   */
  constructor(a: Graph, b: Graph, options: ComparisonOptions, known: KnownForms = {}, numpy?: ArrayComparison) {
    this.numpy = numpy;
    this.root = { a: a.root, b: b.root, path: undefined };
    this.options = options;
    // Both have arrays in one form if both are of protocols below 3, or neither is.
    const { library, arrayForm } = known;
    const forms = { library, arrayForm: a.protocol < 3 === b.protocol < 3 ? undefined : arrayForm };
    const numbers = new KeyNumbers();
    const form = (graph: Graph): NormalForm => new NormalForm(graph, forms, options.copies, numbers);
    this.forms = { a: form(a), b: form(b) };
  }

  *run(): Generator<Difference, void, undefined> {
    this.open.push(this.root);
    let steps = 0;
    for (let pair = this.open.pop(); pair !== undefined; pair = this.open.pop()) {
      const pairs: Pair[] = [];
      if ((++steps & REPORT_MASK) === 0) this.options.onProgress?.(pair.a?.start ?? 0);
      this.compare(pair, pairs);
      yield* this.found.splice(0);
      for (let i = pairs.length - 1; i >= 0; i--) {
        const next = pairs[i];
        if (next !== undefined && !this.isSameLeaf(next)) this.open.push(next);
      }
    }
  }

  /** Most comparisons are of equal leaves, which need no place in the queue. */
  private isSameLeaf({ a, b }: Pair): boolean {
    if (a === undefined || b === undefined || a.type !== b.type) return false;
    switch (a.type) {
      case 'none':
        return true;
      case 'bool':
      case 'int':
      case 'str':
        return !isLarge(a) && 'value' in b && a.value === b.value && !('cuts' in a) && !('cuts' in b);
      default:
        return false;
    }
  }

  /** Finds differences at a place, and queues the pairs inside. */
  private compare(pair: Pair, pairs: Pair[]): void {
    const { path } = pair;
    const a = pair.a && this.forms.a.of(pair.a);
    const b = pair.b && this.forms.b.of(pair.b);
    if (a === undefined || b === undefined) {
      if (pair.a !== undefined)
        this.found.push({ kind: 'removed', path: pathText(path), a: this.forms.a.shown(pair.a) });
      if (pair.b !== undefined) this.found.push({ kind: 'added', path: pathText(path), b: this.forms.b.shown(pair.b) });
      return;
    }
    if (this.options.identity === true) this.checkIdentity(a, b, path);
    if (a === b || this.areArrays(pair, a, b, pairs)) return;
    if (a.type !== b.type) {
      if (!this.areClose(a, b)) this.found.push({ kind: 'type', path: pathText(path), ...this.shown(a, b) });
    } else if (isLeaf(a)) {
      // A large value may be shared by many places, but is compared once.
      if (isLarge(a) && !this.classes.union(a, b)) return;
      if (!this.areEqual(a, b)) this.found.push({ kind: 'value', path: pathText(path), a, b });
    } else if (this.classes.union(a, b)) {
      this.inside(pair, a, b, pairs);
    }
  }

  /** Arrays of numpy are compared by what they hold, and not by how a protocol has them. */
  private areArrays(pair: Pair, a: Node, b: Node, pairs: Pair[]): boolean {
    const { path } = pair;
    const compared = pair.a && pair.b && this.numpy?.compare(pair.a, pair.b);
    if (compared === undefined) return false;
    if (!('text' in compared)) {
      const place = compared.hasAxes ? { parent: path, step: '.flat' } : path;
      pairItems({ a: compared.a, b: compared.b, path: place }, this.forms, pairs);
    } else if (compared.text !== undefined) {
      this.found.push({ kind: 'array', path: pathText(path), ...this.shown(a, b), text: compared.text });
    }
    return true;
  }

  private shown(a: Node, b: Node): { a: Node; b: Node } {
    return { a: this.forms.a.shown(a), b: this.forms.b.shown(b) };
  }

  private checkIdentity(a: Node, b: Node, path: DiffPath | undefined): void {
    if (!MUTABLE.has(a.type) || a.type !== b.type) return;
    const { partners } = this;
    const [partnerOfA, partnerOfB] = [partners.a.get(a), partners.b.get(b)];
    if (partnerOfA === undefined && partnerOfB === undefined) {
      partners.a.set(a, b);
      partners.b.set(b, a);
    } else if (partnerOfA !== b || partnerOfB !== a) {
      this.found.push({ kind: 'identity', path: pathText(path), a, b });
    }
  }

  private inside({ path, isState }: Pair, a: Node, b: Node, pairs: Pair[]): void {
    switch (a.type) {
      case 'list':
      case 'tuple':
        if (b.type === a.type) pairItems({ a: a.items, b: b.items, path }, this.forms, pairs);
        break;
      case 'set':
      case 'frozenset':
        if (b.type === a.type) this.members({ a, b, path }, a.items, b.items, pairs);
        break;
      case 'dict':
        if (b.type === 'dict') this.dict({ a, b, path }, a.entries, b.entries, isState === true, pairs);
        break;
      case 'call':
        if (b.type !== 'call') break;
        pairs.push({ a: a.callable, b: b.callable, path: { parent: path, step: '.__reduce__()[0]' } });
        pairs.push({ a: a.args, b: b.args, path: { parent: path, step: '.__reduce__()[1]' } });
        break;
      case 'new': {
        if (b.type !== 'new') break;
        pairs.push({ a: a.cls, b: b.cls, path: { parent: path, step: '.__class__' } });
        pairs.push({ ...this.argumentsOf(a, b), path: { parent: path, step: '.__getnewargs__()' } });
        const [first, second] = [keywordsOf(a.kwargs), keywordsOf(b.kwargs)];
        if (first === undefined && second === undefined) break;
        pairs.push({ a: first, b: second, path: { parent: path, step: '.__getnewargs_ex__()[1]' } });
        break;
      }
      case 'persistent':
        if (b.type === 'persistent') pairs.push({ a: a.id, b: b.id, path: { parent: path, step: '.persistent_id' } });
        break;
      default:
        if (!this.areEqual(a, b)) this.found.push({ kind: 'value', path: pathText(path), a, b });
    }
    this.parts(a, b, path, pairs);
  }

  /**
   * The arguments of two objects. Below protocol 2, a namedtuple is made of one tuple; from there on, of its items. If
   * both objects are made of one tuple, its items are the arguments, so that paths are the same at each protocol.
   */
  private argumentsOf(a: NewNode, b: NewNode): { a: Node; b: Node } {
    const [first, second] = [onlyTuple(a.args), onlyTuple(b.args)];
    if (first !== undefined && second !== undefined) return { a: first, b: second };
    return {
      a: this.forms.a.isOfTuple(a) ? spreadAs(a.args, b.args) : a.args,
      b: this.forms.b.isOfTuple(b) ? spreadAs(b.args, a.args) : b.args,
    };
  }

  /** Compares the actions on two objects. */
  private parts(a: Node, b: Node, path: DiffPath | undefined, pairs: Pair[]): void {
    if (!('actions' in a || 'actions' in b)) return;
    const [first, second] = [a, b].map((node) => objectParts('actions' in node ? node.actions : undefined));
    if (first === undefined || second === undefined) return;
    const sides = { a, b, path };
    pairItems({ a: first.items, b: second.items, path }, this.forms, pairs);
    this.dict(sides, first.entries, second.entries, false, pairs);
    this.members(sides, first.members, second.members, pairs);
    const count = Math.max(first.states.length, second.states.length);
    for (let i = 0; i < count; i++) {
      const [x, y] = [first.states[i], second.states[i]];
      const isDict = x?.type === 'dict' && y?.type === 'dict';
      const state = { parent: path, step: '.__state__' };
      pairs.push({ a: x, b: y, path: isDict ? path : state, isState: isDict });
    }
    const trailing = { a: trailingNode(first.trailing), b: trailingNode(second.trailing) };
    if ((trailing.a ?? trailing.b) !== undefined)
      pairs.push({ ...trailing, path: { parent: path, step: '.__trailing__' } });
    const setters = Math.max(first.setters.length, second.setters.length);
    for (let i = 0; i < setters; i++) {
      const [x, y] = [first.setters[i], second.setters[i]];
      pairs.push({ a: x?.[0], b: y?.[0], path: { parent: path, step: '.__reduce__()[5]' } });
      pairs.push({ a: x?.[1], b: y?.[1], path: { parent: path, step: '.__reduce__()[2]' } });
    }
  }

  private dict(sides: Sides, first: Entries, second: Entries, isAttribute: boolean, pairs: Pair[]): void {
    const { path } = sides;
    const [entriesA, entriesB] = [this.forms.a.keys.entries(first), this.forms.b.keys.entries(second)];
    const matches = matchKeys(
      entriesA.map(([key]) => key),
      entriesB.map(([key]) => key),
      this.forms,
    );
    for (const { i, j, isByOrder } of matches) {
      const [x, y] = [entriesA[i], entriesB[j]];
      if (isByOrder && x !== undefined && y !== undefined) {
        pairs.push({ a: x[0], b: y[0], path: { parent: path, step: `{key ${i}}` } });
      }
      pairs.push({ a: x?.[1], b: y?.[1], path: { parent: path, step: this.keyOf(x?.[0], y?.[0]), isAttribute } });
    }
    this.checkOrder(matches, sides);
  }

  private keyOf(a: Node | undefined, b: Node | undefined): Node | string {
    return (a === undefined ? b && this.forms.b.shown(b) : this.forms.a.shown(a)) ?? '';
  }

  private members(sides: Sides, first: readonly Node[], second: readonly Node[], pairs: Pair[]): void {
    // Many sets may be made from one list.
    if (first.length > 0 && this.compared.get(first) === second) return;
    this.compared.set(first, second);
    const matches = matchKeys(first, second, this.forms);
    for (const { i, j, isByOrder } of matches) {
      const [x, y] = [first[i], second[j]];
      const member = this.keyOf(x, y);
      if (typeof member === 'string' || (x !== undefined && y !== undefined && !isByOrder)) continue;
      pairs.push({ a: x, b: y, path: { parent: sides.path, step: `.{${nodeSummary(member)}}` } });
    }
    this.checkOrder(matches, sides);
  }

  private checkOrder(matches: readonly Match[], { a, b, path }: Sides): void {
    if (this.options.order !== true) return;
    let last = -1;
    for (const { i, j } of matches) {
      if (i < 0 || j < 0) continue;
      if (j < last) {
        this.found.push({ kind: 'order', path: pathText(path), a, b });
        return;
      }
      last = j;
    }
  }

  /** Whether two leaves of one type are the same. */
  private areEqual(a: Node, b: Node): boolean {
    switch (a.type) {
      case 'none':
        return true;
      case 'bool':
        return b.type === a.type && b.value === a.value;
      case 'int':
        return b.type === a.type && (b.value === a.value || this.areClose(a, b));
      case 'float':
        return b.type === a.type && (Object.is(b.value, a.value) || this.areClose(a, b));
      case 'str':
        return b.type === a.type && b.value === a.value && String(a.cuts ?? '') === String(b.cuts ?? '');
      case 'bytes':
      case 'bytearray':
        return b.type === a.type && sameBytes(a.value, b.value);
      case 'global':
        return b.type === a.type && b.module === a.module && b.name === a.name;
      case 'extension':
        return b.type === a.type && b.code === a.code;
      case 'buffer':
        return b.type === a.type && b.readonly === a.readonly;
      default:
        return true;
    }
  }

  /** Whether two numbers are within the tolerance. */
  private areClose(a: Node, b: Node): boolean {
    const { tolerance } = this.options;
    if (tolerance === undefined || !isNumber(a) || !isNumber(b)) return false;
    const [x, y] = [Math.abs(Number(a.value)), Math.abs(Number(b.value))];
    if (!Number.isFinite(x) || !Number.isFinite(y)) return Object.is(a.value, b.value);
    return distance(a.value, b.value) <= tolerance * Math.max(1, x, y);
  }
}

/** The only argument, if it is a tuple. */
function onlyTuple(args: Node): Node | undefined {
  const given: readonly Node[] = args.type === 'tuple' ? args.items : [];
  const [first] = given;
  return first?.type === 'tuple' && given.length <= 1 ? first : undefined;
}

/** The items of the only argument, if it is a tuple and the other side has its items as arguments. */
function spreadAs(args: Node, other: Node): Node {
  const tuple = args.type === 'tuple' ? args.items[0] : undefined;
  if (tuple?.type !== 'tuple' || other.type !== 'tuple') return args;
  const [first] = other.items;
  const isSame = first?.type === 'tuple' && other.items.length <= 1 && first.items.length === tuple.items.length;
  return isSame ? args : tuple;
}

/** Comparing more characters or bytes takes longer than checking whether they were compared before. */
const LARGE = 256;

function isLarge(leaf: Node): boolean {
  switch (leaf.type) {
    case 'str':
    case 'bytes':
    case 'bytearray':
      return leaf.value.length > LARGE;
    case 'int':
      return typeof leaf.value === 'bigint';
    default:
      return false;
  }
}

function isNumber(node: Node): node is IntNode | FloatNode {
  return node.type === 'int' || node.type === 'float';
}

/** How far apart two finite numbers are. */
function distance(a: number | bigint, b: number | bigint): number {
  const isExact = [a, b].every((value) => typeof value === 'bigint' || Number.isInteger(value));
  const [x, y] = [Number(a), Number(b)];
  return isExact ? Math.abs(Number(BigInt(a) - BigInt(b))) : Math.abs(x - y);
}

/** The bytes after the BUILD of an object, as a node to compare. */
function trailingNode(value: Uint8Array | undefined): Node | undefined {
  return value === undefined ? undefined : { type: 'bytes', value };
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
