import type { Binding } from '../codec/binding.ts';
import type { Codec } from '../codec/codec.ts';
import { PickleError } from '../errors.ts';
import { ARRAYS, arrayNamed, nodesOfArray } from '../graph/array-form.ts';
import {
  type CallNode,
  childrenOf,
  type GlobalNode,
  type Graph,
  type NewNode,
  type Node,
  type NodeTable,
  type Sharing,
} from '../graph/graph.ts';
import { LIBRARY } from '../graph/known-library.ts';
import { GraphNames } from '../graph/names.ts';
import { nodeSummary } from '../graph/node-summary.ts';
import { nodeTable } from '../graph/node-table.ts';
import { NOT_MADE, NodeValues } from '../graph/node-values.ts';
import { ZoneInfo } from '../stdlib/datetime/zone.ts';
import { PyError } from '../stdlib/exceptions/py-error.ts';
import { standardCodecs } from '../stdlib/standard-codecs.ts';
import { Global } from '../values/global.ts';
import { Instance } from '../values/instance.ts';
import type { ErrorFields, StandardTexts } from './plain.ts';
import { escapeJson, jsonString } from './text.ts';

/** The most parts that a date, a Decimal and the like have. */
const LARGEST = 64;
/** The most parts of one, if shared parts count at each place, as its JSON may have them. */
const LARGEST_TREE = 1024;
/** Parts that an exception or an object of the caller's class has at most, and how many all of them have beyond {@link LARGEST}. */
const LARGEST_OBJECT = 2 ** 12;
const LARGE_OBJECTS = 2 ** 22;
/** The most parts of a time zone: those of dateutil have their transitions. */
const LARGEST_ZONE = 8192;

/** The classes that may have a time zone, as the last of two arguments. */
const ZONED: ReadonlySet<string> = /* @__PURE__ */ new Set(['datetime.datetime', 'datetime.time']);

/** The least bytes of a pickle that an object takes, with its arguments. */
const SHORTEST = 8;

/** Modules whose objects have several forms in protocols, or a plain form. */
const FORMED = /^(?:$|(?:_codecs|_io|array|builtins|collections|copyreg)\.)/;

/** What is known of a class or function. */
interface Known {
  readonly mayHaveText: boolean;
  readonly isZoned: boolean;
  /** Whether one of the caller's codecs knows it. */
  readonly isOwn: boolean;
  /** Whether its objects have a text and no other form. */
  readonly isDirect: boolean;
  /** The name of an exception in Python, as it is shown; `undefined` for anything else. */
  readonly errorName: string | undefined;
}

/** The JSON of what the standard library's codecs know: dates, Decimal, UUID, paths, exceptions... */
export class StandardJson implements StandardTexts {
  readonly library = LIBRARY;
  private readonly names: GraphNames;
  private readonly values: NodeValues;
  private readonly protocol: number;
  private readonly classes = new Map<GlobalNode, Known>();
  /** The class that was asked for last, because objects of one class often come together. */
  private newest: { readonly cls: GlobalNode; readonly known: Known } | undefined;
  /** Objects that were examined, with their JSON. */
  private readonly texts: NodeTable<string | undefined>;
  /** How many more texts are made without being kept: as many as there can be objects. Keeping them would take longer. */
  private unkeptLeft: number;
  /** The names that the caller's codecs have. */
  private readonly own = new Set<string>();
  private readonly nodes: NodeTable<Node | undefined>;
  private largeLeft = LARGE_OBJECTS;
  /** The zones of datetimes, which many share. */
  private readonly zones: NodeTable<unknown>;
  /** One zone object for each key, because the runtime takes long to look one up. */
  private readonly zonesByKey = new Map<string, ZoneInfo>();

  /** @param codecs - The caller's, which come before the standard library's. */
  constructor(graph: Graph & Sharing, codecs?: readonly Codec[]) {
    this.texts = nodeTable(graph);
    this.nodes = nodeTable(graph);
    this.zones = nodeTable(graph);
    this.names = new GraphNames(graph.protocol < 3);
    this.values = new NodeValues(graph, standardCodecs, codecs);
    this.protocol = graph.protocol;
    this.unkeptLeft = graph.end / SHORTEST;
    for (const codec of codecs ?? []) {
      if ('global' in codec) for (const name of [codec.global, ...codec.aliases]) this.own.add(name.toString());
    }
  }

