import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { ByteArray, Dict, dumps, Global, Instance, loads, PickleError, PySet, Tuple } from '../../../src/index.ts';
import { PyDate, PyDateTime, PyTime, TimeDelta, TimeZone, ZoneInfo } from '../../../src/stdlib.ts';
import { repr } from '../../../src/tools.ts';
import { fixture, hex } from '../../fixtures.ts';
import { oracle } from '../../oracle.ts';
import { expectRoundTrip } from '../both-directions.ts';
import { expectRow } from '../rows.ts';

const { utc } = TimeZone;
const india = new TimeZone(new TimeDelta(0, 19800));

/** The pickle of a call, with any arguments. */
function call(name: string, ...args: unknown[]): Uint8Array {
  return dumps(new Instance(Global.of(`datetime.${name}`), 'call', Tuple.from(args)));
}

function refusal(pickle: Uint8Array): unknown {
  try {
    return loads(pickle);
  } catch (error) {
    if (error instanceof PickleError) return `${error.code}: ${error.message}`;
    throw error;
  }
}

describe('rows of real Pythons', () => {
  test.for<[string, unknown, unknown?]>([
    ['date', new PyDate(2024, 2, 29)],
    ['date hi', new PyDate(200, 1, 1)],
    ['datetime', new PyDateTime(2024, 2, 29, 1, 2, 3, 456789)],
    [
      'datetime fold',
      new PyDateTime(2024, 2, 29, 1, 2, 3, 4, null, 1),
      new PyDateTime(2024, 2, 29, 1, 2, 3, 4, null, 0),
    ],
    ['datetime utc', new PyDateTime(2024, 2, 29, 1, 2, 3, 0, utc)],
    ['time', new PyTime(1, 2, 3, 4)],
    ['time fold', new PyTime(1, 2, 3, 4, null, 1), new PyTime(1, 2, 3, 4)],
    ['time tz', new PyTime(1, 2, 0, 0, utc)],
    ['timedelta', new TimeDelta(1, 2, 3)],
    ['timedelta neg', new TimeDelta(-1)],
    ['timezone.utc', utc],
  ])('%s', ([name, value, early]) => expectRow(name, value, early));

  interface Row {
    readonly name: string;
    readonly hex: string;
    readonly [encoding: string]: string | number;
  }

  test('what Python 2 wrote, in each encoding', () => {
    const rows = fixture<Row[]>('py2.json').filter(({ name }) => /^(date|time|datetime|timedelta)$/.test(name));
    expect(rows.length).toBeGreaterThan(10);
    for (const row of rows) {
      for (const encoding of ['ASCII', 'latin1', 'bytes', 'utf-8'] as const) {
        const expected = String(row[encoding]);
        if (expected.startsWith('EXC')) expect(() => loads(hex(row.hex), { encoding })).toThrow(/codec can't decode/);
        else expect(`${row.name} ${repr(loads(hex(row.hex), { encoding }))}`).toBe(expected);
      }
    }
  });
});

describe('through CPython, both ways, at every protocol', () => {
  const setup = `
import datetime, random
from datetime import *
r = random.Random(4)
def offset():
    k = r.choice([60, 1, 0.000001])
    return timedelta(seconds=k) * r.randrange(-int(86399 / max(k, 1)), int(86399 / max(k, 1)))
def zone():
    return r.choice([None, None, timezone.utc, timezone(offset()), timezone(offset(), r.choice(['CET', "it's", ''])), timezone(timedelta(0), 'UTC')])
def a_time(z=None):
    return time(r.randrange(24), r.randrange(60), r.choice([0, r.randrange(60)]), r.choice([0, r.randrange(10**6)]), z, fold=r.randrange(2))
def a_date():
    return date.fromordinal(r.randrange(1, date.max.toordinal() + 1))
`;
  test.for([
    ['dates', '[date.min, date.max] + [a_date() for _ in range(300)]'],
    ['times', '[time.min, time.max] + [a_time(zone()) for _ in range(300)]'],
    ['datetimes', '[datetime.min, datetime.max] + [datetime.combine(a_date(), a_time(zone())) for _ in range(300)]'],
    [
      'timedeltas',
      '[timedelta.min, timedelta.max, timedelta(0)] + [timedelta(r.randrange(-10**9 + 1, 10**9), r.randrange(86400), r.choice([0, r.randrange(10**6)])) for _ in range(300)]',
    ],
    ['timezones', '[timezone(offset()) for _ in range(100)] + [timezone.min, timezone.max, timezone.utc]'],
  ] as const)('%s', ([, expression]) => expectRoundTrip(setup, expression));

  test('isoformat, str, equality of keys', async () => {
    const python = await oracle();
    python.run(`${setup}
values = [datetime.combine(a_date(), a_time(zone())) for _ in range(200)] + [a_time(zone()) for _ in range(200)] + [a_date() for _ in range(20)]
zones = [timezone(offset()) for _ in range(50)] + [timezone.utc]
keys = []
for h in range(12):
    for z in [None, timezone.utc, timezone(timedelta(hours=2)), timezone(timedelta(hours=2), 'x'), timezone(timedelta(hours=-1, microseconds=1))]:
        keys += [datetime(2024, 1, 1, h, tzinfo=z, fold=h & 1), time(h, tzinfo=z), timedelta(hours=h), z, date(2024, 1, 1)]
equal = [[i for i, a in enumerate(keys) if hash(a) == hash(b) and a == b] for b in keys]
`);
    const iso = loads<{ toJSON(): string }[]>(python.dumps('values', 5)).map((value) => value.toJSON());
    expect(iso).toEqual(python.evaluate('[v.isoformat() for v in values]'));
    expect(loads<object[]>(python.dumps('values', 5)).map(String)).toEqual(python.evaluate('[str(v) for v in values]'));
    const names = loads<TimeZone[]>(python.dumps('zones', 5)).map((zone) => zone.toJSON());
    expect(names).toEqual(python.evaluate('[str(z) for z in zones]'));
    const keys = loads<unknown[]>(python.dumps('keys', 5));
    const groups = new Dict<unknown, number[]>();
    for (const [i, key] of keys.entries()) groups.set(key, [...(groups.get(key) ?? []), i]);
    expect(keys.map((key) => groups.get(key))).toEqual(python.evaluate('equal'));
  });

  test('total_seconds, and the moment of aware datetimes', async () => {
    const python = await oracle();
    python.run(`${setup}
deltas = [timedelta(r.randrange(-10**9 + 1, 10**9), r.randrange(86400), r.randrange(10**6)) for _ in range(200)]
aware = [datetime.combine(date.fromordinal(r.randrange(2, 3652000)), a_time(timezone(offset()))) for _ in range(200)]
epoch = datetime(1970, 1, 1, tzinfo=timezone.utc)
`);
    const deltas = loads<TimeDelta[]>(python.dumps('deltas', 5)).map((delta) => delta.totalSeconds());
    expect(deltas).toEqual(python.evaluate('[d.total_seconds() for d in deltas]'));
    expect(loads<object[]>(python.dumps('deltas', 5)).map(String)).toEqual(python.evaluate('[str(d) for d in deltas]'));
    const aware = loads<PyDateTime[]>(python.dumps('aware', 5));
    expect(aware.map((at) => at.toDate().getTime())).toEqual(
      python.evaluate('[(a - epoch) // timedelta(milliseconds=1) for a in aware]'),
    );
  });

  test('what timedelta makes of floats and of its other units', async () => {
    const python = await oracle();
    python.run(`${setup}
calls = [[r.choice([0, 1, r.randrange(-10**6, 10**6), r.uniform(-1e6, 1e6), r.randrange(-9, 9) / 2]) for _ in range(r.randrange(8))] for _ in range(2000)]
calls += [[0, 0, n + 0.5] for n in range(-5, 5)] + [[0, 0.5, n + 0.5] for n in range(-5, 5)] + [[0, 1e-6 / 2, n] for n in range(-5, 5)]
`);
    const calls = python.evaluate('calls') as number[][];
    expect(calls.map((args) => repr(loads(call('timedelta', ...args))))).toEqual(
      python.evaluate('[repr(timedelta(*c)) for c in calls]'),
    );
  });

  test('any bytes are accepted or refused as CPython does', async () => {
    const python = await oracle();
    python.run(`${setup}
def states(n):
    for _ in range(400):
        b = bytearray(r.randbytes(n))
        if r.randrange(2): b[0] &= 0x97
        if r.randrange(2) and n > 2: b[2] &= 0x8f
        yield bytes(b)
def tried(f, b):
    try: return repr(f(b))
    except Exception: return None
rows = [[f.__name__, b.hex(), tried(f, b)] for f, m in [(date, 4), (time, 6), (datetime, 10)] for n in [m, m, m - 1, m + 1] for b in states(n)]
`);
    for (const [name, bytes, expected] of python.evaluate('rows') as [string, string, string | null][]) {
      const pickle = call(name, hex(bytes));
      if (expected !== null) {
        const value = loads(pickle);
        expect(repr(value)).toBe(expected);
        expect(dumps(value)).toEqual(pickle);
      } else {
        expect(refusal(pickle)).toMatch(/^bad-call: /);
      }
    }
  });
});

test('calls with fields, as reducers of users write them', () => {
  expect(loads(call('date', 2024, 2, 29))).toStrictEqual(new PyDate(2024, 2, 29));
  expect(loads(call('time'))).toStrictEqual(new PyTime());
  expect(loads(call('time', 1, true, 3n, 4, utc))).toStrictEqual(new PyTime(1, 1, 3, 4, utc));
  expect(loads(call('datetime', 2024, 2, 29))).toStrictEqual(new PyDateTime(2024, 2, 29));
  expect(loads(call('datetime', 2024, 2, 29, 1, 2, 3, 4, india))).toStrictEqual(
    new PyDateTime(2024, 2, 29, 1, 2, 3, 4, india),
  );
  const created = new Instance(Global.of('datetime.date'), 'new', Tuple.of<unknown>(2024, 2, 29));
  expect(loads(dumps(created))).toStrictEqual(new PyDate(2024, 2, 29));
});

test('wrong arguments are refused', () => {
  const bytes = (n: number): Uint8Array => new Uint8Array(n).fill(1);
  for (const pickle of [
    call('date'),
    call('date', 2024),
    call('date', 2024, 2, 30),
    call('date', 10000, 1, 1),
    call('date', 0, 1, 1),
    call('date', 2024, 1, 1.5),
    call('date', 2024, 1, 2n ** 70n),
    call('date', '2024'),
    call('date', ByteArray.of(1, 1, 1, 1)),
    call('date', '\u1234\x01\x01\x01'),
    call('date', bytes(4), utc),
    call('time', 24),
    call('time', bytes(6), 5),
    call('time', bytes(6), utc, 1),
    call('time', 1, 2, 3, 4, [1]),
    call('time', 1, 2, 3, 4, null, 0),
    call('datetime', 2024, 1),
    call('datetime', bytes(10), 'UTC'),
    call('datetime', bytes(10), new Map()),
    call('datetime', 2024, 1, 1, 1, 1, 1, 1_000_000),
    call('timedelta', 1_000_000_000),
    call('timedelta', 0, 10n ** 40n),
    call('timedelta', Number.POSITIVE_INFINITY),
    call('timedelta', null),
    call('timedelta', 1, 1, 1, 1, 1, 1, 1, 1),
    call('timezone'),
    call('timezone', 5),
    call('timezone', new TimeDelta(1)),
    call('timezone', new TimeDelta(-1)),
    call('timezone', new TimeDelta(), null),
    call('timezone', new TimeDelta(), 'a', 'b'),
  ]) {
    expect(refusal(pickle)).toMatch(/^bad-call: /);
  }
  const built = new Instance(Global.of('datetime.date'), 'call', Tuple.of<unknown>(2024, 2, 29));
  built.build(new Map([['x', 1]]));
  expect(refusal(dumps(built))).toMatch(/^bad-state: /);
});

test('constructors refuse what Python refuses', () => {
  expect(() => new PyDate(2023, 2, 29)).toThrow(new RangeError('day must be an integer in 1..28'));
  expect(() => new PyDateTime(2023, 2, 2, 1.5)).toThrow(RangeError);
  expect(() => new PyTime(0, 0, 0, 0, null, 2)).toThrow(RangeError);
  expect(() => Reflect.construct(PyTime, [0, 0, 0, 0, 'UTC'])).toThrow(TypeError);
  expect(() => new TimeDelta(Number.NaN)).toThrow(RangeError);
  expect(() => new TimeZone(new TimeDelta(2))).toThrow(RangeError);
});

test('there is one UTC, and zones that no codec knows are kept', () => {
  const [a, b] = loads<PyDateTime[]>(dumps([new PyDateTime(1, 1, 1, 0, 0, 0, 0, utc), new PyTime(1, 2, 3, 4, utc)]));
  expect(a?.tzinfo).toBe(utc);
  expect(b?.tzinfo).toBe(utc);
  const zone = new Instance(Global.of('app.Zone'), 'call');
  const at = loads<PyDateTime>(dumps(new PyDateTime(2024, 1, 2, 3, 4, 5, 6, zone)));
  expect(at.tzinfo).toBeInstanceOf(Instance);
  expect(at.toJSON()).toBe('2024-01-02T03:04:05.000006[app.Zone]');
  expect(repr(at)).toBe('datetime.datetime(2024, 1, 2, 3, 4, 5, 6, tzinfo=<app.Zone object>)');
  expect(() => at.toDate()).toThrow('the offset of the time zone <app.Zone object> is not known');
  expect(new PySet([at]).has(at)).toBe(true);
});

describe('JavaScript dates', () => {
  test('a Date is an aware datetime in UTC, to the millisecond', async () => {
    const python = await oracle();
    python.run('import datetime as dt');
    for (const protocol of [0, 1, 2, 3, 4, 5] as const) {
      for (const text of ['2024-02-29T01:02:03.004Z', '1969-12-31T23:59:59.999Z', '0001-01-01T00:00:00Z']) {
        const date = new Date(text);
        const pickle = dumps([date, date], { protocol });
        expect(python.check(pickle, `x[0] == dt.datetime.fromisoformat('${text}') and x[0] is x[1]`)).toBe(true);
        expect(python.check(pickle, 'x[0].tzinfo is dt.timezone.utc and type(x[0]) is dt.datetime')).toBe(true);
        expect(loads<PyDateTime[]>(pickle)[0]?.toDate()).toStrictEqual(date);
      }
    }
  });

  test('what no datetime can hold is refused', () => {
    expect(() => dumps([new Date(Number.NaN)])).toThrow(
      expect.objectContaining({
        code: 'cannot-pickle',
        path: '$[0]',
        message: expect.stringContaining('invalid Date'),
      }),
    );
    for (const date of [new Date(8.64e15), new Date(-8.64e15), new Date('+010000-01-01T00:00:00Z')]) {
      expect(() => dumps(date)).toThrow(expect.objectContaining({ code: 'cannot-pickle' }));
    }
  });

  test('toDate is what JavaScript reads in the ISO form', () => {
    for (const value of [
      new PyDate(2024, 2, 29),
      new PyDate(1, 1, 1),
      new PyDateTime(2024, 2, 29, 1, 2, 3, 456789),
      new PyDateTime(2024, 2, 29, 1, 2, 3, 456789, utc),
      new PyDateTime(1969, 12, 31, 23, 59, 59, 999999, india),
      new PyDateTime(9999, 12, 31, 23, 59, 59, 0, utc),
      new PyDateTime(1, 1, 1, 1, 1, 1, 0, utc),
    ]) {
      const iso = value.toJSON();
      expect(value.toDate()).toStrictEqual(new Date(iso.replace(/(\.\d{3})\d{3}/, '$1')));
    }
  });
});

test('fold says which of two moments a naive datetime is, in the time of this machine', () => {
  const before = process.env['TZ'];
  process.env['TZ'] = 'Europe/Paris';
  try {
    const at = (month: number, day: number, fold: number): string =>
      new PyDateTime(2024, month, day, 2, 30, 0, 0, null, fold).toDate().toISOString();
    expect([at(10, 27, 0), at(10, 27, 1)]).toEqual(['2024-10-27T00:30:00.000Z', '2024-10-27T01:30:00.000Z']);
    expect([at(3, 31, 0), at(3, 31, 1)]).toEqual(['2024-03-31T01:30:00.000Z', '2024-03-31T00:30:00.000Z']);
    expect([at(7, 1, 0), at(7, 1, 1)]).toEqual(['2024-07-01T00:30:00.000Z', '2024-07-01T00:30:00.000Z']);
  } finally {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  }
});

test('shown as JSON and by inspection', () => {
  const values = [
    new PyDate(2024, 2, 9),
    new PyTime(1, 2, 3, 4),
    new PyDateTime(2024, 2, 9, 1, 2, 3, 0, india),
    new PyDateTime(2024, 2, 9, 1, 2, 3, 0, new TimeZone(new TimeDelta(), 'GMT')),
    new TimeDelta(1, 2, 3),
    new TimeDelta(0, -1),
    new TimeDelta(),
    new TimeDelta(-2),
    india,
  ];
  expect(JSON.stringify(values)).toBe(
    '["2024-02-09","01:02:03.000004","2024-02-09T01:02:03+05:30","2024-02-09T01:02:03+00:00","P1DT2.000003S","-PT1S","PT0S","-P2D","UTC+05:30"]',
  );
  expect(values.map((value) => inspect(value))).toEqual([
    'datetime.date(2024, 2, 9)',
    'datetime.time(1, 2, 3, 4)',
    'datetime.datetime(2024, 2, 9, 1, 2, 3, tzinfo=datetime.timezone(datetime.timedelta(seconds=19800)))',
    "datetime.datetime(2024, 2, 9, 1, 2, 3, tzinfo=datetime.timezone(datetime.timedelta(0), 'GMT'))",
    'datetime.timedelta(days=1, seconds=2, microseconds=3)',
    'datetime.timedelta(days=-1, seconds=86399)',
    'datetime.timedelta(0)',
    'datetime.timedelta(days=-2)',
    'datetime.timezone(datetime.timedelta(seconds=19800))',
  ]);
  expect(repr(new PyDateTime(2024, 2, 9, 1, 2, 0, 0, new ZoneInfo('UTC'), 1))).toBe(
    "datetime.datetime(2024, 2, 9, 1, 2, fold=1, tzinfo=zoneinfo.ZoneInfo(key='UTC'))",
  );
});
