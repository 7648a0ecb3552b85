import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Complex, Dict, dumps, Float, Global, loads, PyRange, Slice, Tuple } from '../../src/index.ts';
import { LiteralReader } from '../../src/inspect/literal.ts';
import { LITERAL_OBJECTS } from '../../src/inspect/literal-objects.ts';
import {
  Counter,
  DefaultDict,
  Deque,
  Fraction,
  IPv4Address,
  IPv6Address,
  OrderedDict,
  PurePosixPath,
  PyArray,
  TimeDelta,
  UUID,
} from '../../src/stdlib.ts';
import { parse, repr, write } from '../../src/tools.ts';
import { localPythons, runPython } from '../oracle.ts';

const nodeOf = (text: string): ReturnType<LiteralReader['only']> =>
  new LiteralReader(text, 'the text', LITERAL_OBJECTS).only();

/** Python's `repr` of values, which are read as the same values. */
const LITERALS = [
  '{1, 2}',
  "{(1, 2), 'a', None}",
  'set()',
  'frozenset()',
  'frozenset({1, 2})',
  "{1: 'a', (2, 3): 'b', None: 0, False: 5, 2.5: {}}",
  "{b'k': bytearray(b'\\xff'), frozenset({1}): bytearray(b'')}",
  "[Decimal('1.50'), Decimal('-1E+3'), Decimal('NaN'), Decimal('Infinity')]",
  'datetime.date(2024, 2, 29)',
  '[datetime.datetime(2024, 7, 1, 12, 0), datetime.datetime(9999, 12, 31, 23, 59, 59, 999999)]',
  '[datetime.time(0, 0), datetime.time(23, 59, 59, 1)]',
  '[datetime.timedelta(0), datetime.timedelta(days=-1, seconds=86399, microseconds=5), datetime.timedelta(days=3)]',
  '[datetime.datetime(2024, 7, 1, 12, 0, tzinfo=datetime.timezone.utc), datetime.timezone.utc, datetime.timezone.utc]',
  "datetime.datetime(2024, 7, 1, 12, 0, fold=1, tzinfo=datetime.timezone(datetime.timedelta(seconds=3600), 'CET'))",
  '[datetime.timezone(datetime.timedelta(days=-1, seconds=1)), datetime.timezone(datetime.timedelta(seconds=86399))]',
  "[datetime.time(1, 2, tzinfo=zoneinfo.ZoneInfo(key='Europe/Paris'), fold=1), zoneinfo.ZoneInfo(key='Europe/Paris')]",
  "UUID('12345678-1234-5678-1234-567812345678')",
  '[{1}, {2: {3}}, {}]',
  '[inf, -inf, nan]',
  '[(1+2j), (-0+2j), -2j, 1j, (nan+infj), (1.5e-10-infj), (-inf+nanj), (-0-0j), 0j, (1e+16-0.5j)]',
  '[range(0, 5), range(10, 0, -3), range(0, 0)]',
  "[slice(None, 3, None), slice(1, 'a', (2,))]",
  '[Fraction(1, 3), Fraction(-5, 1)]',
  "[Counter({'a': 2, 'b': 1}), Counter()]",
  "[OrderedDict({'a': 1, 2: [3]}), OrderedDict()]",
  "[deque([1, 'a']), deque([], maxlen=3), deque([1, 2], maxlen=2), deque([])]",
  "[defaultdict(<class 'list'>, {'a': [1]}), defaultdict(None, {}), defaultdict(<class 'int'>, {(1, 2): 3})]",
  "[ChainMap({'a': 1}, {}), ChainMap({})]",
  "[PosixPath('/a/b'), PurePosixPath('a'), PureWindowsPath('c:/a'), PosixPath('.')]",
  "[IPv4Address('10.0.0.1'), IPv6Address('::1'), IPv4Network('10.0.0.0/8'), IPv6Network('2001:db8::/32')]",
  "[IPv4Interface('10.0.0.1/8'), IPv6Interface('::1/64'), IPv6Address('fe80::1%eth0')]",
  "[array('i', [1, -2]), array('d'), array('d', [1.5, inf]), array('u', 'hé')]",
  "[ValueError('a', 1), FileNotFoundError(2, 'No'), KeyError(), ExceptionGroup('g', [TypeError(1)])]",
  "[<class 'list'>, <class 'collections.OrderedDict'>, <class 'datetime.datetime'>, Ellipsis, NotImplemented]",
  "{Fraction(1, 2): deque([frozenset({IPv4Address('1.2.3.4')})]), range(0, 3): {inf: slice(1, 2, 3)}}",
];

