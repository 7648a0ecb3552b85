import { nativeCrc32 } from './native-crc32.ts';

/** From this length on, the runtime's own is worth asking for, in bytes. */
const LONG = 2 ** 14;

/** Eight tables, for eight bytes at a time. */
const TABLES = /* @__PURE__ */ tables();

function tables(): Uint32Array {
  const all = new Uint32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb8_8320 : 0);
    all[byte] = crc;
  }
  for (let i = 256; i < all.length; i++) {
    const previous = all[i - 256] ?? 0;
    all[i] = (previous >>> 8) ^ (all[previous & 0xff] ?? 0);
  }
  return all;
}

/**
 * The CRC-32 of gzip, zip and xz.
 *
 * @param crc - The checksum of the bytes before these.
 */
export function crc32(bytes: Uint8Array, crc = 0): number {
  const native = bytes.length < LONG ? undefined : nativeCrc32();
  return native === undefined ? portableCrc32(bytes, crc) : native(bytes, crc);
}

/** The same, in JavaScript. */
export function portableCrc32(bytes: Uint8Array, crc = 0): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const t = TABLES;
  let state = ~crc;
  let at = 0;
  for (const end = bytes.length - 7; at < end; at += 8) {
    const low = state ^ view.getInt32(at, true);
    const high = view.getInt32(at + 4, true);
    state =
      (t[0x700 | (low & 0xff)] ?? 0) ^
      (t[0x600 | ((low >>> 8) & 0xff)] ?? 0) ^
      (t[0x500 | ((low >>> 16) & 0xff)] ?? 0) ^
      (t[0x400 | (low >>> 24)] ?? 0) ^
      (t[0x300 | (high & 0xff)] ?? 0) ^
      (t[0x200 | ((high >>> 8) & 0xff)] ?? 0) ^
      (t[0x100 | ((high >>> 16) & 0xff)] ?? 0) ^
      (t[high >>> 24] ?? 0);
  }
  for (; at < bytes.length; at++) state = (state >>> 8) ^ (t[(state ^ (bytes[at] ?? 0)) & 0xff] ?? 0);
  return ~state >>> 0;
}
