import { lateRegExp } from '../bytes/late-regexp.ts';
import type { LiteralText } from './literal-text.ts';

/** A number of Python. */
export type NumberLiteral =
  | { readonly type: 'int'; readonly value: number | bigint }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'complex'; readonly re: number; readonly im: number };

/** Whose numbers are read: Python's, also the `12L` of Python 2, or also `12n`, `Infinity` and `NaN` of JavaScript. */
export type NumberStyle = 'python' | 'python2' | 'both';

/** Digits that an int may have, as in Python. */
const MOST_DIGITS = 4300;

const BEGIN = /[+-]?(?=\.?\d)/y;
const PREFIXED = /0(?:[xX][\da-fA-F_]*|[oO][0-7_]*|[bB][01_]*)/y;
const DECIMAL = /(?:\d[\d_]*(\.[\d_]*)?|(\.[\d_]+))([eE][+-]?[\d_]+)?/y;
const NOT_FINITE = /[+-]?(?:Infinity|NaN)(?![\w$])/y;
/** What may not follow a number. */
const LETTER = /* @__PURE__ */ lateRegExp('[\\p{ID_Continue}$]', 'u');
const LATER_PART = /[+-][ \t]*(?=\.?\d)/y;

/** The number that begins here; undefined if none does. */
export function readNumber(source: LiteralText, style: NumberStyle): NumberLiteral | undefined {
  const symbol = style === 'both' ? source.match(NOT_FINITE)?.[0] : undefined;
  if (symbol !== undefined) return { type: 'float', value: Number(symbol) };
  const first = readPart(source, style, BEGIN);
  if (first === undefined || first.type === 'complex') return first;
  const { at } = source;
  source.match(/[ \t]*/y);
  const second = readPart(source, style, LATER_PART);
  if (second?.type === 'complex') return { type: 'complex', re: Number(first.value), im: second.im };
  source.at = at;
  return first;
}

/** A number that may have a sign in front and a `j` behind. */
function readPart(source: LiteralText, style: NumberStyle, begin: RegExp): NumberLiteral | undefined {
  const sign = source.match(begin)?.[0];
  if (sign === undefined) return undefined;
  const read = readPrefixed(source, style) ?? readDecimal(source, style);
  if (LETTER().test(source.peek())) throw source.refuse('a number that goes on with letters');
  return sign.startsWith('-') ? negative(read) : read;
}

function readPrefixed(source: LiteralText, style: NumberStyle): NumberLiteral | undefined {
  const found = source.match(PREFIXED)?.[0];
  if (found === undefined) return undefined;
  if (found.length === 2) throw source.refuse('a number without digits');
  const digits = `${found.slice(0, 2).toLowerCase()}${plainDigits(source, found.slice(2), /__|_$/)}`;
  if (style === 'both') source.take('n');
  return integer(source, digits);
}

function readDecimal(source: LiteralText, style: NumberStyle): NumberLiteral {
  const [found = '', fraction, pure, exponent] = source.match(DECIMAL) ?? [];
  const text = plainDigits(source, found, /^_|__|_$|_[.eE]|[.eE+-]_/);
  const isInt = fraction === undefined && pure === undefined && exponent === undefined;
  if (source.match(/[jJ]/y) !== undefined) return { type: 'complex', re: 0, im: Number(text) };
  const isBigint = style === 'both' && source.take('n');
  if (isBigint && !isInt) throw source.refuse('an n after a number that is not an int');
  if (!isInt) return { type: 'float', value: Number(text) };
  if (style === 'python2') source.match(/[lL]/y);
  if (/^0\d*[1-9]/.test(text)) throw source.refuse('an int that begins with 0');
  return integer(source, text);
}

function integer(source: LiteralText, digits: string): NumberLiteral {
  if (digits.length > MOST_DIGITS) throw source.refuse(`an int of more than ${MOST_DIGITS} digits`);
  const near = Number(digits);
  return { type: 'int', value: Number.isSafeInteger(near) ? near : BigInt(digits) };
}

/** Digits without the underscores between them. What must not stand there is an underscore that `wrong` finds. */
function plainDigits(source: LiteralText, text: string, wrong: RegExp): string {
  if (!text.includes('_')) return text;
  if (wrong.test(text)) throw source.refuse('an underscore that is not between digits');
  return text.replaceAll('_', '');
}

function negative(read: NumberLiteral): NumberLiteral {
  if (read.type === 'complex') return { type: 'complex', re: -read.re, im: -read.im };
  if (read.type === 'int') return { type: 'int', value: typeof read.value === 'bigint' ? -read.value : 0 - read.value };
  return { type: 'float', value: -read.value };
}
