import { describe, expect, test } from 'vitest';
import { ByteArray, dumps, Global, pythonClass, Tuple } from '../../src/index.ts';
import { oracle } from '../oracle.ts';

class Octets extends ByteArray {}
const codecs = [pythonClass('m.Octets', Octets)];
const written = (bytes: number[], protocol: 2 | 3, python: '3.10' | '3.11'): string =>
  Buffer.from(dumps(Octets.from(bytes), { protocol, python, codecs }))
    .toString('latin1')
    .slice(2);

test.for([
  ['text at protocol 2', [97, 255], 2, '3.11', 'X\x03\0\0\0a\xc3\xbfq\x01X\x07\0\0\0latin-1q\x02\x86q\x03Rq\x04.'],
  ['bytes at protocol 3', [97, 255], 3, '3.11', 'C\x02a\xffq\x01\x85q\x02Rq\x03.'],
  ['nothing for no bytes', [], 2, '3.11', ')Rq\x01.'],
  ['empty text for no bytes in 3.10', [], 2, '3.10', 'X\0\0\0\0q\x01X\x07\0\0\0latin-1q\x02\x86q\x03Rq\x04}q\x05b.'],
  ['nothing for no bytes at protocol 3 of 3.10', [], 3, '3.10', ')Rq\x01}q\x02b.'],
] as const)('a subclass of bytearray is called with %s', ([, bytes, protocol, python, expected]) => {
  expect(written([...bytes], protocol, python)).toBe(`cm\nOctets\nq\0${expected}`);
});

const OF_BUILTIN = [
  [
    'Map',
    'Of_dict',
    pythonClass('built.Of_dict', Map),
    () => new Map<unknown, unknown>([['a', new Map([['b', 1]])]]),
    'Of_dict(a=Of_dict(b=1))',
  ],
  [
    'Tuple',
    'Of_tuple',
    pythonClass('built.Of_tuple', Tuple),
    () => Tuple.of<unknown>(Tuple.of(1), 2),
    'Of_tuple((Of_tuple((1,)), 2))',
  ],
  [
    'Uint8Array',
    'Of_bytes',
    pythonClass('built.Of_bytes', Uint8Array),
    () => Uint8Array.of(1, 255),
    "Of_bytes(b'\\x01\\xff')",
  ],
  ['Set', 'Of_set', pythonClass('built.Of_set', Set), () => new Set([1]), 'Of_set({1})'],
] as const;

describe('a codec of a built-in class itself: what its objects are made of is not one of them again', () => {
  test.for(
    OF_BUILTIN.flatMap(([name, cls, codec, value, made]) =>
      ([0, 1, 2, 3, 4, 5] as const).map((protocol) => ({ name, protocol, cls, codec, value, made })),
    ),
  )('$name, protocol $protocol', async ({ protocol, cls, codec, value, made }) => {
    const python = await oracle();
    python.define(
      'built',
      ['dict', 'tuple', 'bytes', 'set'].map((base) => `class Of_${base}(${base}): pass`).join('\n'),
    );
    const own = [codec];
    const pickle = dumps([value(), new Map([['k', 1]])], { protocol, codecs: own });
    python.run('import built\nfrom built import *');
    const other = cls === 'Of_dict' ? 'type(x[1]) is Of_dict' : "x[1] == {'k': 1}";
    expect(python.check(pickle, `type(x[0]) is ${cls} and x[0] == ${made} and ${other}`)).toBe(true);
    expect(python.check(pickle, `[type(i) for i in x[0]] == [type(i) for i in ${made}]`)).toBe(true);
  });

  test('many of them take linear time at protocol 0', () => {
    const maps = Array.from({ length: 20_000 }, (_, at) => new Map([['a', at]]));
    const before = process.cpuUsage();
    expect(dumps(maps, { protocol: 0, codecs: [pythonClass('m.C', Map)] }).length).toBeGreaterThan(500_000);
    expect(process.cpuUsage(before).user).toBeLessThan(3_000_000);
  });

  test('what an object whose state is a Map has, and keywords, are dicts', () => {
    class Point {
      x = 1;
    }
    const reduced = {
      reduce: () => ({ callable: new Global('m', 'K'), args: [], kwargs: new Map([['k', 2]]), how: 'new' as const }),
    };
    class Keyed {}
    const own = [pythonClass('m.C', Map), pythonClass('m.Point', Point), pythonClass('m.Keyed', Keyed, reduced)];
    const text = (value: unknown, protocol: 0 | 4): string =>
      Buffer.from(dumps(value, { protocol, codecs: own })).toString('latin1');
    expect(text(new Point(), 0)).not.toContain('m\nC\n');
    expect(text(new Keyed(), 4)).not.toContain('\x8c\x01C');
  });
});
