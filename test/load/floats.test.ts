/** `floats: 'exact'`: a float that is a whole number is a `Float`, by whichever way it is read. */
import { describe, expect, test } from 'vitest';
import {
  Complex,
  Dict,
  dumps,
  Float,
  type Instance,
  load,
  loads,
  PySet,
  Tuple,
  Unpickler,
  UnpicklingError,
} from '../../src/index.ts';
import { Counter, PyArray, PyError, Random, TimeDelta } from '../../src/stdlib.ts';

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (unit) => unit.charCodeAt(0));
const exact = { floats: 'exact' } as const;
const one = new Float(1);
/** 1.0 and 1.5 as BINFLOAT has them. */
const ONE = 'G?\xf0\0\0\0\0\0\0';
const HALVES = 'G?\xf8\0\0\0\0\0\0';

const ROWS: readonly (readonly [what: string, pickle: string, value: unknown])[] = [
  ['a float of eight bytes', `${ONE}.`, one],
  ['and one with more behind it', `${ONE}NN00.`, one],
  ['one in text', 'F1.0\n.', one],
  ['one in text without a point', 'F1\n.', one],
  ['a large one', 'G\x7e\x37\xe4\x3c\x88\0\x75\x9c.', new Float(1e300)],
  ['0.0', 'G\0\0\0\0\0\0\0\0.', new Float(0)],
  ['-0.0', 'G\x80\0\0\0\0\0\0\0.', -0],
  ['1.5', `${HALVES}.`, 1.5],
  ['infinity', 'G\x7f\xf0\0\0\0\0\0\0.', Number.POSITIVE_INFINITY],
  ['NaN', 'G\x7f\xf8\0\0\0\0\0\0.', Number.NaN],
  ['an int', 'K\x01.', 1],
  ['a list of floats', `](${ONE}${HALVES}${ONE}e.`, [one, 1.5, one]],
  ['a list in the memo', `]\x94(${ONE}${HALVES}eh\x00\x86.`, Tuple.of<unknown>([one, 1.5], [one, 1.5])],
  ['a tuple', `${ONE}K\x01\x86.`, Tuple.of<unknown>(one, 1)],
  ['a key: the first one stays', `}(${ONE}K\x05K\x01K\x06u.`, new Dict([[one, 6]])],
  ['a key after an equal int', `}(K\x01K\x05${ONE}K\x06u.`, new Dict([[1, 6]])],
  ['a member', `\x8f(${ONE}K\x01${HALVES}\x90.`, new PySet([one, 1.5])],
];

describe.for(['loads', 'Unpickler', 'load'] as const)('%s', (reader) => {
  test.for(ROWS)('%s', async ([, text, value]) => {
    const pickle = bytesOf(`\x80\x05${text}`);
    const chunks = [...pickle].map((byte) => Uint8Array.of(byte));
    const found = {
      loads: () => loads(pickle, exact),
      Unpickler: () => new Unpickler(pickle, exact).load(),
      load: () => load(chunks, exact),
    }[reader]();
    expect(await found).toStrictEqual(value);
    expect(loads(dumps(await found), exact)).toStrictEqual(value);
  });
});

test('by default they are numbers', () => {
  expect(loads(bytesOf(`\x80\x05](${ONE}${HALVES}e.`))).toStrictEqual([1, 1.5]);
  expect(loads(bytesOf(`\x80\x05](${ONE}${HALVES}e.`), { floats: 'number' })).toStrictEqual([1, 1.5]);
});

test('an option of another word is refused', () => {
  expect(() => loads(bytesOf('N.'), { floats: 'float' as 'exact' })).toThrow(
    'options.floats needs one of number, exact, got float',
  );
});

test('a Float counts for limits.memory', () => {
  const pickle = bytesOf(`\x80\x05](${ONE.repeat(1000)}e.`);
  expect(loads(pickle, { ...exact, limits: { memory: 100_000 } })).toHaveLength(1000);
  expect(() => loads(pickle, { ...exact, limits: { memory: 30_000 } })).toThrow(UnpicklingError);
  expect(loads(pickle, { limits: { memory: 30_000 } })).toHaveLength(1000);
});

test('with bigints too', () => {
  expect(loads(bytesOf(`\x80\x05](${ONE}K\x01e.`), { ...exact, ints: 'bigint' })).toStrictEqual([one, 1n]);
});

describe("Python's own classes take a Float where Python takes a float", () => {
  const call = (module: string, name: string, args: string): Uint8Array =>
    bytesOf(`\x80\x05c${module}\n${name}\n(${args}tR.`);

  test.for<[string, string, string, unknown]>([
    ['builtins', 'complex', `${ONE}K\x02`, new Complex(1, 2)],
    ['datetime', 'timedelta', ONE, new TimeDelta(1)],
    ['datetime', 'timedelta', `K\x00${HALVES}`, new TimeDelta(0, 1.5)],
    ['builtins', 'float', 'X\x01\0\0\0\x32', new Float(2)],
    ['builtins', 'int', ONE, 1],
    ['array', 'array', `X\x01\0\0\0d](${ONE}${HALVES}e`, new PyArray('d', Float64Array.of(1, 1.5))],
    ['collections', 'Counter', `}X\x01\0\0\0a${ONE}s`, new Counter<unknown, unknown>([['a', one]])],
    ['builtins', 'ValueError', ONE, new PyError('ValueError', [one])],
  ])('%s.%s(%j)', ([module, name, args, value]) => {
    expect(loads(call(module, name, args), exact)).toStrictEqual(value);
  });

  test.for<[string, string]>([
    ['decimal', 'Decimal'],
    ['fractions', 'Fraction'],
  ])('%s.%s of a float is kept as it is', ([module, name]) => {
    const value = loads<Instance>(call(module, name, ONE), exact);
    expect(value.args).toStrictEqual(Tuple.from([one]));
    expect(dumps(value)).toEqual(dumps(loads(dumps(value), exact)));
  });

  test.for<[string, string, string, string]>([
    ['datetime', 'date', `${ONE}K\x01K\x01`, "'float' object cannot be interpreted as an integer"],
    ['builtins', 'range', ONE, "'float' object cannot be interpreted as an integer"],
    ['builtins', 'set', ONE, "'float' object is not iterable"],
    ['array', 'array', `X\x01\0\0\0i](${ONE}e`, "an array of typecode 'i' cannot hold a 'float'"],
    ['collections', 'deque', `]${ONE}`, "'float' object cannot be interpreted as an integer"],
  ])('%s.%s(%j) refuses one, as Python', ([module, name, args, message]) => {
    expect(() => loads(call(module, name, args), exact)).toThrow(message);
  });

  test('the normal number that a Random keeps', () => {
    const random = new Random();
    Object.assign(random, { words: Array.from({ length: 624 }, () => 1), position: 1, gaussNext: 1 });
    const pickle = dumps(random);
    expect(loads(pickle, exact)).toStrictEqual(random);
  });
});
