/**
 * What is inside of a file that is compressed.
 *
 * @module
 */
import type { Gunzip, Inflate } from 'node:zlib';
import { type Compression, formatOf } from '../bytes/signature.ts';
import { CommandError } from './command.ts';
import { joined } from './joined.ts';
import type { Progress } from './progress.ts';

/** The forms that are opened. */
export type Opened = Extract<Compression, 'gzip' | 'zlib' | 'zstd'>;

/** The most bytes that are unpacked: compressed data can stand for a thousand times as much. */
const MOST_UNPACKED = 2 ** 31;

/** How the bytes are compressed; `undefined` if they are not, or not in a form that is opened. */
export function compressionOf(bytes: Uint8Array): Opened | undefined {
  const compression = formatOf(bytes)?.compression;
  return compression === 'gzip' || compression === 'zlib' || compression === 'zstd' ? compression : undefined;
}

/** What is inside of compressed bytes. */
export async function unpack(bytes: Uint8Array, compression: Opened, progress: Progress): Promise<Uint8Array> {
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
export async function pack(bytes: Uint8Array, compression: Opened): Promise<Uint8Array> {
  const zlib = await import('node:zlib');
  if (compression === 'gzip') return zlib.gzipSync(bytes);
  if (compression === 'zlib') return zlib.deflateSync(bytes);
  const native: unknown = Reflect.get(zlib, 'zstdCompressSync');
  if (typeof native !== 'function') throw new CommandError('this Node.js cannot write zstd: use 22.15 or newer');
  return native(bytes);
}
