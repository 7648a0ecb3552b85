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

function limited(...argv: string[]): { status: number | null; err: string } {
  const run = spawnSync(process.execPath, [`--max-old-space-size=${HEAP}`, command, ...argv], {
    cwd: built.folder,
    encoding: 'utf8',
  });
  return { status: run.status, err: run.stderr };
}

test('optimize', () => {
  const pickle = dumps(ROWS, { protocol: 4 });
  built.write('rows.pkl', pickle);
  expect(limited('optimize', '-o', 'small.pkl', 'rows.pkl')).toEqual({
    status: 0,
    err: expect.stringContaining('proved equal'),
  });
  expect(built.read('small.pkl').equals(optimize(pickle))).toBe(true);
});
