import { Reader } from '../bytes/reader.ts';
import type { Binding } from '../codec/binding.ts';
import type { Codec } from '../codec/codec.ts';
import type { RegistryCache } from '../codec/registry.ts';
import { PickleError } from '../errors.ts';
import type { Limits } from '../limits.ts';
import { Arguments } from '../load/arguments.ts';
import { Budget } from '../load/budget.ts';
import { Builder } from '../load/builder.ts';
import { isDict, pairs, setEntries, setEntry } from '../load/dict-entries.ts';
import { FollowingBytes } from '../load/following-bytes.ts';
import { KeyRules } from '../load/key-rules.ts';
import { resolveLoadOptions } from '../load/load-settings.ts';
import { Names } from '../load/names.ts';
import { NewContainers } from '../load/new-containers.ts';
import { OutOfBandBuffers } from '../load/out-of-band-buffers.ts';
import { PropertyCount } from '../load/property-count.ts';
import { isList, noMethod } from '../load/sequence-items.ts';
import { addToSet } from '../load/set-members.ts';
import { ByteArray } from '../values/byte-array.ts';
import { Dict } from '../values/dict.ts';
import { Instance } from '../values/instance.ts';
import { setAmbientBudget } from '../values/key-budget.ts';
import { PySet } from '../values/set.ts';
import { type Tuple, tupleOf } from '../values/tuple.ts';
import {
  type Action,
  childrenOf,
  type GlobalNode,
  type Graph,
  type Node,
  type NodeTable,
  type SequenceNode,
  type Sharing,
} from './graph.ts';
import { areLeaves, isLeafTuple, isWide, LEAVES, SEARCHED_ITEMS } from './node-size.ts';
import { nodeTable } from './node-table.ts';

/** The most bits of an int that is made. */
const LONGEST_INT = 4096;
/** The work that each object has for free, in the units of `limits.work`. */
const FREE_WORK = 1024;
/** The size that the limits assume for a graph that does not come from a pickle. */
const UNKNOWN_SIZE = 2 ** 21;

/** The next step: a node is begun, made of its parts, or filled with its contents. */
type Phase = 'begin' | 'make' | 'fill';

/** The cost of an error, which takes 25 µs. Python refuses a pickle at the first such object, so the others matter less. */
const REFUSAL_WORK = 2 ** 15;

/** What {@link NodeValues.of} gives for a node that is too large, or whose value depends on options of `loads`. */
export const NOT_MADE: unique symbol = Symbol('not made');

/**
 * The values of small parts of a graph, as `loads` makes them: the same {@link Builder} asks the same codecs. Writing a
 * pickle of the part and loading it would take ten times as long (measured, Node 20).
 */
export class NodeValues {
  /** The bytes behind BUILD. */
  private readonly reader = new Reader(new Uint8Array(0));
  private readonly following: FollowingBytes;
  private readonly limits: Limits;
  private readonly budget: Budget;
  private readonly args: Arguments;
  private readonly containers: NewContainers;
  private readonly names: Names;
  private readonly builder: Builder;
  private readonly keys: KeyRules;
  private readonly globals = new Map<GlobalNode, unknown>();
  /** What was left of the work before the newest object. */
  private workLeft = 0;
  /** How many parts the object that is being made may still have. */
  private partsLeft = 0;
  /** The values of its nodes, except for nodes without parts. */
  private values: Map<Node, unknown> | undefined;
  /** The node being made is in no map, and a flat tuple is made where it is needed. Most objects have nothing else. */
  private root: Node | undefined;
  private rootValue: unknown;
  private known: Node | undefined;
  /** One error for all: creating one records the call stack, which takes longer than most objects. */
  private readonly refusal = notMade();
  private readonly nodes: Node[] = [];
  private readonly phases: Phase[] = [];
  /** How many parts were left before each of them. */
  private readonly lefts: number[] = [];
  /** Nodes that have more parts than this number. */
  private readonly large: NodeTable<number>;
  /** Whether the newest object has the same part in two places. */
  hasSharing = false;

