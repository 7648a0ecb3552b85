/**
 * Objects that are a list, a dict or a text of a class of their own, and calls that make one: `OrderedDict`, `deque`,
 * `UserList`, `list(...)`, `iter(...)`, `BytesIO`. Each is the same whatever its size and its protocol.
 *
 * @module
 */
import { decodeLatin1 } from '../bytes/text.ts';
import type { CopyBudget } from './copy-budget.ts';
import type { CallNode, NewNode, Node, NodeTable } from './graph.ts';
import { itemsOf } from './iterated.ts';
import type { LibraryForms } from './library-forms.ts';
import type { GraphNames } from './names.ts';
import { objectParts } from './object-parts.ts';

type Held = readonly [name: string, type: 'dict' | 'list' | 'str'];

/** Where objects of a class have their contents: the attribute, and its type. */
export const HELD: ReadonlyMap<string, Held> = /* @__PURE__ */ new Map([
  ['collections.UserDict', ['data', 'dict']],
  ['collections.UserList', ['data', 'list']],
  ['collections.UserString', ['data', 'str']],
  ['collections.ChainMap', ['maps', 'list']],
]);

/** A file in memory has its contents first in the tuple that is its state. This is their type. */
const FILES: ReadonlyMap<string, Node['type']> = /* @__PURE__ */ new Map([
  ['_io.BytesIO', 'bytes'],
  ['_io.StringIO', 'str'],
]);

/** Types whose call converts its argument, and does nothing else. */
const CONTAINERS: ReadonlySet<string> = /* @__PURE__ */ new Set(
  ['list', 'tuple', 'set', 'frozenset', 'dict'].map((name) => `builtins.${name}`),
);

/** Whether a call certainly makes a value of a built-in type. */
export function isConversion(path: string, library: LibraryForms | undefined): boolean {
  return CONTAINERS.has(path) || library?.makesScalar(path) === true;
}

/** Types whose call takes its contents from its first argument, which may be missing. */
const LISTS: ReadonlySet<string> = /* @__PURE__ */ new Set(['builtins.list', 'builtins.tuple', 'collections.deque']);
const ITERATORS: ReadonlySet<string> = /* @__PURE__ */ new Set(['builtins.iter', 'builtins.reversed']);
const SETS: ReadonlySet<string> = /* @__PURE__ */ new Set(['builtins.set', 'builtins.frozenset']);
const DICTS: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'builtins.dict',
  'builtins.frozendict',
  'collections.Counter',
  'collections.OrderedDict',
  'collections.defaultdict',
]);

/** Finds the plain forms of the nodes of one graph. */
export class PlainForms {
  private readonly normal: (node: Node) => Node;
  private readonly names: GraphNames;
  private readonly budget: CopyBudget;
  private readonly forms: NodeTable<Node>;
  private readonly isMade: (path: string) => boolean;
  private readonly library: LibraryForms | undefined;

  /**
   * @param normal - The normal form of a node, the same for the same node.
   * @param forms - Empty.
   * @param isMade - Whether objects of a class may have another form.
   */
  constructor(
    normal: (node: Node) => Node,
    forms: NodeTable<Node>,
    names: GraphNames,
    budget: CopyBudget,
    library: LibraryForms | undefined,
    isMade: (path: string) => boolean = () => true,
  ) {
    this.normal = normal;
    this.forms = forms;
    this.names = names;
    this.budget = budget;
    this.isMade = isMade;
    this.library = library;
  }

  /** Gives the same node for the same node. The parts of an object come first, so that nothing recurses. */
  of(root: Node): Node {
    const normal = this.normal(root);
    if (!isObject(root) || !isObject(normal)) return normal;
    const given = this.sourceOf(normal);
    // Most have no part that could be such an object, and need no loop.
    if (given === undefined || !isObject(given)) return this.forms.get(root) ?? this.kept(root, normal, given);
    const known = this.forms.get(root);
    if (known !== undefined) return known;
    // Until it is made, one that is begun has the form that it has if it is made of itself.
    this.forms.set(root, normal);
    const open: Node[] = [root];
    for (let node = open.at(-1); node !== undefined; node = open.at(-1)) {
      const form = this.normal(node);
      const source = isObject(form) ? this.sourceOf(form) : undefined;
      if (source !== undefined && isObject(source) && !this.forms.has(source)) {
        this.forms.set(source, this.normal(source));
        open.push(source);
        continue;
      }
      open.pop();
      const made = isObject(form) ? this.made(form, source) : undefined;
      if (made !== undefined) this.forms.set(node, made);
    }
    return this.forms.get(root) ?? root;
  }

