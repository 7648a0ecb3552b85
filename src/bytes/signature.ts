/**
 * Recognizes bytes that are not a pickle by their beginning: other formats by their magic numbers, and pickles that were
 * damaged by being treated as text.
 *
 * @module
 */
import { fromBase64, fromHex } from './base64.ts';
import { decodeLatin1 } from './text.ts';

/** The forms of compression that are recognized. */
export type Compression = 'gzip' | 'zlib' | 'zstd' | 'bz2' | 'xz' | 'lzma' | 'lz4';

/** A format other than pickle. */
export interface Format {
  /** Completes "the input is ...": `a PNG image`. */
  readonly name: string;
  /** What to do, as a clause without a full stop; empty if there is nothing to do. */
  readonly remedy: string;
  readonly compression?: Compression;
  /** The form of the text, if it is a pickle that was written as text. */
  readonly text?: TextForm;
}

/** How a pickle can be written as text. */
export type TextForm = 'hex' | 'base64' | 'escaped';

/** How many bytes of the beginning are looked at. */
export const HEAD = 512;

/** What a format begins with, as Latin-1. */
type Signature = readonly [pattern: RegExp, format: Format];

const UNPACK = "decompress it first, or pass decompress: 'auto' to load or loadFile";
const BINARY = 'read, send and store pickles as bytes, never as text';

