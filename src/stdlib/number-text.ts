/**
 * The texts that Python's `int`, `float` and `complex` accept.
 *
 * @module
 */
import { isSpace, parseIntBytes } from '../bytes/decimal.ts';
import { parseFloatBytes } from '../bytes/float.ts';
import { PickleError } from '../errors.ts';
import { compactInteger } from './call-arguments.ts';

const NOT_ASCII = /[^\0-\x7f]/;
/** The most digits of an int in a text, unless the base is a power of 2. */
const MOST_DIGITS = 4300;
/** The most characters of a complex number that is read. */
const LONGEST_COMPLEX = 1000;

/** A text without surrounding white space; `undefined` if it has letters or digits of other scripts. */
function stripped(text: string): string | undefined {
  if (NOT_ASCII.test(text)) return undefined;
  let from = 0;
  let to = text.length;
  while (from < to && isSpace(text.charCodeAt(from))) from++;
  while (to > from && isSpace(text.charCodeAt(to - 1))) to--;
  return text.slice(from, to);
}

/**
 * `int(text, base)`; `undefined` for a text that is not ASCII, because Python knows digits of other scripts.
 *
 * @param shown - The repr of the text, for the error.
 * @throws PickleError as Python's ValueError.
 */
export function intOfText(text: string, base: number, shown: string): number | bigint | undefined {
  const whole = stripped(text);
  if (whole === undefined) return undefined;
  const refusal = `invalid literal for int() with base ${base}: ${shown}`;
  if (base === 10) return refusing(refusal, () => parseIntBytes(whole));
  const [, sign = '', prefix = '', rest = ''] = /^([+-]?)(0[xXoObB]_?)?(.*)$/s.exec(whole) ?? [];
  const prefixed = PREFIXES.get(prefix.slice(1, 2).toLowerCase());
  // The `b` of 0b1 is a digit of base 16.
  const isPrefix = prefixed !== undefined && (base === 0 || base === prefixed);
  const radix = base !== 0 ? base : (prefixed ?? 10);
  const digits = isPrefix ? rest : prefix + rest;
  if (!isDigits(digits, radix) || (base === 0 && !isPrefix && /^0[\d_]*[1-9]/.test(digits))) {
    throw new PickleError('bad-call', refusal);
  }
  const value = bigintOf(digits.replaceAll('_', '').toLowerCase(), radix);
  return compactInteger(sign === '-' ? -value : value);
}

const PREFIXES: ReadonlyMap<string, number> = /* @__PURE__ */ new Map([
  ['x', 16],
  ['o', 8],
  ['b', 2],
]);

/** Whether a text has digits of the base and single underscores between them. */
function isDigits(text: string, base: number): boolean {
  if (!/^[\da-z]+(?:_[\da-z]+)*$/i.test(text)) return false;
  for (const char of text) if (char !== '_' && !(Number.parseInt(char, 36) < base)) return false;
  return true;
}

/** The number of digits that are converted at once. */
const GROUP = 8;

function bigintOf(digits: string, base: number): bigint {
  if (base === 16) return BigInt(`0x${digits}`);
  const bits = Math.log2(base);
  if (Number.isInteger(bits)) {
    const binary = Array.from(digits, (digit) => Number.parseInt(digit, base).toString(2).padStart(bits, '0'));
    return BigInt(`0b${binary.join('')}`);
  }
  if (digits.length > MOST_DIGITS) {
    throw new PickleError(
      'limit',
      `Exceeds the limit (${MOST_DIGITS} digits) for integer string conversion: value has ${digits.length} digits; use` +
        ' sys.set_int_max_str_digits() to increase the limit',
    );
  }
  let value = 0n;
  for (let at = 0; at < digits.length; at += GROUP) {
    const group = digits.slice(at, at + GROUP);
    value = value * BigInt(base) ** BigInt(group.length) + BigInt(Number.parseInt(group, base));
  }
  return value;
}

/** `float(text)`; see {@link intOfText}. */
export function floatOfText(text: string, shown: string): number | undefined {
  const whole = stripped(text);
  if (whole === undefined) return undefined;
  return refusing(`could not convert string to float: ${shown}`, () => parseFloatBytes(whole));
}

/** A real part, an imaginary part after it, or only an imaginary part. */
const COMPLEX =
  /^(?:([+-]?(?:(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:e[+-]?\d[\d_]*)?|inf(?:inity)?|nan))(?:([+-](?:[\d._]+(?:e[+-]?\d[\d_]*)?|inf(?:inity)?|nan)?)j)?|([+-]?(?:[\d._]+(?:e[+-]?\d[\d_]*)?|inf(?:inity)?|nan)?)j)$/i;

/** The parts of `complex(text)`; see {@link intOfText}. */
export function complexOfText(text: string, shown: string): readonly [re: number, im: number] | undefined {
  if (text.length > LONGEST_COMPLEX) return undefined;
  const whole = stripped(text);
  if (whole === undefined) return undefined;
  const inner = whole.startsWith('(') && whole.endsWith(')') ? stripped(whole.slice(1, -1)) : whole;
  const [, real, second, only] = COMPLEX.exec(inner ?? '') ?? [];
  if (/(?<!\d)_|_(?!\d)/.test(text)) throw new PickleError('bad-call', `could not convert string to complex: ${shown}`);
  const refusal = 'complex() arg is a malformed string';
  if (real === undefined && only === undefined) throw new PickleError('bad-call', refusal);
  const part = (found: string | undefined): number =>
    found === undefined ? 0 : refusing(refusal, () => parseFloatBytes(/^[+-]?$/.test(found) ? `${found}1` : found));
  return only === undefined ? [part(real), part(second)] : [0, part(only)];
}

function refusing<T>(message: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof PickleError) || error.code === 'limit') throw error;
    throw new PickleError('bad-call', message);
  }
}
