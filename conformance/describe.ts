/**
 * The canonical description of a pickle's value, as `corpus/DIGEST.md` defines it: JSON with every global an inert
 * stub, by which implementations compare what they read.
 *
 * @module
 */
import { type Action, type ExtensionNode, type GlobalNode, type GraphNode, nodesOf } from 'brine/tools';
import {
  bytearrayText,
  type Group,
  list,
  listed,
  members,
  type Part,
  paired,
  pairList,
  scalarText,
  sha256,
  sortedList,
  stubName,
} from './canonical-json.ts';
import { nativeOf } from './native.ts';

/** `refs`: shared objects are numbered. `tree`: everything is written out each time. */
export type DescriptionForm = 'refs' | 'tree';
/** `stub`: nothing is interpreted. `std`: some of Python's own types are. */
export type DescriptionLevel = 'stub' | 'std';

/** Parts that one description may have. */
const MAX_DESCRIBED = 1_500_000;

/** The description of a graph; `undefined`: it has more than 1,500,000 parts. */
export function describe(root: GraphNode, form: DescriptionForm, level: DescriptionLevel): string | undefined {
  return new Describer(form === 'tree', level).describe(root);
}

/** A group that is being described. */
interface Frame {
  readonly group: Group;
  readonly texts: string[];
  /** The numbered node that it is the description of. */
  readonly node: GraphNode | undefined;
  readonly isTree: boolean;
}

class Describer {
  private readonly isTree: boolean;
  private readonly level: DescriptionLevel;
  private readonly frames: Frame[] = [];
  private readonly numbers = new Map<GraphNode, number>();
  /** Numbered nodes that are open, with how many were open around them. */
  private readonly open = new Map<GraphNode, number>();
  private readonly keys = new KeyTexts();
  /** Globals to which something was done, by name. */
  private readonly changed = new Map<string, GlobalNode | ExtensionNode>();
  private isUnordered = false;
  private described = 0;

  constructor(isTree: boolean, level: DescriptionLevel) {
    this.isTree = isTree;
    this.level = level;
  }

  describe(root: GraphNode): string | undefined {
    this.findChanged(root);
    if (this.isUnordered) return undefined;
    let text = this.begin(root, this.isTree);
    for (let frame = this.frames.at(-1); frame !== undefined; frame = this.frames.at(-1)) {
      if (this.described > MAX_DESCRIBED) return undefined;
      if (text !== undefined) frame.texts.push(text);
      const part = frame.group.parts[frame.texts.length];
      text = part === undefined ? this.end(frame) : this.begin(part, frame.isTree);
    }
    return text;
  }

  /**
   * A class that a pickle changes is one object, however often it is named. Of two that were changed the graph does not
   * say which was first: such a value is not described.
   */
  private findChanged(root: GraphNode): void {
    for (const node of nodesOf(root)) {
      if (!isStub(node) || node.actions === undefined) continue;
      const name = stubName(node);
      this.isUnordered ||= this.changed.has(name);
      this.changed.set(name, { ...node, actions: [...(this.changed.get(name)?.actions ?? []), ...node.actions] });
    }
  }

  private end({ group, texts, node }: Frame): string {
    this.frames.pop();
    if (node !== undefined) this.open.delete(node);
    return group.finish(texts);
  }

  /** The text of a part; `undefined`: a frame was opened for it. */
  private begin(part: Part, isTree: boolean): string | undefined {
    if (typeof part === 'string') return part;
    if ('parts' in part) return this.enter(part, isTree, undefined);
    this.described++;
    return this.beginNode(isStub(part) ? (this.changed.get(stubName(part)) ?? part) : part, isTree);
  }

  private beginNode(part: GraphNode, isTree: boolean): string | undefined {
    const described = scalarText(part) ?? this.immutable(part);
    if (typeof described === 'string') return described;
    if (described !== undefined) return this.enter(described, isTree, undefined);
    const met = this.met(part, isTree);
    if (met !== undefined) return met;
    if (!isTree) this.numbers.set(part, this.numbers.size);
    this.open.set(part, this.open.size);
    return this.enter(this.numbered(part), isTree, part);
  }

