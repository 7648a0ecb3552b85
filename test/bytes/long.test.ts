import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeLong, encodeLong } from '../../src/bytes/long.ts';

/** The int | its minimal two's-complement bytes in hex, as python3 writes them. */
const LONGS: readonly (readonly [number | bigint, string])[] = [
  [0, ''],
  [1, '01'],
  [-1, 'ff'],
  [127, '7f'],
  [128, '8000'],
  [-128, '80'],
  [-129, '7fff'],
  [255, 'ff00'],
  [-256, '00ff'],
  [2 ** 31, '0000008000'],
  [-(2 ** 31), '00000080'],
  [Number.MAX_SAFE_INTEGER, 'ffffffffffff1f'],
  [Number.MIN_SAFE_INTEGER, '010000000000e0'],
  [2n ** 53n, '00000000000020'],
  [-(2n ** 53n), '000000000000e0'],
  [2n ** 63n - 1n, 'ffffffffffffff7f'],
  [2n ** 63n, '000000000000008000'],
  [-(2n ** 63n), '0000000000000080'],
  [-(2n ** 63n) - 1n, 'ffffffffffffff7fff'],
  [2n ** 64n - 1n, 'ffffffffffffffff00'],
  [0x0123456789abcdef0123n, '2301efcdab8967452301'],
];

/** Bytes longer than need be | the int. */
const REDUNDANT: readonly (readonly [string, number | bigint])[] = [
  ['00', 0],
  ['000000000000000000000000', 0],
  ['ffffffffffffffffffffffff', -1],
  ['05000000000000000000000000', 5],
  ['feffffffffffffffffffffff', -2],
  ['000000000000008000000000', 2n ** 63n],
];

test.each(LONGS)('%s is written as %s and read back', (value, hex) => {
  expect(Buffer.from(encodeLong(BigInt(value))).toString('hex')).toBe(hex);
  const bytes = Buffer.from(`80${hex}80`, 'hex');
  expect(decodeLong(bytes, 1, bytes.length - 1)).toBe(value);
});

test.each(REDUNDANT)('the bytes %s are read as %s', (hex, value) => {
  const bytes = Buffer.from(hex, 'hex');
  expect(decodeLong(bytes, 0, bytes.length)).toBe(value);
});

test('any int comes back, a number only if it is safe', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(2n ** 300n), max: 2n ** 300n }),
      fc.integer({ min: 0, max: 300 }),
      (large, shift) => {
        const value = large >> BigInt(shift);
        const bytes = encodeLong(value);
        const read = decodeLong(bytes, 0, bytes.length);
        expect(BigInt(read)).toBe(value);
        expect(typeof read).toBe(Number.isSafeInteger(Number(value)) ? 'number' : 'bigint');
      },
    ),
  );
});

test('an int of a megabyte comes back', () => {
  const value = -(3n ** 5_000_000n);
  const bytes = encodeLong(value);
  expect(decodeLong(bytes, 0, bytes.length) === value).toBe(true);
});
