/**
 * The objects of a pickle in the form that the newest protocol has for them, so that pickles of several protocols can be
 * compared.
 *
 * @module
 */
import { CopyBudget } from './copy-budget.ts';
import { formOf, type NewObject } from './forms.ts';
import type { Action, CallNode, DictNode, GlobalNode, Graph, Node, SequenceNode, Sharing } from './graph.ts';
import { KeyEquality } from './key-equality.ts';
import { keywordsOf } from './keywords.ts';
import { GraphNames } from './names.ts';
import { nodeKey } from './node-key.ts';
import { HELD, PlainForms } from './plain-forms.ts';

/** `array.array` of a list as one of bytes; `undefined` for any other call. */
export type ArrayForm = (node: CallNode, names: GraphNames) => CallNode | undefined;

const NEWEST = 5;
/** Characters of a text whose key is quickly made anew. */
const SHORT_KEY = 64;
/** Items of a tuple that are told at most. */
const FEW = 8;

/** The nodes of one graph in their normal form. The graph stays as it is. */
export class NormalForm {
  /** Which keys and members are equal. */
  readonly keys: KeyEquality;
  private readonly names: GraphNames;
  private readonly source: number;
  private readonly isShared: Sharing['isShared'];
  private readonly arrayForm: ArrayForm | undefined;
  private readonly budget: CopyBudget;
  /** Of the nodes that have another one. */
  private readonly forms = new WeakMap<Node, Node>();
  /** The keys of long texts and bytes. */
  private readonly longKeys = new WeakMap<Node, string | undefined>();
  private readonly ofTuple = new WeakSet<Node>();
  private readonly kept = new WeakMap<Node, Node>();
  private readonly plainForms: PlainForms;
  private readonly resolve = (node: Node): Node => this.of(node);

  /** @param copies - As `write` takes it. */
  constructor(
    { root, protocol, isShared }: Pick<Graph, 'root' | 'protocol'> & Sharing,
    arrayForm: ArrayForm | undefined,
    copies?: number,
  ) {
    this.isShared = isShared;
    this.budget = new CopyBudget(root, copies);
    this.names = new GraphNames(protocol < 3);
    this.source = protocol;
    this.arrayForm = arrayForm;
    this.keys = new KeyEquality(this.names, (node) => this.formOf(node));
    this.plainForms = new PlainForms(this.resolve, this.names, this.budget);
  }

  /** The same node for the same node. Of equal keys and members, a dict or set has those that Python keeps. */
  of(node: Node): Node {
    const plain = this.formOf(node);
    if (plain.type !== 'set' && plain.type !== 'frozenset' && plain.type !== 'dict') return plain;
    if (this.isShared?.(node) === false) return this.withoutEqual(plain);
    let kept = this.kept.get(plain);
    if (kept === undefined) this.kept.set(plain, (kept = this.withoutEqual(plain)));
    return kept;
  }

  /** As it is shown to a person: what is like a list, a dict or a text is one, whatever its class. */
  plain(node: Node): Node {
    return this.plainForms.of(node);
  }

  /** The attribute that has the items or entries of an object, which are its own in Python: `data` of a UserList. */
  heldBy(node: Node): string | undefined {
    const form = this.of(node);
    if (form.type !== 'call' && form.type !== 'new') return undefined;
    return HELD.get(this.names.path(form.type === 'call' ? form.callable : form.cls))?.[0];
  }

  /** The normal form of a node, with those of what is told of it in a few words. */
  shown(node: Node): Node {
    const form = this.of(node);
    switch (form.type) {
      case 'tuple':
        return form.items.length > FEW ? form : { ...form, items: form.items.map(this.resolve) };
      case 'call':
        return { ...form, callable: this.of(form.callable) };
      case 'new':
        return { ...form, cls: this.of(form.cls) };
      case 'persistent':
        return { ...form, id: this.of(form.id) };
      default:
        return form;
    }
  }

  private withoutEqual(node: SequenceNode | DictNode): Node {
    if (node.type === 'dict') {
      const entries = this.keys.entries(node.entries);
      return entries === node.entries ? node : { ...node, entries: entries.map(([key, value]) => [key, value]) };
    }
    const items = this.keys.members(node.items);
    return items === node.items ? node : { ...node, items: [...items] };
  }

  private formOf(node: Node): Node {
    if (node.type !== 'call' && (node.type !== 'global' || this.source >= 3)) return node;
    let form = this.forms.get(node);
    if (form === undefined) {
      form = node.type === 'call' ? this.ofCall(node) : this.renamed(node);
      this.forms.set(node, form);
    }
    return form;
  }

  /** {@link nodeKey} of the normal form. */
  keyOf(node: Node): string | undefined {
    // That of a long atom takes as long as the atom, which many dicts may have as a key.
    if (!isLongAtom(node)) return nodeKey(node, this.resolve);
    let key = this.longKeys.get(node);
    if (key === undefined) this.longKeys.set(node, (key = nodeKey(node, this.resolve)));
    return key;
  }

  /** Whether the one argument of a new object is the tuple that it is, which protocols above 1 may have spread. */
  isOfTuple(node: Node): boolean {
    return this.ofTuple.has(node);
  }

  private renamed(node: GlobalNode): Node {
    const { module, name } = this.names.of(node);
    return { ...node, module, name };
  }

  private ofCall(node: CallNode): Node {
    const { type: _type, callable: _callable, args: _args, actions: _actions, ...origin } = node;
    const form = formOf(node, this.names, { protocol: NEWEST, source: this.source, isCompared: true });
    switch (form?.kind) {
      case 'bytes':
      case 'bytearray':
        this.budget.units(form.bytes.length);
        return { ...origin, type: form.kind, value: form.bytes };
      case 'set':
      case 'frozenset':
        this.budget.parts(form.items.length);
        return { ...origin, type: form.kind, items: [...form.items] };
      case 'global':
        return { ...origin, type: 'global', module: form.global.module, name: form.global.name };
      case 'new':
        return this.created(node, form.object);
      case undefined:
        return this.array(node) ?? node;
    }
  }

  private array(node: CallNode): CallNode | undefined {
    const array = this.arrayForm?.(node, this.names);
    const bytes = array?.args.type === 'tuple' ? array.args.items.at(-1) : undefined;
    if (bytes?.type === 'bytes') this.budget.units(bytes.value.length);
    return array;
  }

  private created(node: CallNode, { cls, args, tuple, kwargs, isOfTuple, items, entries }: NewObject): Node {
    this.budget.parts(args.length + items.length + entries.length);
    const actions: Action[] = [...node.actions];
    if (entries.length > 0) actions.unshift({ do: 'set', entries });
    if (items.length > 0) actions.unshift({ do: 'append', items });
    const { callable: _callable, ...rest } = node;
    const made: Node = {
      ...rest,
      type: 'new',
      cls,
      args: tuple ?? { type: 'tuple', items: [...args] },
      kwargs: keywordsOf(kwargs),
      actions,
    };
    if (isOfTuple === true) this.ofTuple.add(made);
    return made;
  }
}

function isLongAtom(node: Node): boolean {
  switch (node.type) {
    case 'str':
    case 'bytes':
    case 'bytearray':
      return node.value.length > SHORT_KEY;
    case 'int':
      return typeof node.value === 'bigint';
    default:
      return false;
  }
}
