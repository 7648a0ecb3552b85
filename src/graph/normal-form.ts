/**
 * The objects of a pickle in the form that the newest protocol has for them, so that pickles of several protocols can be
 * compared.
 *
 * @module
 */
import { CopyBudget } from './copy-budget.ts';
import { formOf, type NewObject } from './forms.ts';
import type {
  Action,
  CallNode,
  DictNode,
  GlobalNode,
  Graph,
  NewNode,
  Node,
  NodeTable,
  Origin,
  SequenceNode,
  Sharing,
} from './graph.ts';
import { KeyEquality } from './key-equality.ts';
import { keywordsOf } from './keywords.ts';
import type { LibraryForms, StandardObjects } from './library-forms.ts';
import { GraphNames } from './names.ts';
import { KeyNumbers, NodeKeys } from './node-key.ts';
import { nodeTable } from './node-table.ts';
import { HELD, isConversion, isUserCollection, PlainForms } from './plain-forms.ts';

/** `array.array` of a list as one of bytes; `undefined` for any other call. */
export type ArrayForm = (node: CallNode, names: GraphNames) => CallNode | undefined;

/** What knows about objects of classes that are not built in. It may be left out if a graph has none. */
export interface KnownForms {
  /** For arrays, which have two forms, depending on the protocol. */
  readonly arrayForm?: ArrayForm | undefined;
  readonly library?: LibraryForms | undefined;
}

const NEWEST_PROTOCOL = 5;
/** The most items of a tuple whose normal forms are given. */
const RESOLVED_ITEMS = 8;

/** The nodes of one graph in their normal form. The graph stays as it is. */
export class NormalForm {
  /** Which keys and members are equal. */
  readonly keys: KeyEquality;
  private readonly names: GraphNames;
  private readonly source: number;
  private readonly isShared: Sharing['isShared'];
  private readonly arrayForm: ArrayForm | undefined;
  private readonly budget: CopyBudget;
  /** The forms of nodes whose normal form is another node. */
  private readonly forms: NodeTable<Node>;
  private readonly nodeKeys: NodeKeys;
  private readonly ofTuple = new WeakSet<Node>();
  private readonly kept: NodeTable<Node>;
  private readonly plainForms: PlainForms;
  private readonly conversions: PlainForms;
  private readonly standard: StandardObjects | undefined;
  private readonly library: LibraryForms | undefined;
  private readonly resolve = (node: Node): Node => this.of(node);

  /**
   * @param copies - As `write` takes it.
   * @param numbers - The numbers of another graph, if keys of both are compared.
   */
  constructor(
    graph: Pick<Graph, 'root' | 'protocol'> & Sharing,
    { arrayForm, library }: KnownForms = {},
    copies?: number,
    numbers: KeyNumbers = new KeyNumbers(),
  ) {
    const { protocol, isShared } = graph;
    this.isShared = isShared;
    this.forms = nodeTable(graph);
    this.kept = nodeTable(graph);
    this.budget = new CopyBudget(graph, copies);
    this.names = new GraphNames(protocol < 3);
    this.source = protocol;
    this.arrayForm = arrayForm;
    this.keys = new KeyEquality(this.names, nodeTable(graph), (node) => this.formOf(node));
    this.nodeKeys = new NodeKeys(this.resolve, numbers, nodeTable(graph));
    this.plainForms = new PlainForms(this.resolve, nodeTable(graph), this.names, this.budget, library);
    this.library = library;
    this.standard = library?.standard(this.names, this.budget);
    this.conversions = new PlainForms(
      (node) => this.unconverted(node),
      nodeTable(graph),
      this.names,
      this.budget,
      library,
      (path) => isConversion(path, library),
    );
  }

  /** Gives the same node for the same node. Of equal keys and members, a dict or set has those that Python keeps. */
  of(node: Node): Node {
    const plain = this.formOf(node);
    if (!mayHaveEqual(plain)) return plain;
    if (this.isShared?.(node) === false) return this.withoutEqual(plain);
    let kept = this.kept.get(plain);
    if (kept === undefined) this.kept.set(plain, (kept = this.withoutEqual(plain)));
    return kept;
  }

  /** The form in which people are shown it: what is like a list, a dict or a text is one, whatever its class. */
  plainFormOf(node: Node): Node {
    return this.plainForms.of(node);
  }

