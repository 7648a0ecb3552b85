import { PickleError } from '../errors.ts';
import { type LiteralGrammar, LiteralParser } from './literal-parser.ts';
import { LiteralText } from './literal-text.ts';
import { readNumber } from './number-literal.ts';
import { readQuoted, TextSink } from './quoted-literal.ts';

/** A value that `ast.literal_eval` of Python reads. Keys that are texts are there once; others may be there again. */
export type PythonLiteral =
  | { readonly type: 'none' }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'int'; readonly value: number | bigint }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'complex'; readonly re: number; readonly im: number }
  | { readonly type: 'str'; readonly value: string }
  | { readonly type: 'bytes'; readonly value: Uint8Array }
  | { readonly type: 'list' | 'tuple' | 'set'; readonly items: readonly PythonLiteral[] }
  | { readonly type: 'dict'; readonly entries: readonly (readonly [PythonLiteral, PythonLiteral])[] };

/**
 * Reads the one literal that a text is, as `ast.literal_eval` does: nothing is called or looked up. A literal of any depth
 * is read, in linear time.
 *
 * @param what - How errors name the text.
 * @throws {@link PickleError} `bad-literal` with line and column.
 */
export function parsePythonLiteral(text: string, what: string): PythonLiteral {
  return new LiteralParser(new LiteralText(text, what), GRAMMAR).only();
}

const BLANKS = /[ \t\f\r\n]+/y;
const COMMENT = /#[^\n]*/y;
const WORD = /(None|True|False)(?![\p{ID_Continue}])/uy;
const EMPTY_SET = /set[ \t]*\([ \t]*\)/y;

const GRAMMAR: LiteralGrammar<PythonLiteral> = {
  blank(source) {
    while (source.match(BLANKS) !== undefined || source.match(COMMENT) !== undefined);
  },
  begin(source) {
    const number = readNumber(source, 'python');
    if (number !== undefined) return number;
    const word = source.match(WORD)?.[1];
    if (word === 'None') return { type: 'none' };
    if (word !== undefined) return { type: 'bool', value: word === 'True' };
    if (source.match(EMPTY_SET) !== undefined) return { type: 'set', items: [] };
    return readTexts(source);
  },
  sequence: (type, items) => ({ type, items }),
  dict: (entries) => ({ type: 'dict', entries }),
  textOf: (key) => (key.type === 'str' ? key.value : undefined),
  hashed(node) {
    const found = unhashableIn(node);
    if (found !== undefined) throw new PickleError('unhashable', `unhashable type: '${found}'`);
    return node;
  },
};

/** One or more strs, or bytes, that stand side by side: Python joins them. */
function readTexts(source: LiteralText): PythonLiteral {
  const sink = new TextSink();
  const type = readQuoted(source, 'python', sink);
  if (type === undefined) throw source.refuse(source.isAtEnd() ? 'a value is missing' : 'no literal of Python');
  for (;;) {
    GRAMMAR.blank(source);
    const next = readQuoted(source, 'python', sink);
    if (next === undefined) break;
    if (next !== type) throw source.refuse('str and bytes side by side');
  }
  const value = sink.finish();
  return type === 'str' ? { type, value } : { type, value: bytesOf(value) };
}

/** Bytes of a text whose characters are bytes. */
export function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** The type in a key that Python cannot hash. */
function unhashableIn(key: PythonLiteral): string | undefined {
  const open = [key];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === 'list' || node.type === 'dict' || node.type === 'set') return node.type;
    if (node.type === 'tuple') for (const item of node.items) open.push(item);
  }
  return undefined;
}
