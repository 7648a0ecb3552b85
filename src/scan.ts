/**
 * What a pickle would do to a Python that loads it.
 *
 * @module
 */

export { allowList, type ListedTier } from './scan/allow-list.ts';
export type { Finding, Reach, RuleId } from './scan/finding.ts';
export { type Gate, policy } from './scan/gate.ts';
export type { ScanLimits, ScanOptions } from './scan/options.ts';
export type { PolicyName, PolicyOptions } from './scan/policy.ts';
export type { ScanMember, ScanReport } from './scan/report.ts';
export { scan, scanSync } from './scan/scan.ts';
export type { ArgumentRule, ListedAs, ListedName, TierName } from './scan/tier.ts';
export type { Severity, Verdict } from './scan/verdict.ts';
