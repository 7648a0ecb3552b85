import { expect, test } from 'vitest';
import * as index from '../../src/index.ts';
import * as stdlib from '../../src/stdlib.ts';

const brine = { ...index, ...stdlib };

import { oracle } from '../oracle.ts';

const { Dict, dumps, Global, Instance, loads, pythonEquals, Tuple } = brine;

/** Values of Python of which each is compared with each. */
const VALUES = [
  ...['None', 'True', '0', '1', '-1', '1.0', '0.5', '-0.0', '2**53', '2.0**53', '2**53 + 1', '2**70', '2.0**70'],
  ...['float("inf")', 'float("-inf")', '1+0j', '1+2j', '10**400', '0.1', '5e-324', '1.7976931348623157e308'],
  ...['Decimal("1")', 'Decimal("1.0")', 'Decimal("0.5")', 'Decimal("0.1")', 'Decimal("1E+400")', 'Decimal("1E-400")'],
  ...[
    'Decimal("Infinity")',
    'Decimal("-0")',
    'Decimal("9E+999999")',
    'Fraction(1, 2)',
    'Fraction(1, 10)',
    'Fraction(1)',
  ],
  ...['Fraction(3602879701896397, 36028797018963968)', '"a"', '"b"', '""', 'b"a"', 'bytearray(b"a")', 'b""'],
  ...['UserString("a")', '[]', '[1]', '[1.0]', '[True, [2]]', '[1, [2]]', '[1, (2,)]', '()', '(1,)', 'UserList([1])'],
  ...['{}', '{"a": 1, "b": 2}', '{"b": 2, "a": 1.0}', '{1: 2}', '{True: 2}', '{(1,): 2}', 'OrderedDict(a=1, b=2)'],
  ...[
    'OrderedDict(b=2, a=1)',
    'Counter(a=1, b=2)',
    'Counter(a=1, b=2, c=0)',
    'Counter(a=1)',
    'UserDict({"a": 1, "b": 2})',
  ],
  ...['defaultdict(list, {"a": 1, "b": 2})', 'ChainMap({"a": 1}, {"b": 2})', 'ChainMap({"b": 2, "a": 1})'],
  ...[
    '{1}',
    'frozenset({1})',
    'frozenset({True, (2,)})',
    '{1, (2.0,)}',
    'set()',
    'deque([1])',
    'deque([1], 3)',
    'deque([2])',
  ],
  ...[
    'range(0)',
    'range(3)',
    'range(0, 3, 1)',
    'range(0, 5, 2)',
    'range(0, 6, 2)',
    'slice(1)',
    'slice(None, [1])',
    'slice(None, 1, None)',
  ],
  ...['date(2024, 1, 1)', 'date(2024, 1, 2)', 'datetime(2024, 1, 1)', 'datetime(2024, 1, 1, fold=1)'],
  ...['datetime(2024, 1, 1, 12, tzinfo=timezone.utc)', 'datetime(2024, 1, 1, 13, tzinfo=timezone(timedelta(hours=1)))'],
  ...['datetime(2024, 1, 1, 13, tzinfo=timezone.utc)', 'time(12)', 'time(12, tzinfo=timezone.utc)'],
  ...['time(13, tzinfo=timezone(timedelta(hours=1)))', 'timedelta(1)', 'timedelta(hours=24)', 'timedelta(2)'],
  ...[
    'timezone.utc',
    'timezone(timedelta(0), "X")',
    'UUID(int=1)',
    'UUID(int=2)',
    'array("i", [1])',
    'array("d", [1])',
  ],
  ...[
    'PurePosixPath("a/b")',
    'PurePosixPath("a//b")',
    'PureWindowsPath("A")',
    'PureWindowsPath("a")',
    'ip_address("10.0.0.1")',
  ],
  ...[
    're.compile("a")',
    're.compile("a", re.I)',
    'SimpleNamespace(a=1)',
    'SimpleNamespace(a=1.0)',
    'HTTPStatus.OK',
    '200',
  ],
  ...[
    'HTTPMethod.GET',
    '"GET"',
    'list[int]',
    'list[str]',
    'int | str',
    'str | int',
    'inspect.Parameter("a", 1)',
    'len',
    'slice',
    '...',
  ],
];

