/**
 * Sets of characters as JavaScript means them, written for Python's `re`, whose own `\d`, `\w` and `\s` mean more.
 *
 * @module
 */

/** What goes between the brackets for `\d`, `\w`, `\s` and their opposites. */
const CLASSES: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['d', '0-9'],
  ['D', '\\x00-/:-\\U0010ffff'],
  ['w', 'A-Za-z0-9_'],
  ['W', '\\x00-/:-@\\[-\\^`{-\\U0010ffff'],
  ['s', '\\t-\\r \\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff'],
  [
    'S',
    '\\x00-\\x08\\x0e-\\x1f!-\\x9f\\xa1-\\u167f\\u1681-\\u1fff\\u200b-\\u2027\\u202a-\\u202e\\u2030-\\u205e' +
      '\\u2060-\\u2fff\\u3001-\\ufefe\\uff00-\\U0010ffff',
  ],
]);

/** What goes between the brackets for `\d` and the like, by its letter; `undefined` for other letters. */
export function classMembers(letter: string): string | undefined {
  return CLASSES.get(letter);
}

/** The classes outside brackets. */
export function classSet(letter: string): string | undefined {
  const isOpposite = letter === 'D' || letter === 'W' || letter === 'S';
  const members = CLASSES.get(letter.toLowerCase());
  return members === undefined ? undefined : `[${isOpposite ? '^' : ''}${members}]`;
}

/** Characters that end a line in JavaScript. */
const ENDS = '\\n\\r\\u2028\\u2029';

/** `.` without the flag s. */
export const NOT_LINE_END = `[^${ENDS}]`;
/** `^` and `$` with the flag m. */
export const LINE_START = `(?<!${NOT_LINE_END})`;
export const LINE_END = `(?!${NOT_LINE_END})`;

/** A character outside brackets and within them. */
export function literal(code: number): string {
  const char = String.fromCodePoint(code);
  return /[\\^$.*+?()[\]{}|]/.test(char) ? `\\${char}` : spelled(code, char);
}

export function member(code: number): string {
  const char = String.fromCodePoint(code);
  return /[\\\]^[\-&~|]/.test(char) ? `\\${char}` : spelled(code, char);
}

function spelled(code: number, char: string): string {
  if (code >= 0x20 && code < 0x7f) return char;
  const hex = code.toString(16);
  if (code < 0x100) return `\\x${hex.padStart(2, '0')}`;
  return code < 0x1_0000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
