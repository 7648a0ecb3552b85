import { pythonTypeName } from '../values/kind.ts';
import { pythonOrder } from '../values/order.ts';
import { Tuple } from '../values/tuple.ts';

/**
 * Values in the order in which `pprint` sorts them: by Python's `<`, or by the name of the type if Python cannot compare
 * them. Objects other than numbers, strs, bytes and tuples keep their order.
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

/** As a comparison for sorting; `undefined` if Python cannot compare them. */
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
    const found = pythonOrder(left, right);
    if (found !== 0) return found;
  }
  return 0;
}
