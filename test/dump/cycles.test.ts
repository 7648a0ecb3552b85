import { describe, expect, test } from 'vitest';
import { dumps, type PicklingError, PySet, pythonClass, Tuple } from '../../src/index.ts';
import { Deque, OrderedDict } from '../../src/stdlib.ts';
import { parse, write } from '../../src/tools.ts';

class Node {
  next: unknown = null;
}
const codecs = [pythonClass('m.Node', Node)];

/** Each value contains itself, and the path is to where it does so for the first time. */
const CYCLES: readonly (readonly [string, () => unknown, string, string])[] = [
  ['a list in itself', () => closed<unknown[]>([1], (it) => it.push(it)), 'list', '$[1]'],
  ['an object in itself', () => closed<Record<string, unknown>>({ a: 1 }, (it) => (it['self'] = it)), 'dict', '$.self'],
  ['a Map in itself', () => closed(new Map<string, unknown>(), (it) => it.set('self', it)), 'dict', '$.self'],
  ['a tuple in its list', () => closed<unknown[]>([], (it) => it.push(Tuple.of(it))), 'list', '$[0][0]'],
  ['an instance in itself', () => closed(new Node(), (it) => (it.next = it)), 'object', '$.next'],
  [
    'an instance in a set of its own',
    () => closed(new Node(), (it) => (it.next = new PySet([it]))),
    'object',
    '$.next.member',
  ],
  [
    'an OrderedDict in itself',
    () => closed(new OrderedDict<string, unknown>(), (it) => it.set('a', it)),
    'object',
    '$.a',
  ],
  ['a deque in itself', () => closed(new Deque<unknown>(), (it) => it.append(it)), 'object', '$[0]'],
];

function closed<T>(value: T, close: (value: T) => unknown): T {
  close(value);
  return value;
}

function refusal(value: unknown): PicklingError {
  try {
    dumps(value, { codecs, memo: 'none' });
  } catch (error) {
    return error as PicklingError;
  }
  throw new Error('it was written');
}

describe("a cycle is refused with memo: 'none', in the words of CPython's fast mode", () => {
  test.each(CYCLES)('%s', (_name, make, type, path) => {
    const error = refusal(make());
    expect(error).toMatchObject({ name: 'PicklingError', code: 'cannot-pickle', path });
    expect(error.message).toContain(`fast mode: can't pickle cyclic objects including object type ${type}`);
    expect(error.message).toContain("use memo: 'identity'");
  });

  test('a graph with a cycle', () => {
    const graph = parse(dumps(closed<unknown[]>([], (it) => it.push(it))));
    expect(() => write(graph, { memo: 'none' })).toThrow(/cyclic objects including object type list/);
  });
});

test('what is deep or shared has no cycle', () => {
  let deep: unknown = [];
  for (let i = 0; i < 100_000; i++) deep = i % 2 === 0 ? [deep] : { deep };
  expect(dumps(deep, { memo: 'none' }).length).toBeGreaterThan(500_000);
  let chain = new Node();
  for (let i = 0; i < 10_000; i++) chain = Object.assign(new Node(), { next: chain });
  expect(dumps(chain, { codecs, memo: 'none' }).length).toBeGreaterThan(100_000);
});

test('after a refusal the next pickle is right', () => {
  refusal(CYCLES[0]?.[1]());
  expect(dumps([1], { codecs, memo: 'none' })).toEqual(dumps([1], { memo: 'none' }));
});
