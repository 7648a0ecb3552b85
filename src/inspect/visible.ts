import { lateRegExp } from '../bytes/late-regexp.ts';

const PRINTABLE = /^[ -~]*$/;
const UNPRINTABLE = /* @__PURE__ */ lateRegExp('(?! )[\\p{C}\\p{Z}]', 'gu');
/** Characters that a terminal interprets, and JSON does not escape. */
const INTERPRETED = /* @__PURE__ */ lateRegExp('[\\x7f-\\x9f\\p{Cf}\\u2028\\u2029]', 'gu');

/** Text that is safe to print on a terminal: characters that are not printable are escaped as in Python's `repr`. */
export function visible(text: string): string {
  if (PRINTABLE.test(text)) return text;
  return text.replace(UNPRINTABLE(), (char) => {
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
    return code < 0x1_0000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
  });
}

/** JSON that is safe to print: characters that a terminal interprets and JSON does not escape are escaped. */
export function visibleJson(json: string): string {
  return json.replace(INTERPRETED(), (char) =>
    Array.from({ length: char.length }, (_, i) => `\\u${char.charCodeAt(i).toString(16).padStart(4, '0')}`).join(''),
  );
}
