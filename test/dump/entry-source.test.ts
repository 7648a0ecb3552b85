import { expect, test } from 'vitest';
import {
  type EntrySource,
  MapEntries,
  PairEntries,
  PropertyEntries,
  recordEntries,
} from '../../src/dump/entry-source.ts';

const SOURCES: readonly (readonly [string, () => EntrySource])[] = [
  ['a Map', () => new MapEntries(new Map<unknown, unknown>([['a', 1], ['b', undefined]]))], // biome-ignore format: one row
  ['pairs', () => new PairEntries([['a', 1], ['b', undefined]])], // biome-ignore format: one row
  ['properties', () => new PropertyEntries({ a: 1, x: 2, b: undefined }, ['a', 'b'])],
  ['a plain object', () => recordEntries({ a: 1, b: undefined })],
];

test.for(SOURCES)('the entries of %s come one after another', ([, make]) => {
  const source = make();
  const entries: unknown[] = [];
  while (source.advance()) entries.push([source.key, source.value]);
  expect(entries).toEqual([
    ['a', 1],
    ['b', undefined],
  ]);
  expect(source.advance()).toBe(false);
});

test('a property named by a symbol is refused, where it is enumerable', () => {
  const record = { a: 1 };
  Object.defineProperty(record, Symbol('hidden'), { value: 1, enumerable: false });
  expect(recordEntries(record).size).toBe(1);
  expect(() => recordEntries({ [Symbol('shown')]: 1 })).toThrow('a property named by a symbol: Symbol(shown)');
});
