import { CallerError } from '../codec/caller-error.ts';
import type { DumpContext, Protocol } from '../codec/context.ts';
import type { DescribedValue } from '../dump/described-value.ts';
import { callOf, newOf, type Rebuild, reconstructedOf } from '../dump/reduce.ts';
import { PickleError } from '../errors.ts';
import { isBuiltInException } from '../stdlib/exceptions/exception-names.ts';
import { Global } from '../values/global.ts';
import { IdentifiedText } from '../values/identified-text.ts';
import { Tuple, tupleOf } from '../values/tuple.ts';
import { arrayRebuild } from './array-form.ts';
import {
  type Base,
  ComputedBytes,
  contentsOf,
  copyOfCharacter,
  guessedBase,
  membersOf,
  type ObjectContents,
  type Reconstructed,
  reconstructorOfText,
  widthOf,
} from './bases.ts';
import type { CopyBudget } from './copy-budget.ts';
import { DescribedDict } from './described-dict.ts';
import { isFalsy } from './falsy.ts';
import { type Form, formOf, type NewObject, ownerOf, withoutFold } from './forms.ts';
import type {
  Action,
  CallNode,
  DictNode,
  Graph,
  NewNode,
  Node,
  NodeTable,
  PersistentNode,
  SequenceNode,
  Sharing,
} from './graph.ts';
import { intText } from './int-text.ts';
import type { Entries, KeyEquality } from './key-equality.ts';
import { keywordsOf } from './keywords.ts';
import type { GraphNames } from './names.ts';
import { nodeTable } from './node-table.ts';
import { NormalForm } from './normal-form.ts';
import { type Contents, joined, NO_PARTS, type ObjectParts, objectParts, refuseActions } from './object-parts.ts';

/** The built-in class that a class derives from, or `undefined` if it is not known. */
export type BaseOf = (cls: { readonly module: string; readonly name: string }) => Base | undefined;

/** Describes the nodes of a graph to the dump machine, as the Python values that are written for them. */
export class NodeDescriber {
  private readonly names: GraphNames;
  private readonly keys: KeyEquality;
  private readonly protocol: Protocol;
  private readonly context: DumpContext;
  /** The protocol of the pickle that was read. */
  private readonly source: number;
  private readonly baseOf: BaseOf | undefined;
  private readonly extensions: ReadonlyMap<number, Global>;
  private readonly budget: CopyBudget;
  private readonly isShared: Sharing['isShared'];
  /** Objects that were begun. One that is met again and is not in the memo is met within its own arguments. */
  private readonly begun: NodeTable<true>;
  /** The tuples made for arguments, by the node of the arguments. */
  private readonly tuples: NodeTable<Tuple>;
  /** The entries of large states, by their dicts. */
  private readonly states: NodeTable<Entries>;
  /** Results of `_codecs.encode` of length 1: CPython has one object for each byte. */
  private readonly singleBytes = new Map<number, object>();

  constructor(
    names: GraphNames,
    context: DumpContext,
    graph: Pick<Graph, 'root' | 'protocol'> & Sharing,
    budget: CopyBudget,
    extensions: ReadonlyMap<number, Global> = new Map(),
    baseOf?: BaseOf,
  ) {
    this.names = names;
    this.budget = budget;
    this.isShared = graph.isShared;
    this.keys = new NormalForm(graph).keys;
    this.begun = nodeTable(graph);
    this.tuples = nodeTable(graph);
    this.states = nodeTable(graph);
    this.protocol = context.protocol;
    this.context = context;
    this.source = graph.protocol;
    this.extensions = extensions;
    this.baseOf = baseOf;
  }

  /** `undefined` for a value that is not a node. */
  describe(value: object): DescribedValue | undefined {
    if (value instanceof DescribedDict) return { kind: 'dict', entries: value.entries };
    if (value instanceof ComputedBytes) return this.bytes(value.bytes);
    return isNode(value) ? this.ofNode(value) : undefined;
  }

