import { fromBase64 } from '../bytes/base64.ts';
import { PickleError, PicklingError } from '../errors.ts';
import type { Action, CallNode, Graph, Node } from '../graph/graph.ts';

/** A placeholder for a node that is not there yet. */
const NONE: Node = { type: 'none' };

type JsonObject = { readonly [key: string]: unknown };

/**
 * The graph of the tagged JSON that {@link toJSON} gives.
 *
 * @param json - The text, or the result of `JSON.parse`.
 * @returns The graph, for {@link write}. Its nodes have no offsets in a pickle; `end` is 0.
 * @throws PicklingError `bad-json` if it is not JSON in the tagged form.
 * @example
 * ```ts
 * import { dumps } from 'brine';
 * import { fromJSON, parse, toJSON, write } from 'brine/tools';
 *
 * const json = toJSON(dumps(['a', 1.5]), { form: 'tagged' });
 * write(fromJSON(json)); // the same pickle
 * ```
 */
export function fromJSON(json: unknown): Graph {
  try {
    const document: unknown = typeof json === 'string' ? parseText(json) : json;
    if (!isObject(document) || document['$pickle'] !== 1) throw refuse('a document without "$pickle": 1');
    const { protocol, value = null } = document;
    if (typeof protocol !== 'number' || !Number.isInteger(protocol) || protocol < 0 || protocol > 5) {
      throw refuse('a protocol that is not a number from 0 to 5');
    }
    return { root: new TaggedReader(value).read(value), protocol, end: 0 };
  } catch (error) {
    if (!(error instanceof PickleError)) throw error;
    throw new PicklingError(error.code, '$', error.message);
  }
}

/** Makes nodes first and fills them later, so that nothing recurses and each can refer to any other. */
class TaggedReader {
  /** The nodes that have a number. */
  private readonly numbered = new Map<number, Node>();
  private readonly shells = new Map<object, Node>();
  /** Calls that are checked once everything is filled. */
  private readonly calls: { readonly node: CallNode; readonly memo: unknown }[] = [];
  /** Nodes that are still to be filled. */
  private readonly open: { readonly node: Node; readonly json: JsonObject | readonly unknown[] }[] = [];

  constructor(json: unknown) {
    const seen = new Set<unknown>();
    const rest: unknown[] = [json];
    while (rest.length > 0) {
      const next = rest.pop();
      if (typeof next !== 'object' || next === null || seen.has(next)) continue;
      seen.add(next);
      if (isObject(next) && next['$id'] !== undefined) this.number(next);
      for (const value of Object.values(next)) rest.push(value);
    }
  }

  read(json: unknown): Node {
    const root = this.node(json);
    for (let next = this.open.pop(); next !== undefined; next = this.open.pop()) {
      if (isObject(next.json)) this.fill(next.node, next.json);
      else if ('items' in next.node) for (const item of next.json) next.node.items.push(this.node(item));
    }
    for (const { node, memo } of this.calls) recall(node, memo);
    return root;
  }

  private number(json: JsonObject): void {
    const id = json['$id'];
    if (typeof id !== 'number' || this.numbered.has(id)) throw refuse('an $id that is not a number or occurs twice');
    const shell = shellOf(json);
    this.numbered.set(id, shell);
    this.shells.set(json, shell);
  }

  /** The node of a JSON value. Its parts come later. */
  private node(json: unknown): Node {
    switch (typeof json) {
      case 'boolean':
        return { type: 'bool', value: json };
      case 'number':
        return { type: Number.isSafeInteger(json) && !Object.is(json, -0) ? 'int' : 'float', value: json };
      case 'string':
        return { type: 'str', value: json };
      case 'object':
        break;
      case 'undefined':
        throw refuse('nothing where a value is needed');
      default:
        throw refuse(`a ${typeof json}, which is not JSON`);
    }
    if (json === null) return { type: 'none' };
    if (Array.isArray(json)) {
      const node: Node = { type: 'list', items: [] };
      this.open.push({ node, json });
      return node;
    }
    return isObject(json) ? this.tagged(json) : NONE;
  }

