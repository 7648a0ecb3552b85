/** Node 20 has no Temporal: objects of the same shape stand in for its values, and then temporal-polyfill. */
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { dumps, loads, type Protocol } from '../../../src/index.ts';
import { PyDate, PyDateTime, PyTime, TimeDelta, TimeZone, ZoneInfo } from '../../../src/stdlib.ts';
import { pythonFinds } from '../both-directions.ts';

/** An object that says it is of a class of Temporal. */
function value(type: string, fields: Readonly<Record<string, unknown>>): object {
  return { ...fields, [Symbol.toStringTag]: `Temporal.${type}` };
}

/** A value of a class, so that it is no plain object. */
function temporal(type: string, fields: Readonly<Record<string, unknown>>): object {
  return Object.create(value(type, fields));
}

function dump(given: object, protocol: Protocol = 5): Uint8Array {
  return dumps(given, { protocol });
}

const DATE = { calendarId: 'iso8601', year: 2024, month: 2, day: 29 };
const TIME = { hour: 1, minute: 2, second: 3, millisecond: 4, microsecond: 5, nanosecond: 0 };
const DURATION = {
  years: 0,
  months: 0,
  weeks: 1,
  days: -10,
  hours: 0,
  minutes: 0,
  seconds: 2,
  milliseconds: 0,
  microseconds: 3,
  nanoseconds: 4000,
};
const [shown] = [Date.UTC(2024, 1, 29, 1, 2, 3, 4)];
const epochNanoseconds = BigInt(shown) * 1_000_000n + 5000n;

/** The last Sunday of October 2024, when half past two comes twice in Paris. */
const AUTUMN = { ...DATE, month: 10, day: 27, ...TIME, hour: 2, minute: 30, timeZoneId: 'Europe/Paris' };
const first = BigInt(Date.UTC(2024, 9, 27, 0, 30, 3, 4)) * 1_000_000n + 5000n;

describe('what each becomes', () => {
  const { utc } = TimeZone;
  const hour = 3_600_000_000_000n;
  const india = new TimeZone(new TimeDelta(0, 19_800));
  const paris = new ZoneInfo('Europe/Paris');
  test.for<[string, Readonly<Record<string, unknown>>, object]>([
    ['PlainDate', DATE, new PyDate(2024, 2, 29)],
    ['PlainTime', TIME, new PyTime(1, 2, 3, 4005)],
    ['PlainDateTime', { ...DATE, ...TIME }, new PyDateTime(2024, 2, 29, 1, 2, 3, 4005)],
    ['Instant', { epochNanoseconds }, new PyDateTime(2024, 2, 29, 1, 2, 3, 4005, utc)],
    ['Instant', { epochNanoseconds: -1000n }, new PyDateTime(1969, 12, 31, 23, 59, 59, 999_999, utc)],
    [
      'ZonedDateTime',
      { ...DATE, ...TIME, epochNanoseconds, timeZoneId: 'UTC' },
      new PyDateTime(2024, 2, 29, 1, 2, 3, 4005, utc),
    ],
    [
      'ZonedDateTime',
      { ...DATE, ...TIME, hour: 6, minute: 32, epochNanoseconds, timeZoneId: '+05:30' },
      new PyDateTime(2024, 2, 29, 6, 32, 3, 4005, india),
    ],
    [
      'ZonedDateTime',
      { ...DATE, ...TIME, epochNanoseconds: epochNanoseconds - hour, timeZoneId: 'Europe/Paris' },
      new PyDateTime(2024, 2, 29, 1, 2, 3, 4005, paris),
    ],
    ['ZonedDateTime', { ...AUTUMN, epochNanoseconds: first }, new PyDateTime(2024, 10, 27, 2, 30, 3, 4005, paris)],
    [
      'ZonedDateTime',
      { ...AUTUMN, epochNanoseconds: first + hour },
      new PyDateTime(2024, 10, 27, 2, 30, 3, 4005, paris, 1),
    ],
    ['Duration', DURATION, new TimeDelta(-3, 2, 7)],
  ])('%s', ([type, fields, expected]) => {
    expect(loads(dump(temporal(type, fields)))).toStrictEqual(expected);
  });
});

test('what the counterpart cannot hold is refused', () => {
  for (const [type, fields] of [
    ['PlainDate', { ...DATE, calendarId: 'hebrew' }],
    ['PlainDate', { ...DATE, year: 12_000 }],
    ['PlainDate', { ...DATE, year: '2024' }],
    ['PlainTime', { ...TIME, nanosecond: 1 }],
    ['Instant', { epochNanoseconds: 1n }],
    ['Instant', { epochNanoseconds: 8_640_000_000_000_000_000_000n }],
    ['ZonedDateTime', { ...AUTUMN, epochNanoseconds: 0n }],
    ['Duration', { ...DURATION, months: 1 }],
    ['Duration', { ...DURATION, nanoseconds: 1 }],
    ['Duration', { ...DURATION, seconds: 1e15 }],
  ] as const) {
    expect(() => dump(temporal(type, fields))).toThrow(expect.objectContaining({ code: 'cannot-pickle' }));
  }
  const second = temporal('ZonedDateTime', { ...AUTUMN, epochNanoseconds: first + 3_600_000_000_000n });
  expect(() => dump(second, 3)).toThrow(expect.objectContaining({ code: 'needs-protocol' }));
  expect(() => dump(temporal('PlainYearMonth', DATE))).toThrow(expect.objectContaining({ code: 'not-registered' }));
});

