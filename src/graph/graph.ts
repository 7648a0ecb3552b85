/**
 * The objects of a pickle as data: one node for each Python object, every global, call and state is kept as it was, and
 * nothing is interpreted. Two places that refer to one object hold the same node.
 *
 * @module
 */

/** Where a node comes from. Nodes that a program makes need none of this. */
export interface Origin {
  /** The offset of its first byte, in bytes from the start of the data. */
  start?: number;
  /** Where the last opcode that made or filled it ends, in bytes. What it refers to may be elsewhere. */
  end?: number;
  /** The name of the opcode that made it. */
  opcode?: string;
  /** The memo number under which it was first stored, if it was. */
  memo?: number | undefined;
}

/** Python's `None`. */
export interface NoneNode extends Origin {
  /** Always `'none'`. */
  readonly type: 'none';
}

/** A bool. */
export interface BoolNode extends Origin {
  /** Always `'bool'`. */
  readonly type: 'bool';
  /** `True` or `False`. */
  value: boolean;
}

/** An int of any size. */
export interface IntNode extends Origin {
  /** Always `'int'`. */
  readonly type: 'int';
  /** A number if it is a safe integer, else a bigint. */
  value: number | bigint;
}

/** A float. */
export interface FloatNode extends Origin {
  /** Always `'float'`. */
  readonly type: 'float';
  /** The double. */
  value: number;
  /** The eight bytes of a NaN, big-endian: JavaScript does not keep them. */
  bits?: Uint8Array;
}

/** A str. Two nodes with equal text are two objects in Python. */
export interface StrNode extends Origin {
  /** Always `'str'`. */
  readonly type: 'str';
  /** The text; lone surrogates are kept. */
  value: string;
  /**
   * Where two surrogates in a row are two characters in Python: the indexes of the second ones, in UTF-16 units. In
   * JavaScript they are one character.
   */
  cuts?: readonly number[];
}

/** Bytes or a bytearray. */
export interface BytesNode extends Origin {
  /** Which of the two. */
  readonly type: 'bytes' | 'bytearray';
  /** A view of the pickle. */
  value: Uint8Array;
}

/** A list, tuple, set or frozenset, in the order of the pickle. */
export interface SequenceNode extends Origin {
  /** Which of the four. */
  readonly type: 'list' | 'tuple' | 'set' | 'frozenset';
  /** The items or members. */
  items: Node[];
}

/** A dict: what was set, in order; keys may repeat. */
export interface DictNode extends Origin {
  /** Always `'dict'`. */
  readonly type: 'dict';
  /** Keys and values. */
  entries: [Node, Node][];
}

/** A class or function, under the name that the pickle gives. */
export interface GlobalNode extends Origin {
  /** Always `'global'`. */
  readonly type: 'global';
  /** The module, `collections.abc`. Below protocol 3 it may be that of Python 2. */
  module: string;
  /** The qualified name in it, `Outer.Inner`. */
  name: string;
  /** What a pickle did to the class itself; rare. */
  actions?: Action[];
}

/** A class or function that the pickle has only as an extension code. */
export interface ExtensionNode extends Origin {
  /** Always `'extension'`. */
  readonly type: 'extension';
  /** The code that `copyreg.add_extension` gave it. */
  code: number;
  /** What a pickle did to the class itself; rare. */
  actions?: Action[];
}

/** What was done to an object after it was made. */
export type Action =
  | { readonly do: 'append'; readonly items: readonly Node[] }
  | { readonly do: 'set'; readonly entries: readonly (readonly [Node, Node])[] }
  | { readonly do: 'add'; readonly members: readonly Node[] }
  | { readonly do: 'build'; readonly state: Node }
  /** Bytes that follow the last BUILD of the object in the pickle and are not opcodes. */
  | { readonly do: 'trailing'; readonly bytes: Uint8Array }
  | { readonly do: 'setter'; readonly callable: Node; readonly state: Node };

/** The result of a call: `callable(*args)`. */
export interface CallNode extends Origin {
  /** Always `'call'`. */
  readonly type: 'call';
  /** What is called, usually a {@link GlobalNode}. */
  callable: Node;
  /** A tuple; or an object that is one for Python, of a class that derives from tuple. */
  args: Node;
  /** What was done to the result, in order. */
  actions: Action[];
}

/** A new object: `cls.__new__(cls, *args, **kwargs)`. */
export interface NewNode extends Origin {
  /** Always `'new'`. */
  readonly type: 'new';
  /** The class, usually a {@link GlobalNode}. */
  cls: Node;
  /** A tuple; or an object that is one for Python, of a class that derives from tuple. */
  args: Node;
  /** A dict; or an object that is one for Python. An empty dict is the same as none. */
  kwargs?: Node | undefined;
  /** What was done to the object, in order. */
  actions: Action[];
}

/** The object that a persistent id stands for. */
export interface PersistentNode extends Origin {
  /** Always `'persistent'`. */
  readonly type: 'persistent';
  /** The persistent id; a str node at protocol 0. */
  id: Node;
  /** What was done to the object, in order. */
  actions: Action[];
}

/** A buffer that is not in the pickle. */
export interface BufferNode extends Origin {
  /** Always `'buffer'`. */
  readonly type: 'buffer';
  /** Whether the pickle marks the buffer read-only. */
  readonly: boolean;
}

