import { type Bytes, toUint8Array } from '../bytes/bytes-like.ts';
import { parseIndexLine, parseIntLine, parseLongLine } from '../bytes/decimal.ts';
import { decodeRawUnicodeEscape, unescapeString } from '../bytes/escapes.ts';
import { parseFloatLine } from '../bytes/float.ts';
import { decodeLegacy, type LegacyEncoding, type TextErrors } from '../bytes/legacy-text.ts';
import { decodeLong } from '../bytes/long.ts';
import { decodeLatin1, decodeUtf8 } from '../bytes/text.ts';
import { PickleError, UnpicklingError } from '../errors.ts';
import { LoadMemo } from '../load/memo.ts';
import { Stack } from '../load/stack.ts';
import * as op from '../opcodes.ts';
import type { Action, Graph, Node, Origin } from './graph.ts';
import { type Step, walk } from './walk.ts';

/** How a pickle is parsed. */
export interface ParseOptions {
  /** How the strings of Python 2 are decoded; `'bytes'` leaves them bytes. @defaultValue `'ASCII'` */
  readonly encoding?: LegacyEncoding | 'bytes' | undefined;
  /** What happens to bytes that `encoding` cannot decode. @defaultValue `'strict'` */
  readonly errors?: TextErrors | undefined;
  /** Where the pickle begins, in bytes. @defaultValue `0` */
  readonly offset?: number | undefined;
  /** Digits of an integer written as text. @defaultValue `4300` */
  readonly digits?: number | undefined;
}

/** A value on the stack, and where what made it begins. */
interface Slot {
  readonly node: Node;
  readonly start: number;
}

const MEMO_LIMIT = 2 ** 26;

/**
 * Reads one pickle as a graph of nodes: nothing is interpreted, every global, call and state stays as it was.
 *
 * @param data - The pickle. The `value` of bytes nodes are views of it.
 * @returns The graph; `graph.end` says where the next pickle may begin.
 * @throws UnpicklingError if the bytes are no pickle, with the offset.
 * @example
 * ```ts
 * import { dumps } from 'brine';
 * import { parse } from 'brine/tools';
 *
 * parse(dumps([1, 'a'])).root.type; // 'list'
 * ```
 */
export function parse(data: Bytes, options: ParseOptions = {}): Graph {
  return new Parser(toUint8Array(data), options).parse();
}

/** The stack machine of pickles, with nodes for values. */
class Parser {
  private readonly bytes: Uint8Array;
  private readonly options: ParseOptions;
  private readonly stack = new Stack<Slot>();
  /** Where each open MARK stands. */
  private readonly marks: number[] = [];
  private readonly memo = new LoadMemo<Node>(MEMO_LIMIT);
  private protocol = 0;

  constructor(bytes: Uint8Array, options: ParseOptions) {
    this.bytes = bytes;
    this.options = options;
  }

  parse(): Graph {
    for (const step of walk(this.bytes, this.options.offset ?? 0)) {
      try {
        if (step.code === op.STOP) return { root: this.stack.pop().node, protocol: this.protocol, end: step.end };
        this.step(step);
      } catch (error) {
        if (!(error instanceof PickleError)) throw error;
        throw new UnpicklingError(error.code, step.start, step.code, error.message, { cause: error });
      }
    }
    throw new UnpicklingError('truncated', this.bytes.length, -1, 'Ran out of input');
  }

  private step(step: Step): void {
    switch (step.code) {
      case op.PROTO:
        this.announce(this.unsigned(step));
        break;
      case op.FRAME:
        break;
      case op.MARK:
        this.marks.push(step.start);
        this.stack.mark();
        break;
      case op.POP:
        this.discard();
        break;
      case op.POP_MARK:
        this.group();
        break;
      case op.DUP:
        this.stack.items.push(this.stack.top());
        break;
      case op.GET:
        this.fetch(step, parseIndexLine(this.line(step)));
        break;
      case op.BINGET:
      case op.LONG_BINGET:
        this.fetch(step, this.unsigned(step));
        break;
      case op.PUT:
        this.store(parseIndexLine(this.line(step)));
        break;
      case op.BINPUT:
      case op.LONG_BINPUT:
        this.store(this.unsigned(step));
        break;
      case op.MEMOIZE:
        this.store(this.memo.size);
        break;
      default:
        if (!this.scalar(step) && !this.container(step)) this.object(step);
    }
  }

  private announce(protocol: number): void {
    if (protocol > 5) throw new PickleError('bad-protocol', `unsupported pickle protocol: ${protocol}`);
    this.protocol = Math.max(this.protocol, protocol);
  }