  private ofNode(node: Node): DescribedValue {
    switch (node.type) {
      case 'none':
        return { kind: 'scalar', value: null };
      case 'bool':
        return { kind: 'scalar', value: node.value };
      case 'int':
        // An int is never in the memo: it is written at each place.
        if (typeof node.value === 'bigint') this.budget.units(intText(node).length / 2);
        return { kind: 'scalar', value: checkedInt(node.value) };
      case 'float':
        return { kind: 'float', value: node.value, bits: Number.isNaN(node.value) ? node.bits : undefined };
      case 'str':
        return { kind: 'text', text: new IdentifiedText(node.value, false, node.cuts) };
      case 'bytes':
      case 'bytearray':
        return { kind: node.type, bytes: node.value };
      case 'list':
      case 'tuple':
        return { kind: node.type, items: node.items };
      case 'set':
      case 'frozenset':
        return this.members(node.type, node.items);
      case 'dict':
        return { kind: 'dict', entries: this.keys.entries(node.entries) };
      case 'buffer':
        return { kind: 'buffer', readonly: node.readonly };
      default:
        return this.ofObject(node);
    }
  }

  private ofObject(node: Exclude<Node, SequenceNode | DictNode>): DescribedValue {
    switch (node.type) {
      case 'global':
        refuseActions(node.actions, this.names.of(node).toString());
        return { kind: 'global', global: this.names.of(node) };
      case 'extension':
        refuseActions(node.actions, `what extension code ${node.code} stands for`);
        return this.extension(node.code);
      case 'persistent':
        refuseActions(node.actions, 'what a persistent id stands for');
        return { kind: 'persistent', id: this.persistentId(node) };
      case 'call':
        return this.call(node);
      case 'new':
        if (!hasTuple(node)) return this.createdOf(node);
        return this.created(objectOf(node, this.argumentsOf(node, itemsOf(node.args))), node.actions);
      default:
        throw new CallerError(new TypeError(`a graph has a node of the unknown type '${String(node.type)}'`));
    }
  }

  private members(kind: 'set' | 'frozenset', items: readonly Node[]): DescribedValue {
    return { kind, items: membersOf(this.keys.members(items)) };
  }

  private extension(code: number): DescribedValue {
    if (this.protocol >= 2) return { kind: 'extension', code };
    const global = this.extensions.get(code);
    if (global !== undefined) return { kind: 'global', global };
    throw new PickleError(
      'needs-protocol',
      `extension code ${code} needs protocol 2 or higher; pass its meaning in options.extensions`,
    );
  }

  /** At protocol 0 an id is a line of text. */
  private persistentId({ id }: PersistentNode): unknown {
    return this.protocol === 0 && (id.type === 'str' || id.type === 'int') ? String(id.value) : id;
  }

  private call(node: CallNode): DescribedValue {
    const form = formOf(node, this.names, { protocol: this.protocol, source: this.source });
    if (form !== undefined && this.isCertain(form)) return this.formed(form, node);
    const array = arrayRebuild(node, this.names, this.context);
    if (array !== undefined) this.budget.parts(widthOf(node.args));
    const parts = objectParts(node.actions);
    const isDict = parts.entries.length > 1 && DICTS.has(this.names.path(node.callable));
    const merged = isDict ? { ...parts, entries: this.keys.entries(parts.entries) } : parts;
    return { kind: 'object', rebuild: this.withParts(array ?? this.reduced(node), merged) };
  }

  /** A namedtuple takes its items one by one, any other tuple takes a tuple. A call works for both. */
  private isCertain(form: Form): boolean {
    if (form.kind !== 'new' || form.object.isOfTuple !== true) return true;
    return this.baseKnown(form.object.cls) !== undefined;
  }

  private formed(form: Form, node: CallNode): DescribedValue {
    switch (form.kind) {
      case 'bytes':
        this.budget.units(form.bytes.length);
        return this.bytes(form.bytes);
      case 'bytearray':
        this.budget.units(form.bytes.length);
        return form;
      case 'set':
      case 'frozenset':
        this.budget.parts(form.items.length);
        return this.members(form.kind, form.items);
      case 'global':
        return form;
      case 'new':
        this.budget.parts(form.object.args.length + form.object.items.length + form.object.entries.length);
        return this.created(
          this.spread({ ...form.object, args: this.argumentsOf(node, form.object.args) }),
          node.actions,
        );
    }
  }

  /** Bytes that Python computes. Those of length 1 are one object for each byte. */
  private bytes(bytes: Uint8Array): DescribedValue {
    return { kind: 'bytes', bytes, holder: this.singleByte(bytes) };
  }

