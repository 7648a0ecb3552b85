import type { Compression } from '../bytes/signature.ts';
import { PickleError } from '../errors.ts';

/** The formats that can be decoded. `deflate` is that of zip archives. */
export type PackedFormat = Compression | 'deflate';

/** The error for compressed data that ends early or is not what it claims to be. */
export function broken(format: PackedFormat, reason: string, cause?: unknown): PickleError {
  return new PickleError('bad-compression', `the ${format} data is cut or broken: ${reason}`, { cause });
}

/** zlib's message for data that ends early. */
export const CUT = 'unexpected end of file';
