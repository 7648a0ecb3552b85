/**
 * A JavaScript regular expression as a Python one that matches the same, as far as Python's `re` can express it.
 *
 * @module
 */
import { PickleError } from '../../errors.ts';
import { FLAGS } from './regexp-from-python.ts';
import { classMembers, classSet, LINE_END, LINE_START, literal, member, NOT_LINE_END } from './regexp-sets.ts';
import { Widths } from './regexp-widths.ts';

const REASONS: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['g', 'a Python pattern has no position; call findall or finditer there'],
  ['y', 'a Python pattern has no position; call match there'],
  ['d', 'a Python match always has its positions'],
  ['v', 'Python has no set notation'],
]);

/** The most repetitions, and the highest number of a group, that Python's `re` takes. */
const MOST_REPETITIONS = 2 ** 32 - 2;
const MOST_GROUPS = 99;

const CONTROLS: ReadonlyMap<string, number> = /* @__PURE__ */ new Map([
  ['f', 0x0c],
  ['n', 0x0a],
  ['r', 0x0d],
  ['t', 0x09],
  ['v', 0x0b],
]);

/** The parts of a RegExp that are needed here. */
export interface RegExpText {
  readonly source: string;
  readonly flags: string;
}

/**
 * The pattern and the flags of `re._compile`. Both engines then match the same text, with two exceptions: without the
 * flag u JavaScript counts UTF-16 units where Python counts characters; and JavaScript forgets a repeated group if it
 * took no part in the last repetition.
 *
 * @throws PickleError `cannot-pickle` for what Python does not have or means otherwise.
 */
export function pythonFromRegExp({ source, flags }: RegExpText): { pattern: string; flags: number } {
  for (const flag of flags) {
    if (!'imsu'.includes(flag)) throw refused(`the flag '${flag}'`, REASONS.get(flag) ?? 'Python does not have it');
  }
  const ignoresCase = flags.includes('i');
  if (ignoresCase && flags.includes('u')) {
    throw refused('the flags i and u', 'their case folding is not that of Python');
  }
  const pattern = source === '(?:)' ? '' : new Translator(source, flags).translate();
  // In JavaScript, ASCII letters match only ASCII letters.
  let value: number = ignoresCase ? FLAGS.I | FLAGS.A : FLAGS.U;
  if (flags.includes('m')) value |= FLAGS.M;
  if (flags.includes('s')) value |= FLAGS.S;
  return { pattern, flags: value };
}

/** An open group: how it may be repeated, and which captures are in it. */
interface OpenGroup {
  readonly kind: 'plain' | 'capture' | 'lookahead' | 'lookbehind';
  readonly captures: number;
}

class Translator {
  private readonly source: string;
  private readonly flags: string;
  private readonly isUnicode: boolean;
  private readonly names: readonly string[];
  private readonly total: number;
  private readonly widths = new Widths();
  private readonly open: OpenGroup[] = [];
  /** Groups by number: those that are complete, those that a repetition may set again, and those referred to. */
  private readonly complete = new Set<number>();
  private readonly repeated = new Set<number>();
  private readonly referred = new Set<number>();
  private captures = 0;
  /** The number of groups before the last item, which a quantifier repeats. */
  private lastCaptures = 0;
  private at = 0;

