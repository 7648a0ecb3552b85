import { expect, test } from 'vitest';
import { ByteArray, dumps, pythonClass } from '../../src/index.ts';

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