  /** The callable of an object, or its class. */
  private callee(node: Node): Node | Global {
    if (node.type !== 'global') return node;
    refuseActions(node.actions, this.names.of(node).toString());
    return this.names.of(node);
  }

  private singleByte(bytes: Uint8Array): object | undefined {
    const [byte] = bytes;
    if (byte === undefined || bytes.length > 1) return undefined;
    const known = this.singleBytes.get(byte) ?? {};
    this.singleBytes.set(byte, known);
    return known;
  }

  private reduced(node: CallNode): Rebuild {
    const callable = this.callee(node.callable);
    if (this.protocol < 4) {
      const args = withoutFold(node, this.names);
      if (args !== undefined) return callOf(callable, tupleOf(args));
    }
    if (node.args.type !== 'tuple' || (callable instanceof Global && isException(callable))) {
      return callOf(callable, node.args);
    }
    const contents = contentsOf(this.baseKnown(node.callable), node.args.items, this.context);
    if (contents !== undefined) this.budget.parts(widthOf(node.args));
    const exact = contents ?? reconstructorOfText(node, this.names) ?? this.attributeName(node);
    return callOf(callable, exact ?? this.tuple(node.args, this.argumentsOf(node, node.args.items)));
  }

  /**
   * The arguments of an object. If the object occurs within them, CPython asks it for its arguments again, and the pickle
   * has another object there rather than a fetch from the memo.
   */
  private argumentsOf(node: CallNode | NewNode, items: readonly Node[]): readonly Node[] {
    if (this.isShared?.(node) === false) return items;
    if (!this.begun.has(node)) {
      this.begun.set(node, true);
      return items;
    }
    return items.map((item) => (isWithin(item, node) ? { ...item } : item));
  }

  /**
   * Arguments as a tuple: a new one for each object, as in CPython. CPython never shares such a tuple; where a pickle does,
   * it stays shared, so that no more is written than was read.
   */
  private tuple(args: Node | undefined, items: readonly Node[]): Tuple {
    if (args === undefined || this.isShared?.(args) === false) return tupleOf(items);
    const known = this.tuples.get(args);
    if (known !== undefined && args.type === 'tuple' && args.items === items) return known;
    const made = tupleOf(items);
    this.tuples.set(args, made);
    return made;
  }

  /** The arguments of `getattr(object, name)`: the name of a method is interned. */
  private attributeName(node: CallNode): Tuple | undefined {
    if (this.names.path(node.callable) !== 'builtins.getattr' || node.args.type !== 'tuple') return undefined;
    const given: readonly Node[] = itemsOf(node.args);
    const [owner, name] = given;
    if (owner?.type !== 'call' && owner?.type !== 'new') return undefined;
    if (name?.type !== 'str' || given.length > 2) return undefined;
    return Tuple.of<unknown>(owner, new IdentifiedText(name.value, true, name.cuts));
  }

  private created(object: NewObject, actions: readonly Action[]): DescribedValue {
    const cls = this.callee(object.cls);
    const { kwargs } = object;
    const isCopied = kwargs?.type === 'dict' && this.protocol < 4;
    if (isCopied) this.budget.parts(kwargs.entries.length);
    // Below protocol 2, or below 4 if there are keywords, the arguments are in a tuple with the class.
    if (this.protocol < 2 || isCopied) this.budget.parts(object.args.length);
    const given = isCopied ? new DescribedDict(this.keys.entries(kwargs.entries)) : kwargs;
    const copy = this.copyOf(object);
    const args = copy === undefined ? this.tuple(object.tuple, object.args) : Tuple.of<unknown>(copy);
    const plain = newOf(cls, args, given, this.protocol);
    // NEWOBJ_EX writes the tuple of the arguments itself, NEWOBJ a new one.
    const exact = plain.opcode === 'NEWOBJ_EX' && object.tuple !== undefined ? { ...plain, args: object.tuple } : plain;
    const parts = objectParts(actions);
    const own = this.keys.entries(object.entries);
    const all = { items: joined(object.items, parts.items), entries: joined(own, parts.entries) };
    const rest = this.withParts(exact, parts, all);
    const base = this.protocol < 2 ? this.base(object, all) : undefined;
    if (base === undefined) return { kind: 'object', rebuild: rest };
    const made = reconstructedOf(
      cls,
      new Global('builtins', base === 'namedtuple' ? 'tuple' : base),
      copy ?? stateOf(base, object, { ...all, entries: this.keys.entries(all.entries) }),
    );
    const rebuild: Rebuild = {
      ...rest,
      ...made,
      items: base === 'list' ? undefined : all.items,
      entries: base === 'dict' ? undefined : all.entries,
      states: rest.trailer === undefined ? rest.states.filter((state) => !isFalsyState(state)) : rest.states,
      trailer: rest.trailer,
      isShared: rest.isShared,
    };
    return { kind: 'object', rebuild };
  }

