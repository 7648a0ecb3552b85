import { PickleError } from '../errors.ts';
import { loads } from '../load/loads.ts';
import { Global } from '../values/global.ts';
import { Instance } from '../values/instance.ts';
import { type Action, type CallNode, childrenOf, type Graph, type NewNode, type Node } from './graph.ts';
import type { StandardTexts } from './json-plain.ts';
import { escapeJson } from './json-text.ts';
import { GraphNames } from './names.ts';
import { write } from './write.ts';

/** Nodes that a date, a Decimal and the like have at most. */
const LARGEST = 64;
/** Objects that are loaded at once. */
const BATCH = 256;
/** Characters and bytes of an object's texts that cost nothing, and how many may come in all beyond. */
const SHORT = 4096;
const LONG = 2 ** 24;

const LEAVES: ReadonlySet<Node['type']> = new Set([
  'none',
  'bool',
  'int',
  'float',
  'str',
  'bytes',
  'bytearray',
  'buffer',
]);

/** Nodes that a time zone has at most: those of dateutil have their transitions. */
const LARGEST_ZONE = 8192;

/** What may have a time zone, as the last of two arguments. */
const ZONED: ReadonlySet<string> = /* @__PURE__ */ new Set(['datetime.datetime', 'datetime.time']);

/** The JSON of what the standard library's codecs know: dates, Decimal, UUID, paths, exceptions... */
export class StandardJson implements StandardTexts {
  private readonly names: GraphNames;
  private readonly protocol: number;
  /** Classes that have no JSON of their own. */
  private readonly unknown = new Set<string>();
  /** Objects that were looked at, and their JSON. */
  private readonly texts = new Map<Node, string | undefined>();
  /** Nodes in which no object was looked for yet, in about the order in which they are asked for, the last first. */
  private readonly ahead: Node[];
  private readonly passed = new Set<Node>();
  private left = LONG;
  /** The zones of datetimes, which many share, and what stands for them. */
  private readonly zones = new Map<Node, Node>();

  constructor({ root, protocol }: Pick<Graph, 'root' | 'protocol'>) {
    this.names = new GraphNames(protocol < 3);
    this.protocol = protocol;
    this.ahead = [root];
  }

  /** The object is loaded, as `loads` would, and asked for its `toJSON`. `undefined` if it has none. */
  textOf(node: CallNode | NewNode): string | undefined {
    if (!this.texts.has(node)) this.lookAt(node);
    return this.texts.get(node);
  }

  /** An object, and some that will be asked for next: to load many at once costs a tenth. */
  private lookAt(node: CallNode | NewNode): void {
    const batch: Node[] = [];
    if (this.isCandidate(node)) batch.push(node);
    while (batch.length > 0 && batch.length < BATCH) {
      const next = this.ahead.pop();
      if (next === undefined) break;
      const isNew = (next.type === 'call' || next.type === 'new') && !this.texts.has(next);
      if (isNew && this.isCandidate(next)) batch.push(next);
      else this.pass(next);
    }
    const open: Node[][] = [batch];
    for (let some = open.pop(); some !== undefined; some = open.pop()) {
      if (some.length === 0 || this.take(some) || some.length === 1) continue;
      const half = some.length >> 1;
      open.push(some.slice(half), some.slice(0, half));
    }
  }

  /** What a candidate is made of needs no look: it is asked for only if the candidate has no JSON. */
  private pass(node: Node): void {
    if (this.passed.has(node)) return;
    this.passed.add(node);
    const children = childrenOf(node);
    for (let i = children.length - 1; i >= 0; i--) {
      const child = children[i];
      if (child !== undefined && !LEAVES.has(child.type)) this.ahead.push(child);
    }
  }

  private isCandidate(node: CallNode | NewNode): boolean {
    this.texts.set(node, undefined);
    const path = this.names.path(node.type === 'call' ? node.callable : node.cls);
    if (path === '' || this.unknown.has(path)) return false;
    const length = lengthOf(zoneOf(node, path) === undefined ? node : withZone(node, NO_ZONE));
    if (length === undefined) return false;
    if (length > SHORT) this.left -= length;
    return length <= SHORT || this.left >= 0;
  }

  /** False: one of them cannot be loaded, or is in itself. */
  private take(nodes: Node[]): boolean {
    const values = this.loaded(nodes);
    if (values === undefined) return false;
    for (const [i, node] of nodes.entries()) {
      const value = values[i];
      if (value instanceof Instance) {
        if (node.type === 'call' || node.type === 'new') {
          this.unknown.add(this.names.path(node.type === 'call' ? node.callable : node.cls));
        }
      } else if (isScalar(value) && !(value instanceof Global && this.protocol >= 4)) {
        // A class method is no class, and keeps the call that finds it.
        this.texts.set(node, textOf(value));
      }
    }
    return true;
  }

