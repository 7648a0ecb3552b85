import { type Bytes, toUint8Array } from '../bytes/bytes-like.ts';
import type { Global } from '../values/global.ts';
import { type Entries, uniqueEntries } from './dict-entries.ts';
import { type DiffPath, pathText } from './diff-path.ts';
import type { FloatNode, Graph, IntNode, Node } from './graph.ts';
import { GraphNames } from './names.ts';
import { nodeKey } from './node-key.ts';
import { nodeSummary } from './node-summary.ts';
import { objectParts } from './object-parts.ts';
import { type ParseOptions, parse } from './parse.ts';
import { UnionFind } from './union-find.ts';

/** What counts as a difference. */
export interface DiffOptions extends ParseOptions {
  /**
   * How far apart two numbers may be, as a part of the larger one, or of 1 if both are smaller. Given, ints and floats
   * are compared with each other, too.
   *
   * @defaultValue none: floats are the same, or both NaN
   */
  readonly tolerance?: number | undefined;
  /** Whether it matters which places hold one mutable object and which hold two. @defaultValue `false` */
  readonly identity?: boolean | undefined;
  /** Whether the order of dicts and sets matters. @defaultValue `false` */
  readonly order?: boolean | undefined;
}

/** One difference. `path` is the way to it, as Python would write it: `$['a'][0].x`. */
export type Difference =
  /** Two values of one type, or of two. `identity`: equal, and shared otherwise. `order`: of a dict's keys or a set. */
  | {
      readonly kind: 'value' | 'type' | 'identity' | 'order';
      readonly path: string;
      readonly a: Node;
      readonly b: Node;
    }
  | { readonly kind: 'removed'; readonly path: string; readonly a: Node }
  | { readonly kind: 'added'; readonly path: string; readonly b: Node };

/**
 * What differs between two pickles: their values, not their bytes. Nothing is built.
 *
 * Lists and tuples are compared index by index, between what is the same at their beginnings and ends. Dicts are compared
 * by key, sets by member; keys are the same if they are of the same type and value all through. Keys that are objects, or
 * large, are compared in order. Objects are compared by class, arguments, items and state; names are those of Python 3.
 * Attributes are `.x`, members of sets `.{1}`, classes `.__class__`, what is called and its arguments `.__reduce__()`.
 *
 * Each pair of objects is compared once, and what was found to belong together is not compared again, so that cycles end
 * and the time is about linear. If there is any difference, at least one is given.
 *
 * @param a - A pickle, or a graph of `parse`.
 * @param b - Another.
 * @returns Differences one by one, in the order of `a`; stop when there are enough.
 * @throws UnpicklingError if one of them is no pickle, at once.
 * @throws RangeError for a tolerance that is no number of at least 0.
 * @example
 * ```ts
 * import { dumps } from 'brine';
 * import { diff, differenceText } from 'brine/tools';
 *
 * const [first] = diff(dumps({ a: [1, 2] }), dumps({ a: [1, 3] }));
 * first?.path; // "$['a'][1]"
 * first && differenceText(first); // "~ $['a'][1]: 2 -> 3"
 * ```
 */
export function diff(
  a: Bytes | Graph,
  b: Bytes | Graph,
  options: DiffOptions = {},
): Generator<Difference, void, undefined> {
  const { tolerance } = options;
  if (tolerance !== undefined && !(tolerance >= 0)) {
    throw new RangeError(`options.tolerance needs a number of at least 0, got ${tolerance}`);
  }
  return new Comparison(graphOf(a, options), graphOf(b, options), options).run();
}

