import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { dumps, Global, Instance, loads, Tuple } from '../../../src/index.ts';
import { Random } from '../../../src/stdlib.ts';
import { oracle } from '../../oracle.ts';
import { rowsOf } from '../rows.ts';

test('the row of real Pythons', () => {
  for (const { protocol, pickle: bytes, pythons } of rowsOf('Random')) {
    const random = loads<Random>(bytes);
    expect(random).toBeInstanceOf(Random);
    expect([random.words.length, random.words[0], random.position, random.gaussNext]).toEqual([
      624,
      2147483648,
      624,
      null,
    ]);
    for (const python of pythons) expect(Buffer.compare(dumps(random, { protocol, python }), bytes)).toBe(0);
  }
});

test('Python goes on with the numbers where it was', async () => {
  const python = await oracle();
  python.run('import random\nr = random.Random(8)\nr.gauss(0, 1); r.random()');
  for (const protocol of [0, 1, 2, 3, 4, 5] as const) {
    const pickle = python.dumps('r', protocol);
    for (const options of [{}, { ints: 'bigint' }] as const) {
      const random = loads<Random>(pickle, options);
      expect(random.gaussNext).toBe(python.evaluate('r.gauss_next'));
      const back = dumps(random, { protocol });
      expect(Buffer.compare(back, pickle)).toBe(0);
      expect(python.check(back, 'x.getstate() == r.getstate() and type(x) is random.Random')).toBe(true);
    }
  }
});

function built(...state: unknown[]): Uint8Array {
  const instance = new Instance(Global.of('random.Random'), 'call');
  instance.build(Tuple.from(state));
  return dumps(instance);
}

test('wrong states are refused', () => {
  const vector = (length: number, word: unknown, last: unknown = 0): Tuple => {
    return Tuple.from<unknown>([...Array.from({ length: length - 1 }, () => word), last]);
  };
  expect(loads(built(2, vector(625, -1), null))).toMatchObject({
    position: 0,
    words: expect.arrayContaining([4294967295]),
  });
  for (const state of [
    [],
    [3, vector(625, 1)],
    [4, vector(625, 1), null],
    ['3', vector(625, 1), null],
    [3, vector(624, 1), null],
    [3, [...vector(625, 1)], null],
    [3, vector(625, -1), null],
    [3, vector(625, 2 ** 32), null],
    [3, vector(625, 1.5), null],
    [3, vector(625, 1, 625), null],
    [3, vector(625, 1), 'x'],
  ]) {
    expect(() => loads(built(...state))).toThrow(expect.objectContaining({ code: 'bad-state' }));
  }
});

test('without a state, and by inspection', () => {
  const random = loads<Random>(dumps(new Random()));
  expect(random).toStrictEqual(new Random());
  expect(inspect(random)).toBe('<random.Random object>');
});
