/**
 * What opcodes do to the nodes of a graph, and which nodes they refuse, as CPython does for its values.
 *
 * @module
 */
import { PickleError } from '../errors.ts';
import { checkLength } from '../limits.ts';
import { checkIndex, placeOf } from '../load/sequence-index.ts';
import { noSlot, notSlots } from '../load/slot-errors.ts';
import type { Action, Node, SequenceNode } from './graph.ts';
import { haveNames, keywordsOf, mayBeBuiltin, mayBeKeywords } from './keywords.ts';
import { callNode, newNode } from './nodes.ts';

/** REDUCE */
export function call(callable: Node, args: Node): Node {
  if (!mayBeTuple(args)) throw new PickleError('bad-operand', 'argument list must be a tuple');
  if (!isObject(callable)) throw new PickleError('bad-operand', `'${typeName(callable)}' object is not callable`);
  return callNode(callable, args);
}

/**
 * NEWOBJ and NEWOBJ_EX
 *
 * @param checked - How many entries of each dict are known to be keywords: objects may share it.
 */
export function create(
  opcode: 'NEWOBJ' | 'NEWOBJ_EX',
  cls: Node,
  args: Node,
  kwargs?: Node,
  checked: Map<Node, number> = new Map(),
): Node {
  if (!isObject(cls)) {
    throw new PickleError('bad-operand', `${opcode} class argument must be a type, not ${typeName(cls)}`);
  }
  if (!mayBeTuple(args)) {
    throw new PickleError('bad-operand', `${opcode} args argument must be a tuple, not ${typeName(args)}`);
  }
  const keywords = keywordsOf(kwargs);
  if (keywords === undefined) return newNode(cls, args);
  checkKeywords(keywords, checked);
  return { type: 'new', cls, args, kwargs: keywords, actions: [] };
}

/** INST and OBJ: a class is made an object of if there are no arguments; all else is called, as what a pickle made is. */
export function instantiate(cls: Node, args: SequenceNode): Node {
  const isMade = cls.type === 'call' || cls.type === 'new';
  return args.items.length === 0 && isObject(cls) && !isMade ? create('NEWOBJ', cls, args) : call(cls, args);
}

/** Keywords may also be an object of a class that derives from dict, and names of one that derives from str. */
function checkKeywords(kwargs: Node, checked: Map<Node, number>): void {
  if (!mayBeKeywords(kwargs)) {
    throw new PickleError('bad-operand', `NEWOBJ_EX kwargs argument must be a dict, not ${typeName(kwargs)}`);
  }
  if (!haveNames(kwargs, checked.get(kwargs))) throw new PickleError('bad-operand', 'keywords must be strings');
  if (kwargs.type === 'dict') checked.set(kwargs, kwargs.entries.length);
}

/** APPEND and APPENDS */
export function append(target: Node, items: Node[]): void {
  if (target.type === 'list') target.items = extended(target.items, items);
  else act(target, { do: 'append', items }, "object has no attribute 'append'");
}

/** SETITEM and SETITEMS */
export function setEntries(target: Node, entries: [Node, Node][]): void {
  if (target.type === 'dict') target.entries = extended(target.entries, entries);
  else if (target.type === 'list')
    for (const [key, value] of entries) {
      target.items[placeOf(itemIndex('list', key), target.items.length, 'list')] = value;
    }
  else {
    const [key] = entries[0] ?? [];
    if (key?.type === 'int' && SEQUENCES.has(target.type)) checkIndex(key.value);
    act(target, { do: 'set', entries }, 'object does not support item assignment');
  }
}

/** Of these, Python looks at an index before it says that none can be assigned. */
const SEQUENCES: ReadonlySet<Node['type']> = new Set(['str', 'bytes', 'tuple', 'set', 'frozenset', 'buffer']);

/** Keys and values in turn, as entries. */
export function pairs(items: readonly Node[], opcode: 'DICT' | 'SETITEMS'): [Node, Node][] {
  if (items.length % 2 !== 0) throw new PickleError('odd-items', `odd number of items for ${opcode}`);
  const entries: [Node, Node][] = [];
  for (let i = 0; i + 1 < items.length; i += 2) {
    const [key, value] = [items[i], items[i + 1]];
    if (key !== undefined && value !== undefined) entries.push([key, value]);
  }
  return entries;
}

