import { describe, expect, test } from 'vitest';
import { dumps, Global, Instance, loads, type Protocol, type PythonVersion, Tuple } from '../../../src/index.ts';
import { LazyIterator } from '../../../src/stdlib.ts';
import { repr } from '../../../src/tools.ts';
import { fixture, hex } from '../../fixtures.ts';
import { oracle } from '../../oracle.ts';
import { bothDirections } from '../both-directions.ts';

interface LazyRow {
  readonly python: string;
  /** What CPython's `repr` shows of the first nine; `null` where it calls a function. */
  readonly items?: string | null;
  readonly error?: string;
  readonly pickles: Readonly<Partial<Record<PythonVersion, Readonly<Record<string, string>>>>>;
}
const { rows } = fixture<{ rows: readonly LazyRow[] }>('lazy-iterators.json');

/** As Python's `itertools.islice(source, count)`. */
function first(source: Iterable<unknown>, count: number): unknown[] {
  const items: unknown[] = [];
  for (const item of source) {
    items.push(item);
    if (items.length === count) break;
  }
  return items;
}

test.each(rows)('$python', ({ items, error, pickles }) => {
  for (const [python, byProtocol] of Object.entries(pickles)) {
    for (const [protocol, bytes] of Object.entries(byProtocol)) {
      const value = loads<LazyIterator>(hex(bytes));
      expect(value).toBeInstanceOf(LazyIterator);
      if (error !== undefined) expect(() => first(value, 9)).toThrow(new RangeError(error));
      else if (items === null) expect(() => first(value, 9)).toThrow(/^[\w.]+ calls a function for its items/);
      else {
        // A second time, for the first has moved nothing.
        expect([repr(first(value, 9)), repr(first(value, 9))]).toEqual([items, items]);
      }
      const ours = dumps(value, { protocol: Number(protocol) as Protocol, python: python as PythonVersion });
      expect(Buffer.from(ours).toString('hex')).toBe(bytes);
    }
  }
});

test.each(['enumerate("ab", 3)', 'zip([1], "a")', 'map(len, ["a"])', 'filter(None, [0, 1])'])(
  '%s through CPython 3.14',
  (expression) => bothDirections(expression, (value) => expect(value).toBeInstanceOf(LazyIterator), { by: 'list(x)' }),
);

const lazy = (name: string, args: readonly unknown[], state?: unknown): LazyIterator =>
  new LazyIterator(Global.of(name), Tuple.from(args), state);

describe('items of what was made by hand', () => {
  test.for<[string, readonly unknown[], unknown, unknown[]]>([
    ['builtins.enumerate', [new Map([['k', 1]]), 0], undefined, [[0, 'k']]],
    ['builtins.enumerate', [{ a: 1 }, 2n], undefined, [[2, 'a']]],
    ['builtins.zip', [new Set([1]), Uint8Array.of(7)], undefined, [[1, 7]]],
    ['builtins.filter', [null, [[], [0], new Map(), new Set([1])]], undefined, [[0], new Set([1])]],
    ['itertools.chain', [], null, []],
    ['itertools.product', [[1, 2]], Tuple.of(99), []],
    ['itertools.permutations', [[1], 0], undefined, [[]]],
    ['itertools.combinations', [[1, 2], -1], undefined, []],
    ['itertools.combinations_with_replacement', [[], 0], undefined, [[]]],
  ])('%s of row %$', ([name, args, state, items]) => {
    const found = first(lazy(name, args, state), 9).map((item) => (item instanceof Tuple ? [...item] : item));
    expect(found).toEqual(items);
  });

  test.for<[string, readonly unknown[], RegExp]>([
    ['builtins.enumerate', [5, 0], /^'int' object is not iterable$/],
    ['builtins.enumerate', ['a', 'b'], /^'str' object cannot be interpreted as an integer$/],
    ['builtins.filter', [null, [new Date()]], /^whether a 'Date' object is true is not known here$/],
    ['itertools.count', ['a'], /^a count of 'str' is not done here$/],
    ['itertools.combinations_with_replacement', [[1], 2 ** 40], /^more than 1048576 items at once$/],
    ['itertools.tee', [[1]], /^itertools.tee calls a function/],
    ['itertools.constructor', [[1]], /^itertools.constructor calls a function/],
    ['app.enumerate', ['a', 0], /^app.enumerate calls a function/],
  ])('refused: %s in row %$', ([name, args, message]) => {
    expect(() => first(lazy(name, args), 9)).toThrow(
      expect.objectContaining({ message: expect.stringMatching(message) }),
    );
  });
});

