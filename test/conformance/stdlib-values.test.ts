/** Random values of the date, decimal and collection types, made here and made by Python, in both directions. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dumps, Global, loads, Tuple } from '../../src/index.ts';
import {
  Counter,
  Decimal,
  DefaultDict,
  Deque,
  Fraction,
  OrderedDict,
  PyDate,
  PyDateTime,
  PyTime,
  TimeDelta,
  TimeZone,
  UUID,
} from '../../src/stdlib.ts';
import { repr } from '../../src/tools.ts';
import { oracle } from '../oracle.ts';

const PROTOCOLS = [0, 1, 2, 3, 4, 5] as const;
const COUNT = 250;

const int = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });
const second = fc.tuple(int(0, 23), int(0, 59), int(0, 59), fc.oneof(fc.constant(0), int(0, 999_999)));

const delta = fc
  .tuple(int(-999_999_999, 999_999_999), int(0, 86_399), int(0, 999_999))
  .map((parts) => new TimeDelta(...parts));
const zone = fc.oneof(
  fc.constant(null),
  fc.constant(TimeZone.utc),
  fc.tuple(int(-86_399, 86_399), fc.option(fc.string())).map(([at, name]) => new TimeZone(new TimeDelta(0, at), name)),
);
const date = fc.tuple(int(1, 9999), int(1, 12), int(1, 28)).map((parts) => new PyDate(...parts));
const time = fc.tuple(second, zone, int(0, 1)).map(([at, tz, fold]) => new PyTime(...at, tz, fold === 1 ? 1 : 0));
const dateTime = fc
  .tuple(date, second, zone, int(0, 1))
  .map(([{ year, month, day }, at, tz, fold]) => new PyDateTime(year, month, day, ...at, tz, fold === 1 ? 1 : 0));

const digits = fc.stringMatching(/^[0-9]{1,30}$/);
const decimal = fc.oneof(
  fc
    .constantFrom('NaN', '-NaN', 'sNaN12', 'Infinity', '-Infinity', '-0', '0E+7', '0.000')
    .map((text) => new Decimal(text)),
  fc
    .tuple(fc.constantFrom('', '-'), digits, fc.oneof(int(-40, 40), int(-99_999, 99_999)))
    .map(([sign, text, exponent]) => new Decimal(`${sign}${text}E${exponent}`)),
);
const fraction = fc
  .tuple(fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }), fc.bigInt({ min: 1n, max: 2n ** 70n }))
  .map(([n, d]) => new Fraction(n, d));
const uuid = fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }).map((bits) => new UUID(bits));
const atom = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), date, delta, decimal, fraction, uuid);
const key = fc.oneof(
  fc.string(),
  fc.integer(),
  date,
  fc.tuple(fc.string(), fc.integer()).map((pair) => Tuple.from<unknown>(pair)),
);
const entries = fc.array(fc.tuple(key, atom), { maxLength: 4 });

const collection = fc.oneof(
  entries.map((pairs) => new OrderedDict(pairs)),
  entries.map((pairs) => new DefaultDict(Global.of('builtins.list'), pairs)),
  entries.map((pairs) => new DefaultDict(null, pairs)),
  fc.array(fc.tuple(key, int(-5, 5)), { maxLength: 4 }).map((pairs) => new Counter(pairs)),
  fc.tuple(fc.array(atom, { maxLength: 4 }), fc.option(int(0, 5))).map(([items, most]) => new Deque(items, most)),
);

const value = fc.oneof(date, time, dateTime, delta, decimal, fraction, uuid, collection, collection);

/** What both sides show alike, whatever fold: below protocol 4 Python leaves it out. */
const withoutFold = (text: string): string => text.replaceAll(', fold=1', '');

test('values made here are these to Python, and come back as they were', async () => {
  const python = await oracle();
  for (const protocol of PROTOCOLS) {
    const values = fc.sample(value, COUNT);
    const shown = values.map((value) => repr(value));
    const pickle = dumps(values, { protocol });
    python.check(pickle, 'True');
    python.run('received = x');
    const theirs = python.evaluate('[repr(v) for v in received]') as string[];
    const expected = protocol < 4 ? shown.map(withoutFold) : shown;
    expect(theirs).toEqual(expected);
    const back = loads<unknown[]>(python.dumps('received', protocol));
    expect(back.map((value) => repr(value))).toEqual(expected);
  }
});

const MAKE = `
import collections, datetime, decimal, fractions, random, uuid
r = random.Random(5)
def text(): return ''.join(r.choice('aé€\\U0001f600\\n\\x00') for _ in range(r.randrange(4)))
def date(): return datetime.date(r.randint(1, 9999), r.randint(1, 12), r.randint(1, 28))
def delta(): return datetime.timedelta(r.randint(-10**8, 10**8), r.randrange(86400), r.randrange(10**6))
def zone(): return r.choice([None, datetime.timezone.utc, datetime.timezone(datetime.timedelta(0, r.randint(-86399, 86399)))])
def time(): return datetime.time(r.randrange(24), r.randrange(60), r.randrange(60), r.randrange(10**6), zone(), fold=r.randrange(2))
def moment(): return datetime.datetime.combine(date(), time())
def dec(): return decimal.Decimal((r.randrange(2), [r.randrange(10) for _ in range(r.randint(1, 30))], r.choice([r.randint(-40, 40), 'n', 'F', 'N'])))
def atom(): return r.choice([text, date, delta, zone, moment, time, dec, lambda: r.randint(-2**70, 2**70), lambda: None])()
def key(): return r.choice([text, date, lambda: r.randrange(9), lambda: (text(), r.randrange(9))])()
def pairs(): return [(key(), atom()) for _ in range(r.randrange(5))]
def counter():
    return collections.Counter({key(): r.randint(-5, 5) for _ in range(4)})
made = [lambda: collections.OrderedDict(pairs()), lambda: collections.defaultdict(r.choice([None, list]), pairs()), counter,
        lambda: collections.deque([atom() for _ in range(4)], r.choice([None, 3])),
        lambda: collections.UserDict(pairs()), lambda: collections.ChainMap(dict(pairs()), dict(pairs()))]
values = [r.choice(made)() for _ in range(${COUNT})] + [atom() for _ in range(${COUNT})]
`;

test('values made by Python are the same when they come back to it, type by type', async () => {
  const python = await oracle();
  python.run(MAKE);
  const shown = python.evaluate('[repr(v) for v in values]') as string[];
  for (const protocol of PROTOCOLS) {
    for (const options of [{}, { ints: 'bigint' }] as const) {
      const values = loads<unknown[]>(python.dumps('values', protocol), options);
      const pickle = dumps(values, { protocol });
      const early = protocol < 4 ? '.replace(", fold=1", "")' : '';
      const same = `[repr(v) for v in x] == [repr(v)${early} for v in values]`;
      expect(python.check(pickle, `${same} and [type(v) for v in x] == [type(v) for v in values]`)).toBe(true);
      if (protocol < 4) continue;
      const ours = values.map((made) =>
        typeof made === 'string' || typeof made !== 'object' || made === null ? undefined : repr(made, options),
      );
      for (const [at, text] of ours.entries())
        if (text !== undefined && !text.includes('<class')) expect(text).toBe(shown[at]);
    }
  }
});
