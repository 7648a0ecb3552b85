import { parseIndexLine } from '../bytes/decimal.ts';
import { PickleError } from '../errors.ts';
import { COST, type Limits, limitExceeded, resolveLimits } from '../limits.ts';
import { resolveDecoding } from '../load/load-settings.ts';
import { Stack } from '../load/stack.ts';
import { notCount, OpcodeCursor } from '../opcodes/cursor.ts';
import { advance, refusedAt, type Step } from '../opcodes/walk.ts';
import * as op from '../opcodes.ts';
import { ByteArrays } from './byte-arrays.ts';
import type { Deferral } from './deferral.ts';
import { type Graph, isScalar, type Node } from './graph.ts';
import { HashCheck } from './hashable.ts';
import type { NodeMemo } from './node-memo.ts';
import { bytesNode, dictNode, globalNode, persistentNode, sequenceNode } from './nodes.ts';
import {
  add,
  append,
  build,
  call,
  create,
  follow,
  instantiate,
  keepSetter,
  pairs,
  setEntries,
  typeName,
} from './objects.ts';
import type { Section } from './outline.ts';
import type { ParseOptions } from './parse-options.ts';
import { PushedNodes } from './pushed-nodes.ts';

/** Bytes that a node takes, without its children and its text (measured, V8 of Node 20). */
const NODE_COST = 128;
/** The bytes for a GET: a place on the stack, and the offset where it begins. */
const FETCH_COST = 40;
/** The bytes for what is recorded of a section. */
const DEFERRED_COST = 256;

/** The stack machine of pickles, with nodes for values. */
export class Parser {
  private readonly bytes: Uint8Array;
  private readonly pushed: PushedNodes;
  private readonly stack = new Stack<Node>();
  /** Where each value on the stack begins. Pairing both in an object would be a third of all allocations. */
  private readonly starts: number[] = [];
  /** Where each open MARK stands. */
  private readonly marks: number[] = [];
  private readonly memo: NodeMemo;
  private readonly hashed = new HashCheck();
  private readonly byteArrays = new ByteArrays();
  /** How many entries of each dict of keywords were checked. */
  private readonly keywords = new Map<Node, number>();
  private readonly limits: Limits;
  private readonly cursor: OpcodeCursor;
  private readonly trailing: ParseOptions['trailing'];
  private readonly deferral: Deferral | undefined;
  private memory: number;
  private protocol = 0;
  private readonly hasMark = (): boolean => this.stack.hasMark();

  /** @param deferral - Makes some parts of containers later. */
  constructor(bytes: Uint8Array, options: ParseOptions, memo: NodeMemo, deferral?: Deferral) {
    this.limits = resolveLimits(options.limits, bytes.length);
    this.memory = this.limits.memory;
    this.bytes = bytes;
    this.memo = memo;
    this.deferral = deferral;
    this.trailing = options.trailing;
    this.cursor = new OpcodeCursor(bytes, 0, options.onProgress);
    this.pushed = new PushedNodes(bytes, { ...resolveDecoding(options), digits: this.limits.digits });
  }

  /** Reads the next graph. */
  parse(from: number): Graph {
    this.begin(from);
    let root = this.step();
    while (root === undefined) root = this.step();
    return { root, protocol: this.protocol, end: this.cursor.end };
  }

  /** Makes single scalars and stores them: where the opcode of each stands, and its number, in turn. */
  keep(scalars: readonly number[]): void {
    for (let i = 0; i + 1 < scalars.length; i += 2) {
      // One scalar may have several numbers.
      if (scalars[i] !== scalars[i - 2]) {
        this.begin(scalars[i] ?? 0);
        this.step();
      }
      this.store(scalars[i + 1] ?? 0);
    }
  }

  /** The values of a section. */
  values({ start, close }: Section): Node[] {
    const { stack, cursor } = this;
    this.begin(start + 1);
    while (cursor.end < close) this.step();
    return stack.items.slice(0, stack.height);
  }

  private begin(from: number): void {
    this.stack.clear();
    this.marks.length = 0;
    this.protocol = 0;
    this.cursor.begin(from);
  }

  /** Runs the next opcode. STOP returns the root. */
  private step(): Node | undefined {
    const step = advance(this.cursor, this.hasMark);
    try {
      this.stack.reserve(1);
      if (step.code === op.STOP) return this.stack.pop();
      if (!this.control(step)) this.value(step);
      return undefined;
    } catch (error) {
      throw refusedAt(error, step);
    }
  }