/** A difference in one line of printable text: `~ $['a'][1]: 2 -> 3`, `- $[2]: None`, `+ $['k']: 'v'`. */
export function differenceText(difference: Difference): string {
  const { path } = difference;
  switch (difference.kind) {
    case 'value':
      return `~ ${path}: ${nodeSummary(difference.a)} -> ${nodeSummary(difference.b)}`;
    case 'type': {
      const { a, b } = difference;
      return `~ ${path}: ${nodeSummary(a)} (${a.type}) -> ${nodeSummary(b)} (${b.type})`;
    }
    case 'identity':
      return `! ${path}: shared with other places than before`;
    case 'order':
      return `! ${path}: in another order`;
    case 'removed':
      return `- ${path}: ${nodeSummary(difference.a)}`;
    case 'added':
      return `+ ${path}: ${nodeSummary(difference.b)}`;
  }
}

/** Something that is still to be compared; with one side only, to be told. */
interface Pair {
  readonly a: Node | undefined;
  readonly b: Node | undefined;
  readonly path: DiffPath | undefined;
  /** Whether both are states, whose keys are attributes. */
  readonly isState?: boolean;
}

/** Two containers, and the way to them. */
interface Sides {
  readonly a: Node;
  readonly b: Node;
  readonly path: DiffPath | undefined;
}

/** Objects of which it matters whether they are one or two. */
const MUTABLE: ReadonlySet<Node['type']> = /* @__PURE__ */ new Set([
  'list',
  'dict',
  'set',
  'bytearray',
  'call',
  'new',
  'persistent',
]);

class Comparison {
  private readonly root: Pair;
  private readonly options: DiffOptions;
  private readonly namesA: GraphNames;
  private readonly namesB: GraphNames;
  private readonly classes = new UnionFind<Node>();
  /** Which object of the one side stands where an object of the other does. */
  private readonly partners = { a: new Map<Node, Node>(), b: new Map<Node, Node>() };
  /** What is next, the last first. */
  private readonly open: Pair[] = [];
  /** What was found and not yet given. */
  private readonly found: Difference[] = [];

  constructor(a: Graph, b: Graph, options: DiffOptions) {
    this.root = { a: a.root, b: b.root, path: undefined };
    this.options = options;
    this.namesA = new GraphNames(a.protocol < 3);
    this.namesB = new GraphNames(b.protocol < 3);
  }

  *run(): Generator<Difference, void, undefined> {
    this.open.push(this.root);
    for (let pair = this.open.pop(); pair !== undefined; pair = this.open.pop()) {
      const pairs: Pair[] = [];
      this.compare(pair, pairs);
      yield* this.found.splice(0);
      for (let i = pairs.length - 1; i >= 0; i--) {
        const next = pairs[i];
        if (next !== undefined && !this.isSameAtom(next)) this.open.push(next);
      }
    }
  }

  /** Most of what is compared is the same atom: it need not wait. */
  private isSameAtom({ a, b }: Pair): boolean {
    if (a === undefined || b === undefined || a.type !== b.type) return false;
    switch (a.type) {
      case 'none':
        return true;
      case 'bool':
      case 'int':
      case 'str':
        return 'value' in b && a.value === b.value && !('cuts' in a) && !('cuts' in b);
      default:
        return false;
    }
  }

