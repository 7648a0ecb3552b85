import { describe, expect, test } from 'vitest';
import { ShortText } from '../../src/bytes/short-text.ts';
import { decodeUtf8 } from '../../src/bytes/text.ts';

const encoder = new TextEncoder();

/** Many texts in one input, with opcodes between them, and where each stands. */
function inputOf(texts: readonly string[]): { bytes: Uint8Array; ranges: [number, number][] } {
  const parts = texts.map((text) => encoder.encode(text));
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length + 3, 0)).fill(0x94);
  let at = 0;
  const ranges = parts.map((part): [number, number] => {
    bytes.set(part, at + 2);
    at += part.length + 3;
    return [at - part.length - 1, at - 1];
  });
  return { bytes, ranges };
}

/** What the machine does: longer texts are left to the decoder of one by one. */
function readBy(reader: ShortText, bytes: Uint8Array, start: number, end: number): string {
  const text = reader.read(bytes, start, end);
  expect(text !== undefined || end - start > 40).toBe(true);
  return text ?? decodeUtf8(bytes, start, end);
}

const ascii = Array.from({ length: 1000 }, (_, i) => 'abcdefghij'.repeat(7).slice(0, i % 58) + i);
const mixed = Array.from(
  { length: 1000 },
  (_, i) => ['ключ', 'é', '日本', 'plain', '', '\0', '\uffff'][i % 7] + String(i),
);

describe.for([
  ['ASCII', ascii],
  ['other', mixed],
] as const)('%s texts', ([, texts]) => {
  const { bytes, ranges } = inputOf(texts);

  test('are read in order, backwards and again', () => {
    const reader = new ShortText();
    const read = ranges.map(([start, end]) => readBy(reader, bytes, start, end));
    expect(read).toEqual(texts);
    expect([...ranges].reverse().map(([start, end]) => readBy(reader, bytes, start, end))).toEqual(
      [...texts].reverse(),
    );
  });

  test('are the same as keys, from input after input', () => {
    const reader = new ShortText();
    for (let round = 0; round < 3; round++) {
      expect(ranges.map(([start, end]) => reader.key(bytes, start, end) ?? decodeUtf8(bytes, start, end))).toEqual(
        texts,
      );
      reader.clear();
    }
  });
});

test('another input with other bytes in the same places is read anew', () => {
  const reader = new ShortText();
  const one = encoder.encode('a'.repeat(2000));
  const other = encoder.encode('b'.repeat(2000));
  for (let i = 0; i < 50; i++) {
    expect(reader.read(one, i, i + 8)).toBe('aaaaaaaa');
    expect(reader.read(other, i, i + 8)).toBe('bbbbbbbb');
  }
});

test('keys that share a place in the cache are told apart', () => {
  const reader = new ShortText();
  for (const text of ['abcb', 'aXcb', 'abcb', 'accb', 'ab', 'abcb']) {
    const bytes = encoder.encode(text);
    expect(reader.key(bytes, 0, bytes.length)).toBe(text);
  }
});

test.for<[string, number[]]>([
  ['four bytes', [0xf0, 0x9f, 0x98, 0x80]],
  ['a surrogate', [0xed, 0xa0, 0x80]],
  ['an overlong form', [0xc0, 0x80]],
  ['an overlong form of three', [0xe0, 0x80, 0x80]],
  ['a cut', [0xc3]],
  ['a cut of three', [0xe3, 0x81]],
  ['a lone trail', [0x80]],
  ['no trail', [0xc3, 0x41]],
])('%s is left to the exact decoder', ([, bytes]) => {
  expect(new ShortText().read(Uint8Array.from(bytes), 0, bytes.length)).toBeUndefined();
});
