/** The allow-list as data: what it has, and what it must not have. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { allowList } from '../../src/scan/allow-list.ts';
import { harmOf } from '../../src/scan/danger-list.ts';
import { TIERS } from '../../src/scan/policy.ts';
import { scanSync } from '../../src/scan/scan.ts';
import { oracle } from '../oracle.ts';

const tiers = allowList();
const called = (module: string, name: string): Uint8Array =>
  Buffer.from(
    `\x80\x04\x8c${String.fromCharCode(module.length)}${module}\x8c${String.fromCharCode(name.length)}${name}\x93)R.`,
    'latin1',
  );

test('each tier has a version, a source and names, and every word of it is an entry', () => {
  for (const [i, { name, version, source, names }] of tiers.entries()) {
    expect(version, name).toMatch(/^\d{4}\.\d+\.\d+$/);
    expect(source.length, name).toBeGreaterThan(20);
    const words = (TIERS[i]?.entries ?? '').trim().split(/\s+/);
    expect(names.length, name).toBe(words.filter((word) => !word.endsWith(':')).length);
    expect(words.filter((word) => /=/.test(word)).length, name).toBe(
      names.filter(({ rule }) => rule !== undefined).length,
    );
  }
});

test('nothing is on the list that is known to run programs or code by its own name', () => {
  const names = tiers.flatMap(({ names }) => names);
  for (const { module, name } of names.filter(({ listedAs, rule }) => listedAs === 'function' && rule === undefined)) {
    const harm = harmOf(module, name);
    // Modules with harm in them have harmless names, too: os.stat_result, logging.getLogger.
    if (harm !== undefined) expect(`${module}.${name}`).toMatch(/^(?:http\.HTTP\w+|ssl\.TLSVersion|pstats\.SortKey)$/);
  }
});

test.for([
  ['builtins', 'eval'],
  ['builtins', 'exec'],
  ['builtins', '__import__'],
  ['builtins', 'open'],
  ['os', 'system'],
  ['posix', 'popen'],
  ['subprocess', 'Popen'],
  ['importlib', 'import_module'],
  ['numpy', 'load'],
  ['numpy', 'memmap'],
  ['torch', 'load'],
  ['joblib', 'load'],
  ['pandas', 'read_pickle'],
  ['pickle', 'loads'],
  ['types', 'FunctionType'],
  ['scipy.stats._distn_infrastructure', 'rv_continuous'],
] as const)('%s.%s is never safe', ([module, name]) => {
  expect(scanSync(called(module, name)).verdict).not.toBe('safe');
});

test('of all names in modules of the standard library of CPython 3.14, as callees, only those on the list are safe', async () => {
  const python = await oracle();
  python.run(`
import importlib, sys, warnings
warnings.simplefilter('ignore')
def names():
    found = []
    for module in sorted(sys.stdlib_module_names - {'antigravity', 'this', 'idlelib', 'test', 'turtledemo', 'ensurepip', '__main__'}):
        try:
            found += [[module, name] for name in sorted(vars(importlib.import_module(module)))]
        except BaseException:
            pass
    return found
`);
  const names = python.evaluate('names()') as [string, string][];
  const listed = new Set(tiers.flatMap(({ names }) => names.map(({ module, name }) => `${module}.${name}`)));
  const safe = names.filter(([module, name]) => scanSync(called(module, name)).verdict === 'safe');
  expect(names.length).toBeGreaterThan(10_000);
  expect(safe.length).toBeGreaterThan(200);
  expect(safe.map(([module, name]) => `${module}.${name}`).filter((path) => !listed.has(path))).toEqual([]);
});

test('of 1,665 popular models at most 1 % have a global of their own that is not on the list', () => {
  const listed = new Set(tiers.flatMap(({ names }) => names.map(({ module, name }) => `${module}.${name}`)));
  const text = readFileSync(new URL('../fixtures/hf-model-globals.tsv', import.meta.url), 'utf8');
  const rows = text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'));
  expect(rows.length).toBeGreaterThan(100);
  // Each row counts as models of its own, except for the classes of a TorchScript program: they are looked up in the
  // archive itself, whose code makes it `unknown` whatever they are. There is one such model for each package of its
  // own beside `torch`; the numbers that TorchScript gives its classes do not repeat, as they would in several archives.
  const own = rows.filter(([, module, name]) => !listed.has(`${module}.${name}`));
  const programs = own.flatMap(([, module = '']) => /^__torch__\.(?!torch\.)(\w+)/.exec(module)?.[1] ?? []);
  const numbers = own.flatMap(([, module = '']) => /^__torch__.*___torch_mangle_(\d+)$/.exec(module)?.[1] ?? []);
  expect(new Set(numbers).size).toBe(numbers.length);
  const others = own.filter(([, module = '']) => !module.startsWith('__torch__.'));
  const models = others.reduce((sum, [count]) => sum + Number(count), new Set(programs).size);
  expect(models).toBeGreaterThan(0);
  expect(models / 1665).toBeLessThan(0.01);
});