  private loaded(nodes: Node[]): readonly unknown[] | undefined {
    const root: Node = { type: 'list', items: nodes.map((node) => this.known(node)) };
    try {
      const value: unknown = loads(write({ root, protocol: this.protocol }, { protocol: this.protocol < 3 ? 2 : 5 }));
      return Array.isArray(value) ? value : undefined;
    } catch (error) {
      if (error instanceof PickleError) return undefined;
      throw error;
    }
  }

  /** A datetime with a zone that is too large or odd has the class of the zone, which is enough to say that there is one. */
  private known(node: Node): Node {
    if (node.type !== 'call' && node.type !== 'new') return node;
    const zone = zoneOf(node, this.names.path(node.type === 'call' ? node.callable : node.cls));
    if (zone === undefined) return node;
    let stand = this.zones.get(zone);
    if (stand === undefined) {
      const callable = zone.type === 'call' ? zone.callable : zone.cls;
      stand = isZoneSize(zone) ? zone : { type: 'call', callable, args: { type: 'tuple', items: [] }, actions: [] };
      this.zones.set(zone, stand);
    }
    return stand === zone ? node : withZone(node, stand);
  }
}

const NO_ZONE: Node = { type: 'none' };

/** The node of the zone of a datetime or a time. */
function zoneOf({ args }: CallNode | NewNode, path: string): CallNode | NewNode | undefined {
  if (!ZONED.has(path)) return undefined;
  const zone = args.type === 'tuple' && args.items.length === 2 ? args.items[1] : undefined;
  return zone?.type === 'call' || zone?.type === 'new' ? zone : undefined;
}

function withZone(node: CallNode | NewNode, zone: Node): CallNode | NewNode {
  const items = node.args.type === 'tuple' ? [...node.args.items.slice(0, 1), zone] : [];
  return { ...node, args: { type: 'tuple', items } };
}

/** Whether a zone is made of plain values and classes, and of no more than any zone is. */
function isZoneSize(zone: Node): boolean {
  const seen = new Set<Node>([zone]);
  for (const node of seen) {
    if (node.type === 'persistent' || node.type === 'extension' || node.type === 'buffer') return false;
    if (isWide(node, LARGEST_ZONE)) return false;
    for (const child of childrenOf(node)) seen.add(child);
    if (seen.size > LARGEST_ZONE) return false;
  }
  return true;
}

function textOf(value: { toJSON(): unknown }): string | undefined {
  try {
    return escapeJson(JSON.stringify(value));
  } catch (error) {
    // A TypeError is JSON's for a bigint and for a cycle; a RangeError is for a cycle that each `toJSON` makes anew.
    if (error instanceof PickleError || error instanceof TypeError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Whether a value has a JSON of its own that is no list of what it holds. */
function isScalar(value: unknown): value is { toJSON(): unknown } {
  if (typeof value !== 'object' || value === null) return false;
  if (value instanceof Map || value instanceof Set || Array.isArray(value) || ArrayBuffer.isView(value)) return false;
  return 'toJSON' in value && typeof value.toJSON === 'function';
}

/** Characters and bytes of an object that is made of a few plain values and classes; `undefined` of any other. */
function lengthOf(root: Node): number | undefined {
  let length = 0;
  const seen: Node[] = [root];
  for (let i = 0; i < seen.length; i++) {
    const node = seen[i];
    if (node === undefined) break;
    switch (node.type) {
      case 'none':
      case 'bool':
      case 'float':
        break;
      case 'int':
        if (typeof node.value === 'bigint' && BigInt.asIntN(SHORT, node.value) !== node.value) return undefined;
        break;
      case 'str':
      case 'bytes':
      case 'bytearray':
        length += node.value.length;
        break;
      case 'persistent':
      case 'extension':
      case 'buffer':
        return undefined;
      default:
        if (isWide(node, LARGEST)) return undefined;
        for (const child of childrenOf(node)) if (!seen.includes(child)) seen.push(child);
        if (seen.length > LARGEST) return undefined;
    }
  }
  return length;
}

/** Whether an object holds so much that it need not be looked into. */
function isWide(node: Node, largest: number): boolean {
  if ('items' in node) return node.items.length > largest;
  if ('entries' in node) return node.entries.length > largest;
  if (!('actions' in node) || node.actions === undefined) return false;
  return node.actions.length > largest || node.actions.some((action) => sizeOf(action) > largest);
}

function sizeOf(action: Action): number {
  switch (action.do) {
    case 'append':
      return action.items.length;
    case 'set':
      return action.entries.length;
    case 'add':
      return action.members.length;
    default:
      return 1;
  }
}
