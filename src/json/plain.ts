import { toBase64, toHex } from '../bytes/base64.ts';
import { formatFloat } from '../bytes/float.ts';
import { PicklingError } from '../errors.ts';
import { isFalsy } from '../graph/falsy.ts';
import type {
  CallNode,
  GlobalNode,
  Graph,
  IntNode,
  NewNode,
  Node,
  PersistentNode,
  SequenceNode,
  Sharing,
} from '../graph/graph.ts';
import type { Entries } from '../graph/key-equality.ts';
import { keywordsOf } from '../graph/keywords.ts';
import type { LibraryForms } from '../graph/library-forms.ts';
import { nodeSummary } from '../graph/node-summary.ts';
import { NormalForm } from '../graph/normal-form.ts';
import { type ObjectParts, objectParts } from '../graph/object-parts.ts';
import { FieldNames } from './field-names.ts';
import { type Joined, type Joining, joined } from './joined.ts';
import { OpenNodes } from './open-nodes.ts';
import { type JsonPart, jsonString } from './text.ts';

/** How the plain form shows values that JSON does not have. */
export interface PlainOptions {
  readonly bytes: 'base64' | 'hex' | 'length';
  readonly bigints: 'number' | 'string';
  /** How many digits an int may have. Turning it into decimal takes more than linear time. */
  readonly digits: number;
}

/** The JSON of objects whose type has its own: dates, Decimal, UUID, paths... */
export interface StandardTexts {
  /** What is known of the types. */
  readonly library: LibraryForms;
  /** The text of such an object; `undefined` for any other object. */
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

/** The JSON of arrays. */
export interface ArrayJson {
  /** `undefined` for what is no array. @param partOf - The JSON of a node. */
  partOf(node: Node, partOf: (node: Node) => JsonPart): JsonPart | undefined;
}

/** The parts of an exception's JSON. */
export interface ErrorFields {
  readonly type: string;
  readonly message: string;
  readonly notes: Node | undefined;
  /** The exceptions of a group. */
  readonly exceptions: Node | undefined;
}

/** Parts of a container that is looked into on the way, to see whether it is text. */
const INSPECTED_PARTS = 16;

/** What a field of an object has. */
type Field =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'node'; readonly node: Node }
  | { readonly is: 'args'; readonly args: SequenceNode }
  | { readonly is: 'items'; readonly items: readonly Node[] }
  | { readonly is: 'entries'; readonly entries: Entries }
  | { readonly is: 'pairs'; readonly pairs: Entries };

type Entry = Entries[number];

/** A container that is text, or of which the rest is made as it is reached. */
type Contents = string | Joined;

/** Writes a graph as the JSON that a person would expect. */
export class PlainJson {
  private readonly root: Node;
  private readonly options: PlainOptions;
  private readonly forms: NormalForm;
  private readonly standard: StandardTexts | undefined;
  private readonly arrays: ArrayJson | undefined;
  private readonly open: OpenNodes;
  private readonly names = new FieldNames();
  /** The class that was written last, because objects of one class often come together. */
  private newest: { readonly node: GlobalNode; readonly text: string } | undefined;
  private readonly isShared: Sharing['isShared'];
  private readonly unique = new WeakMap<Entries, Entries>();
  private readonly asItems: Joining<Node> = {
    partOf: (node) => this.part(node),
    atOnce: (node) => this.scalar(node),
  };
  private readonly asValues: Joining<Entry> = {
    partOf: ([, value]) => this.part(value),
    atOnce: ([, value]) => this.scalar(value),
  };
  private readonly asPairs: Joining<Entry> = {
    partOf: (entry) => this.array(entry),
    atOnce: () => undefined,
  };
  private readonly asFields: Joining<Field> = {
    partOf: (field) => this.fieldPart(field),
    atOnce: (field) => this.fieldText(field),
  };

  /**
   * @param standard - Texts of the standard library's objects. It may be left out if there are no objects.
   * @param arrays - May be left out if there are no arrays of numpy.
   */
  constructor(
    graph: Pick<Graph, 'root' | 'protocol'> & Sharing,
    options: PlainOptions,
    standard: StandardTexts | undefined,
    arrays?: ArrayJson,
  ) {
    this.root = graph.root;
    this.isShared = graph.isShared;
    this.open = new OpenNodes(graph);
    this.options = options;
    this.standard = standard;
    this.arrays = arrays;
    this.forms = new NormalForm(graph, { library: standard?.library });
  }

  document(): JsonPart {
    return this.part(this.root);
  }

