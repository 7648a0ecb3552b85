import { PickleError } from '../errors.ts';
import { decodeError } from './decode-error.ts';
import { decodeLatin1, decodeUtf8, isAscii } from './text.ts';
import { UnitBuffer } from './units.ts';

/** How the strings of Python 2 were encoded. */
export type LegacyEncoding = 'ASCII' | 'latin1' | 'utf-8';

/** What to do with bytes that are not text: Python's error handlers of these names. */
export type TextErrors = 'strict' | 'replace' | 'ignore' | 'surrogateescape';

const REPLACEMENT = 0xfffd;

/** Python's `bytes.decode(encoding, errors)` of the bytes from `start` to `end`. Throws `bad-text` if strict. */
export function decodeLegacy(
  bytes: Uint8Array,
  start: number,
  end: number,
  encoding: LegacyEncoding,
  errors: TextErrors,
): string {
  if (encoding === 'latin1') return decodeLatin1(bytes, start, end);
  if (encoding === 'utf-8') return decodeUtf8(bytes, start, end, errors);
  return isAscii(bytes, start, end) ? decodeLatin1(bytes, start, end) : decodeAscii(bytes, start, end, errors);
}

/** The same for a str of Python 2. The error names the options for its encoding. */
export function decodePython2(
  bytes: Uint8Array,
  start: number,
  end: number,
  encoding: LegacyEncoding,
  errors: TextErrors,
): string {
  try {
    return decodeLegacy(bytes, start, end, encoding, errors);
  } catch (error) {
    throw error instanceof PickleError ? withWayOut(error) : error;
  }
}

function withWayOut({ code, message }: PickleError): PickleError {
  const options = "pass encoding: 'latin1' (for text, numpy and datetimes) or encoding: 'bytes'";
  return new PickleError(code, `${message}; this is a str of Python 2: ${options}`);
}

function decodeAscii(bytes: Uint8Array, start: number, end: number, errors: TextErrors): string {
  const text = new UnitBuffer(end - start);
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number;
    if (byte < 0x80) text.unit(byte);
    else if (errors === 'replace') text.unit(REPLACEMENT);
    else if (errors === 'surrogateescape') text.unit(0xdc00 + byte);
    else if (errors === 'strict') {
      throw decodeError('ascii', bytes, start, i, i + 1, 'ordinal not in range(128)');
    }
  }
  return text.finish();
}
