import { pythonClass } from '../../codec/class.ts';
import type { FamilyMember } from '../../codec/family.ts';
import { pythonFunction } from '../../codec/function.ts';
import type { Reduction } from '../../codec/reduction.ts';
import { PickleError } from '../../errors.ts';
import { Global } from '../../values/global.ts';
import { inspectCustom } from '../../values/inspect.ts';
import { pythonTypeName } from '../../values/kind.ts';
import { PyRange } from '../../values/range.ts';
import { inspected } from '../../values/repr.ts';
import { bigintArgument, compactInteger, pythonInt } from '../call-arguments.ts';

const FUNCTIONS = {
  iter: /* @__PURE__ */ Global.of('builtins.iter'),
  reversed: /* @__PURE__ */ Global.of('builtins.reversed'),
};

/** Sequences that Python pickles iterators over. */
export type Sequence = readonly unknown[] | string | Uint8Array | PyRange;

/** A Python iterator over a sequence, with its position. Iterating over it does not move it. */
export class PyIterator implements Iterable<unknown> {
  /** `'iter'` from the first item on, `'reversed'` from the last one back. */
  readonly direction: 'iter' | 'reversed';
  /** The sequence. */
  readonly source: Sequence;
  /** The index of the next item; `undefined`: the first, or for `reversed` the last. */
  index: number | bigint | undefined;

  /**
   * @param source - The sequence, which is not copied.
   * @param index - The index of the next item; `undefined` before the first step.
   * @param direction - Which way it goes.
   */
  constructor(source: Sequence, index?: number | bigint, direction: 'iter' | 'reversed' = 'iter') {
    this.source = source;
    this.index = index;
    this.direction = direction;
  }

  /** The remaining items. */
  *[Symbol.iterator](): Generator<unknown> {
    const { source, direction } = this;
    // Python counts the characters of a str by code points.
    const items: readonly unknown[] | Uint8Array | PyRange = typeof source === 'string' ? [...source] : source;
    const length = BigInt(items.length);
    const step = direction === 'iter' ? 1n : -1n;
    for (let at = this.position(length); at >= 0n && at < length; at += step) yield itemAt(items, at);
  }

  /** The remaining items; for a range a range, which may have any length. */
  toJSON(): readonly unknown[] | PyRange {
    const { source, direction } = this;
    if (!(source instanceof PyRange)) return [...this];
    const step = BigInt(source.step);
    const from = BigInt(source.start) + this.position(BigInt(source.length)) * step;
    const [to, by] = direction === 'iter' ? [BigInt(source.stop), step] : [BigInt(source.start) - step, -step];
    return new PyRange(compactInteger(from), compactInteger(to), compactInteger(by));
  }

  /** The index of the next item, moved to the edge as Python does. */
  private position(length: bigint): bigint {
    const index = this.index === undefined ? undefined : BigInt(this.index);
    if (this.direction === 'iter') return index === undefined || index < 0n ? 0n : index;
    return index === undefined || index >= length ? length - 1n : index;
  }

  /** Python's `repr`, without the address. */
  toString(): string {
    const { source } = this;
    const kind = typeof source === 'string' && !/[^\0-\x7f]/.test(source) ? 'str_ascii' : pythonTypeName(source);
    return `<${kind}_${this.direction === 'iter' ? '' : 'reverse'}iterator object>`;
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}

/** Python's iterators over sequences. */
export function iterators(): readonly FamilyMember[] {
  return [
    pythonClass('builtins.iter', PyIterator, {
      setState(self, state) {
        const index = bigintArgument(state);
        if (index === undefined) {
          throw new PickleError('bad-state', `an iterator's state is an int, not '${pythonTypeName(state)}'`);
        }
        self.index = compactInteger(index);
      },
      reduce: ({ direction, source, index }): Reduction => ({
        callable: FUNCTIONS[direction],
        args: [source],
        state: index === undefined ? undefined : pythonInt(index),
      }),
    }),
    // By name they are functions: other calls of them stay inert.
    pythonFunction('builtins.iter', undefined, { call: (args) => iteratorOf(args, 'iter') }),
    pythonFunction('builtins.reversed', undefined, { call: (args) => iteratorOf(args, 'reversed') }),
  ];
}

/** For a range, without the numbers before it. */
function itemAt(items: readonly unknown[] | Uint8Array | PyRange, at: bigint): unknown {
  if (!(items instanceof PyRange)) return items[Number(at)];
  return compactInteger(BigInt(items.start) + at * BigInt(items.step));
}

function iteratorOf([source, ...more]: readonly unknown[], direction: 'iter' | 'reversed'): PyIterator | undefined {
  if (more.length > 0 || !isSequence(source)) return undefined;
  return new PyIterator(source, undefined, direction);
}

function isSequence(value: unknown): value is Sequence {
  return Array.isArray(value) || typeof value === 'string' || value instanceof Uint8Array || value instanceof PyRange;
}
