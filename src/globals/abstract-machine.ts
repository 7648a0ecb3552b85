import { parseIndexLine } from '../bytes/decimal.ts';
import { decodeRawUnicodeEscape, unescapeString } from '../bytes/escapes.ts';
import { decodeLatin1, decodeUtf8, unitsToBytes } from '../bytes/text.ts';
import type { QualifiedName } from '../codec/compat-names.ts';
import { PickleError } from '../errors.ts';
import { COST, checkLength, type Limits, limitExceeded } from '../limits.ts';
import { LoadMemo } from '../load/memo.ts';
import { Stack } from '../load/stack.ts';
import { readUnsigned } from '../opcodes/argument-value.ts';
import { nameLines, type Step } from '../opcodes/walk.ts';
import * as op from '../opcodes.ts';

/** A value reduced to what matters for imports. `T` is what is known of a global. */
export type Abstract<T> =
  /** Neither a global, nor a str, nor a container. */
  | { readonly kind: 'other' }
  /** A str, by its offsets in the pickle and the opcode that has it there. */
  | { readonly kind: 'str'; readonly code: number; readonly start: number; readonly end: number }
  /** A bytes or bytearray object; also a str that was encoded as Latin-1, which is how protocols 0 to 2 write one. */
  | { readonly kind: 'bytes'; readonly code: number; readonly start: number; readonly end: number }
  | { readonly kind: 'global'; readonly global: T }
  /** A container. Unless it is a tuple, it has only the parts that are or may contain a global. */
  | Box<T>
  /**
   * The result of a call, with the global at the root of the callable; or the object that a persistent id stands for.
   */
  | { readonly kind: 'made'; readonly root: T | undefined };

interface Box<T> {
  readonly kind: 'box';
  readonly isTuple: boolean;
  readonly parts: Abstract<T>[];
  /** The last traversal that has seen this container. */
  visits: number;
}

/** The opcodes that call something. */
export type CallOpcode = 'REDUCE' | 'NEWOBJ' | 'NEWOBJ_EX' | 'INST' | 'OBJ';

/** What the machine reports to. Offsets are those of opcodes, in bytes. */
export interface Listener<T> {
  /** A name is imported; it is `undefined` if only running the pickle would tell. */
  named(opcode: string, offset: number, name: QualifiedName | undefined): T;
  extension(opcode: string, offset: number, code: number): T;
  /** Something is called. Returns the result. */
  called(opcode: CallOpcode, offset: number, callable: Abstract<T>, args: Abstract<T>): Abstract<T>;
  /** BUILD, or items are put into something that is not a list, dict or set. */
  changed(how: 'state' | 'items', offset: number, target: Abstract<T>, parts: Abstract<T>): void;
  /** An object is asked for by its persistent id; PERSID has a str. Returns the object. */
  persistent(offset: number, id: Abstract<T>): Abstract<T>;
}

/** Bytes of memory for each kind of value; for a box, also what a traversal takes (measured, V8 of Node 20). */
const BYTES: { readonly [Kind in Abstract<unknown>['kind']]: number } = {
  other: 0,
  str: 56,
  bytes: 56,
  global: 32,
  box: 128,
  made: 40,
};
/** From this height of the stack on, strings and bytes are charged for. On a lower stack they are soon gone. */
const LOW = 65_536;

/**
 * The stack machine of pickles, which builds nothing here: each value is an {@link Abstract}. Opcodes are refused if they
 * would leave the stack or the memo unknown. They are accepted if only the type of a value forbids them.
 */
export class AbstractMachine<T> {
  protocol = 0;
  private readonly bytes: Uint8Array;
  private readonly listener: Listener<T>;
  private readonly stack = new Stack<Abstract<T>>();
  readonly memo: LoadMemo<Abstract<T>>;
  private readonly limits: Limits;
  /** The rest of `limits.memory`, in bytes. */
  private memory: number;

  /** @param memo - What a pickle before this one has stored, if the reader keeps it. */
  constructor(bytes: Uint8Array, listener: Listener<T>, limits: Limits, memo?: LoadMemo<Abstract<T>>) {
    this.bytes = bytes;
    this.listener = listener;
    this.limits = limits;
    this.memory = limits.memory;
    this.memo = memo ?? new LoadMemo<Abstract<T>>(limits.memo);
  }

  /** How many values are on the stack. */
  get height(): number {
    return this.stack.height;
  }

  /** Whether a mark is open. */
  get hasMark(): boolean {
    return this.stack.open > 0;
  }

  /** The value on top; `undefined` if there is none. */
  get top(): Abstract<T> | undefined {
    return this.stack.height > this.stack.fence ? this.stack.top() : undefined;
  }

  /** Spends some of `limits.memory`. */
  charge(bytes: number): void {
    this.memory -= bytes;
    if (this.memory < 0) throw limitExceeded('memory', this.limits.memory, 'one more value');
  }

  /** Executes an opcode. At STOP, returns the value of the pickle. Throws `PickleError`. */
  step(step: Step): Abstract<T> | undefined {
    const growth = this.stack.growth();
    if (growth > 0) this.charge(COST.slot * growth);
    this.stack.reserve(1);
    if (step.code === op.STOP) return this.stack.pop();
    if (!this.stackOrMemo(step) && !this.container(step) && !this.object(step)) this.scalar(step);
    return undefined;
  }

