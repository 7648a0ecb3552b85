import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { compressionOf } from '../../src/bytes/signature.ts';
import { compress, decompress, unpackLimitsOf } from '../../src/cli/compression.ts';
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
    const packed = await compress(bytes, compression);
    expect(packed.length).toBeLessThan(bytes.length);
    expect(await decompress(packed, compression, progress)).toEqual(new Uint8Array(bytes));
    await expect(decompress(packed.subarray(0, -6), compression, progress)).rejects.toThrow(/is cut or broken/);
  }
});

describe('how much is unpacked', () => {
  const nones = gzipSync(Buffer.alloc(20_000_000, 'N.'));

  test('a gzip of N. again and again ends at a ratio that a flag sets', async () => {
    await expect(decompress(nones, 'gzip', progress)).rejects.toThrow(
      'more than 100 times as large when unpacked, and more than 16.0 MB: --max-ratio allows more',
    );
    expect(await decompress(nones, 'gzip', progress, { unpacked: 1e9, ratio: 2000 })).toHaveLength(20_000_000);
  });

  test('below 16 MB any ratio will do', async () => {
    const packed = deflateSync(Buffer.alloc(16e6, 'N.'));
    expect(await decompress(packed, 'zlib', progress)).toHaveLength(16e6);
  });

  test('and at a size that a flag sets', async () => {
    const packed = gzipSync(Buffer.alloc(1001));
    await expect(decompress(packed, 'gzip', progress, { unpacked: 1000, ratio: 100 })).rejects.toThrow(
      'more than 1.0 kB when unpacked: --max-unpacked allows more',
    );
    expect(await decompress(packed, 'gzip', progress, { unpacked: 1001, ratio: 100 })).toHaveLength(1001);
  });

  test.for([
    [undefined, undefined, { unpacked: 1e9, ratio: 100 }],
    ['1000000', '1', { unpacked: 1_000_000, ratio: 1 }],
    ['500M', '2000', { unpacked: 5e8, ratio: 2000 }],
    ['4g', undefined, { unpacked: 4e9, ratio: 100 }],
    ['2k', undefined, { unpacked: 2000, ratio: 100 }],
  ] as const)('--max-unpacked %s --max-ratio %s', ([size, ratio, expected]) => {
    expect(unpackLimitsOf('show', { 'max-unpacked': size, 'max-ratio': ratio })).toEqual(expected);
  });

  test.for([
    ['', undefined, '--max-unpacked takes a size'],
    ['1T', undefined, '--max-unpacked takes a size'],
    ['-1', undefined, '--max-unpacked takes a size'],
    ['1e9', undefined, '--max-unpacked takes a size'],
    [undefined, '0', '--max-ratio takes a whole number of at least 1'],
    [undefined, 'x', '--max-ratio takes a whole number of at least 1'],
  ] as const)('--max-unpacked %j --max-ratio %j is refused', ([size, ratio, message]) => {
    expect(() => unpackLimitsOf('show', { 'max-unpacked': size, 'max-ratio': ratio })).toThrow(message);
  });
});
