/**
 * Opens compressed files.
 *
 * @module
 */

import type { Compression } from '../bytes/signature.ts';
import { Ceiling, HARMLESS, type UnpackLimits } from '../ceiling.ts';
import { gathered } from '../containers/gathered.ts';
import { PickleError } from '../errors.ts';
import { type Flags, type Given, integerFlag, misuse } from './command.ts';
import { CommandError } from './command-error.ts';
import { type Progress, sizeText } from './progress.ts';

const UNPACK_LIMITS: UnpackLimits = { unpacked: 1e9, ratio: 100 };

/** The flags of commands that open compressed files. */
export const UNPACKING = {
  'max-unpacked': { value: 'SIZE', summary: 'the largest size that a compressed file may unpack to: 500M, 4G (1G)' },
  'max-ratio': {
    value: 'N',
    summary: 'how many times its size a compressed file may unpack to, if that is more than 16M (100)',
  },
} as const satisfies Flags;

/** The limits that the flags set. */
export function unpackLimitsOf(command: string, flags: Given<typeof UNPACKING>): UnpackLimits {
  const [, digits, unit = ''] = /^(\d+)([KMG]?)$/i.exec(flags['max-unpacked'] ?? String(UNPACK_LIMITS.unpacked)) ?? [];
  const unpacked = Number(digits) * 1000 ** ['', 'K', 'M', 'G'].indexOf(unit.toUpperCase());
  if (!Number.isSafeInteger(unpacked)) throw misuse(command, '--max-unpacked takes a size: 1000000, 500M, 4G');
  return { unpacked, ratio: integerFlag(command, 'max-ratio', flags['max-ratio'], 1) ?? UNPACK_LIMITS.ratio };
}

/** Decompresses bytes. */
export async function decompress(
  bytes: Uint8Array,
  compression: Compression,
  progress: Progress,
  limits: UnpackLimits = UNPACK_LIMITS,
): Promise<Uint8Array> {
  const ceiling = new Ceiling(limits, `${compression} data`);
  const { nodeUnpacked } = await import('../node/inflate.ts');
  try {
    return await gathered(nodeUnpacked(compression, pieces(bytes, progress), ceiling));
  } catch (error) {
    if (ceiling.exceeded !== undefined) throw excess(limits, ceiling.exceeded);
    throw error instanceof PickleError ? new CommandError(error.message, { cause: error }) : error;
  }
}

function excess({ unpacked, ratio }: UnpackLimits, by: keyof UnpackLimits): CommandError {
  return new CommandError(
    by === 'unpacked'
      ? `more than ${sizeText(unpacked)} when unpacked: --max-unpacked allows more`
      : `more than ${ratio} times as large when unpacked, and more than ${sizeText(HARMLESS)}: --max-ratio allows more`,
  );
}

/** How many bytes the decompressor gets at a time. The ratio counts only bytes that it has got. */
const PIECE = 2 ** 20;

async function* pieces(bytes: Uint8Array, progress: Progress): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += PIECE) {
    progress.update(at);
    yield bytes.subarray(at, at + PIECE);
  }
}

/** Compresses bytes as the file was compressed. */
export async function compress(bytes: Uint8Array, compression: Compression): Promise<Uint8Array> {
  if (compression === 'gzip' || compression === 'zlib') {
    return await gathered((await import('../containers/packed.ts')).packed(compression, [bytes]));
  }
  if (compression !== 'zstd') throw new CommandError(`${compression} cannot be written: decompress the file first`);
  const native: unknown = Reflect.get(await import('node:zlib'), 'zstdCompressSync');
  if (typeof native !== 'function') throw new CommandError('this Node.js cannot write zstd: use 22.15 or newer');
  return native(bytes);
}