/** Before 3.12 an OrderedDict was shown as pairs. */
const minor = ({ version }: { readonly version: string }): number => Number(version.slice(2));

for (const python of localPythons().filter((found) => minor(found) >= 12)) {
  test(`Python ${python.version} shows each of them as it was written`, () => {
    const script = `
import pickle, sys
for line in sys.stdin.read().split():
    value = pickle.loads(bytes.fromhex(line))
    from decimal import Decimal
    from uuid import UUID
    import datetime, zoneinfo
    print(repr(value))`;
    for (const protocol of [0, 2, 4, 5] as const) {
      const lines = LITERALS.map((text) =>
        Buffer.from(write({ root: nodeOf(text), protocol }, { protocol })).toString('hex'),
      );
      const shown = runPython(python, script, Buffer.from(lines.join('\n')))
        .toString()
        .trim()
        .split('\n');
      // CPython has no fold below protocol 4.
      const expected = LITERALS.map((text) => (protocol < 4 ? text.replace(/(, )?fold=1/, '') : text));
      // The order of a set is that of its hashes.
      expect(shown.map(unordered)).toEqual(expected.map(unordered));
    }
  });

  test(`Python ${python.version} writes the same bytes for dates, times, Decimals and sets`, () => {
    // Sets of texts have any order, and 3.13 has paths in a module of its own.
    const texts = LITERALS.filter((text) => !/'a', None|UUID|Path|<class|ChainMap|nan/.test(text));
    const script = `
import pickle, sys, datetime, zoneinfo
from decimal import Decimal
from fractions import Fraction
from collections import *
from ipaddress import *
from array import array
inf = float('inf')
for line in sys.stdin.read().split('\\n'):
    print(pickle.dumps(eval(line), 4).hex())`;
    const theirs = runPython(python, script, Buffer.from(texts.join('\n')))
      .toString()
      .trim()
      .split('\n');
    const ours = texts.map((text) => {
      const { root } = parse(write({ root: nodeOf(text), protocol: 4 }, { protocol: 4 }));
      return Buffer.from(write({ root, protocol: 4 }, { protocol: 4, python: '3.13' })).toString('hex');
    });
    expect(ours.length).toBeGreaterThan(8);
    expect(ours).toEqual(theirs);
  });
}

const unordered = (text: string): string => [...text].sort().join('');