  /** Opcodes that push a value of their own. */
  private scalar(step: Step): boolean {
    const origin = originOf(step);
    const node = this.scalarNode(step, origin);
    if (node === undefined) return false;
    this.stack.items.push({ node, start: step.start });
    return true;
  }

  private scalarNode(step: Step, origin: Origin): Node | undefined {
    switch (step.code) {
      case op.NONE:
        return { type: 'none', ...origin };
      case op.NEWTRUE:
        return { type: 'bool', value: true, ...origin };
      case op.NEWFALSE:
        return { type: 'bool', value: false, ...origin };
      case op.INT: {
        const value = parseIntLine(this.line(step), this.digits);
        return typeof value === 'boolean' ? { type: 'bool', value, ...origin } : { type: 'int', value, ...origin };
      }
      case op.BININT:
      case op.BININT1:
      case op.BININT2:
        return {
          type: 'int',
          value: step.code === op.BININT ? this.unsigned(step) | 0 : this.unsigned(step),
          ...origin,
        };
      case op.LONG:
        return { type: 'int', value: parseLongLine(this.line(step), this.digits), ...origin };
      case op.LONG1:
      case op.LONG4:
        return { type: 'int', value: decodeLong(this.bytes, step.argument, step.argumentEnd), ...origin };
      case op.FLOAT:
        return { type: 'float', value: parseFloatLine(this.line(step)), ...origin };
      case op.BINFLOAT:
        return { type: 'float', value: this.view().getFloat64(step.argument), ...origin };
      case op.STRING:
      case op.BINSTRING:
      case op.SHORT_BINSTRING:
        return this.legacy(step, origin);
      case op.UNICODE:
        return { type: 'str', value: decodeRawUnicodeEscape(this.bytes, step.argument, step.argumentEnd), ...origin };
      case op.BINUNICODE:
      case op.SHORT_BINUNICODE:
      case op.BINUNICODE8:
        return { type: 'str', value: decodeUtf8(this.bytes, step.argument, step.argumentEnd), ...origin };
      case op.BINBYTES:
      case op.SHORT_BINBYTES:
      case op.BINBYTES8:
        return { type: 'bytes', value: this.bytes.subarray(step.argument, step.argumentEnd), ...origin };
      case op.BYTEARRAY8:
        return { type: 'bytearray', value: this.bytes.subarray(step.argument, step.argumentEnd), ...origin };
      case op.NEXT_BUFFER:
        return { type: 'buffer', readonly: false, ...origin };
      case op.EMPTY_LIST:
        return { type: 'list', items: [], ...origin };
      case op.EMPTY_TUPLE:
        return { type: 'tuple', items: [], ...origin };
      case op.EMPTY_DICT:
        return { type: 'dict', entries: [], ...origin };
      case op.EMPTY_SET:
        return { type: 'set', items: [], ...origin };
      case op.GLOBAL: {
        const [module, name] = this.lines(step, 'utf-8');
        return { type: 'global', module, name, ...origin };
      }
      case op.EXT1:
      case op.EXT2:
      case op.EXT4:
        return { type: 'extension', code: this.extensionCode(step), ...origin };
      case op.PERSID:
        return { type: 'persistent', id: { type: 'str', value: this.line(step) }, actions: [], ...origin };
      default:
        return undefined;
    }
  }

  /** Opcodes that make or fill a container. */
  private container(step: Step): boolean {
    switch (step.code) {
      case op.LIST:
        this.grouped(step, (items) => ({ type: 'list', items }));
        break;
      case op.TUPLE:
        this.grouped(step, (items) => ({ type: 'tuple', items }));
        break;
      case op.FROZENSET:
        this.grouped(step, (items) => ({ type: 'frozenset', items }));
        break;
      case op.DICT:
        this.grouped(step, (items) => ({ type: 'dict', entries: pairs(items, 'DICT') }));
        break;
      case op.TUPLE1:
      case op.TUPLE2:
      case op.TUPLE3:
        this.shortTuple(step, step.code - op.TUPLE1 + 1);
        break;
      case op.APPEND:
        this.append([this.operand(2).node]);
        break;
      case op.APPENDS:
        this.append(this.group().items);
        break;
      case op.SETITEM: {
        this.stack.need(3);
        const value = this.stack.pop().node;
        this.setEntries([[this.stack.pop().node, value]]);
        break;
      }
      case op.SETITEMS:
        this.setEntries(pairs(this.group().items, 'SETITEMS'));
        break;
      case op.ADDITEMS:
        this.add(this.group().items);
        break;
      default:
        return false;
    }
    return true;
  }

