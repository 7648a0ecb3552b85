/**
 * What ran: opcodes, pairs of opcodes, and the code of the built library.
 *
 * @module
 */
import { OPCODES, opcodeOf } from 'brine/tools';

/** How often each opcode ran, and which ran after which. */
export class OpcodeCoverage {
  private readonly counts = new Map<number, number>();
  private readonly pairs = new Set<number>();

  add(codes: readonly number[]): void {
    let before: number | undefined;
    for (const code of codes) {
      this.counts.set(code, (this.counts.get(code) ?? 0) + 1);
      if (before !== undefined) this.pairs.add(before * 256 + code);
      before = code;
    }
  }

  toString(): string {
    const missing = OPCODES.filter(({ code }) => !this.counts.has(code)).map(({ name }) => name);
    const opcodes = `${OPCODES.length - missing.length} of ${OPCODES.length} opcodes`;
    const rest = missing.length === 0 ? '' : ` (not ${missing.join(', ')})`;
    // Nothing runs after STOP.
    return `${opcodes}${rest}, ${this.pairs.size} of ${(OPCODES.length - 1) * OPCODES.length} pairs of opcodes`;
  }

  toJSON(): { counts: [number, number][]; pairs: number[] } {
    return { counts: [...this.counts], pairs: [...this.pairs] };
  }

  /** Takes in what an earlier run had. */
  resume({ counts, pairs }: { readonly counts: readonly [number, number][]; readonly pairs: readonly number[] }): void {
    for (const [code, count] of counts) if (opcodeOf(code) !== undefined) this.counts.set(code, count);
    for (const pair of pairs) this.pairs.add(pair);
  }
}