test.for<[string, string]>([
  ['{1, 2: 3}', 'expected a comma or }'],
  ['{1: 2, 3}', 'expected a colon'],
  ['{a: 1, [2]: 3}', "cannot use 'list' as a dict key (unhashable type: 'list')"],
  ['{[1]}', "cannot use 'list' as a set element (unhashable type: 'list')"],
  ['{(1,), ((2,), [3])}', "cannot use 'tuple' as a set element (unhashable type: 'list')"],
  ['{((), ([],)): 1}', "cannot use 'tuple' as a dict key (unhashable type: 'list')"],
  ['{([1],): 1}', "cannot use 'tuple' as a dict key (unhashable type: 'list')"],
  ['frozenset([[]])', "cannot use 'list' as a set element"],
  ['frozenset(1)', 'frozenset(...) takes one set, list or tuple'],
  ['bytearray(1)', 'bytearray(...) takes bytes'],
  ['datetime.date(2023, 2, 29)', 'there is no such day as 2023-2-29'],
  ['date(2023, 13, 1)', 'month of date(...) is an int from 1 to 12'],
  ['date(2023, 1)', 'date(...) takes 3 to 3 ints'],
  ['datetime(2023, 1, 1, 24)', 'hour of datetime(...) is an int from 0 to 23'],
  ['time(1.5)', 'hour of time(...) is an int from 0 to 23'],
  [
    'datetime.datetime(2024, 7, 1, tzinfo=1)',
    'tzinfo of datetime(...) is None, timezone.utc, timezone(...) or ZoneInfo',
  ],
  ['datetime.datetime(2024, 7, 1, fold=2)', 'fold of datetime(...) is 0 or 1'],
  ['datetime.date(2024, 7, 1, tzinfo=None)', 'date(...) takes no names'],
  ['time(days=1)', 'time(...) takes tzinfo and fold by name'],
  ['timezone(1)', 'timezone(...) takes a timedelta, and a name as text'],
  ['timezone(timedelta(1))', 'the offset of a timezone(...) is less than a day'],
  ['timezone(timedelta(-1))', 'the offset of a timezone(...) is less than a day'],
  ['ZoneInfo(1)', "ZoneInfo(...) takes the name of a zone: ZoneInfo(key='Europe/Paris')"],
  ["timedelta('x')", 'timedelta(...) takes ints: days, seconds, microseconds'],
  ['timedelta(999999999999)', 'a timedelta of more than 999999999 days'],
  ["Decimal('x')", "Decimal(...) takes a number as text: Decimal('1.5')"],
  ["UUID('12')", 'UUID(...) takes 32 hex digits as text'],
  ['date(days=1)', 'date(...) takes no names'],
  ['range()', 'range(...) takes one to three ints'],
  ['range(1, 2, 0)', 'range(...) takes one to three ints'],
  ['range(1.5)', 'range(...) takes one to three ints'],
  ['slice()', 'slice(...) takes one to three values'],
  ['Fraction(1, 0)', 'Fraction(...) takes two ints'],
  ['Fraction(1.5)', 'Fraction(...) takes two ints'],
  ['Counter([1])', 'Counter(...) takes a dict'],
  ['OrderedDict(1)', 'OrderedDict(...) takes a dict, or pairs'],
  ['OrderedDict([[[], 1]])', "cannot use 'list' as a dict key"],
  ['OrderedDict([[1, 2, 3]])', 'OrderedDict(...) takes a dict, or pairs'],
  ['defaultdict(1)', 'defaultdict(...) takes a class or None, and a dict'],
  ['deque(1)', 'deque(...) takes a list, and the most items that it holds'],
  ['deque([], maxlen=-1)', 'deque(...) takes a list, and the most items that it holds'],
  ['deque(maxlen=2)', 'deque(...) takes a list, and the most items that it holds'],
  ['PosixPath(1)', 'PosixPath(...) takes texts'],
  ["IPv4Address('x')", "IPv4Address(...) takes a text: IPv4Address('10.0.0.1'), not an IPv4 address"],
  ['IPv4Address(1)', 'IPv4Address(...) takes a text'],
  ["array('i', [1.5])", 'array(...) takes a type code and values that fit it'],
  ["array('q', ['a'])", 'array(...) takes a type code and values that fit it'],
  ['ValueError(maxlen=1)', 'ValueError(...) takes no names'],
  ['collections.Fraction(1, 2)', 'a word that is no value'],
  ['information', 'a word that is no value'],
  ['infj1', 'a word that is no value'],
  ["<class 'a..b'>", 'the name of a class without a part of it'],
  ["<class ''>", 'no value'],
  ['complex(1, 2, 3)', 'complex(...) takes two numbers'],
])('%s: %s', ([text, expected]) => {
  expect(() => nodeOf(text)).toThrow(expected);
});

test('inf and nan are numbers as keys too, and texts where they have quotes', () => {
  expect(nodeOf("{inf: 1, nan: 2, -inf: 3, 'inf': 4, info: 5}")).toMatchObject({
    entries: [
      [{ type: 'float', value: Number.POSITIVE_INFINITY }, {}],
      [{ type: 'float', value: Number.NaN }, {}],
      [{ type: 'float', value: Number.NEGATIVE_INFINITY }, {}],
      [{ type: 'str', value: 'inf' }, {}],
      [{ type: 'str', value: 'info' }, {}],
    ],
  });
});

test('tzinfo=None is a naive datetime', () => {
  expect(nodeOf('datetime(2024, 7, 1, tzinfo=None)')).toEqual(nodeOf('datetime.datetime(2024, 7, 1)'));
});

