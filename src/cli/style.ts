/**
 * Colours that can be read on both a dark and a light background: neither white nor black, neither yellow nor blue.
 *
 * @module
 */

const CODES = { text: 32, number: 36, word: 35, name: 1, faint: 2, good: 32, bad: 31, change: 35 } as const;

/** The role of a piece of text. */
export type Style = keyof typeof CODES;

export class Styler {
  readonly isColored: boolean;

  constructor(isColored: boolean) {
    this.isColored = isColored;
  }

  paint(style: Style, text: string): string {
    return this.isColored && text !== '' ? `\x1b[${CODES[style]}m${text}\x1b[0m` : text;
  }

  /** A line of Python with strings, numbers and keywords coloured. */
  python(line: string): string {
    if (!this.isColored) return line;
    return line.replace(PYTHON, (token, text?: string, number?: string, word?: string) => {
      if (text !== undefined) return this.paint('text', token);
      if (number !== undefined) return this.paint('number', token);
      return word === undefined ? token : this.paint('word', token);
    });
  }
}

const PYTHON =
  /(b?'(?:[^'\\]|\\.)*'?|b?"(?:[^"\\]|\\.)*"?)|(?<![\w.])(-?(?:0x[\da-f]+|\d[\d.]*(?:e[+-]?\d+)?j?|inf\b|nan\b))|\b(None|True|False|Ellipsis)\b|[\w.]+/g;

/** Whether to use colours: `--color` decides, then `NO_COLOR` and `FORCE_COLOR`, then whether it is a terminal. */
export function wantsColor(
  when: string | undefined,
  sink: { readonly isTerminal: boolean },
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  if (when === 'always') return true;
  if (when === 'never') return false;
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  const force = env['FORCE_COLOR'];
  if (force !== undefined) return force !== '0' && force !== 'false';
  return sink.isTerminal && env['TERM'] !== 'dumb';
}
