/** Order of the values that JavaScript's operators would compare by their texts. */
import { expect, test } from 'vitest';
import { Dict, Float, Global, Instance, loads } from '../../../src/index.ts';
import {
  Decimal,
  Fraction,
  IPv4Address,
  IPv4Interface,
  IPv4Network,
  IPv6Address,
  IPv6Interface,
  IPv6Network,
  LibraryZone,
  PosixPath,
  PurePosixPath,
  PureWindowsPath,
  PyDate,
  PyDateTime,
  PyTime,
  TimeDelta,
  TimeZone,
  UUID,
  WindowsPath,
  ZoneInfo,
} from '../../../src/stdlib.ts';
import { oracle } from '../../oracle.ts';

interface Ordered {
  compare(other: unknown): -1 | 0 | 1;
  equals(other: unknown): boolean;
}

const KINDS: Readonly<Record<string, readonly string[]>> = {
  decimals: [
    ...[
      'Decimal(1)',
      'Decimal("10")',
      'Decimal("9")',
      'Decimal("9.0")',
      'Decimal("-9")',
      'Decimal("0")',
      'Decimal("-0")',
    ],
    ...[
      'Decimal("1E+400")',
      'Decimal("1E+99999999")',
      'Decimal("-1E+99999999")',
      'Decimal("1E-99999999")',
      'Decimal("0.1")',
    ],
    ...['Decimal("Infinity")', 'Decimal("-Infinity")', 'Decimal("0E+999999")', 'Decimal("123456789.123456789")'],
    ...['Decimal("99999999999999999999")', 'Decimal("1E+20")'],
  ],
  fractions: [
    'Fraction(1, 3)',
    'Fraction(1, 2)',
    'Fraction(-1, 3)',
    'Fraction(2**70, 3)',
    'Fraction(0)',
    'Fraction(1, 10**30)',
  ],
  dates: ['date(1, 1, 1)', 'date(99, 12, 31)', 'date(2024, 2, 29)', 'date(2024, 3, 1)', 'date(9999, 12, 31)'],
  times: ['time(1)', 'time(1, 2)', 'time(1, 0, 0, 1)', 'time(1, fold=1)'],
  'aware times': [
    'time(1, tzinfo=timezone.utc)',
    'time(2, tzinfo=timezone(timedelta(hours=1)))',
    'time(0, tzinfo=timezone(timedelta(hours=-2)))',
  ],
  datetimes: [
    'datetime(2024, 1, 1)',
    'datetime(2024, 1, 1, 0, 0, 0, 1)',
    'datetime(2023, 1, 1, 23)',
    'datetime(1, 1, 1)',
    'datetime(2024, 1, 1, fold=1)',
  ],
  'aware datetimes': [
    'datetime(2024, 1, 1, 12, tzinfo=timezone.utc)',
    'datetime(2024, 1, 1, 13, tzinfo=timezone(timedelta(hours=1)))',
    'datetime(2024, 1, 1, 9, tzinfo=timezone(timedelta(hours=-5)))',
    'datetime(2024, 1, 1, 13, tzinfo=timezone(timedelta(hours=1), "X"))',
  ],
  timedeltas: [
    'timedelta(1)',
    'timedelta(10)',
    'timedelta(9)',
    'timedelta(-1)',
    'timedelta(hours=24)',
    'timedelta(0, 0, 1)',
    'timedelta.max',
  ],
  uuids: ['UUID(int=10)', 'UUID(int=9)', 'UUID(int=2**127)'],
  'IPv4 addresses and interfaces': [
    ...['10.0.0.1', '9.0.0.1', '9.0.0.10', '255.0.0.0', '0.0.0.0'].map((text) => `IPv4Address("${text}")`),
    ...['10.0.0.1/8', '10.0.0.1/16', '9.0.0.1/8', '10.0.0.2/8', '10.0.0.1/32'].map(
      (text) => `IPv4Interface("${text}")`,
    ),
  ],
  'IPv6 addresses and interfaces': [
    ...['::10', '::9', 'ffff::', '::'].map((text) => `IPv6Address("${text}")`),
    ...['::10/64', '::9/64', '::9/128', 'ffff::/8'].map((text) => `IPv6Interface("${text}")`),
  ],
  'IPv4 networks': ['10.0.0.0/8', '9.0.0.0/8', '10.0.0.0/16', '0.0.0.0/0'].map((text) => `IPv4Network("${text}")`),
  'IPv6 networks': ['10::/16', '9::/16', '10::/32', '::/0'].map((text) => `IPv6Network("${text}")`),
  'paths of Posix': [
    ...['a/b', 'a-b', 'a', 'B', '/a', '//a', '.', '', '-x', '..', '\ud7ff', 'U0001f600', '\uffff', 'a/b/c'].map(
      (text) => `PurePosixPath("${text}")`,
    ),
    'PosixPath("a/b")',
  ],
  'paths of Windows': ['C:/b', 'c:/B', 'C:/a', 'D:a', 'a', 'A/b', '//server/share/x', '/a', 'B'].map(
    (text) => `PureWindowsPath("${text}")`,
  ),
};

test.for(Object.entries(KINDS))('the order of %s is that of CPython', async ([, expressions]) => {
  const python = await oracle();
  python.run(
    'from datetime import *\nfrom decimal import Decimal\nfrom fractions import Fraction\nfrom uuid import UUID\nfrom ipaddress import *\nfrom pathlib import *',
  );
  python.run(`ordered = [${expressions.join(', ')}]`);
  const expected = python.evaluate('[[(a > b) - (a < b) for b in ordered] for a in ordered]');
  const values = loads<Ordered[]>(python.dumps('ordered', 5));
  expect(values.map((a) => values.map((b) => a.compare(b)))).toEqual(expected);
  expect(values.map((a) => values.map((b) => (a.equals(b) ? 0 : 1)))).toEqual(
    python.evaluate('[[int(a != b) for b in ordered] for a in ordered]'),
  );
});