  constructor(graph: Pick<Graph, 'protocol' | 'end'> & Sharing, registries: RegistryCache, codecs?: readonly Codec[]) {
    const { protocol, end } = graph;
    this.large = nodeTable(graph);
    const settings = resolveLoadOptions({ codecs }, registries, end === 0 ? UNKNOWN_SIZE : end);
    this.limits = settings.limits;
    this.budget = new Budget({ ...settings.limits, work: settings.limits.work + FREE_WORK });
    this.workLeft = this.budget.workLeft;
    const properties = new PropertyCount();
    this.args = new Arguments(this.reader, settings, this.budget);
    this.keys = new KeyRules(this.args, properties, this.budget);
    this.containers = new NewContainers(this.budget, this.keys);
    this.names = new Names(settings);
    this.names.protocol = protocol;
    this.following = new FollowingBytes(this.reader, this.args, refuseInner);
    this.builder = new Builder({
      budget: this.budget,
      args: this.args,
      names: this.names,
      containers: this.containers,
      properties,
      buffers: new OutOfBandBuffers(),
      following: this.following,
      inner: { unpickler: refuseInner },
    });
  }

  /** The codec of a class or function. */
  codecOf(node: GlobalNode): Binding | undefined {
    return this.names.bindingOf(this.global(node));
  }

  /**
   * The value of a node; `undefined` if a codec refuses it.
   *
   * @param parts - How many parts it may have.
   * @param known - The value of a node in it.
   */
  of(root: Node, parts: number, known?: readonly [Node, unknown]): unknown {
    this.renew();
    if (this.budget.workLeft < 0 || (this.large.get(root) ?? 0) >= parts) return NOT_MADE;
    // Of objects in one another that are all too large, those near the outermost are found to be in one go.
    this.partsLeft = 2 * parts;
    this.hasSharing = false;
    this.root = root;
    this.rootValue = undefined;
    this.values = known === undefined ? undefined : new Map([known]);
    this.known = known?.[0];
    this.budget.keyForms = undefined;
    const before = setAmbientBudget(this.budget);
    try {
      const made = this.simple(root);
      if (made !== undefined) return made;
      this.push(root, 'begin');
      for (let node = this.nodes.pop(); node !== undefined; node = this.nodes.pop()) {
        this.lefts.pop();
        this.step(node, this.phases.pop());
      }
      return this.partsLeft < parts ? NOT_MADE : this.read(root);
    } catch (error) {
      if (error === this.refusal) this.noteLarge(root, parts);
      this.nodes.length = this.phases.length = this.lefts.length = 0;
      if (!(error instanceof PickleError)) throw error;
      if (error.code === 'limit') return NOT_MADE;
      this.workLeft -= REFUSAL_WORK;
      return undefined;
    } finally {
      setAmbientBudget(before);
    }
  }

  /** Whether a node is known to have too many parts, so that {@link NodeValues.of} takes no time. */
  isLarge(node: Node): boolean {
    return this.large.has(node);
  }

  /** Notes the objects that are begun and have more than so many parts already. */
  private noteLarge(root: Node, parts: number): void {
    const { nodes, phases, lefts, partsLeft, large } = this;
    if (partsLeft < parts) large.set(root, parts);
    for (let at = 0; at < nodes.length; at++) {
      const [node, left = 0] = [nodes[at], lefts[at]];
      const isObject = node?.type === 'call' || node?.type === 'new';
      if (isObject && phases[at] !== 'begin' && left - partsLeft > parts) large.set(node, parts);
    }
  }

  /** Prepares for another object. Nothing is kept, so each object may use all of the memory, and its first work is free. */
  private renew(): void {
    const { budget } = this;
    budget.memoryLeft = this.limits.memory;
    if (budget.workLeft >= 0) budget.workLeft = Math.min(this.workLeft, budget.workLeft + FREE_WORK);
    this.workLeft = budget.workLeft;
  }

