import { toBase64, toHex } from '../bytes/base64.ts';
import { formatFloat } from '../bytes/float.ts';
import {
  type Action,
  type CallNode,
  childrenOf,
  type DictNode,
  type Graph,
  type Node,
  nodesOf,
} from '../graph/graph.ts';
import { type JsonPart, jsonArray, jsonObject, jsonString } from './text.ts';

/** A field of a tagged object. */
type Field = readonly [string, JsonPart];

/** Writes a graph as tagged JSON, of which `fromJSON` makes the graph again. */
export class TaggedJson {
  private readonly graph: Pick<Graph, 'root' | 'protocol'>;
  /** A number for each object that is met more than once. */
  private readonly ids = new Map<Node, number>();
  private readonly written = new Set<Node>();

  constructor(graph: Pick<Graph, 'root' | 'protocol'>) {
    this.graph = graph;
    const met = new Set<Node>();
    const meet = (node: Node): void => {
      if (!hasIdentity(node)) return;
      if (met.has(node) && !this.ids.has(node)) this.ids.set(node, this.ids.size + 1);
      met.add(node);
    };
    meet(graph.root);
    for (const node of nodesOf(graph.root)) for (const child of childrenOf(node)) meet(child);
  }

  document(): JsonPart {
    const { protocol, root } = this.graph;
    return jsonObject([
      ['$pickle', '1'],
      ['protocol', String(protocol)],
      ['value', this.part(root)],
    ]);
  }

  private part(node: Node): JsonPart {
    const id = this.ids.get(node);
    if (id === undefined) return this.fresh(node, []);
    if (this.written.has(node)) return `{"$ref":${id}}`;
    this.written.add(node);
    return this.fresh(node, [['$id', String(id)]]);
  }

  /** @param id - The field for the number, if there is one: then the object has to be tagged. */
  private fresh(node: Node, id: readonly Field[]): JsonPart {
    switch (node.type) {
      case 'none':
        return 'null';
      case 'bool':
        return String(node.value);
      case 'int':
        return typeof node.value === 'number' ? String(node.value) : tag(id, '$int', `"${bigintText(node.value)}"`);
      case 'float':
        return floatPart(node.value, node.bits);
      case 'str':
        return strPart(node.value, node.cuts, id);
      case 'bytes':
      case 'bytearray':
        return tag(id, `$${node.type}`, `"${toBase64(node.value)}"`);
      case 'list':
        return id.length === 0 ? this.array(node.items) : tag(id, '$list', this.array(node.items));
      case 'tuple':
      case 'set':
      case 'frozenset':
        return tag(id, `$${node.type}`, this.array(node.items));
      case 'dict':
        return id.length === 0 && this.isPlain(node)
          ? this.plainDict(node)
          : tag(id, '$dict', this.pairs(node.entries));
      default:
        return this.object(node, id);
    }
  }

  private object(
    node: Exclude<Node, { type: 'none' | 'bool' | 'int' | 'float' | 'str' | 'dict' }>,
    id: readonly Field[],
  ): JsonPart {
    switch (node.type) {
      case 'global': {
        const name = jsonArray([jsonString(node.module), jsonString(node.name)]);
        return tag(id, '$global', name, this.actions(node.actions));
      }
      case 'extension':
        return tag(id, '$extension', String(node.code), this.actions(node.actions));
      case 'call': {
        const fields: Field[] = [['args', this.lazy(node.args)], ...memoFields(node), ...this.actions(node.actions)];
        return tag(id, '$call', this.lazy(node.callable), fields);
      }
      case 'new': {
        const kwargs: Field[] = node.kwargs === undefined ? [] : [['kwargs', this.lazy(node.kwargs)]];
        const fields: Field[] = [['args', this.lazy(node.args)], ...kwargs, ...this.actions(node.actions)];
        return tag(id, '$new', this.lazy(node.cls), fields);
      }
      case 'persistent':
        return tag(id, '$persistent', this.lazy(node.id), this.actions(node.actions));
      case 'buffer':
        return tag(id, '$buffer', node.readonly ? '"readonly"' : '"writable"');
      default:
        return 'null';
    }
  }

  private *actions(actions: readonly Action[] | undefined): Generator<Field, void, undefined> {
    if (actions === undefined || actions.length === 0) return;
    yield ['actions', jsonArray(this.actionParts(actions))];
  }

  private *actionParts(actions: readonly Action[]): Generator<JsonPart, void, undefined> {
    for (const action of actions) yield this.action(action);
  }

