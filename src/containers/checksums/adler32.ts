const PRIME = 65_521;
/** How many bytes can be added before the sums have to be reduced. */
const RUN = 3800;

/**
 * The checksum Adler-32 of zlib.
 *
 * @param adler - The checksum of the bytes before these.
 */
export function adler32(bytes: Uint8Array, adler = 1): number {
  let a = adler & 0xffff;
  let b = adler >>> 16;
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(bytes.length, at + RUN);
    for (; at < end; at++) {
      a += bytes[at] ?? 0;
      b += a;
    }
    a %= PRIME;
    b %= PRIME;
  }
  return ((b << 16) | a) >>> 0;
}
