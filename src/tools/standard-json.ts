import type { Binding } from '../codec.ts';
import { PickleError } from '../errors.ts';
import { standardCodecs } from '../stdlib/standard-codecs.ts';
import { Global } from '../values/global.ts';
import { Instance } from '../values/instance.ts';
import { type CallNode, childrenOf, type GlobalNode, type Graph, type NewNode, type Node } from './graph.ts';
import type { StandardTexts } from './json-plain.ts';
import { escapeJson, jsonString } from './json-text.ts';
import { GraphNames } from './names.ts';
import { NOT_MADE, NodeValues } from './node-values.ts';

/** Parts that a date, a Decimal and the like have at most. */
const LARGEST = 64;
/** Parts that one has at most if what is shared counts at each place, as its JSON may have it. */
const LARGEST_TREE = 1024;
/** Parts that a time zone has at most: those of dateutil have their transitions. */
const LARGEST_ZONE = 8192;

/** What may have a time zone, as the last of two arguments. */
const ZONED: ReadonlySet<string> = /* @__PURE__ */ new Set(['datetime.datetime', 'datetime.time']);

/** What is known of a class or function. */
interface Known {
  readonly mayHaveText: boolean;
  readonly isZoned: boolean;
}

/** The JSON of what the standard library's codecs know: dates, Decimal, UUID, paths, exceptions... */
export class StandardJson implements StandardTexts {
  private readonly names: GraphNames;
  private readonly values: NodeValues;
  private readonly protocol: number;
  private readonly classes = new Map<GlobalNode, Known>();
  /** Objects that were looked at, and their JSON. */
  private readonly texts = new Map<Node, string | undefined>();
  /** The zones of datetimes, which many share. */
  private readonly zones = new Map<Node, unknown>();

  constructor(graph: Graph) {
    this.names = new GraphNames(graph.protocol < 3);
    this.values = new NodeValues(graph, standardCodecs);
    this.protocol = graph.protocol;
  }

  /** The object is made, as `loads` would, and asked for its `toJSON`. `undefined` if it has none. */
  textOf(node: CallNode | NewNode): string | undefined {
    const cls = node.type === 'call' ? node.callable : node.cls;
    if (cls.type !== 'global') return undefined;
    const known = this.knownOf(cls);
    if (!known.mayHaveText) return undefined;
    let text = this.texts.get(node);
    if (text === undefined && !this.texts.has(node)) {
      text = this.made(node, known);
      this.texts.set(node, text);
    }
    return text;
  }

  private knownOf(cls: GlobalNode): Known {
    let known = this.classes.get(cls);
    if (known === undefined) {
      const path = this.names.path(cls);
      const mayHaveText = path !== '' && mayHaveTextOf(this.values.codecOf(cls));
      this.classes.set(cls, (known = { mayHaveText, isZoned: ZONED.has(path) }));
    }
    return known;
  }

  private made(node: CallNode | NewNode, { isZoned }: Known): string | undefined {
    const zone = isZoned ? zoneOf(node) : undefined;
    const zoneValue = zone && this.zone(zone);
    if (zone !== undefined && !isMade(zoneValue)) return undefined;
    const value = this.values.of(node, LARGEST, zone && [zone, zoneValue]);
    // A class method is no class, and keeps the call that finds it.
    if (!isScalar(value) || (value instanceof Global && this.protocol >= 4)) return undefined;
    return this.values.hasSharing && isLargeTree(node) ? undefined : textOf(value);
  }

  /** A zone that is too large or odd is an object of its class, which is enough to say that there is one. */
  private zone(zone: CallNode | NewNode): unknown {
    if (this.zones.has(zone)) return this.zones.get(zone);
    let value = this.values.of(zone, LARGEST_ZONE);
    if (value === NOT_MADE) {
      const callable = zone.type === 'call' ? zone.callable : zone.cls;
      value = this.values.of({ type: 'call', callable, args: { type: 'tuple', items: [] }, actions: [] }, LARGEST);
    }
    this.zones.set(zone, value);
    return value;
  }
}

function isMade(value: unknown): boolean {
  return value !== undefined && value !== NOT_MADE;
}

/** The node of the zone of a datetime or a time. */
function zoneOf({ args }: CallNode | NewNode): CallNode | NewNode | undefined {
  const zone = args.type === 'tuple' && args.items.length === 2 ? args.items[1] : undefined;
  return zone?.type === 'call' || zone?.type === 'new' ? zone : undefined;
}

/** Whether what a codec makes may have a text: containers have none, nor has what no codec makes. */
function mayHaveTextOf(codec: Binding | undefined): boolean {
  if (codec === undefined || codec.kind === 'constant') return false;
  if (codec.kind === 'function') return codec.call !== undefined || codec.create !== undefined;
  const prototype: unknown = codec.type.prototype;
  return isScalar(prototype);
}

function textOf(value: { toJSON(): unknown }): string | undefined {
  try {
    const json = value.toJSON();
    return typeof json === 'string' ? jsonString(json) : escapeJson(JSON.stringify(value));
  } catch (error) {
    // A TypeError is JSON's for a bigint and for a cycle; a RangeError is for a cycle that each `toJSON` makes anew.
    if (error instanceof PickleError || error instanceof TypeError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Whether a value has a JSON of its own that is no list of what it holds. */
function isScalar(value: unknown): value is { toJSON(): unknown } {
  if (typeof value !== 'object' || value === null || value instanceof Instance) return false;
  if (value instanceof Map || value instanceof Set || Array.isArray(value) || ArrayBuffer.isView(value)) return false;
  return 'toJSON' in value && typeof value.toJSON === 'function';
}

/** Whether an object has very many parts if what is shared counts at each place. */
function isLargeTree(root: Node): boolean {
  const open: Node[] = [root];
  for (let count = 0; count < LARGEST_TREE; count++) {
    const node = open.pop();
    if (node === undefined) return false;
    for (const child of childrenOf(node)) open.push(child);
    if (open.length > LARGEST_TREE) return true;
  }
  return true;
}
