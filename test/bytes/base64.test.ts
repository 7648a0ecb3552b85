import { expect, test } from 'vitest';
import { fromBase64, toBase64, toHex } from '../../src/bytes/base64.ts';

test.for([0, 1, 2, 3, 24_575, 24_576, 24_577, 100_000])('%i bytes go to base64 and back', (length) => {
  const bytes = Uint8Array.from({ length }, (_, i) => i * 7);
  expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
  expect(fromBase64(toBase64(bytes))).toEqual(bytes);
  expect(toHex(bytes)).toBe(Buffer.from(bytes).toString('hex'));
});

test('what is no base64 is refused', () => {
  expect(fromBase64('*')).toBeUndefined();
  expect(fromBase64('YQ=')).toBeUndefined();
});
