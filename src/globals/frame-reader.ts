import { decodeLegacy } from '../bytes/legacy-text.ts';
import { PickleError, UnpicklingError } from '../errors.ts';
import type { Delimiter } from '../opcodes/argument-info.ts';
import { readUnsigned } from '../opcodes/argument-value.ts';
import { COUNT_BYTES } from '../opcodes/cursor.ts';
import { opcodeOf } from '../opcodes/opcode-info.ts';
import type { Step } from '../opcodes/walk.ts';
import * as op from '../opcodes.ts';

/** How a reader of files goes on where a frame has a wrong length. */
export interface ReaderKind {
  /**
   * What becomes of the rest of a frame that an opcode reaches over. The C unpickler drops it if it has read the frame
   * into a buffer; whether it has depends on how much of the file was buffered: `all` or `some` of the times. The Python
   * unpickler refuses the opcode.
   */
  readonly rest: 'all' | 'some' | 'refused';
  /** Where the next load begins: with the rest of the frame, or in the file, which is read to the end of the frame. */
  readonly next: 'rest' | 'file';
}

/** Reads the opcodes of a file as one of CPython's unpicklers does, one load after another. */
export class FrameReader {
  /** How often the rest of a frame could be dropped. */
  cuts = 0;
  /** Whether a frame was left, or a load was over, before the end of the frame. */
  hasLeft = false;
  /** Ends of frames inside of opcodes. Who fails in the frame for a reason of its own goes on there. */
  readonly inner: number[] = [];
  private readonly bytes: Uint8Array;
  private readonly kind: ReaderKind;
  /** For the first of these times, whether it is dropped. Behind them it is not, unless it always is. */
  private readonly choices: readonly boolean[];
  private at: number;
  /** Where the last frame ends. */
  private edge: number;
  /** The place of the first newline from an offset on, or -1; nothing is searched for twice. */
  private newline = { from: Number.POSITIVE_INFINITY, at: -1 };

  constructor(bytes: Uint8Array, start: number, kind: ReaderKind, choices: readonly boolean[] = []) {
    this.bytes = bytes;
    this.kind = kind;
    this.choices = choices;
    this.at = start;
    this.edge = start;
  }

  /** Where it is, in bytes from the start of the data. */
  get offset(): number {
    return this.at;
  }

  /** Where the last frame ends, or the opcodes that were read. */
  get furthest(): number {
    return Math.max(this.at, this.edge);
  }

  /** Whether there is nothing more to load. */
  get isAtEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  /**
   * The opcodes of one load, up to STOP. Whoever stops before calls it again for the next load.
   *
   * @param hasMark - Whether a mark is open, which the C unpickler asks before it reads the names of INST.
   * @throws UnpicklingError for what this reader refuses.
   */
  *load(hasMark: () => boolean): Generator<Step, void, undefined> {
    for (;;) {
      const step = this.step(hasMark);
      yield step;
      if (step.code === op.STOP) return;
    }
  }

  /** A load is over. */
  leaveLoad(): void {
    this.hasLeft ||= this.at < this.edge;
    if (this.kind.next === 'rest' || this.at >= this.edge) return;
    if (this.kind.rest === 'refused') this.at = this.edge;
    else this.leave();
  }

  private step(hasMark: () => boolean): Step {
    const opened = this.take(1);
    if (opened === undefined) throw new UnpicklingError('truncated', this.at, -1, 'Ran out of input');
    const code = this.bytes[opened] ?? 0;
    const info = opcodeOf(code);
    if (info === undefined) throw new UnpicklingError('bad-opcode', opened, code, 'invalid load key');
    if (code === op.INST && this.kind.rest !== 'refused' && !hasMark()) {
      throw new UnpicklingError('no-mark', opened, code, 'could not find MARK');
    }
    const { edge } = this;
    const step = this.argument(opened, code, info.name, info.arg?.delimiter ?? 0);
    if (edge > opened && edge < this.at && this.inner.length < MOST_INNER) this.inner.push(edge);
    if (step === undefined || (code === op.FRAME && !this.frame(step))) {
      throw new UnpicklingError('truncated', opened, code, 'pickle data was truncated');
    }
    return step;
  }

