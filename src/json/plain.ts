import { toBase64, toHex } from '../bytes/base64.ts';
import { formatFloat } from '../bytes/float.ts';
import { PicklingError } from '../errors.ts';
import { isFalsy } from '../graph/falsy.ts';
import type { CallNode, Graph, IntNode, NewNode, Node, PersistentNode } from '../graph/graph.ts';
import type { Entries } from '../graph/key-equality.ts';
import { keywordsOf } from '../graph/keywords.ts';
import { nodeSummary } from '../graph/node-summary.ts';
import { NormalForm } from '../graph/normal-form.ts';
import { type ObjectParts, objectParts } from '../graph/object-parts.ts';
import { type JsonPart, jsonArray, jsonObject, jsonString } from './text.ts';

/** How the plain form shows what JSON has not. */
export interface PlainOptions {
  readonly bytes: 'base64' | 'hex' | 'length';
  readonly bigints: 'number' | 'string';
  /** Digits that an int may have: turning it into decimal takes more than linear time. */
  readonly digits: number;
}

/** The JSON of objects whose type has one of its own: dates, Decimal, UUID, paths... */
export interface StandardTexts {
  /** `undefined` for any other object. */
  textOf(node: CallNode | NewNode): string | undefined;
  /** Whether a codec of the caller's says what the object is. */
  isOwn(node: CallNode | NewNode): boolean;
  /** An exception that has no text, because it is large or a group; `undefined` for any other object. */
  errorOf(node: CallNode | NewNode): ErrorFields | undefined;
  /** What an array, or a number that is converted, is without its class; `undefined` for any other object. */
  nodeOf(node: CallNode | NewNode): Node | undefined;
}

/** What the JSON of an exception has. */
export interface ErrorFields {
  readonly type: string;
  readonly message: string;
  readonly notes: Node | undefined;
  /** Those of a group. */
  readonly exceptions: Node | undefined;
}

type Field = readonly [string, JsonPart];

/** Writes a graph as the JSON that a person would expect. */
export class PlainJson {
  private readonly root: Node;
  private readonly options: PlainOptions;
  private readonly forms: NormalForm;
  private readonly standard: StandardTexts | undefined;
  /** What is being written, and how deep it is. */
  private readonly open = new Map<Node, number>();
  /**
   * The text of a container that does not hold itself, which is the same wherever it stands. It is known once the container
   * was written twice; after the first time there is `undefined`.
   */
  private readonly texts = new Map<Node, string | undefined>();
  /** How many times an object was met in itself. */
  private cycles = 0;
  private readonly unique = new WeakMap<Entries, Entries>();

  /** @param standard - Texts of objects of the standard library's types; may be left out where there are no objects. */
  constructor(
    { root, protocol }: Pick<Graph, 'root' | 'protocol'>,
    options: PlainOptions,
    standard: StandardTexts | undefined,
  ) {
    this.root = root;
    this.options = options;
    this.standard = standard;
    this.forms = new NormalForm({ root, protocol }, undefined);
  }

  document(): JsonPart {
    return this.part(this.root);
  }

  private part(given: Node): JsonPart {
    const node = this.formOf(given);
    switch (node.type) {
      case 'none':
        return 'null';
      case 'bool':
        return String(node.value);
      case 'int':
        return typeof node.value === 'bigint' && this.options.bigints === 'string'
          ? `"${this.int(node)}"`
          : this.int(node);
      case 'float':
        return Number.isFinite(node.value) ? formatFloat(node.value) : `"${node.value}"`;
      case 'str':
        return jsonString(node.value);
      case 'bytes':
      case 'bytearray':
        return this.bytes(node.value);
      case 'global':
        return jsonString(`${node.module}.${node.name}`);
      case 'extension':
        return `"extension ${node.code}"`;
      case 'buffer':
        return '"buffer"';
      default:
        return this.container(node);
    }
  }

  private formOf(given: Node): Node {
    const { standard } = this;
    const normal = this.forms.of(given);
    if (standard === undefined || !isObject(normal)) return isObject(normal) ? this.forms.plain(given) : normal;
    if (standard.isOwn(normal)) return normal;
    const form = this.forms.plain(given);
    return isObject(form) ? (standard.nodeOf(form) ?? form) : form;
  }

  private bytes(bytes: Uint8Array): string {
    if (this.options.bytes === 'length') return String(bytes.length);
    return `"${this.options.bytes === 'hex' ? toHex(bytes) : toBase64(bytes)}"`;
  }

  private int(node: IntNode): string {
    const { value } = node;
    if (typeof value === 'number') return `${value}`;
    const known = this.texts.get(node);
    if (known !== undefined) return known;
    const { digits } = this.options;
    const hexDigits = value.toString(16).length;
    const text = hexDigits <= digits ? value.toString() : undefined;
    if (text !== undefined && text.length - (value < 0n ? 1 : 0) <= digits) {
      this.texts.set(node, text);
      return text;
    }
    const way = 'raise options.limits.digits, or take the tagged form, which has it in hexadecimal';
    throw new PicklingError('limit', '$', `Exceeds the limit (${digits} digits) for integer string conversion; ${way}`);
  }

