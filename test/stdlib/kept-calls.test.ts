/** Arguments that a codec does not understand, but Python might: the call is kept as it is, and written back. */
import { expect, test } from 'vitest';
import { Dict, dumps, Global, Instance, loads, Tuple } from '../../src/index.ts';

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
  ['builtins.complex', ['1+2j']],
  ['builtins.set', [point]],
  ['builtins.frozenset', [point]],
  ['builtins.bytes', [3]],
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
