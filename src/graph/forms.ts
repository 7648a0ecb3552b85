/**
 * Objects that CPython writes differently at other protocols. A graph keeps the call that is in the pickle. The forms
 * say which object the call makes, so that it can be written as another protocol does.
 *
 * @module
 */
import type { Protocol } from '../codec/context.ts';
import { Global } from '../values/global.ts';
import type { BytesNode, CallNode, Node } from './graph.ts';
import type { GraphNames } from './names.ts';

/** What a call makes. */
export type Form =
  | { readonly kind: 'bytes' | 'bytearray'; readonly bytes: Uint8Array }
  | { readonly kind: 'set' | 'frozenset'; readonly items: readonly Node[] }
  | { readonly kind: 'global'; readonly global: Global }
  | { readonly kind: 'new'; readonly object: NewObject };

/** An object made without its `__init__`. */
export interface NewObject {
  readonly cls: Node;
  readonly args: readonly Node[];
  /** The tuple that contains them as its items, if the graph has it. */
  readonly tuple?: Node;
  readonly kwargs: Node | undefined;
  /** Whether the single argument is the tuple value itself, which a class may want item by item. */
  readonly isOfTuple?: boolean;
  /** The part of the object that its built-in base class holds. */
  readonly items: readonly Node[];
  readonly entries: readonly (readonly [Node, Node])[];
}

/** The conditions under which a form is asked for. */
export interface FormContext {
  readonly protocol: Protocol;
  /** The protocol of the pickle. */
  readonly source: number;
  /** Whether only the value matters, and not how its class wants to be pickled. */
  readonly isCompared?: boolean;
}

/** The form of a call in a pickle of the protocol `source`, or `undefined` for one that stays a call. */
export function formOf(
  node: CallNode,
  names: GraphNames,
  { protocol, source, isCompared = false }: FormContext,
): Form | undefined {
  if (node.args.type !== 'tuple') return undefined;
  const args = node.args.items;
  const path = names.path(node.callable);
  // From protocol 2 on, only classes that ask for this form have it, and they have it at every protocol.
  if (path === 'copyreg._reconstructor')
    return source < 2 || isCompared ? reconstructed(args, names, protocol) : undefined;
  // Only this form says which class defines `__new__`, so it stays where CPython would write it.
  if (path === '') return protocol === 2 || protocol === 3 ? undefined : partialNew(node, names);
  if (path === 'copyreg.__newobj__' || path === 'copyreg.__newobj_ex__') {
    return protocol < 2 ? undefined : newCall(path, args, names);
  }
  if (node.actions.length > 0) return undefined;
  switch (path) {
    case '_codecs.encode':
    case 'builtins.bytes': {
      const bytes = bytesOf(node, names) ?? (isCompared ? encodedText(args, names) : undefined);
      return bytes && { kind: 'bytes', bytes };
    }
    case 'builtins.bytearray': {
      if (args.length === 0) return { kind: 'bytearray', bytes: new Uint8Array(0) };
      const bytes = args.length === 1 ? bytesOf(args[0], names) : isCompared ? encodedText(args, names) : undefined;
      return bytes && { kind: 'bytearray', bytes };
    }
    case 'builtins.set':
    case 'builtins.frozenset': {
      const [list] = args;
      if (list?.type !== 'list' || args.length > 1) return undefined;
      return { kind: path === 'builtins.set' ? 'set' : 'frozenset', items: list.items };
    }
    case 'builtins.getattr': {
      // From protocol 4 on, nested classes have dotted names: there it is a bound method or a class method.
      const global = source < 4 ? nestedGlobal(node, names, protocol) : undefined;
      return global && { kind: 'global', global };
    }
    default:
      return undefined;
  }
}

