/**
 * A Python regular expression as a JavaScript one that matches the same, or an error that names what has no
 * counterpart.
 *
 * @module
 */

/** Python's `re` flags. */
export const FLAGS = { I: 2, L: 4, M: 8, S: 16, U: 32, X: 64, A: 256 } as const;

/** Letters of inline flags. */
const LETTERS: ReadonlyMap<string, number> = /* @__PURE__ */ new Map([
  ['a', FLAGS.A],
  ['i', FLAGS.I],
  ['m', FLAGS.M],
  ['s', FLAGS.S],
  ['u', FLAGS.U],
  ['x', FLAGS.X],
]);

const CLASSES = { d: '\\p{Nd}', w: '\\p{L}\\p{N}_', s: '\\s\\x1c-\\x1f\\x85' } as const;
const ASCII_CLASSES = { d: '0-9', w: '0-9A-Za-z_', s: ' \\t\\n\\r\\f\\v' } as const;
const SIMPLE_ESCAPES = 'fnrtv';

/** The source and the flags for `new RegExp`. @throws SyntaxError for what JavaScript does not have. */
export function regExpFromPython(pattern: string, flags: number, isBytes: boolean): { source: string; flags: string } {
  const inline = /^\(\?([aimsux]+)\)/.exec(pattern);
  let all = flags;
  for (const letter of inline?.[1] ?? '') all |= LETTERS.get(letter) ?? 0;
  if ((all & FLAGS.L) !== 0) throw new SyntaxError('the flag re.LOCALE has no counterpart in JavaScript');
  const source = new Translator(pattern.slice(inline?.[0].length ?? 0), all, isBytes).translate();
  return { source: source === '' ? '(?:)' : source, flags: (all & FLAGS.I) === 0 ? 'u' : 'iu' };
}

class Translator {
  private readonly chars: readonly string[];
  private readonly flags: number;
  private readonly ascii: boolean;
  private at = 0;
  private out = '';

  constructor(pattern: string, flags: number, isBytes: boolean) {
    this.chars = [...pattern];
    this.flags = flags;
    this.ascii = isBytes || (flags & FLAGS.A) !== 0;
  }

  translate(): string {
    while (this.at < this.chars.length) this.out += this.next();
    return this.out;
  }

  private has(flag: number): boolean {
    return (this.flags & flag) !== 0;
  }

  private rest(length: number): string {
    return this.chars.slice(this.at, this.at + length).join('');
  }

  private next(): string {
    const char = this.chars[this.at++] ?? '';
    if (this.has(FLAGS.X) && this.skipped(char)) return '';
    switch (char) {
      case '.':
        return this.has(FLAGS.S) ? '[^]' : '[^\\n]';
      case '^':
        return this.has(FLAGS.M) ? '(?<![^\\n])' : '(?<![^])';
      case '$':
        return this.has(FLAGS.M) ? '(?![^\\n])' : '(?=\\n?(?![^]))';
      case '[':
        return this.set();
      case '\\':
        return this.escape();
      case '(':
        return this.group();
      case '{':
        return this.brace();
      case '*':
      case '+':
      case '?':
        return this.quantifier(char);
      case ']':
      case '}':
      case '/':
        return `\\${char}`;
      default:
        return char;
    }
  }

  /** The white space and comments that re.VERBOSE ignores. */
  private skipped(char: string): boolean {
    if (' \t\n\r\f\v'.includes(char)) return true;
    if (char !== '#') return false;
    while (this.at < this.chars.length && this.chars[this.at] !== '\n') this.at++;
    return true;
  }

  private quantifier(text: string): string {
    if (this.chars[this.at] === '+') throw new SyntaxError('possessive quantifiers have no counterpart in JavaScript');
    if (this.chars[this.at] !== '?') return text;
    this.at++;
    return `${text}?`;
  }

