/**
 * What was found, once for each kind.
 *
 * @module
 */
import type { Case } from './exchange.ts';
import { type Difference, signatureOf } from './judge.ts';

/** Differences of one kind. */
export interface Finding {
  readonly signature: string;
  /** How many pickles show it. */
  count: number;
  /** The shortest of these, as hexadecimal. */
  hex: string;
  encoding: Case['encoding'];
  expected: string;
  found: string;
}

/** The longest that is kept of what was expected and found. */
const LONGEST = 1000;

export class Findings {
  private readonly bySignature = new Map<string, Finding>();

  add({ pickle, encoding }: Pick<Case, 'pickle' | 'encoding'>, difference: Difference): void {
    const signature = signatureOf(difference);
    const hex = Buffer.from(pickle, 'base64').toString('hex');
    const [expected, found] = [difference.expected.slice(0, LONGEST), difference.found.slice(0, LONGEST)];
    const known = this.bySignature.get(signature);
    if (known === undefined) {
      this.bySignature.set(signature, { signature, count: 1, hex, encoding, expected, found });
      return;
    }
    known.count++;
    if (hex.length < known.hex.length) Object.assign(known, { hex, encoding, expected, found });
  }

  /** Another pickle for what was found, from which nothing can be left out. */
  shorten({ pickle, encoding }: Pick<Case, 'pickle' | 'encoding'>, { expected, found, ...rest }: Difference): void {
    const known = this.bySignature.get(signatureOf({ expected, found, ...rest }));
    const hex = Buffer.from(pickle, 'base64').toString('hex');
    if (known !== undefined) Object.assign(known, { hex, encoding, expected, found });
  }

  get all(): readonly Finding[] {
    return [...this.bySignature.values()].sort((a, b) => b.count - a.count);
  }
}