  private stackOrMemo(step: Step): boolean {
    const { stack } = this;
    switch (step.code) {
      case op.PROTO:
        this.announce(this.unsigned(step));
        return true;
      case op.FRAME:
        return true;
      case op.READONLY_BUFFER:
        stack.top();
        return true;
      case op.MARK:
        stack.mark();
        return true;
      case op.POP:
        if (stack.atMark()) stack.popMark();
        else stack.pop();
        return true;
      case op.POP_MARK:
        stack.popGroup();
        return true;
      case op.DUP:
        stack.push(stack.top());
        return true;
      case op.GET:
      case op.BINGET:
      case op.LONG_BINGET:
        stack.push(this.fetch(this.index(step)));
        return true;
      case op.PUT:
      case op.BINPUT:
      case op.LONG_BINPUT:
        this.store(this.index(step));
        return true;
      case op.MEMOIZE:
        this.store(this.memo.size);
        return true;
      default:
        return false;
    }
  }

  private container({ code, start }: Step): boolean {
    const { stack } = this;
    switch (code) {
      case op.EMPTY_LIST:
      case op.EMPTY_DICT:
      case op.EMPTY_SET:
        this.push(this.box([]));
        return true;
      case op.EMPTY_TUPLE:
        this.push(this.tuple([]));
        return true;
      case op.LIST:
      case op.DICT:
      case op.FROZENSET:
        this.push(this.box(stack.popGroup()));
        return true;
      case op.TUPLE:
        this.push(this.tuple(stack.popGroup()));
        return true;
      case op.TUPLE1:
      case op.TUPLE2:
      case op.TUPLE3:
        this.push(this.tuple(this.operands(code - op.TUPLE1 + 1)));
        return true;
      case op.APPEND:
        this.fill(start, 2, () => this.operands(1));
        return true;
      case op.SETITEM:
        this.fill(start, 3, () => this.operands(2));
        return true;
      case op.APPENDS:
      case op.SETITEMS:
      case op.ADDITEMS:
        this.fill(start, 0, () => stack.popGroup());
        return true;
      default:
        return false;
    }
  }

  private object(step: Step): boolean {
    const { start } = step;
    switch (step.code) {
      case op.GLOBAL:
        this.push({ kind: 'global', global: this.listener.named('GLOBAL', start, this.nameLines(step, 'utf-8')) });
        return true;
      case op.STACK_GLOBAL:
        this.push({ kind: 'global', global: this.stackGlobal(start) });
        return true;
      case op.EXT1:
      case op.EXT2:
      case op.EXT4:
        this.push({ kind: 'global', global: this.extension(step) });
        return true;
      case op.INST: {
        const global = this.listener.named('INST', start, this.nameLines(step, 'ASCII'));
        this.call('INST', start, { kind: 'global', global }, this.tuple(this.stack.popGroup()));
        return true;
      }
      case op.OBJ: {
        const [callable, ...args] = this.stack.popGroup();
        if (callable === undefined) throw new PickleError('underflow', 'unpickling stack underflow');
        this.call('OBJ', start, callable, this.tuple(args));
        return true;
      }
      case op.REDUCE:
      case op.NEWOBJ: {
        const [callable = OTHER, args = OTHER] = this.operands(2);
        this.call(step.code === op.REDUCE ? 'REDUCE' : 'NEWOBJ', start, callable, args);
        return true;
      }
      case op.NEWOBJ_EX: {
        const [callable = OTHER, args = OTHER, kwargs = OTHER] = this.operands(3);
        this.call('NEWOBJ_EX', start, callable, this.tuple([args, kwargs]));
        return true;
      }
      case op.BUILD: {
        const [target = OTHER, state = OTHER] = this.operands(2);
        this.stack.push(target);
        this.listener.changed('state', start, target, state);
        return true;
      }
      case op.BINPERSID:
        this.push(this.listener.persistent(start, this.stack.pop()));
        return true;
      case op.PERSID:
        this.push(this.listener.persistent(start, constant('str', step)));
        return true;
      default:
        return false;
    }
  }

  private scalar(step: Step): void {
    switch (step.code) {
      case op.STRING:
      case op.BINSTRING:
      case op.SHORT_BINSTRING:
      case op.UNICODE:
      case op.BINUNICODE:
      case op.SHORT_BINUNICODE:
      case op.BINUNICODE8:
        this.push(constant('str', step));
        break;
      case op.BINBYTES:
      case op.SHORT_BINBYTES:
      case op.BINBYTES8:
      case op.BYTEARRAY8:
        this.push(constant('bytes', step));
        break;
      default:
        this.push(OTHER);
    }
  }

  private announce(protocol: number): void {
    if (protocol > 5) throw new PickleError('bad-protocol', `unsupported pickle protocol: ${protocol}`);
    this.protocol = protocol;
  }

  private call(opcode: CallOpcode, offset: number, callable: Abstract<T>, args: Abstract<T>): void {
    this.push(this.listener.called(opcode, offset, callable, args));
  }

