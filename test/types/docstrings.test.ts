/** Every public name says what it is: the docstrings in the declarations of the built package, which editors show. */
import ts from 'typescript';
import { expect, test } from 'vitest';
import { checker, entries, exportsOf, root } from './public-declarations.ts';

const symbols = [...new Set(entries.flatMap(exportsOf).map(resolved))];

function resolved(symbol: ts.Symbol): ts.Symbol {
  return (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
}

/** The public members that this package declares, those of base classes included, by name; static ones too. */
function membersOf(symbol: ts.Symbol): ts.Symbol[] {
  if ((symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface)) === 0) return [];
  const type = checker.getDeclaredTypeOfSymbol(symbol);
  const { members = new Map<ts.__String, ts.Symbol>() } = symbol;
  const own = ['__constructor', '__index', '__call'].flatMap((name) => members.get(name as ts.__String) ?? []);
  const statics = (symbol.flags & ts.SymbolFlags.Class) === 0 ? [] : checker.getExportsOfModule(symbol);
  return [...own, ...checker.getPropertiesOfType(type), ...statics].filter(isPublic);
}

/** What is named by a symbol, such as an iterator, is told by the language. */
function isPublic({ name, declarations = [] }: ts.Symbol): boolean {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  return (
    !name.startsWith('__@') &&
    !name.includes('#') &&
    declarations.some(
      (declaration) =>
        declaration.getSourceFile().fileName.startsWith(`${root}dist/`) &&
        (ts.getCombinedModifierFlags(declaration) & hidden) === 0,
    )
  );
}

/** A constructor may say no more than what it takes and throws. */
function hasDocstring(symbol: ts.Symbol): boolean {
  if (symbol.getDocumentationComment(checker).length > 0) return true;
  return symbol.name === '__constructor' && symbol.getJsDocTags(checker).length > 0;
}

function hasExample(symbol: ts.Symbol): boolean {
  return symbol.getJsDocTags(checker).some(({ name }) => name === 'example');
}

test('the entries have exports, and the exports members', () => {
  expect(entries.length).toBeGreaterThanOrEqual(5);
  expect(symbols.length).toBeGreaterThan(150);
  expect(symbols.flatMap(membersOf).length).toBeGreaterThan(600);
});

test('every export has a docstring', () => {
  expect(symbols.filter((symbol) => !hasDocstring(symbol)).map(({ name }) => name)).toEqual([]);
});

test('every public member of an exported class or interface has a docstring', () => {
  const missing = symbols.flatMap((symbol) =>
    membersOf(symbol)
      .filter((member) => !hasDocstring(member))
      .map((member) => `${symbol.name}.${member.name}`),
  );
  expect(missing).toEqual([]);
});

test('every exported function has an example', () => {
  const functions = symbols.filter(({ flags }) => (flags & ts.SymbolFlags.Function) !== 0);
  expect(functions.length).toBeGreaterThan(30);
  expect(functions.filter((symbol) => !hasExample(symbol)).map(({ name }) => name)).toEqual([]);
});
