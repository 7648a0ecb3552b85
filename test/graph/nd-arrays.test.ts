import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NumpyComparison } from '../../src/diff/array-difference.ts';
import { Comparison } from '../../src/diff/comparison.ts';
import { differenceText } from '../../src/diff/difference.ts';
import { PickleError } from '../../src/errors.ts';
import type { Graph, Node } from '../../src/graph/graph.ts';
import { NdArrays } from '../../src/graph/nd-arrays.ts';
import { parse } from '../../src/graph/parse.ts';
import { dumps } from '../../src/index.ts';
import { Places } from '../../src/inspect/places.ts';
import { NumpyJson } from '../../src/json/array-json.ts';
import { graphJson } from '../../src/json/graph-json.ts';
import { numpy } from '../../src/numpy/family.ts';
import { NdArray } from '../../src/numpy/nd-array.ts';

const pickles = readFileSync(new URL('../fixtures/array-pickles.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => Buffer.from(JSON.parse(line).pickle, 'base64'));

const pickleOf = (value: unknown): Uint8Array => dumps(value, { codecs: [numpy] });
const arrayOf = (pickle: Uint8Array): ReturnType<NdArrays['of']> => {
  const graph = parse(pickle);
  return new NdArrays(graph).of(graph.root);
};

test('the elements are a view of the pickle, where it has them as bytes', () => {
  const pickle = dumps(NdArray.from(Uint8Array.of(1, 2)), { codecs: [numpy], protocol: 4 });
  const array = arrayOf(pickle);
  expect(array).toMatchObject({ name: 'ndarray', shape: [2] });
  expect(array?.elements?.toNested()).toEqual([1, 2]);
  const data = array?.elements?.data;
  expect(ArrayBuffer.isView(data) && data.buffer).toBe(pickle.buffer);
});

test('the objects of an array stay nodes', () => {
  const array = arrayOf(pickleOf(NdArray.from([null, 'a'], undefined, 'O')));
  expect(array?.elements).toBeUndefined();
  expect(array?.objects?.map(({ type }) => type)).toEqual(['none', 'str']);
});

test('anything else is no array', () => {
  for (const value of [[1], new Map(), 'numpy', new Date(0)]) expect(arrayOf(pickleOf(value))).toBeUndefined();
});

/** What the command does with a pickle. */
function used(graph: Graph): string {
  const arrays = new NdArrays(graph);
  const places = new Places(graph, { numpy: arrays });
  const open: Node[] = [graph.root];
  const seen = new Set<Node>();
  let text = '';
  for (let node = open.pop(); node !== undefined && seen.size < 500; node = open.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    text += places.summary(node);
    for (const place of places.at({ node })) open.push(place.node);
  }
  for (const style of ['list', 'base64', 'summary'] as const) {
    const json = new NumpyJson(arrays, { arrays: style, bytes: 'base64' });
    for (const chunk of graphJson(graph, { length: 100_000 }, undefined, json)) text += chunk;
  }
  const comparison = new Comparison(graph, graph, {}, undefined, new NumpyComparison(graph, graph, undefined));
  for (const difference of comparison.run()) text += differenceText(difference);
  return text;
}

test('changed pickles are shown, or are a PickleError', () => {
  const change = fc.record({ at: fc.nat(2000), byte: fc.nat(255) });
  fc.assert(
    fc.property(fc.constantFrom(...pickles), fc.array(change, { minLength: 1, maxLength: 4 }), (pickle, changes) => {
      const bytes = Uint8Array.from(pickle);
      for (const { at, byte } of changes) bytes[at % bytes.length] = byte;
      try {
        used(parse(bytes, { encoding: 'latin1' }));
      } catch (error) {
        expect(error).toBeInstanceOf(PickleError);
      }
    }),
    { numRuns: 400 },
  );
});

describe('what a few bytes ask for is bounded', () => {
  /** `numpy.ndarray(shape, 'V0', b'')` */
  const call = (shape: string, dtype: string, buffer: string): Uint8Array =>
    Buffer.from(`cnumpy\nndarray\n((${shape}tV${dtype}\nS'${buffer}'\ntR.`, 'latin1');

  test.for([
    ['no bytes in each of many elements', call('I1000000\nI1000000\n', 'V0', '')],
    ['many lists of no elements', call('I1000000\nI1000000\nI0\n', 'f8', '')],
    ['more elements than bytes', call('I1000000000\n', 'f8', 'x')],
    ['a negative size', call('I-1\n', 'f8', '')],
    ['no dtype', call('I1\n', 'x', 'x')],
  ] as const)('%s', ([, pickle]) => {
    const begin = performance.now();
    try {
      used(parse(pickle));
    } catch (error) {
      expect(error).toBeInstanceOf(PickleError);
    }
    expect(performance.now() - begin).toBeLessThan(5000);
  });
});