  private tagged(json: JsonObject): Node {
    const ref = json['$ref'];
    if (ref !== undefined) {
      const found = typeof ref === 'number' ? this.numbered.get(ref) : undefined;
      if (found === undefined) throw refuse('a $ref without its $id');
      return found;
    }
    const node = this.shells.get(json) ?? shellOf(json);
    this.open.push({ node, json });
    return node;
  }

  private fill(node: Node, json: JsonObject): void {
    switch (node.type) {
      case 'list':
      case 'tuple':
      case 'set':
      case 'frozenset':
        for (const item of arrayOf(json[`$${node.type}`])) node.items.push(this.node(item));
        break;
      case 'dict':
        for (const entry of this.entries(json)) node.entries.push(entry);
        break;
      case 'call':
        node.callable = this.node(json['$call']);
        node.args = this.node(json['args']);
        break;
      case 'new':
        node.cls = this.node(json['$new']);
        node.args = this.node(json['args']);
        if (json['kwargs'] !== undefined) node.kwargs = this.node(json['kwargs']);
        break;
      case 'persistent':
        node.id = this.node(json['$persistent']);
        break;
      default:
        break;
    }
    if ('actions' in node && json['actions'] !== undefined) {
      for (const action of arrayOf(json['actions'])) node.actions?.push(this.action(action));
    }
    if (node.type === 'call' && json['memo'] !== undefined) this.calls.push({ node, memo: json['memo'] });
  }

  private entries(json: JsonObject): [Node, Node][] {
    const pairs = json['$dict'];
    if (pairs === undefined) return Object.entries(json).map(([key, value]) => [this.node(key), this.node(value)]);
    return this.pairs(pairs);
  }

  private pairs(json: unknown): [Node, Node][] {
    return arrayOf(json).map((pair) => {
      const [key, value, ...more] = arrayOf(pair);
      if (key === undefined || value === undefined || more.length > 0)
        throw refuse('a pair that does not have two items');
      return [this.node(key), this.node(value)];
    });
  }

  private nodes(json: unknown): Node[] {
    return arrayOf(json).map((item) => this.node(item));
  }

  private action(json: unknown): Action {
    if (!isObject(json)) throw refuse('an action that is not an object');
    if (json['append'] !== undefined) return { do: 'append', items: this.nodes(json['append']) };
    if (json['set'] !== undefined) return { do: 'set', entries: this.pairs(json['set']) };
    if (json['add'] !== undefined) return { do: 'add', members: this.nodes(json['add']) };
    if (json['build'] !== undefined) return { do: 'build', state: this.node(json['build']) };
    if (json['trailing'] !== undefined) return { do: 'trailing', bytes: base64Of(json['trailing']) };
    if (json['setter'] === undefined || json['state'] === undefined) throw refuse('an action of an unknown kind');
    return { do: 'setter', callable: this.node(json['setter']), state: this.node(json['state']) };
  }
}

function base64Of(json: unknown): Uint8Array {
  const bytes = fromBase64(textOf(json));
  if (bytes === undefined) throw refuse('bytes that are not base64');
  return bytes;
}

