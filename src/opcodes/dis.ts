import { type Bytes, toUint8Array } from '../bytes/bytes-like.ts';
import { pythonAscii } from '../bytes/text-repr.ts';
import { type PickleError, type PickleErrorCode, UnpicklingError } from '../errors.ts';
import { COST, checkLength, type Limits, limitExceeded, resolveLimits } from '../limits.ts';
import * as opcodes from '../opcodes.ts';
import { argumentRepr } from './argument-repr.ts';
import { type MemoKey, memoKey, type OpcodeArgument } from './argument-value.ts';
import { type GenopsOptions, genops, type Op } from './genops.ts';
import { codeRepr, OPCODES, type OpcodeInfo, type StackObject } from './opcode-info.ts';
import { type PickletoolsDialect, pickletoolsDialect } from './pickletools-dialect.ts';
import { raised, raisedAt } from './python-exception.ts';

/** The strings of Python 2, which CPython 3.14 shows in ASCII. */
const LEGACY: ReadonlySet<number> = /* @__PURE__ */ new Set([
  opcodes.STRING,
  opcodes.BINSTRING,
  opcodes.SHORT_BINSTRING,
]);

/** The kind of object in each memo entry, as far as it is known. */
export type DisMemo = Map<MemoKey, StackObject>;

/** How a disassembly looks. */
export interface DisOptions extends GenopsOptions {
  /** The preferred column for descriptions; 0 leaves them out. @defaultValue `0` */
  readonly annotate?: number | undefined;
  /** Spaces for each open MARK. @defaultValue `4` */
  readonly indentlevel?: number | undefined;
  /** The memo, for pickles that one pickler wrote: pass the same one for each. Stores are added to it. */
  readonly memo?: DisMemo | undefined;
  /** Limits, as for `loads`: `memory` (of the stack that is followed) applies. */
  readonly limits?: Partial<Limits> | undefined;
}

/** Beyond this column, descriptions go back to the preferred one. */
const LAST_COLUMN = 50;
/** The most kinds of objects that an error lists; the rest is `...`. */
const LISTED = 1_000_000;
/** The stack may grow by this many objects before its height is checked again. No opcode pushes as many. */
const PORTION = 65_536;
/** An object is on two stacks and may be an open mark. */
const PLACE_COST = 3 * COST.slot;
/** The most characters of indent. Lines cannot be much longer in the runtime. */
const LONGEST_INDENT = 2 ** 28;

/**
 * A symbolic disassembly of a pickle, as Python's `pickletools.dis` prints it, and with its checks: there are operands
 * and marks, memo entries are stored before they are fetched, nothing is left on the stack.
 *
 * The text is given line by line, each with its newline, so that a pickle of any size can be shown. If Python prints
 * part of a line before it raises, that part has no newline. The lines of deeply nested marks are long, as Python's
 * are; `indentlevel: 0` avoids that.
 *
 * @returns The lines; joined they are Python's output. An error is thrown after the lines that Python prints before it.
 * @throws UnpicklingError as {@link genops} does, and with the codes `no-mark`, `underflow`, `memo-missing`,
 *   `bad-operand`, `bad-argument`, `leftover` for what the checks find. Its `cause` is a `PythonException`: what
 *   pickletools raises.
 * @throws RangeError for options that are out of range.
 * @example
 * ```ts
 * import { dumps } from 'brine';
 * import { dis } from 'brine/tools';
 *
 * [...dis(dumps(5, { protocol: 2 }))][1]; // '    2: K    BININT1    5\n'
 * ```
 * @see {@link https://docs.python.org/3.14/library/pickletools.html#pickletools.dis | pickletools.dis}
 */
export function dis(data: Bytes, options: DisOptions = {}): Generator<string, void, undefined> {
  const bytes = toUint8Array(data);
  return new Disassembler(bytes, options).lines(genops(bytes, options));
}

