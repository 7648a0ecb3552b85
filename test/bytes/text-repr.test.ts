import { expect, test } from 'vitest';
import { pythonAscii, pythonBytesRepr, pythonTextRepr } from '../../src/bytes/text-repr.ts';

/** Text | Python's repr. */
const TEXTS: readonly (readonly [string, string])[] = [
  ['', "''"],
  ['abc', "'abc'"],
  ["it's", '"it\'s"'],
  ['"', "'\"'"],
  ['\'"', "'\\'\"'"],
  ['\\\n\r\t', "'\\\\\\n\\r\\t'"],
  ['\0\x07\x1f\x7f\x80\x9f', "'\\x00\\x07\\x1f\\x7f\\x80\\x9f'"],
  [' \xa0\xad', "' \\xa0\\xad'"],
  ['é日😀', "'é日😀'"],
  ['\u2028\u3000\ufeff', "'\\u2028\\u3000\\ufeff'"],
  ['\ud800x', "'\\ud800x'"],
  ['\u{e0001}\u{10ffff}', "'\\U000e0001\\U0010ffff'"],
];

/** Bytes as Latin-1 | Python's repr. */
const BYTES: readonly (readonly [string, string])[] = [
  ['', "b''"],
  ['abc', "b'abc'"],
  ["it's", 'b"it\'s"'],
  ['\'"', "b'\\'\"'"],
  ['\\\n\r\t ~', "b'\\\\\\n\\r\\t ~'"],
  ['\0\x07\x7f\x80\xff', "b'\\x00\\x07\\x7f\\x80\\xff'"],
];

test.each(TEXTS)('the repr of the text %j is %s', (text, repr) => {
  expect(pythonTextRepr(text)).toBe(repr);
});

test.each(BYTES)('the repr of the bytes %j is %s', (latin1, repr) => {
  expect(pythonBytesRepr(Buffer.from(latin1, 'latin1'))).toBe(repr);
});

test('surrogates that meet between two parts are not one character', () => {
  expect(pythonTextRepr('a\ud83d', '\ude00')).toBe("'a\\ud83d\\ude00'");
  expect(pythonTextRepr('a\ud83d\ude00')).toBe("'a😀'");
});

test('the ASCII form escapes the rest by code point', () => {
  expect(pythonAscii(pythonTextRepr("é'日😀\n"))).toBe('"\\xe9\'\\u65e5\\U0001f600\\n"');
});

test('the repr of many bytes is made in linear time', () => {
  expect(pythonBytesRepr(new Uint8Array(5_000_000)).length).toBe(4 * 5_000_000 + 3);
});
