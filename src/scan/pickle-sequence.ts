/**
 * The pickles of a file: one after another, with bytes between and behind them that are not pickles.
 *
 * @module
 */
import type { UnpicklingError } from '../errors.ts';
import type { Value } from '../globals/census.ts';
import { LoadMemo } from '../load/memo.ts';
import * as op from '../opcodes.ts';
import { found, type PickleFinding } from './finding.ts';
import { FindingList } from './finding-list.ts';
import { joblibGaps } from './joblib-gaps.ts';
import { MEMO, otherReaders } from './other-readers.ts';
import { type PickleScan, type PickleSettings, scanPickle } from './pickle-scan.ts';
import type { NestedBytes } from './pickle-watch.ts';

/** What was seen of the pickles of a file. */
export interface SequenceScan {
  readonly findings: readonly PickleFinding[];
  readonly nested: readonly NestedBytes[];
  /** How many complete pickles there are. */
  readonly pickles: number;
  /** How many globals they name. */
  readonly names: number;
  /** Where the pickles end. */
  readonly end: number;
  /** Why what follows {@link end} is not a pickle, if something does. */
  readonly error: UnpicklingError | undefined;
}

/** How many findings are kept. */
const MOST_FINDINGS = 1000;
const MOST_NESTED = 5000;

/** Scans the pickles that stand one after another from an offset on, as every reader sees them. */
export function scanSequence(bytes: Uint8Array, start: number, settings: PickleSettings): SequenceScan {
  const { fetches, isFrameLeft, ...fresh } = run(bytes, start, settings, undefined);
  const memory = withMemory(bytes, start, settings, fresh, fetches);
  if (!isPickle(bytes, start, fresh) || (!isFrameLeft && fresh.error === undefined)) return memory;
  const others = otherReaders(bytes, start, settings, { isFrameLeft, fault: fresh.error?.offset });
  return { ...memory, findings: [...memory.findings, ...others] };
}

function withMemory(
  bytes: Uint8Array,
  start: number,
  settings: PickleSettings,
  fresh: SequenceScan,
  fetches: boolean,
): SequenceScan {
  const isLost = fresh.error?.code === 'memo-missing' && fresh.pickles > 0;
  if (fresh.pickles + (isLost ? 1 : 0) < 2 || !fetches) return fresh;
  // A reader that keeps its memo, as Unpickler.load does when it is called again, reads other values.
  const kept = run(bytes, start, settings, new LoadMemo<Value>(MEMO));
  if (isLost) {
    const further = kept.end > fresh.end ? kept : fresh;
    return { ...further, findings: [...fresh.findings, ...kept.findings] };
  }
  const known = new Set(fresh.findings.map(({ global }) => global));
  const more = kept.findings.filter(({ global }) => global !== undefined && !known.has(global)).map(forKeptMemo);
  return { ...fresh, findings: [...fresh.findings, ...more] };
}

/** Whether bytes are pickles at all. A text may begin with a few opcodes. */
export function isPickle(bytes: Uint8Array, start: number, { findings, names, pickles }: SequenceScan): boolean {
  const doesHarm = findings.some(({ severity }) => severity === 'dangerous');
  return pickles > 0 || names > 0 || doesHarm || isAnnounced(bytes, start);
}

/** Whether a pickle of protocol 2 or later begins here. */
function isAnnounced(bytes: Uint8Array, start: number): boolean {
  return bytes[start] === op.PROTO && (bytes[start + 1] ?? 255) <= 5;
}

/** Pickles that were written one by one name nonsense for a reader that keeps its memo; harm is harm. */
function forKeptMemo(finding: PickleFinding): PickleFinding {
  if (finding.severity === 'dangerous') return finding;
  const reason =
    'A reader that keeps its memo from pickle to pickle would reach it; one that begins with a new memo does not.';
  return found(finding.rule, 'info', finding.offset, reason, { global: finding.global, reach: finding.reach });
}

function run(
  bytes: Uint8Array,
  start: number,
  settings: PickleSettings,
  memo: LoadMemo<Value> | undefined,
): SequenceScan & { readonly fetches: boolean; readonly isFrameLeft: boolean } {
  const findings = new FindingList<PickleFinding>(MOST_FINDINGS);
  const nested: NestedBytes[] = [];
  let [at, pickles, names, fetches, isFrameLeft] = [start, 0, 0, false, false];
  let error: UnpicklingError | undefined;
  const take = (scan: PickleScan): void => {
    findings.addAll(scan.findings);
    if (nested.length < MOST_NESTED) for (const one of scan.nested) nested.push(one);
    names += scan.names;
    fetches ||= scan.fetches && (pickles > 0 || scan.error !== undefined);
    isFrameLeft ||= scan.isFrameLeft;
  };
  while (at < bytes.length) {
    const scan = scanWithGaps(bytes, at, settings, memo);
    if (scan.error !== undefined && scan.names === 0 && pickles > 0 && scan.error.code !== 'memo-missing') {
      error = scan.error;
      break;
    }
    take(scan);
    error = scan.error;
    if (scan.end === undefined) break;
    pickles++;
    at = scan.end;
  }
  return { findings: [...findings], nested, pickles, names, end: at, error, fetches, isFrameLeft };
}