  /** Whether a codec of the caller's says what the object is. */
  isOwn(node: CallNode | NewNode): boolean {
    const cls = node.type === 'call' ? node.callable : node.cls;
    return this.own.size > 0 && cls.type === 'global' && this.knownOf(cls).isOwn;
  }

  nodeOf(node: CallNode | NewNode): Node | undefined {
    const path = node.type === 'call' ? this.names.path(node.callable) : '';
    if (node.type !== 'call' || !ARRAYS.has(path) || node.actions.length > 0) return undefined;
    let made = this.nodes.get(node);
    if (made === undefined && !this.nodes.has(node)) {
      made = this.arrayNode(path, node);
      this.nodes.set(node, made);
    }
    return made;
  }

  /** The message of a large exception is only the kind of its arguments. */
  errorOf(node: CallNode | NewNode): ErrorFields | undefined {
    const cls = node.type === 'call' ? node.callable : node.cls;
    const type = cls.type === 'global' ? this.knownOf(cls).errorName : undefined;
    if (type === undefined || node.args.type !== 'tuple') return undefined;
    const { items } = node.args;
    const [first, second] = items;
    const notes = node.actions
      .flatMap((action) => (action.do === 'build' && action.state.type === 'dict' ? action.state.entries : []))
      .find(([key]) => key.type === 'str' && key.value === '__notes__')?.[1];
    if (GROUPS.has(type) && first?.type === 'str' && (second?.type === 'list' || second?.type === 'tuple')) {
      const count = second.items.length;
      const message = `${first.value} (${count} sub-exception${count === 1 ? '' : 's'})`;
      return { type, message, notes, exceptions: second };
    }
    return {
      type,
      message: nodeSummary(items.length === 1 && first !== undefined ? first : node.args),
      notes,
      exceptions: undefined,
    };
  }

  private arrayNode(path: string, node: CallNode): Node | undefined {
    const array = arrayNamed(path === 'array.array', node, this.names);
    if (array === undefined) return undefined;
    if (array.text !== undefined) return { type: 'str', value: array.text };
    return { type: 'list', items: nodesOfArray(array) };
  }

  /** Makes the object, as `loads` would, and calls its `toJSON`. `undefined` if it has none. */
  textOf(node: CallNode | NewNode): string | undefined {
    const cls = node.type === 'call' ? node.callable : node.cls;
    if (cls.type !== 'global') return undefined;
    const known = this.knownOf(cls);
    if (!known.mayHaveText) return undefined;
    if (this.unkeptLeft > 0 && known.isDirect && !known.isOwn && known.errorName === undefined) {
      this.unkeptLeft--;
      return this.made(node, known);
    }
    let text = this.texts.get(node);
    if (text === undefined && !this.texts.has(node)) {
      text = this.made(node, known);
      if (text !== undefined || !this.values.isLarge(node)) this.texts.set(node, text);
    }
    return text;
  }

  private knownOf(cls: GlobalNode): Known {
    if (cls === this.newest?.cls) return this.newest.known;
    const known = this.lookedUp(cls);
    this.newest = { cls, known };
    return known;
  }

  private lookedUp(cls: GlobalNode): Known {
    let known = this.classes.get(cls);
    if (known === undefined) {
      const path = this.names.path(cls);
      const isOwn = this.own.has(path) || this.own.has(`${cls.module}.${cls.name}`);
      const codec = path === '' && !isOwn ? undefined : this.values.codecOf(cls);
      const mayHaveText = isOwn || mayHaveTextOf(codec);
      const errorName = isOwn || codec?.kind !== 'function' ? undefined : this.errorName(cls);
      const isDirect = mayHaveText && !FORMED.test(path);
      this.classes.set(cls, (known = { mayHaveText, isZoned: ZONED.has(path), isOwn, isDirect, errorName }));
    }
    return known;
  }

  private errorName(callable: GlobalNode): string | undefined {
    const call: Node = { type: 'call', callable, args: { type: 'tuple', items: [] }, actions: [] };
    const value = this.values.of(call, LARGEST);
    return value instanceof PyError ? value.toJSON().type : undefined;
  }

  directText(node: CallNode | NewNode): string | undefined {
    const cls = node.type === 'call' ? node.callable : node.cls;
    return cls.type === 'global' && this.knownOf(cls).isDirect ? this.textOf(node) : undefined;
  }

