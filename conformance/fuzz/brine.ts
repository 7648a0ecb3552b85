/**
 * Brine as a process of its own, with a ceiling on its memory: what ends it, or keeps it silent, is found by asking
 * pickle by pickle.
 *
 * @module
 */
import { join } from 'node:path';
import { root } from '../transcode.ts';
import { Companion, NoAnswer } from './companion.ts';
import type { Answer, Case } from './exchange.ts';

const BUILD = join(root, 'conformance/.build');
const PATIENCE_MS = 20_000;
const COUNTING_MS = 300_000;
const MEGABYTES = 768;

export class Brine {
  private readonly companion = new Companion(
    process.execPath,
    [`--max-old-space-size=${MEGABYTES}`, join(BUILD, 'fuzz-subject.js')],
    PATIENCE_MS,
  );

  /** An answer for each pickle; for one that ends the process or keeps it silent, why. */
  async try(cases: readonly Case[]): Promise<(Answer | string)[]> {
    try {
      return JSON.parse(await this.companion.ask(JSON.stringify(cases)));
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      if (cases.length === 1) return [error.message];
      const middle = cases.length >> 1;
      return [...(await this.try(cases.slice(0, middle))), ...(await this.try(cases.slice(middle)))];
    }
  }

  end(): void {
    this.companion.end();
  }
}

/** Which code runs for some pickles. */
export async function codeCoverage(cases: readonly Case[]): Promise<string> {
  const counting = new Companion(process.execPath, [join(BUILD, 'fuzz-code-coverage.js')], COUNTING_MS);
  try {
    return JSON.parse(await counting.ask(JSON.stringify(cases)));
  } finally {
    counting.end();
  }
}
