/** `brine dis` as a process, beside `python -m pickletools`: the same flags, the same bytes. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { PYTHON_VERSIONS } from '../../src/python-version.ts';
import { dis } from '../../src/tools.ts';
import { hex } from '../fixtures.ts';
import { localPythons, oracle } from '../oracle.ts';
import { MEASURED } from '../pickletools.ts';

const folder = mkdtempSync(join(tmpdir(), 'brine-dis-'));
afterAll(() => rmSync(folder, { recursive: true }));
const command = fileURLToPath(new URL('../../dist/cli/brine.cjs', import.meta.url));

/** What a run wrote to standard output and to the file `out`, and whether all went well. */
interface Ran {
  readonly out: string;
  readonly file: string | undefined;
  readonly isGood: boolean;
}

function ran(program: string, argv: readonly string[]): Ran {
  const path = join(folder, 'out');
  rmSync(path, { force: true });
  const { stdout, status } = spawnSync(program, argv, { cwd: folder, encoding: 'utf8' });
  return { out: stdout, file: existsSync(path) ? readFileSync(path, 'utf8') : undefined, isGood: status === 0 };
}

const brine = (argv: readonly string[]): Ran => ran(process.execPath, [command, 'dis', ...argv]);

/** Fixtures, each so far from the next that all kinds are there; the last of several may be a bad one. */
function files(count: number, seed: number): string[] {
  const rows = MEASURED.map(({ hex: text }) => hex(text));
  const isBad = (bytes: Uint8Array): boolean => {
    try {
      for (const python of ['3.8', '3.14'] as const) dis(bytes, { python });
      return false;
    } catch {
      return true;
    }
  };
  const chosen: Uint8Array[] = [];
  for (let at = seed; chosen.length < count; at += 61) {
    const bytes = rows[at % rows.length];
    if (bytes !== undefined && (chosen.length === count - 1 || !isBad(bytes))) chosen.push(bytes);
  }
  return chosen.map((bytes, i) => {
    const name = `${seed}-${i}.pkl`;
    writeFileSync(join(folder, name), bytes);
    return name;
  });
}

const FLAGS: readonly (readonly string[])[] = [
  [],
  ['-a'],
  ['-l', '2'],
  ['-l0', '-a'],
  ['-p', '## {name} {{x}}'],
  ['-m'],
  ['-m', '-a', '-l', '1'],
  ['-o', 'out'],
  ['--annotate', '--memo', '--indentlevel=3', '--preamble', 'next', '--output', 'out'],
];

const RUNS = FLAGS.flatMap((flags, at) => [
  [...flags, ...files(1, 7 * at + 1)],
  [...flags, ...files(3, 7 * at + 2)],
]);

for (const { command: python, version } of localPythons().slice(-1)) {
  const dialect = PYTHON_VERSIONS.filter((known) => Number(known.slice(2)) <= Number(version.slice(2))).at(-1) ?? '3.8';

  test(`Python ${version}`, () => {
    for (const argv of RUNS) {
      const ours = brine(['--python', dialect, ...argv]);
      expect(ours, argv.join(' ')).toEqual(ran(python, ['-m', 'pickletools', ...argv]));
    }
  });
}

test('Python 3.14, which keeps a memo from file to file without a complaint', async () => {
  const python = await oracle();
  python.run(`
import contextlib, io, os, runpy, warnings

def _pickletools(argv, contents):
    for name, text in contents.items():
        with open(name, 'wb') as file:
            file.write(_b(text))
    if os.path.exists('out'):
        os.remove('out')
    sys.argv = ['pickletools', *argv]
    out = io.StringIO()
    good = True
    with contextlib.redirect_stdout(out), warnings.catch_warnings(action='ignore'):
        try:
            runpy.run_module('pickletools', run_name='__main__')
        except Exception:
            good = False
    import gc
    gc.collect()
    return {'out': out.getvalue(), 'file': open('out').read() if os.path.exists('out') else None, 'isGood': good}
`);
  for (const argv of RUNS) {
    const contents = Object.fromEntries(
      argv
        .filter((name) => name.endsWith('.pkl'))
        .map((name) => [name, readFileSync(join(folder, name)).toString('base64')]),
    );
    const theirs = python.evaluate(`_pickletools(${JSON.stringify(argv)}, ${JSON.stringify(contents)})`);
    const { file, ...ours } = brine(argv);
    expect({ ...ours, file: file ?? null }, argv.join(' ')).toEqual(theirs);
  }
});
