/**
 * Ways into a graph: `a.b[0]`, `$['a'][0].x`, as `brine diff` and `brine tree` show them.
 *
 * @module
 */
import { formatFloat } from '../bytes/float.ts';
import { PickleError } from '../errors.ts';
import type { Action, DictNode, Graph, Node } from '../graph/graph.ts';
import { HashCheck } from '../graph/hashable.ts';
import { nodeKey } from '../graph/node-key.ts';
import { nodeSummary } from '../graph/node-summary.ts';
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
  /** Takes it out of what holds it; `undefined` where that cannot be without it. */
  readonly remove: (() => void) | undefined;
}

type Step =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'key'; readonly key: Node }
  /** A key without a literal, as `brine tree` and `brine diff` print it. */
  | { readonly kind: 'shown'; readonly text: string }
  /** `[]`: behind the last item. */
  | { readonly kind: 'end' };

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
    } else if (path.startsWith('[]', at)) {
      steps.push({ kind: 'end' });
      at += 2;
    } else if (path[at] === '[') {
      const [step, end] = keyStep(path, at + 1);
      steps.push(step);
      if (path[end] !== ']') throw new PickleError('bad-path', `path ${path}: a ] is missing`);
      at = end + 1;
    } else throw new PickleError('bad-path', `path ${path}: expected .name or [key] at ${path.slice(at, at + 20)}`);
  }
  return steps;
}

/** A key between brackets, and where it ends: a literal, or else what is shown for a key that has none. */
function keyStep(path: string, from: number): [step: Step, end: number] {
  const reader = new LiteralReader(path.slice(from), `path ${path}`);
  try {
    const key = reader.value();
    if (path[from + reader.position] === ']') return [{ kind: 'key', key }, from + reader.position];
  } catch (error) {
    if (!(error instanceof PickleError)) throw error;
    if (shownEnd(path, from) < 0) throw error;
  }
  const end = shownEnd(path, from);
  return end < 0 ? [{ kind: 'end' }, path.length] : [{ kind: 'shown', text: path.slice(from, end) }, end];
}

/** Where the bracket closes that was opened before `from`; -1 if it does not. */
function shownEnd(path: string, from: number): number {
  let depth = 1;
  for (let at = from; at < path.length; at++) {
    if (path[at] === '[') depth++;
    else if (path[at] === ']' && --depth === 0) return at;
  }
  return -1;
}

/** The place that a path leads to. */
export function placeAt(graph: Pick<Graph, 'root'>, path: string, replaceRoot: (node: Node) => void = () => {}): Place {
  return follow(graph, path, stepsOf(path), replaceRoot);
}

function follow(
  graph: Pick<Graph, 'root'>,
  path: string,
  steps: readonly Step[],
  replaceRoot: (node: Node) => void,
): Place {
  let place: Place = {
    label: { kind: 'name', name: '$' },
    node: graph.root,
    replace: replaceRoot,
    remove: undefined,
  };
  for (const step of steps) {
    const places = placesOf(place.node);
    const next = find(step, places);
    if (next === undefined) throw missing(path, step, place.node, places);
    place = next;
  }
  return place;
}

