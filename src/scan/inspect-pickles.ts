import * as op from '../opcodes.ts';
import { found } from './finding.ts';
import type { PickleSettings } from './pickle-scan.ts';
import { type SequenceScan, scanSequence, searchPickles } from './pickle-sequence.ts';
import type { NestedBytes } from './pickle-watch.ts';
import type { Part, Session } from './session.ts';
import { verdictOf } from './verdict.ts';

/** What bytes turned out to be. */
export type Outcome = 'pickle' | 'nothing';

/** Looks at bytes as pickles, one after another. */
export function inspectPickles(bytes: Uint8Array, part: Part, session: Session): Outcome {
  const settings = pickleSettings(session);
  const scan = scanSequence(bytes, 0, settings);
  const doesHarm = scan.findings.some(({ severity }) => severity === 'dangerous');
  if (scan.pickles === 0 && scan.names === 0 && !doesHarm && !isAnnounced(bytes)) return 'nothing';
  report(scan, part, session);
  if (scan.error === undefined) return 'pickle';
  if (scan.pickles === 0 || scan.error.offset > scan.end || scan.error.code === 'memo-missing') {
    const reason = `The pickle is broken: ${scan.error.message}.`;
    session.report(part, found('broken-pickle', 'incomplete', scan.error.offset, reason));
  }
  rest(bytes, scan, settings, part, session);
  return 'pickle';
}

/** What follows the pickles. */
function rest(bytes: Uint8Array, scan: SequenceScan, settings: PickleSettings, part: Part, session: Session): void {
  const { end } = scan;
  if (scan.pickles > 0 && end < bytes.length && !isLegacyTorch(bytes, scan)) {
    const reason = `${bytes.length - end} bytes follow that are not a pickle.`;
    session.report(part, found('unaccounted-bytes', 'suspicious', end, reason));
  }
  const from = scan.pickles > 0 ? end : (scan.error?.offset ?? end) + 1;
  for (const finding of searchPickles(bytes, from, settings)) session.report(part, finding);
}

/** Looks for pickles in bytes that are something else, and reports those that do harm. */
export function searchForPickles(bytes: Uint8Array, part: Part, session: Session): void {
  for (const finding of searchPickles(bytes, 0, pickleSettings(session))) session.report(part, finding);
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

function isAnnounced(bytes: Uint8Array): boolean {
  return bytes[0] === op.PROTO && (bytes[1] ?? 255) <= 5;
}

/** `80 02 8a 0a 6c fc 9c 46 f9 20 6a a8 50 19 2e`: the number that begins files of PyTorch before 1.6. */
const TORCH_MAGIC = [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e];
/** The number, the version, the system, the value, and the keys of the storages whose numbers follow. */
const TORCH_PICKLES = 5;

function isLegacyTorch(bytes: Uint8Array, { pickles }: SequenceScan): boolean {
  return pickles === TORCH_PICKLES && TORCH_MAGIC.every((byte, i) => bytes[i] === byte);
}
