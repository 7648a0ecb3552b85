import { Float } from '../values/float.ts';
import { pythonTypeName } from '../values/kind.ts';
import { Tuple } from '../values/tuple.ts';

/**
 * What is there in the order in which `pprint` sorts it: as Python's `<` says, and by the name of the type where Python
 * cannot compare. Objects that are neither numbers, text, bytes nor tuples keep their order.
 */
export function sortedAsPython<T>(values: Iterable<T>, keyOf: (value: T) => unknown): T[] {
  return [...values].sort((a, b) => order(keyOf(a), keyOf(b)));
}

function order(a: unknown, b: unknown): number {
  const found = compare(a, b);
  if (found !== undefined) return found;
  const [left, right] = [pythonTypeName(a), pythonTypeName(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** `undefined`: Python cannot compare them. */
function compare(a: unknown, b: unknown): number | undefined {
  const pairs: [unknown, unknown][] = [[a, b]];
  for (let pair = pairs.pop(); pair !== undefined; pair = pairs.pop()) {
    const [left, right] = pair;
    if (left instanceof Tuple && right instanceof Tuple) {
      pairs.push([left.length, right.length]);
      for (let i = Math.min(left.length, right.length) - 1; i >= 0; i--) pairs.push([left[i], right[i]]);
      continue;
    }
    if (left === right) continue;
    const found = compareAtoms(left, right);
    if (found !== 0) return found;
  }
  return 0;
}

function compareAtoms(a: unknown, b: unknown): number | undefined {
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== undefined && y !== undefined) return x < y ? -1 : x > y ? 1 : 0;
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b);
  return undefined;
}

function numberOf(value: unknown): number | bigint | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return Number(value);
  return value instanceof Float ? value.value : undefined;
}

/** By code points, as Python does, and not by UTF-16 units. */
function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    if (a.charCodeAt(i) !== b.charCodeAt(i)) return rank(a, i) < rank(b, i) ? -1 : 1;
  }
  return a.length - b.length;
}

/** Surrogates of pairs stand for characters beyond all others. */
function rank(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  const isPart =
    (unit & 0xf800) === 0xd800 && /[\ud800-\udbff][\udc00-\udfff]/.test(text.slice(Math.max(0, at - 1), at + 2));
  return isPart ? 0x1_0000 + unit : unit;
}
