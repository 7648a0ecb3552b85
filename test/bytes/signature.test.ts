import { Readable } from 'node:stream';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { formatOf, mistakenFor } from '../../src/bytes/signature.ts';
import { dumps, load, loads, type Protocol, UnpicklingError } from '../../src/index.ts';
import { cut, lent } from '../chunks.ts';

const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const zipOf = (name: string): Uint8Array => latin1(`PK\x03\x04${'\0'.repeat(26)}${name}`);
const pickle = dumps({ name: 'Ada', born: 1815 }, { protocol: 4 });
const base64 = Buffer.from(pickle).toString('base64');
const hex = Buffer.from(pickle).toString('hex');

/** What each input is taken for. */
const FOREIGN: readonly (readonly [string, Uint8Array])[] = [
  ['gzip data: decompress it first', gzipSync(pickle)],
  ['zlib data: decompress it first', deflateSync(pickle)],
  ['zstd data: decompress it first', latin1('\x28\xb5\x2f\xfd\x04\0')],
  ['bzip2 data: bunzip2 opens it', latin1('BZh91AY&SY')],
  ['xz data: xz -d opens it', latin1('\xfd7zXZ\0\0\x04')],
  ['lzma data: xz -d opens it', latin1('\x5d\0\0\x80\0\xff\xff')],
  ['lz4 data: lz4 -d opens it', latin1('\x04\x22\x4d\x18\x64')],
  ['a PyTorch checkpoint (a zip archive): its pickle is the member data.pkl', zipOf('archive/data.pkl')],
  ['an archive of numpy arrays (.npz)', zipOf('arr_0.npy')],
  ['a zip archive: extract the pickle from it first', zipOf('word/document.xml')],
  ['a numpy array (.npy)', latin1("\x93NUMPY\x01\0v\0{'descr': '<f8'}")],
  ['an HDF5 file', latin1('\x89HDF\r\n\x1a\n')],
  ['a Parquet file', latin1('PAR1\x15\x04')],
  ['a SQLite database, as shelve makes them: the pickles are values in it', latin1('SQLite format 3\0\x10')],
  ['a gdbm database, as shelve makes them: the pickles are values in it', latin1('\xcf\x9a\x57\x13\0\x10\0\0')],
  ['a PNG image', latin1('\x89PNG\r\n\x1a\n')],
  ['a JPEG image', latin1('\xff\xd8\xff\xe0')],
  ['a PDF document', latin1('%PDF-1.7\n')],
  ["an archive of Ren'Py", latin1('RPA-3.0 0000')],
  ['a GGUF model', latin1('GGUF\x03\0\0\0')],
  ['a Git LFS pointer: fetch the file that it points to', latin1('version https://git-lfs.github.com/spec/v1\noid x')],
  ['an HTML or XML page: look at what the server answered', latin1('<!DOCTYPE html>\n<html>')],
  ['a pickle that was decoded as text', Buffer.from(Buffer.from(pickle).toString('utf8'))],
  ['a pickle in base64: decode it first', latin1(base64)],
  ['a pickle in base64: decode it first', latin1(`${base64}\n`)],
  ['a pickle in hexadecimal: decode it first', latin1(hex)],
  ['a pickle in hexadecimal: decode it first', latin1(hex.toUpperCase())],
  ['the text of a Python bytes literal: write the bytes, not their repr', latin1("b'\\x80\\x04N.'")],
  ['JSON: JSON.parse reads it', latin1('{"name": "Ada"}')],
  ['JSON: JSON.parse reads it', latin1('[1, 2]')],
  ['plain text', latin1('Dear Sir, this is a letter.')],
  ['a pickle whose newlines were converted', latin1("(dp0\r\nS'a'\r\np1\r\nI1\r\ns.")],
  [
    'a joblib file, which has the bytes of its arrays between opcodes',
    latin1('\x80\x03cjoblib.numpy_pickle\nNumpyArrayWrapper\nq\0)\x81q\x01}b\xff\xff\xff\xff'),
  ],
];

describe('loads and load say what an input is that is no pickle', () => {
  test.for(FOREIGN)('%s', async ([name, bytes]) => {
    const message = expect.stringContaining(`The input is ${name}`);
    expect(() => loads(bytes)).toThrow(expect.objectContaining({ message, name: 'UnpicklingError' }));
    await expect(load(bytes)).rejects.toThrow(expect.objectContaining({ message }));
    await expect(load(new Blob([bytes.slice()]))).rejects.toThrow(expect.objectContaining({ message }));
  });
});

test('however much has come of the input, and in chunks of whatever size, the words are the same', async () => {
  for (const [name, bytes] of [
    ...FOREIGN,
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
    'x',
    'X\x02\0\0\0ab \x8c\x04',
    'K\x41K\x42K\x43K\x44K\x45K\x46K G\x8c',
    'x\0',
    '}',
    'hello',
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