  /** An object whose arguments and state are flat and short, as most are. */
  private simple(root: Node): unknown {
    if (root.type === 'call') {
      if (root.actions.length > 0 || root.callable.type !== 'global' || !this.isSimple(root.args)) return undefined;
      return this.builder.call(this.global(root.callable), this.tupleOf(root.args.items));
    }
    if (root.type !== 'new' || root.kwargs !== undefined || root.cls.type !== 'global') return undefined;
    if (!this.isSimple(root.args)) return undefined;
    const [action, ...more] = root.actions;
    if (more.length > 0) return undefined;
    const entries = action?.do === 'build' && action.state.type === 'dict' ? action.state.entries : undefined;
    if (action !== undefined && (entries === undefined || !areLeaves(entries))) return undefined;
    const value = this.builder.create(this.global(root.cls), this.tupleOf(root.args.items));
    if (entries === undefined) return value;
    const state = new Dict();
    for (const [key, part] of entries) setEntry(state, this.read(key), this.read(part), this.keys);
    this.builder.setState(value, state);
    return value;
  }

  private isSimple(args: Node): args is SequenceNode {
    if (args.type !== 'tuple' || args.items.length > SEARCHED_ITEMS) return false;
    for (const item of args.items) if (!LEAVES.has(item.type) && item !== this.known) return false;
    return true;
  }

  private has(node: Node): boolean {
    return node === this.root ? this.rootValue !== undefined : this.values?.has(node) === true;
  }

  private get(node: Node): unknown {
    return node === this.root ? this.rootValue : this.values?.get(node);
  }

  private set(node: Node, value: unknown): void {
    if (node === this.root) this.rootValue = value;
    else (this.values ??= new Map()).set(node, value);
  }

  private push(node: Node, phase: Phase): void {
    this.nodes.push(node);
    this.phases.push(phase);
    this.lefts.push(this.partsLeft);
  }

  /** A node that contains itself is begun a second time inside itself, and is made there. */
  private step(node: Node, phase: Phase | undefined): void {
    if (phase === 'fill') this.fill(node);
    else if (this.has(node)) return;
    else if (phase === 'make') this.make(node);
    else this.begin(node);
  }

  private begin(node: Node): void {
    if (isWide(node, this.partsLeft)) throw this.refusal;
    switch (node.type) {
      case 'tuple':
      case 'frozenset':
        this.makeOf(node, node.items);
        break;
      case 'list':
        this.set(node, []);
        this.fillWith(node, node.items);
        break;
      case 'set':
        this.set(node, new PySet());
        this.fillWith(node, node.items);
        break;
      case 'dict':
        this.set(node, new Dict());
        this.fillWith(node, childrenOf(node));
        break;
      case 'call':
        this.makeOf(node, [node.callable, node.args]);
        break;
      case 'new':
        this.makeOf(node, node.kwargs === undefined ? [node.cls, node.args] : [node.cls, node.args, node.kwargs]);
        break;
      default:
        break;
    }
  }

  /** Makes a node, after its missing parts. */
  private makeOf(node: Node, parts: readonly Node[]): void {
    const { length } = this.nodes;
    this.push(node, 'make');
    this.need(parts);
    if (this.nodes.length > length + 1) return;
    this.nodes.pop();
    this.phases.pop();
    this.lefts.pop();
    this.make(node);
  }

  private fillWith(node: Node, parts: readonly Node[]): void {
    if (parts.length === 0) return;
    this.push(node, 'fill');
    this.need(parts);
  }

  /** Begins the parts that are missing. */
  private need(parts: readonly Node[]): void {
    this.partsLeft -= parts.length;
    if (this.partsLeft < 0) throw this.refusal;
    for (let i = parts.length - 1; i >= 0; i--) {
      const part = parts[i];
      if (part === undefined || LEAVES.has(part.type)) continue;
      if (isLeafTuple(part)) {
        this.partsLeft -= part.items.length;
        continue;
      }
      if (this.has(part)) this.hasSharing ||= part !== this.known;
      else this.push(part, 'begin');
    }
  }

  private make(node: Node): void {
    switch (node.type) {
      case 'tuple':
        this.set(node, this.tupleOf(node.items));
        break;
      case 'frozenset':
        this.set(node, this.containers.frozenSet(this.valuesOf(node.items)));
        break;
      case 'call':
        this.set(node, this.builder.call(this.read(node.callable), this.read(node.args)));
        if (node.actions.length > 0) this.fillWith(node, childrenOf(node).slice(2));
        break;
      case 'new': {
        const kwargs = node.kwargs && this.read(node.kwargs);
        this.set(node, this.builder.create(this.read(node.cls), this.read(node.args), kwargs));
        if (node.actions.length > 0) this.fillWith(node, childrenOf(node).slice(kwargs === undefined ? 2 : 3));
        break;
      }
      default:
        break;
    }
  }

