import { expect, test } from 'vitest';
import { DeferredDicts } from '../../../src/load/deferred/deferred-dicts.ts';

test('states are found by their places, and forgotten', () => {
  const states = new DeferredDicts();
  expect(states.find(0)).toBe(undefined);
  states.keep(3, ['-', 'a', 1, 'b', 2, '-'], 1, 5);
  states.keep(5, ['a', 3, 'b', 4], 0, 4);
  states.keep(9, ['b', 5], 0, 2);
  states.keep(10, [], 0, 0);
  expect(states.find(3)).toEqual(['a', 1, 'b', 2]);
  expect(states.find(5)).toEqual(['a', 3, 'b', 4]);
  expect(states.find(9)).toEqual(['b', 5]);
  expect(states.find(10)).toEqual([]);
  expect([0, 4, 6, 11].map((index) => states.find(index))).toEqual(Array(4).fill(undefined));
  expect(states.places()).toEqual([3, 5, 9, 10]);
  expect(states.takes(10, 1)).toBe(false);
  expect(states.takes(11, 1)).toBe(true);
  states.clear();
  expect(states.takes(0, 1)).toBe(true);
  expect(states.find(3)).toBe(undefined);
});
