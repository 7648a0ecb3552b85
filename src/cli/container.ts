/**
 * What is inside of a file that is compressed.
 *
 * @module
 */

import { joined } from '../bytes/joined.ts';
import {
  Ceiling,
  gathered,
  HARMLESS,
  type Inflate,
  type Opened,
  type UnpackLimits,
  Unsupported,
  unpacked,
} from '../load/unpack.ts';
import { zstdFrames } from '../load/zstd-frames.ts';
import { nodeInflate } from '../node/inflate.ts';
import { type Flags, type Given, integerFlag, misuse } from './command.ts';
import { CommandError } from './command-error.ts';
import { type Progress, sizeText } from './progress.ts';

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

/** What is inside of compressed bytes. */
export async function unpack(
  bytes: Uint8Array,
  compression: Opened,
  progress: Progress,
  limits: UnpackLimits = UNPACK_LIMITS,
): Promise<Uint8Array> {
  const ceiling = new Ceiling(limits, (by) => excess(limits, by));
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of unpacked(compression, pieces(bytes, progress), ceiling, inflateWith(nodeInflate))) {
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof CommandError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`the ${compression} data is cut or broken: ${reason}`);
  }
  return joined(chunks);
}

function excess({ size, ratio }: UnpackLimits, by: keyof UnpackLimits): CommandError {
  return new CommandError(
    by === 'size'
      ? `more than ${sizeText(size)} when unpacked: --max-unpacked allows more`
      : `more than ${ratio} times as large when unpacked, and more than ${sizeText(HARMLESS)}: --max-ratio allows more`,
  );
}

/** So much is given to the decompressor at a time, and then counts for the ratio. */
const PIECE = 2 ** 20;

async function* pieces(bytes: Uint8Array, progress: Progress): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += PIECE) {
    progress.update(at);
    yield bytes.subarray(at, at + PIECE);
  }
}

/** Node has zstd as of 22.15; older ones read it with the decoder that the command brings. */
function inflateWith(node: Inflate): Inflate {
  return async function* (compression, packed) {
    try {
      yield* node(compression, packed);
    } catch (error) {
      if (!(error instanceof Unsupported)) throw error;
      const bytes = await gathered(packed);
      const { frameChunks } = await import('./zstd.ts');
      for (const frame of zstdFrames(bytes)) yield* frameChunks(bytes, frame);
    }
  };
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
