/** Random values of real CPythons, with random sharing: parsed and written again at every protocol, byte for byte. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { compareBatch, dialectOf, newComparison, RANDOM_VALUES } from '../../conformance/transcode.ts';
import { localPythons, oracle, oracle315, runPython } from '../oracle.ts';

test.for([
  ['3.14', oracle],
  ['3.15', oracle315],
] as const)('what CPython %s pickles is written again as it writes what it loads', async ([version, load]) => {
  const python = await load();
  expect(python.version).toMatch(new RegExp(`^${version.replace('.', '\\.')}\\.`));
  const comparison = newComparison();
  python.run(RANDOM_VALUES);
  compareBatch(String(python.evaluate('batch(1, 250)')), version, comparison);
  expect(comparison.differences).toEqual([]);
  expect(comparison.cases).toBeGreaterThan(7000);
});

test('what CPython 3.14 pickles is written again without a memo as its Pickler.fast writes what it loads', async () => {
  const python = await oracle();
  const comparison = newComparison();
  python.run(RANDOM_VALUES);
  compareBatch(String(python.evaluate('batch(1, 60, True)')), '3.14', comparison, 'none');
  expect(comparison.differences).toEqual([]);
  expect(comparison.cases).toBeGreaterThan(1500);
});

test('the command prints a line for each CPython', () => {
  const script = fileURLToPath(new URL('../../conformance/.build/conformance.js', import.meta.url));
  const run = (...args: string[]): string => spawnSync(process.execPath, [script, ...args]).stdout.toString();
  const lines = run('--cases', '1').trim().split('\n');
  expect(lines.length).toBe(2 * (2 + named.length));
  for (const line of lines) {
    const [, cases, identical] = /^CPython 3\.\d+.*: (\d+) cases, (\d+) byte-identical$/.exec(line) ?? [];
    expect(identical).toBe(cases);
  }
  expect(spawnSync(process.execPath, [script, '--cases', 'spam'])).toMatchObject({ status: 2 });
});

const named = localPythons().flatMap((local) => {
  const dialect = dialectOf(local.version);
  return dialect === undefined ? [] : [{ ...local, dialect }];
});

test.for(named)('the same for the local CPython $version', (local) => {
  const comparison = newComparison();
  const script = `${RANDOM_VALUES}\nprint(batch(100, 100))`;
  compareBatch(runPython(local, script).toString(), local.dialect, comparison);
  expect(comparison.differences).toEqual([]);
  expect(comparison.cases).toBeGreaterThan(2500);
});
