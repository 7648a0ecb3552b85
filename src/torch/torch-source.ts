import { type Bytes, toUint8Array } from '../bytes/bytes-like.ts';
import { blobSource, type SlicedBlob } from '../sources/blob.ts';
import { type ByteSource, bytesSource } from '../sources/byte-source.ts';

/** What a file can be read from: a source, a `Blob` or `File`, or its bytes. */
export type TorchSource = ByteSource | SlicedBlob | Bytes;

/** A source for any of these. @throws TypeError if it is something else. */
export function sourceOf(source: TorchSource): ByteSource {
  if (isBytes(source)) return bytesSource(toUint8Array(source));
  return 'read' in source ? source : blobSource(source);
}

function isBytes(source: TorchSource): source is Bytes {
  if (ArrayBuffer.isView(source)) return true;
  // Anything else is refused as bytes.
  return typeof source !== 'object' || source === null || !('read' in source || 'size' in source);
}
