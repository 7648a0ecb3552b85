import { expect, test } from 'vitest';
import { ObjectTable } from '../../src/dump/object-table.ts';

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
