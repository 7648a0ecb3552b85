/** No public name hides a global of JavaScript, TypeScript, a browser or Node.js from the program that imports it. */
import ts from 'typescript';
import { expect, test } from 'vitest';
import { checker, entries, exportsOf, program } from './public-declarations.ts';

/** What a program can name without an import. */
function globalNames(): Set<string> {
  const library = program.getSourceFiles().find(({ fileName }) => fileName.endsWith('/lib.es5.d.ts'));
  if (library === undefined) throw new Error('the declarations of JavaScript were not found');
  const kinds = ts.SymbolFlags.Value | ts.SymbolFlags.Type | ts.SymbolFlags.Namespace;
  const declared = checker.getSymbolsInScope(library, kinds).map(({ name }) => name);
  return new Set([...declared, ...Object.getOwnPropertyNames(globalThis)]);
}

test('globals of the language, of its types, of browsers and of Node.js are known here', () => {
  const known = globalNames();
  expect(['Map', 'Partial', 'Range', 'Node', 'Storage', 'Buffer'].filter((name) => !known.has(name))).toEqual([]);
  expect(known.size).toBeGreaterThan(1_000);
});

test('no export has the name of a global', () => {
  const known = globalNames();
  const names = entries.flatMap(exportsOf).map(({ name }) => name);
  expect(names.length).toBeGreaterThan(300);
  expect(names.filter((name) => known.has(name))).toEqual([]);
});