/** A line of a disassembly, with the stack and memo after its opcode. Both change as the disassembly continues. */
export interface DisLine {
  readonly text: string;
  /** Where the opcode ends, in bytes. */
  readonly end: number;
  readonly stack: readonly StackObject[];
  readonly memo: ReadonlyMap<MemoKey, StackObject>;
}

/** {@link dis}, with the stack and the memo beside each line. */
export function disassembly(data: Bytes, options: DisOptions = {}): Generator<DisLine, void, undefined> {
  const bytes = toUint8Array(data);
  return new Disassembler(bytes, options).linesWithState(genops(bytes, options));
}

/** `1 byte that is not an opcode` */
function bytesText(count: number): string {
  return count === 1 ? '1 byte that is not an opcode' : `${count} bytes that are not opcodes`;
}

/** What an opcode does to the stack, and what its line shows next to the argument. */
interface Effect {
  /** How many objects it takes. */
  pops: number;
  pushes: readonly StackObject[];
  /** Shown next to the argument: `(MARK at 5)`, `(as 3)`. */
  note: string;
  /** The error that Python raises after printing the line. */
  complaint: PickleError | undefined;
}

/** An open MARK: its offset, and the indent of its line. */
interface OpenMark {
  readonly offset: number;
  readonly indent: string;
}

/** What the line of each opcode begins with, by its byte: `K    `. */
const START: readonly string[] = /* @__PURE__ */ byCode((opcode) => `${codeRepr(opcode).padEnd(4)} `);
/** The name of each opcode in front of what follows it. */
const NAME: readonly string[] = /* @__PURE__ */ byCode(({ name }) => name.padEnd(10));

function byCode(textOf: (opcode: OpcodeInfo) => string): string[] {
  const table: string[] = new Array(256).fill('');
  for (const opcode of OPCODES) table[opcode.code] = textOf(opcode);
  return table;
}

/** The rough stack machine of pickletools, and the layout of its lines. */
class Disassembler {
  private readonly bytes: Uint8Array;
  private readonly dialect: PickletoolsDialect;
  private readonly memo: DisMemo;
  private readonly stack: StackObject[] = [];
  /** The same stack, except that MEMOIZE keeps the kind of what it stores; in pickletools that becomes `any`. */
  private readonly preciseStack: StackObject[] = [];
  private readonly marks: OpenMark[] = [];
  private readonly indentChunk: string;
  private indent = '';
  /** Where the opcode ends whose line was given last. */
  private end = 0;
  /** What the current opcode does; there is one of these, because there may be a line for each byte. */
  private readonly effect: Effect = { pops: 0, pushes: [], note: '', complaint: undefined };
  /** What was fetched last from the memo. */
  private readonly fetched: StackObject[] = ['any'];
  private readonly annotate: number;
  /** The column of the next description. */
  private column: number;
  private readonly limits: Limits;
  /** The most objects that were on the stack, in steps of {@link PORTION}. */
  private tallest = 0;

  constructor(bytes: Uint8Array, options: DisOptions) {
    this.bytes = bytes;
    this.dialect = pickletoolsDialect(options.python);
    this.memo = memoOf(options.memo);
    this.limits = resolveLimits(options.limits, bytes.length);
    this.annotate = integerOf('annotate', options.annotate, 0);
    this.column = this.annotate;
    this.indentChunk = ' '.repeat(Math.max(0, integerOf('indentlevel', options.indentlevel, 4)));
  }

