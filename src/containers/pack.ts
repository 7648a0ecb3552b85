import { type Bytes, toUint8Array } from '../bytes/bytes-like.ts';
import { oneOf } from '../option-check.ts';
import { gathered } from './gathered.ts';
import { packed } from './packed.ts';

/**
 * Compresses bytes with the runtime's own compressor.
 *
 * @param format - `'gzip'` or `'zlib'`.
 * @throws TypeError, RangeError if an argument is invalid.
 * @example
 * ```ts
 * import { pack, unpack } from 'brine/containers';
 *
 * const packed = await pack(new Uint8Array(1000), 'zlib');
 * packed.length < 30; // true
 * (await unpack(packed)).length; // 1000
 * ```
 */
export async function pack(data: Bytes, format: 'gzip' | 'zlib'): Promise<Uint8Array> {
  const bytes = toUint8Array(data);
  return await gathered(packed(oneOf('format', format, ['gzip', 'zlib'], 'gzip'), [bytes]));
}
