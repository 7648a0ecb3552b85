import { expect, test } from 'vitest';
import { Slab } from '../../src/bytes/slab.ts';

test.for([0, 1, 64, 65, 1000, 4096, 4097, 100_000])('a copy of %d bytes is equal and independent', (length) => {
  const slab = new Slab();
  const bytes = new Uint8Array(length).fill(7);
  const copy = slab.copy(bytes);
  bytes.fill(0);
  expect(copy).toEqual(new Uint8Array(length).fill(7));
  expect(copy.byteOffset % 8).toBe(0);
});

test('copies do not overlap, and share memory while they are short', () => {
  const slab = new Slab();
  const copies = Array.from({ length: 500 }, (_, i) => slab.copy(new Uint8Array(65 + i).fill(i)));
  for (const [i, copy] of copies.entries()) expect(copy.every((byte) => byte === (i & 0xff))).toBe(true);
  const memories = new Set(copies.map(({ buffer }) => buffer));
  expect(memories.size).toBeLessThan(5);
  expect(slab.copy(new Uint8Array(5000)).buffer.byteLength).toBe(5000);
});

test('a copy is made after the memory of those before was transferred', () => {
  const slab = new Slab();
  const { memory } = slab.put(new Uint8Array(100).fill(1));
  structuredClone(memory, { transfer: [memory] });
  expect(slab.copy(new Uint8Array(100).fill(2))).toEqual(new Uint8Array(100).fill(2));
});

test('what is put into the memory begins at a multiple of 16, however short it is', () => {
  const slab = new Slab();
  for (const length of [1, 2, 80, 4096]) {
    const { memory, at } = slab.put(new Uint8Array(length).fill(length));
    expect(at % 16).toBe(0);
    expect(new Uint8Array(memory, at, length)).toEqual(new Uint8Array(length).fill(length));
  }
});
