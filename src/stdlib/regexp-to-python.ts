/**
 * A JavaScript regular expression as a Python one that matches the same, as far as Python's `re` can say it.
 *
 * @module
 */
import { PickleError } from '../errors.ts';
import { FLAGS } from './regexp-from-python.ts';

/** JavaScript's flags that Python has; `u` is what Python does for str anyway. */
const FLAG_VALUES: ReadonlyMap<string, number> = /* @__PURE__ */ new Map([
  ['i', FLAGS.I],
  ['m', FLAGS.M],
  ['s', FLAGS.S],
  ['u', 0],
]);

const REASONS: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['g', 'a Python pattern has no position; call findall or finditer there'],
  ['y', 'a Python pattern has no position; call match there'],
  ['d', 'a Python match always has its positions'],
  ['v', 'Python has no set notation'],
]);

const SETS: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['d', '0-9'],
  ['w', 'A-Za-z0-9_'],
]);

/** What there is to know of a RegExp. */
export interface RegExpText {
  readonly source: string;
  readonly flags: string;
}

/** The pattern and the flags of `re._compile`. @throws PickleError `cannot-pickle` for what Python has not. */
export function pythonFromRegExp({ source, flags }: RegExpText): { pattern: string; flags: number } {
  let value: number = FLAGS.U;
  for (const flag of flags) {
    const known = FLAG_VALUES.get(flag);
    if (known === undefined) throw refused(`the flag '${flag}'`, REASONS.get(flag) ?? 'Python does not have it');
    value |= known;
  }
  return { pattern: source === '(?:)' ? '' : translated(source, flags), flags: value };
}

function translated(source: string, flags: string): string {
  const tokens =
    /\\u\{[0-9a-fA-F]+\}|\\k<[^>]*>|\\[pP]\{[^}]*\}|\\c[A-Za-z]|\\u[0-9a-fA-F]{4}|\\.|\(\?<(?![=!])|\(\?|\[\^?\]?|./gsu;
  let inSet = false;
  let out = '';
  for (const [token] of source.matchAll(tokens)) {
    if (token.startsWith('\\')) out += escaped(token, inSet);
    else if (inSet) {
      inSet = token !== ']';
      out += token.startsWith('[') ? token.replaceAll('[', '\\[') : token;
      if (token.endsWith(']')) inSet = false;
    } else if (token.startsWith('[')) {
      out += opened(token);
      inSet = !token.endsWith(']');
    } else out += outside(token, flags);
  }
  return out;
}

/** `[]` matches nothing in JavaScript, `[^]` anything. */
function opened(token: string): string {
  if (token === '[]') return '(?!)';
  return token === '[^]' ? '[\\s\\S]' : token;
}

function outside(token: string, flags: string): string {
  if (token === '(?<') return '(?P<';
  if (token === '$' && !flags.includes('m')) return '\\Z';
  return token;
}

function escaped(token: string, inSet: boolean): string {
  const char = token[1] ?? '';
  const set = SETS.get(char);
  if (set !== undefined) return inSet ? set : `[${set}]`;
  const negated = SETS.get(char.toLowerCase());
  if (negated !== undefined) {
    if (inSet) throw refused(`${token} in a set`, 'in Python it means Unicode');
    return `[^${negated}]`;
  }
  if (char === 'p' || char === 'P') throw refused(token, "Python's re has no Unicode properties");
  if (char === 'k' && token.length > 2) return `(?P=${token.slice(3, -1)})`;
  if (char === 'c' && token.length > 2) return hex((token.codePointAt(2) ?? 0) & 31);
  if (token.startsWith('\\u{')) return hex(Number.parseInt(token.slice(3, -1), 16));
  if (!inSet && (char === 'b' || char === 'B')) return `(?a:${token})`;
  if (char === '0') return '\\x00';
  return char === '/' ? '/' : token;
}

function hex(code: number): string {
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
}

function refused(what: string, why: string): PickleError {
  return new PickleError('cannot-pickle', `cannot pickle a RegExp with ${what}: ${why}`);
}