  /** The argument of a subclass of str: a copy of the str, unless it has one character, for which CPython has one object. */
  private copyOf(object: NewObject): IdentifiedText | undefined {
    const [text] = object.args;
    if (object.args.length > 1 || object.kwargs !== undefined || (this.baseKnown(object.cls) ?? 'str') !== 'str')
      return undefined;
    return copyOfCharacter(text);
  }

  /** A new object whose arguments are an object. */
  private createdOf({ cls, args, kwargs, actions }: NewNode): DescribedValue {
    const callable = this.callee(cls);
    const made = newOf(callable, args, keywordsOf(kwargs), this.protocol);
    return { kind: 'object', rebuild: this.withParts(made, objectParts(actions)) };
  }

  /** A namedtuple takes its items one by one; protocols 0 and 1 have a tuple of them. */
  private spread(object: NewObject): NewObject {
    const [tuple] = object.args;
    if (tuple?.type !== 'tuple' || object.isOfTuple !== true) return object;
    return this.baseKnown(object.cls) === 'namedtuple' ? { ...object, args: tuple.items } : object;
  }

  /** The built-in class that the caller says a class derives from. */
  private baseKnown(cls: Node): Base | undefined {
    if (this.baseOf === undefined) return undefined;
    const isCode = cls.type === 'extension';
    const global = isCode ? this.extensions.get(cls.code) : ownerOf(cls, this.names, this.protocol);
    return global && this.baseOf(global);
  }

  /** The built-in base class that protocols 0 and 1 name; `undefined`: not known. */
  private base(object: NewObject, contents: ObjectContents): Reconstructed | undefined {
    const known = this.baseKnown(object.cls);
    if (known === 'set' || known === 'frozenset' || known === 'bytearray') return undefined;
    return known !== undefined || object.kwargs !== undefined ? known : guessedBase(object, contents);
  }

  /** What was done to an object, in the order in which CPython does it. */
  private withParts(made: Rebuild, parts: ObjectParts, { items, entries }: Contents = parts): Rebuild {
    if (parts === NO_PARTS && items.length === 0 && entries.length === 0) return made;
    const { members, states, trailing, setters } = parts;
    // All fields in one literal: spread over what was made, it took half of the time of writing an object.
    return {
      opcode: made.opcode,
      callable: made.callable,
      args: made.args,
      kwargs: made.kwargs,
      items: items.length > 0 ? items : undefined,
      entries: entries.length > 0 ? entries : undefined,
      members: members.length > 0 ? members : undefined,
      states: joined(made.states, this.stateCopies(states)),
      setters: setters.length > 0 ? setters.map(([callable, state]) => ({ callable, state })) : made.setters,
      trailer: trailing === undefined ? made.trailer : () => [trailing],
      isShared: made.isShared,
    };
  }

  private stateCopies(states: readonly Node[]): readonly unknown[] {
    const [first] = states;
    if (first === undefined) return [];
    if (states.length === 1 && first.type !== 'tuple') return [this.stateCopy(first, undefined)];
    const copies = new Map<Node, DescribedDict>();
    return states.map((state) => this.stateCopy(state, copies));
  }

