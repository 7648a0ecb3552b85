import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PickleError, UnpicklingError } from '../../src/errors.ts';
import type { Graph, Node, Sharing } from '../../src/graph/graph.ts';
import { nodesOf } from '../../src/graph/graph.ts';
import { outlineOf } from '../../src/graph/outline.ts';
import { parse } from '../../src/graph/parse.ts';
import { parseInParts } from '../../src/graph/parse-in-parts.ts';
import { writeShared } from '../../src/graph/write.ts';
import { dumps } from '../../src/index.ts';
import { graphJson } from '../../src/json/graph-json.ts';
import { StandardJson } from '../../src/json/standard-json.ts';
import { hex } from '../fixtures.ts';
import { graph as anyGraph, PROTOCOLS, recipe } from '../graphs.ts';
import { program } from '../programs.ts';

/** Everything that can be made later is. */
const SIZES = { least: 0, most: 1_000_000 };
const ALL = { sizes: SIZES };

/** A pickle | how many sections it has, what they hold. */
const ROWS: readonly (readonly [string, string, readonly number[]])[] = [
  ['a list', '8004 5d 28 4b01 4b02 65 2e', [2]],
  ['a list in two batches', '8004 5d 28 4b01 4b02 65 28 4b03 65 2e', [2, 1]],
  ['a dict', '8004 7d 28 4b01 4b02 4b03 4b04 75 2e', [4]],
  ['one within another, which is part of it', '8004 5d 28 5d 28 4e 65 65 2e', [1]],
  ['what is fetched within', '8004 5d 28 5d 94 6800 65 2e', [2]],
  ['a str that is fetched elsewhere', '8004 5d 28 8c0161 94 65 28 6800 65 2e', [1, 1]],
  ['a str that is stored twice', '8004 5d 28 8c03616263 7101 7102 6801 6802 65 2e', [3]],
  ['a list that is fetched elsewhere', '8004 5d 28 5d 94 65 28 6800 65 2e', [1]],
  ['what is changed elsewhere', '8004 5d 28 5d 94 65 6800 4e 61 30 2e', []],
  ['what changes what is elsewhere', '8004 5d 94 28 6800 4b01 61 65 2e', []],
  ['what changes what is within', '8004 5d 28 5d 94 6800 4b01 61 65 2e', [2]],
  ['strings of Python 2', '8004 5d 28 550161 65 2e', []],
  ['what is there twice', '8004 5d 28 4e 32 65 2e', []],
  ['an object that is not whole', '8004 5d 28 4b01 65 4b', [1]],
  ['a value that is missing', '8004 7d 28 4b01 75 2e', []],
  ['what is not there', '8004 5d 28 6800 65 2e', []],
  ['what is stored where nothing is', '8004 5d 28 94 65 2e', []],
  ['an object', '8004 636d0a430a 2981 28 4b01 65 2e', [1]],
];

describe('outlineOf', () => {
  test.for(ROWS)('%s: %s', ([, pickle, counts]) => {
    const outline = outlineOf(hex(pickle), 0, SIZES);
    expect(Array.from(outline?.sections.values() ?? [], ({ count }) => count)).toEqual(counts);
  });

  test('a number that is stored twice: nothing is known', () => {
    expect(outlineOf(hex('5d 28 4e 7100 4e 7100 65 2e'), 0, SIZES)).toBeUndefined();
  });

  test('parts that are too small are part of the one around them, and those that are too large are not made later', () => {
    const pickle = dumps(Array.from({ length: 3000 }, (_, i) => [i, i, i]));
    const found = (least: number, most: number): number => outlineOf(pickle, 0, { least, most })?.sections.size ?? 0;
    expect(found(1000, 100_000)).toBe(3);
    expect(found(0, 1000)).toBe(3000);
    expect(found(1000, 1000)).toBe(0);
  });
});

