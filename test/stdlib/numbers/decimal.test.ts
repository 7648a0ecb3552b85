import { inspect } from 'node:util';
import { Decimal as DecimalJs } from 'decimal.js';
import { describe, expect, test } from 'vitest';
import { Dict, dumps, Float, Global, Instance, loads, PySet, pythonClass, Tuple } from '../../../src/index.ts';
import { Decimal, Fraction } from '../../../src/stdlib.ts';
import { repr } from '../../../src/tools.ts';
import { fixture, hex } from '../../fixtures.ts';
import { oracle } from '../../oracle.ts';
import { expectRoundTrip } from '../both-directions.ts';
import { expectRow } from '../rows.ts';

function call(...args: unknown[]): Uint8Array {
  return dumps(new Instance(Global.of('decimal.Decimal'), 'call', Tuple.from(args)));
}

test.for<[string, unknown]>([
  ['Decimal', new Decimal('1.50')],
  ['Decimal nan', new Decimal('NaN')],
  ['Decimal exp', new Decimal('1E+5')],
])('the row %s of real Pythons', ([name, value]) => expectRow(name, value));

test('what Python 2 wrote', () => {
  const rows = fixture<{ name: string; hex: string }[]>('py2.json').filter(({ name }) => name === 'Decimal');
  expect(rows.length).toBeGreaterThan(1);
  for (const row of rows) {
    expect(loads(hex(row.hex))).toStrictEqual(new Decimal('1.5'));
    expect(() => loads(hex(row.hex), { encoding: 'bytes' })).toThrow('conversion from bytes to Decimal');
  }
});

const setup = `
import random
from decimal import *
from fractions import Fraction
r = random.Random(5)
def text():
    k = r.randrange(12)
    digits = ''.join(r.choice('0123456789') for _ in range(r.choice([0, 1, 2, 5, 30])))
    sign = r.choice(['', '-', '+'])
    if k == 0: return sign + r.choice(['NaN', 'sNaN', 'nan', 'SNAN']) + digits
    if k == 1: return sign + r.choice(['Infinity', 'inf', 'INF'])
    point = r.randrange(len(digits) + 1)
    body = digits[:point] + r.choice(['', '.']) + digits[point:]
    return sign + body + r.choice(['', '', 'e', 'E+', 'e-', 'E-0']) + r.choice(['', '0', '5', '7', '12', '400000', '999999999999999999999'])
def value(t):
    try: return Decimal(t)
    except InvalidOperation: return None
texts = [text() for _ in range(3000)]
`;

describe('through CPython', () => {
  test('both ways, at every protocol', () => expectRoundTrip(setup, '[d for d in map(value, texts) if d is not None]'));

  test('a text is read or refused as by Python', async () => {
    const python = await oracle();
    python.run(setup);
    const texts = python.evaluate('texts') as string[];
    const reprs = python.evaluate('[repr(value(t)) for t in texts]') as string[];
    for (const [i, text] of texts.entries()) {
      const expected = reprs[i];
      if (expected !== 'None') expect([text, repr(loads(call(text)))]).toEqual([text, expected]);
      else expect(() => loads(call(text))).toThrow(expect.objectContaining({ code: 'bad-call' }));
    }
  });

  test('equality of keys with ints, floats and Fractions', async () => {
    const python = await oracle();
    python.run(`${setup}
from fractions import Fraction
keys = [Decimal(t) for t in ['0', '-0', '0.0', '1', '1.0', '1E+2', '100', '0.1', '0.5', '0.50', '-0.5', '1E-3', '0.001', 'Infinity', '-Infinity', '1E+30', '1E+399', '5E-324', '1E+400000', '10E+399999', '3.3', '9007199254740993']]
keys += [0, 1, 100, 0.1, 0.5, -0.5, 1e-3, float('inf'), float('-inf'), 1e30, 10**30, 10**399, 2**53 + 1, 5e-324, True, 3.3]
keys += [Fraction(t) for t in ['0', '1', '1/10', '1/2', '-1/2', '1/3', '1/1000']] + [Fraction(5e-324), Fraction(0.1), Fraction(10**399), Fraction(2**53 + 1)]
equal = [[i for i, a in enumerate(keys) if a == b] for b in keys]
`);
    const keys = loads<unknown[]>(python.dumps('keys', 5));
    const groups = new Dict<unknown, number[]>();
    for (const [i, key] of keys.entries()) groups.set(key, [...(groups.get(key) ?? []), i]);
    expect(keys.map((key) => groups.get(key))).toEqual(python.evaluate('equal'));
    const pairs = new Dict<unknown, number[]>();
    for (const [i, key] of keys.entries()) pairs.set(Tuple.from([key]), [...(pairs.get(Tuple.from([key])) ?? []), i]);
    expect(keys.map((key) => pairs.get(Tuple.from([key])))).toEqual(python.evaluate('equal'));
  });
});