  constructor(source: string, flags: string) {
    this.source = source;
    this.flags = flags;
    this.isUnicode = flags.includes('u');
    const opened = [...source.matchAll(/\\.|\[(?:\\.|[^\]])*\]|\((?!\?)|\(\?<(?![=!])([^>]*)>/gsu)];
    const groups = opened.filter(([token]) => token.startsWith('('));
    this.total = groups.length;
    this.names = groups.map(([, name = '']) => name);
  }

  translate(): string {
    this.checkNames();
    let out = '';
    while (this.at < this.source.length) out += this.step();
    for (const group of this.referred) {
      if (this.repeated.has(group))
        throw refused('a reference to a repeated group', 'Python does not forget the last one');
    }
    return out;
  }

  private step(): string {
    const char = this.source.charAt(this.at);
    switch (char) {
      case '\\':
        return this.escape();
      case '[':
        return this.set();
      case '(':
        return this.openGroup();
      case ')':
        return this.closeGroup();
      case '|':
        this.widths.alternative();
        return this.take(1, '|');
      case '.':
        return this.atom(1, this.flags.includes('s') ? '.' : NOT_LINE_END);
      case '^':
        return this.assertion(1, this.flags.includes('m') ? LINE_START : '^');
      case '$':
        return this.assertion(1, this.flags.includes('m') ? LINE_END : '\\Z');
      case '*':
      case '+':
      case '?':
      case '{':
        return this.quantifier();
      default:
        return this.character(this.source.codePointAt(this.at) ?? 0);
    }
  }

  private take(length: number, text: string): string {
    this.at += length;
    return text;
  }

  /** Matches one character. */
  private atom(length: number, text: string): string {
    this.widths.add(1);
    this.lastCaptures = this.captures;
    return this.take(length, text);
  }

  private assertion(length: number, text: string): string {
    this.widths.add(0);
    this.lastCaptures = this.captures;
    return this.take(length, text);
  }

  private character(code: number): string {
    this.checkCode(code);
    const length = code > 0xffff ? 2 : 1;
    if (length === 2 && !this.isUnicode && /^[*+?{]/.test(this.source.slice(this.at + 2))) {
      throw refused('a repeated character beyond U+FFFF', 'without the flag u that repeats half of it');
    }
    return this.atom(length, literal(code));
  }

  private checkCode(code: number): void {
    if (code > 0x7f && this.flags.includes('i')) {
      throw refused('the flag i and letters outside of ASCII', 'Python folds them otherwise');
    }
    if ((code & 0xf800) === 0xd800 && code < 0x1_0000 && !this.isUnicode) {
      throw refused('half of a character', 'Python has whole ones only');
    }
  }

  /** `*`, `{2,3}?`, or a brace that is not a quantifier. */
  private quantifier(): string {
    const [text, from, comma, to] = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/.exec(this.source.slice(this.at)) ?? [];
    if (text === undefined) return this.character(0x7b);
    const sign = text.charAt(0);
    const least = from === undefined ? (sign === '+' ? 1 : 0) : Number(from);
    const most =
      from === undefined ? (sign === '?' ? 1 : Infinity) : comma === '' ? least : to === '' ? Infinity : Number(to);
    if ((Number.isFinite(most) && most > MOST_REPETITIONS) || least > MOST_REPETITIONS) {
      throw refused(`${text}`, 'Python does not count so far');
    }
    this.widths.repeat(least, most);
    if (most > 1) for (let group = this.lastCaptures + 1; group <= this.captures; group++) this.repeated.add(group);
    return this.take(text.length, text);
  }

  private openGroup(): string {
    const [token = '', sign, name] = /^\((?:\?(?:(:|=|!|<=|<!)|<([^>]*)>))?/.exec(this.source.slice(this.at)) ?? [];
    if (token === '(' && this.source.charAt(this.at + 1) === '?')
      throw refused('flags of a group', 'their meaning differs');
    const kind =
      sign === '=' || sign === '!'
        ? 'lookahead'
        : sign === '<=' || sign === '<!'
          ? 'lookbehind'
          : sign === ':'
            ? 'plain'
            : 'capture';
    this.open.push({ kind, captures: this.captures });
    if (kind === 'capture') this.captures++;
    this.widths.open();
    return this.take(token.length, name === undefined ? token : `(?P<${name}>`);
  }

  private closeGroup(): string {
    const group = this.open.pop();
    const width = this.widths.close();
    if (group === undefined) throw refused('a group', 'it is not open');
    const isLook = group.kind === 'lookahead' || group.kind === 'lookbehind';
    if (group.kind === 'lookbehind' && width === undefined) {
      throw refused('a lookbehind that matches texts of different lengths', 'Python needs one length');
    }
    if (isLook && /^[*+?{]/.test(this.source.slice(this.at + 1)))
      throw refused('a repeated lookahead', 'Python has none');
    if (group.kind === 'capture') this.complete.add(group.captures + 1);
    this.widths.add(isLook ? 0 : width);
    this.lastCaptures = group.captures;
    return this.take(1, ')');
  }

  private escape(): string {
    const rest = this.source.slice(this.at + 1);
    const char = rest.charAt(0);
    const set = classSet(char);
    if (set !== undefined) return this.atom(2, set);
    if (char === 'b') return this.assertion(2, '(?a:\\b)');
    // On an empty text, `\B` fails in Python before 3.14.
    if (char === 'B') return this.assertion(2, '(?a:(?!\\b))');
    const [digits] = /^[1-9]\d*/.exec(rest) ?? [];
    if (digits !== undefined) return this.reference(digits.length + 1, Number(digits));
    const isNamed = this.isUnicode || this.names.some((name) => name !== '');
    const [named, name = ''] = isNamed ? (/^k<([^>]*)>/.exec(rest) ?? []) : [];
    if (named !== undefined) return this.reference(named.length + 1, this.names.indexOf(name) + 1, name);
    const [code, length] = this.escaped();
    this.checkCode(code);
    return this.atom(length, literal(code));
  }

  /** What a group matched, or nothing if it took no part. Python's own reference fails in that case. */
  private reference(length: number, group: number, name?: string): string {
    const what = 'a reference to a group';
    if (group < 1 || group > this.total) throw refused(`\\${group}`, 'there is no such group');
    if (group > MOST_GROUPS) throw refused(what, `above ${MOST_GROUPS}`);
    if (!this.complete.has(group)) throw refused(what, 'that is not complete there');
    if (this.flags.includes('i')) throw refused(`${what} and the flag i`, 'Python compares otherwise');
    if (this.open.some(({ kind }) => kind === 'lookbehind')) throw refused(what, 'in a lookbehind');
    this.referred.add(group);
    this.lastCaptures = this.captures;
    this.widths.add(undefined);
    return this.take(length, name === undefined ? `(?(${group})\\${group})` : `(?(${name})(?P=${name}))`);
  }

  /** The character that an escape stands for, and the length of the escape. */
  private escaped(): [code: number, length: number] {
    const rest = this.source.slice(this.at + 1);
    const char = rest.charAt(0);
    const control = CONTROLS.get(char);
    if (control !== undefined) return [control, 2];
    const [, low = ''] = /^c([A-Za-z])/.exec(rest) ?? [];
    if (low !== '') return [low.charCodeAt(0) & 31, 3];
    if (/^c|^[0-9]/.test(rest) && !/^0(?!\d)/.test(rest))
      throw refused(`\\${char}`, 'its meaning depends on what follows');
    if (char === '0') return [0, 2];
    if (/^[pP]/.test(char) && this.isUnicode) throw refused(`\\${char}`, "Python's re has no Unicode properties");
    const [, byte = ''] = /^x([\da-f]{2})/i.exec(rest) ?? [];
    if (byte !== '') return [Number.parseInt(byte, 16), 4];
    const [pair, high, second] = /^u(d[89ab][\da-f]{2})\\u(d[c-f][\da-f]{2})/i.exec(rest) ?? [];
    if (pair !== undefined) {
      const text = String.fromCharCode(Number.parseInt(high ?? '', 16), Number.parseInt(second ?? '', 16));
      return [text.codePointAt(0) ?? 0, pair.length + 1];
    }
    const [unit, hex = '', braced = ''] = /^u(?:([\da-f]{4})|\{([\da-f]+)\})/i.exec(rest) ?? [];
    if (unit !== undefined && (hex !== '' || this.isUnicode))
      return [Number.parseInt(hex + braced, 16), unit.length + 1];
    if (unit !== undefined) throw refused('\\u{...}', 'without the flag u it repeats the letter u');
    const code = rest.codePointAt(0) ?? 0;
    return [code, code > 0xffff ? 3 : 2];
  }

  /** `[a-z\d]`. `[]` matches nothing in JavaScript, `[^]` anything. */
  private set(): string {
    const { source } = this;
    const isNegated = source.charAt(this.at + 1) === '^';
    this.at += isNegated ? 2 : 1;
    let members = '';
    while (source.charAt(this.at) !== ']') {
      if (this.at >= source.length) throw refused('a set', 'it has no end');
      members += this.range();
    }
    if (members === '') return this.atom(1, isNegated ? '[\\s\\S]' : '[^\\s\\S]');
    return this.atom(1, `[${isNegated ? '^' : ''}${members}]`);
  }

  /** One character of a set, a range, or a class. */
  private range(): string {
    const first = this.setMember();
    if (typeof first === 'string') return first;
    const isRange = this.source.charAt(this.at) === '-' && this.source.charAt(this.at + 1) !== ']';
    if (!isRange) return member(first);
    this.at++;
    const second = this.setMember();
    return typeof second === 'string' ? `${member(first)}\\-${second}` : `${member(first)}-${member(second)}`;
  }

  /** A character as its number, or a class as its members. */
  private setMember(): number | string {
    const { source } = this;
    let [code, length] = [source.codePointAt(this.at) ?? 0, 1];
    if (code === 0x5c) {
      const letter = source.charAt(this.at + 1);
      const members = classMembers(letter);
      if (members !== undefined) {
        this.at += 2;
        return members;
      }
      [code, length] = letter === 'b' ? [8, 2] : this.escaped();
    } else if (code > 0xffff) {
      length = 2;
    }
    this.checkCode(code);
    if (code > 0xffff && !this.isUnicode)
      throw refused('a character beyond U+FFFF in a set', 'without the flag u it is two');
    this.at += length;
    return code;
  }

  private checkNames(): void {
    const names = this.names.filter((name) => name !== '');
    if (new Set(names).size < names.length) throw refused('two groups of one name', 'Python has none');
    const odd = names.find((name) => !/^[A-Za-z_]\w*$/.test(name));
    if (odd !== undefined) throw refused(`a group named ${odd}`, 'it is not a name in Python');
  }
}

function refused(what: string, why: string): PickleError {
  return new PickleError('cannot-pickle', `cannot pickle a RegExp with ${what}: ${why}`);
}