  /** Opcodes that make or change an object. */
  private object(step: Step): void {
    const { stack } = this;
    switch (step.code) {
      case op.STACK_GLOBAL: {
        const name = this.operand(2).node;
        const { node: module, start } = stack.pop();
        if (module.type !== 'str' || name.type !== 'str') {
          throw new PickleError('bad-operand', 'STACK_GLOBAL requires str');
        }
        this.push(step, start, { type: 'global', module: module.value, name: name.value });
        break;
      }
      case op.REDUCE: {
        const args = this.operand(2).node;
        if (args.type !== 'tuple') throw new PickleError('bad-operand', 'argument list must be a tuple');
        const { node: callable, start } = stack.pop();
        this.push(step, start, { type: 'call', callable, args, actions: [] });
        break;
      }
      case op.NEWOBJ: {
        const args = this.operand(2).node;
        const { node: cls, start } = stack.pop();
        this.push(step, start, { type: 'new', cls, args, kwargs: undefined, actions: [] });
        break;
      }
      case op.NEWOBJ_EX: {
        const kwargs = this.operand(3).node;
        const args = stack.pop().node;
        const { node: cls, start } = stack.pop();
        this.push(step, start, { type: 'new', cls, args, kwargs, actions: [] });
        break;
      }
      case op.INST: {
        const [module, name] = this.lines(step, 'ASCII');
        const { items, start } = this.group();
        this.instantiate(step, start, { type: 'global', module, name, ...originOf(step) }, items);
        break;
      }
      case op.OBJ: {
        const { items, start } = this.group();
        const [cls, ...args] = items;
        if (cls === undefined) throw new PickleError('underflow', 'unpickling stack underflow');
        this.instantiate(step, start, cls, args);
        break;
      }
      case op.BUILD: {
        const state = this.operand(2).node;
        this.act(stack.top().node, { do: 'build', state }, "object has no attribute '__dict__'");
        break;
      }
      case op.BINPERSID: {
        const { node: id, start } = stack.pop();
        this.push(step, start, { type: 'persistent', id, actions: [] });
        break;
      }
      case op.READONLY_BUFFER: {
        const { node, start } = stack.top();
        if (node.type !== 'buffer') break;
        stack.pop();
        this.push(step, start, { type: 'buffer', readonly: true });
      }
    }
  }

  /** INST and OBJ: without arguments they make an object as NEWOBJ does. */
  private instantiate(step: Step, start: number, cls: Node, items: Node[]): void {
    const args: Node = { type: 'tuple', items };
    if (items.length > 0) this.push(step, start, { type: 'call', callable: cls, args, actions: [] });
    else this.push(step, start, { type: 'new', cls, args, kwargs: undefined, actions: [] });
  }

  private push(step: Step, start: number, node: Node): void {
    this.stack.items.push({ node: { ...node, start, end: step.end, opcode: NAMES.get(step.code) ?? '' }, start });
  }

  /** The topmost of so many operands. */
  private operand(count: number): Slot {
    this.stack.need(count);
    return this.stack.pop();
  }

  /** What lies above the newest mark, and where the mark stands. */
  private group(): { items: Node[]; start: number } {
    const items = this.stack.popGroup().map(({ node }) => node);
    return { items, start: this.marks.pop() ?? 0 };
  }

  private grouped(step: Step, make: (items: Node[]) => Node): void {
    const { items, start } = this.group();
    this.push(step, start, make(items));
  }

  private shortTuple(step: Step, length: number): void {
    this.stack.need(length);
    const slots = this.stack.items.splice(this.stack.items.length - length);
    this.push(step, slots[0]?.start ?? step.start, { type: 'tuple', items: slots.map(({ node }) => node) });
  }

  private append(items: Node[]): void {
    const target = this.stack.top().node;
    if (items.length === 0) return;
    if (target.type === 'list') for (const item of items) target.items.push(item);
    else this.act(target, { do: 'append', items }, "object has no attribute 'append'");
  }

  private setEntries(entries: [Node, Node][]): void {
    const target = this.stack.top().node;
    if (entries.length === 0) return;
    if (target.type === 'dict') for (const entry of entries) target.entries.push(entry);
    else this.act(target, { do: 'set', entries }, 'object does not support item assignment');
  }

  private add(members: Node[]): void {
    const target = this.stack.top().node;
    if (members.length === 0) return;
    if (target.type === 'set') for (const member of members) target.items.push(member);
    else this.act(target, { do: 'add', members }, "object has no attribute 'add'");
  }

