/** The tables of docs/types.md. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as index from 'brine';
import * as stdlib from 'brine/stdlib';
import { repr } from 'brine/tools';
import { afterAll, expect, test } from 'vitest';
import { oracle } from '../oracle.ts';

const folder = fileURLToPath(new URL('../.examples-types', import.meta.url));
mkdirSync(folder, { recursive: true });
afterAll(() => rmSync(folder, { recursive: true }));

const text = readFileSync(new URL('../../docs/types.md', import.meta.url), 'utf8');
/** Without the first, which is for people alone. */
const tables = text
  .split('\n\n')
  .filter((part) => part.startsWith('|'))
  .slice(1);
const [types = [], written = [], refused = []] = tables.map((table) =>
  table
    .trim()
    .split('\n')
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)),
    ),
);

/** What the tables name. */
const brine = { ...index, ...stdlib };

/** Values of JavaScript expressions. */
async function evaluated(name: string, expressions: readonly string[]): Promise<unknown[]> {
  const file = `${folder}/${name}.ts`;
  const imports = `import * as index from 'brine';\nimport * as stdlib from 'brine/stdlib';\nimport { Temporal } from 'temporal-polyfill';\n`;
  const names = `const { ${Object.keys(brine).join(', ')} } = { ...index, ...stdlib };\n`;
  writeFileSync(
    file,
    `${imports}${names}export const values = [${expressions.map((code) => `\n  () => (${code}),`).join('')}\n];\n`,
  );
  const module: { values: (() => unknown)[] } = await import(file);
  return module.values.map((value) => value());
}

/** What the Python at hand cannot make: it has no Windows, no time zones and no pytz. */
const ELSEWHERE = ['pathlib.WindowsPath', 'zoneinfo.ZoneInfo', 'pytz.FixedOffset'];
/** In place of an expression: what is loaded is of the class. */
const LOADED = /^loaded<(\w+)>\(\)$/;
const MODULES =
  'import array, calendar, collections.abc, datetime, decimal, fractions, functools, http, inspect, io, ipaddress, logging, operator, os, pathlib, random, re, time, types, typing, uuid';
const withoutAddress = (shown: unknown): string => String(shown).replaceAll(/ at 0x[0-9a-f]+/g, '');

test('the tables are read', () => {
  expect(types.length).toBeGreaterThan(60);
  expect([written.length > 5, refused.length > 5]).toEqual([true, true]);
});

test('every class is there', () => {
  const missing = Object.entries(brine).filter(
    ([name, value]) =>
      typeof value === 'function' &&
      /^class /.test(String(value)) &&
      !/^(.*[Pp]ickler|.*Error|PurePath|PickleBuffer|Instance|Float)$/.test(name) &&
      !new RegExp(`\\b${name}\\b`).test(text),
  );
  expect(missing.map(([name]) => name)).toEqual([]);
});

test('each row of the first table is true, both ways', async () => {
  const python = await oracle();
  python.run(MODULES);
  const values = await evaluated(
    'types',
    types.map(([, [code = ''] = []]) => (LOADED.test(code) ? 'undefined' : code)),
  );
  const fields = types.map(([, , , [names = ''] = []]) => names.split(' ').filter((name) => name !== ''));
  for (const [i, [[expression = ''] = [], [code = ''] = []]] of types.entries()) {
    const [, type] = LOADED.exec(code) ?? [];
    const value = type === undefined ? values[i] : brine.loads(python.dumps(expression, 5));
    if (type !== undefined) expect(Object(value).constructor, expression).toBe(Reflect.get(brine, type));
    for (const name of fields[i] ?? []) {
      const member: unknown = Reflect.get(Object(value), name.replace('()', ''));
      expect(name.replace('()', '') in Object(value), `${expression}: ${name}`).toBe(true);
      expect(typeof member === 'function', `${expression}: ${name}`).toBe(name.endsWith('()'));
    }
    if (ELSEWHERE.some((name) => expression.startsWith(name))) {
      expect(expression.endsWith(repr(value)), expression).toBe(true);
      continue;
    }
    const expected = withoutAddress(python.evaluate(`repr(${expression})`));
    const loaded = brine.loads(python.dumps(expression, 5));
    expect([repr(value), repr(loaded)], expression).toEqual([expected, expected]);
    expect(Object(loaded).constructor, expression).toBe(Object(value).constructor);
    python.run(`y = ${expression}`);
    expect(python.check(brine.dumps(value), 'type(x) is type(y)'), expression).toBe(true);
    expect(withoutAddress(python.repr(brine.dumps(value))), expression).toBe(expected);
  }
});

test('what else is taken becomes the type of the row', async () => {
  const python = await oracle();
  python.run(MODULES);
  for (const [i, [[expression = ''] = [], , others = []]] of types.entries()) {
    if (others.length === 0) continue;
    python.run(`y = ${expression}`);
    for (const value of await evaluated(`also-${i}`, others)) {
      expect(python.check(brine.dumps(value), 'type(x) is type(y)'), expression).toBe(true);
    }
  }
});

test('the second table is true', async () => {
  const python = await oracle();
  const values = await evaluated(
    'written',
    written.map(([[code = ''] = []]) => code),
  );
  const shown = values.map((value) => python.repr(brine.dumps(value)));
  expect(shown).toEqual(written.map(([, [expression = ''] = []]) => expression));
});

test('what is said to be refused is', async () => {
  for (const [i, value] of (
    await evaluated(
      'refused',
      refused.map(([[code = ''] = []]) => code),
    )
  ).entries()) {
    expect(() => brine.dumps([value]), refused[i]?.[0]?.[0]).toThrow(
      expect.objectContaining({ name: 'PicklingError', path: '$[0]' }),
    );
  }
});
