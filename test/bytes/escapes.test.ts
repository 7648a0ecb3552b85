import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeRawUnicodeEscape, encodeRawUnicodeEscape, unescapeString } from '../../src/bytes/escapes.ts';

/** STRING's body as Latin-1 | the bytes, as Latin-1. */
const UNESCAPED: readonly (readonly [string, string])[] = [
  ['', ''],
  ['abc', 'abc'],
  ['\\\\', '\\'],
  ['\\\'\\"', '\'"'],
  ['\\a\\b\\f\\n\\r\\t\\v', '\x07\b\f\n\r\t\v'],
  ['\\0', '\0'],
  ['\\1012', 'A2'],
  ['\\18', '\x018'],
  ['\\777', '\xff'],
  ['\\x41\\xfF', 'A\xff'],
  ['\\q\\u0041\\N', '\\q\\u0041\\N'],
  ["it's", "it's"],
  ['\xe9', '\xe9'],
];

/** STRING's body | the error. */
const BAD_STRINGS: readonly (readonly [string, string])[] = [
  ['a\\x', 'invalid \\x escape at position 1'],
  ['\\x4', 'invalid \\x escape at position 0'],
  ['ab\\x4g', 'invalid \\x escape at position 2'],
  ['\\xg4', 'invalid \\x escape at position 0'],
  ['a\\', 'Trailing \\ in string'],
  ['\\\\\\', 'Trailing \\ in string'],
];

/** UNICODE's line as Latin-1 | the text. */
const RAW: readonly (readonly [string, string])[] = [
  ['', ''],
  ['caf\xe9', 'café'],
  ['\\u20ac', '€'],
  ['a\\u20acb', 'a€b'],
  ['\\U0001f600', '😀'],
  ['\\U0000d83d', '\ud83d'],
  ['\\uD83D\\uDE00', '\ud83d\ude00'],
  ['\\', '\\'],
  ['\\\\u0041', '\\\\u0041'],
  ['\\\\\\u0041', '\\\\A'],
  ['\\n\\x41', '\\n\\x41'],
  ['\\u005c\\u000a', '\\\n'],
  ['\\U0010ffff', '\u{10ffff}'],
];

/** UNICODE's line | what python3 says after `'rawunicodeescape' codec can't decode bytes in position `. */
const BAD_RAW: readonly (readonly [string, string])[] = [
  ['\\u12', '0-3: truncated \\uXXXX escape'],
  ['ab\\u', '2-3: truncated \\uXXXX escape'],
  ['\\uzz', '0-1: truncated \\uXXXX escape'],
  ['\\u12g4', '0-3: truncated \\uXXXX escape'],
  ['\\U0001f60', '0-8: truncated \\UXXXXXXXX escape'],
  ['\\Uabcx', '0-4: truncated \\UXXXXXXXX escape'],
  ['x\\U00110000', '1-10: \\Uxxxxxxxx out of range'],
  ['\\Uffffffff', '0-9: \\Uxxxxxxxx out of range'],
];

/** Text | UNICODE's line. */
const ENCODED: readonly (readonly [string, string])[] = [
  ['', ''],
  ['abc\t\'"\x7f\xff', 'abc\t\'"\x7f\xff'],
  ['\\', '\\u005c'],
  ['\0\n\r\x1a', '\\u0000\\u000a\\u000d\\u001a'],
  ['a€b', 'a\\u20acb'],
  ['\u0100\uffff', '\\u0100\\uffff'],
  ['😀!', '\\U0001f600!'],
  ['\ud83d', '\\ud83d'],
  ['\ude00\ud83d', '\\ude00\\ud83d'],
  ['\u{10ffff}', '\\U0010ffff'],
];

/** The bytes in the middle of hex digits, which must not be looked at. */
function within(text: string): [Uint8Array, number, number] {
  return [Buffer.from(`000${text}000000000`, 'latin1'), 3, 3 + text.length];
}

test.each(UNESCAPED)('the string body %j stands for %j', (body, expected) => {
  expect(Buffer.from(unescapeString(...within(body))).toString('latin1')).toBe(expected);
});

test.each(BAD_STRINGS)('the string body %j is refused: %s', (body, message) => {
  expect(() => unescapeString(...within(body))).toThrow(expect.objectContaining({ code: 'bad-text', message }));
});

test.each(RAW)('the unicode line %j stands for %j', (line, expected) => {
  expect(decodeRawUnicodeEscape(...within(line))).toBe(expected);
});

test.each(BAD_RAW)('the unicode line %j is refused: %s', (line, reason) => {
  const message = `'rawunicodeescape' codec can't decode bytes in position ${reason}`;
  expect(() => decodeRawUnicodeEscape(...within(line))).toThrow(expect.objectContaining({ code: 'bad-text', message }));
});

test.each(ENCODED)('the text %j is written as %j', (text, expected) => {
  expect(encodeRawUnicodeEscape(text)).toBe(expected);
});

test('any text comes back from its unicode line', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (units) => {
      const text = String.fromCharCode(...units);
      const line = encodeRawUnicodeEscape(text);
      expect(/^[^\n\u0100-\uffff]*$/.test(line)).toBe(true);
      expect(decodeRawUnicodeEscape(Buffer.from(line, 'latin1'), 0, line.length)).toBe(text);
    }),
  );
});

test('megabytes of escapes take linear time', () => {
  const text = '日\\'.repeat(500_000);
  const line = encodeRawUnicodeEscape(text);
  expect(decodeRawUnicodeEscape(Buffer.from(line, 'latin1'), 0, line.length) === text).toBe(true);
  const backslashes = new Uint8Array(4_000_000).fill(0x5c);
  expect(unescapeString(backslashes, 0, backslashes.length)).toHaveLength(2_000_000);
});
