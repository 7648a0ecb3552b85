import { beforeAll, describe, expect, test } from 'vitest';
import {
  ByteArray,
  Complex,
  Dict,
  dumps,
  Float,
  FrozenSet,
  Global,
  Instance,
  type LoadOptions,
  loads,
  PyRange,
  PySet,
  Tuple,
} from '../../src/index.ts';
import { diff, toJSON } from '../../src/tools.ts';
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
  ['\x1c5\x1f'],
  ['010'],
  [Uint8Array.of(0x61, 0x62)],
  [Uint8Array.of(0x31, 0x32)],
  [Uint8Array.of(0x20, 0x31, 0x2e, 0x35)],
  [ByteArray.of(1, 255)],
  [new Uint8Array()],
  [new PyRange(0, 5)],
  [new PyRange(10, 0, -3)],
  [new PyRange(2n ** 70n, 2n ** 70n + 2n)],
  [new PyRange(0, 0)],
  [new PySet<unknown>([3, 1, 2])],
  [new FrozenSet<unknown>([8, 0])],
  [new Complex(1, -2)],
  [new Float(1e16)],
  [-(10n ** 4299n)],
  [10n ** 4300n],
  [3],
  [-1],
  [256],
  [[1, 2, 255]],
  [[1, 256]],
  [[true, 2n ** 70n]],
  [['a']],
  [[1.5]],
  [Tuple.of(0, 7)],
  ['1+2j'],
  ['(-1.5e3-inFj )'],
  [' j '],
  ['-J'],
  ['1_0.5_0e1_0+_1j'],
  ['1 + 2j'],
  ['()'],
  ['1+2'],
  ['nan+nanj'],
  ['1e5'],
  ['.5j'],
  ['1.+.j'],
];

/** The type | its arguments, of which there are several. */
const SEVERAL: readonly (readonly [string, ...unknown[]])[] = [
  ['int', 'ff', 16],
  ['int', ' -0xFf_f ', 16],
  ['int', '0b1', 16],
  ['int', '0x_f', 0],
  ['int', '0o17', 0],
  ['int', '0b1_1', 0],
  ['int', '010', 0],
  ['int', '0_0', 0],
  ['int', '0', 0],
  ['int', '12', 0],
  ['int', '0x', 16],
  ['int', '0b2', 2],
  ['int', '0x1', 8],
  ['int', 'zz', 36],
  ['int', '1__2', 7],
  ['int', '_1', 7],
  ['int', '12', 2],
  ['int', '', 16],
  ['int', '+', 16],
  ['int', '1', 37],
  ['int', '1', 1],
  ['int', '1', true],
  ['int', 5, 16],
  ['int', Uint8Array.of(0x66, 0x66), 16],
  ['int', Uint8Array.of(0x66, 0xff), 16],
  ['int', '3'.repeat(40), 7],
  ['int', '3'.repeat(4300), 7],
  ['int', '3'.repeat(4301), 7],
  ['int', '3'.repeat(5000), 32],
  ['int', '3'.repeat(5000), 4],
  ['str', Uint8Array.of(0x61), 'ascii'],
  ['str', Uint8Array.of(0x61, 0xff), 'ascii'],
  ['str', Uint8Array.of(0xc3, 0xa9), 'utf-8'],
  ['str', Uint8Array.of(0xc3, 0xa9), 'UTF_8', 'strict'],
  ['str', Uint8Array.of(0xff), 'utf8'],
  ['str', Uint8Array.of(0xc3, 0xa9), 'latin-1'],
  ['str', Uint8Array.of(0xc3, 0xa9), 'latin_1', 'ignore'],
  ['str', ByteArray.of(0x61), 'iso-8859-1'],
  ['str', 'a', 'ascii'],
  ['str', Uint8Array.of(0x61), 'no such thing'],
  ['bytes', 'é', 'utf-8'],
  ['bytes', 'é\u{1f600}', 'utf-8', 'strict'],
  ['bytes', 'a\u{1f600}\ud800', 'utf-8'],
  ['bytes', 'é', 'latin-1'],
  ['bytes', 'é', 'ascii'],
  ['bytearray', 'é', 'utf-8'],
  ['complex', 1, 2],
  ['complex', 1.5, true],
  ['complex', '1', 2],
  ['complex', new Complex(1, 2), 3],
  ['complex', 10n ** 400n],
  ['list', [1], 2],
  ['float', 1, 2],
];

/** Whether JSON refuses an int for its digits. */
function isLong(value: unknown): boolean {
  return typeof value === 'bigint' && value >= 10n ** 4300n;
}