  /**
   * A state. An object without `__setstate__` has a dict, or a pair of dicts. CPython merges it into the object's own
   * `__dict__`, which is not the dict that was read. A dict that an object is given twice is copied once.
   */
  private stateCopy(state: Node, copies: Map<Node, DescribedDict> | undefined): unknown {
    if (state.type === 'dict') return this.attributes(state, copies);
    if (state.type !== 'tuple') return state;
    const [attributes, slots] = state.items;
    if (slots?.type !== 'dict' || state.items.length > 2) return state;
    if (attributes?.type === 'none') return Tuple.of<unknown>(null, this.attributes(slots, copies));
    if (attributes?.type !== 'dict') return state;
    return Tuple.of<unknown>(this.attributes(attributes, copies), this.attributes(slots, copies));
  }

  private attributes(dict: DictNode, copies: Map<Node, DescribedDict> | undefined): DescribedDict {
    const known = copies?.get(dict);
    if (known !== undefined) return known;
    this.budget.parts(dict.entries.length);
    const copy = new DescribedDict(this.attributesOf(dict), true);
    copies?.set(dict, copy);
    return copy;
  }

  /** The entries of a state, which many objects may share. */
  private attributesOf(dict: DictNode): Entries {
    if (dict.entries.length <= COMPARED_ENTRIES) return this.keys.entries(dict.entries);
    let entries = this.states.get(dict);
    if (entries === undefined) this.states.set(dict, (entries = this.keys.entries(dict.entries)));
    return entries;
  }
}

function objectOf({ cls, args, kwargs }: NewNode, items: readonly Node[]): NewObject {
  return { cls, args: items, tuple: args, kwargs: keywordsOf(kwargs), items: [], entries: [] };
}

/** A state with no more entries than this is compared again, which takes less time than to remember it. */
const COMPARED_ENTRIES = 16;

/** Classes whose entries CPython writes as those of a dict. */
const DICTS: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'collections.OrderedDict',
  'collections.defaultdict',
  'collections.Counter',
]);

/** The state argument of `copyreg._reconstructor`, which is the part that the base class holds. */
function stateOf(base: Reconstructed, { args }: NewObject, { items, entries }: ObjectContents): unknown {
  switch (base) {
    case 'object':
      return null;
    case 'list':
      return [...items];
    case 'dict':
      return new DescribedDict(entries);
    case 'namedtuple':
      return tupleOf(args);
    case 'complex':
      return args.length === 1 ? args[0] : complexOf(args);
    default:
      return args[0] ?? null;
  }
}

/** `complex(real, imaginary)` */
function complexOf(items: readonly Node[]): Node {
  const callable: Node = { type: 'global', module: 'builtins', name: 'complex' };
  return { type: 'call', callable, args: { type: 'tuple', items: [...items] }, actions: [] };
}

/** Whether Python considers a state false: protocols 0 and 1 do not write it. */
function isFalsyState(state: unknown): boolean {
  if (state instanceof DescribedDict) return state.size === 0;
  return typeof state === 'object' && state !== null && isNode(state) && isFalsy(state);
}

/** Whether the arguments are a tuple, and not an object of a subclass of tuple. */
function hasTuple({ args }: NewNode): boolean {
  return args.type !== 'call' && args.type !== 'new' && args.type !== 'persistent';
}

function itemsOf(args: Node): readonly Node[] {
  if (args.type === 'tuple') return args.items;
  throw new CallerError(new TypeError(`a graph has arguments of the type '${args.type}': expected a tuple`));
}

/** Built-in exceptions keep the tuple of their arguments; other objects make a new one each time they are asked. */
function isException({ module, name }: Global): boolean {
  return module === 'builtins' && isBuiltInException(name);
}

/** Whether a container was written as part of an object, after the class. */
function isWithin(item: Node, { start }: Node): boolean {
  switch (item.type) {
    case 'list':
    case 'tuple':
    case 'dict':
      return start !== undefined && item.start !== undefined && item.start > start;
    default:
      return false;
  }
}

function checkedInt(value: number | bigint): number | bigint {
  if (typeof value === 'bigint') return value;
  // Adding 0 makes 0 of -0, which an int does not have.
  if (Number.isSafeInteger(value)) return value + 0;
  throw new CallerError(new TypeError(`a graph has an int of ${value}: expected a safe integer or a bigint`));
}

/** Nodes are plain objects. Everything else that is written is an array or an instance of a class. */
export function isNode(value: object): value is Node {
  return Object.getPrototypeOf(value) === Object.prototype && 'type' in value;
}