  private action(action: Action): JsonPart {
    switch (action.do) {
      case 'append':
        return jsonObject([['append', this.array(action.items)]]);
      case 'set':
        return jsonObject([['set', this.pairs(action.entries)]]);
      case 'add':
        return jsonObject([['add', this.array(action.members)]]);
      case 'build':
        return jsonObject([['build', this.lazy(action.state)]]);
      case 'trailing':
        return jsonObject([['trailing', `"${toBase64(action.bytes)}"`]]);
      case 'setter':
        return jsonObject([
          ['setter', this.lazy(action.callable)],
          ['state', this.lazy(action.state)],
        ]);
    }
  }

  private array(items: readonly Node[]): JsonPart {
    return jsonArray(this.parts(items));
  }

  private *parts(items: readonly Node[]): Generator<JsonPart, void, undefined> {
    for (const item of items) yield this.part(item);
  }

  private *pairs(entries: readonly (readonly [Node, Node])[]): Generator<JsonPart, void, undefined> {
    yield* jsonArray(this.pairParts(entries));
  }

  private *pairParts(entries: readonly (readonly [Node, Node])[]): Generator<JsonPart, void, undefined> {
    for (const entry of entries) yield this.array(entry);
  }

  /** A part that is made when it is reached: what is written first has the number. */
  private *lazy(node: Node): Generator<JsonPart, void, undefined> {
    yield this.part(node);
  }

  private plainDict(node: DictNode): JsonPart {
    return jsonObject(this.plainFields(node));
  }

  private *plainFields(node: DictNode): Generator<Field, void, undefined> {
    for (const [key, value] of node.entries) if (key.type === 'str') yield [key.value, this.lazy(value)];
  }

  /** Whether a JSON object can stand for a dict: nothing but its own strs as keys, in an order that objects keep. */
  private isPlain(node: DictNode): boolean {
    const keys = new Set<string>();
    for (const [key] of node.entries) {
      if (key.type !== 'str' || key.cuts !== undefined || this.ids.has(key) || UNFIT_KEY.test(key.value)) return false;
      keys.add(key.value);
    }
    return keys.size === node.entries.length;
  }
}

/** Keys that are tags, that engines put first, or that are not ordinary properties. */
const UNFIT_KEY = /^(?:\$|\d+$|__proto__$)/;
/** From how many bits on a bigint is written in hexadecimal, which takes linear time. */
const DECIMAL_BITS = 14_000;

/** Whether it matters if two places hold one object or two. */
function hasIdentity({ type }: Node): boolean {
  return type !== 'none' && type !== 'bool' && type !== 'int' && type !== 'float';
}

function tag(id: readonly Field[], name: string, part: JsonPart, more: Iterable<Field> = []): JsonPart {
  return jsonObject(fieldsOf(id, [name, part], more));
}

function* fieldsOf(id: readonly Field[], own: Field, more: Iterable<Field>): Generator<Field, void, undefined> {
  yield* id;
  yield own;
  yield* more;
}

function floatPart(value: number, bits: Uint8Array | undefined): JsonPart {
  if (Number.isFinite(value) && !Number.isInteger(value)) return String(value);
  const text: Field = ['$float', `"${formatFloat(value)}"`];
  return jsonObject(bits === undefined ? [text] : [text, ['bits', `"${toHex(bits)}"`]]);
}

function strPart(text: string, cuts: readonly number[] | undefined, id: readonly Field[]): JsonPart {
  if (cuts !== undefined && cuts.length > 0) {
    const parts = [...cuts, text.length].map((cut, i) => jsonString(text.slice(cuts[i - 1] ?? 0, cut)));
    return tag(id, '$str', jsonArray(parts));
  }
  return id.length === 0 ? jsonString(text) : tag(id, '$str', jsonString(text));
}

function bigintText(value: bigint): string {
  if (BigInt.asIntN(DECIMAL_BITS, value) === value) return value.toString();
  return value < 0n ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
}

/** What `write` wants to know of a `getattr` that was read: which of its parts were stored in the memo. */
function memoFields({ callable, args }: CallNode): readonly Field[] {
  if (args.type !== 'tuple' || args.opcode === undefined || args.items.length !== 2) return [];
  const isGetattr = callable.type === 'extension' || (callable.type === 'global' && callable.name === 'getattr');
  if (!isGetattr) return [];
  return [['memo', `[${args.memo ?? null},${args.items[0]?.memo ?? null}]`]];
}
