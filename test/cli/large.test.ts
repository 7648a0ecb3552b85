/** Pickles of which the graph does not fit into the memory that the command has. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { dumps } from '../../src/index.ts';
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
