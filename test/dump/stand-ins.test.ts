/** What is written in place of an object keeps its identity. */
import { expect, test } from 'vitest';
import { Dict, type DumpOptions, dumps, FrozenSet, loads, PySet, pythonStandIn, Tuple } from '../../src/index.ts';

class Stood {}

const KINDS: [string, () => object][] = [
  ['a dict', () => new Dict([[1, 2]])],
  ['a tuple', () => Tuple.of(1, 2)],
  ['a list', () => [1]],
  ['a plain object', () => ({ a: 1 })],
  ['a set', () => new PySet([1])],
  ['a frozenset', () => new FrozenSet([1])],
  ['bytes', () => new Uint8Array([1, 2])],
];
const WAYS: [string, DumpOptions][] = [
  ['the short ways', {}],
  ['persistentId', { persistentId: () => undefined }],
  ['protocol 2', { protocol: 2 }],
];
const rows = KINDS.flatMap(([kind, make]) => WAYS.map(([way, options]) => ({ kind, make, way, options })));

test.each(rows)('$kind in place of an object is one object, however often it is met: $way', ({ make, options }) => {
  const standIn = make();
  const codecs = [pythonStandIn((value) => (value instanceof Stood ? standIn : undefined))];
  const stood = new Stood();
  const read = loads<unknown[]>(dumps([stood, standIn, stood, new Stood()], { codecs, ...options }));
  for (const item of read) expect(item).toBe(read[0]);
});

test.each(WAYS)('an object within its own stand-in is a cycle: %s', (_way, options) => {
  const stood = new Stood();
  const codecs = [pythonStandIn((value) => (value instanceof Stood ? new Dict([['self', value]]) : undefined))];
  const read = loads<Dict>(dumps(stood, { codecs, ...options }));
  expect(read.get('self')).toBe(read);
});
