/** The table for bzip2's CRC, which starts with the highest bit of a byte. */
export const BZ2_CRC: Uint32Array = /* @__PURE__ */ table();

function table(): Uint32Array {
  const all = new Uint32Array(256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte << 24;
    for (let bit = 0; bit < 8; bit++) crc = (crc << 1) ^ (crc < 0 ? 0x04c1_1db7 : 0);
    all[byte] = crc;
  }
  return all;
}