  private enter(group: Group, isTree: boolean, node: GraphNode | undefined): undefined {
    this.frames.push({ group, texts: [], node, isTree: isTree || group.isTree === true });
  }

  /** What stands for a numbered node that was described, or is being described. */
  private met(node: GraphNode, isTree: boolean): string | undefined {
    const number = isTree ? undefined : this.numbers.get(node);
    if (number !== undefined) return `{"ref":${number}}`;
    const outside = isTree ? this.open.get(node) : undefined;
    return outside === undefined ? undefined : `{"cycle":${this.open.size - outside}}`;
  }

  /** Values that are never numbered. */
  private immutable(node: GraphNode): Group | string | undefined {
    switch (node.type) {
      case 'tuple':
        return { parts: node.items, finish: listed('tu') };
      case 'frozenset':
        return members('fs', this.distinctMembers(node.items));
      case 'global':
      case 'extension':
        return (node.actions?.length ?? 0) === 0 ? `{"g":${stubName(node)}}` : undefined;
      case 'persistent':
        return node.actions.length === 0 ? { parts: [node.id], finish: ([id]) => `{"pid":${id}}` } : undefined;
      default:
        return undefined;
    }
  }

  private numbered(node: GraphNode): Group {
    switch (node.type) {
      case 'list':
        return { parts: node.items, finish: listed('l') };
      case 'set':
        return members('set', this.distinctMembers(node.items));
      case 'dict':
        return { parts: this.distinct(node.entries).flat(), finish: paired('d') };
      case 'bytearray':
        return { parts: [], finish: () => bytearrayText(node.value) };
      default:
        return (this.level === 'std' ? nativeOf(node) : undefined) ?? this.object(node);
    }
  }

  /** Equal keys are one: the first key, the last value. */
  private distinct(entries: readonly (readonly [GraphNode, GraphNode])[]): (readonly [GraphNode, GraphNode])[] {
    const found = new Map<string, readonly [GraphNode, GraphNode]>();
    for (const [key, value] of entries) {
      const text = this.keys.of(key);
      found.set(text, [found.get(text)?.[0] ?? key, value]);
    }
    return [...found.values()];
  }

  /** Equal members are one: the first. */
  private distinctMembers(items: readonly GraphNode[]): readonly GraphNode[] {
    const seen = new Set<string>();
    return items.filter((item) => {
      const { size } = seen;
      return seen.add(this.keys.of(item)).size > size;
    });
  }

  /** An object, or a global with a log: parts in the order of the traversal, keys in alphabetical order. */
  private object(node: GraphNode): Group {
    const sections: [key: string, part: Part][] = [...this.origin(node), ...logOf(node)];
    const keys = sections.map(([key]) => key);
    return {
      parts: sections.map(([, part]) => part),
      finish: (texts) => {
        const entries = texts.map((text, i) => ({ key: keys[i] ?? '', text }));
        entries.sort((a, b) => (a.key < b.key ? -1 : 1));
        return `{${entries.map(({ key, text }) => `"${key}":${text}`).join(',')}}`;
      },
    };
  }

  private origin(node: GraphNode): [string, Part][] {
    switch (node.type) {
      case 'global':
      case 'extension':
        return [['g', stubName(node)]];
      case 'persistent':
        return [['pid', node.id]];
      case 'call':
        return [...this.callee(node.callable), ['how', '"call"'], ['args', argumentsOf(node.args)]];
      case 'new':
        return [
          ...this.callee(node.cls),
          ['how', '"new"'],
          ['args', argumentsOf(node.args)],
          ...this.keywords(node.kwargs),
        ];
      default:
        throw new TypeError(`no object: ${node.type}`);
    }
  }