  /** Finds differences at a place, and what is to be compared inside. */
  private compare(pair: Pair, pairs: Pair[]): void {
    const { a, b, path } = pair;
    if (a === undefined || b === undefined) {
      if (a !== undefined) this.found.push({ kind: 'removed', path: pathText(path), a });
      if (b !== undefined) this.found.push({ kind: 'added', path: pathText(path), b });
      return;
    }
    if (this.options.identity === true) this.checkIdentity(a, b, path);
    if (a === b) return;
    if (a.type !== b.type) {
      if (!this.areClose(a, b)) this.found.push({ kind: 'type', path: pathText(path), a, b });
    } else if (isAtom(a)) {
      if (!this.areEqual(a, b)) this.found.push({ kind: 'value', path: pathText(path), a, b });
    } else if (this.classes.union(a, b)) {
      this.inside(pair, a, b, pairs);
    }
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
        if (b.type === a.type) sequence(a.items, b.items, path, pairs);
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
      case 'new':
        if (b.type !== 'new') break;
        pairs.push({ a: a.cls, b: b.cls, path: { parent: path, step: '.__class__' } });
        pairs.push({ a: a.args, b: b.args, path: { parent: path, step: '.__getnewargs__()' } });
        if (a.kwargs === undefined && b.kwargs === undefined) break;
        pairs.push({ a: a.kwargs, b: b.kwargs, path: { parent: path, step: '.__getnewargs_ex__()[1]' } });
        break;
      case 'persistent':
        if (b.type === 'persistent') pairs.push({ a: a.id, b: b.id, path: { parent: path, step: '.persistent_id' } });
        break;
      default:
        if (!this.areEqual(a, b)) this.found.push({ kind: 'value', path: pathText(path), a, b });
    }
    this.parts(a, b, path, pairs);
  }

  /** What was done to two objects after they were made. */
  private parts(a: Node, b: Node, path: DiffPath | undefined, pairs: Pair[]): void {
    if (!('actions' in a || 'actions' in b)) return;
    const [first, second] = [a, b].map((node) => objectParts('actions' in node ? node.actions : undefined));
    if (first === undefined || second === undefined) return;
    const sides = { a, b, path };
    sequence(first.items, second.items, path, pairs);
    this.dict(sides, first.entries, second.entries, false, pairs);
    this.members(sides, first.members, second.members, pairs);
    const count = Math.max(first.states.length, second.states.length);
    for (let i = 0; i < count; i++) {
      const [x, y] = [first.states[i], second.states[i]];
      const isDict = x?.type === 'dict' && y?.type === 'dict';
      const state = { parent: path, step: '.__state__' };
      pairs.push({ a: x, b: y, path: isDict ? path : state, isState: isDict });
    }
    const setters = Math.max(first.setters.length, second.setters.length);
    for (let i = 0; i < setters; i++) {
      const [x, y] = [first.setters[i], second.setters[i]];
      pairs.push({ a: x?.[0], b: y?.[0], path: { parent: path, step: '.__reduce__()[5]' } });
      pairs.push({ a: x?.[1], b: y?.[1], path: { parent: path, step: '.__reduce__()[2]' } });
    }
  }

  private dict(sides: Sides, first: Entries, second: Entries, isAttribute: boolean, pairs: Pair[]): void {
    const { path } = sides;
    const [entriesA, entriesB] = [uniqueEntries(first), uniqueEntries(second)];
    const matches = matchKeys(
      entriesA.map(([key]) => key),
      entriesB.map(([key]) => key),
    );
    for (const { i, j, isByOrder } of matches) {
      const [x, y] = [entriesA[i], entriesB[j]];
      if (isByOrder && x !== undefined && y !== undefined) {
        pairs.push({ a: x[0], b: y[0], path: { parent: path, step: `{key ${i}}` } });
      }
      pairs.push({ a: x?.[1], b: y?.[1], path: { parent: path, step: x?.[0] ?? y?.[0] ?? '', isAttribute } });
    }
    this.checkOrder(matches, sides);
  }

  private members(sides: Sides, first: readonly Node[], second: readonly Node[], pairs: Pair[]): void {
    const matches = matchKeys(first, second);
    for (const { i, j, isByOrder } of matches) {
      const [x, y] = [first[i], second[j]];
      const member = x ?? y;
      if (member === undefined || (x !== undefined && y !== undefined && !isByOrder)) continue;
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

  /** Whether two atoms of one type are the same. */
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
        return b.type === a.type && sameName(this.namesA.of(a), this.namesB.of(b));
      case 'extension':
        return b.type === a.type && b.code === a.code;
      case 'buffer':
        return b.type === a.type && b.readonly === a.readonly;
      default:
        return true;
    }
  }

  /** Whether two numbers are as near as the tolerance wants. */
  private areClose(a: Node, b: Node): boolean {
    const { tolerance } = this.options;
    if (tolerance === undefined || !isNumber(a) || !isNumber(b)) return false;
    const [x, y] = [Math.abs(Number(a.value)), Math.abs(Number(b.value))];
    if (!Number.isFinite(x) || !Number.isFinite(y)) return Object.is(a.value, b.value);
    return distance(a.value, b.value) <= tolerance * Math.max(1, x, y);
  }
}

