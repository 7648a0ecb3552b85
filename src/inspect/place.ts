/**
 * Where a graph holds its nodes, each as the pickle has it.
 *
 * @module
 */
import type { Action, DictNode, Node } from '../graph/graph.ts';

/** The label of a place in its container: an attribute or part has a name, an item an index, an entry a key. */
export type Label =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'key'; readonly key: Node };

/** A place that has a node, and can be given another. */
export interface Place {
  readonly label: Label;
  readonly node: Node;
  replace(node: Node): void;
  /** Removes the node from its container; `undefined` if the container cannot be without it. */
  readonly remove: (() => void) | undefined;
  /** The places in the node, if the node was made for this place and is not in the graph itself. */
  readonly inner?: readonly Place[];
}

/** The place of the root, as `$`. */
export function rootPlace(node: Node, replace: (node: Node) => void = () => {}): Place {
  return { label: { kind: 'name', name: '$' }, node, replace, remove: undefined };
}

/** The places in a node, in the order of the pickle. */
export function placesIn(node: Node): Place[] {
  switch (node.type) {
    case 'list':
    case 'tuple':
    case 'set':
    case 'frozenset':
      return node.items.map((item, i) => inList(node.items, item, i));
    case 'dict':
      return node.entries.map((entry) => inEntry(entry, node.entries));
    case 'call':
      return [
        part('__reduce__()[0]', node.callable, (other) => (node.callable = other)),
        part('__reduce__()[1]', node.args, (other) => (node.args = other)),
        ...inActions(node.actions),
      ];
    case 'new':
      return [
        part('__class__', node.cls, (other) => (node.cls = other)),
        ...(isEmptyTuple(node.args) ? [] : [part('__getnewargs__()', node.args, (other) => (node.args = other))]),
        ...(node.kwargs === undefined
          ? []
          : [part('__getnewargs_ex__()[1]', node.kwargs, (other) => (node.kwargs = other))]),
        ...inActions(node.actions),
      ];
    case 'persistent':
      return [part('persistent_id', node.id, (other) => (node.id = other)), ...inActions(node.actions)];
    case 'global':
    case 'extension':
      return inActions(node.actions ?? []);
    default:
      return [];
  }
}

function isEmptyTuple(args: Node): boolean {
  return args.type === 'tuple' && args.items.length === 0;
}

/** A place that an object always has. */
export function part(name: string, node: Node, replace: (node: Node) => void, inner?: readonly Place[]): Place {
  return { label: { kind: 'name', name }, node, replace, remove: undefined, ...(inner && { inner }) };
}

/** @param at - The index that is shown, if that is a different one. */
export function inList(items: Node[], node: Node, index: number, at: number = index): Place {
  return {
    label: { kind: 'index', index: at },
    node,
    replace: (other) => {
      items[index] = other;
    },
    remove: () => void items.splice(index, 1),
  };
}

export function inEntry(entry: [Node, Node], entries: [Node, Node][]): Place {
  return {
    label: { kind: 'key', key: entry[0] },
    node: entry[1],
    replace: (other) => {
      entry[1] = other;
    },
    remove: () => void entries.splice(entries.indexOf(entry), 1),
  };
}

/**
 * The places that actions on an object gave it: its items and entries, and the attributes of its state. An attribute that
 * was set twice is there once.
 *
 * @param first - The index of the first item.
 */
export function inActions(actions: Action[], first = 0): Place[] {
  const places: Place[] = [];
  const seen = new Set<Node>();
  let index = first;
  actions.forEach((action, at) => {
    switch (action.do) {
      case 'append':
      case 'add': {
        const items = [...(action.do === 'append' ? action.items : action.members)];
        actions[at] = action.do === 'append' ? { do: 'append', items } : { do: 'add', members: items };
        items.forEach((item, i) => void places.push(inList(items, item, i, index++)));
        break;
      }
      case 'set': {
        const entries = action.entries.map(([key, value]): [Node, Node] => [key, value]);
        actions[at] = { do: 'set', entries };
        for (const entry of entries) places.push(inEntry(entry, entries));
        break;
      }
      case 'build':
        for (const place of inState(action.state, seen, (state) => (actions[at] = { do: 'build', state }))) {
          places.push(place);
        }
        break;
      case 'setter':
        places.push(part('__reduce__()[2]', action.state, (state) => (actions[at] = { ...action, state })));
        places.push(part('__reduce__()[5]', action.callable, (callable) => (actions[at] = { ...action, callable })));
    }
  });
  return places;
}

function* inState(state: Node, seen: Set<Node>, replace: (state: Node) => void): Generator<Place, void, undefined> {
  const dicts = dictsOf(state);
  if (dicts.length === 0) yield part(STATE, state, replace);
  for (const dict of dicts) {
    if (seen.has(dict)) continue;
    seen.add(dict);
    for (const entry of dict.entries) {
      const place = inEntry(entry, dict.entries);
      yield entry[0].type === 'str' ? { ...place, label: { kind: 'name', name: entry[0].value } } : place;
    }
  }
}

/** The attributes of a state, including those in slots. */
export function dictsOf(state: Node): DictNode[] {
  if (state.type === 'dict') return [state];
  if (state.type !== 'tuple' || state.items.length !== 2) return [];
  const [attributes, slots] = state.items;
  if (slots?.type !== 'dict') return [];
  if (attributes?.type === 'none') return [slots];
  return attributes?.type === 'dict' ? [attributes, slots] : [];
}

const STATE = '__state__';

/** Whether it is a state without attributes. Protocols 0 and 1 leave it out if it is false in Python. */
export function isState({ label }: Place): boolean {
  return label.kind === 'name' && label.name === STATE;
}
