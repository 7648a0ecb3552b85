/**
 * What a run says of itself.
 *
 * @module
 */
import type { Result } from './campaign.ts';
import type { Finding } from './findings.ts';

export function report(result: Result): string {
  const { python, seed, seeds, cases, seconds, totals, opcodes, code, findings } = result;
  const rate = Math.round(cases / seconds);
  return [
    `CPython ${python}, seed ${seed}, ${seeds} pickles to begin with`,
    `${cases} cases in ${Math.round(seconds)} s, ${rate} a second; ${totals.cases} cases in all runs of this seed`,
    `${totals.accepted} of these CPython takes, ${totals.undecided} it says nothing of, ${totals.explained} differ as docs/parity.md explains`,
    `${opcodes}`,
    `${code}`,
    findings.length === 0 ? 'no unexplained difference' : `${findings.length} kinds of unexplained differences:`,
    ...findings.map(findingText),
  ].join('\n');
}

function findingText({ signature, count, hex, encoding, expected, found }: Finding): string {
  const lines = [`\n${count} x ${signature}`, `  ${hex}  (encoding ${encoding})`];
  if (expected !== '') lines.push(`  CPython: ${expected}`);
  lines.push(`  Brine:   ${found}`);
  return lines.join('\n');
}