/** ADDITEMS */
export function add(target: Node, members: Node[]): void {
  if (target.type === 'set') target.items = extended(target.items, members);
  else act(target, { do: 'add', members }, "object has no attribute 'add'");
}

/** Keeps bytes behind the BUILD of an object that are not opcodes. */
export function follow(target: Node, bytes: Uint8Array): void {
  act(target, { do: 'trailing', bytes }, 'has no state, and nothing can follow it');
}

/** BUILD. What has no attributes takes a state of nothing, as by CPython. */
export function build(target: Node, state: Node): void {
  if (isObject(target)) {
    if ('actions' in target && target.actions?.at(-1)?.do === 'trailing') {
      throw new PickleError('bad-state', 'a second state after bytes that are not opcodes');
    }
    act(target, { do: 'build', state }, '');
    return;
  }
  const [attributes = state, slots] = state.type === 'tuple' && state.items.length === 2 ? state.items : [];
  if (attributes.type !== 'none' && attributes.type !== 'dict') {
    throw new PickleError('bad-state', 'state is not a dictionary');
  }
  if (attributes.type !== 'none') {
    throw new PickleError('bad-state', `'${typeName(target)}' object has no attribute '__dict__'`);
  }
  if (slots === undefined) return;
  if (slots.type !== 'dict') throw notSlots();
  const [name] = slots.entries[0] ?? [];
  if (name !== undefined) throw noSlot(typeName(target), name.type === 'str' ? name.value : { type: typeName(name) });
}

/** `setter(object, state)` was dropped: it was for its effect on the object, which is now on top of the stack. */
export function keepSetter(target: Node | undefined, dropped: Node): void {
  if (target === undefined || dropped.type !== 'call' || dropped.args.type !== 'tuple') return;
  const [self, state] = dropped.args.items;
  if (self !== target || state === undefined || dropped.args.items.length > 2 || dropped.memo !== undefined) return;
  // An object that is part of its own arguments is dropped too; those arguments are stored, a setter's are not.
  if (dropped.args.memo !== undefined) return;
  // What is written by name has no state of its own.
  if (target.type === 'global' || target.type === 'extension' || !isObject(target)) return;
  act(target, { do: 'setter', callable: dropped.callable, state }, '');
}

/** Python's name for the type of a node's object. */
export function typeName(node: Node): string {
  switch (node.type) {
    case 'none':
      return 'NoneType';
    case 'global':
    case 'extension':
      return 'type';
    case 'call':
    case 'new':
    case 'persistent':
      return 'object';
    default:
      return node.type;
  }
}

/** Arguments may also be an object of a class that derives from tuple, or what a persistent id stands for. */
function mayBeTuple(args: Node): boolean {
  return args.type === 'tuple' || mayBeBuiltin(args);
}

/** What may have any behaviour: a class, a function, or an object that is made of one. */
function isObject(node: Node): boolean {
  switch (node.type) {
    case 'global':
    case 'extension':
    case 'call':
    case 'new':
    case 'persistent':
      return true;
    default:
      return false;
  }
}

/** A list with more items. Of an empty one it is those: one that is pushed to takes room for 17 (measured, Node 20). */
function extended<T>(list: T[], more: T[]): T[] {
  if (list.length === 0) return more;
  checkLength(list.length + more.length, 'one object');
  for (const item of more) list.push(item);
  return list;
}

function act(target: Node, action: Action, refusal: string): void {
  switch (target.type) {
    case 'global':
    case 'extension':
      target.actions = extended(target.actions ?? [], [action]);
      break;
    case 'call':
    case 'new':
    case 'persistent':
      target.actions = extended(target.actions, [action]);
      break;
    default:
      throw new PickleError('bad-operand', `'${typeName(target)}' ${refusal}`);
  }
}

/** The index that a key is for a list or bytearray; `placeOf` says where that is. */
export function itemIndex(type: 'list' | 'bytearray', key: Node): number {
  if (key.type !== 'int' && key.type !== 'bool') {
    throw new PickleError('bad-operand', `${type} indices must be integers or slices, not ${typeName(key)}`);
  }
  if (key.type === 'int') checkIndex(key.value);
  return Number(key.value);
}
