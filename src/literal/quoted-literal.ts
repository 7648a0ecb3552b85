import type { LiteralText } from './literal-text.ts';

/**
 * Whose escapes are read: Python's, or also JavaScript's. These have `\u{1f600}`, and drop the backslash of an escape that
 * is none, where Python keeps it and warns. `strict` refuses one.
 */
export type QuoteStyle = 'python' | 'strict' | 'both';

/** Receives the parts of a quoted text: what stands there as it is, and what escapes stand for. */
export interface QuotedSink {
  text(part: string): void;
  codePoint(code: number): void;
}

/** How a quoted text began. */
interface Opening {
  readonly isBytes: boolean;
  readonly isRaw: boolean;
  readonly style: QuoteStyle;
  readonly quote: string;
}

const OPENING = /([uU]|[bB][rR]?|[rR][bB]?)?("""|'''|"|')/y;
const TEMPLATE = /()(`)/y;
const ORDINARY = /[^\\'"`\r\n]+/y;
const OCTAL = /[0-7]{1,3}/y;
const BRACES = /\{([\da-fA-F]{1,8})\}/y;
const HEX: ReadonlyMap<string, RegExp> = /* @__PURE__ */ new Map([
  ['x', /[\da-fA-F]{2}/y],
  ['u', /[\da-fA-F]{4}/y],
  ['U', /[\da-fA-F]{8}/y],
]);
const LINE_END = /\r\n?|\n/y;
const MAX_CODE_POINT = 0x10_ffff;

const ESCAPES: ReadonlyMap<string, number> = /* @__PURE__ */ new Map([
  ['\\', 0x5c],
  ["'", 0x27],
  ['"', 0x22],
  ['a', 7],
  ['b', 8],
  ['t', 9],
  ['n', 10],
  ['v', 11],
  ['f', 12],
  ['r', 13],
]);

/** The str or bytes that begins here, put into `sink`: which of them it is; undefined if neither begins. */
export function readQuoted(source: LiteralText, style: QuoteStyle, sink: QuotedSink): 'str' | 'bytes' | undefined {
  const found = source.match(OPENING) ?? (style === 'both' ? source.match(TEMPLATE) : undefined);
  if (found === undefined) return undefined;
  const [, prefix = '', quote = ''] = found;
  const opening = { isBytes: /b/i.test(prefix), isRaw: /r/i.test(prefix), style, quote };
  readBody(source, opening, sink);
  return opening.isBytes ? 'bytes' : 'str';
}

function readBody(source: LiteralText, opening: Opening, sink: QuotedSink): void {
  const { quote } = opening;
  const mayBreak = quote.length === 3 || quote === '`';
  for (let from = source.at; ; ) {
    source.match(ORDINARY);
    const char = source.peek();
    const isBreak = char === '\n' || char === '\r';
    if (char === '' || (isBreak && !mayBreak)) throw source.refuse(`a text without its end ${quote}`);
    if (char === '\\') {
      passOn(source, from, opening, sink);
      if (opening.isRaw) readRawEscape(source, sink);
      else readEscape(source, opening, sink);
      from = source.at;
    } else if (source.text.startsWith(quote, source.at)) {
      passOn(source, from, opening, sink);
      source.at += quote.length;
      return;
    } else source.at++;
  }
}

/** Gives on what stands there as it is, from `from` to here. */
function passOn(source: LiteralText, from: number, { isBytes, style }: Opening, sink: QuotedSink): void {
  if (from === source.at) return;
  const text = source.text.slice(from, source.at);
  if (isBytes && style !== 'both' && /[^\0-\x7f]/.test(text)) throw source.refuse('bytes that are not in ASCII');
  if (isBytes && /[^\0-\xff]/.test(text)) throw source.refuse('bytes hold characters up to \\xff');
  sink.text(text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text);
}

/** In a raw text, a backslash stands for itself, and the quote behind it does not end the text. */
function readRawEscape(source: LiteralText, sink: QuotedSink): void {
  const next = source.text[source.at + 1] ?? '';
  const isKept = next === '\\' || next === "'" || next === '"';
  sink.text(isKept ? `\\${next}` : '\\');
  source.at += isKept ? 2 : 1;
}

function readEscape(source: LiteralText, { isBytes, style }: Opening, sink: QuotedSink): void {
  source.at++;
  if (source.match(LINE_END) !== undefined) return;
  const octal = source.match(OCTAL)?.[0];
  if (octal !== undefined) {
    const code = Number.parseInt(octal, 8);
    sink.codePoint(isBytes ? code & 0xff : code);
    return;
  }
  const letter = source.peek();
  const single = ESCAPES.get(letter);
  if (letter === '') throw source.refuse('a text without its end');
  if (!isBytes && source.text.startsWith('N{', source.at))
    throw source.refuse('a character by its name, which is not read');
  if (single === undefined && !(letter === 'x' || (!isBytes && (letter === 'u' || letter === 'U')))) {
    if (style === 'strict') throw source.refuse('an escape that Python does not have');
    const isKept = isBytes || style === 'python';
    sink.text(isKept ? '\\' : letter);
    if (!isKept) source.at++;
    return;
  }
  source.at++;
  sink.codePoint(single ?? readHex(source, letter, style));
}

function readHex(source: LiteralText, letter: string, style: QuoteStyle): number {
  const braces = letter === 'u' && style === 'both' ? source.match(BRACES)?.[1] : undefined;
  const hex = HEX.get(letter);
  const digits = braces ?? (hex === undefined ? undefined : source.match(hex)?.[0]);
  if (digits === undefined) throw source.refuse('an escape without its digits');
  const code = Number.parseInt(digits, 16);
  if (code > MAX_CODE_POINT) throw source.refuse('a character beyond \\u{10ffff}');
  return code;
}

/** Gathers a str. */
export class TextSink implements QuotedSink {
  private readonly parts: string[] = [];

  text(part: string): void {
    this.parts.push(part);
  }

  codePoint(code: number): void {
    this.parts.push(String.fromCodePoint(code));
  }

  finish(): string {
    return this.parts.join('');
  }
}
