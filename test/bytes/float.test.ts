import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatFloat, parseFloatBytes, parseFloatLine } from '../../src/bytes/float.ts';

/** FLOAT's line | the value. */
const READ: readonly (readonly [string, number])[] = [
  ['1', 1],
  ['1.5', 1.5],
  ['5.', 5],
  ['.5', 0.5],
  ['+.5', 0.5],
  ['-0', -0],
  ['1e5', 1e5],
  ['1E+5', 1e5],
  ['1e-400', 0],
  ['0e99999999999999999999', 0],
  ['1.5\0', 1.5],
  ['1.5\0garbage', 1.5],
  ['inf', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['+INF', Number.POSITIVE_INFINITY],
  ['nan', Number.NaN],
  ['-NaN', Number.NaN],
];

/** FLOAT's line | what python3 says. */
const REFUSED: readonly (readonly [string, string])[] = [
  ['1.5 ', 'could not convert string to float'],
  ['1_0.5', 'could not convert string to float'],
  ['1,5', 'could not convert string to float'],
  ['0x10', 'could not convert string to float'],
  ['1e', 'could not convert string to float'],
  ['1e+', 'could not convert string to float'],
  ['infinit', 'could not convert string to float'],
  ['nan(1)', 'could not convert string to float'],
  ['abc', "could not convert string to float: 'abc\n'"],
  [' 1.5', "could not convert string to float: ' 1.5\n'"],
  ['.', "could not convert string to float: '.\n'"],
  ['-', "could not convert string to float: '-\n'"],
  ['.e5', "could not convert string to float: '.e5\n'"],
  ['\0', "could not convert string to float: ''"],
  ['x\0y', "could not convert string to float: 'x'"],
  ["'\\", "could not convert string to float: ''\\\n'"],
  ['\xe9', "could not convert string to float: '\ufffd\n'"],
  ['x'.repeat(300), `could not convert string to float: '${'x'.repeat(200)}'`],
  ['1e400', "value too large to convert to float: '1e400\n'"],
  ['-1e400x', "value too large to convert to float: '-1e400x\n'"],
];

/** Float | Python's repr. */
const WRITTEN: readonly (readonly [number, string])[] = [
  [0, '0.0'],
  [-0, '-0.0'],
  [1, '1.0'],
  [-1.5, '-1.5'],
  [0.1, '0.1'],
  [0.0001, '0.0001'],
  [0.00001, '1e-05'],
  [0.00009999999999999999, '9.999999999999999e-05'],
  [1.5e-7, '1.5e-07'],
  [5e-324, '5e-324'],
  [1e15, '1000000000000000.0'],
  [9007199254740992, '9007199254740992.0'],
  [9999999999999998, '9999999999999998.0'],
  [1e16, '1e+16'],
  [-1.2345678901234567e19, '-1.2345678901234567e+19'],
  [1e22, '1e+22'],
  [1e100, '1e+100'],
  [1.7976931348623157e308, '1.7976931348623157e+308'],
  [Number.POSITIVE_INFINITY, 'inf'],
  [Number.NEGATIVE_INFINITY, '-inf'],
  [Number.NaN, 'nan'],
];

test.each(READ)('the FLOAT line %j is %s', (line, value) => {
  expect(parseFloatLine(line)).toBe(value);
});

test.each(REFUSED)('the FLOAT line %j is refused: %j', (line, message) => {
  expect(() => parseFloatLine(line)).toThrow(expect.objectContaining({ code: 'bad-argument', message }));
});

test.each(WRITTEN)('the float %s is written as %s', (value, repr) => {
  expect(formatFloat(value)).toBe(repr);
});

test('any float comes back from its repr', () => {
  fc.assert(
    fc.property(fc.double(), (value) => {
      expect(parseFloatLine(formatFloat(value))).toBe(value);
    }),
  );
});

test('millions of digits are read', () => {
  expect(parseFloatLine(`0.${'0'.repeat(2_000_000)}1e2000001`)).toBe(1);
});

test.for([
  [' 1_0.5_0e1_0\n', 10.5e10],
  ['1e400', Number.POSITIVE_INFINITY],
  ['-INFINITY ', Number.NEGATIVE_INFINITY],
  ['nan', Number.NaN],
  ['.5', 0.5],
] as const)('float() of the bytes %j is %s', ([text, value]) => {
  expect(parseFloatBytes(text)).toBe(value);
});

test.for(['', ' ', '_1', '1_', '1__0', '1_.5', '1e_5', '1.5x', 'nanx', '1\0', '\xa01', '0x10'])(
  'float() refuses the bytes %j',
  (text) => {
    expect(() => parseFloatBytes(text)).toThrow("could not convert string to float: b'");
  },
);