describe('a built-in type that is called gives what Python gives', () => {
  let python: Oracle;
  beforeAll(async () => {
    python = await oracle();
  });

  const types = ['list', 'tuple', 'set', 'frozenset', 'dict', 'str', 'int', 'float', 'bool', 'bytes', 'bytearray'];
  const rows: (readonly [string, ...unknown[]])[] = [
    ...[...types, 'complex'].flatMap((type) => ARGUMENTS.map((args) => [type, ...args] as const)),
    ...SEVERAL,
  ];
  for (const type of new Set(rows.map(([name]) => name))) {
    const calls = rows.flatMap(([name, ...args]) =>
      name === type ? [{ args, shown: args.map((arg) => String(arg).slice(0, 40)).join() }] : [],
    );
    test.for(calls)(`${type}($shown)`, ({ args }) => {
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
      const again = dumps(ours, { ints: 'bigint' });
      expect(python.repr(again)).toBe(theirs);
      expect([...diff(pickle, again)], 'diff').toEqual([]);
      if (!(ours instanceof Set) && !isLong(ours)) expect(toJSON(pickle)).toBe(toJSON(again));
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
    ['bool', new Instance(Global.of('app.Rows'))],
    ['int', '\u0661'],
  ];
  for (const [type, argument] of odd) expect(loads(called(type, argument)), type).toBeInstanceOf(Instance);
});

test.for<readonly [string, readonly unknown[], unknown]>([
  ['list', [new PyRange(0, 3)], [0, 1, 2]],
  ['tuple', [new PyRange(0, 2)], Tuple.of(0, 1)],
  ['set', [new PyRange(0, 2)], new PySet([0, 1])],
  ['frozenset', [new PyRange(0, 2)], new FrozenSet([0, 1])],
  ['list', [Uint8Array.of(0x61, 0x62)], [97, 98]],
  ['list', [new PySet([3, 1, 2])], [1, 2, 3]],
  ['str', [5], '5'],
  ['str', [null], 'None'],
  ['str', [true], 'True'],
  ['int', ['ff', 16], 255],
  ['bytes', [3], new Uint8Array(3)],
  ['bytes', [[1, 2]], Uint8Array.of(1, 2)],
  ['bytearray', [[1, 2]], ByteArray.of(1, 2)],
  ['complex', ['1+2j'], new Complex(1, 2)],
  ['str', [Uint8Array.of(0x61, 0x62), 'ascii'], 'ab'],
  ['str', [Uint8Array.of(0xc3, 0xa9), 'utf-8'], 'é'],
  ['str', [Uint8Array.of(0xe9), 'latin-1'], 'é'],
  ['float', ['1e3'], 1000],
  ['bool', ['x'], true],
  ['dict', [[Tuple.of<unknown>('a', 1)]], new Dict([['a', 1]])],
])('%s(%s)', ([type, args, value]) => {
  expect(loads(called(type, ...args))).toEqual(value);
});

test('a whole number that may be a float is not made a text of', () => {
  const pickle = dumps([0.5, new Instance(Global.of('builtins.str'), 'call', Tuple.of(5))]);
  expect(loads<unknown[]>(pickle)[1]).toBeInstanceOf(Instance);
  for (const options of [{ ints: 'bigint' }, { floats: 'exact' }] as const)
    expect(loads<unknown[]>(pickle, options)[1]).toBe('5');
});

test('ints that are made have the form of options.ints', () => {
  const made = dumps(
    [Uint8Array.of(1), new PyRange(0, 1)].map((arg) => new Instance(Global.of('builtins.list'), 'call', Tuple.of(arg))),
  );
  expect(loads(made, { ints: 'bigint' })).toEqual([[1n], [0n]]);
});

test('a few bytes make no more than 65,536 items, and many calls end at a limit', () => {
  expect(loads<unknown[]>(called('list', new PyRange(0, 65_536)))).toHaveLength(65_536);
  expect(loads<Uint8Array>(called('bytes', 65_536))).toHaveLength(65_536);
  expect(loads(called('list', new PyRange(0, 65_537)))).toBeInstanceOf(Instance);
  expect(loads(called('bytearray', 65_537))).toBeInstanceOf(Instance);
  const range = new PyRange(0, 65_536);
  const calls = Array.from({ length: 5000 }, () => new Instance(Global.of('builtins.list'), 'call', Tuple.of(range)));
  expect(() => loads(dumps(calls))).toThrow(/limits\.(memory|work)/);
  // What is beyond the limits of the other tools is shown as the call that it is.
  expect(toJSON(dumps(calls), { length: 1e8 })).toContain('"class":"builtins.list"');
});

test('a dict that is called for is of the form that options.dicts says, and keys are compared as Python does', () => {
  const pairs = [Tuple.of<unknown>(1, 'a'), Tuple.of<unknown>(true, 'b')];
  expect([...(loads(called('dict', pairs)) as Dict)]).toEqual([[1, 'b']]);
  const options: LoadOptions = { dicts: 'object' };
  expect(loads(called('dict', [Tuple.of<unknown>('a', 1)]), options)).toEqual({ a: 1 });
});

test('of calls that Python refuses, the first are tried: a pickle with thousands of them is shown as it is', () => {
  const intOf = (text: string): Instance => new Instance(Global.of('builtins.int'), 'call', Tuple.of(text));
  const shown = (refused: number): string =>
    toJSON(dumps([...Array.from({ length: refused }, () => intOf('x')), intOf('5')]));
  expect(shown(10)).toMatch(/,5\]$/);
  expect(shown(20_000)).toMatch(/,\{"class":"builtins\.int","args":\["5"\]\}\]$/);
});

test('a text that is taken apart many times ends at a limit, each character for eight steps of work', () => {
  const text = 'a'.repeat(20_000);
  const calls = (times: number): Uint8Array =>
    dumps(Array.from({ length: times }, () => new Instance(Global.of('builtins.tuple'), 'call', Tuple.of(text))));
  expect(loads<unknown[]>(calls(40))).toHaveLength(40);
  expect(() => loads(calls(100))).toThrow(/limits\.work/);
});

test('many calls over one large list end at a limit', () => {
  const big = Array.from({ length: 50_000 }, (_, i) => i);
  const calls = Array.from({ length: 5000 }, () => new Instance(Global.of('builtins.list'), 'call', Tuple.from([big])));
  expect(() => loads(dumps(calls))).toThrow(/limits\.(memory|work)/);
});
