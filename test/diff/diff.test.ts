import { describe, expect, test } from 'vitest';
import { type DiffOptions, diff } from '../../src/diff/diff.ts';
import { differenceText } from '../../src/diff/difference.ts';
import { parse } from '../../src/graph/parse.ts';
import { write } from '../../src/graph/write.ts';
import { ByteArray, dumps, Float, FrozenSet, Global, PickleError, Tuple, UnpicklingError } from '../../src/index.ts';
import { assemble } from '../../src/opcodes/assemble.ts';
import { hex } from '../fixtures.ts';
import { mutants } from '../mutants.ts';
import { MEASURED } from '../pickletools.ts';

const lines = (a: Uint8Array, b: Uint8Array, options?: DiffOptions): string[] =>
  Array.from(diff(a, b, options), differenceText);

const of = (a: unknown, b: unknown, options?: DiffOptions): string[] => lines(dumps(a), dumps(b), options);
const ofText = (a: string, b: string, options?: DiffOptions): string[] => {
  const [x, y] = [a, b].map((text) => assemble(text.replaceAll(';', '\n')));
  return lines(x ?? new Uint8Array(), y ?? new Uint8Array(), options);
};

const map = (...entries: [unknown, unknown][]): Map<unknown, unknown> => new Map(entries);

/** Value, value | differences. */
const VALUES: readonly (readonly [unknown, unknown, readonly string[], DiffOptions?])[] = [
  [1, 1, []],
  [1, 2, ['~ $: 1 -> 2']],
  [1, '1', ["~ $: 1 (int) -> '1' (str)"]],
  [1, new Float(1), ['~ $: 1 (int) -> 1.0 (float)']],
  [null, false, ['~ $: None (none) -> False (bool)']],
  [0.5, 0.5000001, ['~ $: 0.5 -> 0.5000001']],
  [0.5, 0.5000001, [], { tolerance: 1e-6 }],
  [1e10, 1e10 + 10, [], { tolerance: 1e-6 }],
  [1, new Float(1), [], { tolerance: 0 }],
  [2n ** 70n, 2n ** 70n + 1n, ['~ $: 1180591620717411303424 -> 1180591620717411303425'], { tolerance: 0 }],
  [Number.POSITIVE_INFINITY, 5.5, ['~ $: inf -> 5.5'], { tolerance: 1 }],
  [Number.NaN, Number.NaN, []],
  [new Float(0), -0, ['~ $: 0.0 -> -0.0']],
  [Uint8Array.of(1), Uint8Array.of(2), ["~ $: b'\\x01' -> b'\\x02'"]],
  [Uint8Array.of(1), ByteArray.of(1), ["~ $: b'\\x01' (bytes) -> bytearray(b'\\x01') (bytearray)"]],
  ['\x1b[31m', '', ["~ $: '\\x1b[31m' -> ''"]],
  [[1, [2, 3]], [1, [2, 4]], ['~ $[1][1]: 3 -> 4']],
  [[1, 2], [1, 2, 3], ['+ $[2]: 3']],
  [[1, 2, 3], [2, 3], ['- $[0]: 1']],
  [
    [1, 2, 3, 4],
    [1, 9, 4],
    ['~ $[1]: 2 -> 9', '- $[2]: 3'],
  ],
  [Tuple.of(1), [1], ['~ $: (1,) (tuple) -> list of 1 item (list)']],
  [{ a: 1, b: 2 }, { b: 3, c: 4 }, ["- $['a']: 1", "~ $['b']: 2 -> 3", "+ $['c']: 4"]],
  [
    map([1, 'x'], [Tuple.of<unknown>(1, 'k'), 'y']),
    map([Tuple.of<unknown>(1, 'k'), 'z'], [1, 'x']),
    ["~ $[(1, 'k')]: 'y' -> 'z'"],
  ],
  [map(['a', 1], ['b', 2]), map(['b', 2], ['a', 1]), []],
  [map(['a', 1], ['b', 2]), map(['b', 2], ['a', 1]), ['! $: in another order'], { order: true }],
  [new Set([1, 'a']), new Set(['a', 2]), ['- $.{1}: 1', '+ $.{2}: 2']],
  [new FrozenSet(['b', 'a']), new FrozenSet(['a', 'b']), []],
  [new FrozenSet(['b', 'a']), new FrozenSet(['a', 'b']), ['! $: in another order'], { order: true }],
  [new Global('a', 'b.c'), new Global('a.b', 'c'), ['~ $: a.b.c -> a.b.c']],
  [((x) => [x, x])([1]), [[1], [1]], []],
  [((x) => [x, x])([1]), [[1], [1]], ['! $[1]: shared with other places than before'], { identity: true }],
  [[[1], [1]], ((x) => [x, x])([1]), ['! $[1]: shared with other places than before'], { identity: true }],
];

const NEW = "GLOBAL 'm C';EMPTY_TUPLE;NEWOBJ";