/** What can be told of a graph. */
function told(graph: Graph & Sharing): { pickles: string[]; json: string } {
  const pickles = ([0, 2, 5] as const).map((protocol) => outcome(() => hexOf(writeShared(graph, { protocol }))));
  return { pickles, json: outcome(() => [...graphJson(graph, {}, new StandardJson(graph))].join('')) };
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function outcome(run: () => string): string {
  try {
    return run();
  } catch (error) {
    if (error instanceof PickleError) return error.message;
    throw error;
  }
}

describe('parseInParts', () => {
  test.for(ROWS)('%s: the same graph: %s', ([, pickle]) => {
    const bytes = hex(pickle);
    expect(outcome(() => JSON.stringify(told(parseInParts(bytes, {}, ALL))))).toEqual(
      outcome(() => JSON.stringify(told(parse(bytes)))),
    );
  });

  test('random graphs, at each protocol', () => {
    fc.assert(
      fc.property(
        fc.array(recipe, { minLength: 1, maxLength: 8 }),
        fc.constantFrom(...PROTOCOLS),
        (choices, protocol) => {
          const pickle = dumps(anyGraph(choices), { protocol });
          expect(told(parseInParts(pickle, {}, ALL))).toEqual(told(parse(pickle)));
        },
      ),
    );
  });

  test('random programs, and what is refused', () => {
    let parts = 0;
    fc.assert(
      fc.property(program, fc.boolean(), (steps, isInList) => {
        // EMPTY_LIST, MARK, the program without PROTO, APPENDS, STOP
        const from = steps[0] === 0x80 ? 2 : 0;
        const pickle = isInList ? Uint8Array.of(0x5d, 0x28, ...steps.subarray(from, -1), 0x65, 0x2e) : steps;
        parts += outlineOf(pickle, 0, SIZES)?.sections.size ?? 0;
        let whole: Graph;
        try {
          whole = parse(pickle);
        } catch {
          const read = (): Node[] => [...nodesOf(parseInParts(pickle, {}, ALL).root)];
          // What is dropped is never read: POP, POP_MARK.
          if (!pickle.some((byte) => byte === 0x30 || byte === 0x31)) expect(read).toThrow(UnpicklingError);
          return;
        }
        expect(told(parseInParts(pickle, {}, ALL))).toEqual(told(whole));
      }),
      { numRuns: 1000 },
    );
    expect(parts).toBeGreaterThan(100);
  });

  test('what is wrong within a part is told with its place, when the part is read', () => {
    const pickle = hex('8004 5d 28 8c01ff 65 2e');
    const { root } = parseInParts(pickle, {}, ALL);
    expect(() => parse(pickle)).toThrow(expect.objectContaining({ code: 'bad-text', offset: 4 }));
    expect(() => [...nodesOf(root)]).toThrow(expect.objectContaining({ code: 'bad-text', offset: 4 }));
    const keys = parseInParts(hex('8004 7d 28 5d 4e 75 2e'), {}, ALL);
    expect(() => [...nodesOf(keys.root)]).toThrow(expect.objectContaining({ code: 'unhashable', offset: 6 }));
  });

  test('a scalar that is fetched says where, if it is asked for', () => {
    const pickle = hex('8004 5d 28 8c03616263 94 6800 65 2e');
    const [same, placed] = [false, true].map((isPlaced) =>
      itemsOf(parseInParts(pickle, {}, { ...ALL, isPlaced }).root),
    );
    expect(same?.map(({ start, end }) => [start, end])).toEqual([
      [4, 9],
      [4, 9],
    ]);
    expect(placed?.map(({ start, end, opcode }) => [start, end, opcode])).toEqual([
      [4, 9, 'SHORT_BINUNICODE'],
      [10, 12, 'BINGET'],
    ]);
  });

  test('a list that is made in parts is read as any other, and cannot be changed', () => {
    const items = itemsOf(parseInParts(dumps(Array.from({ length: 2500 }, (_, i) => [i])), {}, ALL).root);
    const numberIn = (node: Node | undefined): unknown =>
      node && itemsOf(node).map((one) => 'value' in one && one.value)[0];
    expect(items.length).toBe(2500);
    expect(numberIn(items[1234])).toBe(1234);
    expect(items[1234]).toBe(items[1235 - 1]);
    expect(numberIn(items.at(-1))).toBe(2499);
    expect(items[2500]).toBeUndefined();
    expect(0 in items && !(2500 in items)).toBe(true);
    expect(items.map(numberIn)).toEqual(Array.from({ length: 2500 }, (_, i) => i));
    expect(items.slice(998, 1002).map(numberIn)).toEqual([998, 999, 1000, 1001]);
    const [first] = items;
    if (first === undefined) expect.unreachable();
    expect(() => items.push(first)).toThrow(TypeError);
    expect(() => (items[0] = first)).toThrow(TypeError);
  });
});

function itemsOf(node: Node): Node[] {
  if (node.type === 'list') return node.items;
  return expect.unreachable();
}