  private part(given: Node): JsonPart {
    const text = isObject(given)
      ? (this.arrays?.partOf(given, this.asItems.partOf) ?? this.standard?.directText(given))
      : this.scalar(given);
    if (text !== undefined) return text;
    const node = this.formOf(given);
    if (node.type === 'global') return this.named(node);
    return this.scalar(node) ?? this.container(node, this.isOnce(given) && this.isOnce(node));
  }

  /** The text of a class or function. */
  private named(given: GlobalNode): string {
    if (this.newest?.node !== given) {
      const form = this.forms.of(given);
      const text = form.type === 'global' ? jsonString(`${form.module}.${form.name}`) : 'null';
      this.newest = { node: given, text };
    }
    return this.newest.text;
  }

  /** The text of a scalar; `undefined` for any other node. */
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
    if (standard === undefined || !isObject(normal)) return isObject(normal) ? this.forms.plainFormOf(given) : normal;
    if (standard.isOwn(normal)) return normal;
    const form = this.forms.plainFormOf(given);
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

  /** @param isOnce - Whether it comes only once. */
  private container(node: Node, isOnce: boolean): JsonPart {
    const known = isOnce ? undefined : (this.open.reference(node) ?? this.open.textOf(node));
    const text = known ?? (isObject(node) ? this.standard?.textOf(node) : undefined);
    if (text !== undefined) return text;
    const contents = this.contents(node);
    if (typeof contents === 'string') return contents;
    return isOnce ? contents.within(this.open) : this.open.guarded(node, contents);
  }

  private contents(node: Node): Contents {
    switch (node.type) {
      case 'list':
      case 'tuple':
      case 'set':
      case 'frozenset':
        return this.array(node.items);
      case 'dict':
        return this.dict(node.entries);
      case 'persistent':
      case 'call':
      case 'new':
        return this.object(node);
      default:
        return 'null';
    }
  }

  private array(items: readonly Node[]): string | Joined {
    return joined(items, this.asItems, '[', ']');
  }

  private dict(entries: Entries): string | Joined {
    let unique = this.unique.get(entries);
    if (unique === undefined) {
      unique = this.forms.keys.entries(entries);
      if (unique !== entries) this.unique.set(entries, unique);
    }
    const names = this.names.of(unique, (key) => this.keyText(key));
    if (names === undefined) return joined(unique, this.asPairs, '[', ']');
    return joined(unique, this.asValues, '{', '}', names);
  }

  /** The text of a key; `undefined` for a key that JSON cannot have. */
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

  private object(node: CallNode | NewNode | PersistentNode): string | Joined {
    return this.made(node) ?? this.fielded(node);
  }

  /** An object that is its class and arguments alone: one part, because a million may stand in one another. */
  private made(node: CallNode | NewNode | PersistentNode): string | Joined | undefined {
    if (node.type === 'persistent' || node.actions.length > 0 || node.args.type !== 'tuple') return undefined;
    if (node.type === 'new' && node.kwargs !== undefined) return undefined;
    const cls = node.type === 'call' ? node.callable : node.cls;
    const args = node.type === 'new' ? spread(node.args) : node.args;
    if (cls.type !== 'global' || args.items.length === 0 || !this.isOnce(args)) return undefined;
    if (this.standard?.errorOf(node) !== undefined) return undefined;
    return joined(args.items, this.asItems, `{${NAMES.class}${this.named(cls)},${NAMES.args}[`, ']}');
  }

  private fielded(node: CallNode | NewNode | PersistentNode): string | Joined {
    const fields = new Fields();
    const error = node.type === 'persistent' ? undefined : this.standard?.errorOf(node);
    if (error !== undefined) errorFields(error, fields);
    else {
      if (node.type === 'persistent') fields.add('persistent_id', idField(node));
      else madeFields(node, fields);
      if (node.actions.length > 0) this.partFields(objectParts(node.actions), fields);
    }
    return joined(fields.fields, this.asFields, '{', '}', fields.names);
  }

  private partFields(parts: ObjectParts, fields: Fields): void {
    const { items, entries, members, states, setters } = parts;
    if (items.length > 0) fields.add('items', { is: 'items', items });
    if (entries.length > 0) fields.add('entries', { is: 'entries', entries });
    if (members.length > 0) fields.add('members', { is: 'items', items: members });
    const told = states.filter((state) => !isFalsy(this.forms.plainFormOf(state)));
    const [state] = told;
    if (told.length > 1) fields.add('states', { is: 'items', items: told });
    else if (state !== undefined) fields.add('state', { is: 'node', node: state });
    if (setters.length > 0) fields.add('setters', { is: 'pairs', pairs: setters });
  }

