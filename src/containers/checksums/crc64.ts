/** The table for one byte. Each entry is two numbers, the lower half first. */
const TABLE = /* @__PURE__ */ table();

function table(): Uint32Array {
  const all = new Uint32Array(512);
  for (let byte = 0; byte < 256; byte++) {
    let [low, high] = [byte, 0];
    for (let bit = 0; bit < 8; bit++) {
      const isOdd = (low & 1) !== 0;
      low = (low >>> 1) | (high << 31);
      high >>>= 1;
      if (isOdd) {
        low ^= 0xd787_0f42;
        high ^= 0xc96c_5795;
      }
    }
    all[2 * byte] = low;
    all[2 * byte + 1] = high;
  }
  return all;
}

/** The CRC-64 (ECMA-182) of xz, of bytes that come in pieces. */
export class Crc64 {
  private low = -1;
  private high = -1;

  update(bytes: Uint8Array): void {
    let { low, high } = this;
    for (let i = 0; i < bytes.length; i++) {
      const entry = 2 * ((low ^ (bytes[i] ?? 0)) & 0xff);
      low = ((low >>> 8) | (high << 24)) ^ (TABLE[entry] ?? 0);
      high = (high >>> 8) ^ (TABLE[entry + 1] ?? 0);
    }
    this.low = low;
    this.high = high;
  }

  /** The lowest byte first. */
  digest(): Uint8Array {
    const bytes = new Uint8Array(8);
    const view = new DataView(bytes.buffer);
    view.setInt32(0, ~this.low, true);
    view.setInt32(4, ~this.high, true);
    return bytes;
  }
}
