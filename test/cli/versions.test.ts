/** A value of the standard library is the same to every tool, whichever Python wrote it: 2.7 and 3.6 to 3.13. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { dumps, loads } from '../../src/index.ts';
import { diff, differenceText, parse, repr, toJSON } from '../../src/tools.ts';
import { fixture, hex } from '../fixtures.ts';
import { ran } from './memory-output.ts';

/** Its name | its pickles, of which the first ones are those of CPython 3.13; see test/conformance/versions.py. */
const ROWS = fixture<[string, string[]][]>('versions.json');

/** The text of a str of Python 2, of bytes of dates too. */
const encoding = 'latin1';

const target = mkdtempSync(join(tmpdir(), 'brine-versions-'));
afterAll(() => rmSync(target, { recursive: true }));

/** What a tool prints of the value: sizes in bytes and names of protocols aside. */
async function shown(tool: 'tree' | 'show', pickle: Uint8Array): Promise<string> {
  const path = join(target, 'x.pkl');
  writeFileSync(path, pickle);
  const flags = tool === 'tree' ? ['--depth', '8'] : ['--pprint'];
  const { out } = await ran(tool, [...flags, '--encoding', encoding, path]);
  return tool === 'tree' ? out.replace(/^.{16}/gm, '') : out;
}

test('the fixture has the values', () => {
  expect(ROWS.length).toBeGreaterThan(50);
  for (const [name, pickles] of ROWS) expect(pickles.length, name).toBeGreaterThan(1);
});

test.for(ROWS)('%s', async ([, pickles]) => {
  const [first = '', ...others] = pickles;
  const written = dumps(loads(hex(pickles.find((text) => text.startsWith('8005')) ?? first)));
  const graph = parse(written, { encoding });
  const expected = { json: toJSON(graph), tree: await shown('tree', written), show: await shown('show', written) };
  for (const text of [first, ...others]) {
    const other = parse(hex(text), { encoding });
    expect(Array.from(diff(other, graph), differenceText), text).toEqual([]);
    const [tree, show] = [await shown('tree', hex(text)), await shown('show', hex(text))];
    expect({ json: toJSON(other), tree, show }, text).toEqual(expected);
  }
});

test.for<[string, string, string]>([
  ['Fraction', '.__reduce__()[1][0]=5', 'Fraction(5, 3)'],
  ['date', ".__reduce__()[1][0]=b'\\x07\\xe9\\x01\\x01'", 'datetime.date(2025, 1, 1)'],
  ['deque', '[0]=7', "deque([7, 'a'])"],
  ['OrderedDict with an attribute', '.x=[1]', "OrderedDict({'a': 1})"],
  ['IOError', ".__reduce__()[1][1]='Non'", "FileNotFoundError(2, 'Non')"],
])('a part of what an older Python wrote is edited: %s', async ([name, change, expected]) => {
  for (const text of ROWS.find(([found]) => found === name)?.[1] ?? []) {
    const [path, out] = [join(target, 'x.pkl'), join(target, 'y.pkl')];
    writeFileSync(path, hex(text));
    await ran('edit', [path, change, '--encoding', encoding, '--output', out]);
    expect(repr(loads(readFileSync(out), { encoding })), text).toBe(expected);
  }
});

test('what differs in the value is a difference still', () => {
  const of = (name: string, nth: number): Uint8Array => hex(ROWS.find(([found]) => found === name)?.[1].at(nth) ?? '');
  const texts = (a: Uint8Array, b: Uint8Array): string[] =>
    Array.from(diff(parse(a, { encoding }), parse(b, { encoding })), differenceText);
  expect(texts(of('Fraction', -1), of('Fraction that is whole', 0))).toEqual([
    '~ $.__reduce__()[1][0]: 1 -> -5',
    '~ $.__reduce__()[1][1]: 3 -> 1',
  ]);
  expect(texts(of('deque', -1), of('deque with a bound', 0)).length).toBeGreaterThan(1);
  expect(texts(of('IOError', -1), of('OSError', 0))).toContain(
    '~ $.__reduce__()[0]: builtins.FileNotFoundError -> builtins.PermissionError',
  );
  expect(texts(of('UserString', -1), of('UserString without characters', 0))).toEqual(["~ $.data: 'ab' -> ''"]);
});
