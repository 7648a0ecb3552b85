/** States of objects: any number of attributes, in a class that is known and in one that is not. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Dict, dumps, type Instance, load, loads, type Protocol, pythonClass } from '../../src/index.ts';
import { cut, lent, SIZES } from '../chunks.ts';

class Point {}
const codecs = [pythonClass('m.Point', Point)];
const PROTOCOLS: readonly Protocol[] = [0, 1, 2, 3, 4, 5];

function point(attributes: Readonly<Record<string, unknown>>): Point {
  return Object.assign(new Point(), attributes);
}

test.for([0, 1, 2, 3, 4, 5, 20, 999, 1000, 1001, 2500])(
  'an object of %d attributes comes back with each of them',
  (count) => {
    const attributes = Object.fromEntries(
      Array.from({ length: count }, (_, i) => [`name${i}`, i % 3 === 0 ? `v${i}` : i]),
    );
    for (const protocol of PROTOCOLS) {
      const pickle = dumps(point(attributes), { protocol, codecs });
      const back = loads(pickle, { codecs });
      expect(back).toBeInstanceOf(Point);
      expect({ ...(back as object) }).toEqual(attributes);
      const inert = loads<Instance>(pickle);
      expect(count === 0 ? inert.states : [...(inert.state as Dict)]).toEqual(
        count === 0 ? [] : Object.entries(attributes),
      );
    }
  },
);

test('objects of random attributes, one after another, come back in order, whole and in chunks', async () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd', 'alpha', 'beta', 'x'.repeat(300), 'ä');
  const value = fc.oneof(fc.integer(), fc.string(), fc.constant(null), fc.double({ noNaN: true, noInteger: true }));
  const objects = fc.array(fc.dictionary(name, fc.oneof(value, fc.array(value, { maxLength: 3 })), { maxKeys: 6 }), {
    maxLength: 6,
  });
  await fc.assert(
    fc.asyncProperty(objects, fc.constantFrom(...PROTOCOLS), SIZES, async (rows, protocol, sizes) => {
      const pickle = dumps(rows.map(point), { protocol, codecs });
      for (const back of [loads(pickle, { codecs }), await load(lent(cut(pickle, sizes)), { codecs })]) {
        expect((back as Point[]).map((each) => Object.entries(each))).toEqual(rows.map((row) => Object.entries(row)));
        expect((back as Point[]).every((each) => each instanceof Point)).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

test('a state that is fetched again is the dict of all its attributes', () => {
  for (const count of [1, 2, 3, 4, 7]) {
    const entries = Array.from({ length: count }, (_, i) => `\x8c\x01${'abcdefg'[i]}K${String.fromCharCode(i)}`).join(
      '',
    );
    const pickle = Buffer.from(`cm\nPoint\n)\x81}\x94(${entries}ubh\0\x86.`, 'latin1');
    const [object, state] = loads<readonly [object, Dict]>(pickle, { codecs });
    const expected = Array.from({ length: count }, (_, i) => ['abcdefg'[i], i]);
    expect(Object.entries(object)).toEqual(expected);
    expect([...state]).toEqual(expected);
  }
});

test('states that begin with the same names, longer or shorter ones after another, are each fetched whole', () => {
  const counts = [2, 4, 3, 3, 1, 5];
  const name = (i: number): string => `\x8c\x01${'abcdefg'[i]}`;
  const objects = counts.map((count, at) => {
    const entries = Array.from({ length: count }, (_, i) => `${name(i)}K${String.fromCharCode(10 * at + i)}`).join('');
    return `cm\nPoint\n)\x81}\x94(${entries}ub`;
  });
  const again = counts.map((_, at) => `h${String.fromCharCode(at)}`).join('');
  const [, states] = loads<[unknown, Dict[]]>(Buffer.from(`](](${objects.join('')}e](${again}ee.`, 'latin1'), {
    codecs,
  });
  expect(states.map((state) => [...state])).toEqual(
    counts.map((count, at) => Array.from({ length: count }, (_, i) => ['abcdefg'[i], 10 * at + i])),
  );
});
