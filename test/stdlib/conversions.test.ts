import { beforeAll, describe, expect, test } from 'vitest';
import { Dict, dumps, Float, Global, Instance, type LoadOptions, loads, Tuple } from '../../src/index.ts';
import { hex } from '../fixtures.ts';
import { type Oracle, oracle } from '../oracle.ts';

/** A pickle that calls a built-in type with one value, or with none. */
function called(type: string, ...args: unknown[]): Uint8Array {
  return dumps(new Instance(Global.of(`builtins.${type}`), 'call', Tuple.from(args)));
}

const ARGUMENTS: readonly (readonly unknown[])[] = [
  [],
  [[1, 'a', null]],
  [Tuple.of<unknown>('a', 2)],
  ['héllo\u{1f600}'],
  [''],
  [
    new Dict<unknown, unknown>([
      ['a', 1],
      [2, 'b'],
    ]),
  ],
  [[Tuple.of<unknown>('a', 1), ['b', 2], Tuple.of<unknown>('a', 3)]],
  [[[1, 2, 3]]],
  [new Set([5])],
  [0],
  [-7],
  [2n ** 70n],
  [1.5],
  [-0.5],
  [Number.NaN],
  [Number.POSITIVE_INFINITY],
  [1e300],
  [10n ** 400n],
  [true],
  [null],
  ['12'],
  [' -1_000 '],
  ['1.5e3'],
  ['nan'],
  ['x'],
  ['1__0'],
];

describe('a built-in type that is called gives what Python gives', () => {
  let python: Oracle;
  beforeAll(async () => {
    python = await oracle();
  });

  for (const type of ['list', 'tuple', 'dict', 'str', 'int', 'float', 'bool']) {
    test.for(ARGUMENTS.map((args) => ({ args, shown: args.map(String).join() })))(`${type}($shown)`, ({ args }) => {
      const pickle = called(type, ...args);
      const theirs = python.repr(pickle);
      let ours: unknown;
      try {
        ours = loads(pickle, { ints: 'bigint' });
      } catch (error) {
        expect(theirs).toMatch(/^ERR /);
        expect(String(error)).toContain(theirs.replace(/^ERR \w+: /, '').replace(/, and .*$/, ''));
        return;
      }
      // What is kept is left to Python.
      if (ours instanceof Instance) return;
      expect(python.repr(dumps(typeof ours === 'number' ? new Float(ours) : ours))).toBe(theirs);
    });
  }
});

test.for([
  ['8002635f5f6275696c74696e5f5f0a6c6973740a71005d7101284b014b02658571025271032e', [1, 2]],
  ['63 5f5f6275696c74696e5f5f0a 64696374 0a 29 52 2e'.replaceAll(' ', ''), new Dict()],
] as const)('%s', ([text, value]) => {
  expect(loads(hex(text))).toEqual(value);
});

test('what the type of an argument decides in Python is kept as a call', () => {
  const odd: readonly (readonly [string, unknown])[] = [
    ['list', new Instance(Global.of('app.Rows'))],
    ['dict', new Instance(Global.of('app.Rows'))],
    ['str', 5],
    ['bool', new Instance(Global.of('app.Rows'))],
    ['int', '\u0661'],
  ];
  for (const [type, argument] of odd) expect(loads(called(type, argument)), type).toBeInstanceOf(Instance);
});

test('a dict that is called for is of the form that options.dicts says, and keys are compared as Python does', () => {
  const pairs = [Tuple.of<unknown>(1, 'a'), Tuple.of<unknown>(true, 'b')];
  expect([...(loads(called('dict', pairs)) as Dict)]).toEqual([[1, 'b']]);
  const options: LoadOptions = { dicts: 'object' };
  expect(loads(called('dict', [Tuple.of<unknown>('a', 1)]), options)).toEqual({ a: 1 });
});

test('many calls over one large list end at a limit', () => {
  const big = Array.from({ length: 50_000 }, (_, i) => i);
  const calls = Array.from({ length: 5000 }, () => new Instance(Global.of('builtins.list'), 'call', Tuple.from([big])));
  expect(() => loads(dumps(calls))).toThrow(/limits\.(memory|work)/);
});
