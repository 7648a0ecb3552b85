import { expect, test } from 'vitest';
import { ObjectTable } from '../../../src/dump/memo/object-table.ts';

test.for([0, 1, 8, 9, 100])('%d objects have the numbers that they were given, until the table is cleared', (count) => {
  const objects = Array.from({ length: count }, () => ({}));
  const table = new ObjectTable();
  for (const round of [0, 1]) {
    for (const [i, object] of objects.entries()) {
      expect(table.get(object)).toBeUndefined();
      table.add(object, 10 * round + i);
    }
    expect(objects.map((object) => table.get(object))).toEqual(objects.map((_, i) => 10 * round + i));
    expect(table.get({})).toBeUndefined();
    table.clear();
  }
});

test.for([1, 8, 9, 100])('%d objects that are entered have their numbers when they come again', (count) => {
  const objects = Array.from({ length: count }, () => ({}));
  const table = new ObjectTable();
  for (const round of [0, 1]) {
    for (const [i, object] of objects.entries()) {
      if (i % 3 === 0) table.add(object, 5 * i + round);
      else expect(table.enter(object, 5 * i + round)).toBeUndefined();
    }
    for (const [i, object] of [...objects.entries()].reverse()) {
      expect(table.enter(object, -1)).toBe(5 * i + round);
      expect(table.get(object)).toBe(5 * i + round);
    }
    const late = {};
    expect(table.enter(late, 7)).toBeUndefined();
    expect(table.enter(late, 8)).toBe(7);
    expect(table.get(objects[0] ?? {})).toBe(round);
    table.clear();
    expect(table.get(late)).toBeUndefined();
  }
});
