import { toBase64, toHex } from '../bytes/base64.ts';
import { formatFloat } from '../bytes/float.ts';
import {
  type Action,
  type CallNode,
  type DictNode,
  type Graph,
  hasParts,
  type Node,
  type Sharing,
} from '../graph/graph.ts';
import { type Joining, joined } from './joined.ts';
import { SharedNumbers } from './shared-numbers.ts';
import { type JsonPart, jsonString } from './text.ts';

type Entry = readonly [Node, Node];

/** What an object has: nodes, and what was done to it. */
type Piece = Node | readonly Action[];

/** How an object begins that has no number. */
const BEGIN = '{';

/** Writes a graph as tagged JSON, from which `fromJSON` makes the graph again. */
export class TaggedJson {
  private readonly graph: Pick<Graph, 'root' | 'protocol'>;
  private readonly ids: SharedNumbers;
  private readonly asNodes: Joining<Node> = {
    partOf: (node) => this.part(node),
    atOnce: (node) => (hasParts(node) ? undefined : this.part(node)),
  };
  private readonly asValues: Joining<Entry> = {
    partOf: ([, value]) => this.part(value),
    atOnce: ([, value]) => (hasParts(value) ? undefined : this.part(value)),
  };
  private readonly asPairs: Joining<Entry> = {
    partOf: (entry) => joined(entry, this.asNodes, '[', ']'),
    atOnce: () => undefined,
  };
  private readonly asActions: Joining<Action> = { partOf: (action) => this.action(action), atOnce: () => undefined };
  private readonly asPieces: Joining<Piece> = {
    partOf: (piece) => ('type' in piece ? this.part(piece) : joined(piece, this.asActions, '[', ']')),
    // An object in an object would be one more call for each.
    atOnce: (piece) => ('type' in piece && !('actions' in piece) ? this.part(piece) : undefined),
  };

  constructor(graph: Pick<Graph, 'root' | 'protocol'> & Sharing) {
    this.graph = graph;
    this.ids = new SharedNumbers(graph);
  }

  document(): JsonPart {
    const { protocol, root } = this.graph;
    return joined([root], this.asNodes, `{"$pickle":1,"protocol":${protocol},"value":`, '}');
  }

  private part(node: Node): JsonPart {
    const id = this.ids.take(node);
    if (id === 0) return this.fresh(node, BEGIN);
    if (id < 0) return `{"$ref":${-id}}`;
    return this.fresh(node, `{"$id":${id},`);
  }

  /** @param begin - With the number, if there is one: then the object has to be tagged. */
  private fresh(node: Node, begin: string): JsonPart {
    switch (node.type) {
      case 'none':
        return 'null';
      case 'bool':
        return String(node.value);
      case 'int':
        return typeof node.value === 'number' ? String(node.value) : `${begin}"$int":"${bigintText(node.value)}"}`;
      case 'float':
        return floatText(node.value, node.bits);
      case 'str':
        return strText(node.value, node.cuts, begin);
      case 'bytes':
      case 'bytearray':
        return `${begin}"$${node.type}":"${toBase64(node.value)}"}`;
      case 'list':
        if (begin === BEGIN) return joined(node.items, this.asNodes, '[', ']');
        return joined(node.items, this.asNodes, `${begin}"$list":[`, ']}');
      case 'tuple':
      case 'set':
      case 'frozenset':
        return joined(node.items, this.asNodes, `${begin}"$${node.type}":[`, ']}');
      case 'dict':
        if (begin === BEGIN && this.isPlain(node)) return this.plainDict(node);
        return joined(node.entries, this.asPairs, `${begin}"$dict":[`, ']}');
      default:
        return this.object(node, begin);
    }
  }

