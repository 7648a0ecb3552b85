/**
 * Values over several lines, as Python's `pprint` lays them out (CPython 3.14, `Lib/pprint.py`). Nothing recurses.
 *
 * @module
 */
import { Counter, DefaultDict, OrderedDict } from '../stdlib/collections/collections.ts';
import { Deque } from '../stdlib/collections/deque.ts';
import { ChainMap, UserDict, UserList, UserString } from '../stdlib/collections/user-collections.ts';
import { SimpleNamespace } from '../stdlib/types.ts';
import { ByteArray } from '../values/byte-array.ts';
import { Dict } from '../values/dict.ts';
import { Instance } from '../values/instance.ts';
import { partsOf, pythonRepr, type ReprLimits } from '../values/repr.ts';
import { scalarRepr } from '../values/scalar-repr.ts';
import { FrozenSet } from '../values/set.ts';
import { Tuple } from '../values/tuple.ts';
import { sortedAsPython } from './python-order.ts';
import { bytesChunks, lengthOf, textChunks } from './text-chunks.ts';

export interface LayoutOptions {
  /** How many characters a line has, where that is possible. */
  readonly width: number;
  /** How many levels of nested containers are shown. */
  readonly depth: number;
  /** Whether dicts are sorted by their keys, as `pprint.pprint` does; else they keep their own order. */
  readonly sortDicts: boolean;
  /** How many characters of one str, bytes or object without parts are shown. */
  readonly longest: number;
  /** How some objects are shown in place of the form of their class. */
  readonly parts?: ReprLimits['parts'];
}

/** The fewest characters that the lines of an array may have. */
const NARROWEST = 30;

/** A value to be laid out from a column on, and how many characters follow it on its last line. */
interface Request {
  readonly value: unknown;
  readonly indent: number;
  readonly allowance: number;
  readonly level: number;
}

type Piece = string | Request;
type Entry = readonly [unknown, unknown];

/** The lines of a value, one by one, without their newlines. The value is loaded with `ints: 'bigint'`. */
export function* layout(value: unknown, options: LayoutOptions): Generator<string, void, undefined> {
  let line = '';
  for (const piece of new Layout(options).pieces(value)) {
    let start = 0;
    for (let end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', start)) {
      yield line + piece.slice(start, end);
      line = '';
      start = end + 1;
    }
    line += start === 0 ? piece : piece.slice(start);
  }
  yield line;
}

interface Open {
  readonly pieces: Iterator<Piece>;
  readonly object: unknown;
}

class Layout {
  private readonly options: LayoutOptions;
  private readonly limits: ReprLimits;
  private readonly orders = new WeakMap<object, readonly Entry[]>();
  private readonly open: Open[] = [];
  /** The containers that are being laid out. If one of them comes again, it is a recursion. */
  private readonly context = new Set<unknown>();

  constructor(options: LayoutOptions) {
    this.options = options;
    this.limits = {
      depth: options.depth,
      items: Number.POSITIVE_INFINITY,
      length: options.longest,
      ints: 'bigint',
      parts: options.parts,
      order: options.sortDicts ? (dict) => (isPlainDict(dict) ? this.sorted(dict) : dict) : undefined,
    };
  }

  /** Entries in their order. Each container around a dict asks for them too, to know whether it fits into a line. */
  private sorted(dict: Iterable<Entry>): readonly Entry[] {
    let entries = this.orders.get(dict);
    if (entries === undefined) this.orders.set(dict, (entries = sortedAsPython(dict, ([key]) => key)));
    return entries;
  }

  *pieces(value: unknown): Generator<string, void, undefined> {
    const whole = this.take({ value, indent: 0, allowance: 0, level: 0 });
    if (whole !== undefined) yield whole;
    for (let last = this.open.at(-1); last !== undefined; last = this.open.at(-1)) {
      const next = last.pieces.next();
      if (next.done === true) {
        this.open.pop();
        this.context.delete(last.object);
      } else if (typeof next.value === 'string') yield next.value;
      else {
        const text = this.take(next.value);
        if (text !== undefined) yield text;
      }
    }
  }

  /** The text of a value that fits into its line or has no parts. Any other is opened. */
  private take(request: Request): string | undefined {
    const { value, indent, allowance, level } = request;
    if (this.context.has(value)) return recursion(value);
    const room = this.options.width - indent - allowance;
    const text = this.reprWithin(request, Math.max(room, 0));
    if (text !== undefined) return this.indented(text, indent);
    const pieces = level < this.options.depth ? this.laidOut(request) : undefined;
    if (pieces === undefined) return this.indented(this.repr(value, level, room), indent);
    this.context.add(value);
    this.open.push({ pieces, object: value });
    return undefined;
  }

  /** The value on one line; `undefined` if that is longer than `room`. */
  private reprWithin({ value, level }: Request, room: number): string | undefined {
    const most = Math.min(2 * room + 1, this.options.longest);
    const text = this.repr(value, level, room, most);
    return text.length <= most && lengthOf(text) <= room ? text : undefined;
  }

