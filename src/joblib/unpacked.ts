import { compressionOf } from '../bytes/signature.ts';
import { unpack } from '../containers/unpack.ts';
import { resolveLimits } from '../limits.ts';
import type { LoadOptions } from '../options.ts';
import { checkZFile, isZFile, zFileParts } from './zfile.ts';

/** The bytes of a file of joblib without their compression. */
export async function unpacked(bytes: Uint8Array, { limits }: LoadOptions): Promise<Uint8Array> {
  const { unpacked, ratio } = resolveLimits(limits, bytes.length);
  if (isZFile(bytes)) {
    const { length, packed } = zFileParts(bytes);
    const content = await unpack(packed, { limits: { unpacked, ratio } });
    checkZFile(content, length);
    return content;
  }
  return compressionOf(bytes) === undefined ? bytes : await unpack(bytes, { limits: { unpacked, ratio } });
}