/** Pairs of items: of what is the same at the beginning and the end, and index by index between. */
function sequence(a: readonly Node[], b: readonly Node[], path: DiffPath | undefined, pairs: Pair[]): void {
  let head = 0;
  let tail = 0;
  if (a.length !== b.length) {
    const shorter = Math.min(a.length, b.length);
    while (head < shorter && sameKey(a[head], b[head])) head++;
    while (tail < shorter - head && sameKey(a[a.length - 1 - tail], b[b.length - 1 - tail])) tail++;
  }
  const [endA, endB] = [a.length - tail, b.length - tail];
  for (let i = 0; i < Math.max(endA, endB); i++) {
    pairs.push({ a: i < endA ? a[i] : undefined, b: i < endB ? b[i] : undefined, path: { parent: path, step: i } });
  }
  for (let i = 0; i < tail; i++) pairs.push({ a: a[endA + i], b: b[endB + i], path: { parent: path, step: endA + i } });
}

function sameKey(a: Node | undefined, b: Node | undefined): boolean {
  if (a === undefined || b === undefined || a.type !== b.type) return false;
  const key = nodeKey(a);
  return key !== undefined && key === nodeKey(b);
}

/** Which keys belong together, as indexes; -1 for what is on one side only. */
interface Match {
  readonly i: number;
  readonly j: number;
  /** Whether the keys have no text to be known by and were matched by their places. */
  readonly isByOrder: boolean;
}

function matchKeys(a: readonly Node[], b: readonly Node[]): readonly Match[] {
  const places = new Map<string, number>();
  const unnamed: number[] = [];
  b.forEach((node, j) => {
    const key = nodeKey(node);
    if (key === undefined) unnamed.push(j);
    else if (!places.has(key)) places.set(key, j);
  });
  const matches: Match[] = [];
  const seen = new Set<string>();
  let used = 0;
  a.forEach((node, i) => {
    const key = nodeKey(node);
    if (key === undefined) {
      matches.push({ i, j: unnamed[used++] ?? -1, isByOrder: true });
    } else if (!seen.has(key)) {
      seen.add(key);
      matches.push({ i, j: places.get(key) ?? -1, isByOrder: false });
      places.delete(key);
    }
  });
  const left = [...places.values(), ...unnamed.slice(used)].sort((x, y) => x - y);
  for (const j of left) matches.push({ i: -1, j, isByOrder: false });
  return matches;
}

function isAtom({ type }: Node): boolean {
  return ATOMS.has(type);
}

const ATOMS: ReadonlySet<Node['type']> = /* @__PURE__ */ new Set([
  'none',
  'bool',
  'int',
  'float',
  'str',
  'bytes',
  'bytearray',
  'buffer',
]);

function isNumber(node: Node): node is IntNode | FloatNode {
  return node.type === 'int' || node.type === 'float';
}

/** How far apart two finite numbers are. */
function distance(a: number | bigint, b: number | bigint): number {
  const isExact = [a, b].every((value) => typeof value === 'bigint' || Number.isInteger(value));
  const [x, y] = [Number(a), Number(b)];
  return isExact ? Math.abs(Number(BigInt(a) - BigInt(b))) : Math.abs(x - y);
}

function sameName(a: Global, b: Global): boolean {
  return a.module === b.module && a.name === b.name;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function graphOf(data: Bytes | Graph, options: ParseOptions): Graph {
  return 'root' in data ? data : parse(toUint8Array(data), options);
}
