/** Which values are one key of a dict: every pair of a list, as CPython finds it and as `Dict` does. */
import { expect, test } from 'vitest';
import { Dict, loads } from '../../src/index.ts';
import { fromJSON, parse, toJSON, write } from '../../src/tools.ts';
import { oracle } from '../oracle.ts';

const SETUP = `
import datetime, decimal, fractions, ipaddress, operator, pathlib, types, typing, uuid, collections, re
from datetime import date, datetime as dt, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
east = timezone(timedelta(hours=2))
named = timezone(timedelta(hours=2), 'CEST')
P = collections.namedtuple('P', 'x')
`;

/** Each is a key of its own kind; rows of one line are likely to be equal to each other. */
const KEYS = [
  ...['1', 'True', '1.0', '1+0j', 'Decimal("1")', 'Decimal("1.00")', 'Fraction(1)', 'Decimal("1E+0")'],
  ...['0', 'False', '-0.0', '0.0', 'Decimal("-0")', 'Decimal("0E+5")', 'Fraction(0)', '-0j'],
  ...['0.5', 'Decimal("0.5")', 'Fraction(1, 2)', '0.5+0j', 'Decimal("0.50")'],
  ...['0.1', 'Decimal("0.1")', 'Fraction(1, 10)', 'Decimal(0.1)', 'Fraction(0.1)'],
  ...['10**30', '1e30', 'Decimal("1E+30")', 'Fraction(10**30)', 'int(1e30)', 'Decimal(10**30)'],
  ...['2**53', '2**53 + 1', '2.0**53', 'Decimal(2**53 + 1)', '10**400', 'Decimal("1E+400")'],
  ...['float("inf")', 'Decimal("Infinity")', '-float("inf")', 'Decimal("-Infinity")', '1j', '1+1j'],
  ...['"1"', 'b"1"', '"a"', 'b"a"', '()', 'frozenset()', '(1,)', '(True,)', '(Decimal(1),)', '("1",)', 'None'],
  ...['(1, (2.0, Fraction(3)))', '(1, (2, 3))', 'frozenset([1, 2])', 'frozenset([2.0, True])', 'frozenset([(1,)])'],
  ...['date(2024, 2, 29)', 'dt(2024, 2, 29)', 'dt(2024, 2, 29, fold=1)', 'dt(2024, 2, 29, tzinfo=timezone.utc)'],
  ...['dt(2024, 2, 29, 2, tzinfo=east)', 'dt(2024, 2, 29, 2, tzinfo=named)', 'dt(2024, 2, 29, 2)'],
  ...['time(1, 2)', 'time(1, 2, fold=1)', 'time(1, 2, tzinfo=timezone.utc)', 'time(3, 2, tzinfo=east)', 'time(3, 2)'],
  ...['timedelta(1)', 'timedelta(hours=24)', 'timedelta(seconds=1)', 'timedelta(0)'],
  ...['timezone.utc', 'timezone(timedelta(0), "x")', 'east', 'named'],
  ...['uuid.UUID(int=5)', 'uuid.UUID(int=5, is_safe=uuid.SafeUUID.safe)', 'uuid.UUID(int=6)', '5'],
  ...['ipaddress.IPv4Address(5)', 'ipaddress.IPv6Address(5)', 'ipaddress.IPv4Address("0.0.0.5")'],
  ...['ipaddress.IPv4Network("10.0.0.0/8")', 'ipaddress.IPv4Interface("10.0.0.0/8")'],
  ...[
    'ipaddress.IPv4Interface("10.0.0.0/9")',
    'ipaddress.IPv6Address("fe80::1%a")',
    'ipaddress.IPv6Address("fe80::1")',
  ],
  ...['pathlib.PurePosixPath("a/b")', 'pathlib.PurePosixPath("a", "b")', 'pathlib.PurePosixPath("a//b/.")'],
  ...['pathlib.PureWindowsPath("A/b")', 'pathlib.PureWindowsPath("a\\\\B")', 'pathlib.PurePosixPath("A/b")', '"a/b"'],
  ...['range(0)', 'range(5, 5)', 'range(0, 3, 2)', 'range(0, 4, 2)', 'range(3)', 'slice(1, 2, None)', 'slice(1, 2, 1)'],
  ...['re.compile("a")', 're.compile("a", re.I)', 're.compile(b"a")'],
  ...[
    'list[int]',
    'list[str]',
    'dict[str, int]',
    'typing.List[int]',
    'typing.Union[int, str]',
    'typing.Union[str, int]',
  ],
  ...['collections.UserString("a")', '...', 'NotImplemented', 'int', 'float', 'len'],
];

/** What CPython holds to be equal and we do not, for a reason. */
const KNOWN = [
  // A str goes to the table of JavaScript as it is, and is equal to strs only.
  ['collections.UserString("a")', '"a"'],
];

test('every pair of keys is one key or two, as in CPython', async () => {
  const python = await oracle();
  python.run(`${SETUP}\nkeys = [${KEYS.join(', ')}]\ntable = [[{a: 1}.get(b) == 1 for b in keys] for a in keys]`);
  const table = python.evaluate('table') as boolean[][];
  const keys = loads<unknown[]>(python.dumps('keys', 5));
  const again = loads<unknown[]>(python.dumps('keys', 4));
  const wrong: string[][] = [];
  for (const [i, a] of keys.entries()) {
    const dict = new Dict<unknown, number>([[a, 1]]);
    for (const [j, b] of again.entries()) {
      if ((dict.get(b) === 1) === table[i]?.[j]) continue;
      wrong.push([KEYS[i] ?? '', KEYS[j] ?? '']);
    }
  }
  const listed = KNOWN.flatMap(([a = '', b = '']) => [
    [a, b],
    [b, a],
  ]);
  expect(wrong.map(String).sort()).toEqual(listed.map(String).sort());
});

test('two surrogates that Python has as two characters are one of JavaScript, which a graph does not have', async () => {
  const python = await oracle();
  for (const protocol of [0, 2, 4] as const) {
    const pickle = python.dumps('{"\\ud83d\\ude00": 1, "\\U0001f600": 2}', protocol);
    expect(python.check(pickle, 'len(x) == 2')).toBe(true);
    expect(loads(pickle)).toEqual(new Dict([['😀', 2]]));
    expect(write(parse(pickle), { protocol })).toEqual(pickle);
    expect(write(fromJSON(toJSON(pickle, { form: 'tagged' })), { protocol })).toEqual(pickle);
  }
});
