import { unitsToBytes } from '../bytes/text.ts';
import { PickleError } from '../errors.ts';
import { LiteralText } from '../literal/literal-text.ts';
import { readNumber } from '../literal/number-literal.ts';
import { type QuotedSink, readQuoted } from '../literal/quoted-literal.ts';

/** A Python literal, as `dis` shows arguments. A str is in parts if two surrogates meet that are not one character. */
export type LiteralArgument =
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'int'; readonly value: number | bigint }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'str'; readonly parts: readonly string[] }
  | { readonly type: 'bytes' | 'bytearray'; readonly value: Uint8Array };

/** A literal, and where it ends in its line. */
interface Found {
  readonly literal: LiteralArgument;
  readonly end: number;
}

const NOT_FINITE = /([+-]?)(?:(inf)|nan)(?![\w.])/y;
const WORD = /(?:True|False)(?!\w)/y;

/** Reads the literal that begins at `at` of a line. Throws `bad-assembly`. */
export function parseLiteralArgument(line: string, at: number): Found {
  const source = new LiteralText(line, refuse);
  source.at = at;
  return { literal: readLiteral(source), end: source.at };
}

function readLiteral(source: LiteralText): LiteralArgument {
  const word = source.match(WORD)?.[0];
  if (word !== undefined) return { type: 'bool', value: word === 'True' };
  const symbol = source.match(NOT_FINITE);
  if (symbol !== undefined) return { type: 'float', value: notFinite(symbol) };
  const number = readNumber(source, 'python');
  if (number?.type === 'complex') throw refuse('a complex number');
  if (number !== undefined) return number;
  const isArray = source.take('bytearray(');
  const sink = new PartSink();
  const type = readQuoted(source, 'strict', sink);
  if (type === undefined && !isArray) throw refuse('an argument that is no Python literal');
  if (type !== 'bytes' && isArray) throw refuse('a bytearray that is not made of bytes');
  if (type !== 'bytes') return { type: 'str', parts: sink.finish() };
  if (isArray && !source.take(')')) throw refuse('a bytearray that does not end');
  return { type: isArray ? 'bytearray' : 'bytes', value: unitsToBytes(sink.finish().join('')) };
}

function notFinite([, sign, infinity]: RegExpExecArray): number {
  if (infinity === undefined) return Number.NaN;
  return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** Collects a str, split where a separately written high surrogate meets a separately written low one. */
class PartSink implements QuotedSink {
  private readonly parts: string[] = [];
  private pieces: string[] = [];
  private last = '';

  text(piece: string): void {
    if (/[\ud800-\udbff]$/.test(this.last) && /^[\udc00-\udfff]/.test(piece)) {
      this.parts.push(this.pieces.join(''));
      this.pieces = [];
    }
    this.pieces.push(piece);
    this.last = piece.slice(-1);
  }

  codePoint(code: number): void {
    this.text(String.fromCodePoint(code));
  }

  finish(): string[] {
    return [...this.parts, this.pieces.join('')];
  }
}

function refuse(found: string): PickleError {
  return new PickleError('bad-assembly', `found ${found}`);
}
