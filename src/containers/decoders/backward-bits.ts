/** How many zeros are on either side, so that four bytes can be read at any index. */
const PADDING = 8;

/** Bits that zstd reads from the end. Above them, the last byte has a 1. */
export class BackwardBits {
  /** How many bits are left. It is below 0 if more were read than there are; those count as 0. */
  left = 0;
  private bytes = new Uint8Array(0);
  private view = new DataView(this.bytes.buffer);

  /** Returns false if there is no 1 above the bits. */
  begin(bytes: Uint8Array): boolean {
    const length = bytes.length + 2 * PADDING;
    if (this.bytes.length < length) {
      this.bytes = new Uint8Array(2 * length);
      this.view = new DataView(this.bytes.buffer);
    }
    this.bytes.set(bytes, PADDING);
    this.bytes.fill(0, PADDING + bytes.length, length);
    const last = bytes.at(-1) ?? 0;
    this.left = 8 * bytes.length - 8 + 31 - Math.clz32(last);
    return last !== 0;
  }

  /** The next bits, up to 25, without consuming them. */
  peek(count: number): number {
    const from = this.left - count;
    const byte = from >> 3;
    if (byte < -PADDING) return 0;
    return (this.view.getUint32(byte + PADDING, true) >>> (from & 7)) & ((1 << count) - 1);
  }

  /** Reads up to 25 bits. */
  read(count: number): number {
    const value = this.peek(count);
    this.left -= count;
    return value;
  }

  /** Reads up to 31 bits. */
  readLong(count: number): number {
    if (count <= 24) return this.read(count);
    const high = this.read(count - 16);
    return high * 2 ** 16 + this.read(16);
  }
}