  *lines(ops: Iterable<Op>): Generator<string, void, undefined> {
    const { stack, effect } = this;
    let highest = -1;
    let last: Op | undefined;
    for (const op of ops) {
      this.end = op.end;
      const position = `${String(op.offset).padStart(5)}: `;
      let line: string;
      try {
        line = this.lineOf(op);
      } catch (error) {
        yield position;
        throw raisedAt(error, op.offset, op.opcode.code);
      }
      const text = `${position}${line}\n`;
      // Python prints the line before it complains.
      const isRefused = effect.complaint !== undefined || stack.length < effect.pops;
      if (isRefused) yield text;
      this.apply(op);
      yield text;
      // CPython's dis stops here, because it takes these bytes for opcodes.
      if (opcodes.BUILD === op.opcode.code && op.end > op.argEnd) {
        yield `${String(op.argEnd).padStart(5)}: ${this.indent}(${bytesText(op.end - op.argEnd)})\n`;
      }
      highest = Math.max(highest, op.opcode.proto);
      last = op;
    }
    yield `highest protocol among opcodes = ${highest}\n`;
    if (stack.length > 0) throw raisedAt(leftover(stack), last?.offset ?? 0, opcodes.STOP);
  }

  *linesWithState(ops: Iterable<Op>): Generator<DisLine, void, undefined> {
    const { preciseStack: stack, memo } = this;
    for (const text of this.lines(ops)) yield { text, end: this.end, stack, memo };
  }

  /** Finds what an opcode does: the {@link effect}. */
  private follow({ opcode, arg }: Op): void {
    const { effect } = this;
    const { before, after } = opcode;
    effect.pops = before.length;
    effect.pushes = after;
    effect.note = '';
    effect.complaint = undefined;
    switch (opcode.code) {
      case opcodes.POP:
        if (this.stack.at(-1) === 'mark') this.closeMark(0);
        return;
      case opcodes.PUT:
      case opcodes.BINPUT:
      case opcodes.LONG_BINPUT:
        this.store(memoKey(arg), arg);
        return;
      case opcodes.MEMOIZE:
        effect.note = `(as ${this.memo.size})`;
        this.store(this.memo.size, undefined);
        return;
      case opcodes.GET:
      case opcodes.BINGET:
      case opcodes.LONG_BINGET:
        this.fetch(arg);
        return;
      default:
        if (before.includes('mark')) this.closeMark(before.indexOf('mark'));
    }
  }

  /** Pops everything above the newest mark, and the mark; `pops` more objects must follow. */
  private closeMark(pops: number): void {
    const { effect, marks, stack } = this;
    effect.pops = pops;
    const open = marks.pop();
    if (open === undefined) {
      const words = 'no MARK exists on stack';
      effect.complaint = raised('ValueError', 'no-mark', words);
      if (this.dialect.strict) effect.note = words;
      return;
    }
    this.indent = open.indent;
    // An opcode that takes a fixed number may have taken the mark itself; Python then runs out of its list.
    let top = stack.pop();
    while (top !== 'mark' && stack.length > 0) top = stack.pop();
    if (top !== 'mark') throw raised('IndexError', 'no-mark', 'list index out of range');
    effect.note = `(MARK at ${open.offset})`;
  }

  private store(key: MemoKey, arg: OpcodeArgument | undefined): void {
    const { memo, stack } = this;
    const top = stack.at(-1);
    if (this.dialect.strict && memo.has(key)) {
      this.complain('bad-argument', `memo key ${arg === undefined ? 'None' : keyRepr(arg)} already defined`);
    } else if (top === undefined) this.complain('underflow', "stack is empty -- can't store into memo");
    else if (top === 'mark') this.complain('bad-operand', "can't store markobject in the memo");
    else memo.set(key, top);
  }

  private fetch(arg: OpcodeArgument | undefined): void {
    const found = this.memo.get(memoKey(arg));
    if (found !== undefined) {
      this.fetched[0] = found;
      this.effect.pushes = this.fetched;
    } else this.complain('memo-missing', `memo key ${keyRepr(arg)} has never been stored into`);
  }

  private complain(code: PickleErrorCode, words: string): void {
    this.effect.complaint = raised('ValueError', code, words);
  }

