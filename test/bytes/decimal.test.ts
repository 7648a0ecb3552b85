import { expect, test } from 'vitest';
import { parseIndexLine, parseIntBytes, parseIntLine, parseLongLine } from '../../src/bytes/decimal.ts';

const NOT_AN_INT = 'could not convert string to int';
const TOO_LARGE = 'Python int too large to convert to C ssize_t';

/** INT's line | the value CPython 3.14 gives. */
const INTS: readonly (readonly [string, number | bigint | boolean])[] = [
  ['00', false],
  ['01', true],
  ['+1', true],
  ['-0', false],
  [' 1', true],
  ['1\0', true],
  ['0\0', false],
  ['\0x', false],
  ['\0', 0],
  ['\0xy', 0],
  ['0', 0],
  ['1', 1],
  ['000', 0],
  ['-00', 0],
  ['1\r', 1],
  ['1 ', 1],
  ['010', 10],
  ['01\r', 1],
  ['5 ', 5],
  ['\t7', 7],
  ['-5', -5],
  ['1_000', 1000],
  ['5\0garbage', 5],
  ['9007199254740991', Number.MAX_SAFE_INTEGER],
  ['9007199254740992', 2n ** 53n],
  ['-9007199254740993', -(2n ** 53n) - 1n],
  ['9223372036854775807', 2n ** 63n - 1n],
  ['9223372036854775808', 2n ** 63n],
];

const NO_INTS: readonly string[] = [
  '',
  ' ',
  '+',
  '+\0',
  'abc',
  '1L',
  '1.0',
  '0x1f',
  '\xb2',
  '1__0',
  '_1',
  '1_',
  '- 1',
  '--1',
  '1 2',
  '\x1c5',
  '9'.repeat(4301),
];

/** LONG's line | the value CPython 3.14 gives. */
const LONGS: readonly (readonly [string, number | bigint])[] = [
  ['5', 5],
  ['5L', 5],
  ['5 L', 5],
  [' -5 ', -5],
  ['-0L', 0],
  ['010L', 10],
  ['1_0L', 10],
  ['5\0xL', 5],
  ['36893488147419103232L', 2n ** 65n],
  ['0'.repeat(4299).concat('7L'), 7],
];

/** LONG's line | what `invalid literal for int() with base 10: ` goes on with. */
const NO_LONGS: readonly (readonly [string, string])[] = [
  ['L', "''"],
  ['-L', "'-'"],
  ['0x10L', "'0x10'"],
  ['abc', "'abc\\n'"],
  [' 5LL', "' 5L'"],
  ['\0', "''"],
  ["it's", '"it\'s\\n"'],
  ['\xc3\xa9', "'é\\n'"],
  [`${'9'.repeat(5000)}__1`, `'${'9'.repeat(199)}`],
];

/** GET's or PUT's line | the index. */
const INDICES: readonly (readonly [string, number])[] = [
  ['0', 0],
  ['05', 5],
  [' 7 ', 7],
  ['1_0', 10],
  ['-1', -1],
  ['-0', 0],
  ['123456789', 123456789],
  ['1234567890', 1234567890],
  ['5\0x', 5],
  ['9223372036854775807', 2 ** 63],
  ['-9223372036854775808', -(2 ** 63)],
];

/** GET's or PUT's line | the error. */
const NO_INDICES: readonly (readonly [string, string, string])[] = [
  ['abc', 'bad-argument', "invalid literal for int() with base 10: 'abc\\n'"],
  ['5L', 'bad-argument', "invalid literal for int() with base 10: '5L\\n'"],
  ['0x1', 'bad-argument', "invalid literal for int() with base 10: '0x1\\n'"],
  ['', 'bad-argument', "invalid literal for int() with base 10: '\\n'"],
  ['9223372036854775808', 'bad-argument', TOO_LARGE],
  ['-9223372036854775809', 'bad-argument', TOO_LARGE],
  ['99999999999999999999', 'bad-argument', TOO_LARGE],
  ['\xe9', 'bad-text', "'utf-8' codec can't decode byte 0xe9 in position 0: invalid continuation byte"],
];

test.each(INTS)('the INT line %j is %s', (line, value) => {
  expect(parseIntLine(line, 4300)).toBe(value);
});

test.each(NO_INTS)('the INT line %j is refused', (line) => {
  const error = expect.objectContaining({ code: 'bad-argument', message: NOT_AN_INT });
  expect(() => parseIntLine(line, 4300)).toThrow(error);
});

test.each(LONGS)('the LONG line %j is %s', (line, value) => {
  expect(parseLongLine(line, 4300)).toBe(value);
});

test.each(NO_LONGS)('the LONG line %j is refused: %s', (line, repr) => {
  const message = `invalid literal for int() with base 10: ${repr}`;
  expect(() => parseLongLine(line, 4300)).toThrow(expect.objectContaining({ code: 'bad-argument', message }));
});

test('a LONG line of too many digits is a limit', () => {
  const message =
    'Exceeds the limit (4300 digits) for integer string conversion: value has 5000 digits; ' +
    'use sys.set_int_max_str_digits() to increase the limit; raise options.limits.digits';
  const line = `${'9'.repeat(5000)}L`;
  expect(() => parseLongLine(line, 4300)).toThrow(expect.objectContaining({ code: 'limit', message }));
  expect(parseLongLine(line, 5000)).toBe(10n ** 5000n - 1n);
});

test('a LONG line that is no UTF-8 is refused as text', () => {
  expect(() => parseLongLine('\xe9', 4300)).toThrow(expect.objectContaining({ code: 'bad-text' }));
});

test.each(INDICES)('the index line %j is %s', (line, index) => {
  expect(parseIndexLine(line)).toBe(index);
});

test.each(NO_INDICES)('the index line %j is refused (%s): %s', (line, code, message) => {
  expect(() => parseIndexLine(line)).toThrow(expect.objectContaining({ code, message }));
});

test('long lines that are no ints are refused in linear time', () => {
  for (const line of ['1_'.repeat(2_000_000), `${' '.repeat(4_000_000)}x`, `${'1'.repeat(4_000_000)}x`]) {
    expect(() => parseIntLine(line, Number.POSITIVE_INFINITY)).toThrow(NOT_AN_INT);
  }
});

test.for([
  ['7', 7],
  [' +1_000\t', 1000],
  ['-0', 0],
  ['-9007199254740993', -(2n ** 53n) - 1n],
] as const)('int() of the bytes %j is %s', ([text, value]) => {
  expect(parseIntBytes(text)).toBe(value);
});

test.for([
  ['', "b''"],
  ['1__0', "b'1__0'"],
  ['12L', "b'12L'"],
  ['1\0', "b'1\\x00'"],
  ['\xa01', "b'\\xa01'"],
  ['\xff'.repeat(300), `b'${'\\xff'.repeat(49)}\\x`],
] as const)('int() refuses the bytes %j', ([text, repr]) => {
  expect(() => parseIntBytes(text)).toThrow(`invalid literal for int() with base 10: ${repr}`);
});

test('int() of bytes counts digits first', () => {
  expect(() => parseIntBytes('1'.repeat(4301))).toThrow('Exceeds the limit (4300 digits)');
  expect(parseIntBytes('1'.repeat(4300))).toBe(BigInt('1'.repeat(4300)));
});
