import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { dumps, Global, Instance, loads, Tuple } from '../../../src/index.ts';
import { Fraction } from '../../../src/stdlib.ts';
import { oracle } from '../../oracle.ts';
import { expectRoundTrip } from '../both-directions.ts';
import { expectRow } from '../rows.ts';

function call(...args: unknown[]): Uint8Array {
  return dumps(new Instance(Global.of('fractions.Fraction'), 'call', Tuple.from(args)));
}

const setup = `
import random
from fractions import Fraction
r = random.Random(6)
def a_fraction():
    bits = r.choice([3, 20, 60, 200, 1200])
    return Fraction(r.randrange(-2**bits, 2**bits), r.randrange(1, 2**r.choice([3, 60, 200, 1200])))
`;

test('the row of real Pythons, of 3.8 and of 3.11', () => expectRow('Fraction', new Fraction(1, 3)));

test('through CPython, both ways, at every protocol', () =>
  expectRoundTrip(setup, '[a_fraction() for _ in range(300)]'));

test('the form of Python 3.8, of a negative and of an integer', () => {
  for (const fraction of [new Fraction(-5, 3), new Fraction(7), new Fraction(2n ** 70n, 3)]) {
    expect(loads(dumps(fraction, { python: '3.8' }))).toStrictEqual(fraction);
  }
  expect(Buffer.from(dumps(new Fraction(7), { python: '3.8', protocol: 0 })).toString()).toContain('V7\n');
});

test('the nearest number', async () => {
  const python = await oracle();
  python.run(`${setup}
def near(v):
    try: return float(v)
    except OverflowError: return 'inf'
values = [a_fraction() for _ in range(1000)]
values += [Fraction(r.randrange(2**54), 2**(r.randrange(1000, 1200))) for _ in range(1000)]
values += [Fraction(2**53 + 1), Fraction(2**54 + 3), Fraction(1, 2**1075), Fraction(3, 2**1075), Fraction(1, 2**1080), Fraction(2**1024 - 1, 2**1000)]
`);
  const values = loads<Fraction[]>(python.dumps('values', 5));
  const shown = values.map((value) => (Number.isFinite(value.toNumber()) ? value.toNumber() : 'inf'));
  expect(shown).toEqual(python.evaluate('[near(v) for v in values]'));
});

test('other calls', () => {
  expect(loads(call())).toStrictEqual(new Fraction(0));
  expect(loads(call(4, -6))).toStrictEqual(new Fraction(-2, 3));
  expect(loads(call(2n ** 70n, 2n ** 69n))).toStrictEqual(new Fraction(2));
  for (const [text, numerator, denominator] of [
    [' -3/4 ', -3, 4],
    ['1_0/4', 5, 2],
    ['.5', 1, 2],
    ['1.25', 5, 4],
    ['1e3', 1000, 1],
    ['-15e-1', -3, 2],
  ] as const) {
    expect(loads(call(text))).toStrictEqual(new Fraction(numerator, denominator));
  }
});

test('wrong arguments are refused', () => {
  for (const args of [['x'], [''], ['1/0'], ['1.5/2'], [1, 0], [1, 2, 3]]) {
    expect(() => loads(call(...args))).toThrow(expect.objectContaining({ code: 'bad-call' }));
  }
  expect(() => loads(call('1'.repeat(5000)))).toThrow(expect.objectContaining({ code: 'limit' }));
  expect(() => new Fraction(1, 0)).toThrow(RangeError);
  expect(() => new Fraction(0.5)).toThrow(RangeError);
});

test('large parts cost no more than reading them', () => {
  const big = new Fraction(3n ** 200_000n, 2n ** 300_000n);
  expect(loads(dumps(big))).toStrictEqual(big);
});

test('JSON, repr and inspection', () => {
  expect(JSON.stringify([new Fraction(1, 3), new Fraction(2)])).toBe('["1/3","2"]');
  expect(String(new Fraction(1, 3))).toBe('1/3');
  expect(inspect(new Fraction(1, 3))).toBe('Fraction(1, 3)');
});
