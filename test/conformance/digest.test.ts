/** Canonical descriptions of pickles, against those that CPython 3.13 gave. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'brine/tools';
import { afterAll, expect, test } from 'vitest';
import { describe } from '../../conformance/describe.ts';
import { fixture, hex } from '../fixtures.ts';

interface Vector {
  readonly note: string;
  readonly hex: string;
  readonly encoding: 'ASCII' | 'latin1' | 'bytes';
  readonly refs: string;
  readonly tree: string;
  readonly std: string;
}

const vectors = fixture<Vector[]>('digest-vectors.json');

test('there are vectors', () => {
  expect(vectors.length).toBe(17);
});

test.for(vectors)('$note', ({ hex: bytes, encoding, refs, tree, std }) => {
  const { root } = parse(hex(bytes), { encoding });
  expect(describe(root, 'refs', 'stub')).toBe(refs);
  expect(describe(root, 'tree', 'stub')).toBe(tree);
  expect(describe(root, 'tree', 'std')).toBe(std);
});

test('a description has no depth that is too deep, and ends where it is too large', () => {
  const nested = Buffer.from(`${'(lp0\n'.repeat(1)}${']'.repeat(100_000)}${'a'.repeat(100_000)}.`, 'latin1');
  expect(describe(parse(nested).root, 'refs', 'stub')?.length).toBe(100_001 * '{"l":[]}'.length);
  const doubled = Buffer.from(`]${'q\0h\0\x86'.repeat(25)}.`, 'latin1');
  expect(describe(parse(doubled).root, 'tree', 'stub')).toBe(undefined);
});

const work = mkdtempSync(join(tmpdir(), 'brine-digest-'));
afterAll(() => rmSync(work, { recursive: true }));
const script = fileURLToPath(new URL('../../conformance/.build/digest.js', import.meta.url));

function digest(...args: string[]): { status: number | null; out: string; error: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { cwd: work });
  return { status, out: stdout.toString(), error: stderr.toString() };
}

test('a class that the pickle changes is one object also where objects are made of it', () => {
  const { root } = parse(Buffer.from('cm\nC\ncm\nC\n)\x81b.', 'latin1'));
  expect(describe(root, 'refs', 'stub')).toBe('{"g":["m","C"],"state":[{"args":[],"how":"new","oc":{"ref":0}}]}');
});

test('the command prints a line for each pickle', () => {
  writeFileSync(join(work, 'two.pkl'), 'K\x01.](K\x02e.', 'latin1');
  expect(digest('two.pkl', '--text').out).toBe('0\t0\t{"i":"1"}\n1\t3\t{"l":[{"i":"2"}]}\n');
  expect(digest('two.pkl').out).toMatch(/^0\t0\t[0-9a-f]{64}\t9\n1\t3\t[0-9a-f]{64}\t17\n$/);
});

test('the command says what is wrong', () => {
  writeFileSync(join(work, 'cut.pkl'), 'K\x01.]', 'latin1');
  expect(digest('cut.pkl')).toMatchObject({ status: 1, error: 'cut.pkl: Ran out of input (at byte 4)\n' });
  expect(digest('none.pkl')).toMatchObject({ status: 1, error: expect.stringContaining('ENOENT') });
  expect(digest('two.pkl', '--form', 'spam')).toMatchObject({ status: 2, error: expect.stringContaining('usage:') });
  expect(digest()).toMatchObject({ status: 2, error: expect.stringContaining('no file given') });
});

test('equal members are one, and shared tuples in keys cost their size once', () => {
  const set = (text: string): string | undefined => describe(parse(Buffer.from(text, 'latin1')).root, 'refs', 'stub');
  expect(set('\x8f(K\x01K\x01\x90.')).toBe('{"set":[{"i":"1"}]}');
  expect(set('(K\x01\x88(\x89K\0\x91\x91.')).toBe('{"fs":[{"fs":[false]},{"i":"1"}]}');
  expect(set('\x8f(K\x01\x85\x88\x85\x90.')).toBe('{"set":[{"tu":[{"i":"1"}]}]}');
  const doubled = `K\x01\x85${'q\0h\0\x86'.repeat(18)}`;
  expect(set(`}(${doubled}K\x01${doubled}K\x02u0N.`)).toBe('null');
});