  private fill(node: Node): void {
    const value = this.get(node);
    switch (node.type) {
      case 'list':
        this.append(value, node.items);
        break;
      case 'set':
        this.add(value, node.items);
        break;
      case 'dict':
        this.setEntries(value, node.entries);
        break;
      case 'call':
      case 'new':
        for (const action of node.actions) this.act(value, action);
        if (this.following.isWaiting) throw this.notFollowed();
        break;
      default:
        break;
    }
  }

  /** A hook that reads bytes behind BUILD finds none. */
  private notFollowed(): PickleError {
    this.following.clear();
    return this.refusal;
  }

  private act(target: unknown, action: Action): void {
    switch (action.do) {
      case 'append':
        this.append(target, action.items);
        break;
      case 'set':
        this.setEntries(target, action.entries);
        break;
      case 'add':
        this.add(target, action.members);
        break;
      case 'build':
        this.budget.keyForms?.changed(target);
        this.builder.setState(target, this.read(action.state));
        break;
      case 'trailing':
        this.reader.reset(action.bytes);
        this.following.resume();
        break;
      case 'setter': {
        const made = this.builder.call(this.read(action.callable), tupleOf([target, this.read(action.state)]));
        if (made instanceof Instance && typeof target === 'object' && target !== null) {
          this.builder.setStateBy(made.cls, target, made.args[1]);
        }
      }
    }
  }

  private append(target: unknown, items: readonly Node[]): void {
    const values = this.valuesOf(items);
    this.budget.keyForms?.changed(target);
    if (isList(target)) for (const value of values) target.push(value);
    else if (!this.builder.extend(target, values)) throw noMethod(target, 'append', this.args.wholeNumbers);
  }

  private setEntries(target: unknown, entries: readonly (readonly [Node, Node])[]): void {
    const group = this.valuesOf(entries.flat());
    this.budget.keyForms?.changed(target);
    if (isDict(target)) setEntries(target, group, 0, group.length, this.keys);
    else if (!this.builder.setItems(target, pairs(group)))
      throw new PickleError('bad-operand', 'the object does not support item assignment');
  }

  private add(target: unknown, members: readonly Node[]): void {
    const values = this.valuesOf(members);
    this.budget.keyForms?.changed(target);
    if (target instanceof PySet) addToSet(target, values, 0, values.length, this.budget);
    else if (!this.builder.addMembers(target, values)) throw noMethod(target, 'add', this.args.wholeNumbers);
  }

  private tupleOf(items: readonly Node[]): Tuple {
    return tupleOf(this.valuesOf(items));
  }

  private valuesOf(items: readonly Node[]): unknown[] {
    const values: unknown[] = [];
    for (const item of items) values.push(this.read(item));
    return values;
  }

  private read(node: Node): unknown {
    switch (node.type) {
      case 'none':
        return null;
      case 'bool':
      case 'float':
        return node.value;
      case 'int':
        if (typeof node.value === 'bigint' && BigInt.asIntN(LONGEST_INT, node.value) !== node.value) throw this.refusal;
        return node.value;
      case 'str':
        this.budget.work(node.value.length);
        return node.value;
      case 'bytes':
        this.budget.work(node.value.length);
        return node.value;
      case 'bytearray':
        this.budget.work(node.value.length);
        return ByteArray.from(node.value);
      case 'global':
        return this.global(node);
      case 'extension':
      case 'persistent':
      case 'buffer':
        throw this.refusal;
      default:
        return this.get(node) ?? (isLeafTuple(node) ? this.tupleOf(node.items) : undefined);
    }
  }

  private global(node: GlobalNode): unknown {
    let value = this.globals.get(node);
    if (value === undefined) {
      this.globals.set(node, (value = this.names.find(node.module, node.name)));
    }
    if (node.actions !== undefined) throw this.refusal;
    return value;
  }
}

/** No pickle inside the pickle is read to make a small value. */
function refuseInner(): never {
  throw notMade();
}

function notMade(): PickleError {
  return new PickleError('limit', 'the node is too large to become a value, or needs options of loads');
}
