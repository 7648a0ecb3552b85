import { expect, test } from 'vitest';
import { dumps, loads, pythonClass } from '../../src/index.ts';

class Point {
  x: unknown;
  y: unknown;

  constructor(x: unknown, y: unknown) {
    this.x = x;
    this.y = y;
  }
}

class Row extends Array<unknown> {}

const codecs = [pythonClass('m.Point', Point), pythonClass('m.Row', Row)];

test.for([0, 1, 2, 3, 4, 5] as const)('who sees each value sees the attributes as a Map, protocol %d', (protocol) => {
  const point = new Point(1, new Point('a', null));
  const seen: unknown[] = [];
  const pickle = dumps(point, { codecs, protocol, persistentId: (value) => void seen.push(value) });
  expect(seen).toContainEqual(new Map<string, unknown>([['x', 1], ['y', point.y]])); // biome-ignore format: one row
  expect(seen).toContainEqual(new Map<string, unknown>([['x', 'a'], ['y', null]])); // biome-ignore format: one row
  expect(dumps(point, { codecs, protocol })).toEqual(pickle);
});

test('the dict of the attributes takes a number in the memo', () => {
  const shared = ['shared'];
  const value = [new Point(shared, 1), new Point(shared, shared), shared];
  const read = loads<[Point, Point, unknown]>(dumps(value, { codecs }), { codecs });
  expect(read).toEqual(value);
  expect([read[0].x, read[1].x, read[1].y].every((item) => item === read[2])).toBe(true);
});

test('the elements of an array are no attributes', () => {
  const row = Object.assign(Row.from(['a', 'b']), { title: 'c' });
  const read = loads<Row & { title: string }>(dumps(row, { codecs }), { codecs });
  expect([...read]).toEqual(['a', 'b']);
  expect(Object.keys(read)).toEqual(['0', '1', 'title']);
});
