import { toBase64, toHex } from '../bytes/base64.ts';
import { formatFloat } from '../bytes/float.ts';
import { PicklingError } from '../errors.ts';
import { isFalsy } from '../graph/falsy.ts';
import type { CallNode, Graph, IntNode, NewNode, Node, PersistentNode, SequenceNode, Sharing } from '../graph/graph.ts';
import type { Entries } from '../graph/key-equality.ts';
import { keywordsOf } from '../graph/keywords.ts';
import { nodeSummary } from '../graph/node-summary.ts';
import { NormalForm } from '../graph/normal-form.ts';
import { type ObjectParts, objectParts } from '../graph/object-parts.ts';
import { FieldNames } from './field-names.ts';
import { Joined } from './joined.ts';
import { OpenNodes } from './open-nodes.ts';
import { type JsonPart, type JsonParts, jsonArray, jsonObject, jsonString } from './text.ts';

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
  /** {@link StandardTexts.textOf} for an object of a class that has no other form, which most have; `undefined` for others. */
  directText(node: CallNode | NewNode): string | undefined;
  /** Whether a codec of the caller's says what the object is. */
  isOwn(node: CallNode | NewNode): boolean;
  /** An exception that has no text, because it is large or a group; `undefined` for any other object. */
  errorOf(node: CallNode | NewNode): ErrorFields | undefined;
  /** What an array is without its class; `undefined` for any other object. */
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

/** Items, entries and characters that may be text at once. */
const AT_ONCE = 1000;

type Field = readonly [string, JsonPart];

/** Writes a graph as the JSON that a person would expect. */
export class PlainJson {
  private readonly root: Node;
  private readonly options: PlainOptions;
  private readonly forms: NormalForm;
  private readonly standard: StandardTexts | undefined;
  private readonly open: OpenNodes;
  private readonly names = new FieldNames();
  private readonly isShared: Sharing['isShared'];
  private readonly unique = new WeakMap<Entries, Entries>();
  private readonly contentOf = (node: Node): JsonPart => this.content(node);
  private readonly partOf = (node: Node): JsonPart => this.part(node);

  /** @param standard - Texts of objects of the standard library's types; may be left out where there are no objects. */
  constructor(
    graph: Pick<Graph, 'root' | 'protocol'> & Sharing,
    options: PlainOptions,
    standard: StandardTexts | undefined,
  ) {
    this.root = graph.root;
    this.isShared = graph.isShared;
    this.open = new OpenNodes(graph);
    this.options = options;
    this.standard = standard;
    this.forms = new NormalForm(graph, undefined);
  }

  document(): JsonPart {
    return this.part(this.root);
  }

  private part(given: Node): JsonPart {
    const text = isObject(given) ? this.standard?.directText(given) : this.scalar(given);
    if (text !== undefined) return text;
    const node = this.formOf(given);
    if (node.type === 'global') return jsonString(`${node.module}.${node.name}`);
    return this.scalar(node) ?? this.container(node, this.isOnce(given) && this.isOnce(node));
  }

