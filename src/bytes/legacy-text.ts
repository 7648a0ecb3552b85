import { PickleError } from '../errors.ts';
import { decodeLatin1, isAscii } from './text.ts';
import { decodeUtf8Slowly, utf8Message } from './utf8-errors.ts';

/** The encodings a string of Python 2 may be in. */
export type LegacyEncoding = 'ASCII' | 'latin1' | 'utf-8';

/** What happens to bytes that are no text: Python's error handlers. */
export type TextErrors = 'strict' | 'replace' | 'ignore' | 'surrogateescape';

const REPLACEMENT = 0xfffd;
/** `surrogateescape` adds a byte to this. */
const ESCAPE = 0xdc00;

/**
 * Decodes as Python's `bytes.decode(encoding, errors)`.
 *
 * @throws PickleError `bad-text` with CPython's message.
 */
export function decodeLegacy(
  bytes: Uint8Array,
  start: number,
  end: number,
  encoding: LegacyEncoding,
  errors: TextErrors,
): string {
  if (encoding === 'latin1' || isAscii(bytes, start, end)) return decodeLatin1(bytes, start, end);
  if (encoding === 'ASCII') return decodeAscii(bytes, start, end, errors);
  return decodeUtf8Slowly(bytes, start, end, false, (run) => {
    if (errors === 'strict') throw new PickleError('bad-text', utf8Message(bytes, start, run));
    if (errors === 'replace') return [REPLACEMENT];
    return errors === 'ignore' ? [] : Array.from(bytes.subarray(run.start, run.end), (byte) => ESCAPE + byte);
  });
}

function decodeAscii(bytes: Uint8Array, start: number, end: number, errors: TextErrors): string {
  const units: string[] = [];
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number;
    if (byte < 0x80) {
      units.push(String.fromCharCode(byte));
    } else if (errors === 'strict') {
      const hex = byte.toString(16);
      throw new PickleError(
        'bad-text',
        `'ascii' codec can't decode byte 0x${hex} in position ${i - start}: ordinal not in range(128)` +
          `; choose options.encoding ('latin1', 'utf-8', 'bytes')`,
      );
    } else if (errors !== 'ignore') {
      units.push(String.fromCharCode(errors === 'replace' ? REPLACEMENT : ESCAPE + byte));
    }
  }
  return units.join('');
}
