import { expect, test } from 'vitest';
import { LiteralReader } from '../../src/inspect/literal.ts';
import { parse, write } from '../../src/tools.ts';
import { localPythons, runPython } from '../oracle.ts';

const nodeOf = (text: string): ReturnType<LiteralReader['only']> => new LiteralReader(text, 'the text').only();

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
];

for (const python of localPythons().slice(-1)) {
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
    const texts = LITERALS.filter((text) => !text.includes("'a', None") && !text.includes('UUID'));
    const script = `
import pickle, sys, datetime, zoneinfo
from decimal import Decimal
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
])('%s: %s', ([text, expected]) => {
  expect(() => nodeOf(text)).toThrow(expected);
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
