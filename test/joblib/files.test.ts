/** Files of joblib 0.8 to 1.6: conformance/joblib/fixtures.py wrote those of 0.14, 1.2 and 1.6, joblib has the older. */
import { gunzipSync } from 'node:zlib';
import { dumps, Global, loads, PickleError } from 'brine';
import { distinctText } from 'brine/codec';
import { bytesSource } from 'brine/containers';
import { dumpJoblib, joblib, loadJoblib } from 'brine/joblib';
import { NdArray } from 'brine/numpy';
import { describe, expect, test } from 'vitest';
import { type Fixture, fromBase64, type Row, summary } from '../../conformance/joblib/summary.ts';
import { fixture } from '../fixtures.ts';

const EXACT = { ints: 'bigint', floats: 'exact', encoding: 'latin1' } as const;

describe.for(['0.14', '1.2', '1.6'])('joblib %s', (version) => {
  const { rows } = fixture<Fixture>(`joblib/${version}.json.gz`);

  test('there are files of all kinds', () => {
    expect(rows.filter(({ compress }) => compress === null).length).toBeGreaterThan(60);
    expect(new Set(rows.map(({ compress }) => compress)).size).toBe(7);
  });

  test.for(rows.map((row) => [row.name, row.protocol, row] as const))('%s, protocol %s', async ([, , row]) => {
    const value = await loadJoblib(fromBase64(row.file), EXACT);
    expect(summary(value)).toEqual(row.summary);
    // What is written is read the same.
    const again = await dumpJoblib(value, undefined, options(row, version));
    expect(summary(await loadJoblib(again, EXACT))).toEqual(row.summary);
  });
});

function options({ protocol }: Row, version: string): object {
  return {
    protocol: protocol ?? 4,
    python: '3.11',
    joblib: version === '0.14' ? '1.1' : '1.6',
    codecs: [joblib.like(version === '1.6' ? '2.4' : '1.26')],
  };
}

describe.for(['0.14', '1.6'])('bytes of joblib %s', (version) => {
  const { rows } = fixture<Fixture>(`joblib/${version}.json.gz`);
  const plain = rows.filter(({ compress }) => compress === null);

  test.for(plain.map((row) => [row.name, row.protocol, row] as const))('%s, protocol %s', async ([, , row]) => {
    const file = fromBase64(row.file);
    const value = await loadJoblib(file, EXACT);
    const chunks: Uint8Array[] = [];
    await dumpJoblib(value, { write: (chunk) => void chunks.push(chunk) }, options(row, version));
    expect(Buffer.concat(chunks).toString('hex')).toBe(Buffer.from(file).toString('hex'));
    // The codec alone writes the form of today.
    if (version === '1.6') expect(dumps(value, options(row, version))).toEqual(new Uint8Array(file));
  });
});

test('options.joblib is a known version', async () => {
  await expect(dumpJoblib(1, undefined, { joblib: '0.9' as never })).rejects.toThrow(RangeError);
});

test('arrays of a compressed file are not mapped, whichever codec of joblib writes them', async () => {
  for (const codecs of [[], [joblib], [joblib.like('2.4')]]) {
    const file = await dumpJoblib(NdArray.from([1]), undefined, { codecs, compress: 'gzip' });
    expect(gunzipSync(file).toString('latin1')).toMatch(/allow_mmap\x94\x89/);
  }
});

describe('equal texts that are several objects in Python', () => {
  const [a, b] = [distinctText('MT19937'), distinctText('MT19937')];
  const rows: readonly (readonly [string, unknown])[] = [
    ['items', [a, b, a, b, 'MT19937', a]],
    ['keys and values', [new Map([[a, b]]), new Map([[b, a]])]],
    ['beside arrays', [a, NdArray.from([1, 2]), b, NdArray.from([3]), b]],
    ['in an array of objects', [a, b, NdArray.from([a, b, b, a], [4], 'O'), a, NdArray.from([b, a], [2], 'O')]],
    ['one that is also the name of a class', [a, Global.of('numpy.random._mt19937.MT19937'), b]],
    ['none', ['spam', 'spam', NdArray.from([1])]],
  ];

  test.for(rows.flatMap(([name, value]) => [0, 2, 4, 5].map((protocol) => [name, protocol, value] as const)))(
    '%s, protocol %i: with the original they are again',
    async ([, protocol, value]) => {
      const options = { protocol: protocol as 0 | 2 | 4 | 5, python: '3.11', codecs: [joblib.like('2.4')] } as const;
      const original = await dumpJoblib(value, undefined, options);
      const read = await loadJoblib(original, EXACT);
      expect(await dumpJoblib(read, undefined, { ...options, original })).toEqual(original);
      const compressed = await dumpJoblib(value, undefined, { ...options, compress: 'gzip' });
      expect(await dumpJoblib(read, undefined, { ...options, original: compressed })).toEqual(original);
      expect(await dumpJoblib(read, undefined, { ...options, original })).toEqual(original);
    },
  );

  test('without it they are one; with that of another value the value is the same', async () => {
    const original = await dumpJoblib([a, b, a]);
    const read = await loadJoblib(original);
    expect((await dumpJoblib(read)).length).toBeLessThan(original.length);
    const other = ['spam', 'MT19937', ['MT19937', 'spam'], 'MT19937', 'MT19937', 'MT19937'];
    expect(await loadJoblib(await dumpJoblib(other, undefined, { original }))).toEqual(other);
  });

  test('an original that is no such file is an error', async () => {
    await expect(dumpJoblib(1, undefined, { original: Uint8Array.of(1, 2) })).rejects.toThrow(PickleError);
    await expect(dumpJoblib(1, undefined, { original: 'model.joblib' as never })).rejects.toThrow(TypeError);
  });
});

