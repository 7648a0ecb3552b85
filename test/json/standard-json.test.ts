/** Objects of the standard library in plain JSON: what `loads` makes of them says their text, at little cost. */
import { describe, expect, test } from 'vitest';
import type { Protocol } from '../../src/codec/context.ts';
import { dumps, loads } from '../../src/index.ts';
import {
  Decimal,
  Fraction,
  PosixPath,
  PyDate,
  PyDateTime,
  PyError,
  PyTime,
  TimeDelta,
  TimeZone,
  UUID,
  ZoneInfo,
} from '../../src/stdlib.ts';
import { fromJSON, parse, toJSON } from '../../src/tools.ts';

const KINDS: Readonly<Record<string, (i: number) => object>> = {
  datetime: (i) => new PyDateTime(2024, 1 + (i % 12), 1 + (i % 28), i % 24, 2, 3, i),
  'datetime with an offset': (i) => new PyDateTime(2024, 2, 3, i % 24, 5, 6, 0, new TimeZone(new TimeDelta(0, 19_800))),
  'datetime in UTC': (i) => new PyDateTime(2024, 2, 3, i % 24, 5, 6, 0, TimeZone.utc),
  'datetime with a zone': (i) => new PyDateTime(2024, 7, 3, i % 24, 5, 6, 0, new ZoneInfo('Europe/Paris')),
  date: (i) => new PyDate(2024, 1, 1 + (i % 28)),
  time: (i) => new PyTime(i % 24, 2, 3),
  timedelta: (i) => new TimeDelta(i, 5, 6),
  Decimal: (i) => new Decimal(`${i}.25`),
  UUID: (i) => new UUID(`0123456789abcdef0123456789abcd${String(10 + (i % 90))}`),
  Fraction: (i) => new Fraction(i, 7919),
  path: (i) => new PosixPath(`/srv/${i}/é"\\`),
  exception: (i) => new PyError('ValueError', [`wrong ${i}`]),
};

const protocols: readonly Protocol[] = [0, 1, 2, 3, 4, 5];

describe.for(Object.entries(KINDS))('%s', ([, make]) => {
  test.for(protocols)('is the text that loads says, at protocol %d', (protocol) => {
    const values = [0, 1, 2, 1].map(make);
    const pickle = dumps([...values, values[0]], { protocol });
    const texts = loads<unknown[]>(pickle).map((value) => JSON.stringify(value));
    expect(JSON.parse(toJSON(pickle))).toEqual(JSON.parse(`[${texts.join(',')}]`));
    expect(toJSON(fromJSON(toJSON(pickle, { form: 'tagged' })))).toBe(toJSON(pickle));
  });
});

/** Of a zone of Intl, a moment takes longer than all else. */
const quick = Object.entries(KINDS).filter(([kind]) => kind !== 'datetime with a zone');

test.for(quick)('%s takes a few microseconds', ([, make]) => {
  const count = 10_000;
  const graph = parse(dumps(Array.from({ length: count }, (_, i) => make(i))));
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 4; i++) {
    const before = process.cpuUsage();
    toJSON(graph);
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / count);
  }
  expect(least).toBeLessThan(20);
});

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

test('one object that its class does not understand does not hide the others', () => {
  const fraction = 'cfractions\nFraction\n';
  expect(toJSON(latin1(`(${fraction}(]tR${fraction}(I1\nI3\ntRl.`))).toBe(
    '[{"class":"fractions.Fraction","args":[[]]},"1/3"]',
  );
});

test('an object that shares so much that its text would be exponential is shown by its parts, or refused', () => {
  const doubled = `)${'2\x86'.repeat(40)}`;
  for (const cls of ['cbuiltins\nValueError\n', 'cbuiltins\niter\n', 'ctypes\nGenericAlias\ncbuiltins\nlist\n']) {
    const before = process.cpuUsage();
    expect(() => toJSON(latin1(`\x80\x04${cls}${doubled}${cls.startsWith('ct') ? '\x86' : '\x85'}R.`))).toThrow(
      expect.objectContaining({ code: 'limit' }),
    );
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(3);
  }
});

test('many objects of one long text cost no more than their size allows', () => {
  const text = `X\x10\x27\0\0${'1'.repeat(10_000)}`;
  const before = process.cpuUsage();
  const pickle = latin1(`\x80\x04](cdecimal\nDecimal\n\x94${text}\x85\x94${'h\0h\x01R'.repeat(20_000)}e.`);
  expect(() => toJSON(pickle)).toThrow(expect.objectContaining({ code: 'limit' }));
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1e6).toBeLessThan(3);
});
