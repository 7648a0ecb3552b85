/** What is said of a file, from the best to the worst. */
export type Verdict = 'safe' | 'unknown' | 'suspicious' | 'dangerous';

/**
 * How much a finding matters. The last three are verdicts; `incomplete` says that something was not looked at, and
 * `info` changes nothing.
 */
export type Severity = 'info' | 'incomplete' | 'unknown' | 'suspicious' | 'dangerous';

const ORDER: readonly Severity[] = ['info', 'incomplete', 'unknown', 'suspicious', 'dangerous'];

/** A number that is greater for what is worse. */
export function weightOf(severity: Severity): number {
  return ORDER.indexOf(severity);
}

/** The verdict on something with these findings. */
export function verdictOf(findings: Iterable<{ readonly severity: Severity }>): Verdict {
  let worst: Verdict = 'safe';
  for (const { severity } of findings) {
    if (severity === 'info' || severity === 'incomplete') continue;
    if (worst === 'safe' || weightOf(severity) > weightOf(worst)) worst = severity;
  }
  return worst;
}
