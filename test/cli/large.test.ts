/** Pickles of which the graph does not fit into the memory that the command has. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { dumps, loads } from '../../src/index.ts';
import { optimize } from '../../src/opcodes/optimize.ts';
import { Built } from './built.ts';

const command = fileURLToPath(new URL('../../dist/cli/brine.cjs', import.meta.url));
const built = new Built();

/** MiB of heap; one graph of the rows takes twice as much. */
const HEAP = 64;
const ROWS = Array.from({ length: 100_000 }, (_, i) => ({
  id: i,
  name: `user${i}`,
  score: i / 7,
  tag: `tag ${i % 1000}`,
  age: i % 90,
  isNew: i % 3 === 0,
}));

built.write('rows.pkl', dumps(ROWS, { protocol: 4 }));

function limited(...argv: string[]): { status: number | null; out: string; err: string } {
  const run = spawnSync(process.execPath, [`--max-old-space-size=${HEAP}`, command, ...argv], {
    cwd: built.folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return { status: run.status, out: run.stdout, err: run.stderr };
}

test('optimize', () => {
  const { status, err } = limited('optimize', '-o', 'small.pkl', 'rows.pkl');
  expect(err).toContain('proved equal');
  expect(status).toBe(0);
  expect(built.read('small.pkl').equals(optimize(built.read('rows.pkl')))).toBe(true);
});

test('convert, to a protocol that has other opcodes', () => {
  expect(limited('convert', '--protocol', '2', '-o', 'old.pkl', 'rows.pkl').status).toBe(0);
  expect(built.read('old.pkl').equals(dumps(ROWS, { protocol: 2 }))).toBe(true);
});

test('json', () => {
  expect(JSON.parse(limited('json', 'rows.pkl').out)).toEqual(ROWS);
});

test.for<[string, string[], [number, string, unknown][]]>([
  ['an int', ['[70000].age=91'], [[70_000, 'age', 91]]],
  ['a longer int', ['[70000].age=123456789'], [[70_000, 'age', 123_456_789]]],
  [
    'a str by an int, and an int by a str',
    ['[5].name=1', "[5]['age']='old'"],
    [
      [5, 'name', 1],
      [5, 'age', 'old'],
    ],
  ],
  ['a longer str', [`[-1].name='${'x'.repeat(300)}'`], [[99_999, 'name', 'x'.repeat(300)]]],
  ['a str that is fetched', ['[1000].tag="new"'], [[1000, 'tag', 'new']]],
  ['the same place twice', ['[1].age=5', '[1].age=null'], [[1, 'age', null]]],
])('edit of a leaf: %s', ([, argv, changes]) => {
  const expected = ROWS.map((row): Record<string, unknown> => ({ ...row }));
  for (const [index, name, value] of changes) (expected[index] ?? {})[name] = value;
  const { status, err } = limited('edit', 'rows.pkl', ...argv, '-o', 'edited.pkl');
  const count = new Set(changes.map(([, name]) => name)).size;
  expect(err).toBe(`brine: rows.pkl: ${count} value${count === 1 ? '' : 's'} changed\n`);
  expect(status).toBe(0);
  expect(loads(built.read('edited.pkl'), { dicts: 'object' })).toEqual(expected);
});

test('edit of a leaf leaves all other bytes but the lengths of frames, and says what would change', () => {
  const { out } = limited('edit', '--dry-run', 'rows.pkl', '[70000].age=91', '[3].isNew=1');
  expect(out).toBe("~ $[70000]['age']: 70 -> 91\n~ $[3]['isNew']: True (bool) -> 1 (int)\n");
  expect(limited('edit', 'rows.pkl', '[70000].age=91', '-o', 'edited.pkl').status).toBe(0);
  const [before, after] = [built.read('rows.pkl'), built.read('edited.pkl')];
  expect(after.length).toBe(before.length);
  expect(after.reduce((count, byte, i) => count + Number(byte !== before[i]), 0)).toBe(1);
});

test.for([0, 2, 4, 5] as const)('edit of one of two places that hold one str, at protocol %i', (protocol) => {
  built.write('two.pkl', dumps(['x'.repeat(5_000_000), 'abc', 'abc', 7], { protocol }));
  for (const [path, expected] of [
    ['[1]', ['new', 'abc', 7]],
    ['[2]', ['abc', 'new', 7]],
    ['[3]', ['abc', 'abc', 'new']],
  ] as const) {
    expect(limited('edit', 'two.pkl', `${path}="new"`, '-o', 'edited.pkl').status).toBe(0);
    const edited = built.read('edited.pkl');
    expect(loads<unknown[]>(edited).slice(1)).toEqual(expected);
    expect(limited('diff', '--identity', 'two.pkl', 'edited.pkl').out).toMatch(/^~ \$\[\d\]: [^\n]*\n$/);
  }
});
