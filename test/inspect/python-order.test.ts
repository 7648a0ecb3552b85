import { expect, test } from 'vitest';
import { Tuple } from '../../src/index.ts';
import { sortedAsPython } from '../../src/inspect/python-order.ts';
import { oracle } from '../oracle.ts';

const sorted = (values: readonly unknown[]): unknown[] => sortedAsPython(values, (value) => value);

test('numbers, texts, bytes and tuples are in the order of Python', () => {
  expect(sorted([3n, 1.5, true, -2n])).toEqual([-2n, true, 1.5, 3n]);
  expect(sorted(['b', 'a', '', 'aa'])).toEqual(['', 'a', 'aa', 'b']);
  expect(sorted([Uint8Array.of(2), Uint8Array.of(1, 9), Uint8Array.of()])).toEqual([
    Uint8Array.of(),
    Uint8Array.of(1, 9),
    Uint8Array.of(2),
  ]);
  const tuples = [Tuple.of<unknown>(1n, 'b'), Tuple.of<unknown>(1n), Tuple.of<unknown>(0n, 'z')];
  expect(sorted(tuples)).toEqual([tuples[2], tuples[1], tuples[0]]);
});

test('texts are ordered by code points, as in CPython, and not by UTF-16 units', async () => {
  const texts = ['\u{1f600}', '\uffff', 'é', 'z', '\u{10000}'];
  const python = await oracle();
  expect(sorted(texts)).toEqual(python.evaluate(`sorted(${JSON.stringify(texts).replaceAll('"', "'")})`));
});

test('what Python cannot compare is ordered by the names of the types, and else kept', () => {
  expect(sorted(['a', 1n, null])).toEqual([null, 1n, 'a']);
  const [a, b] = [new Map(), new Map()];
  expect(sorted([b, a])).toEqual([b, a]);
});
