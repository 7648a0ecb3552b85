import { Session } from 'node:inspector/promises';
import { describe, expect, test } from 'vitest';
import { dumps, loads } from '../../../src/index.ts';
import { PresizedObjects } from '../../../src/load/deferred/presized-objects.ts';

const keysOf = (count: number): string[] => Array.from({ length: count }, (_, i) => `key_${i}`);
const itemsOf = (count: number): unknown[] => keysOf(count).flatMap((key, i) => [key, i]);

describe('an object for keys is one like a literal', () => {
  test.for([0, 4, 5, 8, 9, 16, 17, 32, 33, 64, 65, 200])('%i keys', (count) => {
    const records = new PresizedObjects();
    const items = itemsOf(count);
    for (let time = 0; time < 3; time++) {
      const object = records.make(items, 0, items.length);
      expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
      expect(Reflect.ownKeys(object)).toEqual([]);
      expect(object.constructor).toBe(Object);
    }
  });
});

test.for([3, 6, 12, 25, 50, 100, 1500])('dicts of %i keys are read again and again as plain objects', (count) => {
  const expected = Object.fromEntries(keysOf(count).map((key, i) => [key, i]));
  const list = Array.from({ length: 4 }, () => ({ ...expected }));
  const read = loads<Record<string, unknown>[]>(dumps(list), { dicts: 'object' });
  expect(read).toEqual(list);
  for (const object of read) {
    expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
    expect(Object.keys(object)).toEqual(keysOf(count));
  }
});

test('keys that the constructors use are keys like others', () => {
  const names = ['a0', 'h7', 'c3', 'constructor', 'toString', '12', 'a1', 'b0', 'x'];
  const value = Object.fromEntries(names.map((name, i) => [name, i]));
  expect(loads(dumps([value, value, value]), { dicts: 'object' })).toEqual([value, value, value]);
});

test('__proto__ is refused among many keys', () => {
  const pickle = dumps(new Map([...keysOf(20), '__proto__'].map((key) => [key, 1])));
  expect(() => loads(pickle, { dicts: 'object' })).toThrow("cannot hold the key '__proto__'");
});

test('a debugger shows one as it shows a literal', async () => {
  const items = itemsOf(20);
  const records = new PresizedObjects();
  records.make(items, 0, items.length);
  const session = new Session();
  session.connect();
  for (const object of [records.make(itemsOf(6), 0, 12), records.make(items, 0, items.length)]) {
    Reflect.set(globalThis, 'shownRecord', object);
    const { result } = await session.post('Runtime.evaluate', { expression: 'shownRecord' });
    expect(result.className).toBe('Object');
  }
  Reflect.deleteProperty(globalThis, 'shownRecord');
  session.disconnect();
});