/** A node of the right kind, without its parts. */
function shellOf(json: JsonObject): Node {
  const tag = Object.keys(json).find((key) => key.startsWith('$') && key !== '$id');
  const value = tag === undefined ? undefined : json[tag];
  switch (tag) {
    case undefined:
    case '$dict':
      return { type: 'dict', entries: [] };
    case '$list':
      return { type: 'list', items: [] };
    case '$tuple':
      return { type: 'tuple', items: [] };
    case '$set':
      return { type: 'set', items: [] };
    case '$frozenset':
      return { type: 'frozenset', items: [] };
    case '$call':
      return { type: 'call', callable: NONE, args: NONE, actions: [] };
    case '$new':
      return { type: 'new', cls: NONE, args: NONE, actions: [] };
    case '$persistent':
      return { type: 'persistent', id: NONE, actions: [] };
    case '$global':
      return globalOf(value, json);
    case '$extension':
      return { type: 'extension', code: integerOf(value), ...(json['actions'] === undefined ? {} : { actions: [] }) };
    case '$buffer':
      return { type: 'buffer', readonly: value === 'readonly' };
    default:
      return scalarOf(tag, value, json);
  }
}

function scalarOf(tag: string, value: unknown, json: JsonObject): Node {
  switch (tag) {
    case '$int':
      return { type: 'int', value: bigintOf(textOf(value)) };
    case '$float':
      return floatOf(textOf(value), json['bits']);
    case '$str':
      return strOf(value);
    case '$bytes':
    case '$bytearray': {
      return { type: tag === '$bytes' ? 'bytes' : 'bytearray', value: base64Of(value) };
    }
    default:
      throw refuse(`the tag ${JSON.stringify(tag)}`);
  }
}

function globalOf(value: unknown, json: JsonObject): Node {
  const [module, name] = arrayOf(value).map(textOf);
  if (module === undefined || name === undefined) throw refuse('a global without module and name');
  return { type: 'global', module, name, ...(json['actions'] === undefined ? {} : { actions: [] }) };
}

function strOf(value: unknown): Node {
  if (typeof value === 'string') return { type: 'str', value };
  const parts = arrayOf(value).map(textOf);
  const cuts: number[] = [];
  let length = 0;
  for (const part of parts.slice(0, -1)) cuts.push((length += part.length));
  return { type: 'str', value: parts.join(''), cuts };
}

function floatOf(text: string, bits: unknown): Node {
  const value = text === 'nan' ? Number.NaN : Number(text.replace('inf', 'Infinity'));
  if (Number.isNaN(value) && text !== 'nan') throw refuse('a $float that is not a number');
  if (bits === undefined) return { type: 'float', value };
  if (typeof bits !== 'string' || !/^[0-9a-f]{16}$/.test(bits)) throw refuse('bits that are not eight bytes');
  return { type: 'float', value, bits: Uint8Array.from(bits.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16)) };
}

function bigintOf(text: string): bigint {
  const [, sign, digits] = /^(-?)(0x[0-9a-f]+|\d+)$/.exec(text) ?? [];
  if (digits === undefined) throw refuse('an $int that is not an int');
  try {
    return sign === '-' ? -BigInt(digits) : BigInt(digits);
  } catch (cause) {
    throw new PickleError('limit', 'an int that is larger than this runtime can hold', { cause });
  }
}

/** How a `getattr` was read, for `write`: see {@link TaggedJson}. */
function recall(node: CallNode, memo: unknown): void {
  const [args, owner] = arrayOf(memo);
  const { args: tuple } = node;
  tuple.opcode = 'TUPLE';
  if (typeof args === 'number') tuple.memo = args;
  const first = tuple.type === 'tuple' ? tuple.items[0] : undefined;
  if (typeof owner === 'number' && first !== undefined) first.memo = owner;
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PickleError('bad-json', cause instanceof Error ? cause.message : 'not JSON', { cause });
  }
}

function isObject(json: unknown): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function arrayOf(json: unknown): readonly unknown[] {
  if (Array.isArray(json)) return json;
  throw refuse('no array where one is needed');
}

function textOf(json: unknown): string {
  if (typeof json === 'string') return json;
  throw refuse('no string where one is needed');
}

function integerOf(json: unknown): number {
  if (typeof json === 'number' && Number.isSafeInteger(json)) return json;
  throw refuse('no integer where one is needed');
}

function refuse(found: string): PickleError {
  return new PickleError('bad-json', `found ${found}`);
}
