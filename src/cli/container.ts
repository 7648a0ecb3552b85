/**
 * What is inside of a file that is compressed.
 *
 * @module
 */
import type { Gunzip, Inflate } from 'node:zlib';
import { type Compression, formatOf } from '../bytes/signature.ts';
import { CommandError, type Flags, type Given, integerFlag, misuse } from './command.ts';
import { joined } from './joined.ts';
import { type Progress, sizeText } from './progress.ts';

/** The forms that are opened. */
export type Opened = Extract<Compression, 'gzip' | 'zlib' | 'zstd'>;

/** How much is unpacked: compressed data can stand for a thousand times as much, and zstd's for 30,000 times. */
export interface UnpackLimits {
  /** Bytes at most. */
  readonly size: number;
  /** Times the compressed data at most; so much is never too much that is below {@link HARMLESS}. */
  readonly ratio: number;
}

/** So many bytes are unpacked at any ratio. */
const HARMLESS = 16e6;
const UNPACK_LIMITS: UnpackLimits = { size: 1e9, ratio: 100 };

/** The flags of commands that open what is compressed. */
export const UNPACKING = {
  'max-unpacked': { value: 'SIZE', summary: 'the most that a compressed file may unpack to: 500M, 4G (1G)' },
  'max-ratio': { value: 'N', summary: 'and how many times its own size, above 16M (100)' },
} as const satisfies Flags;

/** What the flags of a command say. */
export function unpackLimitsOf(command: string, flags: Given<typeof UNPACKING>): UnpackLimits {
  const [, digits, unit = ''] = /^(\d+)([KMG]?)$/i.exec(flags['max-unpacked'] ?? String(UNPACK_LIMITS.size)) ?? [];
  const size = Number(digits) * 1000 ** ['', 'K', 'M', 'G'].indexOf(unit.toUpperCase());
  if (!Number.isSafeInteger(size)) throw misuse(command, '--max-unpacked takes a size: 1000000, 500M, 4G');
  return { size, ratio: integerFlag(command, 'max-ratio', flags['max-ratio'], 1) ?? UNPACK_LIMITS.ratio };
}

/** How the bytes are compressed; `undefined` if they are not, or not in a form that is opened. */
export function compressionOf(bytes: Uint8Array): Opened | undefined {
  const compression = formatOf(bytes)?.compression;
  return compression === 'gzip' || compression === 'zlib' || compression === 'zstd' ? compression : undefined;
}

/** What is inside of compressed bytes. */
export async function unpack(
  bytes: Uint8Array,
  compression: Opened,
  progress: Progress,
  limits: UnpackLimits = UNPACK_LIMITS,
): Promise<Uint8Array> {
  const ceiling = new Ceiling(bytes.length, limits);
  try {
    if (compression === 'zstd') return await unzstd(bytes, ceiling);
    const { createGunzip, createInflate } = await import('node:zlib');
    return await inflate(bytes, compression === 'gzip' ? createGunzip() : createInflate(), ceiling, progress);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`the ${compression} data is cut or broken: ${reason}`);
  }
}

/** How many bytes may come of compressed ones, and the word for more. */
class Ceiling {
  readonly most: number;
  private readonly limits: UnpackLimits;

  constructor(packed: number, limits: UnpackLimits) {
    this.limits = limits;
    this.most = Math.min(limits.size, Math.max(HARMLESS, limits.ratio * packed));
  }

  check(length: number): void {
    if (length > this.most) throw this.refusal();
  }

  refusal(): CommandError {
    const { size, ratio } = this.limits;
    return new CommandError(
      this.most === size
        ? `more than ${sizeText(size)} when unpacked: --max-unpacked allows more`
        : `more than ${ratio} times as large when unpacked, and more than ${sizeText(HARMLESS)}: --max-ratio allows more`,
    );
  }
}

async function inflate(
  bytes: Uint8Array,
  stream: Gunzip | Inflate,
  ceiling: Ceiling,
  progress: Progress,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  stream.end(bytes);
  for await (const chunk of stream) {
    chunks.push(chunk);
    ceiling.check((length += chunk.length));
    progress.update(stream.bytesWritten);
  }
  return joined(chunks);
}

/** Node has zstd as of 22.15; of several frames, it reads the first. */
async function unzstd(bytes: Uint8Array, ceiling: Ceiling): Promise<Uint8Array> {
  const zlib = await import('node:zlib');
  const { zstdFrames } = await import('./zstd-frames.ts');
  const native: unknown = Reflect.get(zlib, 'zstdDecompressSync');
  const contentOf =
    typeof native === 'function'
      ? (packed: Uint8Array): Uint8Array[] => [
          nativeContent(() => native(packed, { maxOutputLength: ceiling.most }), ceiling),
        ]
      : (await import('./zstd.ts')).frameChunks;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (const frame of zstdFrames(bytes)) {
    for (const chunk of contentOf(bytes.subarray(frame.start, frame.end), frame)) {
      chunks.push(chunk);
      ceiling.check((length += chunk.length));
    }
  }
  return joined(chunks);
}

/** Runs Node's decompression, which throws a RangeError for what is larger than it was told. */
function nativeContent(decompress: () => Uint8Array, ceiling: Ceiling): Uint8Array {
  try {
    return plain(decompress());
  } catch (error) {
    throw error instanceof RangeError ? ceiling.refusal() : error;
  }
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
