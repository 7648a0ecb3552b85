import { PickleError } from '../errors.ts';
import { isSpace, skipSpace } from './decimal.ts';
import { decodeLegacy } from './legacy-text.ts';
import { unitsToBytes } from './text.ts';
import { pythonBytesRepr } from './text-repr.ts';

/** How many bytes of the text an error message shows. */
const SHOWN = 200;

/** The bounds between which Python writes a float without an exponent. */
const POSITIONAL_FROM = 1e-4;
const POSITIONAL_BELOW = 1e16;

const NAMED = /^[+-]?(?:inf(?:inity)?|nan)/i;

/** Parses FLOAT's line without its newline by CPython's rules. Throws `bad-argument`. */
export function parseFloatLine(text: string): number {
  const nul = text.indexOf('\0');
  const line = nul < 0 ? text : text.slice(0, nul);
  const end = decimalEnd(line);
  if (end === 0) return parseNamed(line, nul < 0);
  const value = Number(line.slice(0, end));
  if (!Number.isFinite(value)) {
    throw new PickleError('bad-argument', `value too large to convert to float: ${shown(line, nul < 0)}`);
  }
  refuseRest(line, end);
  return value;
}

/**
 * Python's `float()` of a bytes object, given as text of one unit a byte: white space around and single underscores
 * between digits are allowed, and a number that is too large becomes infinite. Throws `bad-argument`.
 */
export function parseFloatBytes(text: string): number {
  const from = skipSpace(text, 0);
  let to = text.length;
  while (to > from && isSpace(text.charCodeAt(to - 1))) to--;
  const trimmed = text.slice(from, to);
  const line = /(?<!\d)_|_(?!\d)/.test(trimmed) ? '' : trimmed.replaceAll('_', '');
  const end = decimalEnd(line);
  if (end > 0 && end === line.length) return Number(line);
  const name = NAMED.exec(line)?.[0];
  if (name !== undefined && name.length === line.length) return namedFloat(name);
  const repr = pythonBytesRepr(unitsToBytes(text));
  throw new PickleError('bad-argument', `could not convert string to float: ${repr}`);
}

/** Python's `repr()` of a float. */
export function formatFloat(value: number): string {
  const size = Math.abs(value);
  if (size >= POSITIONAL_FROM && size < POSITIONAL_BELOW) {
    return Number.isInteger(value) ? `${value}.0` : String(value);
  }
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  if (Number.isNaN(value)) return 'nan';
  if (size === Number.POSITIVE_INFINITY) return value < 0 ? '-inf' : 'inf';
  const text = value.toExponential();
  const exponent = text.indexOf('e') + 2;
  return text.length - exponent > 1 ? text : `${text.slice(0, exponent)}0${text.slice(exponent)}`;
}

function parseNamed(line: string, isComplete: boolean): number {
  const name = NAMED.exec(line)?.[0];
  if (name === undefined) {
    throw new PickleError('bad-argument', `could not convert string to float: ${shown(line, isComplete)}`);
  }
  refuseRest(line, name.length);
  return namedFloat(name);
}

function namedFloat(name: string): number {
  if (/n$/i.test(name)) return Number.NaN;
  return name.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

function refuseRest(line: string, end: number): void {
  if (end < line.length) throw new PickleError('bad-argument', 'could not convert string to float');
}

/** Where the decimal number at the start of the line ends; 0 if there is none. */
function decimalEnd(line: string): number {
  const from = isSignAt(line, 0) ? 1 : 0;
  const point = digitsEnd(line, from);
  const end = line.charAt(point) === '.' ? digitsEnd(line, point + 1) : point;
  if (end === from || (end === from + 1 && point === from)) return 0;
  const letter = line.charAt(end);
  if (letter !== 'e' && letter !== 'E') return end;
  const exponent = isSignAt(line, end + 1) ? end + 2 : end + 1;
  const exponentEnd = digitsEnd(line, exponent);
  return exponentEnd === exponent ? end : exponentEnd;
}

function digitsEnd(line: string, from: number): number {
  let to = from;
  for (; to < line.length; to++) {
    const unit = line.charCodeAt(to);
    if (unit < 0x30 || unit > 0x39) break;
  }
  return to;
}

function isSignAt(line: string, at: number): boolean {
  const unit = line.charCodeAt(at);
  return unit === 0x2b || unit === 0x2d;
}

/** The line as CPython shows it: cut, in quotes but not escaped, with its newline if C read that far. */
function shown(line: string, isComplete: boolean): string {
  const cut = (isComplete ? `${line}\n` : line).slice(0, SHOWN);
  const bytes = unitsToBytes(cut);
  return `'${decodeLegacy(bytes, 0, bytes.length, 'utf-8', 'replace')}'`;
}