  private container(node: Node): JsonPart {
    const depth = this.open.get(node);
    if (depth !== undefined) {
      this.cycles++;
      return `{"$up":${this.open.size - depth + 1}}`;
    }
    const text = this.texts.get(node) ?? (isObject(node) ? this.standard?.textOf(node) : undefined);
    if (text !== undefined) return text;
    const part = this.guarded(node);
    return this.texts.has(node) ? { part, keep: (kept) => void this.texts.set(node, kept) } : part;
  }

  private *guarded(node: Node): Generator<JsonPart, void, undefined> {
    const { cycles } = this;
    this.open.set(node, this.open.size + 1);
    yield this.content(node);
    this.open.delete(node);
    if (cycles === this.cycles && !this.texts.has(node)) this.texts.set(node, undefined);
  }

  private content(node: Node): JsonPart {
    switch (node.type) {
      case 'list':
      case 'tuple':
      case 'set':
      case 'frozenset':
        return this.array(node.items);
      case 'dict':
        return this.dict(node.entries);
      case 'persistent':
        return jsonObject(this.persistentFields(node));
      case 'call':
      case 'new':
        return jsonObject(this.fields(node));
      default:
        return 'null';
    }
  }

  private array(items: readonly Node[]): JsonPart {
    return jsonArray(this.parts(items));
  }

  private *parts(items: readonly Node[]): Generator<JsonPart, void, undefined> {
    for (const item of items) yield this.part(item);
  }

  private *lazy(node: Node): Generator<JsonPart, void, undefined> {
    yield this.part(node);
  }

  private dict(entries: Entries): JsonPart {
    let unique = this.unique.get(entries);
    if (unique === undefined) this.unique.set(entries, (unique = this.forms.keys.entries(entries)));
    const texts = new Set<string>();
    for (const [key] of unique) {
      const text = this.keyText(key);
      if (text === undefined || texts.has(text)) return jsonArray(this.pairs(unique));
      texts.add(text);
    }
    return jsonObject(this.dictFields(unique));
  }

  private *pairs(entries: Entries): Generator<JsonPart, void, undefined> {
    for (const entry of entries) yield this.array(entry);
  }

  private *dictFields(entries: Entries): Generator<Field, void, undefined> {
    for (const [key, value] of entries) yield [this.keyText(key) ?? '', this.lazy(value)];
  }

  /** The text of a key of which JSON can have one; `undefined` for others. */
  private keyText(key: Node): string | undefined {
    switch (key.type) {
      case 'str':
        return key.value;
      case 'none':
        return 'null';
      case 'bool':
        return String(key.value);
      case 'int':
        return this.int(key);
      case 'float':
        return Number.isFinite(key.value) ? formatFloat(key.value) : String(key.value);
      default:
        return undefined;
    }
  }

  private *fields(node: CallNode | NewNode): Generator<Field, void, undefined> {
    const { args } = node;
    const error = this.standard?.errorOf(node);
    if (error !== undefined) {
      yield ['type', jsonString(error.type)];
      yield ['message', jsonString(error.message)];
      if (error.notes !== undefined) yield ['notes', this.lazy(error.notes)];
      if (error.exceptions !== undefined) yield ['exceptions', this.lazy(error.exceptions)];
      return;
    }
    yield ['class', this.lazy(node.type === 'call' ? node.callable : node.cls)];
    if (args.type !== 'tuple') yield ['args', this.lazy(args)];
    else if (args.items.length > 0) yield ['args', this.array(node.type === 'new' ? spread(args.items) : args.items)];
    const kwargs = node.type === 'new' ? keywordsOf(node.kwargs) : undefined;
    if (kwargs !== undefined) yield ['kwargs', this.lazy(kwargs)];
    yield* this.partFields(objectParts(node.actions));
  }

  private *persistentFields(node: PersistentNode): Generator<Field, void, undefined> {
    // Protocol 0 has the text of an id.
    const isNumber = node.id.type === 'int' || node.id.type === 'float' || node.id.type === 'bool';
    yield ['persistent_id', isNumber ? jsonString(nodeSummary(node.id)) : this.lazy(node.id)];
    yield* this.partFields(objectParts(node.actions));
  }

  private *partFields(parts: ObjectParts): Generator<Field, void, undefined> {
    const { items, entries, members, states, setters } = parts;
    if (items.length > 0) yield ['items', this.array(items)];
    if (entries.length > 0) yield ['entries', this.dict(entries)];
    if (members.length > 0) yield ['members', this.array(members)];
    const told = states.filter((state) => !isFalsy(this.forms.plain(state)));
    const [state] = told;
    if (state !== undefined) yield told.length <= 1 ? ['state', this.lazy(state)] : ['states', this.array(told)];
    if (setters.length > 0) yield ['setters', jsonArray(this.pairs(setters))];
  }
}

function isObject(node: Node): node is CallNode | NewNode {
  return node.type === 'call' || node.type === 'new';
}

/** The one tuple that a class may be made of has its items at each protocol: below 2 a namedtuple is made of it. */
function spread(args: readonly Node[]): readonly Node[] {
  const [tuple] = args;
  return tuple?.type === 'tuple' && args.length <= 1 ? tuple.items : args;
}
