/** Files of joblib whose arrays are read later. */
import { dumps, PickleError } from 'brine';
import { type ByteSource, bytesSource } from 'brine/containers';
import { dumpJoblib, LazyArray, loadJoblib } from 'brine/joblib';
import { NdArray } from 'brine/numpy';
import { describe, expect, test } from 'vitest';
import { type Fixture, fromBase64, summary } from '../../conformance/joblib/summary.ts';
import { fixture } from '../fixtures.ts';

const large = NdArray.from(
  Float64Array.from({ length: 100_000 }, (_, i) => i),
  [1000, 100],
);

/** A source that counts the bytes that are read. */
function counted(bytes: Uint8Array): ByteSource & { readonly count: number } {
  const source = bytesSource(bytes);
  let count = 0;
  return {
    size: source.size,
    get count() {
      return count;
    },
    async read(start, end) {
      count += end - start;
      return await source.read(start, end);
    },
  };
}

describe('a source in ranges', () => {
  test('elements are read when they are asked for, all or some rows', async () => {
    const source = counted(await dumpJoblib({ a: large, name: 'spam', b: large }));
    const value = await loadJoblib<Map<string, unknown>>(source, { lazy: true });
    expect(source.count).toBeLessThan(60_000);
    expect(value.get('name')).toBe('spam');
    const a = value.get('a') as LazyArray;
    expect(a).toBeInstanceOf(LazyArray);
    expect(a).toMatchObject({ shape: [1000, 100], order: 'C', length: 800_000 });
    expect(a.dtype.str).toBe('<f8');
    expect(a.offset % 16).toBe(0);
    const before = source.count;
    expect((await a.rows(10, 12)).equals(large.slice([10, 12]))).toBe(true);
    expect(source.count - before).toBe(1600);
    expect((await (value.get('b') as LazyArray).read()).equals(large)).toBe(true);
    await expect(a.rows(0, 1001)).rejects.toThrow(RangeError);
  });

  test.for<readonly [string, (file: Uint8Array<ArrayBuffer>) => Parameters<typeof loadJoblib>[0]]>([
    ['bytes', (file) => file],
    ['a Blob', (file) => new Blob([file])],
  ])('%s', async ([, source]) => {
    for (const compress of [undefined, 'gzip'] as const) {
      const file = new Uint8Array(await dumpJoblib([large], undefined, { compress }));
      const [array] = await loadJoblib<LazyArray[]>(source(file), { lazy: true });
      expect((await array?.read())?.equals(large)).toBe(true);
    }
  });

  test('arrays of objects, which only their pickle delimits, are there at once', async () => {
    const objects = NdArray.from([1, 'two'], [2], 'O');
    const [array, after] = await loadJoblib<[LazyArray, string]>(await dumpJoblib([objects, 'after']), { lazy: true });
    expect((await array.read()).toNested()).toEqual([1, 'two']);
    await expect(array.rows(0, 1)).rejects.toThrow(TypeError);
    expect(after).toBe('after');
  });

  test('a LazyArray cannot be written, and one that was not read has no elements', async () => {
    const array = await loadJoblib<LazyArray>(await dumpJoblib(large), { lazy: true });
    expect(() => dumps(array)).toThrow(PickleError);
    await expect(new LazyArray().read()).rejects.toThrow(TypeError);
  });

  test('a file that is cut is refused; what is not a boolean too', async () => {
    const file = await dumpJoblib([large, 'after']);
    await expect(loadJoblib(file.subarray(0, 5000), { lazy: true })).rejects.toMatchObject({ code: 'truncated' });
    await expect(loadJoblib(file, { lazy: 1 as never })).rejects.toThrow(RangeError);
  });

  test('the limit on memory holds for one array', async () => {
    const array = await loadJoblib<LazyArray>(await dumpJoblib(large), { lazy: true, limits: { memory: 100_000 } });
    await expect(array.read()).rejects.toMatchObject({ code: 'limit' });
  });
});

test.for(['0.14', '1.2', '1.6'])('the arrays of joblib %s are those that are read at once', async (version) => {
  const { rows } = fixture<Fixture>(`joblib/${version}.json.gz`);
  const options = { ints: 'bigint', floats: 'exact', encoding: 'latin1' } as const;
  let lazy = 0;
  for (const row of rows) {
    const value = await resolved(await loadJoblib(fromBase64(row.file), { ...options, lazy: true }));
    expect(summary(value), row.name).toEqual(row.summary);
  }
  expect(lazy).toBeGreaterThan(60);

  /** With the elements of its arrays. */
  async function resolved(given: unknown): Promise<unknown> {
    if (given instanceof LazyArray) {
      lazy++;
      return await given.read();
    }
    if (given instanceof Map) for (const [key, item] of given) given.set(key, await resolved(item));
    if (Array.isArray(given)) for (const [at, item] of given.entries()) given[at] = await resolved(item);
    return given;
  }
});
