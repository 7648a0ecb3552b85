/**
 * Paths into a graph: `a.b[0]`, `$['a'][0].x`, as `brine diff` and `brine tree` show them. A path leads to the same place
 * at every protocol.
 *
 * @module
 */

import { formatFloat } from '../bytes/float.ts';
import { lateRegExp } from '../bytes/late-regexp.ts';
import { PickleError } from '../errors.ts';
import type { Graph, Node } from '../graph/graph.ts';
import { HashCheck } from '../graph/hashable.ts';
import { nodeSummary } from '../graph/node-summary.ts';
import { LiteralReader } from './literal.ts';
import { dictsOf, inEntry, inList, type Place, rootPlace } from './place.ts';
import { Places, type Readers } from './places.ts';

type Step =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'key'; readonly key: Node }
  /** A member of a set, as `brine diff` prints it: `.{1}`. */
  | { readonly kind: 'member'; readonly key: Node }
  /** A key without a literal, as `brine tree` and `brine diff` print it. */
  | { readonly kind: 'shown'; readonly text: string }
  /** `[]`: after the last item. */
  | { readonly kind: 'end' };

const NAME = /* @__PURE__ */ lateRegExp(
  '\\.?((?:__reduce__|__getnewargs_ex__)\\(\\)\\[\\d\\]|[\\p{ID_Start}_][\\p{ID_Continue}]*(?:\\(\\))?)',
  'uy',
);

