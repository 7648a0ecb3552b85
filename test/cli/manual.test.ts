/** The examples of docs/cli.md and of the README: each command gives what stands below it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'brine-manual-'));
writeFileSync(join(folder, 'brine'), `#!/bin/sh\nexec "${process.execPath}" "${root}dist/cli/brine.cjs" "$@"\n`, {
  mode: 0o755,
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Command lines, and what they print. */
function examples(document: string): [string, string][] {
  const blocks = [...readFileSync(join(root, document), 'utf8').matchAll(/```console\n(.*?)```/gs)];
  return blocks.flatMap(([, block = '']) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((part): [string, string] => {
        const [line = '', ...output] = part.split('\n');
        return [line, output.join('\n')];
      }),
  );
}

test.for(['docs/cli.md', 'docs/scanning.md', 'README.md'])('%s', (document) => {
  const found = examples(document);
  expect(found.length).toBeGreaterThan(0);
  for (const [line, expected] of found) {
    const { stdout } = spawnSync('bash', ['-c', line], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, PATH: `${folder}:${process.env['PATH']}`, NO_COLOR: '1' },
    });
    expect(stdout, line).toBe(expected);
  }
});

test('the manual names every command', () => {
  const manual = readFileSync(join(root, 'docs/cli.md'), 'utf8');
  const help = execFileSync(process.execPath, [join(root, 'dist/cli/brine.cjs'), '--help'], { encoding: 'utf8' });
  const names = [...help.matchAll(/^ {2}([a-z]+) {2,}/gm)].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(9);
  expect(names.filter((name) => !manual.includes(`brine ${name}`))).toEqual([]);
});