/** One Python object. Narrow with a `switch` on `type`. */
export type Node =
  | NoneNode
  | BoolNode
  | IntNode
  | FloatNode
  | StrNode
  | BytesNode
  | SequenceNode
  | DictNode
  | GlobalNode
  | ExtensionNode
  | CallNode
  | NewNode
  | PersistentNode
  | BufferNode;

/** One pickle as a graph. */
export interface Graph {
  /** The value of the pickle. */
  readonly root: Node;
  /** The highest protocol that PROTO announced; 0 without PROTO. Below 3, names are those of Python 2. */
  readonly protocol: number;
  /** Where the pickle ends, in bytes. */
  readonly end: number;
}

/** What is known about shared nodes. */
export interface Sharing {
  /** False for a node that only one place refers to. */
  readonly isShared?: ((node: Node) => boolean) | undefined;
  /** Whether some nodes are made again each time that they are read. */
  readonly isRemade?: boolean | undefined;
  /**
   * A table with 0 for each shared node. The first to ask gets it, who then need not make another: a million nodes may be
   * in it.
   */
  readonly takeTable?: (() => NodeTable<Mark> | undefined) | undefined;
}

/** What whoever goes over a graph remembers of a shared node. */
export type Mark = number | string | null;

/** What is known of nodes. */
export interface NodeTable<V> {
  get(node: Node): V | undefined;
  has(node: Node): boolean;
  set(node: Node, value: V): unknown;
  delete(node: Node): unknown;
}

/**
 * The nodes that a node refers to, in the order of the pickle.
 *
 * @example
 * ```ts
 * import { dumps } from 'brine';
 * import { childrenOf, parse } from 'brine/tools';
 *
 * childrenOf(parse(dumps([1, 'a'])).root).map(({ type }) => type); // ['int', 'str']
 * ```
 */
export function childrenOf(node: Node): readonly Node[] {
  switch (node.type) {
    case 'list':
    case 'tuple':
    case 'set':
    case 'frozenset':
      return node.items;
    case 'dict':
      return node.entries.flat();
    case 'call':
      return withPartsOf([node.callable, node.args], node.actions);
    case 'new':
      return withPartsOf(
        node.kwargs === undefined ? [node.cls, node.args] : [node.cls, node.args, node.kwargs],
        node.actions,
      );
    case 'persistent':
      return withPartsOf([node.id], node.actions);
    case 'global':
    case 'extension':
      return withPartsOf([], node.actions);
    default:
      return [];
  }
}

/** Adds what actions refer to. */
function withPartsOf(parts: Node[], actions: readonly Action[] = []): readonly Node[] {
  for (const action of actions) for (const part of partsOf(action)) parts.push(part);
  return parts;
}

function partsOf(action: Action): readonly Node[] {
  switch (action.do) {
    case 'append':
      return action.items;
    case 'set':
      return action.entries.flat();
    case 'add':
      return action.members;
    case 'build':
      return [action.state];
    case 'trailing':
      return [];
    case 'setter':
      return [action.callable, action.state];
  }
}

/**
 * Every node once, each before what it refers to. Any depth, without recursion.
 *
 * @example
 * ```ts
 * import { dumps } from 'brine';
 * import { nodesOf, parse } from 'brine/tools';
 *
 * const shared = ['a'];
 * Array.from(nodesOf(parse(dumps([shared, shared])).root), ({ type }) => type); // ['list', 'list', 'str']
 * ```
 */
export function nodesOf(root: Node): Generator<Node, void, undefined> {
  return nodesOfGraph({ root });
}

/** {@link nodesOf} of a graph of which it may be known what is shared: nothing else is remembered. */
export function* nodesOfGraph({
  root,
  isShared,
  isRemade,
}: Pick<Graph, 'root'> & Sharing): Generator<Node, void, undefined> {
  // Nodes that are made again each time they are read are not kept; a set that keeps none takes twice as long.
  const seen = isRemade === true ? new WeakSet<Node>() : new Set<Node>();
  const open: Iterator<Node>[] = [[root].values()];
  for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
    const { done, value: node } = last.next();
    if (done === true) open.pop();
    else if (isShared?.(node) === false || isNew(node, seen)) {
      yield node;
      if (hasParts(node)) open.push(partsIn(node));
    }
  }
}

function isNew(node: Node, seen: Set<Node> | WeakSet<Node>): boolean {
  if (seen.has(node)) return false;
  seen.add(node);
  return true;
}

/** Whether a node has no parts and cannot be changed. */
export function isScalar({ type }: Node): boolean {
  switch (type) {
    case 'none':
    case 'bool':
    case 'int':
    case 'float':
    case 'str':
    case 'bytes':
      return true;
    default:
      return false;
  }
}

/** Whether a node has no parts. Most have none; `global` and `extension` may have some. */
export function isLeaf(node: Node): boolean {
  return isScalar(node) || node.type === 'bytearray' || node.type === 'buffer';
}

/** Whether a node refers to others. */
export function hasParts(node: Node): boolean {
  if (node.type === 'global' || node.type === 'extension') return node.actions !== undefined;
  return !isLeaf(node);
}

function partsIn(node: Node): Iterator<Node> {
  if (node.type === 'dict') return keysAndValues(node.entries);
  return childrenOf(node)[Symbol.iterator]();
}

function* keysAndValues(entries: readonly (readonly [Node, Node])[]): Generator<Node, void, undefined> {
  for (const entry of entries) yield* entry;
}