  private made(node: CallNode | NewNode, known: Known): string | undefined {
    const { isZoned, isOwn, errorName } = known;
    if (isOwn || errorName !== undefined) return this.madeObject(node, known);
    const zone = isZoned ? zoneOf(node) : undefined;
    const zoneValue = zone && this.zone(zone);
    if (zone !== undefined && !isMade(zoneValue)) return undefined;
    const value = this.values.of(node, LARGEST, zone && [zone, zoneValue]);
    // A class method is not a class, and keeps the call that finds it.
    if (!isScalar(value) || (value instanceof Global && this.protocol >= 4)) return undefined;
    return this.values.hasSharing && isLargeTree(node) ? undefined : textOf(value);
  }

  /** Objects that may have nearly any size. */
  private madeObject(node: CallNode | NewNode, { errorName }: Known): string | undefined {
    let value = this.values.of(node, LARGEST);
    if (value === NOT_MADE && this.largeLeft > 0) {
      this.largeLeft -= LARGEST_OBJECT;
      value = this.values.of(node, LARGEST_OBJECT);
    }
    if (errorName !== undefined && GROUPS.has(errorName)) return undefined;
    const isTree = !(this.values.hasSharing && isLargeTree(node));
    return isMade(value) && !(value instanceof Instance) && isTree ? objectText(value) : undefined;
  }

  /** A zone that is too large or unusual becomes a bare object of its class, which still says that there is a zone. */
  private zone(zone: CallNode | NewNode): unknown {
    const made = this.zones.get(zone);
    if (made !== undefined || this.zones.has(zone)) return made;
    let value = this.values.of(zone, LARGEST_ZONE);
    if (value === NOT_MADE) {
      const callable = zone.type === 'call' ? zone.callable : zone.cls;
      value = this.values.of({ type: 'call', callable, args: { type: 'tuple', items: [] }, actions: [] }, LARGEST);
    }
    if (value instanceof ZoneInfo) {
      const known = this.zonesByKey.get(value.key);
      if (known === undefined) this.zonesByKey.set(value.key, value);
      else value = known;
    }
    this.zones.set(zone, value);
    return value;
  }
}

const GROUPS: ReadonlySet<string> = /* @__PURE__ */ new Set(['BaseExceptionGroup', 'ExceptionGroup']);

function isMade(value: unknown): boolean {
  return value !== undefined && value !== NOT_MADE;
}

/** The node of the zone of a datetime or a time. */
function zoneOf({ args }: CallNode | NewNode): CallNode | NewNode | undefined {
  const zone = args.type === 'tuple' && args.items.length === 2 ? args.items[1] : undefined;
  return zone?.type === 'call' || zone?.type === 'new' ? zone : undefined;
}

/** Whether the objects of a codec may have a text. Containers have none, nor have objects that no codec makes. */
function mayHaveTextOf(codec: Binding | undefined): boolean {
  if (codec === undefined || codec.kind === 'constant') return false;
  if (codec.kind === 'function') return codec.call !== undefined || codec.create !== undefined;
  const prototype: unknown = codec.type.prototype;
  return isScalar(prototype);
}

function objectText(value: unknown): string | undefined {
  return attempted(() => {
    const json: unknown = JSON.stringify(value);
    return typeof json === 'string' ? escapeJson(json) : undefined;
  });
}

function textOf(value: { toJSON(): unknown }): string | undefined {
  return attempted(() => {
    const json = value.toJSON();
    return typeof json === 'string' ? jsonString(json) : escapeJson(JSON.stringify(value));
  });
}

/** The JSON of a value; `undefined` if it has none. */
function attempted(make: () => string | undefined): string | undefined {
  try {
    return make();
  } catch (error) {
    // A TypeError is JSON's for a bigint and for a cycle; a RangeError is for a cycle of which each `toJSON` makes a new copy.
    if (error instanceof PickleError || error instanceof TypeError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Whether a value has its own JSON that is not a list of its parts. */
function isScalar(value: unknown): value is { toJSON(): unknown } {
  if (typeof value !== 'object' || value === null || value instanceof Instance) return false;
  if (value instanceof Map || value instanceof Set || Array.isArray(value) || ArrayBuffer.isView(value)) return false;
  return 'toJSON' in value && typeof value.toJSON === 'function';
}

/** Whether an object has very many parts, if shared parts count at each place. */
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
