import { deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { compressionOf, pack, unpack } from '../../src/cli/container.ts';
import { Progress } from '../../src/cli/progress.ts';
import { dumps } from '../../src/index.ts';

const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const progress = new Progress(undefined, 'unpacking', undefined);

test.for([
  ['gzip', gzipSync('x')],
  ['zlib', deflateSync('x')],
  ['zstd', latin1('\x28\xb5\x2f\xfd')],
  [undefined, dumps([1])],
  [undefined, latin1('x\x00')],
  [undefined, latin1('')],
] as const)('%s', ([expected, bytes]) => {
  expect(compressionOf(bytes)).toBe(expected);
});

test('what is packed is unpacked, and what is cut is refused', async () => {
  const bytes = dumps('x'.repeat(10_000));
  for (const compression of ['gzip', 'zlib'] as const) {
    const packed = await pack(bytes, compression);
    expect(packed.length).toBeLessThan(bytes.length);
    expect(await unpack(packed, compression, progress)).toEqual(new Uint8Array(bytes));
    await expect(unpack(packed.subarray(0, -6), compression, progress)).rejects.toThrow(/is cut or broken/);
  }
});
