import { type Bytes, stableBytes } from '../bytes/bytes-like.ts';
import { compressionOf } from '../bytes/signature.ts';
import { Ceiling } from '../ceiling.ts';
import { PickleError } from '../errors.ts';
import { type ContainerOptions, containerLimits } from './container.ts';

/**
 * Decompresses bytes. The format (gzip, zlib, zstd, bz2, xz, lzma or lz4) is recognised by their beginning.
 *
 * @throws PickleError `bad-compression` if they are not compressed, or are cut or broken; `limit` if they unpack to
 *   more than `options.limits` allow.
 * @example
 * ```ts
 * import { unpack } from 'brine/containers';
 *
 * const bytes = Uint8Array.from(atob('eJwrLkjMBQAETwGy'), (c) => c.charCodeAt(0)); // zlib.compress(b'spam') of Python
 * new TextDecoder().decode(await unpack(bytes)); // 'spam'
 * ```
 */
export async function unpack(data: Bytes, options: ContainerOptions = {}): Promise<Uint8Array> {
  const bytes = stableBytes(data);
  const limits = containerLimits(options);
  const format = compressionOf(bytes);
  if (format === undefined) throw new PickleError('bad-compression', 'the bytes are not compressed in a known format');
  const { unpackedWhole } = await import('./unpacked.ts');
  return await unpackedWhole(format, bytes, new Ceiling(limits, `${format} data`));
}
