import { expect, test } from 'vitest';
import { dumps, PicklingError } from '../../src/index.ts';
import { dumpBuffer } from '../../src/node.ts';

test('a short pickle is a part of the pool of Node, and others follow it there', () => {
  const [first, second] = [dumpBuffer(['a', 1]), dumpBuffer({ b: 2 })];
  expect(first.buffer.byteLength).toBeGreaterThan(first.length);
  expect(first).toBeInstanceOf(Buffer);
  expect(new Uint8Array(first)).toEqual(dumps(['a', 1]));
  expect(new Uint8Array(second)).toEqual(dumps({ b: 2 }));
});

test.each([3000, 5000, 200_000])('a pickle of %i bytes and more', (length) => {
  const value = ['x'.repeat(length), new Uint8Array(length)];
  expect(dumpBuffer(value, { protocol: 4 }).equals(dumps(value, { protocol: 4 }))).toBe(true);
});

test('what cannot be pickled is refused as by dumps', () => {
  expect(() => dumpBuffer([() => 1])).toThrow(PicklingError);
  // @ts-expect-error: not a protocol.
  expect(() => dumpBuffer(1, { protocol: 9 })).toThrow(RangeError);
});
