import type { Severity } from './verdict.ts';

/** How a pickle reaches a global, or what it does otherwise. */
export type Reach =
  | 'import'
  | 'reference'
  | 'call'
  | 'object'
  | 'state'
  | 'items'
  | 'attribute'
  | 'persistent-id'
  | 'extension';

/** The rules, by which findings can be told apart; a rule is never renamed. */
export type RuleId =
  | 'dangerous-global'
  | 'denied-global'
  | 'unknown-global'
  | 'computed-name'
  | 'odd-name'
  | 'dotted-name'
  | 'extension-code'
  | 'persistent-id'
  | 'use-not-listed'
  | 'arguments-not-listed'
  | 'call-of-result'
  | 'call-of-value'
  | 'code-by-value'
  | 'change-of-global'
  | 'change-of-result'
  | 'change-of-value'
  | 'protocol'
  | 'frame'
  | 'text-argument'
  | 'argument-tuple'
  | 'leftover-values'
  | 'odd-items'
  | 'unaccounted-bytes'
  | 'nested-pickle'
  | 'archive-anomaly'
  | 'program'
  | 'opaque-format'
  | 'broken-pickle'
  | 'unread'
  | 'unknown-format'
  | 'limit';

/** Something that was found. */
export interface Finding {
  /** The rule that found it. */
  readonly rule: RuleId;
  /** How much it matters. */
  readonly severity: Severity;
  /** The global, `os.system`; `undefined` where it is about something else. */
  readonly global: string | undefined;
  /** How the global is reached. */
  readonly reach: Reach | undefined;
  /** Where, in bytes from the beginning of what {@link Finding.path} leads to. */
  readonly offset: number | undefined;
  /** The way from the file to the pickle: names of members, `gzip`, `bytes at 120`; empty for the file itself. */
  readonly path: readonly string[];
  /** Why, in one sentence. */
  readonly reason: string;
  /** What to do. */
  readonly remedy: string;
}

/** A finding of one pickle. */
export type PickleFinding = Omit<Finding, 'path'>;

const DO_NOT_LOAD = 'Do not load this file in Python.';
const KNOW_THE_SOURCE = 'Load it only if you trust who wrote it, or allow the name in a policy.';
const MADE_BY_HAND = 'No pickler writes this, so do not load it unless you know why it is there.';
const ELSEWHERE = 'What was not looked at may do anything: open it another way, and scan what is in it.';

/** What to do about a finding. */
export const REMEDIES: Readonly<Record<Severity, string>> = {
  info: 'There is nothing to do.',
  incomplete: ELSEWHERE,
  unknown: KNOW_THE_SOURCE,
  suspicious: MADE_BY_HAND,
  dangerous: DO_NOT_LOAD,
};

/** A finding with the usual advice. */
export function found(
  rule: RuleId,
  severity: Severity,
  offset: number | undefined,
  reason: string,
  about: { readonly global?: string | undefined; readonly reach?: Reach | undefined; readonly remedy?: string } = {},
): PickleFinding {
  const { global, reach, remedy = REMEDIES[severity] } = about;
  return { rule, severity, global, reach, offset, reason, remedy };
}