/** The steps of a path. */
function stepsOf(path: string): Step[] {
  const steps: Step[] = [];
  const names = NAME();
  let at = path.startsWith('$') ? 1 : 0;
  while (at < path.length) {
    names.lastIndex = at;
    const name = names.exec(path)?.[1];
    if (name !== undefined && (path[at] === '.' || at === 0)) {
      steps.push({ kind: 'name', name });
      at = names.lastIndex;
    } else if (path.startsWith('.{', at)) {
      const [key, end] = memberStep(path, at + 2);
      steps.push({ kind: 'member', key });
      at = end;
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

/** A member of a set between braces, and where it ends. */
function memberStep(path: string, from: number): [key: Node, end: number] {
  const reader = new LiteralReader(path.slice(from), `path ${path}`);
  const key = reader.value();
  const end = from + reader.position;
  if (path[end] !== '}') throw new PickleError('bad-path', `path ${path}: a } is missing`);
  return [key, end + 1];
}

/** A key between brackets, and where it ends: a literal, or the text that is shown for a key that has no literal. */
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

/** Where the bracket that was opened before `from` closes; -1 if it does not. */
function shownEnd(path: string, from: number): number {
  let depth = 1;
  for (let at = from; at < path.length; at++) {
    if (path[at] === '[') depth++;
    else if (path[at] === ']' && --depth === 0) return at;
  }
  return -1;
}

/** A graph and the readers of objects in it. */
export interface Editable extends Pick<Graph, 'root' | 'protocol'>, Readers {}

/** The place that a path leads to. */
export function placeAt(graph: Editable, path: string, replaceRoot: (node: Node) => void = () => {}): Place {
  return new PathFollower(graph, path).follow(stepsOf(path), replaceRoot);
}

/** The same, with the path as `brine diff` prints it. */
export function placeAndPath(graph: Editable, path: string): { place: Place; text: string } {
  const follower = new PathFollower(graph, path);
  const place = follower.follow(stepsOf(path), () => {});
  return { place, text: follower.text };
}

/** The index or the name of a field that a step may be in an array of numpy. */
function stepInArray(step: Exclude<Step, { kind: 'end' }>): number | string | undefined {
  if (step.kind === 'name') return step.name;
  if (step.kind !== 'key') return undefined;
  if (step.key.type === 'int') return Number(step.key.value);
  return step.key.type === 'str' ? step.key.value : undefined;
}

/** Follows paths into a graph as it is now. */
class PathFollower {
  readonly places: Places;
  /** The path that was followed so far. */
  text = '$';
  private readonly root: Node;
  private readonly path: string;

  constructor(graph: Editable, path: string) {
    const { root } = graph;
    this.places = new Places(graph, graph);
    this.root = root;
    this.path = path;
  }

  follow(steps: readonly Step[], replaceRoot: (node: Node) => void): Place {
    let place = rootPlace(this.root, replaceRoot);
    for (const step of steps) {
      const next = this.find(step, place);
      if (next === undefined) throw this.missing(step, place);
      place = next;
      this.text += this.places.labelText(place.label);
    }
    return place;
  }

  /** If keys are equal, the last one counts. */
  find(step: Step, holder: Place): Place | undefined {
    if (step.kind === 'end') return undefined;
    const direct = this.direct(step, holder);
    if (direct !== undefined) return direct;
    const places = this.places.at(holder);
    const found = this.among(step, places);
    if (found !== undefined || holder.inner !== undefined) return found;
    if (step.kind === 'key' && step.key.type === 'int') {
      const item = this.places.itemOf(holder.node, Number(step.key.value));
      if (item !== undefined) return item;
    }
    const inArray = stepInArray(step);
    const part = inArray === undefined ? undefined : this.places.partOfArray(holder.node, inArray);
    if (part !== undefined) return part;
    return this.among(step, this.places.hiddenIn(holder.node));
  }

  /** An item of a list or tuple, or a value of a dict, without looking at the others, which may be many. */
  private direct(step: Step, { node, inner }: Place): Place | undefined {
    if (inner !== undefined) return undefined;
    if (node.type === 'list' || node.type === 'tuple') {
      if (step.kind !== 'key' || step.key.type !== 'int') return undefined;
      const index = Number(step.key.value);
      const at = index < 0 ? node.items.length + index : index;
      const item = node.items[at];
      return item && inList(node.items, item, at);
    }
    if (node.type !== 'dict' || (step.kind !== 'name' && step.kind !== 'key')) return undefined;
    const wanted = step.kind === 'name' ? textKey(step.name) : this.keyText(step.key);
    let found: [Node, Node] | undefined;
    for (const entry of node.entries) if (this.keyText(entry[0]) === wanted) found = entry;
    return found && inEntry(found, node.entries);
  }

  private among(step: Exclude<Step, { kind: 'end' }>, places: readonly Place[]): Place | undefined {
    if (step.kind === 'shown') {
      const shown = places.filter(({ label }) => label.kind === 'key' && this.places.summary(label.key) === step.text);
      if (shown.length > 1) throw new PickleError('bad-path', `path: ${shown.length} keys are shown as ${step.text}`);
      return shown[0];
    }
    const wanted = step.kind === 'name' ? textKey(step.name) : this.keyText(step.key);
    const indexes = places.filter(({ label }) => label.kind === 'index');
    if (step.kind === 'member') return indexes.find(({ node }) => this.keyText(node) === wanted);
    if (step.kind === 'key' && step.key.type === 'int') {
      const found = indexes.at(Number(step.key.value));
      if (found !== undefined) return found;
    }
    const matching = places.filter(({ label }) => {
      if (label.kind === 'name') return textKey(label.name) === wanted;
      return label.kind === 'key' && this.keyText(label.key) === wanted;
    });
    return matching.at(-1);
  }

  /** A text that is the same for keys that are equal in Python. */
  private keyText(key: Node): string {
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
        return `k${this.places.forms.keyOf(key) ?? ''}`;
    }
  }

  private missing(step: Step, place: Place): PickleError {
    const places = this.places.at({ ...place, node: beginningOf(place.node) });
    const near = places.slice(0, 8).map(({ label }) => this.places.labelText(label));
    const has =
      near.length === 0 ? 'which has nothing inside' : `which has ${near.join(' ')}${places.length > 8 ? ' ...' : ''}`;
    const holder = this.places.summary(place.node);
    return new PickleError('bad-path', `path ${this.path}: there is no ${stepText(step)} in the ${holder}, ${has}`);
  }
}

/** The places in a node that an error may list: of a list or dict, a few more than it does. */
function beginningOf(node: Node): Node {
  if (node.type === 'list' || node.type === 'tuple') return { ...node, items: node.items.slice(0, 9) };
  return node.type === 'dict' ? { ...node, entries: node.entries.slice(0, 9) } : node;
}

function stepText(step: Step): string {
  switch (step.kind) {
    case 'name':
      return `.${step.name}`;
    case 'key':
      return `[${nodeSummary(step.key)}]`;
    case 'member':
      return `.{${nodeSummary(step.key)}}`;
    case 'shown':
      return `[${step.text}]`;
    case 'end':
      return '[]';
  }
}

/** Puts a node where nothing is yet: under a new key or attribute, or after the last item. */
export function addAt(graph: Editable, path: string, node: Node, replaceRoot: (node: Node) => void): void {
  const steps = stepsOf(path);
  const last = steps.pop();
  const follower = new PathFollower(graph, path);
  const holder = follower.follow(steps, replaceRoot);
  if (last === undefined) {
    holder.replace(node);
    return;
  }
  const there = follower.find(last, holder);
  if (there !== undefined) there.replace(node);
  else if (!addTo(holder.node, last, node, follower.places)) {
    const hint = last.kind === 'key' && last.key.type === 'int' ? '; [] is behind the last item' : '';
    const what = follower.places.summary(holder.node);
    throw new PickleError('bad-path', `path ${path}: ${stepText(last)} cannot be added to the ${what}${hint}`);
  }
}

/** Returns false if the container cannot have such a place. */
function addTo(holder: Node, step: Step, node: Node, places: Places): boolean {
  const key: Node | undefined =
    step.kind === 'name' ? { type: 'str', value: step.name } : step.kind === 'key' ? step.key : undefined;
  if (step.kind !== 'end' && key === undefined) return false;
  if (key !== undefined) new HashCheck().keys([[key, node]]);
  const contents = places.additionsOf(holder);
  if (contents?.kind === 'items' && key === undefined) {
    if (isSet(places.forms.of(holder))) new HashCheck().members([node]);
    contents.set([...contents.items, node]);
    return true;
  }
  if (contents?.kind === 'entries' && key !== undefined) {
    contents.set([...contents.entries, [key, node]]);
    return true;
  }
  return key === undefined ? append(holder, node) : add(holder, step, [key, node]);
}

function isSet({ type }: Node): boolean {
  return type === 'set' || type === 'frozenset';
}

function add(holder: Node, step: Step, [key, node]: [Node, Node]): boolean {
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
  if (isSet(holder)) new HashCheck().members([node]);
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

/** Removes what is at a place. If a key is there more than once, all of its entries go. */
export function removeAt(graph: Editable, path: string): void {
  const place = placeAt(graph, path);
  if (place.remove === undefined) {
    throw new PickleError(
      'bad-path',
      `path ${path}: it cannot be removed, because its container cannot be made without it`,
    );
  }
  place.remove();
  if (place.label.kind === 'index') return;
  const steps = stepsOf(path);
  const last = steps.pop();
  if (last === undefined) return;
  for (;;) {
    const follower = new PathFollower(graph, path);
    const again = follower.find(
      last,
      follower.follow(steps, () => {}),
    );
    if (again?.remove === undefined) return;
    again.remove();
  }
}

function textKey(text: string): string {
  return `s${text}`;
}
