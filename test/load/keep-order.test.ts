import { describe, expect, test } from 'vitest';
import { dumps, load, loads, pythonClass, UnpicklingError } from '../../src/index.ts';

/** A dict that has this key behind another. */
const behind = (key: string, more = 0): Uint8Array =>
  dumps(new Map([['a', 1], ...Array.from({ length: more }, (_, i): [string, number] => [`k${i}`, i]), [key, 2]]));
const ordered = { dicts: 'object', keepOrder: true } as const;

test('a plain object has array indices first', () => {
  const pickle = dumps(
    new Map([
      ['b', 1],
      ['10', 2],
      ['2', 3],
    ]),
  );
  expect(Object.keys(loads<object>(pickle, { dicts: 'object' }))).toEqual(['2', '10', 'b']);
  expect([...loads<Map<string, number>>(pickle).keys()]).toEqual(['b', '10', '2']);
  expect([...loads<Map<string, number>>(pickle, { keepOrder: true }).keys()]).toEqual(['b', '10', '2']);
});

describe('with keepOrder', () => {
  test.for(['0', '10', '2', '4294967294'])('the key %j is refused', async (key) => {
    for (const more of [0, 3, 20]) {
      const refused = { name: 'UnpicklingError', code: 'bad-key' };
      expect(() => loads(behind(key, more), ordered)).toThrow(UnpicklingError);
      await expect(load([behind(key, more)], ordered)).rejects.toMatchObject(refused);
      expect(() => loads(behind(key, more), ordered)).toThrow(
        "a plain object puts keys like '10' first, in numeric order; to keep the order of the dict, read with dicts: 'map'",
      );
    }
  });

  test.for(['', '00', '01', '1.0', '-1', '1e3', ' 1', '4294967295', '99999999999', 'x1'])(
    'the key %j stands where it stood',
    (key) => {
      for (const more of [0, 3, 20]) {
        const keys = Object.keys(loads<object>(behind(key, more), ordered));
        expect(keys.at(-1)).toBe(key);
        expect(keys[0]).toBe('a');
      }
    },
  );

  test('dicts of one entry, of the oldest protocol and in states of objects are looked at too', () => {
    const C = class C {
      state: unknown = { '1': 1 };
    };
    const codecs = [pythonClass('m.C', C)];
    for (const protocol of [0, 1, 2, 5] as const) {
      expect(() => loads(dumps({ '1': 1 }, { protocol }), ordered)).toThrow("keys like '10'");
      expect(() => loads(dumps(new C(), { protocol, codecs }), { ...ordered, codecs })).toThrow("keys like '10'");
    }
  });
});
