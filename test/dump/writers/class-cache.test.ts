import { expect, test } from 'vitest';
import { Registry } from '../../../src/codec/registry.ts';
import { ClassCache } from '../../../src/dump/writers/class-cache.ts';
import { type ClassCodec, Global, PySet, pythonClass, pythonConstant } from '../../../src/index.ts';

function cacheOf(...codecs: readonly ClassCodec[]): ClassCache {
  const cache = new ClassCache(new Registry(codecs));
  for (const codec of codecs) cache.add(codec);
  return cache;
}

class A {}

test('a class is known by its prototype, and by itself', () => {
  const codec = pythonClass('m.A', A);
  const cache = cacheOf(codec);
  expect(cache.find(A.prototype)).toMatchObject({ codec, hasConstants: false, isPlain: true });
  expect(cache.find(Object.prototype)).toBeUndefined();
  expect(cache.globalOf(A)).toEqual(Global.of('m.A'));
  expect(cache.globalOf(Object)).toBeUndefined();
});

test('of more classes than it keeps, the oldest is forgotten', () => {
  const classes = Array.from({ length: 9 }, () => class {});
  const cache = cacheOf(...classes.map((type, i) => pythonClass(`m.C${i}`, type)));
  expect(classes.map((type) => cache.find(type.prototype) !== undefined)).toEqual([false, ...Array(8).fill(true)]);
});

test.each<[string, ClassCodec]>([
  ['reduce', pythonClass('m.A', A, { reduce: () => 'A' })],
  ['getState', pythonClass('m.A', A, { getState: () => 1 })],
  ['getNewArgs', pythonClass('m.A', A, { getNewArgs: () => [] })],
  ['slots', pythonClass('m.A', A, { slots: ['a'] })],
  ['hasDict', pythonClass('m.A', A, { hasDict: false })],
  ['an array', pythonClass('m.A', class extends Array {})],
  ['a map', pythonClass('m.A', class extends Map {})],
  ['a set', pythonClass('m.A', class extends PySet {})],
  ['bytes', pythonClass('m.A', class extends Uint8Array {})],
])('a class is not plain because of %s', (_why, codec) => {
  expect(cacheOf(codec).find(codec.type.prototype)?.isPlain).toBe(false);
});

test('a class of which an object is a constant, of a parent registry too', () => {
  const codec = pythonClass('m.A', A);
  const constants = new Registry([pythonConstant('m.THE_A', new A())]);
  const cache = new ClassCache(new Registry([codec], constants));
  cache.add(codec);
  expect(cache.find(A.prototype)?.hasConstants).toBe(true);
});