  private repr(value: unknown, level: number, room?: number, length = this.limits.length): string {
    const { limits } = this;
    // A list that stands in many places has a line for each of them, and each line may be a few characters.
    if (typeof value !== 'object' || value === null) {
      return scalarRepr(value, length === limits.length || typeof value !== 'string' ? limits : { ...limits, length });
    }
    const depth = Math.max(0, this.options.depth - level);
    return pythonRepr(value, { ...limits, depth, length, width: this.widthOf(room) });
  }

  /** What has lines of its own: `pprint` leaves them as they are. */
  private widthOf(room: number | undefined): number | undefined {
    return this.options.sortDicts || room === undefined ? undefined : Math.max(room, NARROWEST);
  }

  private indented(text: string, indent: number): string {
    if (this.options.sortDicts || indent === 0) return text;
    const blanks = ' '.repeat(Math.max(0, Math.min(indent, this.options.width - NARROWEST)));
    return text.replace(/\n(?=[^\n])/g, `\n${blanks}`);
  }

  /** The parts of a value that can be broken into lines; `undefined` for one that cannot, however long it is. */
  private laidOut(request: Request): Iterator<Piece> | undefined {
    const { value } = request;
    if (typeof value === 'string') return value === '' ? undefined : this.text(value, request);
    if (typeof value !== 'object' || value === null) return undefined;
    if (value instanceof ByteArray) return this.byteArray(value, request);
    if (value instanceof Uint8Array) return this.bytes(value, request, request.level + 1);
    if (Array.isArray(value)) return this.array(value, request);
    if (value instanceof Map) return this.map(value, request);
    if (value instanceof Set) return value.size === 0 ? undefined : this.set(value, request);
    if (value instanceof Instance) return this.instance(value, request);
    return this.collection(value, request);
  }

  private collection(value: object, request: Request): Iterator<Piece> | undefined {
    if (value instanceof Deque) return value.length === 0 ? undefined : this.deque(value, request);
    if (value instanceof SimpleNamespace) return this.namespace(value, request);
    if (value instanceof ChainMap) return this.chain(value, request);
    if (value instanceof UserDict || value instanceof UserList || value instanceof UserString) {
      return [{ ...request, value: value.data }][Symbol.iterator]();
    }
    return undefined;
  }

  private *array(value: readonly unknown[], request: Request): Generator<Piece> {
    const [open, close] = value instanceof Tuple ? ['(', value.length === 1 ? ',)' : ')'] : ['[', ']'];
    yield open;
    yield* items(value, request.indent + 1, request.allowance + close.length, request.level + 1);
    yield close;
  }

  private *set(value: ReadonlySet<unknown>, { indent, allowance, level }: Request): Generator<Piece> {
    const name = value instanceof FrozenSet ? 'frozenset' : '';
    const [open, close] = name === '' ? ['{', '}'] : [`${name}({`, '})'];
    yield open;
    const members = sortedAsPython(value, (member) => member);
    yield* items(members, indent + open.length, allowance + close.length, level + 1);
    yield close;
  }

  private map(value: ReadonlyMap<unknown, unknown>, request: Request): Iterator<Piece> | undefined {
    if (value instanceof OrderedDict || value instanceof DefaultDict || value instanceof Counter) {
      return value.size === 0 ? undefined : this.namedDict(value, request);
    }
    return this.dict(value, request.indent, request.allowance + 1, request.level + 1);
  }

  private *dict(
    value: ReadonlyMap<unknown, unknown>,
    indent: number,
    allowance: number,
    level: number,
  ): Generator<Piece> {
    yield '{';
    yield* this.entries(this.limits.order?.(value) ?? value, value.size, indent + 1, allowance, level);
    yield '}';
  }

  private *namedDict(
    value: OrderedDict | DefaultDict | Counter<unknown, unknown>,
    { indent, allowance, level }: Request,
  ): Generator<Piece> {
    if (value instanceof OrderedDict) {
      yield 'OrderedDict(';
      const pairs = Array.from(value, (pair) => Tuple.from<unknown>(pair));
      yield { value: pairs, indent: indent + 'OrderedDict('.length, allowance: allowance + 1, level: level + 1 };
      yield ')';
    } else if (value instanceof DefaultDict) {
      const inner = indent + 'defaultdict('.length;
      yield `defaultdict(${this.repr(value.defaultFactory, level + 1)},\n${' '.repeat(inner)}{`;
      const entries = this.options.sortDicts ? sortedAsPython(value, ([key]) => key) : value;
      yield* this.entries(entries, value.size, inner + 1, allowance + 2, level + 1);
      yield '})';
    } else {
      yield 'Counter({';
      yield* this.entries(value.mostCommon(), value.size, indent + 'Counter({'.length, allowance + 2, level + 1);
      yield '})';
    }
  }

  private *entries(
    entries: Iterable<readonly [unknown, unknown]>,
    count: number,
    indent: number,
    allowance: number,
    level: number,
  ): Generator<Piece> {
    const separator = `,\n${' '.repeat(indent)}`;
    let at = 0;
    for (const [key, value] of entries) {
      const isLast = ++at === count;
      const text = this.repr(key, level);
      yield `${text}: `;
      yield { value, indent: indent + lengthOf(text) + 2, allowance: isLast ? allowance : 1, level };
      if (!isLast) yield separator;
    }
  }

