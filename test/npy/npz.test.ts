import { expect, test } from 'vitest';
import { openZip } from '../../src/containers/zip/archive.ts';
import { zip } from '../../src/containers/zip/write.ts';
import { PickleError } from '../../src/errors.ts';
import { openNpz, writeNpz } from '../../src/npy/npz.ts';
import { writeNpy } from '../../src/npy/write-npy.ts';
import { NdArray } from '../../src/numpy/nd-array.ts';
import { bytesSource } from '../../src/sources/byte-source.ts';
import { fixture } from '../fixtures.ts';

/** Made by conformance/npy/archives.py. */
const { savez, savez_compressed, positional } = fixture<Record<string, string>>('npz.json');
const sourceOf = (text = ''): ReturnType<typeof bytesSource> => bytesSource(Buffer.from(text, 'base64'));

const NAMES = ['weights', 'f order', 'dir/name.npy', 'naïve'];

test.for([
  ['numpy.savez', savez],
  ['numpy.savez_compressed', savez_compressed],
] as const)('what %s wrote', async ([, file]) => {
  const npz = await openNpz(sourceOf(file));
  expect(npz.names).toEqual(NAMES);
  const arrays = await Promise.all(npz.names.map(async (name) => (await npz.read(name)).toNested()));
  expect(arrays).toEqual([
    [
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9, 10, 11],
    ],
    [
      [0, 1, 2],
      [3, 4, 5],
    ],
    ['a', 'bcd'],
    5n,
  ]);
  const opened = await npz.open('weights');
  expect(opened.shape).toEqual([3, 4]);
  expect((await opened.rows(2, 3)).toNested()).toEqual([[8, 9, 10, 11]]);
});

test('arrays without names', async () => {
  expect((await openNpz(sourceOf(positional))).names).toEqual(['arr_0', 'arr_1']);
});

test('an array that is not there, and another file', async () => {
  const npz = await openNpz(sourceOf(savez));
  await expect(npz.read('bias')).rejects.toThrow("there is no array 'bias' in the .npz");
  await expect(openNpz(bytesSource(writeNpy(NdArray.from([1]))))).rejects.toThrow(PickleError);
});

test('the names come from the directory, and an array from its own bytes alone', async () => {
  const large = NdArray.from(new Float64Array(100_000));
  const file = await writeNpz({ small: NdArray.from([1]), large });
  const ranges: (readonly [number, number])[] = [];
  const inner = bytesSource(file);
  const source = {
    size: inner.size,
    read: async (start: number, end: number) => {
      ranges.push([start, end]);
      return await inner.read(start, end);
    },
  };
  const npz = await openNpz(source);
  expect(npz.names).toEqual(['small', 'large']);
  const total = (): number => ranges.reduce((sum, [start, end]) => sum + end - start, 0);
  expect(total()).toBeLessThan(100_000);
  expect((await npz.open('large')).shape).toEqual([100_000]);
  await npz.read('small');
  expect(total()).toBeLessThan(200_000);
});

test('a wrong checksum is an error, and so is a name that is there twice', async () => {
  const file = await writeNpz({ a: NdArray.from([1, 2, 3]) });
  const at = file.length - 100 - 24;
  const broken = Uint8Array.from(file);
  const data = await (await openZip(bytesSource(file))).entries[0]?.range();
  broken[(data?.end ?? at) - 1] = 7;
  await expect((await openNpz(bytesSource(broken))).read('a')).rejects.toMatchObject({ code: 'bad-archive' });
  const npy = writeNpy(NdArray.from([1]));
  const twice = await zip([
    { name: 'a.npy', data: npy },
    { name: 'a.npy', data: npy },
  ]);
  await expect((await openNpz(bytesSource(twice))).read('a')).rejects.toMatchObject({ code: 'bad-archive' });
});

test('what unpacks to more than the limit is refused', async () => {
  const file = await writeNpz({ a: NdArray.from(new Float64Array(1e5)) }, undefined, { compress: true });
  expect(file.length).toBeLessThan(10_000);
  const npz = await openNpz(bytesSource(file), { limits: { unpacked: 1e5 } });
  await expect(npz.read('a')).rejects.toMatchObject({ code: 'limit' });
});

const ARRAYS = { a: NdArray.from([1.5, 2]), b: NdArray.from(['x', 'yz']), c: NdArray.from([[true], [false]]) };

test.for([
  ['stored', false],
  ['deflated', true],
] as const)('%s, to a sink and as bytes: the same, and read again', async ([, compress]) => {
  const chunks: Uint8Array[] = [];
  await writeNpz(ARRAYS, { write: (chunk: Uint8Array) => void chunks.push(chunk) }, { compress });
  const file = await writeNpz(ARRAYS, undefined, { compress });
  expect(Buffer.concat(chunks)).toEqual(Buffer.from(file));
  const npz = await openNpz(bytesSource(file));
  for (const [name, array] of Object.entries(ARRAYS)) expect((await npz.read(name)).equals(array)).toBe(true);
});

test('arrays come from an object, a Map, and a generator that makes each when it is written', async () => {
  const made: string[] = [];
  async function* lazily(): AsyncGenerator<readonly [string, NdArray]> {
    for (const [name, array] of Object.entries(ARRAYS)) {
      made.push(name);
      yield [name, array];
    }
  }
  const file = await writeNpz(ARRAYS);
  expect(await writeNpz(new Map(Object.entries(ARRAYS)))).toEqual(file);
  expect(await writeNpz(lazily())).toEqual(file);
  expect(made).toEqual(['a', 'b', 'c']);
});

test('data that are stored begin at multiples of 64', async () => {
  const archive = await openZip(bytesSource(await writeNpz(ARRAYS)));
  for (const entry of archive.entries) expect((await entry.range()).start % 64).toBe(0);
});

test('a name twice, and an option of the wrong type, are refused', async () => {
  const array = NdArray.from([1]);
  const pairs: [string, NdArray][] = [
    ['a', array],
    ['a', array],
  ];
  await expect(writeNpz(pairs)).rejects.toThrow("two arrays of a .npz have the name 'a'");
  const options = JSON.parse('{"compress": 1}');
  await expect(async () => await writeNpz({ a: array }, undefined, options)).rejects.toThrow(
    'options.compress needs a boolean',
  );
});
