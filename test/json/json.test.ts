import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PickleError } from '../../src/errors.ts';
import { parse } from '../../src/graph/parse.ts';
import { ByteArray, dumps, FrozenSet, Global, PicklingError, Tuple, UnpicklingError } from '../../src/index.ts';
import type { JsonOptions } from '../../src/json/graph-json.ts';
import { toJSON, toJSONChunks } from '../../src/json/json.ts';
import { assemble } from '../../src/opcodes/assemble.ts';
import { hex } from '../fixtures.ts';
import { mutants } from '../mutants.ts';
import { MEASURED } from '../pickletools.ts';
import { program } from '../programs.ts';

const cyclic: unknown[] = [1];
cyclic.push([cyclic]);

/** Value | plain JSON. */
const VALUES: readonly (readonly [string, unknown, string, JsonOptions?])[] = [
  ['None and bools', [null, true, false], '[null,true,false]'],
  ['ints', [0, -1, 2n ** 64n], '[0,-1,18446744073709551616]'],
  ['large ints as strings', [5, 2n ** 64n], '[5,"18446744073709551616"]', { bigints: 'string' }],
  ['floats', [0.5, 1e22, -0], '[0.5,1e+22,-0.0]'],
  ['what is no number', [Number.NaN, Number.POSITIVE_INFINITY], '["NaN","Infinity"]'],
  ['strs', ['é"\n', '\x1b[31m\u2028\u{e0001}', '\ud800'], '["é\\"\\n","\\u001b[31m\\u2028\\udb40\\udc01","\\ud800"]'],
  ['bytes', [Uint8Array.of(0, 255), ByteArray.of(1)], '["AP8=","AQ=="]'],
  ['bytes in hexadecimal', Uint8Array.of(0, 255), '"00ff"', { bytes: 'hex' }],
  ['the length of bytes', Uint8Array.of(0, 255), '2', { bytes: 'length' }],
  ['sequences', [Tuple.of(), Tuple.of(1), new Set([2]), new FrozenSet([3])], '[[],[1],[2],[3]]'],
  [
    'dicts',
    new Map<string, unknown>([
      ['a', new Map()],
      ['b', [1]],
    ]),
    '{"a":{},"b":[1]}',
  ],
  ['keys that are no strs', new Map<unknown, number>().set(1, 1).set(null, 2), '{"1":1,"null":2}'],
  [
    'keys of one text',
    new Map<unknown, number>([
      [1, 1],
      ['1', 2],
    ]),
    '[[1,1],["1",2]]',
  ],
  ['keys of other kinds', new Map([[Tuple.of<unknown>(1, 'a'), 1]]), '[[[1,"a"],1]]'],
  ['the key __proto__', new Map([['__proto__', 1]]), '{"__proto__":1}'],
  ['shared lists', ((x) => [x, x])([1]), '[[1],[1]]'],
  ['cycles', cyclic, '[1,[{"$up":2}]]'],
  ['classes', new Global('os', 'system'), '"os.system"'],
  ['dates', new Date(0), '"1970-01-01T00:00:00+00:00"'],
];

