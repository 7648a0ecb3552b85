/**
 * Results as JUnit's XML: a test case for each file.
 *
 * @module
 */
import { visible } from '../../inspect/visible.ts';
import type { Finding } from '../../scan/finding.ts';
import type { ScanResult } from './result.ts';

/** @param fails - Whether a result is a failure by the flags of the command. */
export function junit(results: readonly ScanResult[], fails: (result: ScanResult) => boolean): string {
  const failures = results.filter(fails).length;
  const errors = results.filter((result) => isError(result) && !fails(result)).length;
  const head = `<testsuite name="brine scan" tests="${results.length}" failures="${failures}" errors="${errors}">`;
  const cases = results.map((result) => caseOf(result, fails(result)));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${head}\n${cases.join('\n')}\n</testsuite>\n</testsuites>\n`;
}

function isError({ report }: ScanResult): boolean {
  return report === undefined || report.incomplete;
}

function caseOf(result: ScanResult, isFailure: boolean): string {
  const { name, report, error } = result;
  const open = `<testcase classname="brine.scan" name="${escaped(name)}"`;
  if (!isFailure && !isError(result)) return `${open}/>`;
  const lines = report?.findings.map(lineOf) ?? [error ?? ''];
  const kind = isFailure ? 'failure' : 'error';
  const message = report === undefined ? 'failed' : isFailure ? report.verdict : 'incomplete';
  return `${open}><${kind} message="${message}">${escaped(lines.join('\n'))}</${kind}></testcase>`;
}

function lineOf({ severity, rule, global, offset, path, reason }: Finding): string {
  const place = [...path.map(visible), ...(offset === undefined ? [] : [`byte ${offset}`])].join(' > ');
  return `${severity} ${rule} ${global === undefined ? '' : `${visible(global)} `}(${place}): ${visible(reason)}`;
}

/** Text for XML: what it cannot hold is escaped as in Python first. */
function escaped(text: string): string {
  return text
    .split('\n')
    .map(visible)
    .join('\n')
    .replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
