/** Views of small pickles that would be gigabytes: they end, and say how to see more. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'brine-views-'));
const nested = join(folder, 'nested.pkl');
const doubled = join(folder, 'doubled.pkl');
const small = join(folder, 'small.pkl');
writeFileSync(nested, `\x80\x04cm\nC\n\x94${'h\0'.repeat(10_000)})R${'\x85R'.repeat(9999)}.`, 'latin1');
const step = (i: number): string => `0h\0)R(K\x01h${String.fromCharCode(i)}K\x02h${String.fromCharCode(i)}u\x94`;
const steps = Array.from({ length: 200 }, (_, i) => step(i + 1)).join('');
writeFileSync(doubled, `\x80\x04ccollections\nOrderedDict\n\x94h\0)R\x94${steps}.`, 'latin1');
writeFileSync(small, '\x80\x04](K\x01K\x02K\x03e.', 'latin1');
afterAll(() => rmSync(folder, { recursive: true }));

const BRINE = fileURLToPath(new URL('../../dist/cli/brine.cjs', import.meta.url));

function brine(...argv: string[]): { status: number | null; out: string; err: string } {
  const run = spawnSync(process.execPath, [BRINE, ...argv], { encoding: 'utf8', maxBuffer: 2 ** 27 });
  return { status: run.status, out: run.stdout, err: run.stderr };
}

test.for([
  ['show', '--pprint', nested],
  ['show', '--full', nested],
  ['show', '--pprint', doubled],
])('brine %s %s ends', (argv) => {
  const { status, out, err } = brine(...argv);
  expect(status).toBe(2);
  expect(err).toMatch(/: the value is cut after [\d,]+ characters; --length N shows more\n$/);
  expect(out.length).toBeGreaterThan(1_000_000);
  expect(out.length).toBeLessThan(15_000_000);
  expect(out.endsWith('...\n')).toBe(true);
});

test('brine show --length says where it ends', () => {
  expect(brine('show', '--pprint', '--length', '4', small)).toEqual({
    status: 2,
    out: '[1, ...\n',
    err: `brine: ${small}: the value is cut after 4 characters; --length N shows more\n`,
  });
  expect(brine('show', '--pprint', '--length', '9', small)).toEqual({ status: 0, out: '[1, 2, 3]\n', err: '' });
  expect(brine('show', '--pprint', '--length', 'x', small).status).toBe(2);
});

test('brine json ends, and says that the tagged form does not grow', () => {
  const { status, err } = brine('json', doubled);
  expect(status).toBe(2);
  expect(err).toContain('raise --length, or use the tagged form');
  expect(brine('json', '--length', '3', small)).toMatchObject({ status: 2 });
  expect(brine('json', '--length', '7', small)).toEqual({ status: 0, out: '[1,2,3]\n', err: '' });
  expect(brine('json', '--tagged', doubled).out.length).toBeLessThan(40_000);
});