  /** What an object was made from. */
  private callee(node: GraphNode): [string, Part][] {
    if (isStub(node)) return this.changed.has(stubName(node)) ? [['oc', node]] : [['o', stubName(node)]];
    if (node.type === 'persistent' && node.actions.length === 0) return [['op', node.id]];
    return [['oc', node]];
  }

  private keywords(kwargs: GraphNode | undefined): [string, Part][] {
    if (kwargs?.type !== 'dict' || kwargs.entries.length === 0) return [];
    return [['kw', { parts: this.distinct(kwargs.entries).flat(), finish: pairList }]];
  }
}

function isStub(node: GraphNode): node is GlobalNode | ExtensionNode {
  return node.type === 'global' || node.type === 'extension';
}

function argumentsOf(args: GraphNode): Group {
  return { parts: args.type === 'tuple' ? args.items : [args], finish: list };
}

/** What was done to an object. */
function logOf(node: GraphNode): [string, Part][] {
  const actions: readonly Action[] = 'actions' in node ? (node.actions ?? []) : [];
  const states = actions.flatMap((action) => (action.do === 'build' ? [action.state] : []));
  const items = actions.flatMap((action) => (action.do === 'append' ? action.items : []));
  const entries = actions.flatMap((action) => (action.do === 'set' ? action.entries : []));
  const added = actions.flatMap((action) => (action.do === 'add' ? action.members : []));
  const sections: [string, Group, number][] = [
    ['state', { parts: states, finish: list }, states.length],
    ['item', { parts: items, finish: list }, items.length],
    ['set', { parts: entries.flat(), finish: pairList }, entries.length],
    ['add', { parts: added, finish: sortedList, isTree: true }, added.length],
  ];
  return sections.flatMap(([key, group, count]) => (count > 0 ? [[key, group]] : []));
}

/** Texts for keys: equal for keys that are equal in Python. */
class KeyTexts {
  private readonly identities = new Map<GraphNode, number>();
  /** Tuples and frozensets, by their parts. */
  private readonly numbers = new Map<string, number>();
  private readonly composites = new Map<GraphNode, string>();

  of(key: GraphNode): string {
    const open: { node: GraphNode; texts: string[] }[] = [];
    let text = this.atom(key);
    if (text === undefined) open.push({ node: key, texts: [] });
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      if (text !== undefined) top.texts.push(text);
      const items = 'items' in top.node ? top.node.items : [];
      const next = items[top.texts.length];
      text = next === undefined ? undefined : this.atom(next);
      if (next !== undefined && text === undefined) open.push({ node: next, texts: [] });
      if (next !== undefined) continue;
      open.pop();
      const parts = top.node.type === 'tuple' ? top.texts : [...new Set(top.texts)].sort();
      text = this.composite(top.node, `${top.node.type}(${parts.join(',')})`);
    }
    return text ?? '';
  }

  /** A short text for a long one: what is shared is not spelled out each time. */
  private composite(node: GraphNode, text: string): string {
    const known = this.numbers.get(text) ?? this.numbers.size;
    this.numbers.set(text, known);
    this.composites.set(node, `@${known}`);
    return `@${known}`;
  }

  /** `undefined` for a tuple or frozenset that was not looked into. */
  private atom(node: GraphNode): string | undefined {
    switch (node.type) {
      case 'tuple':
      case 'frozenset':
        return this.composites.get(node);
      case 'bool':
      case 'int':
        return `n${BigInt(node.value)}`;
      case 'float':
        if (Number.isNaN(node.value)) return this.identity(node);
        return Number.isInteger(node.value) ? `n${BigInt(node.value)}` : `f${node.value}`;
      case 'none':
        return 'null';
      case 'str':
        return JSON.stringify(node.value);
      case 'bytes':
        return `b${sha256(node.value)}`;
      case 'global':
        return `g${JSON.stringify([node.module, node.name])}`;
      case 'extension':
        return `e${node.code}`;
      default:
        return this.identity(node);
    }
  }

  private identity(node: GraphNode): string {
    const known = this.identities.get(node) ?? this.identities.size;
    this.identities.set(node, known);
    return `#${known}`;
  }
}
