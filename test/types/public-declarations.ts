/** The declarations of the built package, as a program of TypeScript sees them. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
// The TypeScript of this folder: newer ones have no stable API.
import ts from 'typescript';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const { exports } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
  exports: Record<string, string | { types: string }>;
};

/** The declarations of each entry of the package. */
export const entries = Object.values(exports).flatMap((entry) =>
  typeof entry === 'string' ? [] : [root + entry.types.slice('./'.length)],
);

export const program = ts.createProgram(entries, {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  lib: ['lib.esnext.full.d.ts'],
  types: [],
});

export const checker = program.getTypeChecker();

/** What an entry exports. */
export function exportsOf(entry: string): ts.Symbol[] {
  const source = program.getSourceFile(entry);
  const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`${entry} is missing or not a module: npm run build`);
  return checker.getExportsOfModule(module);
}