  private act(target: Node, action: Action, refusal: string): void {
    if (target.type === 'call' || target.type === 'new' || target.type === 'persistent') target.actions.push(action);
    else throw new PickleError('bad-operand', `'${target.type}' ${refusal}`);
  }

  /** POP. `setter(object, state)` and POP is how a state setter is written: the object keeps it. */
  private discard(): void {
    if (this.stack.atMark()) {
      this.stack.popMark();
      this.marks.pop();
      return;
    }
    const { node } = this.stack.pop();
    const target = this.stack.items.at(-1)?.node;
    if (node.type !== 'call' || node.args.type !== 'tuple' || node.args.items.length !== 2) return;
    const [self, state] = node.args.items;
    if (target === undefined || self !== target || state === undefined || node.memo !== undefined) return;
    if (target.type === 'call' || target.type === 'new') {
      target.actions.push({ do: 'setter', callable: node.callable, state });
    }
  }

  private fetch(step: Step, index: number): void {
    const node = this.memo.get(index);
    if (node === undefined) throw new PickleError('memo-missing', `Memo value not found at index ${index}`);
    this.stack.items.push({ node, start: step.start });
  }

  private store(index: number): void {
    const { node } = this.stack.top();
    if (index < 0) throw new PickleError('bad-argument', 'negative PUT argument');
    this.memo.set(index, node);
    node.memo ??= index;
  }

  private extensionCode(step: Step): number {
    const code = step.code === op.EXT4 ? this.unsigned(step) | 0 : this.unsigned(step);
    if (code <= 0) throw new PickleError('bad-argument', 'EXT specifies code <= 0');
    return code;
  }

  /** A string of Python 2. */
  private legacy(step: Step, origin: Origin): Node {
    const { encoding = 'ASCII', errors = 'strict' } = this.options;
    const raw = this.legacyBytes(step);
    if (encoding === 'bytes') return { type: 'bytes', value: raw, ...origin };
    return { type: 'str', value: decodeLegacy(raw, 0, raw.length, encoding, errors), ...origin };
  }

  private legacyBytes({ code, argument, argumentEnd }: Step): Uint8Array {
    if (code !== op.STRING) return this.bytes.subarray(argument, argumentEnd);
    const quote = this.bytes[argument];
    const quoted =
      argumentEnd - argument >= 2 && (quote === 0x27 || quote === 0x22) && this.bytes[argumentEnd - 1] === quote;
    if (!quoted) throw new PickleError('bad-argument', 'the STRING opcode argument must be quoted');
    return unescapeString(this.bytes, argument + 1, argumentEnd - 1);
  }

  private line({ argument, argumentEnd }: Step): string {
    return decodeLatin1(this.bytes, argument, argumentEnd);
  }

  /** The two lines of GLOBAL and INST. */
  private lines({ argument, argumentEnd }: Step, encoding: 'utf-8' | 'ASCII'): [string, string] {
    const newline = this.bytes.indexOf(0x0a, argument);
    if (newline === argument || newline + 1 === argumentEnd) {
      throw new PickleError('truncated', 'pickle data was truncated');
    }
    return [
      decodeLegacy(this.bytes, argument, newline, encoding, 'strict'),
      decodeLegacy(this.bytes, newline + 1, argumentEnd, encoding, 'strict'),
    ];
  }

  /** An argument of one, two or four bytes. */
  private unsigned({ argument, argumentEnd }: Step): number {
    let value = 0;
    for (let at = argumentEnd - 1; at >= argument; at--) value = value * 256 + (this.bytes[at] ?? 0);
    return value;
  }

  private get digits(): number {
    return this.options.digits ?? 4300;
  }

  private view(): DataView {
    return new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength);
  }
}

const NAMES: ReadonlyMap<number, string> = /* @__PURE__ */ new Map(
  Object.entries(op).map(([name, code]) => [code, name]),
);

function originOf({ code, start, end }: Step): Origin {
  return { start, end, opcode: NAMES.get(code) ?? '' };
}

function pairs(items: readonly Node[], opcode: 'DICT' | 'SETITEMS'): [Node, Node][] {
  if (items.length % 2 !== 0) throw new PickleError('odd-items', `odd number of items for ${opcode}`);
  const entries: [Node, Node][] = [];
  for (let i = 0; i + 1 < items.length; i += 2) {
    const [key, value] = [items[i], items[i + 1]];
    if (key !== undefined && value !== undefined) entries.push([key, value]);
  }
  return entries;
}