/** A pickle that breaks where joblib has the elements of an array is scanned without them. */
function scanWithGaps(
  bytes: Uint8Array,
  start: number,
  settings: PickleSettings,
  memo: LoadMemo<Value> | undefined,
): PickleScan {
  const scan = scanPickle(bytes, start, settings, memo);
  if (!scan.hasWrapper) return scan;
  const gaps = joblibGaps(bytes, start, settings);
  if (gaps.size === 0) return scan;
  const trailing = (offset: number): number => gaps.get(offset)?.length ?? 0;
  const whole = scanPickle(bytes, start, { ...settings, trailing }, memo);
  if (whole.end === undefined) return scan;
  const objects = [...gaps].filter(([, { isPickle }]) => isPickle);
  const nested = objects.map(([offset, { length }]): NestedBytes => {
    return { bytes: bytes.subarray(offset, offset + length), offset, role: 'loaded' };
  });
  // What the elements would do as opcodes counts for who reads them so.
  const harm = scan.findings.filter(({ rule }) => rule === 'dangerous-global');
  return { ...whole, findings: [...whole.findings, ...harm], nested: [...whole.nested, ...nested] };
}

/**
 * Looks for pickles with names that are known to do harm in bytes that are not pickles. What begins anywhere is found, unless it would take more
 * than a few passes over the bytes.
 */
export function searchPickles(bytes: Uint8Array, from: number, settings: PickleSettings): readonly PickleFinding[] {
  const findings = new FindingList<PickleFinding>(MOST_FINDINGS);
  let work = EFFORT * (bytes.length - from) + FREE;
  for (let at = candidate(bytes, from); at >= 0; ) {
    const scan = scanPickle(bytes, at, settings);
    findings.addAll(scan.findings.filter(({ rule }) => rule === 'dangerous-global' || rule === 'denied-global'));
    const reached = scan.end ?? scan.error?.offset ?? at;
    work -= reached - at + ATTEMPT;
    if (work < 0) {
      findings.add(found('limit', 'incomplete', at, 'Too many bytes look like the beginning of a pickle.'));
      break;
    }
    at = candidate(bytes, Math.max(scan.end ?? at, at + 1));
  }
  return [...findings];
}

const EFFORT = 8;
const FREE = 1_000_000;
/** What one attempt costs, in bytes. */
const ATTEMPT = 16;

/** Where a pickle may begin: PROTO, GLOBAL and INST with names in two lines, or texts from which STACK_GLOBAL makes a name. */
function candidate(bytes: Uint8Array, from: number): number {
  for (let at = from; at < bytes.length - 1; at++) {
    const byte = bytes[at];
    if (byte === op.PROTO && (bytes[at + 1] ?? 255) <= 5) return at;
    if ((byte === op.GLOBAL || byte === op.INST) && isGlobal(bytes, at + 1)) return at;
    if (byte === op.SHORT_BINUNICODE && isText(bytes, at + 2, bytes[at + 1] ?? 0)) return at;
    if (byte === op.SHORT_BINSTRING && isText(bytes, at + 2, bytes[at + 1] ?? 0)) return at;
    if (byte === op.BINUNICODE && bytes[at + 2] === 0 && bytes[at + 3] === 0 && bytes[at + 4] === 0) {
      if (isText(bytes, at + 5, bytes[at + 1] ?? 0)) return at;
    }
    if (byte === op.UNICODE && isLine(bytes, at + 1)) return at;
    if (byte === op.STRING && (bytes[at + 1] === 0x27 || bytes[at + 1] === 0x22)) return at;
  }
  return -1;
}

/** Whether bytes are a name, and a text or its place in the memo follows. */
function isText(bytes: Uint8Array, from: number, length: number): boolean {
  const end = from + length;
  if (length === 0 || length > LONGEST_LINE || end >= bytes.length) return false;
  for (let at = from; at < end; at++) if (!isNameByte(bytes[at] ?? 0)) return false;
  return BEHIND_TEXT.has(bytes[end] ?? 0);
}

function isLine(bytes: Uint8Array, from: number): boolean {
  let at = from;
  while (at - from < LONGEST_LINE && isNameByte(bytes[at] ?? 0)) at++;
  return at > from && bytes[at] === 0x0a && BEHIND_TEXT.has(bytes[at + 1] ?? 0);
}

const BEHIND_TEXT: ReadonlySet<number> = new Set([
  op.SHORT_BINUNICODE,
  op.BINUNICODE,
  op.UNICODE,
  op.STRING,
  op.SHORT_BINSTRING,
  op.BINSTRING,
  op.MEMOIZE,
  op.BINPUT,
  op.PUT,
]);

const LONGEST_LINE = 128;

function isGlobal(bytes: Uint8Array, from: number): boolean {
  let lines = 0;
  let line = from;
  for (let at = from; at < bytes.length && at - line < LONGEST_LINE; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === 0x0a) {
      if (at === line) return false;
      line = at + 1;
      if (++lines === 2) return true;
    } else if (!isNameByte(byte)) return false;
  }
  return false;
}

function isNameByte(byte: number): boolean {
  const letter = byte | 0x20;
  return (letter >= 0x61 && letter <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || byte === 0x5f || byte === 0x2e;
}