  /** Opcodes of the machine itself: stack, marks, memo. */
  private control(step: Step): boolean {
    switch (step.code) {
      case op.PROTO:
        this.announce(this.pushed.unsigned(step));
        return true;
      case op.FRAME:
        this.frame(step);
        return true;
      case op.MARK:
        if (this.deferral !== undefined && this.isDeferred(this.deferral, step)) return true;
        this.charge(2 * COST.slot);
        this.marks.push(step.start);
        this.stack.mark();
        return true;
      case op.POP:
        this.discard();
        return true;
      case op.POP_MARK:
        this.group();
        return true;
      case op.DUP:
        this.charge(COST.slot);
        this.memo.share(this.stack.top());
        this.place(this.stack.top(), this.starts[this.stack.height - 1] ?? 0);
        return true;
      case op.GET:
        this.fetch(step, parseIndexLine(this.pushed.line(step)));
        return true;
      case op.BINGET:
      case op.LONG_BINGET:
        this.fetch(step, this.pushed.unsigned(step));
        return true;
      case op.PUT:
        this.put(this.pushed.line(step));
        return true;
      case op.BINPUT:
      case op.LONG_BINPUT:
        this.store(this.pushed.unsigned(step));
        return true;
      case op.MEMOIZE:
        this.store(this.memo.size);
        return true;
      default:
        return false;
    }
  }

  /** Skips a section that is made later. */
  private isDeferred(deferral: Deferral, { start }: Step): boolean {
    if (this.stack.height === this.stack.fence) return false;
    const node = this.stack.top();
    if (this.memo.isShared(node)) return false;
    const section = deferral.begin(node, start);
    if (section === undefined) return false;
    this.charge(DEFERRED_COST);
    node.end = section.end;
    this.cursor.begin(section.end);
    return true;
  }

  private value(step: Step): void {
    if (HAS_OPERANDS[step.code] === 1) {
      if (!this.container(step)) this.object(step);
      return;
    }
    const scalar = this.pushed.read(step);
    if (scalar === undefined) return;
    const isKept = 'value' in scalar && isView(scalar.value, this.bytes);
    this.push(step, step.start, scalar, isKept ? 0 : step.argumentEnd - step.argument);
  }

  private announce(protocol: number): void {
    if (protocol > 5) throw new PickleError('bad-protocol', `unsupported pickle protocol: ${protocol}`);
    this.protocol = Math.max(this.protocol, protocol);
  }

  private frame({ argument, end }: Step): void {
    const view = new DataView(this.bytes.buffer, this.bytes.byteOffset + argument, 8);
    const [low, high] = [view.getUint32(0, true), view.getUint32(4, true)];
    if (high >= 0x8000_0000) {
      throw new PickleError('bad-argument', "FRAME length exceeds system's maximum of 9223372036854775807 bytes");
    }
    if (high * 0x1_0000_0000 + low > this.bytes.length - end) {
      throw new PickleError('truncated', 'pickle data was truncated');
    }
  }

  /** Opcodes that make or fill a container. */
  private container(step: Step): boolean {
    switch (step.code) {
      case op.LIST:
        this.grouped(step, (items) => sequenceNode('list', items));
        return true;
      case op.TUPLE:
        this.grouped(step, (items) => sequenceNode('tuple', items));
        return true;
      case op.FROZENSET:
        this.grouped(step, (items) => {
          this.hashed.members(items);
          return sequenceNode('frozenset', items);
        });
        return true;
      case op.DICT:
        this.grouped(step, (items) => {
          const entries = pairs(items, 'DICT');
          this.hashed.keys(entries);
          return dictNode(entries);
        });
        return true;
      case op.TUPLE1:
      case op.TUPLE2:
      case op.TUPLE3:
        this.shortTuple(step, step.code - op.TUPLE1 + 1);
        return true;
      case op.APPEND: {
        const item = this.operand(2);
        this.change(step, [item], (target) => this.append(target, [item]));
        return true;
      }
      case op.APPENDS: {
        const { items } = this.group();
        this.change(step, items, (target) => this.append(target, items));
        return true;
      }
      case op.SETITEM: {
        const value = this.operand(3);
        const key = this.stack.pop();
        this.change(step, [key, value], (target) => this.setEntries(target, [[key, value]]));
        return true;
      }
      case op.SETITEMS: {
        const { items } = this.group();
        this.change(step, items, (target) => this.setEntries(target, pairs(items, 'SETITEMS')));
        return true;
      }
      case op.ADDITEMS: {
        const { items } = this.group();
        this.change(step, items, (target) => {
          if (target.type === 'set') this.hashed.members(items);
          add(target, items);
        });
        return true;
      }
      default:
        return false;
    }
  }