/** Assembly, assembly | differences. */
const OBJECTS: readonly (readonly [string, string, readonly string[]])[] = [
  [
    `${NEW};MARK;BINUNICODE 'x';BININT1 1;DICT;BUILD;STOP`,
    `${NEW};MARK;BINUNICODE 'x';BININT1 2;DICT;BUILD;STOP`,
    ['~ $.x: 1 -> 2'],
  ],
  [`${NEW};MARK;BINUNICODE 'a b';NONE;DICT;BUILD;STOP`, `${NEW};EMPTY_DICT;BUILD;STOP`, ["- $['a b']: None"]],
  [
    `${NEW};NONE;TUPLE1;BUILD;STOP`,
    `${NEW};NEWTRUE;TUPLE1;BUILD;STOP`,
    ['~ $.__state__[0]: None (none) -> True (bool)'],
  ],
  [`${NEW};NONE;BUILD;STOP`, `${NEW};STOP`, ['- $.__state__: None']],
  [`${NEW};STOP`, "GLOBAL 'm D';EMPTY_TUPLE;NEWOBJ;STOP", ['~ $.__class__: m.C -> m.D']],
  [`${NEW};STOP`, "GLOBAL 'm C';NONE;TUPLE1;NEWOBJ;STOP", ['+ $.__getnewargs__()[0]: None']],
  [`${NEW};NONE;APPEND;STOP`, `${NEW};NEWTRUE;APPEND;STOP`, ['~ $[0]: None (none) -> True (bool)']],
  [`${NEW};BINUNICODE 'k';NONE;SETITEM;STOP`, `${NEW};STOP`, ["- $['k']: None"]],
  [
    "GLOBAL 'm f';BININT1 1;TUPLE1;REDUCE;STOP",
    "GLOBAL 'm g';BININT1 2;TUPLE1;REDUCE;STOP",
    ['~ $.__reduce__()[0]: m.f -> m.g', '~ $.__reduce__()[1][0]: 1 -> 2'],
  ],
  ["GLOBAL '__builtin__ len';STOP", "PROTO 4;GLOBAL 'builtins len';STOP", []],
  ['EXT1 1;STOP', 'EXT1 2;STOP', ['~ $: extension 1 -> extension 2']],
  ['NONE;BINPERSID;STOP', 'NEWTRUE;BINPERSID;STOP', ['~ $.persistent_id: None (none) -> True (bool)']],
  ['NEXT_BUFFER;STOP', 'NEXT_BUFFER;READONLY_BUFFER;STOP', ['~ $: out-of-band buffer -> out-of-band buffer']],
  ["BINUNICODE '\\ud83d\\ude00';STOP", "BINUNICODE '\\U0001f600';STOP", ["~ $: '\\ud83d\\ude00' -> '😀'"]],
  [`EMPTY_DICT;${NEW};BININT1 1;SETITEM;STOP`, `EMPTY_DICT;${NEW};BININT1 2;SETITEM;STOP`, ['~ $[m.C object]: 1 -> 2']],
];

describe('diff', () => {
  test.for(VALUES)('of %s and %s', ([a, b, expected, options]) => {
    expect(of(a, b, options)).toEqual(expected);
  });

  test.for(OBJECTS)('of %s and %s', ([a, b, expected]) => {
    expect(ofText(a, b)).toEqual(expected);
  });

  test('gives what differs as nodes', () => {
    const [first, ...more] = diff(parse(dumps([1])), dumps([2]));
    expect(more).toEqual([]);
    expect(first).toMatchObject({ kind: 'value', path: '$[0]', a: { type: 'int', value: 1 }, b: { value: 2 } });
  });

  test('of cycles ends', () => {
    const ring = (length: number, last: unknown): unknown[] => {
      const first: unknown[] = [];
      let list = first;
      for (let i = 1; i < length; i++) list = [list];
      first.push(list);
      return Tuple.of<unknown>(first, last);
    };
    expect(of(ring(3, 1), ring(5, 1))).toEqual([]);
    expect(of(ring(3, 1), ring(5, 2))).toEqual(['~ $[1]: 1 -> 2']);
  });

  test('of what is shared exponentially often takes linear time, and of what is deep no stack', () => {
    const shared = (last: unknown): unknown => {
      let value: unknown = last;
      for (let i = 0; i < 200; i++) value = [value, value];
      return value;
    };
    expect(of(shared('a'), shared('a'))).toEqual([]);
    expect(of(shared('a'), shared('b')).length).toBeGreaterThan(0);
    const deep = (last: string): Uint8Array => assemble(`${last}\n${'TUPLE1\n'.repeat(100_000)}STOP`);
    expect(lines(deep('NONE'), deep('NONE'))).toEqual([]);
    const [difference] = lines(deep('NONE'), deep('NEWTRUE'));
    expect(difference).toBe(`~ $${'[0]'.repeat(50)}...${'[0]'.repeat(50)}: None (none) -> True (bool)`);
  });

  test('of two readings of one pickle finds nothing, and of one changed scalar that', () => {
    let compared = 0;
    for (const text of [
      ...MEASURED.map((row) => row.hex),
      ...mutants(
        MEASURED.map((row) => row.hex),
        500,
        23,
      ),
    ]) {
      const bytes = hex(text);
      try {
        parse(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(PickleError);
        continue;
      }
      expect([...diff(bytes, bytes, { identity: true, order: true })], text).toEqual([]);
      compared++;
    }
    expect(compared).toBeGreaterThan(600);
    const graph = parse(dumps({ a: [1, { b: 2 }] }));
    const changed = parse(write(graph));
    expect([...diff(graph, changed)]).toEqual([]);
  });

  test('refuses what is no pickle and a tolerance that is none, at once', () => {
    expect(() => diff(hex('ff'), hex('4e2e'))).toThrow(UnpicklingError);
    expect(() => diff(hex('4e2e'), hex('4e2e'), { tolerance: -1 })).toThrow(RangeError);
    expect(() => diff(hex('4e2e'), hex('4e2e'), { tolerance: Number.NaN })).toThrow(RangeError);
  });
});
