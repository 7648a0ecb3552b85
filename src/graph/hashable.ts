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

  keys(entries: readonly (readonly [Node, Node])[]): void {
    for (const [key] of entries) this.check(key, 'dict key');
  }

  members(items: readonly Node[]): void {
    for (const item of items) this.check(item, 'set element');
  }

  /** A tuple ends elsewhere from now on. */
  moved({ end = 0 }: Node, to: number): void {
    if (this.known.has(end)) this.known.add(to);
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
      const { end = 0 } = node;
      if (this.known.has(end)) continue;
      this.known.add(end);
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