/** The bytes that a node stands for: a bytes object, or the call that protocols 0 to 2 write for one. */
export function bytesOf(node: Node | undefined, names: GraphNames): Uint8Array | undefined {
  if (node?.type === 'bytes') return node.value;
  if (node?.type !== 'call' || node.args.type !== 'tuple' || node.actions.length > 0) return undefined;
  const [text, encoding] = node.args.items;
  const path = names.path(node.callable);
  if (path === 'builtins.bytes') return text === undefined ? new Uint8Array(0) : undefined;
  if (path !== '_codecs.encode' || text?.type !== 'str' || node.args.items.length > 2) return undefined;
  return encoding?.type === 'str' && encoding.value === 'latin1' ? names.latin1(text) : undefined;
}

/** The bytes of `bytearray(text, 'latin-1')`, as Python 2 writes it, and of `bytes` and `_codecs.encode` with such arguments. */
function encodedText([text, encoding, ...more]: readonly Node[], names: GraphNames): Uint8Array | undefined {
  if (text?.type !== 'str' || encoding?.type !== 'str' || more.length > 0) return undefined;
  return LATIN1.test(encoding.value) ? names.latin1(text) : undefined;
}

const LATIN1 = /^(?:latin|iso[ _-]?8859)[ _-]?1$/i;

/** `copyreg._reconstructor(cls, base, state)`, which protocols 0 and 1 write for objects of classes. */
function reconstructed(args: readonly Node[], names: GraphNames, protocol: Protocol): Form | undefined {
  const [cls, base, state] = args;
  if (cls === undefined || base?.type !== 'global' || state === undefined || args.length > 3) return undefined;
  if (protocol < 2) return undefined;
  const made = { cls, args: [], kwargs: undefined, items: [], entries: [] };
  switch (names.path(base)) {
    case 'builtins.object':
      return { kind: 'new', object: made };
    case 'builtins.tuple':
      return { kind: 'new', object: { ...made, args: [state], isOfTuple: state.type === 'tuple' } };
    case 'builtins.list':
      return state.type === 'list' ? { kind: 'new', object: { ...made, items: state.items } } : undefined;
    case 'builtins.dict':
      return state.type === 'dict' ? { kind: 'new', object: { ...made, entries: state.entries } } : undefined;
    case 'builtins.str':
    case 'builtins.bytes':
    case 'builtins.int':
    case 'builtins.float':
      return { kind: 'new', object: { ...made, args: [state] } };
    case 'builtins.complex': {
      const isCall = state.type === 'call' && names.path(state.callable) === 'builtins.complex';
      const parts = isCall && state.args.type === 'tuple' ? state.args.items : [];
      return parts.length === 2 ? { kind: 'new', object: { ...made, args: parts } } : undefined;
    }
    default:
      return undefined;
  }
}

/**
 * `copyreg.__newobj__(cls, *args)` and `__newobj_ex__(cls, args, kwargs)`: what protocols 0 and 1 write where a class asks
 * for NEWOBJ and NEWOBJ_EX.
 */
function newCall(path: string, items: readonly Node[], names: GraphNames): Form | undefined {
  const [cls, given, kwargs] = items;
  if (cls === undefined) return undefined;
  const made = { cls, args: [], kwargs: undefined, items: [], entries: [] };
  if (path === 'copyreg.__newobj__') return { kind: 'new', object: { ...made, args: items.slice(1) } };
  if (given?.type !== 'tuple' || kwargs === undefined || items.length > 3) return undefined;
  if (!names.areKeywords(kwargs)) return undefined;
  return { kind: 'new', object: { ...made, args: given.items, tuple: given, kwargs } };
}

/** `partial(cls.__new__, cls, *args, **kwargs)()`: what protocols 2 and 3 write in place of NEWOBJ_EX. */
function partialNew({ callable, args }: CallNode, names: GraphNames): Form | undefined {
  if (callable.type !== 'call' || args.type !== 'tuple' || args.items.length > 0) return undefined;
  const [action] = callable.actions;
  if (names.path(callable.callable) !== 'functools.partial' || action?.do !== 'build' || callable.actions.length > 1) {
    return undefined;
  }
  const [create, given, kwargs] = action.state.type === 'tuple' ? action.state.items : [];
  if (given?.type !== 'tuple' || kwargs?.type !== 'dict' || !isNewMethod(create, names)) return undefined;
  const [cls, ...rest] = given.items;
  if (cls === undefined || !names.areKeywords(kwargs)) return undefined;
  return { kind: 'new', object: { cls, args: rest, kwargs, items: [], entries: [] } };
}

