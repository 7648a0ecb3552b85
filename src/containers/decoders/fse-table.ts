/** A table of Finite State Entropy: the symbol of each state, and the state that follows. */
export class FseTable {
  /** How many bits a state has. */
  readonly bits: number;
  readonly symbols: Uint8Array;
  /** How many bits are added to the entry of {@link bases} to get the next state. */
  readonly counts: Uint8Array;
  readonly bases: Uint16Array;

  /** @param odds - How many states each symbol has; -1 stands for less than one. */
  constructor(bits: number, odds: readonly number[]) {
    const size = 1 << bits;
    this.bits = bits;
    this.symbols = new Uint8Array(size);
    this.counts = new Uint8Array(size);
    this.bases = new Uint16Array(size);
    const next = new Uint16Array(odds.length);
    this.spread(odds, next);
    for (let state = 0; state < size; state++) {
      const symbol = this.symbols[state] ?? 0;
      const index = next[symbol] ?? 0;
      next[symbol] = index + 1;
      const count = bits - (31 - Math.clz32(index));
      this.counts[state] = count;
      this.bases[state] = (index << count) - size;
    }
  }

  /** A table with a single symbol. */
  static of(symbol: number): FseTable {
    const table = new FseTable(0, [1]);
    table.symbols[0] = symbol;
    return table;
  }

  private spread(odds: readonly number[], next: Uint16Array): void {
    const size = 1 << this.bits;
    let high = size;
    for (const [symbol, odd] of odds.entries()) {
      if (odd !== -1) continue;
      this.symbols[--high] = symbol;
      next[symbol] = 1;
    }
    const step = (size >> 1) + (size >> 3) + 3;
    let place = 0;
    for (const [symbol, odd] of odds.entries()) {
      if (odd <= 0) continue;
      next[symbol] = odd;
      for (let i = 0; i < odd; i++) {
        this.symbols[place] = symbol;
        do place = (place + step) & (size - 1);
        while (place >= high && high > 0);
      }
    }
  }
}

/** Reads a table. `length` is how many bytes it takes; the result is `undefined` if it is not valid. */
export function readFseTable(
  bytes: Uint8Array,
  mostBits: number,
  mostSymbols: number,
): { readonly table: FseTable; readonly length: number } | undefined {
  let at = 0;
  const read = (count: number): number => {
    let value = 0;
    for (let i = 0; i < count; i++, at++) value |= (((bytes[at >> 3] ?? 0) >> (at & 7)) & 1) << i;
    return value;
  };
  const bits = 5 + read(4);
  if (bits > mostBits) return undefined;
  const odds: number[] = [];
  for (let left = 1 << bits; left > 0; ) {
    if (odds.length >= mostSymbols || at > 8 * bytes.length) return undefined;
    const width = 32 - Math.clz32(left + 1);
    const short = 2 ** width - 1 - (left + 1);
    let value = read(width - 1);
    if (value >= short) {
      value |= read(1) << (width - 1);
      if (value >= 1 << (width - 1)) value -= short;
    }
    const odd = value - 1;
    left -= Math.abs(odd);
    if (left < 0) return undefined;
    odds.push(odd);
    if (odd !== 0) continue;
    for (let zeros = 3; zeros === 3; ) {
      zeros = read(2);
      for (let i = 0; i < zeros; i++) odds.push(0);
      if (odds.length > mostSymbols) return undefined;
    }
  }
  const length = (at + 7) >> 3;
  if (length > bytes.length || odds.length > mostSymbols) return undefined;
  return { table: new FseTable(bits, odds), length };
}