  private fieldPart(field: Field): JsonPart {
    switch (field.is) {
      case 'text':
        return field.text;
      case 'node':
        return this.part(field.node);
      case 'args':
        return this.arguments(field.args);
      case 'items':
        return this.array(field.items);
      case 'entries':
        return this.dict(field.entries);
      case 'pairs':
        return joined(field.pairs, this.asPairs, '[', ']');
    }
  }

  /** What has scalars alone in it refers to nothing that is open, and is short. */
  private fieldText(field: Field): string | undefined {
    switch (field.is) {
      case 'text':
        return field.text;
      case 'node':
        return this.flatText(field.node);
      case 'args':
        return textAlone(field.args.items.length <= INSPECTED_PARTS ? this.array(field.args.items) : undefined);
      case 'items':
        return textAlone(field.items.length <= INSPECTED_PARTS ? this.array(field.items) : undefined);
      case 'entries':
        return textAlone(field.entries.length <= INSPECTED_PARTS ? this.dict(field.entries) : undefined);
      case 'pairs':
        return undefined;
    }
  }

  private flatText(node: Node): string | undefined {
    switch (node.type) {
      case 'call':
      case 'new':
      case 'persistent':
        return undefined;
      case 'list':
      case 'tuple':
      case 'set':
      case 'frozenset':
        return node.items.length <= INSPECTED_PARTS ? textAlone(this.contents(this.formOf(node))) : undefined;
      case 'dict':
        return node.entries.length <= INSPECTED_PARTS ? textAlone(this.contents(this.formOf(node))) : undefined;
      default:
        return textAlone(this.part(node));
    }
  }

  /** These containers do not count as open, because their object does. */
  private arguments(args: SequenceNode): JsonPart {
    const text = this.open.textOf(args);
    if (text !== undefined) return text;
    const part = this.array(args.items);
    return typeof part === 'string' || this.isOnce(args) ? part : this.open.noted(args, part);
  }
}

/** The fields of an object, and the text before each. */
class Fields {
  readonly fields: Field[] = [];
  readonly names: string[] = [];

  add(name: FieldName, field: Field): void {
    this.fields.push(field);
    this.names.push(NAMES[name]);
  }
}

const NAMES = {
  class: '"class":',
  args: '"args":',
  kwargs: '"kwargs":',
  items: '"items":',
  entries: '"entries":',
  members: '"members":',
  state: '"state":',
  states: '"states":',
  setters: '"setters":',
  persistent_id: '"persistent_id":',
  type: '"type":',
  message: '"message":',
  notes: '"notes":',
  exceptions: '"exceptions":',
} as const;

type FieldName = keyof typeof NAMES;

function errorFields({ type, message, notes, exceptions }: ErrorFields, fields: Fields): void {
  fields.add('type', { is: 'text', text: jsonString(type) });
  fields.add('message', { is: 'text', text: jsonString(message) });
  if (notes !== undefined) fields.add('notes', { is: 'node', node: notes });
  if (exceptions !== undefined) fields.add('exceptions', { is: 'node', node: exceptions });
}

/** What an object is made of. */
function madeFields(node: CallNode | NewNode, fields: Fields): void {
  const { args } = node;
  fields.add('class', { is: 'node', node: node.type === 'call' ? node.callable : node.cls });
  if (args.type !== 'tuple') fields.add('args', { is: 'node', node: args });
  else if (args.items.length > 0) fields.add('args', { is: 'args', args: node.type === 'new' ? spread(args) : args });
  const kwargs = node.type === 'new' ? keywordsOf(node.kwargs) : undefined;
  if (kwargs !== undefined) fields.add('kwargs', { is: 'node', node: kwargs });
}

/** Protocol 0 has the text of an id. */
function idField({ id }: PersistentNode): Field {
  const isNumber = id.type === 'int' || id.type === 'float' || id.type === 'bool';
  return isNumber ? { is: 'text', text: jsonString(nodeSummary(id)) } : { is: 'node', node: id };
}

function textAlone(part: JsonPart | undefined): string | undefined {
  return typeof part === 'string' ? part : undefined;
}

function isObject(node: Node): node is CallNode | NewNode {
  return node.type === 'call' || node.type === 'new';
}

/** The arguments of a class. A single tuple stands for its items, because below protocol 2 a namedtuple is made of one. */
function spread(args: SequenceNode): SequenceNode {
  const [tuple] = args.items;
  return tuple?.type === 'tuple' && args.items.length <= 1 ? tuple : args;
}