/** Of equal keys the last one counts. */
function find(step: Step, places: readonly Place[]): Place | undefined {
  if (step.kind === 'end') return undefined;
  if (step.kind === 'shown') {
    const shown = places.filter(({ label }) => label.kind === 'key' && nodeSummary(label.key) === step.text);
    if (shown.length > 1) throw new PickleError('bad-path', `path: ${shown.length} keys are shown as ${step.text}`);
    return shown[0];
  }
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

function missing(path: string, step: Step, node: Node, places: readonly Place[]): PickleError {
  const what = stepText(step);
  const near = places.slice(0, 8).map(({ label }) => labelText(label));
  const has =
    near.length === 0 ? 'which has nothing inside' : `which has ${near.join(' ')}${places.length > 8 ? ' ...' : ''}`;
  return new PickleError('bad-path', `path ${path}: there is no ${what} in the ${nodeSummary(node)}, ${has}`);
}

function stepText(step: Step): string {
  switch (step.kind) {
    case 'name':
      return `.${step.name}`;
    case 'key':
      return `[${nodeSummary(step.key)}]`;
    case 'shown':
      return `[${step.text}]`;
    case 'end':
      return '[]';
  }
}

/** Puts a node where nothing is yet: under a new key or attribute, or behind the last item. */
export function addAt(graph: Pick<Graph, 'root'>, path: string, node: Node, replaceRoot: (node: Node) => void): void {
  const steps = stepsOf(path);
  const last = steps.pop();
  const holder = follow(graph, path, steps, replaceRoot);
  if (last === undefined) {
    holder.replace(node);
    return;
  }
  const there = find(last, placesOf(holder.node));
  if (there !== undefined) there.replace(node);
  else if (!add(holder.node, last, node)) {
    const hint = last.kind === 'key' && last.key.type === 'int' ? '; [] is behind the last item' : '';
    throw new PickleError(
      'bad-path',
      `path ${path}: ${stepText(last)} cannot be added to the ${nodeSummary(holder.node)}${hint}`,
    );
  }
}

/** False if there is no such place in what holds it. */
function add(holder: Node, step: Step, node: Node): boolean {
  if (step.kind === 'end') return append(holder, node);
  const key: Node | undefined =
    step.kind === 'name' ? { type: 'str', value: step.name } : step.kind === 'key' ? step.key : undefined;
  if (key === undefined) return false;
  new HashCheck().keys([[key, node]]);
  if (holder.type === 'dict') {
    holder.entries.push([key, node]);
    return true;
  }
  if (!('actions' in holder) || holder.actions === undefined) return false;
  for (const [at, action] of holder.actions.entries()) {
    if (step.kind === 'key' && action.do === 'set') {
      holder.actions[at] = { do: 'set', entries: [...action.entries, [key, node]] };
      return true;
    }
    const [state] = step.kind === 'name' && action.do === 'build' ? dictsOf(action.state) : [];
    if (state !== undefined) {
      state.entries.push([key, node]);
      return true;
    }
  }
  return false;
}

function append(holder: Node, node: Node): boolean {
  if (holder.type === 'set' || holder.type === 'frozenset') new HashCheck().members([node]);
  if ('items' in holder) {
    holder.items.push(node);
    return true;
  }
  if (!('actions' in holder) || holder.actions === undefined) return false;
  for (let at = holder.actions.length - 1; at >= 0; at--) {
    const action = holder.actions[at];
    if (action?.do === 'append') holder.actions[at] = { do: 'append', items: [...action.items, node] };
    else if (action?.do === 'add') holder.actions[at] = { do: 'add', members: [...action.members, node] };
    else continue;
    return true;
  }
  return false;
}

/** Takes away what is at a place; of a key that is there more than once, each. */
export function removeAt(graph: Pick<Graph, 'root'>, path: string): void {
  const place = placeAt(graph, path);
  if (place.remove === undefined) {
    throw new PickleError('bad-path', `path ${path}: it cannot be removed, because what holds it is made with it`);
  }
  place.remove();
  if (place.label.kind === 'index') return;
  const steps = stepsOf(path);
  const last = steps.pop();
  const holder = follow(graph, path, steps, () => {}).node;
  for (let at = last && find(last, placesOf(holder)); at !== undefined; at = last && find(last, placesOf(holder))) {
    at.remove?.();
  }
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
  return { label: { kind: 'name', name }, node, replace, remove: undefined };
}

function inList(items: Node[], node: Node, index: number): Place {
  return {
    label: { kind: 'index', index },
    node,
    replace: (other) => {
      items[index] = other;
    },
    remove: () => void items.splice(index, 1),
  };
}

function inEntry(entry: [Node, Node], entries: [Node, Node][]): Place {
  return {
    label: { kind: 'key', key: entry[0] },
    node: entry[1],
    replace: (other) => {
      entry[1] = other;
    },
    remove: () => void entries.splice(entries.indexOf(entry), 1),
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
        for (const entry of entries) places.push(inEntry(entry, entries));
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
      const place = inEntry(entry, dict.entries);
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
