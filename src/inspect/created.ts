/**
 * The places in an object that Python makes without `__init__`, if the pickle makes it by a call. Below protocol 2 that is
 * `copyreg._reconstructor` or `copyreg.__newobj__`; at 2 and 3 it can be `partial(cls.__new__, ...)`. The places are those
 * that an object of NEWOBJ has.
 *
 * @module
 */

import { PickleError } from '../errors.ts';
import type { CallNode, NewNode, Node } from '../graph/graph.ts';
import type { GraphNames } from '../graph/names.ts';
import { type Contents, placesOf, withItem } from './contents.ts';
import { inActions, inList, type Place, part } from './place.ts';

const CLASS = '__class__';
const ARGUMENTS = '__getnewargs__()';
const KEYWORDS = '__getnewargs_ex__()[1]';

/** @param node - A call whose normal form is NEWOBJ. */
export function placesInCreated(node: CallNode, names: GraphNames): Place[] {
  const given = itemsOf(node.args);
  switch (names.path(node.callable)) {
    case 'copyreg._reconstructor': {
      const base = baseContents(node, names);
      const places = base === undefined ? baseArguments(node, names) : placesOf(base);
      const first = base?.kind === 'items' ? base.items.length : 0;
      return [...argument(node, CLASS, 0), ...places, ...inActions(node.actions, first)];
    }
    case 'copyreg.__newobj__': {
      const items = given.slice(1).flatMap((_, i) => argument(node, '', i + 1));
      return [...argument(node, CLASS, 0), ...argumentsMade(items), ...inActions(node.actions)];
    }
    case 'copyreg.__newobj_ex__':
      return [
        ...argument(node, CLASS, 0),
        ...argumentsIn(given[1], (args) => setArgument(node, 1, args)),
        ...argument(node, KEYWORDS, 2),
        ...inActions(node.actions),
      ];
    default:
      return partialPlaces(node);
  }
}

/** The arguments of a new object. A single tuple stands for its items, because below protocol 2 a namedtuple is made of one. */
export function argumentsIn(args: Node | undefined, replace: (args: Node) => void): Place[] {
  if (args === undefined) return [];
  const given: readonly Node[] = itemsOf(args);
  const [first] = given;
  if (args.type === 'tuple' && first === undefined) return [];
  if (first?.type !== 'tuple' || given.length > 1) return [part(ARGUMENTS, args, replace)];
  return [part(ARGUMENTS, first, (other) => replace({ type: 'tuple', items: [other] }))];
}

/** The items or entries of the built-in base class of an object, if that is a list or a dict. */
export function baseContents(node: CallNode, names: GraphNames): Contents | undefined {
  if (names.path(node.callable) !== 'copyreg._reconstructor') return undefined;
  const [, base, state] = itemsOf(node.args);
  const path = names.path(base);
  if (path === 'builtins.list' && state?.type === 'list') {
    return { kind: 'items', items: state.items, set: (items) => setArgument(node, 2, { type: 'list', items }) };
  }
  if (path !== 'builtins.dict' || state?.type !== 'dict') return undefined;
  const set = (entries: [Node, Node][]): void => setArgument(node, 2, { type: 'dict', entries });
  return { kind: 'entries', entries: state.entries, set };
}

function baseArguments(node: CallNode, names: GraphNames): Place[] {
  const [, base, state] = itemsOf(node.args);
  switch (names.path(base)) {
    case 'builtins.object':
      return [];
    case 'builtins.tuple':
      if (state?.type !== 'tuple') break;
      return state.items.length === 0 ? [] : [part(ARGUMENTS, state, (other) => setArgument(node, 2, other))];
    case 'builtins.complex':
      if (state?.type !== 'call') break;
      return [part(ARGUMENTS, state.args, (other) => (state.args = other))];
    default:
      break;
  }
  return argumentsMade(argument(node, '', 2));
}

/** Arguments that are not in a tuple of their own. */
function argumentsMade(places: readonly Place[]): Place[] {
  const [first] = places;
  if (first === undefined) return [];
  if (first.node.type === 'tuple' && places.length <= 1)
    return [{ ...first, label: { kind: 'name', name: ARGUMENTS } }];
  const inner = places.map((place, index): Place => ({ ...place, label: { kind: 'index', index } }));
  const args: Node = { type: 'tuple', items: places.map(({ node }) => node) };
  const refuse = (): never => {
    throw new PickleError('bad-path', `${ARGUMENTS} can only be changed item by item here: ${ARGUMENTS}[0]`);
  };
  return [part(ARGUMENTS, args, refuse, inner)];
}

/** `partial(cls.__new__, cls, *args, **kwargs)()` */
function partialPlaces({ callable }: CallNode): Place[] {
  const [action] = callable.type === 'call' ? callable.actions : [];
  const state = action?.do === 'build' && action.state.type === 'tuple' ? action.state.items : [];
  const [, given, kwargs] = state;
  if (given?.type !== 'tuple' || kwargs === undefined) return [];
  const [cls, ...items] = given.items.map((item, i) => inList(given.items, item, i));
  const arguments_ = argumentsMade(items.map((place): Place => ({ ...place, remove: undefined })));
  const keywords = part(KEYWORDS, kwargs, (other) => (state[2] = other));
  return [...(cls ? [part(CLASS, cls.node, cls.replace)] : []), ...arguments_, keywords];
}

/** An argument of a call. The tuple that has it may be shared. */
function argument(node: CallNode, name: string, at: number): Place[] {
  const value = itemsOf(node.args)[at];
  return value === undefined ? [] : [part(name, value, (other) => setArgument(node, at, other))];
}

export function setArgument(node: CallNode | NewNode, at: number, value: Node): void {
  node.args = { type: 'tuple', items: withItem(itemsOf(node.args), at, value) };
}

function itemsOf(args: Node): readonly Node[] {
  return args.type === 'tuple' ? args.items : [];
}