  private kept(node: Node, form: CallNode | NewNode, source: Node | undefined): Node {
    const made = this.made(form, source);
    // It takes less time to find again that a node has no other form than to remember it.
    if (made !== undefined || source !== undefined) this.forms.set(node, made ?? form);
    return made ?? form;
  }

  /** The argument or attribute from which an object has its contents. */
  private sourceOf(node: CallNode | NewNode): Node | undefined {
    const path = this.names.path(node.type === 'call' ? node.callable : node.cls);
    if (!this.isMade(path)) return undefined;
    const held = HELD.get(path);
    if (held !== undefined) return heldBy(node, held, this.budget);
    if (FILES.has(path)) return contentsOf(node);
    if (path === 'builtins.getattr') return node.args.type === 'tuple' ? node.args.items[0] : undefined;
    const given: readonly Node[] = node.args.type === 'tuple' ? node.args.items : [];
    const [first, second] = given;
    if (this.library?.makesScalar(path) === true) return first;
    if (given.length > 2) return undefined;
    if (path === 'collections.defaultdict') return second;
    if (second !== undefined && path !== 'collections.deque') return undefined;
    return LISTS.has(path) || SETS.has(path) || DICTS.has(path) || ITERATORS.has(path) ? first : undefined;
  }

  private made(node: CallNode | NewNode, given: Node | undefined): Node | undefined {
    const path = this.names.path(node.type === 'call' ? node.callable : node.cls);
    if (!this.isMade(path)) return undefined;
    const source = given && (this.forms.get(given) ?? this.normal(given));
    if (this.library?.makesScalar(path) === true) return this.scalar(path, node, source);
    const held = HELD.get(path);
    if (held !== undefined) return source?.type === held[1] ? source : undefined;
    if (path === 'builtins.getattr') return memberOf(source, node);
    if (FILES.has(path)) return source?.type === FILES.get(path) ? source : undefined;
    if (ITERATORS.has(path)) return this.iterator(path, node, source);
    if (node.type === 'new' && node.kwargs !== undefined) return undefined;
    if (node.args.type !== 'tuple' || node.args.items.length > mostArguments(path)) return undefined;
    const { items, entries, members, states, setters } = objectParts(node.actions);
    if (states.length > 0 || setters.length > 0) return undefined;
    if (LISTS.has(path) && entries.length === 0 && members.length === 0) {
      const first = this.itemsOf(source);
      return first && { type: path === 'builtins.tuple' ? 'tuple' : 'list', items: this.joined(first, items) };
    }
    if (SETS.has(path) && entries.length === 0 && items.length === 0) {
      const first = this.itemsOf(source);
      const type = path === 'builtins.set' ? 'set' : 'frozenset';
      return first && this.normal({ type, items: this.joined(first, members) });
    }
    if (DICTS.has(path) && items.length === 0 && members.length === 0) {
      const first = this.entriesOf(source);
      return first && { type: 'dict', entries: this.joined(first, entries).map(([key, value]) => [key, value]) };
    }
    return undefined;
  }

  private scalar(
    path: string,
    { type, args, actions }: CallNode | NewNode,
    source: Node | undefined,
  ): Node | undefined {
    if (type !== 'call' || args.type !== 'tuple' || actions.length > 0) return undefined;
    const rest = args.items.slice(1, MOST_ARGUMENTS).map(this.normal);
    if (args.items.length > MOST_ARGUMENTS) return undefined;
    return this.library?.scalarOf(path, source === undefined ? [] : [source, ...rest], this.names, this.budget);
  }

