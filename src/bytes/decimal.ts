import { PickleError } from '../errors.ts';
import { decodeLegacy } from './legacy-text.ts';
import { unitsToBytes } from './text.ts';
import { pythonBytesRepr, pythonTextRepr } from './text-repr.ts';

/** How many digits GET and PUT may have: CPython's default. */
const INDEX_DIGITS = 4300;
/** How many bytes of the text an error message shows, and how many characters of its repr. */
const SHOWN = 200;
const INVALID_LITERAL = 'invalid literal for int() with base 10:';
const MAX_SSIZE = 2n ** 63n - 1n;
const MIN_SSIZE = -(2n ** 63n);

/** The result of Python's `int(text, 10)`. */
type Parsed =
  | { readonly kind: 'int'; readonly value: number | bigint; readonly isReadByC: boolean }
  | { readonly kind: 'invalid' }
  | { readonly kind: 'digits'; readonly count: number };

/**
 * Parses INT's line without its newline: an int, or a boolean for `00`, `01` and whatever else CPython 3.14 reads as one.
 * Throws `bad-argument`, also for more than `maxDigits` digits.
 */
export function parseIntLine(text: string, maxDigits: number): number | bigint | boolean {
  const parsed = parseInteger(untilNul(text), maxDigits);
  if (parsed.kind === 'int') {
    // Python's rule: the line with its newline is three bytes long, and C's strtol reads all of it.
    const isBoolean = text.length === 2 && parsed.isReadByC && (parsed.value === 0 || parsed.value === 1);
    return isBoolean ? parsed.value === 1 : parsed.value;
  }
  if (text.startsWith('\0')) return text.length === 2 ? false : 0;
  throw new PickleError('bad-argument', 'could not convert string to int');
}

/**
 * Parses LONG's line without its newline. Throws `bad-argument`, `bad-text` if the text in the error is not UTF-8,
 * and `limit` for more than `maxDigits` digits.
 */
export function parseLongLine(text: string, maxDigits: number): number | bigint {
  const literal = untilNul(text.endsWith('L') ? text.slice(0, -1) : `${text}\n`);
  const parsed = parseInteger(literal, maxDigits);
  if (parsed.kind === 'int') return parsed.value;
  if (parsed.kind === 'invalid') throw invalidLiteral(literal);
  throw new PickleError('limit', `${tooManyDigits(parsed.count, maxDigits)}; raise options.limits.digits`);
}

/**
 * Parses GET's or PUT's line without its newline. Throws `bad-argument`, `bad-text` if the text in the error is not
 * UTF-8, and `limit` for more than 4300 digits. Beyond safe integers the result is rounded.
 */
export function parseIndexLine(text: string): number {
  const small = smallIndex(text);
  if (small >= 0) return small;
  const literal = untilNul(`${text}\n`);
  const parsed = parseInteger(literal, INDEX_DIGITS);
  if (parsed.kind === 'invalid') throw invalidLiteral(literal);
  if (parsed.kind === 'digits') throw new PickleError('limit', tooManyDigits(parsed.count, INDEX_DIGITS));
  if (parsed.value > MAX_SSIZE || parsed.value < MIN_SSIZE) {
    throw new PickleError('bad-argument', 'Python int too large to convert to C ssize_t');
  }
  return Number(parsed.value);
}

/**
 * Python's `int()` of a bytes object, given as text of one unit a byte. Throws `bad-argument`, and `limit` for more than
 * 4300 digits.
 */
export function parseIntBytes(text: string): number | bigint {
  const small = smallIndex(text);
  if (small >= 0) return small;
  const parsed = parseInteger(text, INDEX_DIGITS);
  if (parsed.kind === 'int') return parsed.value;
  if (parsed.kind === 'digits') throw new PickleError('limit', tooManyDigits(parsed.count, INDEX_DIGITS));
  const repr = pythonBytesRepr(unitsToBytes(text.slice(0, SHOWN))).slice(0, SHOWN);
  throw new PickleError('bad-argument', `${INVALID_LITERAL} ${repr}`);
}

/** The value of one to nine digits; -1 for any other text. */
function smallIndex(text: string): number {
  if (text.length === 0 || text.length > 9) return -1;
  let index = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    index = index * 10 + digit;
  }
  return index;
}

/**
 * Parses an int with white space around it, a sign, and single underscores between digits. `isReadByC` says whether C's
 * strtol would read all of it: there is no underscore, and nothing follows the digits.
 */
function parseInteger(text: string, maxDigits: number): Parsed {
  const signAt = skipSpace(text, 0);
  const sign = text.charAt(signAt);
  const from = sign === '-' || sign === '+' ? signAt + 1 : signAt;
  let to = from;
  let underscores = 0;
  let afterDigit = false;
  for (; to < text.length; to++) {
    const isDigit = isDigitAt(text, to);
    if (!isDigit && text.charCodeAt(to) !== 0x5f) break;
    if (!isDigit && !afterDigit) return { kind: 'invalid' };
    if (!isDigit) underscores++;
    afterDigit = isDigit;
  }
  if (!afterDigit) return { kind: 'invalid' };
  const count = to - from - underscores;
  if (count > maxDigits) return { kind: 'digits', count };
  if (skipSpace(text, to) < text.length) return { kind: 'invalid' };
  const digits = text.slice(from, to);
  const value = intOf(underscores > 0 ? digits.replaceAll('_', '') : digits, sign === '-');
  return { kind: 'int', value, isReadByC: underscores === 0 && to === text.length };
}

/** A number if it is safe, and never -0; else a bigint. */
function intOf(digits: string, negative: boolean): number | bigint {
  const near = Number(digits);
  if (near <= Number.MAX_SAFE_INTEGER) return negative ? 0 - near : near;
  const exact = bigintOf(digits);
  return negative ? -exact : exact;
}

function bigintOf(digits: string): bigint {
  try {
    return BigInt(digits);
  } catch (cause) {
    throw new PickleError('limit', `an int of ${digits.length} digits is more than this runtime can hold`, { cause });
  }
}

/** The first position from `at` on that is not white space of C. */
export function skipSpace(text: string, at: number): number {
  let to = at;
  while (to < text.length && isSpace(text.charCodeAt(to))) to++;
  return to;
}

/** Whether a unit is white space of C. */
export function isSpace(unit: number): boolean {
  return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);
}

function isDigitAt(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0x30 && unit <= 0x39;
}

/** The text before the first NUL, where C stops. */
function untilNul(text: string): string {
  const nul = text.indexOf('\0');
  return nul < 0 ? text : text.slice(0, nul);
}

function tooManyDigits(count: number, maxDigits: number): string {
  const limit = `Exceeds the limit (${maxDigits} digits) for integer string conversion`;
  return `${limit}: value has ${count} digits; use sys.set_int_max_str_digits() to increase the limit`;
}

/** The error for an invalid literal. CPython cuts the text, decodes it, and cuts its repr. */
function invalidLiteral(literal: string): PickleError {
  const shown = unitsToBytes(literal.slice(0, SHOWN));
  const repr = pythonTextRepr(decodeLegacy(shown, 0, shown.length, 'utf-8', 'strict'));
  const cut = Array.from(repr).slice(0, SHOWN).join('');
  return new PickleError('bad-argument', `${INVALID_LITERAL} ${cut}`);
}
