import { type Bytes, toUint8Array } from '../bytes/bytes-like.ts';

/**
 * Python's `pickle.PickleBuffer`: bytes that `options.bufferCallback` may keep out of the pickle.
 *
 * @example
 * ```ts
 * import { dumps, loads, PickleBuffer } from 'brine';
 *
 * const buffers: Uint8Array[] = [];
 * const pickle = dumps(new PickleBuffer(new Float64Array([1, 2])), {
 *   bufferCallback: (buffer) => void buffers.push(buffer.bytes),
 * });
 * loads(pickle, { buffers }); // ByteArray(16), the same memory
 * ```
 */
export class PickleBuffer {
  /** The memory itself; no copy. */
  readonly bytes: Uint8Array;
  /** Whether Python gets bytes (`true`) or a bytearray. */
  readonly readonly: boolean;

  /**
   * @param data - The bytes, which are not copied.
   * @param options - `readonly`: whether Python gets bytes in place of a bytearray.
   */
  constructor(data: Bytes, options: { readonly readonly?: boolean } = {}) {
    this.bytes = toUint8Array(data);
    this.readonly = options.readonly ?? false;
  }
}
