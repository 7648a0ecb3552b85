import { decodeLatin1 } from '../bytes/text.ts';
import * as op from '../opcodes.ts';
import { found } from './finding.ts';
import { otherReaders } from './other-readers.ts';
import type { PickleSettings } from './pickle-scan.ts';
import { isPickle, type SequenceScan, scanSequence, searchPickles } from './pickle-sequence.ts';
import type { NestedBytes } from './pickle-watch.ts';
import type { Part, Session } from './session.ts';
import { verdictOf } from './verdict.ts';

/** What bytes turned out to be. */
export type Outcome = 'pickle' | 'nothing';

/** Looks at bytes as pickles, one after another. */
export function inspectPickles(bytes: Uint8Array, part: Part, session: Session): Outcome {
  const settings = pickleSettings(session);
  const scan = scanSequence(bytes, 0, settings);
  if (!isPickle(bytes, 0, scan)) return 'nothing';
  report(scan, part, session);
  if (scan.error === undefined) return 'pickle';
  const isTorch = isLegacyTorch(bytes, scan);
  if (!isTorch && (scan.pickles === 0 || scan.error.offset > scan.end || scan.error.code === 'memo-missing')) {
    const reason = `The pickle is broken: ${scan.error.message}.`;
    session.report(part, found('broken-pickle', 'incomplete', scan.error.offset, reason));
  }
  if (!isTorch) unaccounted(bytes, scan, part, session);
  const from = scan.pickles > 0 ? scan.end : scan.error.offset + 1;
  for (const finding of searchPickles(bytes, from, settings)) session.report(part, finding);
  return 'pickle';
}

/** Looks at the beginning of something that is of another format: it counts only if a pickle ends there or does harm. */
export function inspectBeginning(bytes: Uint8Array, part: Part, session: Session): void {
  const scan = scanSequence(bytes, 0, pickleSettings(session));
  // A zip archive begins as a persistent id does.
  const isOne = scan.pickles > 0 && bytes[0] !== op.PERSID;
  for (const finding of scan.findings) {
    if (isOne || finding.rule === 'dangerous-global') session.report(part, finding);
  }
  if (!isOne) return;
  const reason = 'It is a pickle and something else at once.';
  session.report(part, found('archive-anomaly', 'suspicious', 0, reason));
}

/** Looks at the beginning of a pickle that is too long to be looked at as a whole. */
export function inspectLong(bytes: Uint8Array, part: Part, session: Session): void {
  const scan = scanSequence(bytes, 0, pickleSettings(session));
  if (isPickle(bytes, 0, scan)) {
    session.list(part, 'pickle', undefined);
    report(scan, part, session);
  }
  const reason = `It is too long to be looked at as a pickle; its first ${bytes.length} bytes were.`;
  session.report(part, found('limit', 'incomplete', undefined, reason));
}

/** What follows the pickles. */
function unaccounted(bytes: Uint8Array, { end, pickles }: SequenceScan, part: Part, session: Session): void {
  if (pickles === 0 || end >= bytes.length || isNewline(bytes, end)) return;
  const reason = `${bytes.length - end} bytes follow that are not a pickle.`;
  session.report(part, found('unaccounted-bytes', 'suspicious', end, reason));
}

/** Editors put one at the end of files. */
function isNewline(bytes: Uint8Array, from: number): boolean {
  return /^\r?\n$/.test(decodeLatin1(bytes, from, Math.min(bytes.length, from + 3)));
}

/** Looks for pickles in bytes that are something else, and reports those that do harm. */
export function searchForPickles(bytes: Uint8Array, part: Part, session: Session): void {
  const settings = pickleSettings(session);
  for (const finding of searchPickles(bytes, 0, settings)) session.report(part, finding);
  for (const finding of otherReaders(bytes, 0, settings, { isFrameLeft: false, fault: 0 }))
    session.report(part, finding);
}

export function pickleSettings({ judge, settings }: Session): PickleSettings {
  const { memory } = settings.limits;
  return { judge, limits: memory === undefined ? undefined : { memory } };
}

/** Reports what was seen, and adds what is to be looked at inside. */
function report(scan: SequenceScan, part: Part, session: Session): void {
  for (const finding of scan.findings) session.report(part, finding);
  for (const nested of scan.nested) {
    if (nested.role === 'kept') kept(nested, part, session);
    else {
      const path = [...part.path, `bytes at ${nested.offset}`];
      session.add({ path, role: nested.role, content: nested.bytes });
    }
  }
}

/** Bytes that look like a pickle. That they are there does no harm. */
function kept({ bytes, offset }: NestedBytes, part: Part, session: Session): void {
  if (!session.spend(part, bytes.length)) return;
  const { findings, pickles } = scanSequence(bytes, 0, pickleSettings(session));
  if (pickles === 0) return;
  const verdict = verdictOf(findings);
  if (verdict === 'safe') return;
  const reason = `Bytes look like a pickle that would be ${verdict} if something loaded it; loading this file does not.`;
  session.report(part, found('nested-pickle', 'info', offset, reason));
}

/** The number that begins files of PyTorch before 1.6, in binary and as a text. */
const TORCH_MAGIC = /\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19\.|^L119547037146038801333356L\n\./;
/** The number, the version, the system, the value, and the keys of the storages whose numbers follow. */
const TORCH_PICKLES = 5;

/** Whether what follows the pickles are the numbers of tensors. They are searched for names all the same. */
function isLegacyTorch(bytes: Uint8Array, { pickles }: SequenceScan): boolean {
  return pickles >= TORCH_PICKLES && TORCH_MAGIC.test(decodeLatin1(bytes, 0, Math.min(bytes.length, 48)));
}