  /** The attribute that has the items or entries that are an object's own in Python: `data` of a UserList. */
  heldBy(node: Node): string | undefined {
    const form = this.of(node);
    if (form.type !== 'call' && form.type !== 'new') return undefined;
    return HELD.get(this.names.path(form.type === 'call' ? form.callable : form.cls))?.[0];
  }

  /** The normal form of a node and, in a short tuple, of its items, which a summary shows. */
  shown(node: Node): Node {
    const form = this.of(node);
    switch (form.type) {
      case 'tuple':
        return form.items.length > RESOLVED_ITEMS ? form : { ...form, items: form.items.map(this.resolve) };
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
    if (!this.mayHaveForm(node)) return node;
    let form = this.forms.get(node);
    if (form === undefined) {
      form = this.formOfOther(node);
      // It takes less time to find again that a call stays one than to remember it.
      if (form !== node || this.isShared?.(node) !== false) this.forms.set(node, form);
    }
    return form;
  }

  private mayHaveForm(node: Node): boolean {
    switch (node.type) {
      case 'call':
        return true;
      case 'new':
        return isUserCollection(node);
      case 'global':
        return this.source < 3;
      default:
        return false;
    }
  }

  private formOfOther(node: Node): Node {
    switch (node.type) {
      case 'call':
        return this.converted(node);
      case 'new':
        return this.standard?.ofNew(node) ?? node;
      case 'global':
        return this.renamed(node);
      default:
        return node;
    }
  }

  /** A conversion may be given another one. All are made in a loop, the innermost first. */
  private converted(node: CallNode): Node {
    return isConversion(this.names.path(node.callable), this.library) ? this.conversions.of(node) : this.ofCall(node);
  }

  private unconverted(node: Node): Node {
    return this.forms.get(node) ?? (node.type === 'call' ? this.ofCall(node) : this.formOf(node));
  }

  /** A text that is the same for small nodes with the same normal form; `undefined` for other nodes. */
  keyOf(node: Node): string | undefined {
    return this.nodeKeys.of(node);
  }

  /** Whether the single argument of a new object is the tuple value itself, which protocols above 1 may spread. */
  isOfTuple(node: Node): boolean {
    return this.ofTuple.has(node);
  }

  private renamed(node: GlobalNode): Node {
    const global = this.names.of(node);
    const { module, name } = this.standard?.named(global) ?? global;
    return { ...node, module, name };
  }

  private ofCall(node: CallNode): Node {
    const form = formOf(node, this.names, { protocol: NEWEST_PROTOCOL, source: this.source, isCompared: true });
    if (form === undefined) return this.array(node) ?? this.standard?.ofCall(node) ?? node;
    const origin = originOf(node);
    switch (form.kind) {
      case 'bytes':
      case 'bytearray':
        this.budget.units(form.bytes.length);
        return { ...origin, type: form.kind, value: form.bytes };
      case 'set':
      case 'frozenset':
        this.budget.parts(form.items.length);
        return this.kindOfSet({ ...origin, type: form.kind, items: this.keys.membersFor(form.items) });
      case 'global':
        return { ...origin, type: 'global', module: form.global.module, name: form.global.name };
      case 'new':
        return this.created(node, form.object);
    }
  }

  /** A set that a call makes of a list, of which equal members were left out. */
  private kindOfSet(made: SequenceNode): Node {
    this.kept.set(made, made);
    return made;
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
    const made: NewNode = {
      ...rest,
      type: 'new',
      cls,
      args: tuple ?? { type: 'tuple', items: [...args] },
      kwargs: keywordsOf(kwargs),
      actions,
    };
    if (isOfTuple === true) this.ofTuple.add(made);
    return isUserCollection(made) ? (this.standard?.ofNew(made) ?? made) : made;
  }
}

/** Where a node comes from. To remove its other members takes ten times as long (measured, Node 20). */
function originOf({ start, end, opcode, memo }: Node): Origin {
  return start === undefined || end === undefined || opcode === undefined ? {} : { start, end, opcode, memo };
}

/** Whether a node has more than one member or key, so that some may be equal and Python keeps one of them. */
function mayHaveEqual(node: Node): node is SequenceNode | DictNode {
  if (node.type === 'dict') return node.entries.length > 1;
  return (node.type === 'set' || node.type === 'frozenset') && node.items.length > 1;
}
