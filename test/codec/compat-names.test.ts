/** What `fixImports` translates is CPython's `_compat_pickle`, row by row. */
import { describe, expect, test } from 'vitest';
import { toPython2, toPython3 } from '../../src/codec/compat-names.ts';
import { fixture } from '../fixtures.ts';

type Name = readonly [module: string, name: string];
type NameRows = readonly (readonly [from: Name, to: Name])[];

const python = fixture<{
  IMPORT_MAPPING: Record<string, string>;
  REVERSE_IMPORT_MAPPING: Record<string, string>;
  NAME_MAPPING: NameRows;
  REVERSE_NAME_MAPPING: NameRows;
}>('compat-pickle.json');

describe.each([
  ['3', toPython3, python.NAME_MAPPING, python.IMPORT_MAPPING],
  ['2', toPython2, python.REVERSE_NAME_MAPPING, python.REVERSE_IMPORT_MAPPING],
] as const)('to Python %s', (_, translate, names, modules) => {
  const translated = ([module, name]: Name): Name => {
    const to = translate({ module, name });
    return [to.module, to.name];
  };

  test.each(names)('%j is %j', (from, to) => {
    expect(translated(from)).toEqual(to);
  });

  test.each(Object.entries(modules))('other names of %s are in %s', (from, to) => {
    expect(translated([from, 'no_such_name'])).toEqual([to, 'no_such_name']);
  });

  test('a name of neither table stays, whatever the other direction or JavaScript knows', () => {
    const known = new Set([...Object.keys(modules), ...names.map(([[module]]) => module)]);
    const others = Object.values(modules).filter((module) => !known.has(module));
    for (const module of [...others, '__proto__', 'constructor', '', 'x'.repeat(1000)]) {
      expect(translated([module, 'toString'])).toEqual([module, 'toString']);
    }
  });

  test('the tables have no other rows', () => {
    const rows = new Set(names.map(([from]) => from.join(' ')));
    const all = [...python.NAME_MAPPING, ...python.REVERSE_NAME_MAPPING].flat();
    for (const name of all) {
      if (rows.has(name.join(' '))) continue;
      expect(translated(name)).toEqual([modules[name[0]] ?? name[0], name[1]]);
    }
  });
});
