import { limitExceeded } from '../limits.ts';
import { Instance } from '../values/instance.ts';

/** An object whose depth is being measured. */
interface Open {
  readonly value: object;
  readonly parts: readonly unknown[];
  next: number;
  height: number;
}

/**
 * Refuses a value that nests deeper than `limits.depth`. A container inside itself counts once, because a depth limit
 * does not help code that recurses into a cycle.
 */
export function checkDepth(root: unknown, allowed: number): void {
  const heights = new Map<object, number>();
  const open: Open[] = [];
  enter(root, open, heights);
  for (let top = open[open.length - 1]; top !== undefined; top = open[open.length - 1]) {
    if (top.next < top.parts.length) {
      const height = enter(top.parts[top.next++], open, heights);
      top.height = Math.max(top.height, height);
      continue;
    }
    open.pop();
    const height = top.height + 1;
    heights.set(top.value, height);
    if (height > allowed) throw limitExceeded('depth', allowed, 'a deeper value');
    const outer = open[open.length - 1];
    if (outer !== undefined) outer.height = Math.max(outer.height, height);
  }
}

/** The height of a value if it is known; otherwise 0, and the object is opened. */
function enter(value: unknown, open: Open[], heights: Map<object, number>): number {
  if (typeof value !== 'object' || value === null) return 0;
  const known = heights.get(value);
  if (known !== undefined) return known;
  heights.set(value, 0);
  open.push({ value, parts: partsOf(value), next: 0, height: 0 });
  return 0;
}

function partsOf(value: object): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (value instanceof Map) return [...value.keys(), ...value.values()];
  if (value instanceof Set) return [...value];
  if (ArrayBuffer.isView(value)) return [];
  if (value instanceof Instance) {
    const { cls, args, argsObject, kwargs, states, items, entries, members, setters } = value;
    return [cls, args, argsObject, kwargs, states, items, entries, members, setters];
  }
  return Object.values(value);
}