  private brace(): string {
    const bounds = /^(?:(\d+)|(\d*),(\d*))\}/.exec(this.rest(24));
    if (bounds === null || bounds[0] === '}') return '\\{';
    this.at += bounds[0].length;
    if (bounds[1] !== undefined) return this.quantifier(`{${bounds[1]}}`);
    return this.quantifier(`{${bounds[2] === '' ? '0' : bounds[2]},${bounds[3] ?? ''}}`);
  }

  private group(): string {
    if (this.chars[this.at] !== '?') return '(';
    const head = this.rest(200);
    const simple = /^\?(?:[:=!]|<[=!])/.exec(head);
    if (simple !== null) return this.taken(simple[0].length, `(${simple[0]}`);
    const named = /^\?P<([^>]*)>/.exec(head);
    if (named !== null) return this.taken(named[0].length, `(?<${named[1]}>`);
    const backward = /^\?P=([^)]*)\)/.exec(head);
    if (backward !== null) return this.taken(backward[0].length, `\\k<${backward[1]}>`);
    if (head.startsWith('?#')) {
      while (this.at < this.chars.length && this.chars[this.at++] !== ')');
      return '';
    }
    throw new SyntaxError(`the group (${head.slice(0, 3)}... has no counterpart in JavaScript`);
  }

  private taken(length: number, text: string): string {
    this.at += [...this.rest(length)].length;
    return text;
  }

  private classOf(letter: string): string | undefined {
    const table: Readonly<Record<string, string>> = this.ascii ? ASCII_CLASSES : CLASSES;
    return Object.hasOwn(table, letter) ? table[letter] : undefined;
  }

  private escape(): string {
    const char = this.chars[this.at++] ?? '';
    const set = this.classOf(char.toLowerCase());
    if (set !== undefined) return char === char.toLowerCase() ? `[${set}]` : `[^${set}]`;
    const word = `[${this.classOf('w') ?? ''}]`;
    switch (char) {
      case 'A':
        return '(?<![^])';
      case 'Z':
      case 'z':
        return '(?![^])';
      case 'b':
        return `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`;
      case 'B':
        return `(?:(?<=${word})(?=${word})|(?<!${word})(?!${word}))`;
      default:
        return /[1-9]/.test(char) ? this.reference(char) : this.character(char);
    }
  }

  /** `\1` to `\99`, or an octal number of three digits. */
  private reference(first: string): string {
    const more = /^[0-7]{2}/.exec(this.rest(2));
    if (/[1-3]/.test(first) && more !== null) return this.taken(2, codePoint(Number.parseInt(first + more[0], 8)));
    const second = /^\d/.exec(this.rest(1));
    if (second === null) return `(?:\\${first})`;
    this.at++;
    return `(?:\\${first}${second[0]})`;
  }

  /** One escaped character, as it is written inside and outside a set. */
  private character(char: string): string {
    if (SIMPLE_ESCAPES.includes(char) && char !== '') return `\\${char}`;
    if (char === 'a') return '\\x07';
    if (char === '0') {
      const digits = /^[0-7]{0,2}/.exec(this.rest(2))?.[0] ?? '';
      return this.taken(digits.length, codePoint(Number.parseInt(`0${digits}`, 8)));
    }
    const width = char === 'x' ? 2 : char === 'u' ? 4 : char === 'U' ? 8 : 0;
    if (width > 0) {
      const digits = this.rest(width);
      if (!/^[0-9a-fA-F]+$/.test(digits) || digits.length !== width)
        throw new SyntaxError(`incomplete escape \\${char}`);
      return this.taken(width, codePoint(Number.parseInt(digits, 16)));
    }
    if (/[A-Za-z0-9]/.test(char)) throw new SyntaxError(`the escape \\${char} has no counterpart in JavaScript`);
    return literal(char);
  }

  private set(): string {
    let out = '[';
    if (this.chars[this.at] === '^') out += this.taken(1, '^');
    let first = true;
    for (;;) {
      const char = this.chars[this.at++];
      if (char === undefined) throw new SyntaxError('unterminated character set');
      if (char === ']' && !first) return `${out}]`;
      first = false;
      if (char === '-') out += this.dash(out);
      else if (char === '\\') out += this.setEscape();
      else out += literal(char);
    }
  }

  /** A dash between two characters makes a range; otherwise it stands for itself. */
  private dash(before: string): string {
    const isEdge = before === '[' || before === '[^' || this.chars[this.at] === ']';
    return isEdge ? '\\-' : '-';
  }

  private setEscape(): string {
    const char = this.chars[this.at++] ?? '';
    const lower = char.toLowerCase();
    const set = this.classOf(lower);
    if (set !== undefined && char === lower) return set;
    if (set !== undefined) {
      if (!this.ascii && lower === 'd') return '\\P{Nd}';
      throw new SyntaxError(`\\${char} in a character set has no counterpart in JavaScript`);
    }
    if (char === 'b') return '\\x08';
    if (/[1-7]/.test(char)) {
      const digits = /^[0-7]{0,2}/.exec(this.rest(2))?.[0] ?? '';
      return this.taken(digits.length, codePoint(Number.parseInt(char + digits, 8)));
    }
    return this.character(char);
  }
}

function codePoint(code: number): string {
  return `\\u{${code.toString(16)}}`;
}

function literal(char: string): string {
  return /[\^$\\.*+?()[\]{}|/-]/.test(char) ? (char === '-' ? '\\x2d' : `\\${char}`) : char;
}