  private fill(offset: number, need: number, take: () => Abstract<T>[]): void {
    this.stack.need(need);
    const parts = take();
    const target = this.stack.top();
    if (target.kind === 'box') this.put(target, parts);
    else if (parts.length > 0) this.listener.changed('items', offset, target, this.box(parts));
  }

  private stackGlobal(offset: number): T {
    const [module = OTHER, name = OTHER] = this.operands(2);
    for (const { kind } of [module, name]) {
      if (kind !== 'str' && kind !== 'made' && kind !== 'global')
        throw new PickleError('bad-operand', 'STACK_GLOBAL requires str');
    }
    const isKnown = module.kind === 'str' && name.kind === 'str';
    return this.listener.named(
      'STACK_GLOBAL',
      offset,
      isKnown ? { module: this.text(module), name: this.text(name) } : undefined,
    );
  }

  private extension(step: Step): T {
    const code = step.code === op.EXT4 ? this.unsigned(step) | 0 : this.unsigned(step);
    if (code <= 0) throw new PickleError('bad-argument', 'EXT specifies code <= 0');
    const opcode = step.code === op.EXT1 ? 'EXT1' : step.code === op.EXT2 ? 'EXT2' : 'EXT4';
    return this.listener.extension(opcode, step.start, code);
  }

  /** A str of the pickle. A str of Python 2 that is not ASCII is read as Latin-1. */
  text(value: Abstract<T> & { readonly kind: 'str' }): string {
    const { code, start, end } = value;
    switch (code) {
      case op.STRING: {
        const raw = unescapeString(this.bytes, start + 1, Math.max(start + 1, end - 1));
        return decodeLatin1(raw, 0, raw.length);
      }
      case op.BINSTRING:
      case op.SHORT_BINSTRING:
      case op.PERSID:
        return decodeLatin1(this.bytes, start, end);
      case op.UNICODE:
        return decodeRawUnicodeEscape(this.bytes, start, end);
      default:
        return decodeUtf8(this.bytes, start, end);
    }
  }

  /** The contents of a bytes object; a view of the pickle where they are there as they are. */
  bytesOf(value: Abstract<T> & { readonly kind: 'bytes' }): Uint8Array {
    const { code, start, end } = value;
    switch (code) {
      case op.BINBYTES:
      case op.SHORT_BINBYTES:
      case op.BINBYTES8:
      case op.BYTEARRAY8:
        return this.bytes.subarray(start, end);
      default:
        return unitsToBytes(this.text({ ...value, kind: 'str' }));
    }
  }

  private nameLines(step: Step, encoding: 'utf-8' | 'ASCII'): QualifiedName {
    const [module, name] = nameLines(this.bytes, step, encoding);
    return { module, name };
  }

  private push(value: Abstract<T>): void {
    if ((value.kind !== 'str' && value.kind !== 'bytes') || this.stack.height > LOW) this.charge(BYTES[value.kind]);
    this.stack.push(value);
  }

  private tuple(parts: Abstract<T>[]): Abstract<T> {
    this.charge(COST.slot * parts.length);
    return { kind: 'box', isTuple: true, parts, visits: 0 };
  }

  private box(parts: readonly Abstract<T>[]): Abstract<T> {
    const box: Box<T> = { kind: 'box', isTuple: false, parts: [], visits: 0 };
    this.put(box, parts);
    return box;
  }

  /** Puts parts into a container that is not a tuple. It keeps only those that are or may contain a global. */
  private put(box: Box<T>, parts: readonly Abstract<T>[]): void {
    for (const part of parts) {
      if (part.kind !== 'global' && part.kind !== 'box') continue;
      checkLength(box.parts.length + 1, 'a container');
      this.charge(COST.slot);
      box.parts.push(part);
    }
  }

  /** Pops operands; the topmost is the last. */
  private operands(count: number): Abstract<T>[] {
    return this.stack.popMany(count);
  }

  private fetch(index: number): Abstract<T> {
    const value = this.memo.get(index);
    if (value === undefined) throw new PickleError('memo-missing', `Memo value not found at index ${index}`);
    return value;
  }

  private store(index: number): void {
    const top = this.stack.top();
    if (index < 0) throw new PickleError('bad-argument', 'negative PUT argument');
    this.charge(COST.slot + (top.kind === 'str' || top.kind === 'bytes' ? BYTES.str : 0));
    this.memo.set(index, top);
  }

  private index(step: Step): number {
    const isLine = step.code === op.GET || step.code === op.PUT;
    return isLine ? parseIndexLine(decodeLatin1(this.bytes, step.argument, step.argumentEnd)) : this.unsigned(step);
  }

  private unsigned({ argument, argumentEnd }: Step): number {
    return readUnsigned(this.bytes, argument, argumentEnd);
  }
}

const OTHER = { kind: 'other' } as const;

function constant<Kind extends 'str' | 'bytes'>(
  kind: Kind,
  { code, argument, argumentEnd }: Step,
): { readonly kind: Kind; readonly code: number; readonly start: number; readonly end: number } {
  return { kind, code, start: argument, end: argumentEnd };
}
