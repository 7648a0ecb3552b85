/**
 * JSON, and literals of JavaScript and Python, as nodes of a graph. Nothing is evaluated, and nothing recurses.
 *
 * @module
 */
import { lateRegExp } from '../bytes/late-regexp.ts';
import { unitsToBytes } from '../bytes/text.ts';
import type { Node, SequenceNode, StrNode } from '../graph/graph.ts';
import { HashCheck } from '../graph/hashable.ts';
import { type LiteralGrammar, LiteralParser, OpenCall } from '../literal/literal-parser.ts';
import { LiteralText } from '../literal/literal-text.ts';
import { readNumber } from '../literal/number-literal.ts';
import { readQuoted, TextSink } from '../literal/quoted-literal.ts';
import { CALL_NAMES, CALLS, type CallName, called, complexNode, KEYWORD, UTC, utc } from './literal-call.ts';

const BLANKS = /[\s\ufeff]+/y;
const COMMENT = /\/\/[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\//y;
const CONSTRUCTOR = /new\s+(Map|Set|Uint8Array)\s*\(/y;
const WORD = /* @__PURE__ */ lateRegExp('[\\p{ID_Start}_$][\\p{ID_Continue}$]*', 'uy');
/** The key of an object of JavaScript; Python's constants are themselves. */
const NAME_KEY = /* @__PURE__ */ lateRegExp(
  '(?!(?:None|True|False|inf|nan|Ellipsis|NotImplemented)\\b)([\\p{ID_Start}_$][\\p{ID_Continue}$]*)\\s*:',
  'uy',
);

/** What a call is given. */
export interface ObjectArguments {
  readonly items: readonly Node[];
  /** The names of the arguments that have one. */
  readonly names: ReadonlyMap<Node, string>;
  /** Refuses keys that Python cannot hash. */
  readonly hashes: HashCheck;
}

/** Objects of the standard library, which take long to load. */
export interface LiteralObjects {
  /** What makes an object of the arguments that follow; undefined if no known name stands here. */
  call(source: LiteralText): ((args: ObjectArguments) => Node | string) | undefined;
  /** A name of an argument and the sign behind it. */
  readonly keyword: RegExp;
  /** A class or a constant; undefined if none stands here. */
  name(source: LiteralText): Node | undefined;
}

/** Reads one value after another. Names of keys are shared, as by Python's `json`. */
export class LiteralReader {
  private readonly source: LiteralText;
  private readonly parser: LiteralParser<Node>;

  /**
   * @param what - How errors name the text.
   * @param objects - What else is read.
   * @param onProgress - Is told every so often at which character it is.
   */
  constructor(text: string, what: string, objects?: LiteralObjects, onProgress?: (at: number) => void) {
    this.source = new LiteralText(text, what);
    this.parser = new LiteralParser(this.source, new NodeGrammar(objects), onProgress);
  }

  /** Whether nothing is left but blanks and comments. */
  atEnd(): boolean {
    return this.parser.atEnd();
  }

  /** The text up to here, for a reader of something that goes on with other rules. */
  get position(): number {
    return this.source.at;
  }

  /** The next value. */
  value(): Node {
    return this.parser.value();
  }

  /** The only value of the text. */
  only(): Node {
    return this.parser.only();
  }
}

/** What literals of JavaScript and Python are as nodes. */
class NodeGrammar implements LiteralGrammar<Node> {
  private readonly objects: LiteralObjects | undefined;
  private readonly names = new Map<string, StrNode>();
  private readonly hashes = new HashCheck();
  /** Of each there is one in Python, too. */
  private readonly zones = new Map<string, Node>();

  constructor(objects: LiteralObjects | undefined) {
    this.objects = objects;
  }

  blank(source: LiteralText): void {
    while (source.match(BLANKS) !== undefined || source.match(COMMENT) !== undefined);
  }

  begin(source: LiteralText): Node | OpenCall<Node> {
    const name = source.match(CONSTRUCTOR)?.[1];
    if (name === 'Map' || name === 'Set' || name === 'Uint8Array') {
      return new OpenCall((items) => constructed(name, items));
    }
    if (source.match(UTC) !== undefined) return this.zone('utc', utc);
    const callee = source
      .match(CALLS)
      ?.slice(1)
      .find((found) => found !== undefined);
    const found = CALL_NAMES.find((one) => one === callee);
    if (found !== undefined) return new OpenCall((items, names) => this.called(found, items, names), KEYWORD);
    const make = this.objects?.call(source);
    if (make !== undefined) {
      return new OpenCall((items, names) => make({ items, names, hashes: this.hashes }), this.objects?.keyword);
    }
    return this.quoted(source) ?? number(source) ?? this.objects?.name(source) ?? word(source);
  }

  sequence(type: SequenceNode['type'], items: Node[]): Node {
    return { type, items };
  }

  dict(entries: [Node, Node][]): Node {
    return { type: 'dict', entries };
  }

  textOf(key: Node): string | undefined {
    return key.type === 'str' ? key.value : undefined;
  }

  hashed(node: Node, place: 'key' | 'member'): Node {
    if (place === 'member') this.hashes.members([node]);
    else this.hashes.keys([[node, node]]);
    return place === 'key' && node.type === 'str' ? this.shared(node.value) : node;
  }

  nameKey(source: LiteralText): Node | undefined {
    const name = source.match(NAME_KEY())?.[1];
    return name === undefined ? undefined : this.shared(name);
  }

  /** One node for each text that is a key. */
  private shared(text: string): StrNode {
    let node = this.names.get(text);
    if (node === undefined) this.names.set(text, (node = { type: 'str', value: text }));
    return node;
  }

  private called(name: CallName, items: Node[], names: ReadonlyMap<Node, string>): Node | string {
    const made = called(name, { items, names });
    if (typeof made === 'string') return made;
    const [key] = items;
    if (name === 'ZoneInfo' && key?.type === 'str') return this.zone(`ZoneInfo ${key.value}`, () => made);
    if ('items' in made) this.hashes.members(made.items);
    return made;
  }

  private zone(name: string, make: () => Node): Node {
    const zone = this.zones.get(name) ?? make();
    this.zones.set(name, zone);
    return zone;
  }

  private quoted(source: LiteralText): Node | undefined {
    const sink = new TextSink();
    const type = readQuoted(source, 'both', sink);
    if (type === undefined) return undefined;
    const value = sink.finish();
    return type === 'str' ? { type, value } : { type, value: unitsToBytes(value) };
  }
}

const REAL = '(?:inf|nan|(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?)';
const COMPLEX = /* @__PURE__ */ lateRegExp(`(?:([+-]?${REAL})(?=[+-]))?([+-]?${REAL})j(?![\\p{ID_Continue}$])`, 'uy');
const NOT_FINITE = /* @__PURE__ */ lateRegExp('[+-]?(?:inf|nan)(?![\\p{ID_Continue}$])', 'uy');

/** A number as Python's `repr` has it, whose parts of a complex one are never subtracted: `-2j` has the real part 0. */
function numberOfRepr(source: LiteralText): Node | undefined {
  const [, re = '0', im] = source.match(COMPLEX()) ?? [];
  if (im !== undefined) return complexNode(valueOfRepr(re), valueOfRepr(im));
  const found = source.match(NOT_FINITE())?.[0];
  return found === undefined ? undefined : { type: 'float', value: valueOfRepr(found) };
}

function valueOfRepr(text: string): number {
  return Number(
    text
      .replace('inf', 'Infinity')
      .replace('nan', 'NaN')
      .replace(/^[+-]NaN$/, 'NaN'),
  );
}

function number(source: LiteralText): Node | undefined {
  const shown = numberOfRepr(source);
  if (shown !== undefined) return shown;
  const read = readNumber(source, 'both');
  return read?.type === 'complex' ? complexNode(read.re, read.im) : read;
}

function word(source: LiteralText): Node {
  switch (source.match(WORD())?.[0]) {
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
      throw source.refuse(source.isAtEnd() ? 'a value is missing' : 'no value');
    default:
      throw source.refuse('a word that is no value: text needs quotes');
  }
}

/** What a constructor of JavaScript makes; a text says why it makes nothing. */
function constructed(name: 'Map' | 'Set' | 'Uint8Array', args: readonly Node[]): Node | string {
  const [list, ...more] = args;
  const items = list === undefined ? [] : list.type === 'list' ? list.items : undefined;
  if (items === undefined || more.length > 0) return `new ${name}(...) takes one list`;
  if (name === 'Set') return { type: 'set', items };
  if (name === 'Map') return mapOf(items);
  const bytes = new Uint8Array(items.length);
  for (const [i, item] of items.entries()) {
    if (item.type !== 'int' || item.value < 0 || item.value > 255) {
      return 'new Uint8Array(...) takes a list of ints from 0 to 255';
    }
    bytes[i] = Number(item.value);
  }
  return { type: 'bytes', value: bytes };
}

function mapOf(items: readonly Node[]): Node | string {
  const entries: [Node, Node][] = [];
  for (const item of items) {
    const [key, value, ...rest] = item.type === 'list' || item.type === 'tuple' ? item.items : [];
    if (key === undefined || value === undefined || rest.length > 0) {
      return 'new Map(...) takes a list of [key, value]';
    }
    entries.push([key, value]);
  }
  return { type: 'dict', entries };
}
