import { expect, test } from 'vitest';
import { bytesChunks, lengthOf, textChunks } from '../../src/inspect/text-chunks.ts';

/** Text, width, characters behind it | what `pprint` of CPython 3.13 makes of it. */
test.for([
  ['abc', 80, 0, ["'abc'"]],
  ['one two three', 10, 0, ["'one two '", "'three'"]],
  ['one two three', 10, 4, ["'one two '", "'three'"]],
  ['one two', 9, 0, ["'one two'"]],
  ['one two', 9, 1, ["'one '", "'two'"]],
  ['a\nb\n', 80, 0, ["'a\\n'", "'b\\n'"]],
  ['a\r\nb', 80, 0, ["'a\\r\\n'", "'b'"]],
  ['unbreakable', 4, 0, ["'unbreakable'"]],
] as const)('%j in %d columns with %d behind', ([text, width, allowance, chunks]) => {
  expect(textChunks(text, width, allowance)).toEqual(chunks);
});

test.for([
  ['', 9, 0, ["b''"]],
  ['abcd', 3, 0, ["b'abcd'"]],
  ['abcdefgh', 11, 0, ["b'abcdefgh'"]],
  ['abcdefgh', 10, 0, ["b'abcd'", "b'efgh'"]],
  ['abcdefghij', 12, 0, ["b'abcdefgh'", "b'ij'"]],
  ['abcdefghij', 13, 1, ["b'abcdefgh'", "b'ij'"]],
] as const)('the bytes %j in %d columns with %d behind', ([text, width, allowance, chunks]) => {
  expect(bytesChunks(new TextEncoder().encode(text), width, allowance)).toEqual(chunks);
});

test('a character beyond the first 65,536 is one, half of one too', () => {
  expect(['', 'ab', '😀', 'a😀b', '\ud83d', '\ude00\ud83d'].map(lengthOf)).toEqual([0, 2, 1, 3, 1, 2]);
});
