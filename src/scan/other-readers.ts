/**
 * What readers of files reach that `pickle.loads` does not: where frames have wrong lengths, and where a reader is asked
 * for the next pickle after it has refused one.
 *
 * @module
 */

import type { Value } from '../globals/census.ts';
import { FrameReader, type ReaderKind } from '../globals/frame-reader.ts';
import { decideAll } from '../globals/frame-readings.ts';
import { LoadMemo } from '../load/memo.ts';
import { cutName } from './cut-name.ts';
import { found, type PickleFinding } from './finding.ts';
import { FindingList } from './finding-list.ts';
import { findingsOf, type PickleSettings, watched } from './pickle-scan.ts';

/** The entries of a memo that is kept from pickle to pickle. */
export const MEMO = 2 ** 26;

/** Where it is known that readers go on in different ways. */
export interface Parting {
  /** Whether a frame does not end where it says. */
  readonly isFrameLeft: boolean;
  /** Where the pickle is refused, if it is. */
  readonly fault: number | undefined;
}

interface Reader {
  readonly kind: ReaderKind;
  readonly keepsMemo: boolean;
}

/** `Unpickler.load`, called again; and `pickle.load`, called again with the same file. */
const SAME: Reader = { kind: { rest: 'all', next: 'rest' }, keepsMemo: true };
const ANEW: Reader = { kind: { rest: 'all', next: 'file' }, keepsMemo: false };
/** The unpickler that is written in Python, in the same two ways. */
const PYTHON_SAME: Reader = { kind: { rest: 'refused', next: 'file' }, keepsMemo: true };
const PYTHON_ANEW: Reader = { kind: { rest: 'refused', next: 'file' }, keepsMemo: false };
/** The C unpickler with a file that has some of its frames buffered. */
const BUFFERED: readonly Reader[] = [
  { kind: { rest: 'some', next: 'rest' }, keepsMemo: true },
  { kind: { rest: 'some', next: 'file' }, keepsMemo: false },
];

/** How many findings are kept. */
const MOST_FINDINGS = 1000;
/** How often a reader is asked again after it has refused something. */
const MOST_FAULTS = 64;
/** Whatever precedes a fault is read again for its memo, up to so many bytes. */
const NEAR = 2 ** 20;
/** How many bytes are read for all the ways in which a file may be buffered. */
const MOST_READ = 2 ** 26;

/** The findings of all readers for which it is not the same as for `pickle.loads`. */
export function otherReaders(
  bytes: Uint8Array,
  start: number,
  settings: PickleSettings,
  { isFrameLeft, fault }: Parting,
): Iterable<PickleFinding> {
  const findings = new FindingList<PickleFinding>(MOST_FINDINGS);
  const through = (from: number, { kind, keepsMemo }: Reader, choices: readonly boolean[] = []): FrameReader => {
    const reader = new FrameReader(bytes, from, kind, choices);
    const memo = keepsMemo ? new LoadMemo<Value>(MEMO) : undefined;
    loadAll(bytes, reader, settings, memo, findings);
    for (const edge of kind.next === 'file' ? reader.inner : []) {
      loadAll(bytes, new FrameReader(bytes, edge, kind), settings, memo, findings);
    }
    return reader;
  };
  if (!isFrameLeft) {
    const from = fault === undefined || fault - start > NEAR ? (fault ?? start) : start;
    const { hasLeft } = through(from, { kind: { rest: 'some', next: 'rest' }, keepsMemo: true });
    // Python's own unpickler asks for the mark of INST after it has looked up the name.
    through(from, PYTHON_SAME);
    if (!hasLeft) return findings;
  }
  for (const reader of [SAME, ANEW, PYTHON_SAME, PYTHON_ANEW]) through(start, reader);
  let left = MOST_READ;
  const isWhole = BUFFERED.every((reader) =>
    decideAll((choices) => {
      left -= bytes.length - start;
      return left < 0 ? 0 : through(start, reader, choices).cuts;
    }),
  );
  if (!isWhole || left < 0) {
    findings.add(found('limit', 'incomplete', start, 'There are too many ways to read its frames.'));
  }
  return findings;
}

/** Loads one pickle after another, and goes on after what is refused, as long as there is something. */
function loadAll(
  bytes: Uint8Array,
  reader: FrameReader,
  settings: PickleSettings,
  kept: LoadMemo<Value> | undefined,
  findings: FindingList<PickleFinding>,
): void {
  for (let faults = 0; !reader.isAtEnd && faults < MOST_FAULTS; ) {
    const { census, watch, report } = watched(bytes, reader.offset, settings, kept, (machine) =>
      reader.load(() => machine.hasMark),
    );
    reader.leaveLoad();
    const further = report.error === undefined ? undefined : cutName(bytes, report.error, census.machine.protocol);
    for (const finding of findingsOf(census, watch, settings.judge)) findings.add(afterFaults(finding, faults));
    if (further !== undefined) {
      for (const finding of settings.judge.findingsOf(further)) findings.add(afterFaults(finding, faults));
    }
    if (report.error !== undefined) faults++;
  }
}

/**
 * A pickle that is refused is not complete anyway. A name that a reader reaches that goes on counts if it does harm; numbers
 * that are read as opcodes may do anything else.
 */
function afterFaults(finding: PickleFinding, faults: number): PickleFinding {
  const doesHarm = finding.rule === 'dangerous-global' || finding.rule === 'denied-global';
  if (faults === 0 || doesHarm) return finding;
  const reason = 'A reader that goes on after it has refused something would reach it.';
  return found(finding.rule, 'info', finding.offset, reason, { global: finding.global, reach: finding.reach });
}
