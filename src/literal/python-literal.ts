import { lateRegExp } from '../bytes/late-regexp.ts';
import { unitsToBytes } from '../bytes/text.ts';
import { PickleError } from '../errors.ts';
import { type LiteralGrammar, LiteralParser } from './literal-parser.ts';
import { LiteralText } from './literal-text.ts';
import { type NumberStyle, readNumber } from './number-literal.ts';
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
 * @param style - Whether ints of Python 2 are read too: `12L`.
 * @throws {@link PickleError} `bad-literal` with line and column.
 */
export function parsePythonLiteral(text: string, what: string, style: 'python' | 'python2' = 'python'): PythonLiteral {
  return new LiteralParser(new LiteralText(text, what), style === 'python' ? PYTHON : PYTHON_2).only();
}

const BLANKS = /[ \t\f\r\n]+/y;
const COMMENT = /#[^\n]*/y;
const WORD = /* @__PURE__ */ lateRegExp('(None|True|False)(?![\\p{ID_Continue}])', 'uy');
const EMPTY_SET = /set[ \t]*\([ \t]*\)/y;

const PYTHON: LiteralGrammar<PythonLiteral> = {
  blank,
  begin: (source) => begin(source, 'python'),
  sequence: (type, items) => ({ type, items }),
  dict: (entries) => ({ type: 'dict', entries }),
  textOf: (key) => (key.type === 'str' ? key.value : undefined),
  hashed(node) {
    const found = unhashableIn(node);
    if (found !== undefined) throw new PickleError('unhashable', `unhashable type: '${found}'`);
    return node;
  },
};
const PYTHON_2: LiteralGrammar<PythonLiteral> = { ...PYTHON, begin: (source) => begin(source, 'python2') };

function blank(source: LiteralText): void {
  while (source.match(BLANKS) !== undefined || source.match(COMMENT) !== undefined);
}

function begin(source: LiteralText, style: NumberStyle): PythonLiteral {
  const number = readNumber(source, style);
  if (number !== undefined) return number;
  const word = source.match(WORD())?.[1];
  if (word === 'None') return { type: 'none' };
  if (word !== undefined) return { type: 'bool', value: word === 'True' };
  if (source.match(EMPTY_SET) !== undefined) return { type: 'set', items: [] };
  return readTexts(source);
}

/** One or more strs, or bytes, that stand side by side: Python joins them. */
function readTexts(source: LiteralText): PythonLiteral {
  const sink = new TextSink();
  const type = readQuoted(source, 'python', sink);
  if (type === undefined) throw source.refuse(source.isAtEnd() ? 'a value is missing' : 'no literal of Python');
  for (;;) {
    blank(source);
    const next = readQuoted(source, 'python', sink);
    if (next === undefined) break;
    if (next !== type) throw source.refuse('str and bytes side by side');
  }
  const value = sink.finish();
  return type === 'str' ? { type, value } : { type, value: unitsToBytes(value) };
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
