/**
 * Pickles made of others: opcodes left out, doubled, exchanged and put in, beginnings spliced to other ends, bytes
 * changed.
 *
 * @module
 */
import type { Choice } from './choice.ts';
import type { Generator } from './generator.ts';
import { pickleOf, type Token } from './program.ts';

const FRAME = 0x95;
/** Bytes that a pickle has at most, so that many can be tried. */
const LONGEST = 1500;

export class Mutator {
  private readonly choice: Choice;
  private readonly generator: Generator;
  private readonly seeds: readonly (readonly Token[])[];

  /** @param seeds - The opcodes of pickles to change; of long ones, parts are taken. */
  constructor(choice: Choice, generator: Generator, seeds: readonly (readonly Token[])[]) {
    this.choice = choice;
    this.generator = generator;
    this.seeds = seeds;
  }

  /** One more pickle. */
  next(): Uint8Array {
    const { choice } = this;
    const base = this.seeds.length === 0 || choice.chance(0.45) ? this.generator.program() : [...this.seed()];
    if (choice.chance(0.35)) return pickleOf(base);
    let tokens = choice.chance(0.6) ? base.filter((token) => token[0] !== FRAME) : base;
    if (choice.chance(0.3)) tokens = this.spliced(tokens);
    for (let count = choice.of([1, 1, 2, 3]); count > 0; count--) this.changeToken(tokens);
    const pickle = pickleOf(tokens).subarray(0, LONGEST);
    return choice.chance(0.25) ? this.changeByte(pickle) : pickle;
  }

  private seed(): readonly Token[] {
    const { choice } = this;
    const tokens = choice.from(this.seeds) ?? [];
    if (tokens.length < 120) return tokens;
    const start = choice.chance(0.5) ? 0 : choice.below(tokens.length - 100);
    return [...tokens.slice(start, start + 5 + choice.below(95)), Uint8Array.of(0x2e)];
  }

  private spliced(tokens: readonly Token[]): Token[] {
    const { choice } = this;
    const other = choice.chance(0.5) ? this.generator.program() : this.seed();
    const from = choice.below(other.length);
    if (choice.chance(0.5)) return [...tokens.slice(0, choice.below(tokens.length)), ...other.slice(from)];
    const part = other.slice(from, from + 1 + choice.below(12));
    const at = choice.below(tokens.length);
    return [...tokens.slice(0, at), ...part, ...tokens.slice(at)];
  }

  private changeToken(tokens: Token[]): void {
    const { choice } = this;
    const at = choice.below(tokens.length);
    const other = choice.below(tokens.length);
    switch (choice.below(7)) {
      case 0:
        tokens.splice(at, 1);
        return;
      case 1:
        tokens.splice(at, 0, this.generator.anyOpcode());
        return;
      case 2:
        tokens.splice(at, 1, this.generator.anyOpcode());
        return;
      case 3:
        tokens.splice(at, 1, ...this.generator.value(1));
        return;
      case 4:
        tokens.splice(at, 0, ...this.generator.value(2));
        return;
      case 5:
        tokens.splice(other, 0, ...tokens.slice(at, at + 1));
        return;
      default: {
        const [a, b] = [tokens[at], tokens[other]];
        if (a === undefined || b === undefined) return;
        tokens[at] = b;
        tokens[other] = a;
      }
    }
  }

  private changeByte(pickle: Uint8Array): Uint8Array {
    const { choice } = this;
    const bytes = Buffer.from(pickle);
    const at = choice.below(bytes.length);
    const kind = choice.below(4);
    if (kind === 0) bytes[at] = choice.below(256);
    else if (kind === 1) bytes[at] = (bytes[at] ?? 0) ^ (1 << choice.below(8));
    else if (kind === 2) return bytes.subarray(0, at);
    else return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
    return bytes;
  }
}
