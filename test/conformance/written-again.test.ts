/**
 * Pickles that no pickler writes, and what CPython makes of them: `write(parse(pickle))` is a pickle of the same value at
 * every protocol.
 */
import { expect, test } from 'vitest';
import { parse } from '../../src/tools/parse.ts';
import { write } from '../../src/tools/write.ts';
import { hex } from '../fixtures.ts';
import { oracle } from '../oracle.ts';

const python = await oracle();
python.define(
  'ckmod',
  `
class K:
    @classmethod
    def cm(cls): pass
    class Nested: pass
    def __repr__(self): return f'K({self.__dict__})'
`,
);

/** What it is | the pickle | what Python says of its value. */
const ROWS: readonly (readonly [string, string, string])[] = [
  ['a bytearray to which bytes are appended', '800596010000000000000061284b62652e', "bytearray(b'ab')"],
  ['a bytearray in which a byte is set', '8005960100000000000000614b004b62732e', "bytearray(b'b')"],
  [
    'a class method',
    '8005952f000000000000008c086275696c74696e73948c07676574617474729493948c05636b6d6f64948c014b9493948c02636d94869452942e',
    "<bound method K.cm of <class 'ckmod.K'>>",
  ],
  [
    'a nested class by getattr, of which nothing is stored',
    '80058c086275696c74696e738c0767657474617474729363636b6d6f640a4b0a8c064e657374656486522e',
    "<class 'ckmod.K.Nested'>",
  ],
  [
    'an object of Python 3.4',
    '800463757569640a555549440a297d927d8c03696e744b0773622e',
    `UUID('${'0'.repeat(8)}-0000-0000-0000-${'7'.padStart(12, '0')}')`,
  ],
];

test.for(ROWS)('%s, at every protocol', ([, pickle, expected]) => {
  const bytes = hex(pickle);
  expect(python.repr(bytes)).toBe(expected);
  const protocols = [0, 1, 2, 3, 4, 5] as const;
  const written = protocols.map((protocol) => write(parse(bytes), { protocol }));
  expect(python.reprAll(written)).toEqual(protocols.map(() => expected));
});
