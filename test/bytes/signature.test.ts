import { Readable } from 'node:stream';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { formatOf, mistakenFor } from '../../src/bytes/signature.ts';
import { dumps, load, loads, type Protocol, UnpicklingError } from '../../src/index.ts';
import { cut, lent } from '../chunks.ts';
import { base64, FOREIGN, latin1, OLD_AS_TEXT, pickle } from '../foreign.ts';

describe('loads and load say what an input is that is no pickle', () => {
  test.for([...FOREIGN, ...OLD_AS_TEXT])('%s', async ([name, bytes]) => {
    const message = expect.stringContaining(`The input is ${name}`);
    expect(() => loads(bytes)).toThrow(expect.objectContaining({ message, name: 'UnpicklingError' }));
    await expect(load(bytes)).rejects.toThrow(expect.objectContaining({ message }));
    await expect(load(new Blob([bytes.slice()]))).rejects.toThrow(expect.objectContaining({ message }));
  });
});

test('what the message says about UTF-8 gives the pickle back', () => {
  const data = Buffer.from(Buffer.from(pickle).toString('latin1'));
  expect(Buffer.from(new TextDecoder().decode(data), 'latin1')).toEqual(Buffer.from(pickle));
});

test('however much has come of the input, and in chunks of whatever size, the words are the same', async () => {
  for (const [name, bytes] of [
    ...FOREIGN,
    ...OLD_AS_TEXT,
    ['a pickle', pickle],
    ['another', dumps([pickle, 'a'], { protocol: 0 })],
  ] as const)
    for (let length = 0; length < bytes.length; length += length < 40 ? 1 : 29) {
      const part = bytes.subarray(0, length);
      const words = await said(async () => loads(part));
      for (const size of [1, 3, 16]) expect(await said(() => load(lent(cut(part, [size])))), name).toBe(words);
    }
});

test.for<[string, string]>([
  ['\x80\x04?', "invalid load key, '?'."],
  ['\x80\x06', 'unsupported pickle protocol: 6'],
  ['(lp0\nS?\nabcdef', 'the STRING opcode argument must be quoted'],
])('an error of a pickle does not wait for bytes that may never come: %j', async ([text, words]) => {
  const silent = async function* (): AsyncGenerator<Uint8Array> {
    for (const byte of latin1(text)) yield Uint8Array.of(byte);
    await new Promise(() => {});
  };
  await expect(load(silent())).rejects.toThrow(words);
});

/** What the error says. */
async function said(read: () => Promise<unknown>): Promise<string> {
  try {
    await read();
    return '';
  } catch (error) {
    return String(error);
  }
}

test('CPython has its words before that', () => {
  expect(() => loads(gzipSync('x'))).toThrow(
    new UnpicklingError(
      'bad-opcode',
      0,
      0x1f,
      "invalid load key, '\\x1f'. The input is gzip data: decompress it first, or pass decompress: 'auto' to load or loadFile",
    ),
  );
});

test('a pickle is nothing else, at any protocol', () => {
  const values = [[1], 'a', null, new Map([['a', 1]]), -1, 1.5, 'some plain text', new Uint8Array(3), [[], [{}]]];
  for (const protocol of [0, 1, 2, 3, 4, 5] satisfies Protocol[])
    for (const value of values) expect(formatOf(dumps(value, { protocol })), String(value)).toBeUndefined();
});

test('a pickle that is cut or wrong is not taken for something else', () => {
  const bytes = dumps(['some plain text', 1, { a: 'b' }], { protocol: 0 });
  for (let length = 1; length < bytes.length; length++) {
    expect(mistakenFor(bytes.subarray(0, length)), String(length)).toBeUndefined();
    expect(() => loads(bytes.subarray(0, length))).toThrow(/^(pickle data was truncated|Ran out of input) \(at byte/);
  }
  for (const text of [
    '',
    '.',
    'X\x02\0\0\0ab \x8c\x04',
    'K\x41K\x42K\x43K\x44K\x45K\x46K G\x8c',
    'x\0',
    '}',
    'Px\n.',
    '(((',
    '\x80\x09.',
    deflateRawSync('abc').toString('latin1'),
  ])
    expect(mistakenFor(latin1(text)), text).toBeUndefined();
});

test('what a pickle holds is not blamed on its format', () => {
  const odd = latin1("(dp0\r\nS'a'\r\np1\r\nI1\r\ns.");
  expect(() => loads(dumps(odd), { limits: { memory: 1 } })).toThrow(/^one more object: more than limits\.memory/);
});

test('a text in place of bytes is a TypeError that says what to do', async () => {
  const hint =
    /Buffer\.from\(text, 'base64'\) or 'hex' if it is written so; a pickle that was decoded as text has lost/;
  // @ts-expect-error A text is no pickle.
  expect(() => loads(base64)).toThrow(TypeError);
  // @ts-expect-error A text is no pickle.
  expect(() => loads(base64)).toThrow(hint);
  // @ts-expect-error A text is no pickle.
  await expect(load(base64)).rejects.toThrow(hint);
  // A Node stream after `setEncoding`.
  await expect(load(Readable.from([base64]))).rejects.toThrow(hint);
  // @ts-expect-error Nor is a number.
  expect(() => loads(5)).toThrow(/^a bytes-like object is required, not number$/);
});