  /** The line of an opcode, and its {@link effect}. Throws what Python raises if it cannot print the line. */
  private lineOf(op: Op): string {
    const { indent, effect } = this;
    const { opcode } = op;
    this.follow(op);
    const { note } = effect;
    const repr = op.arg === undefined ? '' : argumentRepr(this.bytes, op, this.dialect);
    const shown = LEGACY.has(opcode.code) && !this.dialect.strict ? pythonAscii(repr) : repr;
    let line = `${START[opcode.code] ?? ''}${indent}${shown === '' && note === '' ? opcode.name : NAME[opcode.code]}`;
    if (shown !== '') line += ` ${shown}`;
    if (note !== '') line += ` ${note}`;
    return this.annotate === 0 ? line : this.annotated(line, line.length - pairs(shown), opcode);
  }

  /** @param length - The length of the line in code points, as Python counts. */
  private annotated(line: string, length: number, { code, doc }: OpcodeInfo): string {
    const column = Math.max(length, this.column);
    this.column = column > LAST_COLUMN ? this.annotate : column;
    const text = code === opcodes.LONG4 && this.dialect.foundByte ? doc.replace('four-byte', 'found-byte') : doc;
    return `${line}${' '.repeat(column - length)} ${text}`;
  }

  /** Applies the {@link effect} of the opcode to the stack. */
  private apply({ offset, opcode }: Op): void {
    const { stack, preciseStack } = this;
    const { pops, pushes, complaint } = this.effect;
    if (complaint !== undefined) throw raisedAt(complaint, offset, opcode.code);
    if (stack.length < pops) {
      const words = `tries to pop ${pops} items from stack with only ${stack.length} items`;
      throw raisedAt(raised('ValueError', 'underflow', words), offset, opcode.code);
    }
    if (stack.length >= this.tallest) this.grow(offset, opcode.code);
    for (let count = pops; count > 0; count--) stack.pop();
    if (opcode.code !== opcodes.MEMOIZE) preciseStack.length = stack.length;
    for (const object of pushes) stack.push(object);
    if (opcode.code !== opcodes.MEMOIZE) for (const object of pushes) preciseStack.push(object);
    if (opcode.code === opcodes.MARK) this.openMark(offset);
  }

  /** Refuses a stack that takes too much memory, checked one portion at a time. */
  private grow(offset: number, code: number): void {
    try {
      checkLength(this.tallest + PORTION, 'a stack');
      const { memory } = this.limits;
      if (this.tallest * PLACE_COST > memory) throw limitExceeded('memory', memory, 'a taller stack');
    } catch (error) {
      throw raisedAt(error, offset, code);
    }
    this.tallest += PORTION;
  }

  private openMark(offset: number): void {
    this.marks.push({ offset, indent: this.indent });
    if (this.indent.length > LONGEST_INDENT) {
      throw new UnpicklingError('limit', offset, opcodes.MARK, 'marks are nested deeper than a line can be indented');
    }
    this.indent += this.indentChunk;
  }
}

/** The repr of a key. */
function keyRepr(arg: OpcodeArgument | undefined): string {
  return typeof arg === 'boolean' ? (arg ? 'True' : 'False') : String(arg);
}

function leftover(stack: readonly StackObject[]): PickleError {
  const listed = stack.slice(0, LISTED).join(', ');
  const rest = stack.length > LISTED ? ', ...' : '';
  return raised('ValueError', 'leftover', `stack not empty after STOP: [${listed}${rest}]`);
}

/** How many surrogate pairs a text without lone surrogates has. */
function pairs(text: string): number {
  return text.match(/[\ud800-\udbff]/g)?.length ?? 0;
}

function integerOf(option: string, value: number | undefined, fallback: number): number {
  if (value === undefined) return fallback;
  if (!Number.isSafeInteger(value)) throw new RangeError(`options.${option} needs an integer, got ${value}`);
  return value;
}

function memoOf(memo: DisMemo | undefined): DisMemo {
  if (memo === undefined) return new Map();
  if (!(memo instanceof Map)) throw new TypeError('options.memo needs a Map');
  return memo;
}
