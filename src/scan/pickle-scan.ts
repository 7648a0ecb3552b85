import { decodeLatin1 } from '../bytes/text.ts';
import { PickleError, type UnpicklingError } from '../errors.ts';
import type { AbstractMachine } from '../globals/abstract-machine.ts';
import { Census, type Entry, type Value } from '../globals/census.ts';
import type { GlobalsReport } from '../globals/named-global.ts';
import type { Limits } from '../limits.ts';
import type { LoadMemo } from '../load/memo.ts';
import { OpcodeCursor, type TrailingBytes } from '../opcodes/cursor.ts';
import { nameLines, type Step } from '../opcodes/walk.ts';
import * as op from '../opcodes.ts';
import { cutName } from './cut-name.ts';
import { harmOf } from './danger-list.ts';
import { found, type PickleFinding } from './finding.ts';
import { FindingList } from './finding-list.ts';
import { isPlainName, type Judge, textOf } from './judge.ts';
import { type NestedBytes, PickleWatch } from './pickle-watch.ts';

/** What scanning needs beside the bytes. */
export interface PickleSettings {
  readonly judge: Judge;
  readonly limits?: Partial<Limits> | undefined;
  /** How many bytes follow each BUILD that are not opcodes. */
  readonly trailing?: TrailingBytes | undefined;
}

/** What was seen of one pickle. */
export interface PickleScan {
  readonly findings: readonly PickleFinding[];
  readonly nested: readonly NestedBytes[];
  /** Where it ends; `undefined` if it is broken. */
  readonly end: number | undefined;
  /** Whether some reader of files goes on elsewhere, because a frame does not end where it says. */
  readonly isFrameLeft: boolean;
  readonly error: UnpicklingError | undefined;
  /** How many globals it names that a module may have. */
  readonly names: number;
  /** Whether it names what joblib puts before the elements of an array. */
  readonly hasWrapper: boolean;
  /** Whether it fetches something from the memo. */
  readonly fetches: boolean;
}

/**
 * Scans one pickle in one pass, on the abstract machine.
 *
 * @param memo - What pickles before it have stored, for a reader that keeps it.
 */
export function scanPickle(
  bytes: Uint8Array,
  start: number,
  settings: PickleSettings,
  memo?: LoadMemo<Value>,
): PickleScan {
  const { census, watch, report } = watched(bytes, start, settings, memo);
  const { error, end } = report;
  let cutNames = 0;
  const findings = new FindingList<PickleFinding>(MOST_FINDINGS);
  findings.addAll(findingsOf(census, watch, settings.judge));
  if (error !== undefined) {
    if (error.code === 'bad-operand') {
      const reason = 'A name is made of values that are not texts.';
      findings.add(found('computed-name', 'dangerous', error.offset, reason));
    }
    findings.addAll(namesBehind(bytes, error.offset, settings.judge));
    const cut = cutName(bytes, error, census.machine.protocol);
    // joblib and dill use the unpickler that is written in Python.
    if (cut !== undefined) findings.addAll(settings.judge.findingsOf(cut));
    if (cut?.python3 !== undefined && isPlainName(cut.python3)) cutNames = 1;
  }
  if (census.frames.isCut) watch.divergences.note('frame', { start }, 'An opcode reaches over the end of a frame.');
  findings.addAll(watch.divergences.findings);
  return {
    findings: [...findings],
    nested: watch.nested,
    end,
    isFrameLeft: census.frames.isCut || census.frames.edge > (end ?? error?.offset ?? 0),
    error,
    names: nameCount(census) + cutNames,
    hasWrapper: watch.hasWrapper,
    fetches: watch.divergences.fetches,
  };
}

/**
 * Runs one pickle.
 *
 * @param steps - Its opcodes, if they do not follow one another. What CPython refuses by default is refused then.
 */
export function watched(
  bytes: Uint8Array,
  start: number,
  { judge, limits, trailing }: PickleSettings,
  memo: LoadMemo<Value> | undefined,
  steps?: (machine: AbstractMachine<Entry>) => Iterable<Step>,
): { readonly census: Census; readonly watch: PickleWatch; readonly report: GlobalsReport } {
  const watch = new PickleWatch(bytes, start, judge, { isStrict: steps !== undefined });
  const census = new Census(bytes, { limits, observer: watch, memo, trailing });
  watch.census = census;
  const report = census.take(start, steps);
  if (report.end !== undefined && census.machine.height > 0) {
    watch.divergences.note('leftover-values', { start: report.end - 1 }, 'Values are left over at the end.');
  }
  return { census, watch, report };
}

/** Names with blanks and the like are in texts that are not pickles: `import os` begins as INST does. */
function nameCount({ entries }: Census): number {
  let count = 0;
  for (const { python3 } of entries.values()) if (python3 === undefined || isPlainName(python3)) count++;
  return count;
}

/** What there is to say of what a pickle reaches and does. */
export function* findingsOf(
  census: Census,
  watch: PickleWatch,
  judge: Judge,
): Generator<PickleFinding, void, undefined> {
  yield* watch.findings;
  for (const entry of census.entries.values()) yield* judge.findingsOf(entry);
}

/** How many findings of one pickle are kept. */
const MOST_FINDINGS = 1000;
/** How many names behind a fault are looked at. */
const MOST_BEHIND = 10_000;

/**
 * Names that stand behind a fault, known to do harm: pickletools lists them, and a reader that does not mind the fault
 * gets to them.
 */
function* namesBehind(bytes: Uint8Array, from: number, judge: Judge): Generator<PickleFinding, void, undefined> {
  const cursor = new OpcodeCursor(bytes, from);
  const texts: string[] = [];
  for (let count = 0; count < MOST_BEHIND && cursor.next() === undefined; ) {
    const { code, start, argument, argumentEnd } = cursor;
    if (code === op.STOP) return;
    let name: readonly [module: string, name: string] | undefined;
    if (code === op.GLOBAL || code === op.INST) name = linesAt(cursor);
    else if (code === op.STACK_GLOBAL) name = [texts[0] ?? '', texts[1] ?? ''];
    else if (TEXTS.has(code)) {
      texts.push(decodeLatin1(bytes, argument, Math.min(argumentEnd, argument + LONGEST_NAME)));
      if (texts.length > 2) texts.shift();
    }
    if (name === undefined) continue;
    count++;
    const [module, own] = name;
    const harm = judge.standingOf({ module, name: own }).kind === 'unlisted' ? harmOf(module, own) : undefined;
    if (harm === undefined) continue;
    const reason = `It stands behind a fault that some readers do not mind, and it ${harm}.`;
    yield found('dangerous-global', 'dangerous', start, reason, {
      global: textOf({ module, name: own }),
      reach: 'import',
    });
  }
}

const LONGEST_NAME = 1000;
const TEXTS: ReadonlySet<number> = new Set([
  op.STRING,
  op.BINSTRING,
  op.SHORT_BINSTRING,
  op.UNICODE,
  op.BINUNICODE,
  op.SHORT_BINUNICODE,
  op.BINUNICODE8,
]);

function linesAt(cursor: OpcodeCursor): readonly [module: string, name: string] | undefined {
  try {
    return nameLines(cursor.bytes, cursor, 'utf-8');
  } catch (error) {
    if (error instanceof PickleError) return undefined;
    throw error;
  }
}
