/** The package as it is built. */
import { readdirSync, readFileSync } from 'node:fs';
import * as brine from 'brine';
import { expect, test } from 'vitest';
import * as source from '../src/index.ts';

const dist = new URL('../dist/', import.meta.url);
const scripts = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
const text = scripts.map((name) => readFileSync(new URL(name, dist), 'utf8')).join('\n');

test('the case labels of the machine are literal numbers, so that the engine makes a jump table', () => {
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

test('the core imports nothing of Node, the files entry and the command do', () => {
  const entries = ['index.js', 'core.js', 'tools.js', 'node.js', 'cli.js'];
  expect(entries.filter(needsNode)).toEqual(['node.js', 'cli.js']);
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
