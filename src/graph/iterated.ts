/**
 * What Python iterates over, for nodes.
 *
 * @module
 */
import { MOST_MADE } from '../limits.ts';
import { orderedBy } from '../values/set-order.ts';
import type { CopyBudget } from './copy-budget.ts';
import type { Node } from './graph.ts';
import type { GraphNames } from './names.ts';

/**
 * What Python iterates over, as a new array that is paid for; `undefined` where that is not certain, or more than the
 * budget allows for what a few bytes make.
 */
export function itemsOf(source: Node, names: GraphNames, budget: CopyBudget): Node[] | undefined {
  switch (source.type) {
    case 'list':
    case 'tuple':
      budget.parts(source.items.length);
      return [...source.items];
    case 'set':
    case 'frozenset':
      budget.parts(source.items.length);
      return orderedBy([...source.items], numberOf);
    case 'dict':
      budget.parts(source.entries.length);
      return source.entries.map(([key]) => key);
    case 'bytes':
    case 'bytearray':
      if (!budget.spend(source.value.length)) return undefined;
      return Array.from(source.value, (value): Node => ({ type: 'int', value }));
    case 'str':
      if (source.cuts !== undefined || !budget.spend(source.value.length)) return undefined;
      return Array.from(source.value, (value): Node => ({ type: 'str', value }));
    case 'call': {
      const range = rangeOf(source, names);
      return range && numbersIn(range, budget);
    }
    default:
      return undefined;
  }
}

function numberOf(node: Node): unknown {
  return node.type === 'int' || node.type === 'bool' ? node.value : undefined;
}

/** A number where it is exact, as ints of nodes are. */
function compact(value: bigint): number | bigint {
  const near = Number(value);
  return Number.isSafeInteger(near) ? near : value;
}

/** The bounds of a range. */
export interface Bounds {
  readonly start: bigint;
  readonly stop: bigint;
  readonly step: bigint;
}

/** The range that a call makes; `undefined` for other calls. */
export function rangeOf(node: Node, names: GraphNames): Bounds | undefined {
  const bounds = argumentsOf(node, 'builtins.range', names) ?? [];
  const values = bounds.flatMap((bound) => (bound.type === 'int' ? [BigInt(bound.value)] : []));
  const [first, second, step = 1n] = values;
  if (first === undefined || values.length < bounds.length || bounds.length > 3 || step === 0n) return undefined;
  return second === undefined ? { start: 0n, stop: first, step } : { start: first, stop: second, step };
}

/** The numbers of a range; `undefined` if there are too many. They are paid for before they are made. */
function numbersIn({ start, stop, step }: Bounds, budget: CopyBudget): Node[] | undefined {
  const span = step > 0n ? stop - start : start - stop;
  const size = step > 0n ? step : -step;
  const count = span <= 0n ? 0n : (span + size - 1n) / size;
  if (count > MOST_MADE || !budget.spend(Number(count))) return undefined;
  return Array.from(
    { length: Number(count) },
    (_, i): Node => ({ type: 'int', value: compact(start + BigInt(i) * step) }),
  );
}

/** The arguments of a call of this name whose result was not changed; `undefined` for anything else. */
export function argumentsOf(node: Node, path: string, names: GraphNames): readonly Node[] | undefined {
  if (node.type !== 'call' || node.args.type !== 'tuple' || node.actions.length > 0) return undefined;
  return names.path(node.callable) === path ? node.args.items : undefined;
}