/** Formats whose first bytes no pickle has, or that no pickler writes. The list is made for the first error. */
function signatures(): readonly Signature[] {
  return [
    [/^\x1f\x8b/, compressed('gzip')],
    [/^\x28\xb5\x2f\xfd/, compressed('zstd')],
    [/^BZh[1-9]/, compressed('bz2')],
    [/^\xfd7zXZ\0/, compressed('xz')],
    [/^\x5d\0\0[\0-\xff]\0/, compressed('lzma')],
    [/^\x04\x22\x4d\x18/, compressed('lz4')],
    [
      /^PK\x03\x04.{26,282}?\/data\.pkl/s,
      { name: 'a PyTorch checkpoint (a zip archive)', remedy: 'its pickle is the member data.pkl' },
    ],
    [/^PK\x03\x04.{26}[^\0]*\.npy/s, { name: 'an archive of numpy arrays (.npz)', remedy: '' }],
    [/^PK(?:\x03\x04|\x05\x06)/, { name: 'a zip archive', remedy: 'extract the pickle from it first' }],
    [/^\x93NUMPY/, { name: 'a numpy array (.npy)', remedy: '' }],
    [/^\x89HDF\r\n\x1a\n/, { name: 'an HDF5 file', remedy: '' }],
    [/^PAR1/, { name: 'a Parquet file', remedy: '' }],
    [/^SQLite format 3\0/, { name: 'a SQLite database, as shelve makes them', remedy: 'the pickles are values in it' }],
    [
      /^(?:[\xcd-\xcf]\x9a\x57\x13|\x13\x57\x9a[\xcd-\xcf])/,
      { name: 'a gdbm database, as shelve makes them', remedy: 'the pickles are values in it' },
    ],
    [/^\x89PNG\r\n/, { name: 'a PNG image', remedy: '' }],
    [/^\xff\xd8\xff/, { name: 'a JPEG image', remedy: '' }],
    [/^%PDF-/, { name: 'a PDF document', remedy: '' }],
    [/^RENPY RPC2/, { name: "a compiled script of Ren'Py", remedy: '' }],
    [/^RPA-\d/, { name: "an archive of Ren'Py", remedy: '' }],
    [/^GGUF/, { name: 'a GGUF model', remedy: '' }],
    [
      /^version https:\/\/git-lfs\.github\.com\//,
      { name: 'a Git LFS pointer', remedy: 'fetch the file that it points to: git lfs pull' },
    ],
    [
      /^(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|\?xml)/i,
      { name: 'an HTML or XML page', remedy: 'look at what the server answered' },
    ],
    [
      /^\xef\xbf\xbd/,
      { name: 'a pickle that was decoded as text, which lost bytes for good', remedy: `${BINARY}, and make it again` },
    ],
    [
      /^(?:\xef\xbb\xbf)?\xc2\x80[\x02-\x05]/,
      {
        name: 'a pickle whose bytes were taken for characters and encoded as UTF-8',
        remedy: "take that back: Buffer.from(new TextDecoder().decode(data), 'latin1')",
      },
    ],
    [
      /^gA[I-X](?:[\r\n]*[\w+/-]){2,}[=\s]*$/,
      { name: 'a pickle in base64', remedy: "decode it first: Buffer.from(text, 'base64')", text: 'base64' },
    ],
    [
      /^(?:0x|\\x)?80\s?0[2-5](?:\s*[\da-f]{2})+\s*[\da-f]?$/i,
      { name: 'a pickle in hexadecimal', remedy: "decode it first: Buffer.from(text, 'hex')", text: 'hex' },
    ],
    [
      /^(?:b?["'])?\\x80\\x0[2-5]/,
      { name: 'the text of a Python bytes literal', remedy: 'write the bytes, not their repr', text: 'escaped' },
    ],
    [
      /^(?:\xef\xbb\xbf)?\s*(?:\{\s*(?:"|\})|\[\s*(?:[[{"\d\]-]|true|false|null))/,
      { name: 'JSON', remedy: 'JSON.parse reads it' },
    ],
  ];
}

/** Deflate with a window of at most 32 kB, and a header whose checksum is right. No pickle begins with these bytes. */
function isZlib([a = 0, b = 0]: Uint8Array, length: number): boolean {
  return a === 0x78 && ((a << 8) | b) % 31 === 0 && length > 2;
}

function compressed(compression: Compression): Format {
  return { name: `${compression} data`, remedy: UNPACK, compression };
}

/** How the bytes are compressed, by their beginning; `undefined` if they are not. */
export function compressionOf(bytes: Uint8Array): Compression | undefined {
  return formatOf(bytes)?.compression;
}

/** Whether the bytes begin as a zip archive. */
export function isZip([p, k, a, b]: Uint8Array): boolean {
  return p === 0x50 && k === 0x4b && ((a === 3 && b === 4) || (a === 5 && b === 6));
}

/** The beginning of compressed data, and how many bytes identify it. */
const MAGICS: readonly (readonly [start: string, length: number])[] = [
  ['\x1f\x8b', 2],
  ['x', 3],
  ['\x28\xb5\x2f\xfd', 4],
  ['BZh', 4],
  ['\xfd7zXZ\0', 6],
  ['\x5d\0\0', 5],
  ['\x04\x22\x4d\x18', 4],
];

/** Whether more bytes are needed to see how these are compressed. No more are asked for than needed: a sender may wait. */
export function mayBeCompressed(bytes: Uint8Array): boolean {
  const text = decodeLatin1(bytes, 0, Math.min(bytes.length, MAGIC));
  return MAGICS.some(([start, length]) => text.length < length && (start.startsWith(text) || text.startsWith(start)));
}

/**
 * The format of bytes by their magic number; `undefined` for a pickle and for unknown formats.
 *
 * @param bytes - The beginning of the input; {@link HEAD} bytes are enough.
 */
export function formatOf(bytes: Uint8Array): Format | undefined {
  // PROTO, which begins no other format: nearly all files.
  if (bytes[0] === 0x80) return undefined;
  if (isZlib(bytes, bytes.length)) return compressed('zlib');
  const head = headOf(bytes);
  return signatures().find(([pattern]) => pattern.test(head))?.[1];
}

/** This many bytes identify most formats; {@link LONGER} has the others. */
const MAGIC = 16;

/** Most pickles begin like this, and no other format does. */
const PICKLE = /^(?:[\x80cVIFL}]|\([^\xb5])/;

/** Archives and texts need more than their first bytes. */
const LONGER = /^(?:PK\x03\x04|\xef\xbb\xbf|\s|(?![(cVIFLS}\]])[\t\n\r\x20-\x7e]{16})/;

/**
 * Whether more of the input is needed to see what it is, if it is not a pickle. For a beginning that pickles have, no more
 * is needed: a sender may wait for an answer before sending more.
 *
 * @param head - The beginning, as far as it is known.
 */
