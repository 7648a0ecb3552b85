/**
 * What CPython refuses by default and the scanner does not mind, because some program may have asked for it: where a
 * reader goes on after a refusal, it matters which opcodes were executed.
 *
 * @module
 */
import { parseIntLine, parseLongLine } from '../bytes/decimal.ts';
import { decodeRawUnicodeEscape, unescapeString } from '../bytes/escapes.ts';
import { parseFloatLine } from '../bytes/float.ts';
import { decodeLatin1, decodeUtf8, isAscii } from '../bytes/text.ts';
import { PickleError } from '../errors.ts';
import type { Step } from '../opcodes/walk.ts';
import * as op from '../opcodes.ts';

/** As in CPython: longer numbers are refused. */
const MOST_DIGITS = 4300;

/**
 * Refuses an argument as an unpickler without options does.
 *
 * @throws PickleError
 */
export function refuseArgument(bytes: Uint8Array, { code, argument, argumentEnd }: Step): void {
  switch (code) {
    case op.NEXT_BUFFER:
      throw new PickleError('no-buffer', 'pickle stream refers to out-of-band data');
    case op.BINUNICODE:
    case op.SHORT_BINUNICODE:
    case op.BINUNICODE8:
      decodeUtf8(bytes, argument, argumentEnd);
      return;
    case op.UNICODE:
      decodeRawUnicodeEscape(bytes, argument, argumentEnd);
      return;
    case op.PERSID:
    case op.BINSTRING:
    case op.SHORT_BINSTRING:
      ascii(bytes, argument, argumentEnd);
      return;
    case op.STRING: {
      const quote = bytes[argument];
      const isQuoted = (quote === 0x22 || quote === 0x27) && argumentEnd - argument >= 2;
      if (!isQuoted || bytes[argumentEnd - 1] !== quote) throw new PickleError('bad-argument', 'not quoted');
      const text = unescapeString(bytes, argument + 1, argumentEnd - 1);
      ascii(text, 0, text.length);
      return;
    }
    case op.INT:
      parseIntLine(decodeLatin1(bytes, argument, argumentEnd), MOST_DIGITS);
      return;
    case op.LONG:
      parseLongLine(decodeLatin1(bytes, argument, argumentEnd), MOST_DIGITS);
      return;
    case op.FLOAT:
      parseFloatLine(decodeLatin1(bytes, argument, argumentEnd));
      return;
    default:
  }
}

function ascii(bytes: Uint8Array, start: number, end: number): void {
  if (!isAscii(bytes, start, end)) throw new PickleError('bad-text', 'not ASCII');
}