  /** What has no parts and is itself in every form. */
  private scalar(node: Node): string | undefined {
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
      case 'extension':
        return `"extension ${node.code}"`;
      case 'buffer':
        return '"buffer"';
      default:
        return undefined;
    }
  }

  private isOnce(node: Node): boolean {
    return this.isShared?.(node) === false;
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
    const known = this.open.textOf(node);
    if (known !== undefined) return known;
    const { digits } = this.options;
    const hexDigits = value.toString(16).length;
    const text = hexDigits <= digits ? value.toString() : undefined;
    if (text !== undefined && text.length - (value < 0n ? 1 : 0) <= digits) {
      this.open.keep(node, text);
      return text;
    }
    const way = 'raise options.limits.digits, or use the tagged form, which has it in hexadecimal';
    throw new PicklingError('limit', '$', `Exceeds the limit (${digits} digits) for integer string conversion; ${way}`);
  }

  /** @param isOnce - Whether it is met once. */
  private container(node: Node, isOnce: boolean): JsonPart {
    if (isOnce) {
      const part = (isObject(node) ? this.standard?.textOf(node) : undefined) ?? this.content(node);
      return typeof part === 'string' ? part : this.open.deeper(part);
    }
    return (
      this.open.reference(node) ??
      this.open.textOf(node) ??
      (isObject(node) ? this.standard?.textOf(node) : undefined) ??
      this.open.guarded(node, this.contentOf)
    );
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

  /** What is short and has scalars alone is text at once. */
  private array(items: readonly Node[]): string | JsonParts {
    let text = '[';
    let at = 0;
    for (; at < items.length && items.length <= AT_ONCE && text.length <= AT_ONCE; at++) {
      const item = items[at];
      const scalar = item && this.scalar(item);
      if (scalar === undefined) break;
      text += at === 0 ? scalar : `,${scalar}`;
    }
    return at === items.length ? `${text}]` : new Joined(items, at, text, undefined, this.partOf);
  }

  private dict(entries: Entries): JsonPart {
    let unique = this.unique.get(entries);
    if (unique === undefined) {
      unique = this.forms.keys.entries(entries);
      if (unique !== entries) this.unique.set(entries, unique);
    }
    const names = this.names.of(unique, (key) => this.keyText(key));
    return names === undefined ? jsonArray(this.pairs(unique)) : this.object(unique, names);
  }

  /** As {@link PlainJson.array}. */
  private object(entries: Entries, names: readonly string[]): JsonPart {
    let text = '{';
    let at = 0;
    for (; at < entries.length && entries.length <= AT_ONCE && text.length <= AT_ONCE; at++) {
      const value = entries[at]?.[1];
      const scalar = value && this.scalar(value);
      if (scalar === undefined) break;
      text += `${at === 0 ? '' : ','}${names[at]}${scalar}`;
    }
    return at === entries.length ? `${text}}` : new Joined(entries, at, text, names, this.partOf);
  }

  private *pairs(entries: Entries): Generator<JsonPart, void, undefined> {
    for (const entry of entries) yield this.array(entry);
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
      if (error.notes !== undefined) yield ['notes', this.part(error.notes)];
      if (error.exceptions !== undefined) yield ['exceptions', this.part(error.exceptions)];
      return;
    }
    yield ['class', this.part(node.type === 'call' ? node.callable : node.cls)];
    if (args.type !== 'tuple') yield ['args', this.part(args)];
    else if (args.items.length > 0) yield ['args', this.arguments(node.type === 'new' ? spread(args) : args)];
    const kwargs = node.type === 'new' ? keywordsOf(node.kwargs) : undefined;
    if (kwargs !== undefined) yield ['kwargs', this.part(kwargs)];
    yield* this.partFields(objectParts(node.actions));
  }

  /** They are not counted among what is open: the object is. */
  private arguments(args: SequenceNode): JsonPart {
    const text = this.open.textOf(args);
    if (text !== undefined) return text;
    const part = this.array(args.items);
    return typeof part === 'string' || this.isOnce(args) ? part : this.open.noted(args, part);
  }

  private *persistentFields(node: PersistentNode): Generator<Field, void, undefined> {
    // Protocol 0 has the text of an id.
    const isNumber = node.id.type === 'int' || node.id.type === 'float' || node.id.type === 'bool';
    yield ['persistent_id', isNumber ? jsonString(nodeSummary(node.id)) : this.part(node.id)];
    yield* this.partFields(objectParts(node.actions));
  }

  private *partFields(parts: ObjectParts): Generator<Field, void, undefined> {
    const { items, entries, members, states, setters } = parts;
    if (items.length > 0) yield ['items', this.array(items)];
    if (entries.length > 0) yield ['entries', this.dict(entries)];
    if (members.length > 0) yield ['members', this.array(members)];
    const told = states.filter((state) => !isFalsy(this.forms.plain(state)));
    const [state] = told;
    if (state !== undefined) yield told.length <= 1 ? ['state', this.part(state)] : ['states', this.array(told)];
    if (setters.length > 0) yield ['setters', jsonArray(this.pairs(setters))];
  }
}

function isObject(node: Node): node is CallNode | NewNode {
  return node.type === 'call' || node.type === 'new';
}

/** The one tuple that a class may be made of has its items at each protocol: below 2 a namedtuple is made of it. */
function spread(args: SequenceNode): SequenceNode {
  const [tuple] = args.items;
  return tuple?.type === 'tuple' && args.items.length <= 1 ? tuple : args;
}
