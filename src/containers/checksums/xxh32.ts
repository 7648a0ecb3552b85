import { Blocks } from './blocks.ts';

const P1 = 0x9e37_79b1;
const P2 = 0x85eb_ca77;
const P3 = 0xc2b2_ae3d;
const P4 = 0x27d4_eb2f;
const P5 = 0x1656_67b1;

/** This many bytes are taken at a time, in four lanes. */
const STRIPE = 16;

/**
 * The hash XXH32 with seed 0, of bytes that come in pieces.
 *
 * @see {@link https://github.com/Cyan4973/xxHash/blob/v0.8.3/doc/xxhash_spec.md | xxHash fast digest algorithm}
 */
export class Xxh32 {
  private readonly lanes = Int32Array.of(P1 + P2, P2, 0, -P1);
  private readonly blocks = new Blocks(STRIPE);

  update(bytes: Uint8Array): void {
    for (const run of this.blocks.add(bytes)) this.stripes(viewOf(run));
  }

  /** The hash of all bytes so far. */
  get value(): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.lanes;
    let hash = this.blocks.length < STRIPE ? P5 : rotated(a, 1) + rotated(b, 7) + rotated(c, 12) + rotated(d, 18);
    hash = (hash + this.blocks.length) | 0;
    const view = viewOf(this.blocks.incomplete);
    let at = 0;
    for (; at + 4 <= view.byteLength; at += 4) {
      hash = Math.imul(rotated(hash + Math.imul(view.getInt32(at, true), P3), 17), P4);
    }
    for (; at < view.byteLength; at++) {
      hash = Math.imul(rotated(hash + Math.imul(view.getUint8(at), P5), 11), P1);
    }
    hash = Math.imul(hash ^ (hash >>> 15), P2);
    hash = Math.imul(hash ^ (hash >>> 13), P3);
    return (hash ^ (hash >>> 16)) >>> 0;
  }

  private stripes(view: DataView): void {
    let [a = 0, b = 0, c = 0, d = 0] = this.lanes;
    for (let at = 0; at < view.byteLength; at += STRIPE) {
      a = round(a, view.getInt32(at, true));
      b = round(b, view.getInt32(at + 4, true));
      c = round(c, view.getInt32(at + 8, true));
      d = round(d, view.getInt32(at + 12, true));
    }
    this.lanes.set([a, b, c, d]);
  }
}

function round(lane: number, input: number): number {
  return Math.imul(rotated(lane + Math.imul(input, P2), 13), P1);
}

function rotated(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
