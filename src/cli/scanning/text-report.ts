import { visible } from '../../inspect/visible.ts';
import type { Finding } from '../../scan/finding.ts';
import { type Verdict, weightOf } from '../../scan/verdict.ts';
import type { Styler } from '../style.ts';
import type { ScanResult } from './result.ts';

const WIDTH = 'suspicious'.length;
const STYLES: Readonly<Record<Verdict, 'good' | 'change' | 'bad'>> = {
  safe: 'good',
  unknown: 'change',
  suspicious: 'bad',
  dangerous: 'bad',
};

/** The files, the worst first, a line for each; with details, each finding below it. */
export function* textReport(
  results: readonly ScanResult[],
  style: Styler,
  { details }: { readonly details: boolean },
): Generator<string> {
  const order = [...results].sort((a, b) => weight(b) - weight(a) || (a.name < b.name ? -1 : 1));
  for (const { name, report, error } of order) {
    const shown = name === '-' ? '<stdin>' : visible(name);
    if (report === undefined) {
      yield `${style.paint('bad', 'failed'.padEnd(WIDTH))}  ${shown}  ${visible(error ?? '')}`;
      continue;
    }
    const { verdict, findings, incomplete } = report;
    const [worst] = findings.filter(({ severity }) => severity !== 'info');
    const more = findings.length > 1 ? ` (and ${findings.length - 1} more)` : '';
    const also = incomplete && worst?.severity !== 'incomplete' ? '  incomplete' : '';
    const word = verdict === 'safe' && incomplete ? 'incomplete' : verdict;
    const why = worst === undefined || details ? '' : `  ${brief(worst)}${more}`;
    const paint = word === 'incomplete' ? 'change' : STYLES[verdict];
    yield `${style.paint(paint, word.padEnd(WIDTH))}  ${shown}${also}${why}`;
    if (details) for (const finding of findings) yield* detailed(finding, style);
  }
  yield summary(results);
}

function weight({ report }: ScanResult): number {
  if (report === undefined) return 1.5;
  return report.verdict === 'safe' ? (report.incomplete ? 1 : 0) : weightOf(report.verdict);
}

/** `os.system: call at byte 25 in data.pkl` */
function brief(finding: Finding): string {
  const { global, reach, rule } = finding;
  const what = global === undefined ? rule : `${visible(global)}: ${reach ?? rule}`;
  return `${what}${placeOf(finding)}`;
}

function placeOf({ offset, path }: Finding): string {
  const at = offset === undefined ? '' : ` at byte ${offset}`;
  return `${at}${path.length === 0 ? '' : ` in ${path.map(visible).join(' > ')}`}`;
}

function* detailed(finding: Finding, style: Styler): Generator<string> {
  const { severity, rule, global, reason, remedy } = finding;
  const name = global === undefined ? '' : ` ${visible(global)}`;
  yield `  ${severity} ${style.paint('name', rule)}${name}${placeOf(finding)}`;
  yield `    ${visible(reason)}`;
  if (severity !== 'info') yield `    ${remedy}`;
}

function summary(results: readonly ScanResult[]): string {
  const counts = new Map<string, number>();
  for (const { report } of results) {
    const key = report === undefined ? 'failed' : report.verdict;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    if (report?.incomplete === true) counts.set('incomplete', (counts.get('incomplete') ?? 0) + 1);
  }
  const words = ['dangerous', 'suspicious', 'unknown', 'safe', 'incomplete', 'failed'];
  const parts = words.filter((word) => counts.has(word)).map((word) => `${counts.get(word)} ${word}`);
  return `${results.length} ${results.length === 1 ? 'file' : 'files'}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`;
}
