import { type Codec, pythonClass, pythonFunction, type Reduction } from '../codec.ts';
import { PickleError } from '../errors.ts';
import { Global } from '../values/global.ts';
import { type Inspect, inspectCustom } from '../values/inspect.ts';
import { pythonTypeName } from '../values/kind.ts';
import { Range } from '../values/range.ts';

const FUNCTIONS = {
  iter: /* @__PURE__ */ Global.of('builtins.iter'),
  reversed: /* @__PURE__ */ Global.of('builtins.reversed'),
};

/** Sequences that Python pickles iterators over. */
export type Sequence = readonly unknown[] | string | Uint8Array | Range;

/** An iterator of Python over a sequence, and where it stands. To iterate over it does not move it. */
export class PyIterator implements Iterable<unknown> {
  readonly direction: 'iter' | 'reversed';
  readonly source: Sequence;
  /** The index of the next item; `undefined`: the first, or for `reversed` the last. */
  index: number | undefined;

  constructor(source: Sequence, index?: number, direction: 'iter' | 'reversed' = 'iter') {
    this.source = source;
    this.index = index;
    this.direction = direction;
  }

  /** The items that are left. */
  *[Symbol.iterator](): Generator<unknown> {
    const { source, direction } = this;
    // Python counts the characters of a str by code points.
    const items: readonly unknown[] | Uint8Array =
      typeof source === 'string' || source instanceof Range ? [...source] : source;
    const step = direction === 'iter' ? 1 : -1;
    const first = this.index ?? (direction === 'iter' ? 0 : items.length - 1);
    const start = direction === 'iter' ? Math.max(first, 0) : Math.min(first, items.length - 1);
    for (let i = start; i >= 0 && i < items.length; i += step) yield items[i];
  }

  /** The items that are left. */
  toJSON(): unknown[] {
    return [...this];
  }

  /** What Python prints, without the address. */
  toString(): string {
    const { source } = this;
    const kind = typeof source === 'string' && !/[^\0-\x7f]/.test(source) ? 'str_ascii' : pythonTypeName(source);
    return `<${kind}_${this.direction === 'iter' ? '' : 'reverse'}iterator object>`;
  }

  [inspectCustom](depth: number, options: object, inspect: Inspect): string {
    const { direction, index, source } = this;
    return `PyIterator <${direction}> ${depth < 0 ? '[Object]' : inspect({ source, index }, options)}`;
  }
}

/** Python's iterators over sequences. */
export const iterators = (): readonly Codec[] => [
  pythonClass('builtins.iter', PyIterator, {
    setState(self, state) {
      if (typeof state !== 'number' || !Number.isInteger(state)) {
        throw new PickleError('bad-state', `an iterator's state is an int, not '${pythonTypeName(state)}'`);
      }
      self.index = state;
    },
    reduce: ({ direction, source, index }): Reduction => ({
      callable: FUNCTIONS[direction],
      args: [source],
      state: index,
    }),
  }),
  // By name they are functions: other calls of them stay inert.
  pythonFunction('builtins.iter', undefined, { call: (args) => iteratorOf(args, 'iter') }),
  pythonFunction('builtins.reversed', undefined, { call: (args) => iteratorOf(args, 'reversed') }),
];

function iteratorOf([source, ...more]: readonly unknown[], direction: 'iter' | 'reversed'): PyIterator | undefined {
  if (more.length > 0 || !isSequence(source)) return undefined;
  return new PyIterator(source, undefined, direction);
}

function isSequence(value: unknown): value is Sequence {
  return Array.isArray(value) || typeof value === 'string' || value instanceof Uint8Array || value instanceof Range;
}
