import { type Bytes, type OwnBytes, toUint8Array } from '../bytes/bytes-like.ts';
import type { Protocol } from '../codec/context.ts';
import { Emitter } from '../dump/emitter.ts';
import { Framer } from '../dump/framer.ts';
import * as op from '../opcodes.ts';
import type { PythonVersion } from '../python-version.ts';
import { type MemoKey, memoKey } from './argument-value.ts';
import { type OnProgress, OpcodeCursor, type TrailingBytes } from './cursor.ts';
import { genops, type Op } from './genops.ts';
import type { OpcodeInfo } from './opcode-info.ts';
import { pickletoolsDialect } from './pickletools-dialect.ts';
import { raised, raisedAt } from './python-exception.ts';

/** An opcode longer than this in total is outside frames. */
const LARGEST_FRAMED = 65_536;
const PROTOCOLS: readonly Protocol[] = [0, 1, 2, 3, 4, 5];

/** Options of {@link optimize}. */
export interface OptimizeOptions {
  /**
   * The CPython whose pickletools is followed: up to 3.13, strings and names that are not ASCII are errors.
   *
   * @defaultValue `'3.14'`
   */
  readonly python?: PythonVersion | undefined;
  /** How many bytes that are not opcodes follow each BUILD. They are copied, outside of any frame. @defaultValue none */
  readonly trailing?: TrailingBytes | undefined;
  /** Is called every 65,536 opcodes with how much is done, in bytes of the data. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

/**
 * The same pickle without memo entries that nothing fetches; the rest is renumbered and framed again. The bytes are
 * those of Python's `pickletools.optimize`, in its odd cases too: a GET before any PUT of its number becomes `gNone` at
 * protocol 0, and is an error above.
 *
 * @param data - The pickle; what comes after STOP is dropped.
 * @returns A new pickle, a copy.
 * @throws UnpicklingError as {@link genops} does; `bad-protocol` for a protocol above 5; `memo-missing`. Its `cause` is
 *   a `PythonException`: what pickletools raises.
 * @example
 * ```ts
 * import { dumps } from 'brine';
 * import { optimize } from 'brine/tools';
 *
 * const pickle = dumps(['a', 'b']);
 * pickle.length - optimize(pickle).length; // 3
 * ```
 * @see {@link https://docs.python.org/3.14/library/pickletools.html#pickletools.optimize | pickletools.optimize}
 */
export function optimize(data: Bytes, options: OptimizeOptions = {}): OwnBytes {
  const bytes = toUint8Array(data);
  const { python, onProgress, trailing } = options;
  // The data is read twice.
  const half = (from: number): OnProgress | undefined => onProgress && ((at) => onProgress((from + at) / 2));
  const needs = needsOf(genops(bytes, { python, trailing, onProgress: half(0) }));
  return new Rewriter(bytes, needs, half(bytes.length), trailing).rewrite();
}

/** What must be known about a pickle before it can be rewritten. */
interface Needs {
  /** The memo indexes that are fetched. */
  readonly fetched: ReadonlySet<MemoKey>;
  readonly protocol: Protocol;
}

/** Reads the whole pickle and finds its errors. */
function needsOf(ops: Iterable<Op>): Needs {
  const fetched = new Set<MemoKey>();
  let highest = 0;
  let highestAt = 0;
  for (const { opcode, arg, offset } of ops) {
    if (isGet(opcode.code)) within(offset, opcode.code, () => fetched.add(memoKey(arg)));
    const needed = opcode.code === op.PROTO ? Number(arg) : isGet(opcode.code) ? opcode.proto : 0;
    if (needed > highest) highestAt = offset;
    highest = Math.max(highest, needed);
  }
  const protocol = PROTOCOLS[highest];
  if (protocol !== undefined) return { fetched, protocol };
  throw raisedAt(raised('ValueError', 'bad-protocol', 'pickle protocol must be <= 5'), highestAt, op.PROTO);
}

/** Copies the opcodes of a pickle that is known to be complete. */
class Rewriter {
  private readonly cursor: OpcodeCursor;
  private readonly fetched: ReadonlySet<MemoKey>;
  private readonly framer = new Framer();
  private readonly emitter: Emitter;
  /** The old memo indexes stored so far. */
  private readonly stored = new Set<MemoKey>();
  /** The latest new index of each old one. */
  private readonly renumbered = new Map<MemoKey, number>();
  private kept = 0;

