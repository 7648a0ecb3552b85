import { lateRegExp } from '../bytes/late-regexp.ts';

/** Characters that are two columns wide on a terminal: East Asian wide and full-width ones, and emoji. */
const WIDE = /* @__PURE__ */ lateRegExp(
  '[\\u1100-\\u115f\\u2e80-\\u303e\\u3041-\\ua4cf\\ua960-\\ua97c\\uac00-\\ud7a3\\uf900-\\ufaff\\ufe30-\\ufe6f\\uff01-\\uff60\\uffe0-\\uffe6\\u{20000}-\\u{3fffd}]|\\p{Emoji_Presentation}',
  'u',
);
/** Characters without a column of their own, which are drawn onto the one before. */
const NONE = /* @__PURE__ */ lateRegExp('\\p{M}|\\p{Cf}', 'u');
const NARROW = /^[ -~]*$/;

/** How many columns of a terminal a text takes. */
export function widthOf(text: string): number {
  if (NARROW.test(text)) return text.length;
  let width = 0;
  for (const char of text) width += charWidth(char);
  return width;
}

/** The beginning of a text that fits into this many columns, with `…` if something is left out. */
export function cutTo(text: string, columns: number): string {
  if (text.length <= columns / 2 || widthOf(text) <= columns) return text;
  let kept = '';
  let width = 1;
  for (const char of text) {
    width += charWidth(char);
    if (width > columns) break;
    kept += char;
  }
  return `${kept}…`;
}

/** The text in lines. They are broken at blanks, or anywhere if there are none. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line);
      line = '';
    }
    line += (line === '' ? '' : ' ') + word;
    while (widthOf(line) > width) {
      const first = cutTo(line, width + 1).slice(0, -1);
      lines.push(first);
      line = line.slice(first.length);
    }
  }
  return [...lines, line];
}

function charWidth(char: string): number {
  if (char >= ' ' && char <= '~') return 1;
  return WIDE().test(char) ? 2 : NONE().test(char) ? 0 : 1;
}
