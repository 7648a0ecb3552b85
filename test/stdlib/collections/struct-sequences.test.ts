import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { Dict, loads, Tuple } from '../../../src/index.ts';
import { StatResult, StructTime } from '../../../src/stdlib.ts';
import { bothDirections } from '../both-directions.ts';
import { checkRows } from '../rows.ts';

describe('every measured pickle loads and is written in the same bytes', () => {
  test('struct_time', () =>
    checkRows('struct_time', (value) => {
      expect(value).toBeInstanceOf(StructTime);
      const time = value as StructTime;
      expect([...time]).toEqual([1970, 1, 1, 0, 0, 0, 3, 1, 0]);
      expect([time.get('tm_year'), time.get('tm_zone'), time.get('tm_gmtoff')]).toEqual([1970, 'GMT', 0]);
      expect(time.toDate()).toEqual(new Date(0));
    }));
  test('stat_result', () =>
    checkRows('stat_result', (value) => {
      expect(value).toBeInstanceOf(StatResult);
      expect([(value as StatResult).get('st_size'), (value as StatResult).get('st_atime_ns')]).toEqual([6, null]);
    }));
});

test.each(['time.gmtime(0)', 'time.struct_time((2024, 2, 29, 1, 2, 3, 3, 60, -1))'])('%s', async (expression) => {
  await bothDirections(expression, (value) => expect(value).toBeInstanceOf(StructTime), {
    setup: 'import time',
    by: 'tuple(x), x.tm_zone, x.tm_gmtoff',
  });
});

test('it is a tuple', () => {
  const time = new StructTime([2024, 2, 29, 1, 2, 3, 3, 60, 0], [['tm_gmtoff', 3600]]);
  expect(new Dict<unknown, number>([[time, 1]]).get(Tuple.of(2024, 2, 29, 1, 2, 3, 3, 60, 0))).toBe(1);
  expect(time.toDate().toISOString()).toBe('2024-02-29T00:02:03.000Z');
  expect(time.map((x) => x)).toHaveLength(9);
});

test.each([
  ['too few items', 'ctime\nstruct_time\n((I1\nttR.'],
  ['a number', 'ctime\nstruct_time\n(I1\ntR.'],
  ['extra fields that are no dict', 'cos\nstat_result\n((I0\nI1\nI2\nI3\nI4\nI5\nI6\nI7\nI8\nI9\ntI1\ntR.'],
])('refused: %s', (_name, text) => {
  expect(() => loads(Buffer.from(text))).toThrow(expect.objectContaining({ code: 'bad-call' }));
});

test('bigints are their digits in JSON, as of nanoseconds', () => {
  const stat = new StatResult(new Array(10).fill(0), [['st_mtime_ns', 2n ** 60n]]);
  expect(JSON.parse(JSON.stringify(stat))).toMatchObject({ st_size: 0, st_mtime_ns: String(2n ** 60n) });
  expect(inspect(stat)).toContain('os.stat_result(st_mode=');
});
