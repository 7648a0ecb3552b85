/**
 * What differs between the answer of Brine and the verdict of CPython.
 *
 * @module
 */
import { isEqualButForWholeFloats } from './describe-value.ts';
import type { Answer, Name, Outcome, Verdict } from './exchange.ts';
import { isKnownName } from './known-names.ts';

/** A difference. */
export interface Difference {
  /** Where: `parse`, `loads`, `globals`, `chunks`... */
  readonly check: string;
  /** What CPython says, and what Brine; of a fault, only the latter. */
  readonly expected: string;
  readonly found: string;
}

/** Errors of CPython by which it does not say anything about the pickle. */
const UNDECIDED: ReadonlySet<string> = new Set(['MemoryError', 'RecursionError', 'TooLarge']);

/** Whether CPython came to a verdict. */
export function isDecided({ error }: Verdict): boolean {
  return error === undefined || !UNDECIDED.has(error[0]);
}

/** All that differs. */
export function differencesOf(answer: Answer, verdict: Verdict | undefined): Difference[] {
  const found: Difference[] = answer.faults.map(({ check, detail }) => ({ check, expected: '', found: detail }));
  if (verdict === undefined || !isDecided(verdict)) return found;
  compare(found, 'parse', answer.parsed, verdict, isEqual);
  const isSame = answer.ints === 'auto' ? isEqualButForWholeFloats : isEqual;
  if (!verdict.names.some(isKnownName)) compare(found, 'loads', answer.loaded, verdict, isSame);
  const missing = answer.names && missingNames(answer.names, verdict, answer.hasFrames === true);
  if (missing !== undefined) found.push({ check: 'globals', ...missing });
  return found;
}

function isEqual(one: string, other: string): boolean {
  return one === other;
}

function compare(
  into: Difference[],
  check: string,
  found: Outcome,
  verdict: Verdict,
  isSame: (one: string, other: string) => boolean,
): void {
  if (refuseAlike(found, verdict)) return;
  if (found.error === undefined && verdict.error === undefined) {
    if (found.value === undefined || verdict.value === undefined || isSame(found.value, verdict.value)) return;
  }
  into.push({ check, expected: textOf(verdict), found: textOf(found) });
}

function refuseAlike(found: Outcome, expected: Outcome): boolean {
  return found.error !== undefined && expected.error !== undefined && sayTheSame(found.error[1], expected.error[1]);
}

/** The message of CPython is part of that of Brine, where line feeds may be escaped. */
function sayTheSame(found: string, expected: string): boolean {
  if (found.includes(expected) || found.includes(expected.replaceAll('\n', '\\n'))) return true;
  // What a class is called in an error is not in the pickle.
  return /a stub|'type'|, not type$/.test(expected) && unnamed(found).includes(unnamed(expected));
}

function unnamed(message: string): string {
  return message.replaceAll(/'[^']*'/g, "'...'").replace(/, not .*/, ', not ...');
}

function textOf({ value, error }: Outcome): string {
  return error === undefined ? `value ${value}` : `${error[0]}: ${error[1]}`;
}

/** The names that CPython looked up and `globals` lacks; what it has and CPython did not look up on the way to a value. */
function missingNames(
  found: readonly (Name | null)[],
  verdict: Verdict,
  hasFrames: boolean,
): Pick<Difference, 'expected' | 'found'> | undefined {
  if (found.includes(null)) return undefined;
  const names = new Set(found.map((name) => JSON.stringify(name)));
  const looked = new Set(verdict.names.map((name) => JSON.stringify(name)));
  const isMissing = [...looked].some((name) => !names.has(name));
  const isTooMuch = !hasFrames && verdict.error === undefined && [...names].some((name) => !looked.has(name));
  return isMissing || isTooMuch ? { expected: [...looked].join(' '), found: [...names].join(' ') } : undefined;
}

/** The same for differences of one kind: numbers, names and values are left out. */
export function signatureOf({ check, expected, found }: Difference): string {
  return `${check}: ${shapeOf(expected)} | ${shapeOf(found)}`;
}

function shapeOf(text: string): string {
  if (text.startsWith('value ')) return 'value';
  return text
    .split('\n')
    .slice(0, 3)
    .join(' ')
    .replaceAll(/\(at byte.*$/g, '')
    .replaceAll(/'[^']*'|"[^"]*"|b'.*'/g, 'X')
    .replaceAll(/file:\S+/g, '')
    .replaceAll(/[0-9a-f]{6,}/g, 'H')
    .replaceAll(/-?\d+/g, 'N')
    .slice(0, 160);
}
