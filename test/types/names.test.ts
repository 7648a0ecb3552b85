/** No public name hides a global of JavaScript, TypeScript, a browser or Node.js from the program that imports it. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
// The TypeScript of this folder: newer ones have no stable API.
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { exports } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
  exports: Record<string, string | { types: string }>;
};
const entries = Object.values(exports).flatMap((entry) =>
  typeof entry === 'string' ? [] : [root + entry.types.slice('./'.length)],
);
const program = ts.createProgram(entries, {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  lib: ['lib.esnext.full.d.ts'],
  types: [],
});
const checker = program.getTypeChecker();

/** What a program can name without an import. */
function globalNames(): Set<string> {
  const library = program.getSourceFiles().find(({ fileName }) => fileName.endsWith('/lib.es5.d.ts'));
  if (library === undefined) throw new Error('the declarations of JavaScript were not found');
  const kinds = ts.SymbolFlags.Value | ts.SymbolFlags.Type | ts.SymbolFlags.Namespace;
  const declared = checker.getSymbolsInScope(library, kinds).map(({ name }) => name);
  return new Set([...declared, ...Object.getOwnPropertyNames(globalThis)]);
}

function exportsOf(entry: string): string[] {
  const source = program.getSourceFile(entry);
  const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`${entry} is missing or not a module: npm run build`);
  return checker.getExportsOfModule(module).map(({ name }) => name);
}

test('globals of the language, of its types, of browsers and of Node.js are known here', () => {
  const known = globalNames();
  expect(['Map', 'Partial', 'Range', 'Node', 'Storage', 'Buffer'].filter((name) => !known.has(name))).toEqual([]);
  expect(known.size).toBeGreaterThan(1_000);
});

test('no export has the name of a global', () => {
  const known = globalNames();
  const names = entries.flatMap(exportsOf);
  expect(names.length).toBeGreaterThan(300);
  expect(names.filter((name) => known.has(name))).toEqual([]);
});
