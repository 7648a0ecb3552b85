import { type KeyPlace, unhashableKey } from '../load/unhashable.ts';
import type { Node } from './graph.ts';
import { typeName } from './objects.ts';
import { OffsetSet } from './offset-set.ts';

/**
 * Refuses nodes that Python cannot hash as keys and members: lists, dicts, sets and bytearrays, and tuples that contain
 * any of these. Whether an object of a class can be hashed is not checked.
 */
export class HashCheck {
  /** Where the tuples end that were already checked: one opcode makes one tuple, or the same one again. */
  private readonly known = new OffsetSet();
  /** Those that come from no pickle. */
  private readonly others = new Set<Node>();

  keys(entries: readonly (readonly [Node, Node])[]): void {
    for (const [key] of entries) this.check(key, 'dict key');
  }

  members(items: readonly Node[]): void {
    for (const item of items) this.check(item, 'set element');
  }

  /** A tuple ends elsewhere from now on. */
  moved({ end }: Node, to: number): void {
    if (end !== undefined && this.known.has(end)) this.known.add(to);
  }

  private isKnown(tuple: Node): boolean {
    return tuple.end === undefined ? this.others.has(tuple) : this.known.has(tuple.end);
  }

  private note(tuple: Node): void {
    if (tuple.end === undefined) this.others.add(tuple);
    else this.known.add(tuple.end);
  }

  private check(key: Node, place: KeyPlace): void {
    const found = key.type === 'tuple' ? this.within(key) : isHashable(key) ? undefined : key;
    if (found !== undefined) throw unhashableKey(place, typeName(key), `unhashable type: '${typeName(found)}'`);
  }

  /**
   * The first node within a tuple that cannot be hashed. A tuple is made from existing nodes, so none contains itself.
   */
  private within(key: Node): Node | undefined {
    const open: Node[] = [key];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (!isHashable(node)) return node;
      if (node.type !== 'tuple') continue;
      if (this.isKnown(node)) continue;
      this.note(node);
      for (let i = node.items.length - 1; i >= 0; i--) {
        const item = node.items[i];
        if (item !== undefined) open.push(item);
      }
    }
    return undefined;
  }
}

function isHashable({ type }: Node): boolean {
  return type !== 'list' && type !== 'dict' && type !== 'set' && type !== 'bytearray';
}
