/**
 * Ints as text: the arguments of INT, LONG, GET and PUT.
 *
 * @module
 */
import { PickleError } from '../errors.ts';
import { pythonTextRepr } from './text-repr.ts';

/** What Python's `int(text)` takes: digits with single underscores, a sign, spaces around. */
const DECIMAL = /^[ \t\n\v\f\r\x1c-\x1f\x85\xa0]*([+-]?)(\d+(?:_\d+)*)[ \t\n\v\f\r\x1c-\x1f\x85\xa0]*$/;
/** What C's `strtol` reads before it stops. */
const STRTOL = /^[ \t\n\v\f\r]*([+-]?\d+)(?:\0|$)/;
const INT64 = 2n ** 63n;

/**
 * INT's line, without the newline. `00` and `01` are booleans, and so is all that CPython 3.14 takes for them.
 *
 * @throws PickleError `bad-argument` with CPython's message.
 */
export function parseIntLine(text: string, maxDigits: number): number | bigint | boolean {
  const digits = STRTOL.exec(text)?.[1];
  const quick = digits !== undefined && digits.length <= 20 ? BigInt(digits.replace('+', '')) : undefined;
  const value = quick !== undefined && quick < INT64 && quick >= -INT64 ? safe(quick) : parseDecimal(text, maxDigits);
  if (typeof value !== 'number' && typeof value !== 'bigint') {
    throw new PickleError('bad-argument', 'could not convert string to int');
  }
  if (text.length === 2 && (value === 0 || value === 1)) return value === 1;
  return value;
}

/**
 * LONG's line, without the newline; one `L` at the end is dropped.
 *
 * @throws PickleError `bad-argument` or `limit` with CPython's message.
 */
export function parseLongLine(text: string, maxDigits: number): number | bigint {
  const literal = text.endsWith('L') ? text.slice(0, -1) : text;
  const value = parseDecimal(literal, maxDigits);
  if (value === undefined) throw invalid(literal);
  if (value !== 'long') return value;
  const digits = literal.replace(/\D/g, '').length;
  throw new PickleError(
    'limit',
    `Exceeds the limit (${maxDigits} digits) for integer string conversion: value has ${digits} digits;` +
      ' use sys.set_int_max_str_digits() to increase the limit; here: options.limits.digits',
  );
}

/**
 * The line of GET and PUT, without the newline.
 *
 * @throws PickleError `bad-argument` with CPython's message.
 */
export function parseIndexLine(text: string): number {
  const value = parseDecimal(text, Number.POSITIVE_INFINITY);
  if (value === undefined || value === 'long') throw invalid(`${text}\n`);
  if (value >= INT64 || value < -INT64) {
    throw new PickleError('bad-argument', 'Python int too large to convert to C ssize_t');
  }
  return Number(value);
}

/** Python's `int(text)`. `undefined`: not an int; `'long'`: more digits than allowed. */
function parseDecimal(text: string, maxDigits: number): number | bigint | 'long' | undefined {
  const match = DECIMAL.exec(text);
  const digits = match?.[2];
  if (digits === undefined) return undefined;
  const plain = digits.replaceAll('_', '');
  if (plain.length > maxDigits) return 'long';
  const value = BigInt(plain);
  return safe(match?.[1] === '-' ? -value : value);
}

function safe(value: bigint): number | bigint {
  const near = Number(value);
  return Number.isSafeInteger(near) ? near : value;
}

function invalid(literal: string): PickleError {
  return new PickleError('bad-argument', `invalid literal for int() with base 10: ${pythonTextRepr(literal)}`);
}
