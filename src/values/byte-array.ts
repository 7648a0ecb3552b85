/** Python's bytearray: bytes that may be changed. */
export class ByteArray extends Uint8Array {
  /** The same memory as a bytearray. */
  static over(bytes: Uint8Array): ByteArray {
    return new ByteArray(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.length);
  }
}
