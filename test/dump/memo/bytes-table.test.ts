import { expect, test } from 'vitest';
import { ALIKE, BytesTable, NEW } from '../../../src/dump/memo/bytes-table.ts';
import { IdentityMemo } from '../../../src/dump/memo/identity-memo.ts';

/** Bytes of all short lengths, each different from all others. */
function different(count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, i) => new Uint8Array(1 + (i % 20)).fill(i));
}

test.for([1, 128, 129, 1000])('%d bytes have the numbers that they were given, until the table is cleared', (count) => {
  const all = different(count);
  const table = new BytesTable();
  for (const round of [0, 1, 2]) {
    for (const [i, bytes] of all.entries()) expect(table.enter(bytes, bytes, 3 * i + round)).toBe(NEW);
    for (const [i, bytes] of all.entries()) expect(table.enter(bytes, bytes, -5)).toBe(3 * i + round);
    table.clear();
  }
});

test('equal bytes are separate objects', () => {
  const table = new BytesTable();
  const equal = Array.from({ length: 10 }, () => Uint8Array.of(1, 2, 3, 4, 5, 6));
  for (const [i, bytes] of equal.entries()) expect(table.enter(bytes, bytes, i)).toBe(NEW);
  for (const [i, bytes] of equal.entries()) expect(table.enter(bytes, bytes, 99)).toBe(i);
});

test.for([
  ['equal', () => new Uint8Array(40)],
  ['different where they are not looked at', (i: number) => new Uint8Array(40).fill(i, 4, 8)],
] as const)('a table of %s bytes is given up before it becomes slow', ([, make]) => {
  const table = new BytesTable();
  const all = Array.from({ length: 100 }, (_, i) => make(i));
  const end = all.findIndex((bytes, i) => table.enter(bytes, bytes, i) === ALIKE);
  expect(end).toBeGreaterThan(10);
  expect(end).toBeLessThan(50);
  expect([...table.giveUp()]).toEqual(all.slice(0, end).map((bytes, i) => [bytes, i]));
  expect(table.isGivenUp).toBe(true);
  table.clear();
  expect(table.isGivenUp).toBe(false);
});

test.for([1, 0])('the memo of dump %d finds bytes again, also after it gave the table up', (dump) => {
  const memo = new IdentityMemo();
  for (const all of [different(300), Array.from({ length: 300 }, () => new Uint8Array(9))]) {
    memo.dump = dump;
    for (const [i, bytes] of all.entries()) {
      expect(memo.enterBytes(bytes, bytes)).toBeUndefined();
      expect(memo.enterBytes(all[i >> 1] ?? bytes, all[i >> 1] ?? bytes)).toBe(i >> 1);
    }
    expect(memo.size).toBe(300);
    memo.clear();
  }
});
