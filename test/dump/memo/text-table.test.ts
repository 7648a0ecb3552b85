/** Texts and their numbers: a Map is the model. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TextTable } from '../../../src/dump/memo/text-table.ts';

/** Asks for texts one after another; the numbers are those that a Map gives. */
function expectAsMap(table: TextTable, texts: readonly string[], hashOf: (text: string) => number): void {
  const model = new Map<string, number>();
  for (const text of texts) {
    const known = model.get(text) ?? -1;
    const expected = table.expectedKey(text);
    if (expected !== -1) expect(expected).toBe(known);
    const recent = table.recent(text);
    if (recent !== -1) expect(recent).toBe(known);
    expect(table.find(text, hashOf(text), model.size)).toBe(known);
    if (expected === -1) table.noteKey();
    if (known < 0) model.set(text, model.size);
  }
}

const HASHES: readonly (readonly [string, (text: string) => number])[] = [
  ['spread', (text) => Array.from(text).reduce((hash, char) => Math.imul(hash, 31) + char.charCodeAt(0), 7) | 0],
  ['all equal', () => 42],
  ['negative', (text) => -1 - text.length],
];

test.for(HASHES)('hashes that are %s: a text has the number that it got first', ([, hashOf]) => {
  const words = fc.array(fc.oneof(fc.string(), fc.constantFrom('a', 'k0', 'k1', 'key', 'keys')), { maxLength: 400 });
  const table = new TextTable();
  fc.assert(
    fc.property(words, (texts) => {
      table.clear();
      expectAsMap(table, texts, hashOf);
    }),
    { numRuns: 50 },
  );
});

test.for(HASHES)('hashes that are %s: many texts', ([, hashOf]) => {
  const texts = Array.from({ length: 3000 }, (_, i) => `text ${i}`);
  const table = new TextTable();
  expectAsMap(table, [...texts, ...texts], hashOf);
  table.clear();
  expectAsMap(table, texts.reverse(), hashOf);
});

test('a text that was found is known without a hash, until the table is cleared', () => {
  const table = new TextTable();
  table.find('spam', 1, 5);
  expect(table.find('spam', 1, 6)).toBe(5);
  expect(table.recent('spam')).toBe(5);
  expect(table.recent('eggs')).toBe(-1);
  table.clear();
  expect(table.recent('spam')).toBe(-1);
});

test('a key that came after the previous key before is known without a hash, until the table is cleared', () => {
  const table = new TextTable();
  const guessed = (keys: string): boolean[] =>
    [...keys].map((key) => {
      if (table.expectedKey(key) === key.charCodeAt(0)) return true;
      table.find(key, key.charCodeAt(0), key.charCodeAt(0));
      table.noteKey();
      return false;
    });
  guessed('xabxac');
  expect(guessed('abxacx')).toEqual([false, true, true, true, true, true]);
  expect(guessed('bx')).toEqual([false, true]);
  table.clear();
  expect(guessed('xab')).toEqual([false, false, false]);
});

test('texts of one hash by the ten thousands take no quadratic time', () => {
  const table = new TextTable();
  const start = performance.now();
  for (let i = 0; i < 50_000; i++) table.find(`text ${i}`, 42, i);
  expect(performance.now() - start).toBeLessThan(2000);
});