/** Assembly | plain JSON. */
const OBJECTS: readonly (readonly [string, string, string])[] = [
  [
    'a new object',
    "GLOBAL 'a B';EMPTY_TUPLE;NEWOBJ;EMPTY_DICT;BINUNICODE 'x';BININT1 1;SETITEM;BUILD;STOP",
    '{"class":"a.B","state":{"x":1}}',
  ],
  ['a call', "GLOBAL 'a b';BININT1 1;TUPLE1;REDUCE;STOP", '{"class":"a.b","args":[1]}'],
  [
    'keywords',
    "GLOBAL 'a B';EMPTY_TUPLE;MARK;BINUNICODE 'k';NONE;DICT;NEWOBJ_EX;STOP",
    '{"class":"a.B","kwargs":{"k":null}}',
  ],
  [
    'items and entries',
    "GLOBAL 'a B';EMPTY_TUPLE;NEWOBJ;NONE;APPEND;BINUNICODE 'k';NONE;SETITEM;STOP",
    '{"class":"a.B","items":[null],"entries":{"k":null}}',
  ],
  [
    'protocol 0',
    "GLOBAL 'copy_reg _reconstructor';MARK;GLOBAL 'a B';GLOBAL '__builtin__ object';NONE;TUPLE;REDUCE;STOP",
    '{"class":"a.B"}',
  ],
  [
    'protocol 0 with a base',
    "GLOBAL 'copy_reg _reconstructor';MARK;GLOBAL 'a B';GLOBAL '__builtin__ list';EMPTY_LIST;TUPLE;REDUCE;STOP",
    '{"class":"a.B"}',
  ],
  ['OrderedDict', "GLOBAL 'collections OrderedDict';EMPTY_TUPLE;REDUCE;BINUNICODE 'k';NONE;SETITEM;STOP", '{"k":null}'],
  ['Counter', "GLOBAL 'collections Counter';MARK;BINUNICODE 'k';BININT1 2;DICT;TUPLE1;REDUCE;STOP", '{"k":2}'],
  ['deque', "GLOBAL 'collections deque';EMPTY_TUPLE;REDUCE;BININT1 2;APPEND;STOP", '[2]'],
  ['Decimal', "GLOBAL 'decimal Decimal';BINUNICODE '1.50';TUPLE1;REDUCE;STOP", '"1.50"'],
  ['a persistent id', "BINUNICODE 'p';BINPERSID;STOP", '{"persistent_id":"p"}'],
  ['an extension', 'EXT1 5;STOP', '"extension 5"'],
  ['a buffer', 'NEXT_BUFFER;STOP', '"buffer"'],
  [
    'an object in itself',
    "GLOBAL 'a B';EMPTY_TUPLE;NEWOBJ;PUT 0;GET 0;BUILD;STOP",
    '{"class":"a.B","state":{"$up":1}}',
  ],
  ['equal keys', 'MARK;BININT1 1;BININT1 5;NEWTRUE;BININT1 6;BINFLOAT 1.0;BININT1 7;DICT;STOP', '{"1":7}'],
];

