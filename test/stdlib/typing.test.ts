import { expect, test } from 'vitest';
import { Dict, dumps, Global, Instance, loads, Tuple } from '../../src/index.ts';
import { TypingAlias, UnionType } from '../../src/stdlib.ts';
import { bothDirections } from './both-directions.ts';
import { checkRows, rowsOf } from './rows.ts';

const int = Global.of('builtins.int');
const none = Global.of('builtins.NoneType');

test.each([
  ['typing.List[int]', 'typing.List', int],
  ['Optional[int]', 'typing.Union', Tuple.of(int, none)],
  ['Literal', 'typing.Literal', Tuple.of<unknown>(1, 'a')],
  ['ClassVar[int]', 'typing.ClassVar', int],
  ['G[int]', 'ckmod.G', int],
])('every measured pickle of %s', (name, origin, parameters) =>
  checkRows(name, (value) => expect(value).toEqual(new TypingAlias(Global.of(origin), parameters))),
);

test('a union of types, in the form of each Python', () => {
  checkRows('int|None', (value) => expect((value as UnionType).args).toEqual(Tuple.of(int, none)));
  const union = new UnionType([int, none]);
  for (const { protocol, pickle, pythons } of rowsOf('int|None')) {
    for (const python of pythons) expect(Buffer.from(dumps(union, { protocol, python })).equals(pickle)).toBe(true);
  }
  expect(String(union)).toBe('int | None');
});

test.each([
  ['typing.List[int]', 'typing.List[int]'],
  ['typing.Dict[str, typing.List[int]]', 'typing.Dict[str, typing.List[int]]'],
  ['typing.Tuple[int, ...]', 'typing.Tuple[int, ...]'],
  ['typing.Literal["a", 1]', "typing.Literal['a', 1]"],
])('%s in both directions', async (expression, shown) => {
  await bothDirections(expression, (value) => expect(String(value)).toBe(shown), { setup: 'import typing' });
});

test('they are equal as Python has them', () => {
  const list = (): TypingAlias => new TypingAlias(Global.of('typing.List'), int);
  expect(new Dict([[list(), 1]]).get(list())).toBe(1);
  const union = (...types: Global[]): TypingAlias => new TypingAlias(Global.of('typing.Union'), Tuple.from(types));
  expect(new Dict([[union(int, none), 1]]).get(union(none, int))).toBe(1);
  expect(new Dict([[new UnionType([int, none]), 1]]).get(new UnionType([none, int]))).toBe(1);
});

test('nothing is looked up: other calls are kept', () => {
  for (const [name, ...args] of [
    ['_operator.getitem', [1, 2], 0],
    ['_operator.getitem', new Dict([['a', 1]]), 'a'],
    ['_operator.getitem', Global.of('typing.List')],
    ['_functools.reduce', Global.of('_operator.add'), Tuple.of(1, 2)],
    ['_functools.reduce', Global.of('_operator.or_'), Tuple.of(1)],
  ] as const) {
    const call = new Instance(Global.of(name), 'call', Tuple.from<unknown>(args));
    expect(loads(dumps(call))).toEqual(call);
  }
});
