/** A package of codecs that others could have written: built and run against the packed tarball, and nothing else. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'brine-third-party-'));
afterAll(() => rmSync(folder, { recursive: true }));

function run(command: string, args: readonly string[], cwd: string): string {
  const { stdout, stderr, status } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stdout}${stderr}`);
  return stdout;
}

test('codecs of others are not second class: a class, a family, trailing bytes, find_class, alignment', () => {
  const [pack] = JSON.parse(run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], root)) as [
    { filename: string },
  ];
  mkdirSync(join(folder, 'node_modules/brine'), { recursive: true });
  run('tar', ['-xzf', pack.filename, '-C', 'node_modules/brine', '--strip-components=1'], folder);
  for (const name of ['geometry.ts', 'program.ts'])
    copyFileSync(join(root, 'test/third-party', name), join(folder, name));
  const resolve = createRequire(import.meta.url).resolve;
  mkdirSync(join(folder, 'node_modules/@types'), { recursive: true });
  symlinkSync(join(resolve('@types/node/package.json'), '..'), join(folder, 'node_modules/@types/node'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  const compilerOptions = {
    target: 'es2022',
    module: 'nodenext',
    strict: true,
    outDir: 'dist',
    types: ['node'],
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }));
  const { bin } = createRequire(import.meta.url)('typescript/package.json') as { bin: { tsc: string } };
  run(process.execPath, [join(resolve('typescript/package.json'), '..', bin.tsc)], folder);
  run(process.execPath, ['dist/program.js'], folder);
});