test('== of each with each is that of CPython', async () => {
  const python = await oracle();
  python.run(`
import inspect, re
from array import array
from collections import *
from datetime import *
from decimal import Decimal
from fractions import Fraction
from http import HTTPMethod, HTTPStatus
from ipaddress import ip_address
from pathlib import PurePosixPath, PureWindowsPath
from types import SimpleNamespace
from uuid import UUID
equal_values = [${VALUES.join(', ')}]
`);
  const expected = python.evaluate('[[a == b for b in equal_values] for a in equal_values]') as boolean[][];
  for (const options of [{}, { ints: 'bigint' as const }, { dicts: 'object' as const }]) {
    const pickles = VALUES.map((value) => python.dumps(value, 5));
    const load = (pickle: Uint8Array): unknown => {
      try {
        return loads(pickle, options);
      } catch {
        return loads(pickle);
      }
    };
    const [mine, theirs] = [pickles.map(load), pickles.map(load)];
    for (const [i, a] of mine.entries()) {
      for (const [j, b] of theirs.entries()) {
        expect(pythonEquals(a, b), `${VALUES[i]} == ${VALUES[j]}`).toBe(expected[i]?.[j]);
      }
    }
  }
});

test("JavaScript's own values are those that dumps would write", () => {
  expect(pythonEquals({ a: [1n, null] }, new Map<string, unknown>([['a', [1, undefined]]]))).toBe(true);
  expect(pythonEquals(new Set([1]), new brine.FrozenSet([true]))).toBe(true);
  expect(pythonEquals(new Map<unknown, unknown>([[1, 2]]), new Dict([[new brine.Float(1), 2]]))).toBe(true);
  expect(pythonEquals(Number.NaN, Number.NaN)).toBe(false);
  const list = [Number.NaN];
  expect(pythonEquals(list, list)).toBe(true);
  expect(pythonEquals(Global.of('builtins.slice'), loads(dumps(brine.Slice)))).toBe(true);
  expect(pythonEquals(new brine.Decimal('sNaN'), 1)).toBe(false);
});

test('objects of classes that are not known are equal to themselves only', () => {
  const user = new Instance(Global.of('app.User'));
  expect([pythonEquals(user, user), pythonEquals([user], [user])]).toEqual([true, true]);
  expect(pythonEquals(user, new Instance(Global.of('app.User')))).toBe(false);
  expect(pythonEquals(new brine.PyError('KeyError'), new brine.PyError('KeyError'))).toBe(false);
  expect(pythonEquals(new brine.Random(), new brine.Random())).toBe(false);
});

test('depth, cycles and sharing cost nothing out of proportion', () => {
  const deep = (): unknown => {
    let value: unknown = [];
    for (let i = 0; i < 100_000; i++) value = i % 2 === 0 ? [value] : Tuple.of(value);
    return value;
  };
  expect(pythonEquals(deep(), deep())).toBe(true);
  const shared = (last: number): unknown => {
    let value: unknown = [last];
    for (let i = 0; i < 100; i++) value = [value, value];
    return value;
  };
  expect([pythonEquals(shared(1), shared(1)), pythonEquals(shared(1), shared(2))]).toEqual([true, false]);
  const cycle = (): unknown[] => {
    const list: unknown[] = [1];
    list.push(list);
    return list;
  };
  expect(pythonEquals(cycle(), cycle())).toBe(true);
  expect(pythonEquals(cycle(), [1, [2]])).toBe(false);
  const own = new brine.UserDict(new Dict());
  Reflect.set(own, 'data', own);
  expect(pythonEquals(own, {})).toBe(true);
});

test('more pairs than the option allows are refused', () => {
  const list = (): unknown[] => Array.from({ length: 100 }, (_, i) => [i]);
  expect(pythonEquals(list(), list(), { pairs: 201 })).toBe(true);
  expect(() => pythonEquals(list(), list(), { pairs: 200 })).toThrow(
    expect.objectContaining({ code: 'limit', message: expect.stringContaining('raise the option pairs') }),
  );
});
