/** The length of bzip2's longest code, in bits. */
export const LONGEST_CODE = 20;
/** Codes of this many bits are found in one step. */
const DIRECT = 10;

/** A prefix code of bzip2. The first bit of a code is its highest. */
export class Bz2Codes {
  /** Whether no code is the beginning of another. Not all bits need to be a code. */
  readonly isPrefixCode: boolean;
  private readonly direct = new Uint16Array(1 << DIRECT);
  /** For each length: the end of its codes, moved to the left, and the number of the symbol there. */
  private readonly limits = new Int32Array(LONGEST_CODE + 1);
  private readonly offsets = new Int32Array(LONGEST_CODE + 1);
  private readonly symbols: Uint16Array;

  constructor(lengths: Uint8Array) {
    const counts = new Uint16Array(LONGEST_CODE + 1);
    for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1;
    this.symbols = new Uint16Array(lengths.length);
    let code = 0;
    let index = 0;
    let isPrefixCode = true;
    for (let length = 1; length <= LONGEST_CODE; length++) {
      const count = counts[length] ?? 0;
      this.offsets[length] = index - code;
      for (let symbol = 0; count > 0 && symbol < lengths.length; symbol++) {
        if (lengths[symbol] !== length) continue;
        if (length <= DIRECT) {
          const from = code << (DIRECT - length);
          this.direct.fill((symbol << 5) | length, from, from + (1 << (DIRECT - length)));
        }
        this.symbols[index++] = symbol;
        code++;
      }
      if (code > 1 << length) isPrefixCode = false;
      this.limits[length] = code << (LONGEST_CODE - length);
      code <<= 1;
    }
    this.isPrefixCode = isPrefixCode;
  }

  /** `symbol << 5 | length` of the code with which these 20 bits begin; 0 if there is none. */
  entryOf(bits: number): number {
    const direct = this.direct[bits >>> (LONGEST_CODE - DIRECT)] ?? 0;
    if (direct !== 0) return direct;
    for (let length = DIRECT + 1; length <= LONGEST_CODE; length++) {
      if (bits >= (this.limits[length] ?? 0)) continue;
      const index = (this.offsets[length] ?? 0) + (bits >>> (LONGEST_CODE - length));
      return ((this.symbols[index] ?? 0) << 5) | length;
    }
    return 0;
  }
}