function isNewMethod(node: Node | undefined, names: GraphNames): boolean {
  if (node?.type === 'global') return node.name.endsWith('.__new__');
  if (node?.type !== 'call' || names.path(node.callable) !== 'builtins.getattr') return false;
  const name = node.args.type === 'tuple' ? node.args.items[1] : undefined;
  return name?.type === 'str' && name.value === '__new__';
}

/**
 * `getattr(Outer, 'Inner')`, by which protocols 0 to 3 name a nested class or function.
 *
 * CPython 3.13 and later stores only the result in the memo, which tells it from a bound method or a class method, which
 * use `getattr` at every protocol. Earlier versions store all parts. There, a name that looks like a class's is taken for
 * one.
 */
function nestedGlobal(node: CallNode, names: GraphNames, protocol: Protocol): Global | undefined {
  if (node.args.type !== 'tuple') return undefined;
  const [owner, name] = node.args.items;
  if (name?.type !== 'str' || node.args.items.length > 2 || name.value.length > LONGEST) return undefined;
  const isChain = node.args.opcode !== undefined && node.args.memo === undefined && owner?.memo === undefined;
  const isClassName = protocol >= 4 && node.args.memo !== undefined && /^_*[A-Z]/.test(name.value);
  if (!isChain && !isClassName) return undefined;
  const outer = ownerOf(owner, names, protocol);
  return outer && new Global(outer.module, `${outer.name}.${name.value}`);
}

/** How deep a class can be nested: Python's parser takes no more levels of indentation. */
const DEEPEST = 100;
/** The most characters of its name. Each getattr of a chain has the full name, and a short pickle can ask for many. */
const LONGEST = 1000;

/**
 * A class, or the class that contains it. If a chain is deeper or longer than classes can be, it stays a series of
 * calls.
 */
export function ownerOf(owner: Node | undefined, names: GraphNames, protocol: Protocol): Global | undefined {
  const parts: string[] = [];
  let length = 0;
  let node = owner;
  while (node?.type === 'call') {
    const step = attributeStep(node, names);
    length += step?.name.length ?? 0;
    if (step === undefined || parts.length === DEEPEST || length > LONGEST) return undefined;
    parts.push(step.name);
    node = step.owner;
  }
  if (node?.type !== 'global') return undefined;
  const { module, name } = names.of(node);
  if (protocol >= 4 && module === 'builtins') return undefined;
  return new Global(module, [name, ...parts.reverse()].join('.'));
}

function attributeStep(node: CallNode, names: GraphNames): { owner: Node; name: string } | undefined {
  if (names.path(node.callable) !== 'builtins.getattr' || node.args.type !== 'tuple') return undefined;
  const [owner, name] = node.args.items;
  if (owner === undefined || name?.type !== 'str' || node.args.items.length > 2) return undefined;
  return { owner, name: name.value };
}

/** The length of the bytes of a `datetime` and a `time`, and where their fold is kept: the top bit of that byte. */
const FOLDS: ReadonlyMap<string, readonly [length: number, at: number]> = /* @__PURE__ */ new Map([
  ['datetime.datetime', [10, 2]],
  ['datetime.time', [6, 0]],
]);

/** The bytes of a date or time as protocols below 4 write them, without fold; `undefined` if they need no change. */
export function withoutFold(node: CallNode, names: GraphNames): readonly Node[] | undefined {
  const fold = FOLDS.get(names.path(node.callable));
  if (fold === undefined || node.args.type !== 'tuple') return undefined;
  const [first, ...rest] = node.args.items;
  const bytes = bytesOf(first, names);
  const [length, at] = fold;
  if (bytes?.length !== length || ((bytes[at] ?? 0) & 0x80) === 0) return undefined;
  const value = bytes.slice();
  value[at] = (bytes[at] ?? 0) & 0x7f;
  const plain: BytesNode = { type: 'bytes', value };
  return [plain, ...rest];
}
