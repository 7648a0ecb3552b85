import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as zlib from 'node:zlib';
import { deflateSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { type AsyncLoadOptions, dumps, load, loadAll, loads, type Source, StreamUnpickler } from '../../src/index.ts';
import { loadAllFile, loadFile, loadFileSync } from '../../src/node.ts';
import { COMPRESSED, PICKLED } from '../containers/fixtures.ts';

const VALUE = ['spam', Array.from({ length: 50_000 }, (_, i) => i * i)];
const PICKLE = dumps(VALUE);
const NESTED = Buffer.concat([dumps(1), dumps('b'), PICKLE]);
/** `pickle.dumps(['zstd ' * 40, 1], 4)`, compressed by `zstd -19` 1.5. */
const ZSTD = Buffer.from('KLUv/STd7QAAoIAEldIAXZQojMh6c3RkIJRLAWUuAgBAFIoGoAVozZOH', 'base64');

const folder = mkdtempSync(join(tmpdir(), 'brine-unpack-'));
const path = join(folder, 'file');
afterAll(() => rmSync(folder, { recursive: true }));

/** Chunks in memory that is used again for the next. */
async function* lent(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  const memory = new Uint8Array(size);
  for (let at = 0; at < bytes.length; at += size) {
    const part = bytes.subarray(at, at + size);
    memory.fill(0xff);
    memory.set(part);
    yield memory.subarray(0, part.length);
  }
}

async function allOf(values: AsyncIterable<unknown>): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const value of values) all.push(value);
  return all;
}

/** Loads from a file, from chunks, from bytes. */
const WAYS: readonly (readonly [string, (bytes: Uint8Array, options: AsyncLoadOptions) => Promise<unknown>])[] = [
  ['load of bytes', (bytes, options) => load(bytes, options)],
  ['load of a Blob', (bytes, options) => load(new Blob([new Uint8Array(bytes)]), options)],
  ['load of lent chunks', (bytes, options) => load(lent(bytes, 1000), options)],
  [
    'loadFile',
    (bytes, options) => {
      writeFileSync(path, bytes);
      return loadFile(path, options);
    },
  ],
  [
    'loadFileSync',
    async (bytes, options) => {
      writeFileSync(path, bytes);
      return loadFileSync(path, options);
    },
  ],
];

describe.for(WAYS)('%s', ([, read]) => {
  test.for([
    ['gzip', gzipSync(PICKLE)],
    ['zlib', deflateSync(PICKLE)],
    ['nothing', PICKLE],
  ] as const)("decompress: 'auto' opens what is compressed with %s", async ([, bytes]) => {
    expect(await read(bytes, { decompress: 'auto' })).toEqual(VALUE);
  });

  test("by default, and with decompress: 'none', it is refused with a word of what to do", async () => {
    for (const options of [{}, { decompress: 'none' }] as const) {
      await expect(read(gzipSync(PICKLE), options)).rejects.toMatchObject({
        code: 'bad-opcode',
        message: expect.stringContaining("pass decompress: 'auto' to load or loadFile"),
      });
    }
  });

  test('data that is cut or broken is refused', async () => {
    const packed = gzipSync(PICKLE);
    const broken = packed.slice();
    broken.fill(0xff, 12, 20);
    for (const bytes of [packed.subarray(0, 15), broken]) {
      await expect(read(bytes, { decompress: 'auto' })).rejects.toMatchObject({
        name: 'UnpicklingError',
        code: 'bad-compression',
        message: expect.stringContaining('the gzip data is cut or broken: '),
      });
    }
  });

  test('what is inside and is no pickle is an error at its place in the decompressed data', async () => {
    const bytes = gzipSync(Buffer.from([0x80, 4, 0xff]));
    await expect(read(bytes, { decompress: 'auto' })).rejects.toMatchObject({ code: 'bad-opcode', offset: 2 });
  });

  test('limits.unpacked and limits.ratio hold', async () => {
    const many = gzipSync(dumps('x'.repeat(2000)));
    await expect(read(many, { decompress: 'auto', limits: { unpacked: 1000 } })).rejects.toMatchObject({
      code: 'limit',
      message: expect.stringContaining('limits.unpacked allows (1000); raise options.limits.unpacked'),
    });
    expect(await read(many, { decompress: 'auto', limits: { unpacked: 3000 } })).toBe('x'.repeat(2000));
    const bomb = gzipSync(dumps(new Uint8Array(20e6)));
    await expect(read(bomb, { decompress: 'auto' })).rejects.toMatchObject({
      code: 'limit',
      message: expect.stringContaining('limits.ratio allows (100); raise options.limits.ratio'),
    });
    expect(await read(bomb, { decompress: 'auto', limits: { ratio: 2000 } })).toHaveLength(20e6);
  });

  test('zstd, whether the runtime has it or not', async () => {
    expect(await read(ZSTD, { decompress: 'auto' })).toEqual(['zstd '.repeat(40), 1]);
  });

  test.for(COMPRESSED.filter(({ name }) => name.endsWith(': pickle')))('$name', async ({ packed }) => {
    expect(await read(packed, { decompress: 'auto' })).toEqual(PICKLED);
  });
});

