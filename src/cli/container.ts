/**
 * What a file is by its first bytes, and what is inside of what is compressed.
 *
 * @module
 */
import type { Gunzip, Inflate } from 'node:zlib';
import { CommandError } from './command.ts';
import { joined } from './joined.ts';
import type { Progress } from './progress.ts';

/** The forms that are opened. */
export type Compression = 'gzip' | 'zlib' | 'zstd';

/** The most bytes that are unpacked: compressed data can stand for a thousand times as much. */
const MOST_UNPACKED = 2 ** 31;

/** How the bytes are compressed; `undefined` if they are not, or not in a form that is opened. */
export function compressionOf(bytes: Uint8Array): Compression | undefined {
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  if (a === 0x1f && b === 0x8b) return 'gzip';
  if (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) return 'zstd';
  // Deflate with a window of at most 32 kB, and a header whose checksum is right. No pickle begins with these bytes.
  return a === 0x78 && ((a << 8) | b) % 31 === 0 && bytes.length > 2 ? 'zlib' : undefined;
}

const OTHERS: readonly (readonly [string, RegExp])[] = [
  ['a zip archive (of PyTorch, of numpy, or a saved game)', /^PK\x03\x04/],
  ['compressed with bzip2: bunzip2 opens it', /^BZh[1-9]/],
  ['compressed with xz: xz -d opens it', /^\xfd7zXZ\0/],
  ['compressed with lzma: xz -d opens it', /^\x5d\0\0[\0\x01\x02\x04\x08\x10\x20\x40\x80]/],
  ['compressed with lz4: lz4 -d opens it', /^\x04\x22\x4d\x18/],
  ['a numpy array (.npy)', /^\x93NUMPY/],
  ['an HDF5 file', /^\x89HDF\r\n/],
  ['a Parquet file', /^PAR1/],
  ["a compiled script of Ren'Py", /^RENPY RPC2/],
  ["an archive of Ren'Py", /^RPA-/],
  ['JSON or text', /^\s*[[{"]/],
];

/** What a file is that is no pickle; `undefined` if nobody knows. */
export function otherFormat(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 16)).toString('latin1');
  return OTHERS.find(([, pattern]) => pattern.test(head))?.[0];
}

/** What is inside of compressed bytes. */
export async function unpack(bytes: Uint8Array, compression: Compression, progress: Progress): Promise<Uint8Array> {
  try {
    if (compression === 'zstd') return await unzstd(bytes);
    const { createGunzip, createInflate } = await import('node:zlib');
    return await inflate(bytes, compression === 'gzip' ? createGunzip() : createInflate(), progress);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`the ${compression} data is cut or broken: ${reason}`);
  }
}

async function inflate(bytes: Uint8Array, stream: Gunzip | Inflate, progress: Progress): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  stream.end(bytes);
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MOST_UNPACKED) throw tooMuch();
    progress.update(stream.bytesWritten);
  }
  return joined(chunks);
}

/** Node has zstd as of 22.15. */
async function unzstd(bytes: Uint8Array): Promise<Uint8Array> {
  const zlib = await import('node:zlib');
  const native: unknown = Reflect.get(zlib, 'zstdDecompressSync');
  if (typeof native === 'function') return plain(native(bytes, { maxOutputLength: MOST_UNPACKED }));
  const { zstdChunks } = await import('./zstd.ts');
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (const chunk of zstdChunks(bytes)) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MOST_UNPACKED) throw tooMuch();
  }
  return joined(chunks);
}

function tooMuch(): CommandError {
  return new CommandError('more than 2 GiB when unpacked: unpack it to a file first');
}

function plain({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Compresses again what was compressed. */
export async function pack(bytes: Uint8Array, compression: Compression): Promise<Uint8Array> {
  const zlib = await import('node:zlib');
  if (compression === 'gzip') return zlib.gzipSync(bytes);
  if (compression === 'zlib') return zlib.deflateSync(bytes);
  const native: unknown = Reflect.get(zlib, 'zstdCompressSync');
  if (typeof native !== 'function') throw new CommandError('this Node.js cannot write zstd: use 22.15 or newer');
  return native(bytes);
}
