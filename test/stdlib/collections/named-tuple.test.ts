import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Dict, dumps, loads, pythonNamedTuple, Tuple } from '../../../src/index.ts';
import { NamedTuple } from '../../../src/stdlib.ts';
import { bothDirections } from '../both-directions.ts';
import { checkRows } from '../rows.ts';

test.each([
  ['DecimalTuple', { sign: 0, digits: Tuple.of(1, 5), exponent: -1 }],
  ['difflib.Match', { a: 1, b: 2, size: 3 }],
  ['urlparse', { scheme: 'http', netloc: 'a', path: '/b', params: '', query: '', fragment: '' }],
])('every measured pickle of %s', (name, fields) =>
  checkRows(name, (value) => {
    expect(value).toBeInstanceOf(NamedTuple);
    expect(value).toMatchObject(fields);
  }),
);

test.each(['urllib.parse.urlsplit("https://x/y?q#f")', 'urllib.parse.urldefrag("a#b")'])('%s', async (expression) => {
  await bothDirections(expression, (value) => expect(value).toBeInstanceOf(NamedTuple), {
    setup: 'import urllib.parse',
  });
});

const Odd = pythonNamedTuple('app.Odd', ['length', 'map', 'x']);

test('a name that arrays have is found by get', () => {
  const odd = Odd.make(7, 8, 9);
  expect([odd.length, odd.get('length'), odd.get('map'), odd.x, odd.get('nothing')]).toEqual([3, 7, 8, 9, undefined]);
  expect(loads(dumps(odd, { codecs: [Odd] }), { codecs: [Odd] })).toEqual(odd);
});

test('it is equal to its tuple as a key, and one of one item to no other', () => {
  expect(new Dict<unknown, number>([[Odd.make(1, 2, 3), 1]]).get(Tuple.of(1, 2, 3))).toBe(1);
  const One = pythonNamedTuple('app.One', ['x']);
  const codecs = [One];
  for (const protocol of [0, 2] as const) {
    const one = One.make(Tuple.of(5));
    expect(loads(dumps(one, { codecs, protocol }), { codecs })).toEqual(one);
  }
});

test('another number of items is refused; inspection shows names', () => {
  const codecs = [Odd];
  expect(() => loads(Buffer.from('capp\nOdd\n(I1\nt\x81.', 'latin1'), { codecs })).toThrow(
    expect.objectContaining({ code: 'bad-call' }),
  );
  expect(inspect(Odd.make(1, 2, 3))).toBe('Odd(length=1, map=2, x=3)');
});