const OPERANDS: readonly (readonly [string, Ordered & object])[] = [
  ['PyDate', new PyDate(2024, 1, 1)],
  ['PyDateTime', new PyDateTime(2024, 1, 1)],
  ['PyTime', new PyTime(1)],
  ['TimeDelta', new TimeDelta(1)],
  ['Decimal', new Decimal('10')],
  ['Fraction', new Fraction(1, 2)],
  ['UUID', new UUID(1n)],
  ['IPv4Address', new IPv4Address('10.0.0.1')],
  ['IPv6Address', new IPv6Address('::1')],
  ['IPv4Network', new IPv4Network('10.0.0.0/8')],
  ['IPv6Network', new IPv6Network('::/8')],
  ['IPv4Interface', new IPv4Interface('10.0.0.1/8')],
  ['IPv6Interface', new IPv6Interface('::1/8')],
  ['PurePosixPath', new PurePosixPath('a')],
  ['PosixPath', new PosixPath('a')],
  ['PureWindowsPath', new PureWindowsPath('a')],
  ['WindowsPath', new WindowsPath('a')],
];

test.for(OPERANDS)('operators of JavaScript on a %s are refused, and say what does it', ([name, value]) => {
  const operand = value as unknown as number;
  for (const run of [
    () => operand < 1,
    () => operand > operand - 1,
    () => operand <= 1,
    () => operand - 1,
    () => operand + 1,
    () => operand * 2,
    () => -operand,
    () => Number(value),
  ]) {
    expect(run).toThrow(new RegExp(`^JavaScript cannot compare or calculate with a ${name}: use a\\.compare\\(b\\)`));
  }
  expect(() => [value, value].sort((a, b) => (a as unknown as number) - (b as unknown as number))).toThrow(/compare/);
  expect([value, value].sort((a, b) => a.compare(b))).toEqual([value, value]);
  expect(`${value}`).toBe(String(value));
  expect(() => value.compare('a')).toThrow(TypeError);
  expect([value.equals('a'), value.equals(null), value.equals(value)]).toEqual([false, false, true]);
});

test('numbers of all kinds', () => {
  expect(new Decimal('0.1').compare(0.1)).toBe(-1);
  expect(new Decimal('0.5').compare(0.5)).toBe(0);
  expect(new Fraction(1, 10).compare(0.1)).toBe(-1);
  expect(new Decimal('1E+400').compare(Number.POSITIVE_INFINITY)).toBe(-1);
  expect(new Decimal('1').compare(2n ** 70n)).toBe(-1);
  expect([new Decimal('2').equals(new Float(2)), new Fraction(2).equals(2n), new Fraction(1).equals(true)]).toEqual([
    true,
    true,
    true,
  ]);
  expect(() => new Decimal('NaN').compare(1)).toThrow(/^NaN is neither/);
  expect(new Decimal('NaN').equals(new Decimal('NaN'))).toBe(false);
  expect(JSON.stringify(new Dict([[new Decimal('1'), 1]]).size)).toBe('1');
  expect(() => JSON.stringify(new Dict([[new Decimal('1'), 1]]))).toThrow(/^keys must be str/);
});

test('naive and aware have no order, and are not equal', () => {
  const [naive, aware] = [new PyDateTime(2024, 1, 1), new PyDateTime(2024, 1, 1, 0, 0, 0, 0, TimeZone.utc)];
  expect(() => naive.compare(aware)).toThrow("can't compare offset-naive and offset-aware datetimes");
  expect([naive.equals(aware), new PyTime(1).equals(new PyTime(1, 0, 0, 0, TimeZone.utc))]).toEqual([false, false]);
  expect(() => new PyTime(1).compare(new PyTime(1, 0, 0, 0, TimeZone.utc))).toThrow(/^can't compare/);
  const unknown = new PyDateTime(2024, 1, 1, 0, 0, 0, 0, new Instance(Global.of('app.Zone')));
  expect(() => unknown.compare(aware)).toThrow(/^the offset of the time zone <app\.Zone object> is not known/);
  expect([unknown.equals(aware), unknown.compare(unknown)]).toEqual([false, 0]);
});

test('times of one zone are compared by the clock, of two by the moment; what a zone has twice is equal to none of another', () => {
  const paris = (fold: number, zone = new ZoneInfo('Europe/Paris')): PyDateTime =>
    new PyDateTime(2024, 10, 27, 2, 30, 0, 0, zone, fold);
  expect([paris(0).equals(paris(1)), paris(0).compare(paris(1))]).toEqual([true, 0]);
  expect(paris(0).equals(new PyDateTime(2024, 10, 27, 0, 30, 0, 0, TimeZone.utc))).toBe(false);
  expect(paris(0).compare(new PyDateTime(2024, 10, 27, 0, 30, 0, 0, TimeZone.utc))).toBe(0);
  const noon = new PyDateTime(2024, 7, 1, 14, 0, 0, 0, new ZoneInfo('Europe/Paris'));
  const utc = new LibraryZone(Global.of('pytz._UTC'));
  expect(noon.equals(new PyDateTime(2024, 7, 1, 12, 0, 0, 0, utc))).toBe(true);
});
