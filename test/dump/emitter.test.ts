/** Where an argument no longer fits and another opcode takes it. */
import { expect, test } from 'vitest';
import { parse } from '../../src/graph/parse.ts';
import { write } from '../../src/graph/write.ts';
import { ByteArray, dumps, FrozenSet, Global, loads, PySet, Tuple } from '../../src/index.ts';
import { genops } from '../../src/opcodes/genops.ts';

const opcodes = (pickle: Uint8Array): string[] => [...genops(pickle)].map(({ opcode }) => opcode.name);
const CODE = Global.of('m.C');

test.for([
  ['bytes of 255', new Uint8Array(255).fill(7), 3, 'SHORT_BINBYTES'],
  ['bytes of 256', new Uint8Array(256).fill(7), 3, 'BINBYTES'],
  ['bytes of 255 at protocol 5', new Uint8Array(255), 5, 'SHORT_BINBYTES'],
  ['bytes of 256 at protocol 5', new Uint8Array(256), 5, 'BINBYTES'],
  ['a str of 255', 'x'.repeat(255), 4, 'SHORT_BINUNICODE'],
  ['a str of 256', 'x'.repeat(256), 4, 'BINUNICODE'],
  ['a str of 255 in two-byte characters', `${'ä'.repeat(127)}x`, 4, 'SHORT_BINUNICODE'],
  ['a str of 256 in two-byte characters', 'ä'.repeat(128), 4, 'BINUNICODE'],
  ['a str of 255 in three-byte characters', '€'.repeat(85), 4, 'SHORT_BINUNICODE'],
  ['a str of 258 in three-byte characters', '€'.repeat(86), 4, 'BINUNICODE'],
  ['a str at protocol 3', 'x', 3, 'BINUNICODE'],
  ['255', 255, 2, 'BININT1'],
  ['256', 256, 2, 'BININT2'],
  ['65535', 65_535, 2, 'BININT2'],
  ['65536', 65_536, 2, 'BININT'],
  ['-1', -1, 2, 'BININT'],
  ['2 ** 31 - 1', 2 ** 31 - 1, 2, 'BININT'],
  ['2 ** 31', 2 ** 31, 2, 'LONG1'],
  ['-(2 ** 31)', -(2 ** 31), 2, 'BININT'],
  ['an int of 255 bytes', 2n ** 2039n - 1n, 2, 'LONG1'],
  ['an int of 256 bytes', 2n ** 2039n, 2, 'LONG4'],
  ['a negative int of 255 bytes', -(2n ** 2039n), 2, 'LONG1'],
  ['extension code 255', CODE, 2, 'EXT1', 255],
  ['extension code 256', CODE, 2, 'EXT2', 256],
  ['extension code 65535', CODE, 2, 'EXT2', 65_535],
  ['extension code 65536', CODE, 2, 'EXT4', 65_536],
  ['three items', Tuple.of(1, 2, 3), 2, 'TUPLE3'],
  ['four items', Tuple.of(1, 2, 3, 4), 2, 'TUPLE'],
  ['three items at protocol 1', Tuple.of(1, 2, 3), 1, 'TUPLE'],
  ['a frozenset', new FrozenSet([1]), 4, 'FROZENSET'],
  ['a frozenset at protocol 3', new FrozenSet([1]), 3, 'REDUCE'],
  ['a set', new PySet([1]), 4, 'ADDITEMS'],
  ['a set at protocol 3', new PySet([1]), 3, 'REDUCE'],
  ['a bytearray', new ByteArray(3), 5, 'BYTEARRAY8'],
  ['a bytearray at protocol 4', new ByteArray(3), 4, 'REDUCE'],
] as const)('%s is written with its opcode, and read again', ([, value, protocol, expected, code]) => {
  const extensions = code === undefined ? undefined : new Map([[code, CODE]]);
  const pickle = dumps(value, { protocol, extensions });
  const names = opcodes(pickle).filter(
    (name) => !['PROTO', 'FRAME', 'MEMOIZE', 'BINPUT', 'STOP', 'MARK'].includes(name),
  );
  expect(names).toContain(expected);
  expect(names.at(-1)).toBe(expected);
  expect(loads(pickle, { extensions })).toEqual(value);
  expect(Buffer.compare(write(parse(pickle), { protocol }), pickle)).toBe(0);
});

test.for([
  [0, 'PUT', 'GET', 'PUT', 'GET'],
  [1, 'BINPUT', 'BINGET', 'LONG_BINPUT', 'LONG_BINGET'],
  [3, 'BINPUT', 'BINGET', 'LONG_BINPUT', 'LONG_BINGET'],
  [4, 'MEMOIZE', 'BINGET', 'MEMOIZE', 'LONG_BINGET'],
] as const)(
  'memo numbers up to 255 have one byte, others four: protocol %d',
  ([protocol, put, get, putLong, getLong]) => {
    // The list is number 0.
    const texts = Array.from({ length: 260 }, (_, i) => `t${i + 1}`);
    const again = [255, 256].map((number) => `t${number}`);
    const pickle = dumps([...texts, ...again], { protocol, strings: 'value' });
    const names = opcodes(pickle).filter((name) => /PUT|GET|MEMOIZE/.test(name));
    expect([names[255], names[256]]).toEqual([put, putLong]);
    expect(names.slice(261)).toEqual([get, getLong]);
    expect(loads(pickle)).toEqual([...texts, ...again]);
    expect(Buffer.compare(write(parse(pickle), { protocol }), pickle)).toBe(0);
  },
);

test.for([999, 1000, 1001, 2000, 2001])('%d members of a set are added in batches of 1000', (count) => {
  const numbers = Array.from({ length: count }, (_, i) => i);
  const batches = opcodes(dumps(new PySet(numbers), { protocol: 4 })).filter((name) => name === 'ADDITEMS');
  // CPython ends with an empty batch after a full one.
  expect(batches.length).toBe(Math.floor(count / 1000) + 1);
  expect(opcodes(dumps(new FrozenSet(numbers), { protocol: 4 })).filter((name) => name === 'FROZENSET').length).toBe(1);
  expect(loads(dumps(new PySet(numbers), { protocol: 4 }))).toEqual(new PySet(numbers));
});