describe('toTemporal', () => {
  class Made {
    readonly args: readonly unknown[];
    constructor(...args: unknown[]) {
      this.args = args;
    }
  }
  const types = { PlainDate: Made, PlainTime: Made, PlainDateTime: Made, ZonedDateTime: Made, Duration: Made };
  const at = (tzinfo: object | null): PyDateTime => new PyDateTime(2024, 2, 29, 1, 2, 3, 4005, tzinfo);

  test('gives the constructor the fields', () => {
    const made = [
      new PyDate(2024, 2, 29).toTemporal(types),
      new PyTime(1, 2, 3, 4005).toTemporal(types),
      at(null).toTemporal(types),
      at(TimeZone.utc).toTemporal(types),
      at(new TimeZone(new TimeDelta(0, -5400))).toTemporal(types),
      at(new ZoneInfo('Europe/Paris')).toTemporal(types),
      new TimeDelta(-1, 2, 3).toTemporal(types),
      new TimeDelta(1, 2, 3).toTemporal(types),
    ];
    expect(made.map(({ args }) => args)).toEqual([
      [2024, 2, 29],
      [1, 2, 3, 4, 5],
      [2024, 2, 29, 1, 2, 3, 4, 5],
      [epochNanoseconds, 'UTC'],
      [epochNanoseconds + 5_400_000_000_000n, '-01:30'],
      [epochNanoseconds - 3_600_000_000_000n, 'Europe/Paris'],
      [0, 0, 0, 0, 0, 0, -86_397, 0, -999_997],
      [0, 0, 0, 1, 0, 0, 2, 0, 3],
    ]);
  });

  test('says what is missing', () => {
    expect(() => new PyTime(1, 0, 0, 0, TimeZone.utc).toTemporal(types)).toThrow(TypeError);
    expect(() => new PyDate(1, 1, 1).toTemporal(Object.create(null))).toThrow('the Temporal given has no PlainDate');
    if (!('Temporal' in globalThis)) {
      expect(() => new PyDate(1, 1, 1).toTemporal()).toThrow(/^this runtime has no Temporal/);
    }
  });
});

describe('with temporal-polyfill', () => {
  test.for<[string, object, string]>([
    ['PlainDate', Temporal.PlainDate.from('2024-02-29'), 'date(2024, 2, 29)'],
    ['PlainTime', Temporal.PlainTime.from('01:02:03.004005'), 'time(1, 2, 3, 4005)'],
    [
      'PlainDateTime',
      Temporal.PlainDateTime.from('2024-02-29T01:02:03.004005'),
      'datetime(2024, 2, 29, 1, 2, 3, 4005)',
    ],
    ['Instant', Temporal.Instant.from('2024-02-29T01:02:03Z'), 'datetime(2024, 2, 29, 1, 2, 3, 0, timezone.utc)'],
    [
      'ZonedDateTime',
      Temporal.ZonedDateTime.from('2024-02-29T01:02:03+05:30[+05:30]'),
      'datetime(2024, 2, 29, 1, 2, 3, 0, timezone(timedelta(hours=5, minutes=30)))',
    ],
    ['Duration', Temporal.Duration.from('P1D'), 'timedelta(1)'],
    ['Duration below zero', Temporal.Duration.from('-PT1.000002S'), 'timedelta(0, -1, -2)'],
  ])('%s reaches Python, and is the same when it comes back', async ([, value, expected]) => {
    await pythonFinds(
      [value, value],
      `(lambda date, time, datetime, timezone, timedelta: x[0] is x[1] and type(x[0]) is type(${expected}) and x[0] == ${expected})` +
        "(*(getattr(__import__('datetime'), n) for n in 'date time datetime timezone timedelta'.split()))",
    );
    const back = loads<{ toTemporal(namespace: object): unknown }>(dumps(value));
    const made = back.toTemporal(Temporal);
    expect(String(made)).toBe(value instanceof Temporal.Instant ? '2024-02-29T01:02:03+00:00[UTC]' : String(value));
  });

  test('what Python has not is refused, with its path', () => {
    for (const value of [
      Temporal.PlainYearMonth.from('2024-02'),
      Temporal.PlainMonthDay.from('02-29'),
      Temporal.PlainDate.from('2024-02-29[u-ca=gregory]'),
      Temporal.PlainTime.from('00:00:00.000000001'),
      Temporal.Duration.from('P1M'),
    ]) {
      expect(() => dumps({ at: value })).toThrow(expect.objectContaining({ name: 'PicklingError', path: '$.at' }));
    }
  });
});