describe('files that joblib keeps of its old versions', () => {
  const files = fixture<Readonly<Record<string, string>>>('joblib/legacy.json.gz');
  const names = Object.keys(files).filter((name) => !/_\d\d\.npy/.test(name));
  const bytesOf = (name: string): Uint8Array => fromBase64(files[name] ?? '');

  test.for(names)('%s', async (name) => {
    const asked: string[] = [];
    const sibling = async (other: string): Promise<Uint8Array> => {
      asked.push(other);
      return bytesOf(other);
    };
    const value = await loadJoblib<unknown[]>(bytesOf(name), { encoding: 'latin1', dicts: 'object', sibling });
    const [ints, floats, objects, bytes, matrix, text] = value;
    expect([ints, floats, objects].map((array) => (array as NdArray).toNested())).toEqual([
      [0n, 1n, 2n, 3n, 4n],
      [0, 1, 2, 3, 4],
      [1, 'abc', { a: 1, b: 2 }],
    ]);
    expect(bytes).toHaveLength(256);
    expect(String((matrix as NdArray).subclass)).toMatch(/matrix$/);
    expect((matrix as NdArray).shape).toEqual([1, 3]);
    expect(text).toBe("C'est l'\xe9t\xe9 !");
    const others = Object.keys(files).filter((other) => other.startsWith(`${name}_`));
    expect(asked).toEqual(others);
  });
});

describe('sources', () => {
  const value = NdArray.from([
    [1.5, 2],
    [3, 4],
  ]);

  test.for<readonly [string, (file: Uint8Array<ArrayBuffer>) => Parameters<typeof loadJoblib>[0]]>([
    ['bytes', (file) => file],
    ['an ArrayBuffer', (file) => file.buffer],
    ['a Buffer', (file) => Buffer.from(file)],
    ['a Blob', (file) => new Blob([file])],
    ['a ByteSource', (file) => bytesSource(file)],
  ])('%s', async ([, source]) => {
    for (const compress of [undefined, 'gzip', 'zlib'] as const) {
      const file = new Uint8Array(await dumpJoblib(value, undefined, { compress }));
      expect((await loadJoblib<NdArray>(source(file))).equals(value)).toBe(true);
    }
  });

  test('what is no source is a TypeError', async () => {
    await expect(loadJoblib('model.joblib' as never)).rejects.toThrow(TypeError);
    await expect(loadJoblib(null as never)).rejects.toThrow(TypeError);
    await expect(loadJoblib(new Uint8Array(1), { sibling: 1 as never })).rejects.toThrow('options.sibling');
  });
});

describe('memory', () => {
  const array = NdArray.from(Float64Array.from({ length: 1000 }, (_, i) => i));

  test('arrays of an uncompressed file are views of it', async () => {
    const file = await dumpJoblib([array, array]);
    const [first, second] = await loadJoblib<NdArray[]>(file);
    for (const view of [first, second]) expect(view?.data).toMatchObject({ buffer: file.buffer });
    expect(first).not.toBe(second);
    expect(first?.equals(array)).toBe(true);
  });

  test('elements begin at multiples of 16 in the file', async () => {
    const file = await dumpJoblib([NdArray.from(Uint8Array.of(1)), array, 'text', array]);
    const arrays = (await loadJoblib<(NdArray | string)[]>(file)).filter((item) => item instanceof NdArray);
    expect(arrays.map(({ data }) => (data as Float64Array).byteOffset % 16)).toEqual([0, 0, 0]);
  });

  test('a sink gets the elements without a copy', async () => {
    const chunks: Uint8Array[] = [];
    const large = NdArray.from(new Float64Array(100_000));
    await dumpJoblib(large, { write: (chunk) => void chunks.push(chunk) });
    expect(chunks.some(({ buffer }) => buffer === (large.data as Float64Array).buffer)).toBe(true);
  });
});

describe('compression', () => {
  test('gzip and zlib are what they are called, and joblib does not map the arrays', async () => {
    const value = { a: NdArray.from([1, 2]) };
    const gzip = await dumpJoblib(value, undefined, { compress: 'gzip' });
    expect([...gzip.subarray(0, 2)]).toEqual([0x1f, 0x8b]);
    expect(gunzipSync(gzip).toString('latin1')).toMatch(/allow_mmap\x94\x89/);
    const zlib = await dumpJoblib(value, undefined, { compress: 'zlib' });
    expect(zlib[0]).toBe(0x78);
    expect(Buffer.from(await dumpJoblib(value)).toString('latin1')).toMatch(/allow_mmap\x94\x88/);
  });

  test('another one is a RangeError', async () => {
    await expect(dumpJoblib(1, undefined, { compress: 'bz2' as never })).rejects.toThrow(
      'options.compress needs one of gzip, zlib',
    );
  });
});

test('the codec reads and writes by itself, and what joblib leaves to numpy', () => {
  const value = [NdArray.from([1, 2]), new NdArray({ ...NdArray.from([[1]]), subclass: undefined }), 'a'];
  const file = dumps(value, { codecs: [joblib] });
  expect(loads(file, { codecs: [joblib] })).toEqual(value);
  expect(joblib.like('2.4')).toBe(joblib.like('2.4'));
});