  /** Opcodes that make or change an object. */
  private object(step: Step): void {
    const { stack } = this;
    switch (step.code) {
      case op.STACK_GLOBAL: {
        const name = this.operand(2);
        const module = stack.pop();
        if (module.type !== 'str' || name.type !== 'str') {
          throw new PickleError('bad-operand', 'STACK_GLOBAL requires str');
        }
        if (module.value === '') throw new PickleError('bad-argument', 'Empty module name');
        this.push(step, this.popped(), globalNode(module.value, name.value));
        break;
      }
      case op.REDUCE: {
        const args = this.operand(2);
        const made = call(stack.pop(), args);
        this.push(step, this.popped(), made);
        break;
      }
      case op.NEWOBJ: {
        const args = this.operand(2);
        const made = create('NEWOBJ', stack.pop(), args);
        this.push(step, this.popped(), made);
        break;
      }
      case op.NEWOBJ_EX: {
        const kwargs = this.operand(3);
        const args = stack.pop();
        const made = create('NEWOBJ_EX', stack.pop(), args, kwargs, this.keywords);
        this.push(step, this.popped(), made);
        break;
      }
      case op.INST: {
        const { items, start } = this.group();
        const [module, name] = this.pushed.lines(step, 'ASCII');
        const cls: Node = { type: 'global', module, name, start: step.start, end: step.end };
        this.push(step, start, instantiate(cls, { type: 'tuple', items }));
        break;
      }
      case op.OBJ: {
        const { items, start } = this.group();
        const [cls, ...args] = items;
        if (cls === undefined) throw this.stack.underflow();
        this.push(step, start, instantiate(cls, { type: 'tuple', items: args }));
        break;
      }
      case op.BUILD: {
        const state = this.operand(2);
        this.change(step, [state], (target) => build(target, state));
        if (this.trailing !== undefined) this.follow(this.stack.top(), this.trailing);
        break;
      }
      case op.BINPERSID: {
        const made = persistentNode(stack.pop());
        this.push(step, this.popped(), made);
        break;
      }
      case op.READONLY_BUFFER:
        this.makeReadonly(step);
    }
  }

  /** Reads the bytes after a BUILD that are not opcodes. */
  private follow(target: Node, trailing: NonNullable<ParseOptions['trailing']>): void {
    const { bytes, cursor } = this;
    const { end } = cursor;
    const count = trailing(target, end);
    if (!Number.isSafeInteger(count) || count < 0) throw notCount(count);
    if (count > bytes.length - end) throw new PickleError('truncated', 'pickle data was truncated');
    if (count === 0) return;
    follow(target, bytes.subarray(end, end + count));
    cursor.end += count;
    target.end = cursor.end;
  }

  /** READONLY_BUFFER: Python gives a read-only view; what has no view of its own becomes bytes. */
  private makeReadonly(step: Step): void {
    const node = this.stack.top();
    switch (node.type) {
      case 'bytes':
        return;
      case 'buffer':
        this.stack.pop();
        this.push(step, this.popped(), { type: 'buffer', readonly: true });
        return;
      case 'bytearray':
        this.stack.pop();
        this.push(step, this.popped(), bytesNode('bytes', node.value));
        return;
      case 'call':
      case 'new':
      case 'persistent':
        // Only its class knows whether it has bytes, and whether these can be changed.
        return;
      default:
        throw new PickleError('bad-operand', `memoryview: a bytes-like object is required, not '${typeName(node)}'`);
    }
  }

  /** @param size - Bytes or slots of the node's own. */
  private push(step: Step, start: number, node: Node, size = 0): void {
    this.charge(NODE_COST + size);
    node.start = start;
    node.end = step.end;
    node.opcode = step.name;
    this.place(node, start);
  }

  private place(node: Node, start: number): void {
    this.starts[this.stack.height] = start;
    this.stack.push(node);
  }

  /** Where the opcode begins that made the value popped last. */
  private popped(): number {
    return this.starts[this.stack.height] ?? 0;
  }

