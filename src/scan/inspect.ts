import { formatOf } from '../bytes/signature.ts';
import { found } from './finding.ts';
import { inspectPickles, searchForPickles } from './inspect-pickles.ts';
import { indexOfLambda, LAMBDA } from './keras.ts';
import type { Part, Session } from './session.ts';

/**
 * Looks at bytes that are in memory; containers are not opened.
 *
 * @param isKnown - Whether they were recognized as something, too.
 */
export function inspectBytes(bytes: Uint8Array, part: Part, session: Session, isKnown = false): void {
  if (!session.spend(part, bytes.length)) return;
  const format = formatOf(bytes.subarray(0, 512));
  const isPassed = part.role === 'passed';
  if (format === undefined || /^(?:the text|JSON)/.test(format.name) || format.text !== undefined) {
    if (bytes.length > 0 && inspectPickles(bytes, part, session) === 'pickle') {
      session.list(part, 'pickle', bytes.length);
      return;
    }
    if (isPassed || isKnown) return;
    const name = bytes.length === 0 ? 'empty' : isText(bytes) ? 'text' : undefined;
    session.list(part, name ?? 'unknown', bytes.length);
    if (name === 'text' && part.path.at(-1)?.endsWith('config.json') === true) inspectConfig(bytes, part, session);
    if (name !== undefined) return;
    searchForPickles(bytes, part, session);
    const reason = 'It is no pickle, and no other format that is known.';
    session.report(part, found('unknown-format', 'incomplete', 0, reason));
    return;
  }
  session.list(part, format.name, bytes.length);
  searchForPickles(bytes, part, session);
  session.report(part, found('unread', 'incomplete', 0, `It is ${format.name}, which was not opened.`));
}

/** What describes the layers of a model of Keras 3. */
function inspectConfig(bytes: Uint8Array, part: Part, session: Session): void {
  const at = indexOfLambda(bytes);
  if (at >= 0) session.report(part, found('program', 'dangerous', at, LAMBDA));
}

/** Whether bytes are text: UTF-8 without control characters. */
export function isText(bytes: Uint8Array): boolean {
  if (bytes.some((byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c))
    return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
