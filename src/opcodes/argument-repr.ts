import { formatFloat } from '../bytes/float.ts';
import { pythonBytesRepr, pythonTextRepr } from '../bytes/text-repr.ts';
import { ByteArray } from '../values/byte-array.ts';
import { readFloat8, readFloatLine, readRawUnicodeEscape, readUtf8 } from './argument-value.ts';
import type { Op } from './genops.ts';
import type { PickletoolsDialect } from './pickletools-dialect.ts';
import { raised } from './python-exception.ts';
import { rawUnicodeParts, utf8Parts } from './text-parts.ts';

const SURROGATE_PAIR = /[\ud800-\udbff][\udc00-\udfff]/;
/** The most digits that Python's `repr` of an int may have. */
const MAX_DIGITS = 4300n;

/**
 * An opcode's argument as Python shows it, or '' if it has none. Throws for an int of more than 4300 digits, as Python
 * does.
 */
export function argumentRepr(bytes: Uint8Array, op: Op, dialect: PickletoolsDialect): string {
  const value = op.arg;
  const read = op.opcode.arg?.read;
  switch (typeof value) {
    case 'undefined':
      return '';
    case 'boolean':
      return value ? 'True' : 'False';
    case 'number':
      return read === readFloat8 || read === readFloatLine ? formatFloat(value) : String(value);
    case 'bigint':
      return intRepr(value, dialect);
    case 'string':
      return textRepr(bytes, op, value);
    default:
      return value instanceof ByteArray ? `bytearray(${pythonBytesRepr(value)})` : pythonBytesRepr(value);
  }
}

function textRepr(bytes: Uint8Array, { opcode, argStart, argEnd }: Op, text: string): string {
  if (!SURROGATE_PAIR.test(text)) return pythonTextRepr(text);
  if (opcode.arg?.read === readUtf8) return pythonTextRepr('', ...utf8Parts(bytes, argStart, argEnd));
  if (opcode.arg?.read === readRawUnicodeEscape) return pythonTextRepr('', ...rawUnicodeParts(bytes, argStart, argEnd));
  return pythonTextRepr(text);
}

function intRepr(value: bigint, dialect: PickletoolsDialect): string {
  const ceiling = 10n ** MAX_DIGITS;
  if (value < ceiling && value > -ceiling) return value.toString();
  const what = dialect.bareDigits ? '4300' : '4300 digits';
  const remedy = 'use sys.set_int_max_str_digits() to increase the limit';
  throw raised('ValueError', 'limit', `Exceeds the limit (${what}) for integer string conversion; ${remedy}`);
}
