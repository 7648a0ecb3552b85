/**
 * The objects of a pickle as data: one node for each Python object, every global, call and state kept as it was,
 * nothing interpreted. Two places that refer to one object hold the same node.
 *
 * @module
 */

/** What every node says of where it comes from. Nodes that a program makes need none of it. */
export interface Origin {
  /** Where the first byte of it stands, in bytes from the start of the data. */
  start?: number;
  /** Where the last opcode that made or filled it ends. What it refers to may stand elsewhere. */
  end?: number;
  /** The opcode that made it, by its name. */
  opcode?: string;
  /** The number under which it was stored first, if it was. */
  memo?: number | undefined;
}

export interface NoneNode extends Origin {
  readonly type: 'none';
}

export interface BoolNode extends Origin {
  readonly type: 'bool';
  value: boolean;
}

export interface IntNode extends Origin {
  readonly type: 'int';
  /** A number when it is safe, else a bigint. */
  value: number | bigint;
}

export interface FloatNode extends Origin {
  readonly type: 'float';
  value: number;
  /** The eight bytes of a NaN, big-endian: JavaScript does not keep them. */
  bits?: Uint8Array;
}

/** A str. Two nodes of equal text are two objects in Python. */
export interface StrNode extends Origin {
  readonly type: 'str';
  value: string;
  /**
   * Where two surrogates in a row are two characters in Python: the indexes of the second ones, in UTF-16 units. In
   * JavaScript they are one character.
   */
  cuts?: readonly number[];
}

export interface BytesNode extends Origin {
  readonly type: 'bytes' | 'bytearray';
  /** A view of the pickle. */
  value: Uint8Array;
}

/** A list, tuple, set or frozenset, in the order of the pickle. */
export interface SequenceNode extends Origin {
  readonly type: 'list' | 'tuple' | 'set' | 'frozenset';
  items: Node[];
}

/** A dict: what was set, in order; keys may repeat. */
export interface DictNode extends Origin {
  readonly type: 'dict';
  entries: [Node, Node][];
}

/** A class or function, under the name that the pickle gives. */
export interface GlobalNode extends Origin {
  readonly type: 'global';
  module: string;
  name: string;
  /** What a pickle did to the class itself; rare. */
  actions?: Action[];
}

/** A class or function of which the pickle only has the extension code. */
export interface ExtensionNode extends Origin {
  readonly type: 'extension';
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
  | { readonly do: 'setter'; readonly callable: Node; readonly state: Node };

/** What a call gives: `callable(*args)`. */
export interface CallNode extends Origin {
  readonly type: 'call';
  callable: Node;
  /** A tuple; or an object that is one for Python, of a class that derives from tuple. */
  args: Node;
  actions: Action[];
}

/** A new object: `cls.__new__(cls, *args, **kwargs)`. */
export interface NewNode extends Origin {
  readonly type: 'new';
  cls: Node;
  /** A tuple; or an object that is one for Python, of a class that derives from tuple. */
  args: Node;
  /** A dict; or an object that is one for Python. An empty dict is as none. */
  kwargs?: Node | undefined;
  actions: Action[];
}

/** What a persistent id stands for. */
export interface PersistentNode extends Origin {
  readonly type: 'persistent';
  id: Node;
  actions: Action[];
}

/** A buffer that is not in the pickle. */
export interface BufferNode extends Origin {
  readonly type: 'buffer';
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
  readonly root: Node;
  /** The highest protocol that PROTO announced; 0 without. Names below 3 are those of Python 2. */
  readonly protocol: number;
  /** Where the pickle ends, in bytes. */
  readonly end: number;
}

/** What is known of who refers to nodes. */
export interface Sharing {
  /** False of a node to which one place refers and no other: it is met once. */
  readonly isShared?: ((node: Node) => boolean) | undefined;
}

/** The nodes that a node refers to, in the order of the pickle. */
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
      return [node.callable, node.args, ...node.actions.flatMap(partsOf)];
    case 'new':
      return [
        node.cls,
        node.args,
        ...(node.kwargs === undefined ? [] : [node.kwargs]),
        ...node.actions.flatMap(partsOf),
      ];
    case 'persistent':
      return [node.id, ...node.actions.flatMap(partsOf)];
    case 'global':
    case 'extension':
      return node.actions?.flatMap(partsOf) ?? [];
    default:
      return [];
  }
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
    case 'setter':
      return [action.callable, action.state];
  }
}

/** Every node once, each before what it refers to. Any depth, without recursion. */
export function* nodesOf(root: Node): Generator<Node, void, undefined> {
  // Nodes that are made anew each time they are read are not kept.
  const seen = new WeakSet<Node>();
  const open: Iterator<Node>[] = [[root].values()];
  for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
    const { done, value: node } = last.next();
    if (done === true) open.pop();
    else if (!seen.has(node)) {
      seen.add(node);
      yield node;
      open.push(partsIn(node));
    }
  }
}

function partsIn(node: Node): Iterator<Node> {
  if (node.type === 'dict') return keysAndValues(node.entries);
  return childrenOf(node)[Symbol.iterator]();
}

function* keysAndValues(entries: readonly (readonly [Node, Node])[]): Generator<Node, void, undefined> {
  for (const entry of entries) yield* entry;
}
