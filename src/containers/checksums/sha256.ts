import { Blocks } from './blocks.ts';

const BLOCK = 64;
const LENGTH_BYTES = 8;
/** The fractional parts of the cube roots of the first 64 primes, and of the square roots of the first 8. */
const ROUNDS = /* @__PURE__ */ Int32Array.from(primes(64), (prime) => fraction(Math.cbrt(prime)));
const START = /* @__PURE__ */ Int32Array.from(primes(8), (prime) => fraction(Math.sqrt(prime)));

function primes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
}

function fraction(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** 32);
}

/** SHA-256 of bytes that come in pieces. The web's `crypto.subtle` takes only all at once. */
export class Sha256 {
  private readonly state = START.slice();
  private readonly words = new Int32Array(64);
  private readonly blocks = new Blocks(BLOCK);

  update(bytes: Uint8Array): void {
    for (const run of this.blocks.add(bytes)) for (let at = 0; at < run.length; at += BLOCK) this.block(run, at);
  }

  /** Nothing can follow. */
  digest(): Uint8Array {
    const { length } = this.blocks;
    const room = BLOCK - (length % BLOCK);
    const padding = new Uint8Array(room > LENGTH_BYTES ? room : room + BLOCK);
    padding[0] = 0x80;
    const view = new DataView(padding.buffer);
    view.setUint32(padding.length - 8, Math.floor(length / 2 ** 29));
    view.setUint32(padding.length - 4, length << 3);
    this.update(padding);
    const result = new DataView(new ArrayBuffer(32));
    this.state.forEach((word, i) => void result.setInt32(4 * i, word));
    return new Uint8Array(result.buffer);
  }

  private block(bytes: Uint8Array, from: number): void {
    const { state, words: w } = this;
    const view = new DataView(bytes.buffer, bytes.byteOffset + from, BLOCK);
    for (let i = 0; i < 16; i++) w[i] = view.getInt32(4 * i);
    for (let i = 16; i < 64; i++) {
      const [x = 0, y = 0] = [w[i - 15], w[i - 2]];
      const small = rotated(x, 7) ^ rotated(x, 18) ^ (x >>> 3);
      w[i] = (w[i - 16] ?? 0) + small + (w[i - 7] ?? 0) + (rotated(y, 17) ^ rotated(y, 19) ^ (y >>> 10));
    }
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
    for (let i = 0; i < 64; i++) {
      const choice = (e & f) ^ (~e & g);
      const majority = (a & b) ^ (a & c) ^ (b & c);
      const one = (h + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) + choice + (ROUNDS[i] ?? 0) + (w[i] ?? 0)) | 0;
      const two = ((rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + majority) | 0;
      [h, g, f, e] = [g, f, e, (d + one) | 0];
      [d, c, b, a] = [c, b, a, (one + two) | 0];
    }
    for (const [i, value] of [a, b, c, d, e, f, g, h].entries()) state[i] = (state[i] ?? 0) + value;
  }
}

function rotated(value: number, bits: number): number {
  return (value >>> bits) | (value << (32 - bits));
}
