import type { PickleFinding } from './finding.ts';
import { type Severity, weightOf } from './verdict.ts';

/** Findings up to a number. Beyond it, only worse ones than all before are kept, so that the verdict stays right. */
export class FindingList<T extends PickleFinding> implements Iterable<T> {
  /** Whether some were left out. */
  isCut = false;
  private readonly found: T[] = [];
  private readonly keys = new Set<string>();
  private readonly most: number;
  private worst: Severity = 'info';

  constructor(most: number) {
    this.most = most;
  }

  add(finding: T, path = ''): void {
    const isWorse = weightOf(finding.severity) > weightOf(this.worst);
    if (isWorse) this.worst = finding.severity;
    if (this.found.length >= this.most && !isWorse) {
      this.isCut = true;
      return;
    }
    const { rule, severity, global, reach, reason } = finding;
    const key = JSON.stringify([rule, severity, global, reach, reason, path]);
    if (this.keys.has(key)) return;
    this.keys.add(key);
    this.found.push(finding);
  }

  addAll(findings: Iterable<T>): void {
    for (const finding of findings) this.add(finding);
  }

  [Symbol.iterator](): Iterator<T> {
    return this.found.values();
  }
}
