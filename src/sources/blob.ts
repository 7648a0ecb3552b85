import { PickleError } from '../errors.ts';
import { BlockCache, type SourceOptions } from './block-cache.ts';
import type { ByteSource } from './byte-source.ts';

/** The part of the web's `Blob` and `File` that is used. */
export interface SlicedBlob {
  /** The length in bytes. */
  readonly size: number;
  /** The bytes from `start` to `end`, `end` not included. */
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

/**
 * A `Blob` or `File` as a source: a file that a user chose, read in ranges.
 *
 * @throws TypeError if it is not a Blob.
 * @example
 * ```ts
 * import { blobSource } from 'brine/containers';
 *
 * const source = blobSource(new Blob(['spam']));
 * await source.read(1, 3); // Uint8Array(2) [112, 97]
 * ```
 */
export function blobSource(blob: SlicedBlob, options: SourceOptions = {}): ByteSource {
  if (typeof blob !== 'object' || blob === null || typeof blob.slice !== 'function' || !Number.isInteger(blob.size)) {
    throw new TypeError('a Blob or File is needed');
  }
  const { size } = blob;
  const raw: ByteSource = {
    size,
    async read(start, end) {
      const bytes = new Uint8Array(await blob.slice(start, end).arrayBuffer());
      if (bytes.length === end - start) return bytes;
      throw new PickleError('changed', `the file no longer has ${size} bytes: it was changed while it was read`);
    },
  };
  return new BlockCache(raw, options);
}