describe('toJSON, plain', () => {
  test.for(VALUES)('of %s', ([, value, json, options]) => {
    expect(toJSON(dumps(value), options)).toBe(json);
  });

  test.for(OBJECTS)('of %s', ([, text, json]) => {
    expect(toJSON(assemble(text.replaceAll(';', '\n')))).toBe(json);
  });

  test('of a graph that comes from no pickle', () => {
    const value = 'x'.repeat(3_000_000);
    expect(toJSON({ root: { type: 'str', value }, protocol: 5, end: 0 })).toHaveLength(3_000_002);
  });

  test('of a graph', () => {
    expect(toJSON(parse(dumps([1])))).toBe('[1]');
  });

  test('refuses what is no pickle', () => {
    expect(() => toJSON(hex('ff'))).toThrow(UnpicklingError);
  });

  test.for([{ form: 'x' }, { bytes: 'x' }, { bigints: 'x' }, { length: -1 }])('refuses the options %j', (options) => {
    // @ts-expect-error an option that the types forbid
    expect(() => toJSONChunks(hex('4e2e'), options)).toThrow(RangeError);
  });

  test('stops where sharing makes the text exponentially long', () => {
    let value: unknown[] = [];
    for (let i = 0; i < 60; i++) value = [value, value];
    expect(() => toJSON(dumps(value), { length: 1_000_000 })).toThrow(PicklingError);
    expect(() => toJSON(dumps(value), { length: 1_000_000 })).toThrow('options.length');
    expect(toJSON(dumps(value), { form: 'tagged' }).length).toBeLessThan(5000);
  });

  test('of what is shared exponentially is refused at once, by default and however it is made', () => {
    const ordered = (i: number): string =>
      `POP;GET 0;EMPTY_TUPLE;REDUCE;MARK;BININT1 1;GET ${i};BININT1 2;GET ${i};SETITEMS;MEMOIZE`;
    const steps = Array.from({ length: 60 }, (_, i) => ordered(i + 1)).join(';');
    const text = `GLOBAL 'collections OrderedDict';MEMOIZE;GET 0;EMPTY_TUPLE;REDUCE;MEMOIZE;${steps};STOP`;
    const pickle = assemble(text.replaceAll(';', '\n'));
    expect(() => toJSON(pickle)).toThrow(expect.objectContaining({ code: 'limit' }));
    expect(() => toJSON(pickle)).toThrow('use the tagged form');
    expect(toJSON(pickle, { form: 'tagged' }).length).toBeLessThan(10_000);
  });

  test('writes lists that hold one another, and are there twice, in linear time and memory', () => {
    let nested: unknown[] = [];
    for (let i = 1; i < 100_000; i++) nested = [nested];
    const text = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(toJSON(dumps([nested, nested, nested])) === `[${text},${text},${text}]`).toBe(true);
  });

  test('writes what is shared at each place, the same as if it were not', () => {
    const shared: unknown[] = [1, [2, new Map([['k', [3]]])]];
    expect(toJSON(dumps([shared, [shared, shared], shared]))).toBe(
      '[[1,[2,{"k":[3]}]],[[1,[2,{"k":[3]}]],[1,[2,{"k":[3]}]]],[1,[2,{"k":[3]}]]]',
    );
    const loop: unknown[] = [];
    const inner = [loop];
    loop.push(inner);
    expect(toJSON(dumps([inner, loop, inner, loop, inner]))).toBe(
      '[[[{"$up":2}]],[[{"$up":2}]],[[{"$up":2}]],[[{"$up":2}]],[[{"$up":2}]]]',
    );
    const long = Array.from({ length: 100_000 }, (_, i) => i);
    expect(toJSON(dumps([long, long, long]), { length: 2e6 })).toBe(JSON.stringify([long, long, long]));
  });

  test('of an int of more digits than Python turns into decimal is refused, unless asked for', () => {
    const digits = (count: number): Uint8Array => dumps(10n ** BigInt(count - 1));
    expect(toJSON(digits(4300))).toHaveLength(4300);
    expect(() => toJSON(digits(4301))).toThrow(expect.objectContaining({ code: 'limit' }));
    expect(() => toJSON(digits(4301))).toThrow('raise options.limits.digits');
    expect(toJSON(digits(4301), { limits: { digits: 4301 } })).toHaveLength(4301);
    expect(() => toJSON(dumps(1n << BigInt(2 ** 24)))).toThrow('digits');
    expect(toJSON(digits(4301), { form: 'tagged' })).toContain('0x');
  });

  test('of an object that cannot be loaded, among those that can', () => {
    const date = (text: string): string => `GLOBAL 'datetime date';BINBYTES b'${text}';TUPLE1;REDUCE`;
    const good = date('\\x07\\xe8\\x05\\x06');
    const text = `PROTO 3;MARK;${good};${date('bad')};${good};${date('')};LIST;STOP`;
    expect(toJSON(assemble(text.replaceAll(';', '\n')), { bytes: 'hex' })).toBe(
      '["2024-05-06",{"class":"datetime.date","args":["626164"]},"2024-05-06",{"class":"datetime.date","args":[""]}]',
    );
  });

  test('does not mind depth', () => {
    const deep = assemble(`EMPTY_LIST\n${'TUPLE1\n'.repeat(200_000)}STOP`);
    expect(toJSON(deep)).toBe(`${'['.repeat(200_001)}${']'.repeat(200_001)}`);
  });

  test.for([{}, { form: 'tagged' }] as const)(
    'is the same for a pickle and for its graph, of any program: %j',
    (options) => {
      const told = (json: () => string): string => {
        try {
          return json();
        } catch (error) {
          if (error instanceof PickleError) return error.message;
          throw error;
        }
      };
      let count = 0;
      fc.assert(
        fc.property(program, (pickle) => {
          const ofPickle = told(() => toJSON(pickle, options));
          if (ofPickle.length > 2) count++;
          expect(ofPickle).toBe(told(() => toJSON(parse(pickle), options)));
        }),
        { numRuns: 1000 },
      );
      expect(count).toBeGreaterThan(300);
    },
  );

  test('gives JSON, or a PickleError, for any pickle', () => {
    for (const text of [
      ...MEASURED.map((row) => row.hex),
      ...mutants(
        MEASURED.map((row) => row.hex),
        500,
        5,
      ),
    ]) {
      try {
        const json = toJSON(hex(text));
        JSON.parse(json);
        expect(json).not.toMatch(/[\0-\x1f\x7f-\x9f]/);
      } catch (error) {
        expect(error).toBeInstanceOf(PickleError);
      }
    }
  });
});
