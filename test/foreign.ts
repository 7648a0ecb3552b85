/** Inputs that are no pickles, and what they are taken for. */
import { deflateSync, gzipSync } from 'node:zlib';
import { dumps } from '../src/index.ts';

export const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const zipOf = (name: string): Uint8Array => latin1(`PK\x03\x04${'\0'.repeat(26)}${name}`);
export const pickle = dumps({ name: 'Ada', born: 1815 }, { protocol: 4 });
export const base64 = Buffer.from(pickle).toString('base64');
const hex = Buffer.from(pickle).toString('hex');

/** What each input is taken for. */
export const FOREIGN: readonly (readonly [string, Uint8Array])[] = [
  ['gzip data: decompress it first', gzipSync(pickle)],
  ['zlib data: decompress it first', deflateSync(pickle)],
  ['zstd data: decompress it first', latin1('\x28\xb5\x2f\xfd\x04\0')],
  ['bz2 data: decompress it first', latin1('BZh91AY&SY')],
  ['xz data: decompress it first', latin1('\xfd7zXZ\0\0\x04')],
  ['lzma data: decompress it first', latin1('\x5d\0\0\x80\0\xff\xff')],
  ['lz4 data: decompress it first', latin1('\x04\x22\x4d\x18\x64')],
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
  [
    'a pickle whose bytes were taken for characters and encoded as UTF-8: take that back',
    Buffer.from(Buffer.from(pickle).toString('latin1')),
  ],
  ['a pickle in base64: decode it first', latin1(base64)],
  ['a pickle in base64: decode it first', latin1(`${base64}\n`)],
  ['a pickle in hexadecimal: decode it first', latin1(hex)],
  ['a pickle in hexadecimal: decode it first', latin1(hex.toUpperCase())],
  ['the text of a Python bytes literal: write the bytes, not their repr', latin1("b'\\x80\\x04N.'")],
  ['JSON: JSON.parse reads it', latin1('{"name": "Ada"}')],
  ['JSON: JSON.parse reads it', latin1('[1, 2]')],
  ['JSON: JSON.parse reads it', Buffer.from('\ufeff{"name": "Ada"}')],
  ['plain text', latin1('Dear Sir, this is a letter.')],
  ...['hi', 'hello', 'hello\n', 'hello world', 'None', 'null', '12', 'x', 'a: 1\n', 'a,b\n1,2\n', '3.5'].map(
    (text): [string, Uint8Array] => ['plain text', latin1(text)],
  ),
  ['a pickle whose newlines were converted', latin1('\x80\x04]\x94(K\r\nK\x01e.')],
  ['a pickle whose newlines were converted', latin1("(dp0\r\nS'a'\r\np1\r\nI1\r\ns.")],
  [
    'a joblib file, which has the bytes of its arrays between opcodes: loadJoblib of brine/joblib reads it',
    latin1('\x80\x03cjoblib.numpy_pickle\nNumpyArrayWrapper\nq\0)\x81q\x01}b\xff\xff\xff\xff'),
  ],
];

/** Pickles of protocols 0 and 1 that are written as text: they are named, and the command does not guess. */
export const OLD_AS_TEXT: readonly (readonly [string, Uint8Array])[] = ([0, 1] as const).flatMap((protocol) =>
  [[1, 'a', { b: 2.5 }], 'hello', 5, null, 2.5, new Map([['a', [1, 2]]]), 'x'.repeat(2000), [], {}].flatMap(
    (value): [string, Uint8Array][] => {
      const old = Buffer.from(dumps(value, { protocol }));
      return [
        ['a pickle in base64: decode it first', latin1(old.toString('base64'))],
        ['a pickle in base64: decode it first', latin1(`${old.toString('base64url')}\n`)],
        ['a pickle in hexadecimal: decode it first', latin1(old.toString('hex'))],
        ['a pickle in hexadecimal: decode it first', latin1(`0x${old.toString('hex').toUpperCase()}\n`)],
      ];
    },
  ),
);