  constructor(bytes: Uint8Array, { fetched, protocol }: Needs, onProgress?: OnProgress, trailing?: TrailingBytes) {
    this.cursor = new OpcodeCursor(bytes, 0, onProgress, trailing);
    this.fetched = fetched;
    this.emitter = new Emitter(this.framer, protocol, true);
  }

  rewrite(): OwnBytes {
    const { cursor, framer, emitter } = this;
    let info = this.advance();
    if (info?.code === op.PROTO) {
      framer.out.raw(cursor.bytes.subarray(0, cursor.end));
      info = this.advance();
    }
    if (emitter.protocol >= 4) framer.begin();
    for (; info !== undefined; info = this.advance()) {
      const one = info;
      within(cursor.start, info.code, () => this.op(one));
    }
    framer.end();
    return framer.toBytes();
  }

  /** Returns the next opcode; there is none after STOP. */
  private advance(): OpcodeInfo | undefined {
    const { cursor } = this;
    if (cursor.info?.code === op.STOP) return undefined;
    return cursor.next() === undefined ? cursor.info : undefined;
  }

  private op(info: OpcodeInfo): void {
    switch (info.code) {
      case op.FRAME:
        break;
      case op.PUT:
      case op.BINPUT:
      case op.LONG_BINPUT:
        this.put(this.key(info));
        break;
      case op.MEMOIZE:
        this.put(this.stored.size);
        break;
      case op.GET:
      case op.BINGET:
      case op.LONG_BINGET:
        this.get(this.key(info));
        break;
      case op.BUILD:
        this.build(this.cursor);
        break;
      default:
        this.copy(this.cursor.bytes.subarray(this.cursor.start, this.cursor.end));
    }
  }

  private build({ bytes, start, argumentEnd, end }: OpcodeCursor): void {
    this.copy(bytes.subarray(start, argumentEnd));
    if (end > argumentEnd) this.framer.trailer(() => [bytes.subarray(argumentEnd, end)]);
  }

  private put(key: MemoKey): void {
    this.stored.add(key);
    if (!this.fetched.has(key)) return;
    this.boundary();
    this.renumbered.set(key, this.kept);
    this.emitter.put(this.kept++);
  }

  private get(key: MemoKey): void {
    const { framer, emitter, cursor } = this;
    const index = this.renumbered.get(key);
    this.boundary();
    if (index !== undefined) emitter.get(index);
    else if (emitter.protocol === 0) framer.out.latin1('gNone\n');
    else {
      const words = "'<' not supported between instances of 'NoneType' and 'int'";
      throw raisedAt(raised('TypeError', 'memo-missing', words), cursor.start, cursor.bytes[cursor.start] ?? -1);
    }
  }

  private copy(source: Uint8Array): void {
    const { framer } = this;
    if (source.length > LARGEST_FRAMED) {
      framer.unframed(() => {}, source, source.length);
      return;
    }
    this.boundary();
    framer.out.raw(source);
  }

  /** Begins a new frame if the open one is long enough. */
  private boundary(): void {
    const { framer } = this;
    if (framer.out.length >= framer.due) framer.advance();
  }

  private key(info: OpcodeInfo): MemoKey {
    const { bytes, argument, argumentEnd } = this.cursor;
    return memoKey(info.arg?.read(bytes, argument, argumentEnd, pickletoolsDialect(undefined)));
  }
}

/**
 * Does something for the opcode at `offset`. If that hits a limit of the engine, such as 2²⁴ members of a Set, throws
 * an error `limit`.
 */
function within(offset: number, code: number, act: () => void): void {
  try {
    act();
  } catch (error) {
    throw error instanceof RangeError ? raisedAt(error, offset, code) : error;
  }
}

function isGet(code: number): boolean {
  return code === op.GET || code === op.BINGET || code === op.LONG_BINGET;
}
