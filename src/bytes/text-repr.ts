import { lateRegExp } from './late-regexp.ts';
import { decodeLatin1 } from './text.ts';

/** Characters that are not printable by Python's `str.isprintable`, and those that a literal has to escape anyway. */
const unprintable = /* @__PURE__ */ lateRegExp('(?! )[\\p{C}\\p{Z}]|\\\\', 'gu');

const SHORT_ESCAPES: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/**
 * Python's `repr()` of a str. The runtime's version of Unicode decides which characters are printable.
 *
 * @param more - The rest of the text, if two surrogates that meet here are not one character.
 */
export function pythonTextRepr(text: string, ...more: readonly string[]): string {
  return quoted([text, ...more].map((part) => part.replace(unprintable(), escapeOf)).join(''));
}

/** A `repr()` with everything that is not ASCII escaped, as Python's `ascii()`. */
export function pythonAscii(repr: string): string {
  return repr.replace(/[^\0-\x7f]/gu, escapeOf);
}

/** Python's `repr()` of a bytes object. */
export function pythonBytesRepr(bytes: Uint8Array): string {
  return `b${quoted(decodeLatin1(bytes, 0, bytes.length).replace(/[^ -~]|\\/g, escapeOf))}`;
}

/** Puts quotes around a text in which everything but quotes is escaped. */
function quoted(body: string): string {
  if (!body.includes("'")) return `'${body}'`;
  return body.includes('"') ? `'${body.replaceAll("'", "\\'")}'` : `"${body}"`;
}

function escapeOf(char: string): string {
  return SHORT_ESCAPES.get(char) ?? hexEscape(char.codePointAt(0) ?? 0);
}

function hexEscape(code: number): string {
  const hex = code.toString(16);
  if (code < 0x100) return `\\x${hex.padStart(2, '0')}`;
  return code < 0x1_0000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