  private *deque(value: Deque, { indent, allowance, level }: Request): Generator<Piece> {
    const inner = indent + 'deque('.length;
    yield 'deque([';
    yield* items([...value], inner + 1, value.maxlen === null ? allowance + 2 : 2, level + 1);
    yield value.maxlen === null ? '])' : `],\n${' '.repeat(inner)}maxlen=${value.maxlen})`;
  }

  private *namespace(value: SimpleNamespace, { indent, allowance, level }: Request): Generator<Piece> {
    const inner = indent + 'namespace('.length;
    const entries = Object.entries(value);
    yield 'namespace(';
    for (const [at, [name, part]] of entries.entries()) {
      const isLast = at === entries.length - 1;
      const text = pythonRepr(name).slice(1, -1);
      yield `${text}=`;
      if (this.context.has(part)) yield '...';
      else {
        const behind = isLast ? allowance : 1;
        yield { value: part, indent: inner + lengthOf(text) + 1, allowance: behind, level: level + 1 };
      }
      if (!isLast) yield `,\n${' '.repeat(inner)}`;
    }
    yield ')';
  }

  private *chain({ maps }: ChainMap, { indent, allowance, level }: Request): Generator<Piece> {
    const inner = indent + 'ChainMap('.length;
    yield 'ChainMap(';
    for (const [at, value] of maps.entries()) {
      const isLast = at === maps.length - 1;
      yield { value, indent: inner, allowance: isLast ? allowance + 1 : 1, level: level + 1 };
      yield isLast ? ')' : `,\n${' '.repeat(inner)}`;
    }
  }

  /** An object of a class that no codec knows, with each thing that the pickle says of it on a line. */
  private *instance(value: Instance, { indent, level }: Request): Generator<Piece> {
    const parts = partsOf(value, this.limits);
    if (parts === undefined) return;
    const isWide = 2 * lengthOf(parts.text(0)) > this.options.width - indent;
    for (const [at, part] of parts.values.entries()) {
      const text = parts.text(at);
      const blank = text.lastIndexOf(' ');
      const isFirst = at === 0 && !isWide;
      yield isFirst ? text : `${text.slice(0, blank)}\n${' '.repeat(indent + 1)}${text.slice(blank + 1)}`;
      const column = indent + lengthOf(isFirst ? text : text.slice(blank));
      yield { value: part, indent: column, allowance: 1, level: level + 1 };
    }
    yield parts.text(parts.values.length);
  }

  private *text(value: string, { indent, allowance, level }: Request): Generator<Piece> {
    const isTop = level === 0;
    const shown = value.length > this.options.longest ? value.slice(0, this.options.longest) : value;
    const more = isTop ? 1 : 0;
    const chunks = textChunks(shown, this.options.width - indent - more, allowance + more);
    yield* chunked(chunks, indent + more, isTop && chunks.length > 1);
    if (shown !== value) yield '...';
  }

  private *bytes(value: Uint8Array, { indent, allowance }: Request, level: number): Generator<Piece> {
    const isTop = level === 1;
    const more = isTop ? 1 : 0;
    const shown = value.length > this.options.longest ? value.subarray(0, this.options.longest) : value;
    const chunks = bytesChunks(shown, this.options.width - indent - more, allowance + more);
    yield* chunked(chunks, indent + more, isTop && value.length > 4);
    if (shown !== value) yield '...';
  }

  private *byteArray(value: ByteArray, request: Request): Generator<Piece> {
    const { indent, allowance, level } = request;
    const inner = { ...request, indent: indent + 'bytearray('.length, allowance: allowance + 1 };
    yield 'bytearray(';
    yield* this.bytes(new Uint8Array(value.buffer, value.byteOffset, value.length), inner, level + 2);
    yield ')';
  }
}

function* items(values: readonly unknown[], indent: number, allowance: number, level: number): Generator<Piece> {
  const separator = `,\n${' '.repeat(indent)}`;
  const last = values.length - 1;
  for (let at = 0; at <= last; at++) {
    yield { value: values[at], indent, allowance: at === last ? allowance : 1, level };
    if (at < last) yield separator;
  }
}

function* chunked(chunks: readonly string[], indent: number, hasParentheses: boolean): Generator<Piece> {
  yield (hasParentheses ? '(' : '') + chunks.join(`\n${' '.repeat(indent)}`) + (hasParentheses ? ')' : '');
}

function isPlainDict(dict: object): boolean {
  return Object.getPrototypeOf(dict) === Dict.prototype;
}

/** Python adds the address of the object. */
function recursion(value: unknown): string {
  const name = Array.isArray(value)
    ? value instanceof Tuple
      ? 'tuple'
      : 'list'
    : value instanceof Map
      ? 'dict'
      : 'object';
  return `<Recursion on ${name}>`;
}
