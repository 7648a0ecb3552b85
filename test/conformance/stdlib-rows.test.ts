/**
 * Every row of `fixtures/stdlib-types.json`: what CPython 3.8 to 3.15 write for values of the standard library. Each
 * loads as the class that the table names, and is written back in the same bytes, for each version.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dumps, Global, Instance, loads } from '../../src/index.ts';
import { optionFor, ROW_NAMES, type Row, refusalsOf, rowsOf } from '../stdlib/rows.ts';

/** Lines of `row, class`: what the row loads as. An inert `Instance` or a `Global` is shown with its name. */
const CLASSES = table('stdlib-classes.tsv');

/** Lines of `row, protocols, versions, reason`: what is not as above, and why. */
const KNOWN = table('stdlib-rows-left-out.tsv');

function table(name: string): string[][] {
  const text = readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
}

function classOf(value: unknown): string {
  if (value instanceof Instance) return `Instance ${value.cls instanceof Global ? value.cls : classOf(value.cls)}`;
  if (value instanceof Global) return `Global ${value}`;
  return typeof value === 'object' && value !== null ? value.constructor.name : typeof value;
}

/** The versions for which the pickle is not what `dumps` writes. */
function differing({ protocol, pickle, versions }: Row): string[] {
  const value = loads(pickle);
  const expected = Buffer.from(pickle);
  return versions.filter((version) => !expected.equals(dumps(value, { protocol, python: optionFor(version) })));
}

test('every row loads as the class of the table, from every pickle', () => {
  const found = ROW_NAMES.map((name) => {
    const classes = new Set(rowsOf(name).map(({ pickle }) => classOf(loads(pickle))));
    return [name, [...classes].sort().join(', ')];
  });
  expect(found.filter(([, classes]) => classes !== '')).toEqual(CLASSES);
});

test('every row is written back in the bytes of each version, but for the list', () => {
  const found = ROW_NAMES.flatMap((name) => [
    ...refusalsOf(name).map(({ protocol, versions }) => [name, protocol, versions] as const),
    ...rowsOf(name).map((row) => [name, row.protocol, differing(row)] as const),
  ]);
  const different = found.flatMap(([name, protocol, list]) => list.map((version) => `${name} ${protocol} ${version}`));
  const listed = KNOWN.flatMap(([name, protocols = '', versions = '']) =>
    protocols.split(',').flatMap((protocol) => versions.split(',').map((version) => `${name} ${protocol} ${version}`)),
  );
  expect(different.sort()).toEqual(listed.sort());
});

test.each([{ ints: 'bigint' }, { dicts: 'object' }] as const)(
  'with %o every row is written back in the same bytes',
  (options) => {
    for (const name of ROW_NAMES) {
      for (const { protocol, pickle, pythons } of rowsOf(name)) {
        const value = loads(pickle, options);
        for (const python of pythons) {
          const written = Buffer.from(dumps(value, { protocol, python })).toString('latin1');
          expect({ name, protocol, python, written }).toEqual({
            name,
            protocol,
            python,
            written: Buffer.from(pickle).toString('latin1'),
          });
        }
      }
    }
  },
);

test('the list has a reason for every line', () => {
  for (const line of KNOWN) expect(line[3], line[0]).toMatch(/\w{3}/);
});
