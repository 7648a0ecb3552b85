import { gunzipSync, inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { bytesSource, openContainer, pack, unpack } from '../../src/containers.ts';
import { dumps } from '../../src/index.ts';
import { ARCHIVES, SHORT_ROWS } from './fixtures.ts';

describe('openContainer', () => {
  test.for(SHORT_ROWS)('$name', async ({ format, packed, content }) => {
    const container = await openContainer(bytesSource(packed));
    expect(container?.format).toBe(format);
    const [entry, ...more] = container?.entries ?? [];
    expect([entry?.name, entry?.size, entry?.packedSize, more]).toEqual([undefined, undefined, packed.length, []]);
    expect(Buffer.from((await entry?.bytes()) ?? []).equals(content)).toBe(true);
    const source = await entry?.source();
    expect(source?.size).toBe(content.length);
    expect(Buffer.from(await unpack(packed)).equals(content)).toBe(true);
  });

  test('a zip archive, with its members', async () => {
    const container = await openContainer(bytesSource(ARCHIVES.get('plain') ?? new Uint8Array(0)));
    expect(container?.format).toBe('zip');
    expect(container?.entries.map(({ name, size }) => [name, size])).toEqual([
      ['a/lines.txt', 4366],
      ['noise.bin', 1500],
      ['empty', 0],
      ['folder/', 0],
    ]);
  });

  test('what is no container', async () => {
    for (const bytes of [new Uint8Array(0), dumps([1]), Buffer.from('PK')]) {
      expect(await openContainer(bytesSource(bytes))).toBeUndefined();
    }
  });

  test('limits hold for what is in it', async () => {
    const packed = await pack(new Uint8Array(2000), 'gzip');
    const container = await openContainer(bytesSource(packed), { limits: { unpacked: 1000 } });
    await expect(container?.entries[0]?.bytes()).rejects.toMatchObject({ code: 'limit' });
    await expect(unpack(packed, { limits: { unpacked: 1000 } })).rejects.toMatchObject({ code: 'limit' });
    await expect(unpack(packed, { limits: { unpacked: -1 } })).rejects.toThrow(RangeError);
  });
});

test('a gzip file that is a gzip file again and again is opened one layer at a time', async () => {
  let bytes: Uint8Array = dumps(['x']);
  for (let i = 0; i < 10; i++) bytes = await pack(bytes, 'gzip');
  for (let i = 0; i < 10; i++) {
    const container = await openContainer(bytesSource(bytes));
    bytes = (await container?.entries[0]?.bytes()) ?? bytes;
  }
  expect(Buffer.from(bytes).equals(dumps(['x']))).toBe(true);
});

test('pack writes what zlib reads', async () => {
  const data = Buffer.from('spam '.repeat(50_000));
  expect(gunzipSync(await pack(data, 'gzip')).equals(data)).toBe(true);
  expect(inflateSync(await pack(data, 'zlib')).equals(data)).toBe(true);
  // @ts-expect-error There is no such format.
  await expect(pack(data, 'zip')).rejects.toThrow(RangeError);
  // @ts-expect-error A text is no bytes.
  await expect(pack('text', 'gzip')).rejects.toThrow(TypeError);
});

test('unpack refuses what is not compressed', async () => {
  await expect(unpack(dumps([1]))).rejects.toMatchObject({ code: 'bad-compression' });
  await expect(unpack(SHORT_ROWS[0]?.packed.subarray(0, 30) ?? dumps(1))).rejects.toMatchObject({
    code: 'bad-compression',
  });
});