  /** Returns undefined if the data end first, or if the reader refuses it. */
  private argument(start: number, code: number, name: string, delimiter: Delimiter): Step | undefined {
    if (delimiter === 'line' || delimiter === 'lines') {
      const first = this.line();
      // The name is not read if that of the module is refused.
      const isRefused = delimiter === 'lines' && first !== undefined && !this.isText(code, first);
      const second = delimiter === 'lines' && first !== undefined && !isRefused ? this.line() : undefined;
      const last = delimiter === 'lines' ? second : first;
      if (first === undefined || last === undefined) return undefined;
      const step = { code, name, start, argument: first, argumentEnd: this.at - 1, end: this.at };
      return second === undefined ? step : { ...step, secondLine: second };
    }
    const size = typeof delimiter === 'number' ? delimiter : COUNT_BYTES[delimiter];
    const from = this.take(size);
    if (from === undefined) return undefined;
    if (typeof delimiter === 'number') return { code, name, start, argument: from, argumentEnd: this.at, end: this.at };
    const length = readUnsigned(this.bytes, from, from + size);
    const argument = READ_INTO.has(code) && this.kind.rest !== 'refused' ? this.fill(length) : this.take(length);
    return argument === undefined ? undefined : { code, name, start, argument, argumentEnd: this.at, end: this.at };
  }

  private frame({ argument, argumentEnd }: Step): boolean {
    const length = readUnsigned(this.bytes, argument, argumentEnd);
    if (this.kind.rest === 'refused') {
      if (this.at < this.edge) {
        this.at = this.edge;
        return false;
      }
      // A frame that is longer than the file is as long as the file.
      this.edge = Math.min(this.at + length, this.bytes.length);
      return true;
    }
    if (this.at + length > this.edge) {
      this.leave();
      this.edge = this.at + length;
    }
    if (this.edge <= this.bytes.length) return true;
    this.edge = this.bytes.length;
    return false;
  }

  /** The offset of bytes that are read at once. */
  private take(length: number): number | undefined {
    if (this.at + length > this.edge && !this.leave()) return undefined;
    return this.claim(length);
  }

  /** The offset of bytes that are read in two parts if a frame ends between. Some readers drop its rest even so. */
  private fill(length: number): number | undefined {
    if (this.kind.rest === 'some' && this.at + length > this.edge) this.leave();
    return this.claim(length);
  }

  private claim(length: number): number | undefined {
    const from = this.at;
    if (from + length > this.bytes.length) {
      // What is left was read. The next load begins with it.
      this.edge = this.bytes.length;
      if (this.kind.next === 'file') this.at = this.edge;
      return undefined;
    }
    this.at += length;
    return from;
  }

  /** The offset of a line; it ends before {@link at}. */
  private line(): number | undefined {
    let newline = this.newlineFrom(this.at);
    if (newline < 0 || newline >= this.edge) {
      if (!this.leave()) return undefined;
      newline = this.newlineFrom(this.at);
    }
    const from = this.at;
    return this.claim((newline < 0 ? this.bytes.length : newline) + 1 - from) === undefined ? undefined : from;
  }

  /** Whether a line that was read is the name of a module. */
  private isText(code: number, from: number): boolean {
    try {
      decodeLegacy(this.bytes, from, this.at - 1, code === op.GLOBAL ? 'utf-8' : 'ASCII', 'strict');
      return true;
    } catch (error) {
      if (error instanceof PickleError) return false;
      throw error;
    }
  }

  private newlineFrom(at: number): number {
    const { from, at: known } = this.newline;
    if (at >= from && (known >= at || known < 0)) return known;
    this.newline = { from: at, at: this.bytes.indexOf(0x0a, at) };
    return this.newline.at;
  }

  /** The frame does not have what is asked for. Returns false if that is refused. */
  private leave(): boolean {
    if (this.at >= this.edge) return true;
    this.hasLeft = true;
    if (this.kind.rest === 'refused') {
      this.at = this.edge;
      return false;
    }
    if (this.choices[this.cuts++] ?? this.kind.rest === 'all') this.at = this.edge;
    this.edge = this.at;
    return true;
  }
}

const MOST_INNER = 16;

/** From Python 3.8 on, these are read into their place: first from the buffer, then from the file. */
const READ_INTO: ReadonlySet<number> = new Set([op.BINBYTES, op.SHORT_BINBYTES, op.BINBYTES8, op.BYTEARRAY8]);
