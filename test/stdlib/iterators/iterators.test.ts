import { describe, expect, test } from 'vitest';
import { Instance, loads, PyRange } from '../../../src/index.ts';
import { PyIterator } from '../../../src/stdlib.ts';
import { bothDirections } from '../both-directions.ts';
import { checkRows } from '../rows.ts';

describe('every measured pickle loads and is written in the same bytes', () => {
  test.each([
    ['list_iterator', [1, 2]],
    ['list_iterator done', []],
    ['list_reverse', [2, 1]],
    ['tuple_iterator', [1, 2]],
    ['str_iterator', ['a', 'b']],
    ['str_iter nonascii', ['€']],
    ['bytes_iterator', [97, 98]],
    ['dict_reverse', [1]],
    ['set_iterator', [1]],
    ['reversed tuple', [2, 1]],
  ])('%s', (name, items) =>
    checkRows(name, (value) => {
      expect(value).toBeInstanceOf(PyIterator);
      expect([...(value as PyIterator)]).toEqual(items);
    }),
  );

  test('callable_iterator stays as the pickle has it', () =>
    checkRows('callable_iterator', (value) => expect(value).toBeInstanceOf(Instance)));
});

test.each([
  ['moved(iter([1, 2, 3]))', [2, 3]],
  ['moved(iter((1, 2, 3)))', [2, 3]],
  ['moved(iter("\\U0001f600b"))', ['b']],
  ['moved(iter(b"ab"))', [98]],
  ['moved(iter(range(3)))', [1, 2]],
  ['moved(reversed([1, 2, 3]))', [2, 1]],
])('%s', async (expression, items) => {
  await bothDirections(expression, (value) => expect([...(value as PyIterator)]).toEqual(items), {
    setup: 'def moved(i):\n    next(i)\n    return i',
    by: 'x.__reduce__()',
  });
});

test('an index outside the sequence ends, or begins at the edge', () => {
  expect([...new PyIterator([1, 2], 9)]).toEqual([]);
  expect([...new PyIterator([1, 2], -5)]).toEqual([1, 2]);
  expect([...new PyIterator([1, 2], 9, 'reversed')]).toEqual([2, 1]);
});

test('refused: a state that is no index', () => {
  expect(() => loads(Buffer.from('c__builtin__\niter\n((ltRVx\nb.'))).toThrow(
    expect.objectContaining({ code: 'bad-state' }),
  );
});

test('an iterator over a range of any length counts by itself', async () => {
  const huge = loads<PyIterator>(
    Buffer.from('cbuiltins\niter\n(cbuiltins\nrange\n(I5\nL9999999999999999999L\nI3\ntRtRL2000000000000000000L\nb.'),
  );
  const [first, second] = huge;
  expect([first, second]).toEqual([6000000000000000005n, 6000000000000000008n]);
  expect([...new PyIterator(new PyRange(0, 10, 4), 1)]).toEqual([4, 8]);
  expect([...new PyIterator(new PyRange(0, 10, 4), undefined, 'reversed')]).toEqual([8, 4, 0]);
  expect([...new PyIterator([1, 2, 3], -5)]).toEqual([1, 2, 3]);
  expect([...new PyIterator([1, 2, 3], 9, 'reversed')]).toEqual([3, 2, 1]);
});

test('an iterator over a range is a range in JSON, however long', () => {
  const json = (...args: ConstructorParameters<typeof PyIterator>): unknown =>
    JSON.parse(JSON.stringify(new PyIterator(...args)));
  const huge = Number.MAX_SAFE_INTEGER;
  expect(json(new PyRange(0, huge, 3), 2)).toEqual({ start: 6, stop: huge, step: 3 });
  for (const [range, index, direction] of [
    [new PyRange(5, 20, 4), 1, 'iter'],
    [new PyRange(5, 20, 4), undefined, 'reversed'],
    [new PyRange(5, 20, 4), 2, 'reversed'],
    [new PyRange(9, 0, -2), 3, 'iter'],
    [new PyRange(9, 0, -2), 9, 'reversed'],
    [new PyRange(0, 3), 7, 'iter'],
    [new PyRange(0, 3), -1, 'reversed'],
    [new PyRange(3, 3), undefined, 'reversed'],
  ] as const) {
    const iterator = new PyIterator(range, index, direction);
    expect([...(iterator.toJSON() as PyRange)]).toEqual([...iterator]);
  }
});
