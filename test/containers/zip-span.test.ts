/** Members of archives in bytes that were read already, and sources that read to where bytes stay. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesSource, openZip, partOf, zip } from 'brine/containers';
import { fileSource } from 'brine/node';
import { expect, test } from 'vitest';

const members = [
  { name: 'a', data: Uint8Array.of(1, 2, 3) },
  { name: 'b', data: new Uint8Array(100).fill(7), method: 'deflate' as const },
  { name: 'c', data: Uint8Array.of(4) },
];

test('within finds the content of a stored member in the bytes of its span, and only there', async () => {
  const bytes = await zip(members);
  const { entries } = await openZip(bytesSource(bytes));
  const [a, b, c] = entries;
  for (const [entry, data] of [
    [a, [1, 2, 3]],
    [c, [4]],
  ] as const) {
    const { start, end } = entry?.span ?? { start: 0, end: 0 };
    const content = entry?.within(bytes.subarray(start, end), start) ?? new Uint8Array();
    expect([...content]).toEqual(data);
    entry?.verify(content);
    expect(() => entry?.verify(Uint8Array.of(9))).toThrow('announced checksum');
    expect(() => entry?.within(bytes.subarray(start, end - 1), start)).toThrow(RangeError);
  }
  expect(() => b?.within(bytes, 0)).toThrow('is compressed');
  const broken = bytes.slice();
  broken[0] = 0;
  expect(() => a?.within(broken, 0)).toThrow('has no header');
});

test('a file is read to where its bytes stay, also in parts and beyond the size of a block', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'brine-source-'));
  const path = join(folder, 'bytes');
  const bytes = new Uint8Array(3 * 2 ** 20).map((_, at) => at * 31);
  writeFileSync(path, bytes);
  const source = await fileSource(path);
  for (const [start, length] of [
    [0, 10],
    [5, 2 ** 20 + 1],
    [0, bytes.length],
  ] as const) {
    const target = new Uint8Array(length);
    await source.readInto?.(start, target);
    expect(Buffer.compare(target, bytes.subarray(start, start + length))).toBe(0);
    const part = new Uint8Array(length);
    await partOf(source, start, start + length).readInto?.(0, part);
    expect(Buffer.compare(part, target)).toBe(0);
  }
  await expect(source.readInto?.(1, new Uint8Array(bytes.length))).rejects.toBeInstanceOf(RangeError);
  await source.close?.();
  await expect(source.readInto?.(0, new Uint8Array(2 ** 21))).rejects.toThrow('was closed');
  rmSync(folder, { recursive: true });
});
