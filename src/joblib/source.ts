import { type Bytes, stableBytes } from '../bytes/bytes-like.ts';
import { blobSource, type SlicedBlob } from '../sources/blob.ts';
import { type ByteSource, bytesSource } from '../sources/byte-source.ts';

/** What a file of joblib can be read from. */
export type JoblibSource = Bytes | SlicedBlob | ByteSource;

/** All bytes of a source. Bytes that are in memory are not copied. @throws TypeError if it is not a source. */
export async function wholeBytes(source: JoblibSource): Promise<Uint8Array> {
  if (typeof source !== 'object' || source === null) return stableBytes(source);
  if ('read' in source) return await source.read(0, source.size);
  if (!('size' in source)) return stableBytes(source);
  return new Uint8Array(await source.slice(0, source.size).arrayBuffer());
}

/** A source that reads ranges. @throws TypeError if it is not a source. */
export function rangesOf(source: JoblibSource): ByteSource {
  if (typeof source !== 'object' || source === null) return bytesSource(source);
  if ('read' in source) return source;
  return 'size' in source ? blobSource(source) : bytesSource(source);
}