test('names without quotes are texts, as in JavaScript', () => {
  expect(nodeOf('{a: 1, null: 2, b : 3}')).toMatchObject({
    type: 'dict',
    entries: [
      [{ type: 'str', value: 'a' }, {}],
      [{ type: 'str', value: 'null' }, {}],
      [{ type: 'str', value: 'b' }, {}],
    ],
  });
});

test('a module before the name is read too, and calls that Python takes otherwise', () => {
  for (const [text, same] of [
    ['fractions.Fraction(2, 6)', 'Fraction(1, 3)'],
    ['collections.OrderedDict([("a", 1)])', "OrderedDict({'a': 1})"],
    ['collections.deque((1, 2, 3), 2)', 'deque([2, 3], maxlen=2)'],
    ['range(5)', 'range(0, 5)'],
    ['slice(5)', 'slice(None, 5, None)'],
    ['complex(1, 2)', '(1+2j)'],
    ['+inf', 'inf'],
    ['-nan', 'nan'],
    ['1+2j', '(1+2j)'],
    ['infj', '(0+infj)'],
  ] as const) {
    expect(nodeOf(text), text).toEqual(nodeOf(same));
  }
});

test('a class in a class is known by its capital', () => {
  expect(nodeOf("<class 'app.models.Outer._Inner'>")).toEqual({
    type: 'global',
    module: 'app.models',
    name: 'Outer._Inner',
  });
  expect(nodeOf("<class 'app.models.thing'>")).toEqual({ type: 'global', module: 'app.models', name: 'thing' });
});

/** What is shown of a value, of which the ints are bigints as in the command. */
const shownAs = (pickle: Uint8Array): string => repr(loads(pickle, { ints: 'bigint' }), { ints: 'bigint' });
const again = (text: string): string => shownAs(write({ root: nodeOf(text), protocol: 5 }));

const number = fc.oneof(
  fc.integer(),
  fc.bigInt().filter((value) => abs(value) > 2n ** 53n),
  fc.double().map((value) => new Float(value)),
);
const atom: fc.Arbitrary<unknown> = fc.oneof(
  number,
  fc.string({ unit: 'binary' }),
  fc.boolean(),
  fc.constant(null),
  fc.uint8Array().map((bytes) => Uint8Array.from(bytes)),
  fc.tuple(fc.double(), fc.double()).map(([re, im]) => new Complex(re, im)),
  fc
    .tuple(
      fc.integer(),
      fc.integer(),
      fc.integer().filter((step) => step !== 0),
    )
    .map((bounds) => new PyRange(...bounds)),
  fc.tuple(fc.bigInt(), fc.bigInt({ min: 1n })).map((parts) => new Fraction(...parts)),
  fc.integer({ min: 0, max: 2 ** 32 - 1 }).map((value) => new IPv4Address(value)),
  fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }).map((value) => new IPv6Address(value)),
  fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }).map((value) => new UUID(value)),
  fc.array(fc.string()).map((parts) => new PurePosixPath(...parts)),
  fc.integer({ min: -1e9, max: 1e9 }).map((seconds) => new TimeDelta(0, seconds, 7)),
  fc.array(fc.integer({ min: -128, max: 127 })).map((values) => new PyArray('b', Int8Array.from(values))),
);
const value = fc.letrec<{ value: unknown }>((tie) => {
  const some = fc.array(tie('value'), { maxLength: 3 });
  const entries = fc.array(fc.tuple(fc.oneof(number, fc.string()), tie('value')), { maxLength: 3 });
  return {
    value: fc.oneof(
      { maxDepth: 3 },
      atom,
      some,
      some.map((items) => Tuple.from(items)),
      some.map((items) => new Deque(items)),
      some.map((items) => new Deque(items, 3)),
      some.map(([start, stop, step]) => new Slice(start, stop, step)),
      entries.map((given) => new Dict(given)),
      entries.map((given) => new OrderedDict(given)),
      entries.map((given) => new Counter(given)),
      entries.map((given) => new DefaultDict(Global.of('builtins.list'), given)),
    ),
  };
}).value;

test('what is shown is read as the same value', () => {
  fc.assert(
    fc.property(value, (made) => {
      const shown = shownAs(dumps(made));
      expect(again(shown)).toBe(shown);
    }),
    { numRuns: 1000 },
  );
});

function abs(int: bigint): bigint {
  return int < 0n ? -int : int;
}
