import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { filesOf, isPattern } from '../../src/cli/glob.ts';

const folder = mkdtempSync(join(tmpdir(), 'brine-glob-'));
mkdirSync(join(folder, 'sub/deep'), { recursive: true });
for (const name of ['a.pkl', 'b.pkl', 'c.txt', '.hidden.pkl', 'a+b.pkl', 'sub/d.pkl', 'sub/deep/e.pkl']) {
  writeFileSync(join(folder, name), '');
}
afterAll(() => rmSync(folder, { recursive: true }));

test.for([
  ['*.pkl', ['a+b.pkl', 'a.pkl', 'b.pkl']],
  ['?.pkl', ['a.pkl', 'b.pkl']],
  ['[ac].*', ['a.pkl', 'c.txt']],
  ['[!a]*.pkl', ['b.pkl']],
  ['a+*.pkl', ['a+b.pkl']],
  ['.*.pkl', ['.hidden.pkl']],
  ['**/*.pkl', ['a+b.pkl', 'a.pkl', 'b.pkl', 'sub/d.pkl', 'sub/deep/e.pkl']],
  ['sub/**/e.pkl', ['sub/deep/e.pkl']],
  ['*/d.pkl', ['sub/d.pkl']],
  ['nothing*', []],
  ['[z-a]*', []],
  ['[', []],
] as const)('%s', ([pattern, expected]) => {
  expect(filesOf(join(folder, pattern))).toEqual(expected.map((name) => join(folder, name)));
});

test('what is a pattern', () => {
  expect(['a*', 'a?', '[a]', 'a.pkl'].map(isPattern)).toEqual([true, true, true, false]);
});
