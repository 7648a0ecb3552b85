import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Dict, dumps, Global, Instance, loads, Tuple } from '../../../src/index.ts';
import { FrozenDict } from '../../../src/stdlib.ts';
import { checkRows } from '../rows.ts';

test('every measured pickle', () =>
  checkRows('frozendict', (value) => expect([...(value as FrozenDict)]).toEqual([['a', 1]])));

test('it is read as a Map is, and cannot be changed', () => {
  const frozen = new FrozenDict<unknown, unknown>([
    ['a', 1],
    [1, 'int'],
    [true, 'bool'],
  ]);
  expect([frozen.size, frozen.get('a'), frozen.get(1n), frozen.has(2)]).toEqual([2, 1, 'bool', false]);
  expect([[...frozen.keys()], [...frozen.values()]]).toEqual([
    ['a', 1],
    [1, 'bool'],
  ]);
  expect(() => loads(Buffer.from('cbuiltins\nfrozendict\n(}tRVa\nI1\ns.'))).toThrow(
    expect.objectContaining({ code: 'bad-operand' }),
  );
});

test('it is a key by value, whatever the order of its entries', () => {
  const ab = new FrozenDict<unknown, unknown>([
    ['a', 1],
    ['b', new FrozenDict([[1, 2]])],
  ]);
  const ba = new FrozenDict<unknown, unknown>([
    ['b', new FrozenDict([[1n, 2]])],
    ['a', true],
  ]);
  const other = new FrozenDict([['a', 1]]);
  const dict = new Dict<unknown, number>([[ab, 1]]);
  expect([dict.get(ba), dict.get(other)]).toEqual([1, undefined]);
  expect(() => dict.set(new FrozenDict([['a', [1]]]), 2)).toThrow("unhashable type: 'list'");
  let deep = new FrozenDict<unknown, unknown>();
  for (let i = 0; i < 2000; i++) deep = new FrozenDict([['k', deep]]);
  expect(dict.set(deep, 3).get(deep)).toBe(3);
});

test('it needs protocol 2, and is shown as Python shows it', () => {
  const frozen = new FrozenDict([['a', 1]]);
  expect(() => dumps(frozen, { protocol: 1 })).toThrow(expect.objectContaining({ code: 'needs-protocol' }));
  expect([String(frozen), String(new FrozenDict()), inspect(frozen), JSON.stringify(frozen)]).toEqual([
    "frozendict({'a': 1})",
    'frozendict()',
    "frozendict({'a': 1})",
    '{"a":1}',
  ]);
});

test('a call that is not understood is kept', () => {
  const call = new Instance(Global.of('builtins.frozendict'), 'call', Tuple.from<unknown>([[['a', 1]]]));
  expect(loads(dumps(call))).toEqual(call);
});
