import { UnitBuffer } from '../bytes/units.ts';
import { PickleError } from '../errors.ts';

/** A Python literal, as `dis` shows arguments. A str is in parts where two surrogates meet that are not one character. */
export type PythonLiteral =
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'int'; readonly value: number | bigint }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'str'; readonly parts: readonly string[] }
  | { readonly type: 'bytes' | 'bytearray'; readonly value: Uint8Array };

/** A literal and where it ends in its line. */
interface Found {
  readonly literal: PythonLiteral;
  readonly end: number;
}

/** Digits that an int may have, as in Python. */
const MAX_DIGITS = 4300;
const NUMBER = /[+-]?(?:inf|nan|\d+(?:\.\d*)?(?:e[+-]?\d+)?)(?![\w.])/y;
const WORD = /(?:True|False)(?!\w)/y;
const OPEN = /(bytearray\()?(b)?(['"])/y;

const ESCAPES: ReadonlyMap<string, number> = /* @__PURE__ */ new Map([
  ['\\', 0x5c],
  ["'", 0x27],
  ['"', 0x22],
  ['a', 7],
  ['b', 8],
  ['t', 9],
  ['n', 10],
  ['v', 11],
  ['f', 12],
  ['r', 13],
]);

/** Hex digits of an escape. */
const HEX_DIGITS: ReadonlyMap<string, number> = /* @__PURE__ */ new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);

/** Reads the literal that begins at `at` of a line. Throws `bad-assembly`. */
export function parseLiteral(line: string, at: number): Found {
  const word = matchAt(WORD, line, at)?.[0];
  if (word !== undefined) return { literal: { type: 'bool', value: word === 'True' }, end: at + word.length };
  const number = matchAt(NUMBER, line, at)?.[0];
  if (number !== undefined) return { literal: numberOf(number), end: at + number.length };
  const open = matchAt(OPEN, line, at);
  if (open !== undefined) return quoted(line, at + open[0].length, open);
  throw refuse('an argument that is no Python literal');
}

function numberOf(text: string): PythonLiteral {
  if (!/^[+-]?\d+$/.test(text)) return { type: 'float', value: floatOf(text) };
  if (text.length > MAX_DIGITS + 1) throw refuse(`an int of more than ${MAX_DIGITS} digits`);
  const near = Number(text);
  return { type: 'int', value: Number.isSafeInteger(near) ? near + 0 : BigInt(text.replace('+', '')) };
}

function floatOf(text: string): number {
  if (text.endsWith('nan')) return Number.NaN;
  return Number(text.replace('inf', 'Infinity'));
}

function quoted(line: string, from: number, [, array, prefix, quote = "'"]: RegExpExecArray): Found {
  if (array !== undefined && prefix === undefined) throw refuse('a bytearray that is not made of bytes');
  const codes: number[] = [];
  let at = from;
  while (line[at] !== quote) {
    const code = line.codePointAt(at);
    if (code === undefined) throw refuse('a literal that does not end');
    if (code === 0x5c) {
      at = readEscape(line, at + 1, prefix !== undefined, codes);
    } else {
      if (prefix !== undefined && code > 0x7f) throw refuse('bytes that are not in ASCII');
      codes.push(code);
      at += code > 0xffff ? 2 : 1;
    }
  }
  at++;
  if (prefix === undefined) return { literal: { type: 'str', parts: partsOf(codes) }, end: at };
  if (array === undefined) return { literal: { type: 'bytes', value: Uint8Array.from(codes) }, end: at };
  if (line[at] !== ')') throw refuse('a bytearray that does not end');
  return { literal: { type: 'bytearray', value: Uint8Array.from(codes) }, end: at + 1 };
}

/** What stands behind a backslash; returns where it ends. */
function readEscape(line: string, at: number, isBytes: boolean, codes: number[]): number {
  const letter = line[at] ?? '';
  const single = ESCAPES.get(letter);
  if (single !== undefined) {
    codes.push(single);
    return at + 1;
  }
  const octal = matchAt(/[0-7]{1,3}/y, line, at)?.[0];
  if (octal !== undefined) {
    codes.push(Number.parseInt(octal, 8) & (isBytes ? 0xff : 0x1ff));
    return at + octal.length;
  }
  const digits = HEX_DIGITS.get(letter) ?? 0;
  const hex = line.slice(at + 1, at + 1 + digits);
  const code = /^[0-9a-f]+$/i.test(hex) && hex.length === digits ? Number.parseInt(hex, 16) : -1;
  if (code < 0 || code > 0x10ffff || (isBytes && digits !== 2)) throw refuse('an escape that Python does not have');
  codes.push(code);
  return at + 1 + digits;
}

/** The text of code points, cut where a high surrogate stands before a low one. */
function partsOf(codes: readonly number[]): string[] {
  const parts: string[] = [];
  let text = new UnitBuffer(codes.length);
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] ?? 0;
    if (isIn(code, 0xdc00) && isIn(codes[i - 1], 0xd800)) {
      parts.push(text.finish());
      text = new UnitBuffer(codes.length - i);
    }
    text.codePoint(code);
  }
  parts.push(text.finish());
  return parts;
}

/** Whether a code point is a surrogate of the half that begins at `first`. */
function isIn(code: number | undefined, first: 0xd800 | 0xdc00): boolean {
  return code !== undefined && code >= first && code < first + 0x400;
}

/** A sticky expression at a place. */
function matchAt(expression: RegExp, line: string, at: number): RegExpExecArray | undefined {
  expression.lastIndex = at;
  return expression.exec(line) ?? undefined;
}

function refuse(found: string): PickleError {
  return new PickleError('bad-assembly', `found ${found}`);
}
