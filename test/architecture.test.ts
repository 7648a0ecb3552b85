/** What ARCHITECTURE.md and docs/internals.md say of files is so. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { expect, test } from 'vitest';
import { loads } from '../src/index.ts';

const root = new URL('../', import.meta.url);
const textOf = (path: string): string => readFileSync(new URL(path, root), 'utf8');

test.for(['ARCHITECTURE.md', 'docs/internals.md'])('every file and folder that %s names is there', (document) => {
  const files = ['src/', 'conformance/'].flatMap((folder) =>
    readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/')),
  );
  const named = [...textOf(document).matchAll(/`([\w.-]+(?:\/[\w.-]*)*)`/g)].map(([, name = '']) => name);
  const paths = named.filter(
    (name) => /\/|\.(ts|js|json|md|py)$/.test(name) && !/^(node:|brine\/|dist\/|\.)/.test(name),
  );
  const isThere = (name: string): boolean =>
    existsSync(new URL(name, root)) || files.some((file) => `/${file}`.endsWith(`/${name.replace(/^src\/|\/$/g, '')}`));
  expect(paths.length).toBeGreaterThan(20);
  expect(paths.filter((name) => !isThere(name))).toEqual([]);
});

test('ARCHITECTURE.md is one page', () => {
  const lines = textOf('ARCHITECTURE.md').trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(76);
  expect(lines.filter((line) => line.length > 110)).toEqual([]);
});

/** The files of src in which functions ran, with their names. */
async function filesOf(run: () => void): Promise<Map<string, string[]>> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  await session.post('Profiler.takePreciseCoverage');
  run();
  const { result } = await session.post('Profiler.takePreciseCoverage');
  session.disconnect();
  const found = new Map<string, string[]>();
  for (const { url, functions } of result) {
    const [, file] = url.split('/src/');
    const names = functions.filter(({ ranges }) => (ranges[0]?.count ?? 0) > 0).map(({ functionName }) => functionName);
    if (file !== undefined && names.length > 0) found.set(file, names);
  }
  return found;
}

/** What does nothing but forget, or look. */
const isIdle = (name: string): boolean => name === '' || /^(clear|reset|get .*)$/.test(name);

test('a pickled list goes through the files that ARCHITECTURE.md names, of which at most 12 are to be followed', async () => {
  const [, way = ''] = /## The way of a pickle in\n([\s\S]*?)\n## /.exec(textOf('ARCHITECTURE.md')) ?? [];
  const followed = [...way.matchAll(/^\d+\. `([\w/.-]+)`/gm)].map(([, file = '']) => file);
  const named = [...way.matchAll(/`((?:\w+\/)+[\w-]+\.ts)`/g)].map(([, file = '']) => file);
  expect(followed.length).toBeGreaterThan(6);
  expect(followed.length).toBeLessThanOrEqual(12);

  const list = new Uint8Array(Buffer.from('8004950b000000000000005d94284b014b024b03652e', 'hex'));
  expect(loads(list)).toEqual([1, 2, 3]);
  const ran = [...(await filesOf(() => loads(list)))].filter(([, names]) => !names.every(isIdle)).map(([file]) => file);
  expect(ran.filter((file) => !named.includes(file))).toEqual([]);
  expect(followed.filter((file) => !ran.includes(file))).toEqual([]);
});