test('calls with ints and tuples', () => {
  expect(loads(call())).toStrictEqual(new Decimal(0));
  expect(loads(call(-5))).toStrictEqual(new Decimal(-5));
  expect(loads(call(true))).toStrictEqual(new Decimal(1));
  expect(loads(call(2n ** 70n))).toStrictEqual(new Decimal('1180591620717411303424'));
  expect(loads(call(Tuple.of<unknown>(1, Tuple.of(1, 5), -1)))).toStrictEqual(new Decimal('-1.5'));
  expect(loads(call(Tuple.of<unknown>(0, new Tuple(), 'F')))).toStrictEqual(new Decimal('Infinity'));
  expect(loads(call(Tuple.of<unknown>(0, Tuple.of(1, 2), 'N')))).toStrictEqual(new Decimal('sNaN12'));
});

test('wrong arguments are refused', () => {
  for (const args of [['x'], [''], [null], [[1]], [Tuple.of(1, 2, 3)], [Tuple.of<unknown>(2, [1], 0)]]) {
    expect(() => loads(call(...args))).toThrow(expect.objectContaining({ code: 'bad-call' }));
  }
  expect(() => new Decimal('1_x')).toThrow(RangeError);
  expect(() => new Decimal(0.1)).toThrow(RangeError);
});

test('NaN is equal to nothing but itself; a signaling NaN is no key', () => {
  const [a, b] = [new Decimal('NaN'), new Decimal('NaN')];
  const set = new PySet([a, b]);
  expect([set.size, set.has(a), set.has(new Decimal('NaN'))]).toEqual([2, true, false]);
  expect(() => set.add(new Decimal('sNaN'))).toThrow('Cannot hash a signaling NaN value');
});

test('an exponent costs no more than its digits', () => {
  const keys = Array.from({ length: 1000 }, (_, i) => new Decimal(`1E+${999_999_999_999_000 + i}`));
  expect(new PySet(keys).size).toBe(1000);
  const zeros = new Decimal(`1${'0'.repeat(500_000)}1`);
  expect(new PySet([zeros]).has(new Decimal(`1${'0'.repeat(500_000)}1.0`))).toBe(true);
});

test('numbers, JSON, inspection', () => {
  const values = ['1.10', '-0', '1E+5', 'Infinity', '-Infinity', 'NaN', 'sNaN3'].map((text) => new Decimal(text));
  expect(values.map((value) => value.toNumber())).toEqual([1.1, -0, 1e5, Infinity, -Infinity, NaN, NaN]);
  expect(JSON.stringify(values)).toBe('["1.10","-0","1E+5","Infinity","-Infinity","NaN","sNaN3"]');
  expect(inspect(values[0])).toBe("Decimal('1.10')");
  expect(String(values[0])).toBe('1.10');
  expect(new Dict<unknown, number>([[new Decimal('2.0'), 1]]).get(new Float(2))).toBe(1);
  expect(new Dict<unknown, number>([[new Decimal('2.0'), 1]]).get(new Fraction(4, 2))).toBe(1);
});

describe('with decimal.js', () => {
  test('a Decimal becomes one and comes back, digit by digit', () => {
    for (const text of ['1.10', '-0', '1E+30', '123456789012345678901234567890.5', 'Infinity', 'NaN']) {
      const big = new DecimalJs(new Decimal(text).value);
      expect(new Decimal(big.valueOf()).toNumber()).toBe(Number(text));
      expect(big.toString()).toBe(new DecimalJs(text).toString());
    }
  });

  test('a codec reads and writes them', async () => {
    const codecs = [
      pythonClass('decimal.Decimal', DecimalJs, {
        call: ([text]) => new DecimalJs(String(text)),
        reduce: (value) => ({ callable: Global.of('decimal.Decimal'), args: [value.valueOf()] }),
      }),
    ];
    const python = await oracle();
    python.run('import decimal');
    const read = loads<DecimalJs>(python.dumps("decimal.Decimal('0.1')", 5), { codecs });
    expect(read.plus('0.2').toString()).toBe('0.3');
    expect(
      python.check(dumps(read.plus('0.2'), { codecs }), "type(x) is decimal.Decimal and x == decimal.Decimal('0.3')"),
    ).toBe(true);
  });
});

test.each(['auto', 'bigint'] as const)('a Decimal of a tuple, with ints: %s', (ints) => {
  const made = (...args: unknown[]): unknown => loads(call(Tuple.from(args)), { ints });
  expect(made(1, Tuple.of(1, 0, 5), -2)).toStrictEqual(new Decimal('-1.05'));
  expect(made(0, Tuple.of(7), 'N')).toStrictEqual(new Decimal('sNaN7'));
  expect(made(1, Tuple.of(0), 'F')).toStrictEqual(new Decimal('-Infinity'));
  for (const wrong of [
    [2, Tuple.of(1), 0],
    [0, Tuple.of(10), 0],
    [0, Tuple.of('1'), 0],
    [0, Tuple.of([1]), 0],
    [0, Tuple.of(1), 1.5],
  ]) {
    expect(() => made(...wrong)).toThrow(expect.objectContaining({ code: 'bad-call' }));
  }
});
