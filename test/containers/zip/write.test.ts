import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Bytes } from '../../../src/bytes/bytes-like.ts';
import { bytesSource, openZip, type ZipMember, zip, zipChunks } from '../../../src/containers.ts';

const folder = mkdtempSync(join(tmpdir(), 'brine-zip-'));
afterAll(() => rmSync(folder, { recursive: true }));

const MEMBERS: readonly ZipMember[] = [
  { name: 'archive/data.pkl', data: Buffer.from('pickle') },
  { name: 'archive/data/0', data: new Float64Array([1, 2]) },
  { name: 'größe/', data: new Uint8Array(0) },
  { name: 'text', data: Buffer.from('spam '.repeat(1000)), method: 'deflate' },
];

function viewOf(data: Bytes): Uint8Array {
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

const python = spawnSync('python3', ['--version']).status === 0;

describe.for([
  ['stored', {}],
  ['aligned to 64', { alignment: 64 }],
  ['deflated', { method: 'deflate' }],
] as const)('%s', ([, options]) => {
  test('what is written is read', async () => {
    const bytes = await zip(MEMBERS, options);
    expect(await zip(MEMBERS, options)).toEqual(bytes);
    const archive = await openZip(bytesSource(bytes));
    expect(archive.entries.map(({ name }) => name)).toEqual(MEMBERS.map(({ name }) => name));
    for (const [i, { data }] of MEMBERS.entries()) {
      const entry = archive.entries[i];
      const expected = Buffer.from(viewOf(data));
      expect(expected.equals((await entry?.bytes()) ?? Buffer.from('none'))).toBe(true);
      if ('alignment' in options && entry?.isStored) expect((await entry.range()).start % 64).toBe(0);
    }
  });

  test.runIf(python)('Python reads it', async () => {
    const path = join(folder, 'a.zip');
    writeFileSync(path, await zip(MEMBERS, options));
    const program = `import sys, zipfile
file = zipfile.ZipFile(sys.argv[1])
assert file.testzip() is None
for info in file.infolist(): print(info.filename, info.file_size, info.compress_type, sep='|')`;
    const { stdout, stderr } = spawnSync('python3', ['-c', program, path], {
      encoding: 'utf8',
      env: { ...process.env, PYTHONIOENCODING: 'utf8' },
    });
    expect(stderr).toBe('');
    const deflated = 'method' in options ? 8 : 0;
    expect(stdout.trim().split('\n')).toEqual([
      `archive/data.pkl|6|${deflated}`,
      `archive/data/0|16|${deflated}`,
      `größe/|0|${deflated}`,
      'text|5000|8',
    ]);
  });
});

test('more than 65,534 members have a zip64 end', async () => {
  const members = Array.from({ length: 65_540 }, (_, i) => ({ name: String(i), data: new Uint8Array(0) }));
  const archive = await openZip(bytesSource(await zip(members)));
  expect(archive.entries).toHaveLength(65_540);
  expect(archive.entries.at(-1)?.name).toBe('65539');
});

test('an archive of more than 4 GiB has offsets of zip64', async () => {
  // One piece of memory again and again; what is between the headers is never looked at.
  const data = new Uint8Array(2 ** 29);
  const kept: { readonly start: number; readonly bytes: Uint8Array }[] = [];
  let size = 0;
  const members = Array.from({ length: 9 }, (_, i) => ({
    name: `part ${i}`,
    data: i === 8 ? data.subarray(0, 3) : data,
  }));
  for await (const bytes of zipChunks(members)) {
    if (bytes.length < 2 ** 20) kept.push({ start: size, bytes });
    size += bytes.length;
  }
  const archive = await openZip({
    size,
    async read(start, end) {
      const result = new Uint8Array(end - start);
      for (const { start: from, bytes } of kept) {
        const first = Math.max(from, start);
        const last = Math.min(from + bytes.length, end);
        if (first < last) result.set(bytes.subarray(first - from, last - from), first - start);
      }
      return result;
    },
  });
  expect(size).toBeGreaterThan(2 ** 32);
  const last = archive.entry('part 8');
  expect((await last?.range())?.start).toBeGreaterThan(2 ** 32);
  expect(await last?.bytes()).toEqual(new Uint8Array(3));
});

test.for<[string, () => AsyncGenerator<Uint8Array>, typeof Error]>([
  ['an alignment', () => zipChunks([], { alignment: 0 }), RangeError],
  ['an alignment that is too large', () => zipChunks([], { alignment: 2 ** 16 }), RangeError],
  ['no name', () => zipChunks([{ name: '', data: new Uint8Array(0) }]), TypeError],
  ['a name that is too long', () => zipChunks([{ name: 'x'.repeat(70_000), data: new Uint8Array(0) }]), RangeError],
  // @ts-expect-error There is no such method.
  ['a method', () => zipChunks([], { method: 'brotli' }), RangeError],
])('%s is refused', async ([, write, type]) => {
  await expect(write().next()).rejects.toThrow(type);
});