  /** Does something to the topmost value, unless nothing is added. */
  private change(step: Step, added: readonly Node[], change: (target: Node) => void): void {
    const node = this.stack.top();
    if (added.length === 0) return;
    this.charge(added.length * COST.slot + COST.entry);
    change(node);
    // What an object gets is met with it alone.
    if (!('actions' in node) && this.memo.isShared(node)) for (const part of added) this.memo.share(part);
    if (node.type === 'tuple') this.hashed.moved(node, step.end);
    node.end = step.end;
  }

  private append(target: Node, items: Node[]): void {
    if (this.deferral?.append(target, items) === true) return;
    if (target.type === 'bytearray') this.byteArrays.extend(target, items);
    else append(target, items);
  }

  private setEntries(target: Node, entries: [Node, Node][]): void {
    if (target.type === 'bytearray') {
      this.byteArrays.setItems(target, entries);
      return;
    }
    if (target.type === 'dict') this.hashed.keys(entries);
    if (this.deferral?.setEntries(target, entries) === true) return;
    setEntries(target, entries);
  }

  private charge(bytes: number): void {
    this.memory -= bytes;
    if (this.memory < 0) throw limitExceeded('memory', this.limits.memory, 'one more node');
  }

  /** The topmost of this many operands. */
  private operand(count: number): Node {
    this.stack.need(count);
    return this.stack.pop();
  }

  private group(): { items: Node[]; start: number } {
    const items = this.stack.popGroup();
    return { items, start: this.marks.pop() ?? 0 };
  }

  private grouped(step: Step, make: (items: Node[]) => Node): void {
    const { items, start } = this.group();
    this.push(step, start, make(items), COST.slot * items.length);
  }

  private shortTuple(step: Step, length: number): void {
    const { stack } = this;
    stack.need(length);
    const third = length > 2 ? stack.pop() : undefined;
    const second = length > 1 ? stack.pop() : undefined;
    const first = stack.pop();
    // What is pushed to takes room for 17 items (measured, Node 20).
    const items = second === undefined ? [first] : third === undefined ? [first, second] : [first, second, third];
    this.push(step, this.popped(), sequenceNode('tuple', items));
  }

  /** POP. `setter(object, state)` and POP is how a state setter is written: the object keeps it. */
  private discard(): void {
    if (this.stack.atMark()) {
      this.stack.popMark();
      this.marks.pop();
      return;
    }
    const node = this.stack.pop();
    keepSetter(this.stack.items[this.stack.height - 1], node);
  }

  private fetch(step: Step, index: number): void {
    const node = this.memo.get(index);
    if (node === undefined) throw new PickleError('memo-missing', `Memo value not found at index ${index}`);
    this.charge(FETCH_COST);
    const { start, end, name: opcode } = step;
    this.place(this.memo.isPlaced && isScalar(node) ? { ...node, start, end, opcode } : node, start);
  }

  /** PUT looks at the stack before it looks at its index, as CPython does. */
  private put(line: string): void {
    this.stack.top();
    const index = parseIndexLine(line);
    if (index < 0) throw new PickleError('bad-argument', 'negative PUT argument');
    this.store(index);
  }

  private store(index: number): void {
    const node = this.stack.top();
    node.memo ??= index;
    const stored = this.memo.store(index, node);
    if (stored !== node) this.stack.items[this.stack.height - 1] = stored;
  }
}

/** Opcodes that make or change what has parts: which they are, a table says faster than the switches on the way. */
const HAS_OPERANDS = /* @__PURE__ */ withParts();

function withParts(): Uint8Array {
  const table = new Uint8Array(256);
  for (const code of [op.LIST, op.TUPLE, op.FROZENSET, op.DICT, op.TUPLE1, op.TUPLE2, op.TUPLE3]) table[code] = 1;
  for (const code of [op.APPEND, op.APPENDS, op.SETITEM, op.SETITEMS, op.ADDITEMS, op.BUILD]) table[code] = 1;
  for (const code of [op.STACK_GLOBAL, op.REDUCE, op.NEWOBJ, op.NEWOBJ_EX, op.INST, op.OBJ]) table[code] = 1;
  for (const code of [op.BINPERSID, op.READONLY_BUFFER]) table[code] = 1;
  return table;
}

/** Whether bytes take no memory of their own. */
function isView(value: unknown, bytes: Uint8Array): boolean {
  return value instanceof Uint8Array && value.buffer === bytes.buffer;
}
