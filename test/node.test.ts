import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { Dict, dumps, PicklingError, UnpicklingError } from '../src/index.ts';
import { dumpFile, dumpFileSync, loadFile, loadFileSync } from '../src/node.ts';

const folder = mkdtempSync(join(tmpdir(), 'brine-'));
afterAll(() => rmSync(folder, { recursive: true }));

const marks = new Dict([['Alex', 87]]);

describe.for([
  ['promises', dumpFile, loadFile],
  [
    'sync',
    async (...args: Parameters<typeof dumpFileSync>) => dumpFileSync(...args),
    async (path: string | URL) => loadFileSync(path),
  ],
] as const)('%s', ([name, dump, load]) => {
  const path = join(folder, name);

  test('what is dumped to a file is loaded from it, and nothing else is left in the folder', async () => {
    await dump(marks, path);
    expect(await load(path)).toEqual(marks);
    expect(readFileSync(path)).toEqual(Buffer.from(dumps(marks)));
    expect(readdirSync(folder).filter((file) => file.includes('.tmp'))).toEqual([]);
  });

  test('a file URL is a path', async () => {
    await dump([1], pathToFileURL(path));
    expect(await load(pathToFileURL(path))).toEqual([1]);
  });

  test('options are passed on', async () => {
    await dump([1], path, { protocol: 0, fsync: true });
    expect(readFileSync(path, 'latin1')).toBe('(lp0\nI1\na.');
  });

  test('an error halfway leaves the old file whole', async () => {
    await dump([1], path);
    await expect(dump([1, () => 1], path)).rejects.toThrow(PicklingError);
    expect(await load(path)).toEqual([1]);
    expect(readdirSync(folder).filter((file) => file.includes('.tmp'))).toEqual([]);
  });

  test('a file that cannot be replaced leaves nothing behind', async () => {
    await expect(dump([1], folder)).rejects.toThrow(/EISDIR|EPERM|EEXIST|ENOTEMPTY/);
    await expect(dump([1], join(folder, 'missing', 'file'))).rejects.toThrow(/ENOENT/);
    expect(readdirSync(folder).filter((file) => file.includes('.tmp'))).toEqual([]);
  });

  test('the permissions of the old file stay', async () => {
    writeFileSync(path, '', { mode: 0o600 });
    const before = statSync(path).mode;
    await dump([1], path);
    expect(statSync(path).mode).toBe(before);
  });

  test('a missing file says so', async () => {
    await expect(load(join(folder, 'nosuch'))).rejects.toThrow(/ENOENT.*nosuch/);
  });

  test('an empty file says so', async () => {
    writeFileSync(path, '');
    await expect(load(path)).rejects.toThrow(UnpicklingError);
    await expect(load(path)).rejects.toThrow(/: the file is empty: Ran out of input \(at byte 0\)$/);
  });

  test('a cut file says where', async () => {
    writeFileSync(path, dumps(['spam', 'eggs']).subarray(0, 20));
    await expect(load(path)).rejects.toThrow(/pickle data was truncated \(at byte 2\)$/);
  });
});
