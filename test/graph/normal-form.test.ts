import { describe, expect, test } from 'vitest';
import { diff } from '../../src/diff/diff.ts';
import { differenceText } from '../../src/diff/difference.ts';
import { arrayOfBytes } from '../../src/graph/array-form.ts';
import { NormalForm } from '../../src/graph/normal-form.ts';
import { parse } from '../../src/graph/parse.ts';
import { ByteArray, dumps, FrozenSet, Global, Instance, Tuple } from '../../src/index.ts';
import { assemble } from '../../src/opcodes/assemble.ts';
import { PyArray } from '../../src/stdlib.ts';
import { PROTOCOLS } from '../graphs.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

/** Name, value, what the normal form is. */
const ROWS: readonly (readonly [string, unknown, object])[] = [
  ['bytes', bytes(1, 255), { type: 'bytes', value: bytes(1, 255) }],
  ['no bytes', bytes(), { type: 'bytes', value: bytes() }],
  ['a bytearray', ByteArray.of(7), { type: 'bytearray', value: bytes(7) }],
  ['a set', new Set(['a']), { type: 'set', items: [{ type: 'str', value: 'a' }] }],
  ['a frozenset', new FrozenSet([1]), { type: 'frozenset', items: [{ type: 'int', value: 1 }] }],
  ['a class', new Global('builtins', 'range'), { type: 'global', module: 'builtins', name: 'range' }],
  ['a nested class', new Global('app', 'Outer.Inner'), { type: 'global', module: 'app', name: 'Outer.Inner' }],
];

describe.for(PROTOCOLS)('protocol %d', (protocol) => {
  test.for(ROWS)('%s', ([, value, expected]) => {
    const graph = parse(dumps(value, { protocol }));
    const forms = new NormalForm(graph);
    expect(forms.of(graph.root)).toMatchObject(expected);
    expect(forms.of(graph.root)).toBe(forms.of(graph.root));
  });

  test('an array', () => {
    const graph = parse(dumps(new PyArray('h', Int16Array.of(1, -2)), { protocol }));
    expect(new NormalForm(graph, { arrayForm: arrayOfBytes }).of(graph.root)).toMatchObject({
      type: 'call',
      callable: { module: 'array', name: '_array_reconstructor' },
    });
  });
});

const user = new Instance(new Global('app', 'User'));
user.build({ name: 'Ada' });
const shared = new Set([1]);

/** Values whose parts have other forms, as keys and members too. */
const VALUES: readonly (readonly [string, unknown, unknown])[] = [
  ['an object', [user], [new Instance(new Global('app', 'User'))]],
  ['bytes as keys', new Map([[bytes(1), 'a']]), new Map([[bytes(2), 'a']])],
  ['bytes in keys', new Map([[Tuple.of<unknown>(bytes(1), 2), 'a']]), new Map([[Tuple.of<unknown>(bytes(9), 2), 'a']])],
  ['frozensets in sets', new Set([new FrozenSet([1, 2])]), new Set([new FrozenSet([1, 3])])],
  ['lists of other lengths', [bytes(1), bytes(2), bytes(3)], [bytes(1), bytes(3)]],
  ['arrays', new PyArray('d', Float64Array.of(1, 2.5)), new PyArray('d', Float64Array.of(1, 2.25))],
  ['classes as keys', new Map([[new Global('builtins', 'map'), 1]]), new Map([[new Global('builtins', 'zip'), 1]])],
];

describe('diff of two protocols', () => {
  test.for(VALUES)('%s', ([, value, other]) => {
    for (const a of PROTOCOLS) {
      for (const b of PROTOCOLS) {
        const texts = (x: unknown, y: unknown): string[] =>
          Array.from(diff(dumps(x, { protocol: a }), dumps(y, { protocol: b }), { order: true }), differenceText);
        expect(texts(value, value), `${a} and ${b}`).toEqual([]);
        expect(texts(value, other).length, `${a} and ${b}`).toBe(
          1 + Number(value instanceof Map || value instanceof Set),
        );
      }
    }
  });

  test('what is one object and what is two', () => {
    const one = dumps([shared, shared], { protocol: 2 });
    const two = dumps([shared, new Set([1])], { protocol: 5 });
    expect([...diff(one, two)]).toEqual([]);
    expect(Array.from(diff(one, two, { identity: true }), differenceText)).toEqual([
      '! $[1]: shared with other places than before',
    ]);
    expect([...diff(one, dumps([shared, shared]), { identity: true, order: true })]).toEqual([]);
  });

  test('a namedtuple, which protocols 0 and 1 make of a tuple and others of its items', () => {
    const old = assemble(
      "GLOBAL 'copy_reg _reconstructor'\nMARK\nGLOBAL 'app Pair'\nGLOBAL '__builtin__ tuple'\nMARK\nINT 1\nINT 2\nTUPLE\nTUPLE\nREDUCE\nSTOP",
    );
    const pair = (opcodes: string): Uint8Array => assemble(`PROTO 2\nGLOBAL 'app Pair'\n${opcodes}\nNEWOBJ\nSTOP`);
    const texts = (data: Uint8Array): string[] => Array.from(diff(old, data), differenceText);
    expect(texts(pair('BININT1 1\nBININT1 2\nTUPLE2'))).toEqual([]);
    expect(texts(pair('BININT1 1\nBININT1 2\nTUPLE2\nTUPLE1'))).toEqual([]);
    expect(texts(pair('BININT1 1\nBININT1 3\nTUPLE2'))).toEqual(['~ $.__getnewargs__()[1]: 2 -> 3']);
  });
});
