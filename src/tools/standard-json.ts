import { PickleError } from '../errors.ts';
import { loads } from '../load/loads.ts';
import { Global } from '../values/global.ts';
import { Instance } from '../values/instance.ts';
import { type Action, type CallNode, childrenOf, type Graph, type NewNode, type Node } from './graph.ts';
import type { StandardTexts } from './json-plain.ts';
import { escapeJson } from './json-text.ts';
import { GraphNames } from './names.ts';
import { write } from './write.ts';

/** Nodes that a date, a Decimal and the like have at most. */
const LARGEST = 64;

/** The JSON of what the standard library's codecs know: dates, Decimal, UUID, paths, exceptions... */
export class StandardJson implements StandardTexts {
  private readonly names: GraphNames;
  private readonly protocol: number;
  /** Classes that have no JSON of their own. */
  private readonly unknown = new Set<string>();

  constructor({ protocol }: Pick<Graph, 'protocol'>) {
    this.names = new GraphNames(protocol < 3);
    this.protocol = protocol;
  }

  /** The object is loaded alone, as `loads` would, and asked for its `toJSON`. `undefined` if it has none. */
  textOf(node: CallNode | NewNode): string | undefined {
    const path = this.names.path(node.type === 'call' ? node.callable : node.cls);
    if (path === '' || this.unknown.has(path) || !isSmall(node)) return undefined;
    try {
      const value: unknown = loads(
        write({ root: node, protocol: this.protocol }, { protocol: this.protocol < 3 ? 2 : 5 }),
      );
      if (value instanceof Instance) this.unknown.add(path);
      // A class method is no class, and keeps the call that finds it.
      if (value instanceof Instance || (value instanceof Global && this.protocol >= 4)) return undefined;
      return isScalar(value) ? escapeJson(JSON.stringify(value)) : undefined;
    } catch (error) {
      // A TypeError is JSON's for a bigint and for a cycle; a RangeError is for a cycle that each `toJSON` makes anew.
      if (error instanceof PickleError || error instanceof TypeError || error instanceof RangeError) return undefined;
      throw error;
    }
  }
}

/** Whether a value has a JSON of its own that is no list of what it holds. */
function isScalar(value: unknown): value is { toJSON(): unknown } {
  if (typeof value !== 'object' || value === null) return false;
  if (value instanceof Map || value instanceof Set || Array.isArray(value) || ArrayBuffer.isView(value)) return false;
  return 'toJSON' in value && typeof value.toJSON === 'function';
}

/** Whether an object is made of a few plain values and classes. */
function isSmall(root: Node): boolean {
  const seen = new Set<Node>([root]);
  for (const node of seen) {
    if (node.type === 'persistent' || node.type === 'extension' || node.type === 'buffer') return false;
    if (isWide(node)) return false;
    for (const child of childrenOf(node)) {
      seen.add(child);
      if (seen.size > LARGEST) return false;
    }
  }
  return true;
}

/** Whether an object holds so much that it need not be looked into. */
function isWide(node: Node): boolean {
  if ('items' in node) return node.items.length > LARGEST;
  if ('entries' in node) return node.entries.length > LARGEST;
  if (!('actions' in node) || node.actions === undefined) return false;
  return node.actions.length > LARGEST || node.actions.some((action) => sizeOf(action) > LARGEST);
}

function sizeOf(action: Action): number {
  switch (action.do) {
    case 'append':
      return action.items.length;
    case 'set':
      return action.entries.length;
    case 'add':
      return action.members.length;
    default:
      return 1;
  }
}
