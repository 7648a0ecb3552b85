/**
 * A prefix code of deflate as a table. The next {@link bits} bits of the data, with the first as the lowest, are the index
 * of `symbol << 4 | length`; 0 stands for bits that are not a code.
 */
export class HuffmanTable {
  /** The longest code. */
  bits = 0;
  entries: Uint16Array = new Uint16Array(2);
  private readonly counts = new Uint16Array(16);
  private readonly nextCodes = new Uint16Array(16);

  /**
   * @param mayBeIncomplete - Whether a single code of one bit, or no code at all, is accepted.
   * @returns False if the lengths do not make a prefix code.
   */
  build(lengths: Uint8Array, mayBeIncomplete: boolean): boolean {
    const { counts, nextCodes } = this;
    counts.fill(0);
    for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1;
    counts[0] = 0;
    let bits = 15;
    while (bits > 1 && counts[bits] === 0) bits--;
    let code = 0;
    let left = 1;
    for (let length = 1; length <= bits; length++) {
      code = (code + (counts[length - 1] ?? 0)) << 1;
      nextCodes[length] = code;
      left = 2 * left - (counts[length] ?? 0);
      if (left < 0) return false;
    }
    if (left > 0 && !(mayBeIncomplete && bits === 1)) return false;
    this.bits = bits;
    if (this.entries.length < 1 << bits) this.entries = new Uint16Array(1 << bits);
    if (left > 0) this.entries.fill(0, 0, 1 << bits);
    this.fill(lengths);
    return true;
  }

  private fill(lengths: Uint8Array): void {
    const { entries, nextCodes } = this;
    const size = 1 << this.bits;
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      const length = lengths[symbol] ?? 0;
      if (length === 0) continue;
      const code = nextCodes[length] ?? 0;
      nextCodes[length] = code + 1;
      const entry = (symbol << 4) | length;
      for (let at = reversed(code, length); at < size; at += 1 << length) entries[at] = entry;
    }
  }
}

function reversed(code: number, length: number): number {
  let bits = ((code & 0xaaaa) >>> 1) | ((code & 0x5555) << 1);
  bits = ((bits & 0xcccc) >>> 2) | ((bits & 0x3333) << 2);
  bits = ((bits & 0xf0f0) >>> 4) | ((bits & 0x0f0f) << 4);
  return (((bits & 0xff00) >>> 8) | ((bits & 0x00ff) << 8)) >>> (16 - length);
}