  private object(
    node: Exclude<Node, { type: 'none' | 'bool' | 'int' | 'float' | 'str' | 'dict' }>,
    begin: string,
  ): JsonPart {
    switch (node.type) {
      case 'global':
        return this.named(`${begin}"$global":[${jsonString(node.module)},${jsonString(node.name)}]`, node.actions);
      case 'extension':
        return this.named(`${begin}"$extension":${node.code}`, node.actions);
      case 'call':
        return this.pieces(begin, CALL, [node.callable, node.args], node.actions, memoText(node));
      case 'new':
        if (node.kwargs === undefined) return this.pieces(begin, NEW, [node.cls, node.args], node.actions);
        return this.pieces(begin, NEW_WITH_KEYWORDS, [node.cls, node.args, node.kwargs], node.actions);
      case 'persistent':
        return this.pieces(begin, PERSISTENT, [node.id], node.actions);
      case 'buffer':
        return `${begin}"$buffer":"${node.readonly ? 'readonly' : 'writable'}"}`;
      default:
        return 'null';
    }
  }

  private named(text: string, actions: readonly Action[] = []): JsonPart {
    return actions.length === 0 ? `${text}}` : joined(actions, this.asActions, `${text},"actions":[`, ']}');
  }

  /** @param last - A field behind the pieces. */
  private pieces(
    begin: string,
    names: readonly string[],
    pieces: Piece[],
    actions: readonly Action[],
    last = '',
  ): JsonPart {
    if (actions.length === 0) return joined(pieces, this.asPieces, begin, `${last}}`, names);
    pieces.push(actions);
    const ended = last === '' ? names : [...names.slice(0, -1), `${last.slice(1)},${names.at(-1)}`];
    return joined(pieces, this.asPieces, begin, '}', ended);
  }

  private action(action: Action): JsonPart {
    switch (action.do) {
      case 'append':
        return joined(action.items, this.asNodes, '{"append":[', ']}');
      case 'set':
        return joined(action.entries, this.asPairs, '{"set":[', ']}');
      case 'add':
        return joined(action.members, this.asNodes, '{"add":[', ']}');
      case 'build':
        return joined([action.state], this.asPieces, '{"build":', '}');
      case 'trailing':
        return `{"trailing":"${toBase64(action.bytes)}"}`;
      case 'setter':
        return joined([action.callable, action.state], this.asNodes, '{', '}', SETTER);
    }
  }

  private plainDict({ entries }: DictNode): JsonPart {
    const names = entries.map(([key]) => (key.type === 'str' ? `${jsonString(key.value)}:` : ''));
    return joined(entries, this.asValues, '{', '}', names);
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

const CALL = ['"$call":', '"args":', '"actions":'];
const NEW = ['"$new":', '"args":', '"actions":'];
const NEW_WITH_KEYWORDS = ['"$new":', '"args":', '"kwargs":', '"actions":'];
const PERSISTENT = ['"$persistent":', '"actions":'];
const SETTER = ['"setter":', '"state":'];

/** Keys that are tags, that engines sort first, or that are not ordinary properties. */
const UNFIT_KEY = /^(?:\$|\d+$|__proto__$)/;
/** From this many bits on, a bigint is written in hexadecimal, which takes linear time. */
const DECIMAL_BITS = 14_000;

function floatText(value: number, bits: Uint8Array | undefined): string {
  if (Number.isFinite(value) && !Number.isInteger(value)) return String(value);
  const text = `{"$float":"${formatFloat(value)}"`;
  return bits === undefined ? `${text}}` : `${text},"bits":"${toHex(bits)}"}`;
}

function strText(text: string, cuts: readonly number[] | undefined, begin: string): string {
  if (cuts !== undefined && cuts.length > 0) {
    const parts = [...cuts, text.length].map((cut, i) => jsonString(text.slice(cuts[i - 1] ?? 0, cut)));
    return `${begin}"$str":[${parts.join(',')}]}`;
  }
  return begin === BEGIN ? jsonString(text) : `${begin}"$str":${jsonString(text)}}`;
}

function bigintText(value: bigint): string {
  if (BigInt.asIntN(DECIMAL_BITS, value) === value) return value.toString();
  return value < 0n ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
}

/** What `write` wants to know of a `getattr` that was read: which of its parts were stored in the memo. */
function memoText({ callable, args }: CallNode): string {
  if (args.type !== 'tuple' || args.opcode === undefined || args.items.length !== 2) return '';
  const isGetattr = callable.type === 'extension' || (callable.type === 'global' && callable.name === 'getattr');
  return isGetattr ? `,"memo":[${args.memo ?? null},${args.items[0]?.memo ?? null}]` : '';
}
