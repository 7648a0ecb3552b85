/**
 * Ways into a graph: `a.b[0]`, `$['a'][0].x`, as `brine diff` and `brine tree` show them.
 *
 * @module
 */
import { formatFloat } from '../bytes/float.ts';
import type { Action, DictNode, Graph, Node } from '../tools/graph.ts';
import { nodeKey } from '../tools/node-key.ts';
import { nodeSummary } from '../tools/node-summary.ts';
import { CommandError } from './command.ts';
import { LiteralReader } from './literal.ts';

/** How a place is called in what holds it: an attribute or part by name, an item by index, an entry by key. */
export type Label =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'key'; readonly key: Node };

/** A place where a node is held, and where another can be put. */
export interface Place {
  readonly label: Label;
  readonly node: Node;
  replace(node: Node): void;
}

type Step = { readonly kind: 'name'; readonly name: string } | { readonly kind: 'key'; readonly key: Node };

const NAME = /\.?((?:__reduce__|__getnewargs_ex__)\(\)\[\d\]|[\p{ID_Start}_][\p{ID_Continue}]*(?:\(\))?)/uy;

/** The steps of a path. */
function stepsOf(path: string): Step[] {
  const steps: Step[] = [];
  let at = path.startsWith('$') ? 1 : 0;
  while (at < path.length) {
    NAME.lastIndex = at;
    const name = NAME.exec(path)?.[1];
    if (name !== undefined && (path[at] === '.' || at === 0)) {
      steps.push({ kind: 'name', name });
      at = NAME.lastIndex;
    } else if (path[at] === '[') {
      const reader = new LiteralReader(path.slice(at + 1), `path ${path}`);
      steps.push({ kind: 'key', key: reader.value() });
      at += 1 + reader.position;
      if (path[at] !== ']') throw new CommandError(`path ${path}: a ] is missing`);
      at++;
    } else throw new CommandError(`path ${path}: expected .name or [key] at ${path.slice(at, at + 20)}`);
  }
  return steps;
}

/** The place that a path leads to. */
export function placeAt(graph: Pick<Graph, 'root'>, path: string, replaceRoot: (node: Node) => void = () => {}): Place {
  let place: Place = { label: { kind: 'name', name: '$' }, node: graph.root, replace: replaceRoot };
  for (const step of stepsOf(path)) {
    const places = placesOf(place.node);
    const next = find(step, places);
    if (next === undefined) throw missing(path, step, place.node, places);
    place = next;
  }
  return place;
}

/** Of equal keys the last one counts. */
function find(step: Step, places: readonly Place[]): Place | undefined {
  const wanted = step.kind === 'name' ? textKey(step.name) : keyText(step.key);
  const indexes = places.filter(({ label }) => label.kind === 'index');
  if (step.kind === 'key' && step.key.type === 'int') {
    const found = indexes.at(Number(step.key.value));
    if (found !== undefined) return found;
  }
  const matching = places.filter(({ label }) => {
    if (label.kind === 'name') return textKey(label.name) === wanted;
    return label.kind === 'key' && keyText(label.key) === wanted;
  });
  return matching.at(-1);
}

function missing(path: string, step: Step, node: Node, places: readonly Place[]): CommandError {
  const what = step.kind === 'name' ? `.${step.name}` : `[${nodeSummary(step.key)}]`;
  const near = places.slice(0, 8).map(({ label }) => labelText(label));
  const has =
    near.length === 0 ? 'which has nothing inside' : `which has ${near.join(' ')}${places.length > 8 ? ' ...' : ''}`;
  return new CommandError(`path ${path}: there is no ${what} in the ${nodeSummary(node)}, ${has}`);
}

function textKey(text: string): string {
  return `s${text}`;
}

/** The same for keys that are equal in Python. */
function keyText(key: Node): string {
  switch (key.type) {
    case 'str':
      return textKey(key.value);
    case 'bool':
      return `n${Number(key.value)}`;
    case 'int':
      return `n${key.value}`;
    case 'float':
      return Number.isInteger(key.value) ? `n${BigInt(key.value)}` : `n${formatFloat(key.value)}`;
    default:
      return `k${nodeKey(key) ?? ''}`;
  }
}

