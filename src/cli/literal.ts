/**
 * JSON, and literals of JavaScript and Python, as nodes of a graph. Nothing is evaluated, and nothing recurses.
 *
 * @module
 */
import type { Node, StrNode } from '../tools/graph.ts';
import { CommandError } from './command.ts';

/** A value that is not complete yet. */
type Frame =
  | { readonly kind: 'list' | 'tuple'; readonly items: Node[]; hasComma: boolean }
  | { readonly kind: 'object'; readonly entries: Map<string, [Node, Node]>; key: StrNode }
  | { readonly kind: 'call'; readonly name: 'Map' | 'Set' | 'Uint8Array'; readonly items: Node[] };

const BLANK = /(?:[\s\ufeff]|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
const CONSTRUCTOR = /new\s+(Map|Set|Uint8Array)\s*\(/y;
const BYTES = /b(?=['"])/y;
const NUMBER =
  /[+-]?(?:0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?|Infinity(?!\w)|NaN(?!\w))(n(?!\w))?/y;
const WORD = /[\p{ID_Start}_$][\p{ID_Continue}$]*/uy;
const NUMERIC_KEY = /\d+(?:\.\d+)?/y;

/** Digits that an int may have, as in Python. */
const MOST_DIGITS = 4300;

/** Reads one value after another. Names of keys are shared, as by Python's `json`. */
export class LiteralReader {
  private readonly text: string;
  private readonly what: string;
  private readonly onProgress: ((at: number) => void) | undefined;
  private at = 0;
  private steps = 0;
  private readonly names = new Map<string, StrNode>();

  /**
   * @param what - How errors name the text.
   * @param onProgress - Is told every so often at which character it is.
   */
  constructor(text: string, what: string, onProgress?: (at: number) => void) {
    this.onProgress = onProgress;
    this.text = text;
    this.what = what;
  }

  /** Whether nothing is left but blanks and comments. */
  atEnd(): boolean {
    this.match(BLANK);
    return this.at >= this.text.length;
  }

  /** The text up to here, for a reader of something that goes on with other rules. */
  get position(): number {
    return this.at;
  }

  /** The next value. */
  value(): Node {
    const open: Frame[] = [];
    for (;;) {
      if ((++this.steps & 0xffff) === 0) this.onProgress?.(this.at);
      let node = this.begin(open);
      while (node !== undefined) {
        const frame = open.at(-1);
        if (frame === undefined) return node;
        node = this.add(frame, node, open);
      }
    }
  }

  /** The only value of the text. */
  only(): Node {
    const node = this.value();
    if (!this.atEnd()) throw this.refuse('more than one value');
    return node;
  }

  /** A value without parts, or one that is empty; else a frame is opened. */
  private begin(open: Frame[]): Node | undefined {
    this.match(BLANK);
    if (this.take('[')) return this.opened(open, { kind: 'list', items: [], hasComma: false });
    if (this.take('(')) return this.opened(open, { kind: 'tuple', items: [], hasComma: false });
    if (this.take('{')) return this.openObject(open);
    const name = this.match(CONSTRUCTOR)?.[1];
    if (name === 'Map' || name === 'Set' || name === 'Uint8Array') {
      return this.opened(open, { kind: 'call', name, items: [] });
    }
    if (this.match(BYTES) !== undefined) return this.bytes();
    const quote = this.text[this.at];
    if (quote === '"' || quote === "'" || quote === '`') return { type: 'str', value: this.string() };
    return this.number() ?? this.word();
  }

  private opened(open: Frame[], frame: Exclude<Frame, { kind: 'object' }>): Node | undefined {
    this.match(BLANK);
    open.push(frame);
    return this.take(closerOf(frame)) ? this.closed(open) : undefined;
  }

  private openObject(open: Frame[]): Node | undefined {
    this.match(BLANK);
    if (this.take('}')) return { type: 'dict', entries: [] };
    open.push({ kind: 'object', entries: new Map(), key: this.key() });
    return undefined;
  }

  /** Puts a value into what is open; gives that, if it is complete. */
  private add(frame: Frame, node: Node, open: Frame[]): Node | undefined {
    if (frame.kind === 'object') {
      const entry = frame.entries.get(frame.key.value);
      if (entry === undefined) frame.entries.set(frame.key.value, [frame.key, node]);
      else entry[1] = node;
    } else frame.items.push(node);
    this.match(BLANK);
    if (this.take(',')) {
      if (frame.kind !== 'object' && frame.kind !== 'call') frame.hasComma = true;
      this.match(BLANK);
      if (this.take(closerOf(frame))) return this.closed(open);
      if (frame.kind === 'object') frame.key = this.key();
      return undefined;
    }
    if (this.take(closerOf(frame))) return this.closed(open);
    throw this.refuse(`expected a comma or ${closerOf(frame)}`);
  }

  private closed(open: Frame[]): Node | undefined {
    const frame = open.pop();
    switch (frame?.kind) {
      case 'list':
        return { type: 'list', items: frame.items };
      case 'tuple': {
        const [only] = frame.items;
        if (only !== undefined && frame.items.length === 1 && !frame.hasComma) return only;
        return { type: 'tuple', items: frame.items };
      }
      case 'object':
        return { type: 'dict', entries: [...frame.entries.values()] };
      case 'call':
        return this.constructed(frame.name, frame.items);
      default:
        return undefined;
    }
  }

  private constructed(name: 'Map' | 'Set' | 'Uint8Array', args: readonly Node[]): Node {
    const [list, ...more] = args;
    const items = list === undefined ? [] : list.type === 'list' ? list.items : undefined;
    if (items === undefined || more.length > 0) throw this.refuse(`new ${name}(...) takes one list`);
    if (name === 'Set') return { type: 'set', items };
    if (name === 'Uint8Array') return { type: 'bytes', value: Uint8Array.from(items, (item) => this.byte(item)) };
    return {
      type: 'dict',
      entries: items.map((item): [Node, Node] => {
        const [key, value, ...rest] = item.type === 'list' || item.type === 'tuple' ? item.items : [];
        if (key === undefined || value === undefined || rest.length > 0) {
          throw this.refuse('new Map(...) takes a list of [key, value]');
        }
        return [key, value];
      }),
    };
  }

  private byte(node: Node): number {
    if (node.type === 'int' && node.value >= 0 && node.value <= 255) return Number(node.value);
    throw this.refuse('new Uint8Array(...) takes a list of ints from 0 to 255');
  }

  /** A key and its colon. */
  private key(): StrNode {
    const quote = this.text[this.at];
    const name =
      quote === '"' || quote === "'" ? this.string() : (this.match(WORD)?.[0] ?? this.match(NUMERIC_KEY)?.[0]);
    if (name === undefined)
      throw this.refuse('expected a key: a word or a quoted text; new Map([[key, value]]) takes any');
    this.match(BLANK);
    if (!this.take(':')) throw this.refuse('expected a colon');
    let node = this.names.get(name);
    if (node === undefined) this.names.set(name, (node = { type: 'str', value: name }));
    return node;
  }

  private number(): Node | undefined {
    const [whole = '', suffix] = this.match(NUMBER) ?? [];
    if (whole === '') return undefined;
    if (/[\w$]/.test(this.text[this.at] ?? '')) throw this.refuse('a number that goes on with letters');
    const text = whole.replaceAll('_', '').replace('n', suffix === undefined ? 'n' : '');
    const isNegative = text.startsWith('-');
    const digits = text.replace(/^[+-]/, '');
    if (/^\d+$/.test(digits) || /^0[xob]/i.test(digits)) {
      if (digits.length > MOST_DIGITS) throw this.refuse(`an int of more than ${MOST_DIGITS} digits`);
      const value = this.integer(digits);
      return { type: 'int', value: compact(isNegative ? -value : value) };
    }
    if (suffix !== undefined) throw this.refuse('an n after what is no int');
    return { type: 'float', value: Number(text) };
  }

  private integer(digits: string): bigint {
    try {
      return BigInt(digits);
    } catch {
      throw this.refuse('a number without digits');
    }
  }

  private word(): Node {
    const word = this.match(WORD)?.[0];
    switch (word) {
      case 'null':
      case 'undefined':
      case 'None':
        return { type: 'none' };
      case 'true':
      case 'True':
        return { type: 'bool', value: true };
      case 'false':
      case 'False':
        return { type: 'bool', value: false };
      case undefined:
        throw this.refuse(this.at >= this.text.length ? 'a value is missing' : 'no value');
      default:
        throw this.refuse('a word that is no value: text needs quotes');
    }
  }

  private bytes(): Node {
    const text = this.string();
    for (const char of text) if (char > '\xff') throw this.refuse('bytes hold characters up to \\xff');
    return { type: 'bytes', value: Uint8Array.from(text, (char) => char.charCodeAt(0)) };
  }

  /** A quoted text. */
  private string(): string {
    const quote = this.text[this.at++] ?? '';
    const parts: string[] = [];
    for (let from = this.at; ; this.at++) {
      const char = this.text[this.at];
      if (char === undefined || (char === '\n' && quote !== '`')) throw this.refuse(`a text without its end ${quote}`);
      if (char !== quote && char !== '\\') continue;
      parts.push(this.text.slice(from, this.at++));
      if (char === quote) return parts.join('');
      parts.push(this.escape());
      from = this.at--;
    }
  }

  private escape(): string {
    const char = this.text[this.at++];
    switch (char) {
      case 'x':
        return String.fromCharCode(this.hex(/[\da-fA-F]{2}/y));
      case 'u': {
        if (this.text[this.at] !== '{') return String.fromCharCode(this.hex(/[\da-fA-F]{4}/y));
        const code = this.hex(/\{([\da-fA-F]{1,8})\}/y);
        if (code > 0x10ffff) throw this.refuse('a character beyond \\u{10ffff}');
        return String.fromCodePoint(code);
      }
      case '\r':
        this.take('\n');
        return '';
      case '\n':
        return '';
      case undefined:
        throw this.refuse('a text without its end');
      default:
        return ESCAPES.get(char) ?? char;
    }
  }

  private hex(digits: RegExp): number {
    const found = this.match(digits);
    if (found === undefined) throw this.refuse('an escape without its digits');
    return Number.parseInt(found[1] ?? found[0], 16);
  }

  private match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text) ?? undefined;
    if (found !== undefined) this.at = pattern.lastIndex;
    return found;
  }

  private take(text: string): boolean {
    if (!this.text.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  private refuse(message: string): CommandError {
    const before = this.text.slice(0, this.at).split('\n');
    return new CommandError(
      `${this.what}: ${message} (line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1})`,
    );
  }
}

function closerOf(frame: Frame): string {
  if (frame.kind === 'object') return '}';
  return frame.kind === 'list' ? ']' : ')';
}

function compact(value: bigint): number | bigint {
  const near = Number(value);
  return Number.isSafeInteger(near) ? near : value;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['b', '\b'],
  ['f', '\f'],
  ['v', '\v'],
  ['0', '\0'],
]);
