/** The package as it is built. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as brine from 'brine';
import { afterAll, describe, expect, test } from 'vitest';
import * as source from '../src/index.ts';

const dist = new URL('../dist/', import.meta.url);
const scripts = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) => /\.c?js$/.test(name));
const textOf = (names: readonly string[]): string =>
  names.map((name) => readFileSync(new URL(name, dist), 'utf8')).join('\n');
const text = textOf(scripts);

test.for(['library', 'command'])('the machine of the %s has literal case labels: a jump table', (of) => {
  const text = textOf(scripts.filter((name) => name.endsWith('.cjs') === (of === 'command')));
  const labels = [...text.matchAll(/case (\d+|0x[\da-f]+):/g)].map(([, label]) => Number(label));
  expect(new Set(labels).size).toBeGreaterThanOrEqual(68);
  expect(text).not.toMatch(/^\s*case (op\.|MARK|BININT|STOP)/m);
});

/** Whether an entry, or what it imports, imports something of Node. */
function needsNode(entry: string): boolean {
  const files = new Set([entry]);
  for (const name of files) {
    const code = readFileSync(new URL(name, dist), 'utf8');
    if (/from\s*["']node:/.test(code)) return true;
    for (const [, path = ''] of code.matchAll(/(?:from|import)\s*["']\.\/([^"']+)["']/g)) files.add(path);
  }
  return false;
}

test('the core imports nothing of Node, the files entry does', () => {
  const entries = ['index.js', 'codec.js', 'core.js', 'stdlib.js', 'tools.js', 'containers.js', 'scan.js', 'node.js'];
  expect(entries.filter(needsNode)).toEqual(['node.js']);
});

test('no regular expression with properties of characters is read before it is needed', () => {
  // In a text the backslash is doubled.
  expect(text.match(/[^\\]\\[pP]\{.{20}/)).toBeNull();
});

test('an array of some length is made by a new that minifiers leave alone, because V8 knows the kind of its items then', () => {
  const called = readdirSync(dist)
    .filter((name) => name.endsWith('.js'))
    .flatMap(
      (name) => readFileSync(new URL(name, dist), 'utf8').match(/(?<![\w.]|new )Array\([^)]*\)(?!\.fill)/g) ?? [],
    );
  expect(called).toEqual([]);
});

test('all is ASCII, which engines read faster and keep smaller', () => {
  expect(text).not.toMatch(/[^\0-\x7f]/);
});

describe('a command loads what it needs: the time it takes to start is the time to read that', () => {
  const folder = mkdtempSync(join(tmpdir(), 'brine-dist-'));
  const [small, dates, made] = [join(folder, 'small.pkl'), join(folder, 'dates.pkl'), join(folder, 'made.pkl')];
  writeFileSync(small, brine.dumps({ a: [1, 'b'] }));
  writeFileSync(dates, brine.dumps(new Date(0)));
  afterAll(() => rmSync(folder, { recursive: true }));

  const command = fileURLToPath(new URL('cli/brine.cjs', dist));
  const print = `process.argv.splice(1, 0, 'brine');
process.on('exit', () => {
  const files = Object.keys(require.cache).map((path) => path.replace(/.*[\\\\/]|\\.cjs$/g, ''));
  const builtins = process.moduleLoadList.map((name) => name.replace('NativeModule ', ''));
  console.error(JSON.stringify({ files, builtins }));
});
require(${JSON.stringify(command)});`;

  function loaded(argv: readonly string[]): { readonly files: string[]; readonly builtins: string[] } {
    const { stderr } = spawnSync(process.execPath, ['-e', print, '--', ...argv], { encoding: 'utf8' });
    return JSON.parse(stderr.trim().split('\n').at(-1) ?? '');
  }

  /** The most files, and the most kB in them. */
  test.for<[string[], number, number]>([
    [['--version'], 3, 19],
    [['--help'], 3, 19],
    [['dis', small], 6, 130],
    [['tree', small], 8, 190],
    [['show', small], 9, 284],
    [['json', small], 10, 205],
    [['optimize', small], 5, 136],
    [['make', '-e', '[1]', '-o', made], 11, 365],
    [['edit', small, 'a[0]=2', '-o', made], 15, 410],
    [['convert', small, '-o', made], 13, 376],
    [['show', dates], 16, 498],
    [['diff', small, dates], 11, 262],
  ])('%s: %d files, %d kB', ([argv, mostFiles, mostKilobytes]) => {
    const { files, builtins } = loaded(argv);
    const kilobytes = textOf(files.map((name) => `cli/${name}.cjs`)).length / 1000;
    expect(files.length).toBeLessThanOrEqual(mostFiles);
    expect(kilobytes).toBeLessThanOrEqual(mostKilobytes);
    // A limit that is far off holds nothing.
    expect(kilobytes).toBeGreaterThan(0.85 * mostKilobytes);
    expect(builtins.filter((name) => ['zlib', 'crypto', 'net', 'perf_hooks'].includes(name))).toEqual([]);
  });
});

test('declarations of internals are not shipped', () => {
  const declared = readdirSync(new URL('types/', dist), { recursive: true, encoding: 'utf8' });
  expect(declared).toContain('index.d.ts');
  expect(declared.filter((name) => /^(cli|load.machine|graph.parser)\b/.test(name))).toEqual([]);
});

describe('what the package weighs is what docs/internals.md says', () => {
  const packed = spawnSync('npm', ['pack', '--dry-run', '--ignore-scripts', '--json'], {
    cwd: new URL('../', import.meta.url),
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  const [pack] = JSON.parse(packed.stdout) as [
    { size: number; unpackedSize: number; files: { path: string; size: number }[] },
  ];
  const documented = readFileSync(new URL('../docs/internals.md', import.meta.url), 'utf8');
  const figures = (part: string): number[] => {
    const row = documented.split('\n').find((line) => line.startsWith(`| ${part} |`)) ?? '';
    return [...row.matchAll(/\| ([\d,]+) (?=\|)/g)].map(([, figure = '']) => Number(figure.replace(',', '')));
  };

  const weighed = new Map<string, number>();
  for (const { path, size } of pack.files) {
    const part = /^dist\/(cli|types)\//.exec(path)?.[0] ?? (path.startsWith('dist/') ? 'dist/*.js' : 'the rest');
    weighed.set(part, (weighed.get(part) ?? 0) + size);
  }

  test.for([...weighed])('%s', ([part, bytes]) => {
    const [said = 0] = figures(part === 'the rest' ? part : `\`${part}\``);
    expect(Math.abs(bytes / 1000 - said), `${bytes} bytes`).toBeLessThan(0.1 * said + 20);
  });

  test('all, unpacked and packed', () => {
    const [unpacked = 0, tarball = 0] = figures('all');
    expect(Math.abs(pack.unpackedSize / 1000 / unpacked - 1), `${pack.unpackedSize} bytes`).toBeLessThan(0.1);
    expect(Math.abs(pack.size / 1000 / tarball - 1), `${pack.size} bytes`).toBeLessThan(0.1);
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const [, large, small] = /weighs ([\d.]+) MB, packed ([\d.]+)\./.exec(readme) ?? [];
    expect(Math.abs(pack.unpackedSize / 1e6 / Number(large) - 1)).toBeLessThan(0.1);
    expect(Math.abs(pack.size / 1e6 / Number(small) - 1)).toBeLessThan(0.1);
  });
});

test('nothing is evaluated', () => {
  expect(text).not.toMatch(/\beval\(|new Function\(/);
});

test('the build exports what the source exports', () => {
  expect(Object.keys(brine).sort()).toEqual(Object.keys(source).sort());
});

test('the build works', () => {
  expect(brine.loads(brine.dumps({ a: [1, 2n ** 70n] }))).toEqual(new brine.Dict([['a', [1, 2n ** 70n]]]));
});