test('several pickles in one gzip file, and in several members of it', async () => {
  const members = Buffer.concat([gzipSync(NESTED), gzipSync(dumps('end'))]);
  writeFileSync(path, members);
  const expected = [1, 'b', VALUE, 'end'];
  expect(await allOf(loadAllFile(path, { decompress: 'auto' }))).toEqual(expected);
  expect(await allOf(loadAll(gzipSync(NESTED), { decompress: 'auto' }))).toEqual(expected.slice(0, 3));
});

test('loadFileSync opens several members of gzip and several frames of zstd', () => {
  const halves = [PICKLE.subarray(0, 1000), PICKLE.subarray(1000)];
  writeFileSync(path, Buffer.concat(halves.map((half) => gzipSync(half))));
  expect(loadFileSync(path, { decompress: 'auto' })).toEqual(VALUE);
  // @ts-expect-error 'gzip' is no such word.
  expect(() => loadFileSync(path, { decompress: 'gzip' })).toThrow(RangeError);
  const compress: unknown = Reflect.get(zlib, 'zstdCompressSync');
  if (typeof compress !== 'function') return;
  writeFileSync(path, Buffer.concat(halves.map((half) => compress(half))));
  expect(loadFileSync(path, { decompress: 'auto' })).toEqual(VALUE);
});

test('an option that is none is refused before the source is touched', async () => {
  let touched = false;
  const source: Source = (function* () {
    touched = true;
    yield PICKLE;
  })();
  // @ts-expect-error There is no such word.
  await expect(load(source, { decompress: 'gzip' })).rejects.toThrow(RangeError);
  expect(touched).toBe(false);
});

test('what the source throws comes as it is; a source that is let go is closed', async () => {
  const error = new Error('the network is gone');
  let closed = 0;
  async function* failing(): AsyncGenerator<Uint8Array> {
    yield gzipSync(PICKLE).subarray(0, 100);
    throw error;
  }
  await expect(load(failing(), { decompress: 'auto' })).rejects.toBe(error);
  async function* endless(): AsyncGenerator<Uint8Array> {
    try {
      yield gzipSync(dumps(1));
      for (;;) yield gzipSync(dumps(2));
    } finally {
      closed++;
    }
  }
  expect(await load(endless(), { decompress: 'auto' })).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(closed).toBe(1);
});

test('StreamUnpickler goes on with the decompressed bytes', async () => {
  const reader = new StreamUnpickler(deflateSync(Buffer.concat([dumps('head'), Buffer.from('tail')])), {
    decompress: 'auto',
  });
  expect(await reader.load()).toBe('head');
  expect(Buffer.from(await reader.readBytes(4)).toString()).toBe('tail');
  await reader.close();
});

test('the first bytes may come one by one', async () => {
  for (const bytes of [gzipSync(dumps(['x'])), deflateSync(dumps(['x'])), dumps(['x'])]) {
    expect(await load(lent(bytes, 1), { decompress: 'auto' })).toEqual(['x']);
  }
  expect(await load(lent(dumps(null), 1), { decompress: 'auto' })).toBe(null);
});

test('an empty source is empty', async () => {
  await expect(load([], { decompress: 'auto' })).rejects.toMatchObject({ code: 'truncated' });
});

test('a short pickle is there before the next bytes are', async () => {
  for (const pickle of [dumps(null), dumps([]), dumps(1, { protocol: 0 }), Buffer.from('].'), Buffer.from('N.')]) {
    async function* silent(): AsyncGenerator<Uint8Array> {
      yield pickle;
      await new Promise(() => {});
    }
    expect(await load(silent(), { decompress: 'auto' })).toEqual(loads(pickle));
  }
});
