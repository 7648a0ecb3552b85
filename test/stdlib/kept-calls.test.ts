/** Arguments that a codec does not understand, but Python might: the call is kept as it is, and written back. */
import { expect, test } from 'vitest';
import { Dict, dumps, Global, Instance, loads, PyRange, Tuple } from '../../src/index.ts';

const point = new Instance(Global.of('geometry.Point'));

test.each([
  ['collections.deque', ['abc']],
  ['collections.deque', [[], 1, 2]],
  ['collections.Counter', [['a', 'a']]],
  ['collections.Counter', [point]],
  ['collections.OrderedDict', [point]],
  ['collections.OrderedDict', [[['a', 1, 2]]]],
  ['collections.defaultdict', [null, point]],
  ['collections.ChainMap', [new Dict()]],
  ['collections.UserDict', [new Dict()]],
  ['collections.UserList', [[1]]],
  ['collections.UserString', ['a']],
  ['builtins.complex', ['\u0661+2j']],
  ['builtins.str', [Uint8Array.of(1), 'cp1252']],
  ['builtins.list', [new PyRange(0, 65_537)]],
  ['builtins.set', [point]],
  ['builtins.frozenset', [point]],
  ['builtins.bytes', [65_537]],
  ['uuid.UUID', [null, Uint8Array.of(1)]],
  ['random.Random', [5]],
  ['ipaddress.IPv4Address', [Uint8Array.of(1, 2, 3, 4)]],
  ['ipaddress.IPv4Network', [Tuple.of<unknown>('10.0.0.0', 8)]],
  ['pathlib.PurePosixPath', [point]],
  ['fractions.Fraction', [1.5]],
  ['fractions.Fraction', [1, point]],
  ['decimal.Decimal', [1.5]],
  ['decimal.Decimal', ['1', point]],
  ['_io.StringIO', ['a']],
  ['array.array', ['B', Uint8Array.of(1)]],
] as const)('%s(%j)', (name, args) => {
  const call = new Instance(Global.of(name), 'call', Tuple.from<unknown>(args));
  const value = loads(dumps(call));
  expect(value).toEqual(call);
  expect(loads(dumps(value, { protocol: 0 }))).toEqual(call);
});

test.each([
  ['builtins.complex', [1.5, 2]],
  ['builtins.range', [1, 2, 3]],
  ['builtins.slice', [1, 2, null]],
  ['decimal.Decimal', ['1.5']],
  ['fractions.Fraction', [1, 3]],
  ['datetime.date', [2024, 2, 29]],
  ['functools.partial', [Global.of('builtins.int'), 1]],
  ['operator.itemgetter', [1]],
  ['pathlib.PurePosixPath', ['a', 'b']],
  ['types.GenericAlias', [Global.of('builtins.list'), Tuple.of(1)]],
  ['array.array', ['i', [1]]],
  ['collections.deque', []],
  ['collections.defaultdict', []],
  ['collections.OrderedDict', []],
  ['collections.Counter', []],
  ['types.SimpleNamespace', []],
] as const)('%s.__new__(%j) is what a call makes', (name, args) => {
  const made = (how: 'call' | 'new'): unknown =>
    loads(dumps(new Instance(Global.of(name), how, Tuple.from<unknown>(args))));
  expect(made('new')).not.toBeInstanceOf(Instance);
  expect(made('new')).toEqual(made('call'));
});

test.each([
  ['collections.deque', [[1]]],
  ['collections.Counter', [new Dict([['a', 1]])]],
  ['ipaddress.IPv4Address', ['1.2.3.4']],
])('%s.__new__ with arguments is kept: __init__ would fill it', (name, args) => {
  expect(loads(dumps(new Instance(Global.of(name), 'new', Tuple.from<unknown>(args))))).toBeInstanceOf(Instance);
});

test.each(['set', 'frozenset'])('%s of a range, which would have more members than memory holds', (name) => {
  const call = new Instance(Global.of(`builtins.${name}`), 'call', Tuple.of(new PyRange(0, 1e15)));
  const value = loads<Instance>(dumps(call));
  expect([value instanceof Instance, String(value.args[0])]).toEqual([true, 'range(0, 1000000000000000)']);
  expect(dumps(value).length).toBeLessThan(100);
});