export function isUndecided(head: Uint8Array): boolean {
  if (head.length >= HEAD) return false;
  const text = headOf(head);
  return !PICKLE.test(text) && (head.length < MAGIC || LONGER.test(text));
}

/**
 * The format of bytes that could not be read as a pickle. It includes guesses that would be rash for readable bytes.
 *
 * @param bytes - The beginning of the input; {@link HEAD} bytes are enough, and fewer where it is not
 *   {@link isUndecided}.
 * @param read - How many of them were read before that failed. Damage that only a pickle can have is looked for in them.
 * @param isCut - Whether it failed because the input ended.
 */
export function mistakenFor(bytes: Uint8Array, read: number = bytes.length, isCut = false): Format | undefined {
  const head = headOf(bytes);
  const format = formatOf(LONGER.test(head) ? bytes : bytes.subarray(0, MAGIC));
  if (format !== undefined) return format;
  const known = head.slice(0, read);
  if (!isCut && /joblib\.numpy_pickle.{0,8}NumpyArrayWrapper/s.test(known)) {
    return {
      name: 'a joblib file, which has the bytes of its arrays between opcodes',
      remedy: 'loadJoblib of brine/joblib reads it',
    };
  }
  // The opcode that failed may itself be the newline: BININT1 of 10 is `K\n`.
  const withOpcode = head.slice(0, read + 1);
  if (/\r\n/.test(withOpcode) && !/[^\r]\n/.test(withOpcode)) {
    return { name: 'a pickle whose newlines were converted', remedy: BINARY };
  }
  const hasAll = isCut || LONGER.test(head) || (bytes.length < MAGIC && !PICKLE.test(head));
  const isWhole = hasAll && bytes.length < HEAD;
  const form = oldPickleIn(hasAll ? head : known, isWhole);
  if (form !== undefined) return form;
  // A pickle of protocol 0 that is cut is text too.
  const isText = /^(?![(cVIFLS}\]])[\t\n\r\x20-\x7e]+$/.test(head);
  const isLong = head.length >= MAGIC && / /.test(head);
  return isText && (isLong || (isWhole && !isCut && /^(?!P)[^\w]*\w/.test(head)))
    ? { name: 'plain text', remedy: '' }
    : undefined;
}

/** A pickle of protocol 0 or 1 that is written as text: such begin in many ways. @param isWhole - Whether it ends there. */
function oldPickleIn(text: string, isWhole: boolean): Format | undefined {
  const hex = text.replace(/^\s*(?:0x|\\x)/i, '').replace(/\s+/g, '');
  if (/^(?:[\da-f]{2}){2,}[\da-f]?$/i.test(hex) && isOldPickle(fromHex(hex.slice(0, hex.length & ~1)), isWhole)) {
    return { name: 'a pickle in hexadecimal', remedy: "decode it first: Buffer.from(text, 'hex')", text: 'hex' };
  }
  const letters = text.replace(/\s+/g, '');
  const groups = (isWhole ? letters : letters.slice(0, letters.length & ~3)).replaceAll('-', '+').replaceAll('_', '/');
  if (/^(?=.{3})[\w+/-]+={0,2}$/.test(letters) && isOldPickle(fromBase64(groups), isWhole)) {
    return { name: 'a pickle in base64', remedy: "decode it first: Buffer.from(text, 'base64')", text: 'base64' };
  }
  return undefined;
}

/** Whether bytes begin, and end, as pickles of protocols 0 and 1 do. */
function isOldPickle(bytes: Uint8Array | undefined, isWhole: boolean): boolean {
  if (bytes === undefined) return false;
  const text = headOf(bytes);
  if (isWhole) return /^[(cVIFLNSTUXGJKM)}\]].*\.$/s.test(text);
  // A long text of protocol 0 or 1; what has a number in the memo.
  return /^(?:[VS][\t\n\x20-\x7e]*$|X..\0\0|[(cVIFLS}\]].*(?:p\d+\n|q\0))/s.test(text);
}

function headOf(bytes: Uint8Array): string {
  return decodeLatin1(bytes, 0, Math.min(bytes.length, HEAD));
}