  /** The items that an iterator has left: its state is the index of the next. */
  private iterator(path: string, { args, actions }: CallNode | NewNode, source: Node | undefined): Node | undefined {
    const [action] = actions;
    const items = source && this.itemsOf(source);
    if (items === undefined || actions.length > 1 || (args.type === 'tuple' && args.items.length > 1)) return undefined;
    const state = action?.do === 'build' && action.state.type === 'int' ? Number(action.state.value) : undefined;
    if (action !== undefined && state === undefined) return undefined;
    if (path === 'builtins.iter') return { type: 'list', items: items.slice(Math.max(0, state ?? 0)) };
    return { type: 'list', items: items.slice(0, Math.max(0, (state ?? items.length) + 1)).reverse() };
  }

  /** Adds to a container that is already paid for. */
  private joined<T>(first: T[], more: readonly T[]): T[] {
    if (more.length === 0) return first;
    this.budget.parts(more.length);
    return [...first, ...more];
  }

  /** What Python iterates over. */
  private itemsOf(source: Node | undefined): Node[] | undefined {
    return source === undefined ? [] : itemsOf(source, this.names, this.budget);
  }

  /** Makes a dict from a mapping or from pairs. */
  private entriesOf(source: Node | undefined): (readonly [Node, Node])[] | undefined {
    if (source === undefined) return [];
    if (source.type === 'dict') {
      this.budget.parts(source.entries.length);
      return [...source.entries];
    }
    if (source.type !== 'list' && source.type !== 'tuple') return undefined;
    this.budget.parts(source.items.length);
    const entries: (readonly [Node, Node])[] = [];
    for (const pair of source.items) {
      const given: readonly Node[] = pair.type === 'list' || pair.type === 'tuple' ? pair.items : [];
      const [key, value] = given;
      if (key === undefined || value === undefined || given.length > 2) return undefined;
      entries.push([key, value]);
    }
    return entries;
  }
}

/** Of a conversion: `str(b'a', 'ascii', 'strict')`. */
const MOST_ARGUMENTS = 3;

/** Whether an object may be of a class that holds its contents in an attribute, judged only by the name of the class. */
export function isUserCollection({ cls }: NewNode): boolean {
  return cls.type === 'global' && USER.test(cls.name);
}

const USER = /User(?:Dict|List|String)$/;

function isObject(node: Node): node is CallNode | NewNode {
  return node.type === 'call' || node.type === 'new';
}

/** A deque has its maximum length as its second argument, a defaultdict its factory as its first. */
function mostArguments(path: string): number {
  return path === 'collections.deque' || path === 'collections.defaultdict' ? 2 : 1;
}

/** An attribute of an object with a state that is a dict. */
function heldBy(node: CallNode | NewNode, [name, type]: Held, budget: CopyBudget): Node | undefined {
  const [action] = node.actions;
  if (action?.do !== 'build' || action.state.type !== 'dict' || node.actions.length > 1) return undefined;
  const [key, value] = action.state.entries.filter(([found]) => isName(found, name)).at(-1) ?? [];
  // With `encoding: 'bytes'`, names and texts of Python 2 are bytes.
  const isText = key?.type === 'bytes' && value?.type === 'bytes' && type === 'str';
  if (!isText) return value;
  budget.units(value.value.length);
  return { type, value: decodeLatin1(value.value, 0, value.value.length) };
}

function isName(key: Node, name: string): boolean {
  if (key.type === 'str') return key.value === name;
  return key.type === 'bytes' && decodeLatin1(key.value, 0, key.value.length) === name;
}

/** What a file in memory holds, if its state is as CPython writes it. */
function contentsOf({ actions }: CallNode | NewNode): Node | undefined {
  const [action] = actions;
  return action?.do === 'build' && action.state.type === 'tuple' && actions.length <= 1
    ? action.state.items[0]
    : undefined;
}

/** `getattr(Class, 'name')`, which is a nested class or a method, and from protocol 4 on may have a dotted name. */
function memberOf(owner: Node | undefined, { args, actions }: CallNode | NewNode): Node | undefined {
  const given: readonly Node[] = args.type === 'tuple' ? args.items : [];
  const [, name] = given;
  if (owner?.type !== 'global' || name?.type !== 'str' || given.length > 2 || actions.length > 0) return undefined;
  if (owner.name.length + name.value.length > LONGEST_NAME) return undefined;
  return { type: 'global', module: owner.module, name: `${owner.name}.${name.value}` };
}

/** Characters of a text. A short pickle can ask for the same text many times. */
const LONGEST_NAME = 1000;