test('iterators that lie deep in one another are refused, not a stack overflow', () => {
  let value: unknown = 'ab';
  for (let i = 0; i < 100_000; i++) value = lazy('builtins.enumerate', [value, 0]);
  expect(() => [...(value as LazyIterator)]).toThrow(/nested more than/);
  const own = lazy('itertools.chain', []);
  own.args.push(own);
  expect(() => first(own, 9)).toThrow(new RangeError('an iterator contains itself'));
  expect(loads(dumps(value))).toBeInstanceOf(LazyIterator);
});

test('iterators that draw from one another many times in turn are refused too', () => {
  let value: unknown = 'ab';
  const parts: unknown[] = [];
  for (let i = 0; i < 5; i++) {
    for (let depth = 0; depth < 900; depth++) value = lazy('builtins.enumerate', [value, 0]);
    parts.push(value);
  }
  expect(() => first(lazy('itertools.chain', parts.reverse()), 9)).toThrow(/nested more than/);
  expect(first(lazy('itertools.chain', parts.slice(-1)), 9)).toHaveLength(2);
});

describe('an iterator that lies in others more than once is one', () => {
  test.each([
    '(lambda it: zip(it, it))(iter([1, 2, 3, 4, 5]))',
    '(lambda it: zip(it, it, it))(enumerate("abcdef"))',
    '(lambda it: zip(it, filter(None, it)))(iter([1, 0, 2, 3]))',
    '(lambda it: zip(zip(it, it), it))(zip("abcdef"))',
    'zip(*[[1, 2]] * 2)',
  ])('%s', async (expression) => {
    const python = await oracle();
    for (const protocol of [0, 2, 5]) {
      const value = loads<LazyIterator>(python.dumps(expression, protocol));
      expect(repr([...value])).toBe(python.evaluate(`repr(list(${expression}))`));
      expect(python.check(dumps(value), `list(x) == list(${expression})`)).toBe(true);
    }
  });

  test('so that a few bytes are no endless work', () => {
    let value: unknown = lazy('builtins.enumerate', ['ab', 0]);
    for (let i = 0; i < 500; i++) value = lazy('builtins.zip', [value, value]);
    expect(first(value as LazyIterator, 1)).toEqual([]);
  });
});

test('the state of permutations is brought into bounds, as Python does', () => {
  const state = Tuple.of(Tuple.of(0, 1, 9), Tuple.of(9, -9, 9));
  const moved = lazy('itertools.permutations', [Tuple.of(1, 2, 3), 3], state);
  expect(repr([...moved])).toBe('[(3, 1, 2), (3, 2, 1), (2, 1, 3), (2, 3, 1)]');
});

test('a step of 1 is not shown', () => {
  expect([[0.5, 1], [0.5, 1n], [3, 2], [3]].map((args) => String(lazy('itertools.count', args)))).toEqual([
    'count(0.5)',
    'count(0.5)',
    'count(3, 2)',
    'count(3)',
  ]);
});

test('calls that Python does not write stay as they are', () => {
  for (const call of ['cbuiltins\nenumerate\n(tR.', 'citertools\nislice\n(NtR.', 'citertools\ncycle\n(NNtR.']) {
    expect(loads(Buffer.from(call, 'latin1'))).toBeInstanceOf(Instance);
  }
  expect(loads(Buffer.from('cbuiltins\nenumerate\n.', 'latin1'))).toBeInstanceOf(Global);
});

test('JSON has what was pickled, however many items there are', () => {
  expect(JSON.stringify(lazy('itertools.count', [3]))).toBe('{"class":"itertools.count","args":[3]}');
  expect(JSON.stringify(lazy('itertools.repeat', ['a', 3], 2))).toBe(
    '{"class":"itertools.repeat","args":["a",3],"state":2}',
  );
});
