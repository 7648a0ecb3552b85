/**
 * JSON, and literals of JavaScript and Python, as nodes of a graph. Nothing is evaluated, and nothing recurses.
 *
 * @module
 */
import { PickleError } from '../errors.ts';
import type { Node, StrNode } from '../graph/graph.ts';
import { HashCheck } from '../graph/hashable.ts';
import { CALL_NAMES, CALLS, type CallName, called, KEYWORD, UTC, utc } from './literal-call.ts';

/** A value that is not complete yet. */
type Frame =
  | { readonly kind: 'list' | 'tuple'; readonly items: Node[]; hasComma: boolean }
  | BracesFrame
  | { readonly kind: 'new'; readonly name: 'Map' | 'Set' | 'Uint8Array'; readonly items: Node[] }
  | {
      readonly kind: 'call';
      readonly name: CallName;
      readonly items: Node[];
      readonly names: Map<Node, string>;
      keyword?: string | undefined;
    };

/** A dict or a set: what it is, the first key or member tells. */
interface BracesFrame {
  readonly kind: 'braces';
  form: 'dict' | 'set' | undefined;
  /** Entries by the text of their keys, where they are texts. */
  readonly texts: Map<string, [Node, Node]>;
  readonly entries: [Node, Node][];
  readonly items: Node[];
  key: Node | undefined;
}

const BLANK = /(?:[\s\ufeff]|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
const CONSTRUCTOR = /new\s+(Map|Set|Uint8Array)\s*\(/y;
const BYTES = /b(?=['"])/y;
const NUMBER =
  /[+-]?(?:0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?|Infinity(?!\w)|NaN(?!\w))(n(?!\w))?/y;
const WORD = /[\p{ID_Start}_$][\p{ID_Continue}$]*/uy;
/** The key of an object of JavaScript; Python's constants are themselves. */
const NAME_KEY = /(?!(?:None|True|False)\b)([\p{ID_Start}_$][\p{ID_Continue}$]*)\s*:/uy;

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
  private readonly hashes = new HashCheck();
  /** Of each there is one in Python, too. */
  private readonly zones = new Map<string, Node>();

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
    this.nameOf(open.at(-1));
    if (this.take('[')) return this.opened(open, { kind: 'list', items: [], hasComma: false });
    if (this.take('(')) return this.opened(open, { kind: 'tuple', items: [], hasComma: false });
    if (this.take('{')) return this.openBraces(open);
    const name = this.match(CONSTRUCTOR)?.[1];
    if (name === 'Map' || name === 'Set' || name === 'Uint8Array') {
      return this.opened(open, { kind: 'new', name, items: [] });
    }
    if (this.match(UTC) !== undefined) return this.zone('utc', utc);
    const callee = this.match(CALLS)
      ?.slice(1)
      .find((found) => found !== undefined);
    const called = CALL_NAMES.find((one) => one === callee);
    if (called !== undefined) return this.opened(open, { kind: 'call', name: called, items: [], names: new Map() });
    if (this.match(BYTES) !== undefined) return this.bytes();
    const quote = this.text[this.at];
    if (quote === '"' || quote === "'" || quote === '`') return { type: 'str', value: this.string() };
    return this.number() ?? this.word();
  }

  private opened(open: Frame[], frame: Frame): Node | undefined {
    this.match(BLANK);
    open.push(frame);
    return this.take(closerOf(frame)) ? this.closed(open) : undefined;
  }

  private openBraces(open: Frame[]): Node | undefined {
    return this.opened(open, {
      kind: 'braces',
      form: undefined,
      texts: new Map(),
      entries: [],
      items: [],
      key: undefined,
    });
  }

  /** Reads a name that stands before a value: a key without quotes, the name of an argument. */
  private nameOf(frame: Frame | undefined): void {
    if (frame?.kind === 'call') frame.keyword = this.match(KEYWORD)?.[1];
    else if (frame?.kind === 'braces' && frame.key === undefined && frame.form !== 'set') {
      const name = this.match(NAME_KEY)?.[1];
      if (name === undefined) return;
      frame.key = this.shared(name);
      frame.form = 'dict';
    } else return;
    this.match(BLANK);
  }

  /** One node for each text that is a key. */
  private shared(text: string): StrNode {
    let node = this.names.get(text);
    if (node === undefined) this.names.set(text, (node = { type: 'str', value: text }));
    return node;
  }

  /** Puts a key, a value or a member where it belongs. A key: what follows is its value. */
  private inBraces(frame: BracesFrame, node: Node): boolean {
    const { key } = frame;
    if (key !== undefined) {
      frame.key = undefined;
      const entry = key.type === 'str' ? frame.texts.get(key.value) : undefined;
      if (entry !== undefined) entry[1] = node;
      else {
        const added: [Node, Node] = [key, node];
        frame.entries.push(added);
        if (key.type === 'str') frame.texts.set(key.value, added);
      }
      return false;
    }
    this.match(BLANK);
    if (frame.form !== 'set' && this.take(':')) {
      frame.form = 'dict';
      this.hashable(() => this.hashes.keys([[node, node]]));
      frame.key = node.type === 'str' ? this.shared(node.value) : node;
      return true;
    }
    if (frame.form === 'dict') throw this.refuse('expected a colon');
    frame.form = 'set';
    this.hashable(() => this.hashes.members([node]));
    frame.items.push(node);
    return false;
  }

  private hashable(check: () => void): void {
    try {
      check();
    } catch (error) {
      if (!(error instanceof PickleError)) throw error;
      throw this.refuse(error.message);
    }
  }

  /** Puts a value into what is open; gives that, if it is complete. */
  private add(frame: Frame, node: Node, open: Frame[]): Node | undefined {
    if (frame.kind === 'braces') {
      if (this.inBraces(frame, node)) return undefined;
    } else frame.items.push(node);
    if (frame.kind === 'call' && frame.keyword !== undefined) frame.names.set(node, frame.keyword);
    this.match(BLANK);
    if (this.take(',')) {
      if (frame.kind === 'tuple') frame.hasComma = true;
      this.match(BLANK);
      if (this.take(closerOf(frame))) return this.closed(open);
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
      case 'braces':
        return frame.form === 'set' ? { type: 'set', items: frame.items } : { type: 'dict', entries: frame.entries };
      case 'new':
        return this.constructed(frame.name, frame.items);
      case 'call': {
        const made = called(frame.name, frame);
        if (typeof made === 'string') throw this.refuse(made);
        const [key] = frame.items;
        if (frame.name === 'ZoneInfo' && key?.type === 'str') return this.zone(`ZoneInfo ${key.value}`, () => made);
        if ('items' in made) this.hashable(() => this.hashes.members(made.items));
        return made;
      }
      default:
        return undefined;
    }
  }

  private zone(name: string, make: () => Node): Node {
    const zone = this.zones.get(name) ?? make();
    this.zones.set(name, zone);
    return zone;
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
    if (suffix !== undefined) throw this.refuse('an n after a number that is not an int');
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

  private refuse(message: string): PickleError {
    const before = this.text.slice(0, this.at).split('\n');
    return new PickleError(
      'bad-literal',
      `${this.what}: ${message} (line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1})`,
    );
  }
}

function closerOf(frame: Frame): string {
  if (frame.kind === 'braces') return '}';
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