/** `.name`, `[0]`, `['key']` */
export function labelText(label: Label): string {
  switch (label.kind) {
    case 'name':
      return /^[\p{ID_Start}_][\p{ID_Continue}]*(\(\)(\[\d\])?)?$/u.test(label.name)
        ? `.${label.name}`
        : `[${nodeSummary({ type: 'str', value: label.name })}]`;
    case 'index':
      return `[${label.index}]`;
    case 'key':
      return `[${nodeSummary(label.key)}]`;
  }
}

/** The places in a node, in the order of the pickle. */
export function placesOf(node: Node): Place[] {
  switch (node.type) {
    case 'list':
    case 'tuple':
    case 'set':
    case 'frozenset':
      return node.items.map((item, i) => inList(node.items, item, i));
    case 'dict':
      return node.entries.map((entry) => inEntry(entry));
    case 'call':
      return [
        part('__reduce__()[0]', node.callable, (other) => (node.callable = other)),
        part('__reduce__()[1]', node.args, (other) => (node.args = other)),
        ...inActions(node.actions),
      ];
    case 'new':
      return [
        part('__class__', node.cls, (other) => (node.cls = other)),
        ...(isEmpty(node.args) ? [] : [part('__getnewargs__()', node.args, (other) => (node.args = other))]),
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

function isEmpty(args: Node): boolean {
  return args.type === 'tuple' && args.items.length === 0;
}

function part(name: string, node: Node, replace: (node: Node) => void): Place {
  return { label: { kind: 'name', name }, node, replace };
}

function inList(items: Node[], node: Node, index: number): Place {
  return {
    label: { kind: 'index', index },
    node,
    replace: (other) => {
      items[index] = other;
    },
  };
}

function inEntry(entry: [Node, Node]): Place {
  return {
    label: { kind: 'key', key: entry[0] },
    node: entry[1],
    replace: (other) => {
      entry[1] = other;
    },
  };
}

/** What was done to an object: items and entries are its own, of a state the attributes, once if it was given twice. */
function inActions(actions: Action[]): Place[] {
  const places: Place[] = [];
  const seen = new Set<Node>();
  let index = 0;
  actions.forEach((action, at) => {
    switch (action.do) {
      case 'append':
      case 'add': {
        const items = [...(action.do === 'append' ? action.items : action.members)];
        actions[at] = action.do === 'append' ? { do: 'append', items } : { do: 'add', members: items };
        items.forEach(
          (item, i) => void places.push({ ...inList(items, item, i), label: { kind: 'index', index: index++ } }),
        );
        break;
      }
      case 'set': {
        const entries = action.entries.map(([key, value]): [Node, Node] => [key, value]);
        actions[at] = { do: 'set', entries };
        for (const entry of entries) places.push(inEntry(entry));
        break;
      }
      case 'build':
        for (const place of inState(action.state, seen, (state) => (actions[at] = { do: 'build', state }))) {
          places.push(place);
        }
        break;
      case 'setter':
        places.push(part('__state__', action.state, (state) => (actions[at] = { ...action, state })));
    }
  });
  return places;
}

function* inState(state: Node, seen: Set<Node>, replace: (state: Node) => void): Generator<Place, void, undefined> {
  const dicts = dictsOf(state);
  if (dicts.length === 0) yield part('__state__', state, replace);
  for (const dict of dicts) {
    if (seen.has(dict)) continue;
    seen.add(dict);
    for (const entry of dict.entries) {
      const place = inEntry(entry);
      yield entry[0].type === 'str' ? { ...place, label: { kind: 'name', name: entry[0].value } } : place;
    }
  }
}

/** The attributes, and those in slots. */
function dictsOf(state: Node): DictNode[] {
  if (state.type === 'dict') return [state];
  if (state.type !== 'tuple' || state.items.length !== 2) return [];
  const [attributes, slots] = state.items;
  if (slots?.type !== 'dict') return [];
  if (attributes?.type === 'none') return [slots];
  return attributes?.type === 'dict' ? [attributes, slots] : [];
}
