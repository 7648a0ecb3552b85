import { NeedMore, type Reader, u32, WORTH_A_VIEW } from '../bytes/reader.ts';
import { decodeUtf8 } from '../bytes/text.ts';
import type { InnerOptions } from '../codec/following.ts';
import { PickleError } from '../errors.ts';
import { COST, type Limits } from '../limits.ts';
import * as op from '../opcodes.ts';
import { Dict } from '../values/dict.ts';
import { setAmbientBudget } from '../values/key-budget.ts';
import { plainOf } from '../values/plain.ts';
import { Tuple } from '../values/tuple.ts';
import { Budget } from './budget.ts';
import { runColdOpcode } from './cold-opcodes.ts';
import { PLACEHOLDER } from './deferred/placeholders.ts';
import { checkDepth } from './depth.ts';
import type { InnerPickle } from './following-bytes.ts';
import { InnerPickles, innerSettings } from './inner-pickles.ts';
import type { LoadSettings } from './load-settings.ts';
import { located } from './located.ts';
import { MachineState } from './machine-state.ts';
import type { LoadMemo } from './memo.ts';
import { withFormatName } from './not-a-pickle.ts';
import { INDEX_MASK, INDEX_WIDTH, INT_MASK, INT_WIDTH } from './widths.ts';

/** Longer strings are decoded one at a time. */
const SHORT_TEXT = 128;
/** A shorter pickle is a message: more with the same keys may follow. */
const SMALL = 4096;
/** The most that a run of strings can cost: each takes at least three bytes of a window of 1 KiB. */
const COST_OF_RUN = 16_384;
/** Bytes between two checks of the stack's height. No byte pushes more than one value, so a push needs no check. */
const CHECK_INTERVAL = 65_536;
/** The section of the input ended before the pickle. */
const UNFINISHED: unique symbol = Symbol('unfinished');
/**
 * An EMPTY_DICT that ends at most this many bytes after a NEWOBJ, which may be memoized in between, makes its state.
 */
const AFTER_MADE = 6;

/**
 * The pickle machine: a stack, marks and a memo, driven by opcodes.
 *
 * One object reads one source; {@link Machine.load} may be called again for the next pickle and keeps the memo, as in
 * Python. Every opcode reads its whole argument before it changes anything, so that a machine whose bytes run out
 * inside an opcode can repeat it when more have arrived.
 */
export class Machine {
  private readonly reader: Reader;
  private readonly budget: Budget;
  private readonly state: MachineState;
  private settings: LoadSettings;
  private depth: number;
  private isPlain: boolean;
  /** Where the current opcode stands in `reader.bytes`. */
  private at = 0;

  /**
   * @param budget - What it may spend. An inner pickle shares the budget of the pickle around it.
   * @param level - How many pickles enclose it.
   */
  constructor(reader: Reader, settings: LoadSettings, budget: Budget = new Budget(settings.limits), level = 0) {
    this.reader = reader;
    this.settings = settings;
    const inner = new InnerPickles((reader, options, level) => this.inner(reader, options, level), level);
    this.budget = budget;
    this.state = new MachineState(reader, settings, budget, inner);
    this.depth = settings.limits.depth;
    this.isPlain = settings.values === 'plain';
  }

  get memo(): LoadMemo {
    this.state.deferred.settle();
    return this.state.memo;
  }

  /** Makes a cleared machine ready for another input, as if new. */
  reset(settings: LoadSettings): void {
    this.budget.reset(settings.limits);
    this.state.args.hasFloats = false;
    // Calls without options share their settings: that saves 40 of the 800 ns of a message (measured, Node 24).
    if (settings === this.settings) return;
    this.settings = settings;
    this.state.reset(settings);
    this.depth = settings.limits.depth;
    this.isPlain = settings.values === 'plain';
  }

  /** Releases everything from the last input. */
  clear(): void {
    this.budget.keyForms = undefined;
    this.state.clear();
  }

  /** Reads one pickle to its STOP. */
  load(): unknown {
    this.begin();
    try {
      return this.resume();
    } catch (error) {
      throw withFormatName(error, this.reader.bytes);
    }
  }

  /** Prepares for the next pickle. */
  begin(): void {
    this.budget.keyForms = undefined;
    this.state.begin();
  }

  /** Raises the limits that depend on the size of the input as more of it arrives. */
  raise(limits: Limits): void {
    this.budget.raise(limits);
  }

  /**
   * Continues the current pickle to its STOP. Throws {@link NeedMore} if the buffered bytes end before that and more
   * may arrive. The reader is then at the incomplete opcode, where the next call continues. If the input is not a
   * pickle, errors do not say what it is: the caller knows how it begins.
   */
  resume(): unknown {
    const before = setAmbientBudget(this.budget);
    try {
      const value = this.toStop();
      if (this.depth !== Number.POSITIVE_INFINITY) checkDepth(value, this.depth);
      return this.isPlain ? plainOf(value) : value;
    } catch (error) {
      throw located(error, this.reader, this.at);
    } finally {
      setAmbientBudget(before);
    }
  }

  /** Runs to STOP, one section of the input at a time. */
  private toStop(): unknown {
    const { reader, state } = this;
    const { stack, following } = state;
    for (;;) {
      if (following.isWaiting) this.follow();
      const { pos, end } = reader;
      const isOne = end - pos <= CHECK_INTERVAL && stack.height === 0 && stack.open === 0;
      this.at = pos;
      if (!isOne) state.reserve(CHECK_INTERVAL);
      const value = this.run(isOne ? end : Math.min(end, pos + CHECK_INTERVAL));
      if (value !== UNFINISHED) return value;
      if (reader.pos < end || following.isWaiting) continue;
      throw reader.complete ? new PickleError('truncated', 'Ran out of input') : reader.short(1);
    }
  }

  /**
   * Runs to STOP, or returns {@link UNFINISHED} at the first opcode boundary at or after `end`. The most frequent
   * opcodes are here, on local variables; {@link runColdOpcode} has the others. Where the fast path does not apply, for
   * example if an opcode does not end before `end`, the fields are updated and the general path continues or finds the
   * error.
   */
  private run(end: number): unknown {
    const { reader, state } = this;
    const { stack, budget, args, memo, deferred, containers, placeholders, following } = state;
    const { containerOpcodes, objectOpcodes, memoOpcodes } = state;
    const { areObjects } = containers;
    const { items } = stack;
    const { dense } = memo;
    const { bytes } = reader;
    const { bigints, exact, texts } = args;
    const longest = Math.min(args.longestText, SHORT_TEXT);
    const view = reader.end >= WORTH_A_VIEW && !bigints ? reader.view : undefined;
    /** Whether floats become numbers unchanged. */
    const doubles = exact ? undefined : view;
    const { streamed } = reader;
    /** The buffer and offset of `bytes`, read only when needed because both getters are calls (10 ns, measured). */
    let memory: ArrayBufferLike | undefined;
    let memoryFrom = 0;
    // The keys of a small pickle are likely to occur again in the next one.
    const isSmall = reader.end < SMALL;
    /** Where the entries of the dict being read begin on the stack, if its keys are worth keeping; otherwise -1. */
    let keysFrom = -1;
    /** Where the last NEWOBJ or REDUCE ended. */
    let madeAt = Number.NEGATIVE_INFINITY;
    let sp = stack.height;
    let at = reader.pos;
    for (;;) {
      this.at = at;
      if (at >= end) {
        stack.height = sp;
        reader.pos = at;
        return UNFINISHED;
      }
      const code = bytes[at++] as number;
      switch (code) {
        case op.MARK:
          stack.height = sp;
          stack.mark();
          keysFrom = -1;
          continue;
        case op.NONE:
          items[sp++] = null;
          continue;
        case op.NEWTRUE:
          items[sp++] = true;
          continue;
        case op.NEWFALSE:
          items[sp++] = false;
          continue;

        case op.BININT:
        case op.BININT1:
        case op.BININT2:
          if (view !== undefined && end - at >= 4) {
            // Ints mostly come in runs, with widths that a processor cannot predict. So no branch depends on the width,
            // which halves the time of an int (measured).
            let next: number = code;
            let width = INT_WIDTH[next] as number;
            do {
              items[sp++] = view.getInt32(at, true) & (INT_MASK[next] as number);
              at += width;
              next = bytes[at++] as number;
              width = INT_WIDTH[next] as number;
            } while (width > 0 && end - at >= 4);
            at--;
            continue;
          }
          stack.height = sp;
          reader.pos = at;
          items[sp++] = args.int(code === op.BININT1 ? reader.u8() : code === op.BININT2 ? reader.u16() : reader.i32());
          at = reader.pos;
          continue;
        case op.LONG1:
          stack.height = sp;
          reader.pos = at;
          items[sp++] = args.long(reader.u8());
          at = reader.pos;
          continue;
        case op.BINFLOAT:
          if (doubles !== undefined && end - at >= 8) {
            args.hasFloats = true;
            items[sp++] = doubles.getFloat64(at, false);
            at += 8;
            continue;
          }
          stack.height = sp;
          reader.pos = at;
          items[sp++] = args.float(reader.f64be());
          at = reader.pos;
          continue;

        case op.SHORT_BINUNICODE:
        case op.BINUNICODE: {
          const from = code === op.SHORT_BINUNICODE ? at + 1 : at + 4;
          const length =
            from > end ? longest + 1 : code === op.SHORT_BINUNICODE ? (bytes[at] as number) : u32(bytes, at);
          const to = from + length;
          let text: string;
          if (length <= longest && to <= end) {
            budget.charge(COST.string + length);
            const isKey = keysFrom >= 0 && ((sp - keysFrom) & 1) === 0;
            text = (isKey ? texts.key(bytes, from, to) : texts.read(bytes, from, to)) ?? decodeUtf8(bytes, from, to);
            at = to;
          } else {
            stack.height = sp;
            reader.pos = at;
            text = args.text(code === op.SHORT_BINUNICODE ? reader.u8() : reader.u32());
            at = reader.pos;
          }
          items[sp++] = text;
          // An opcode that makes a value reads the following MEMOIZE itself: that saves a hard-to-predict branch.
          if (bytes[at] === op.MEMOIZE) {
            this.at = at++;
            if (memo.size < memo.denseUntil) memo.add(text);
            else sp = this.memoize(sp);
            if (bytes[at] === op.SHORT_BINUNICODE && at < texts.to && keysFrom < 0 && budget.affords(COST_OF_RUN)) {
              const count = texts.run(bytes, at, items, sp, dense, memo.size, memo.denseUntil);
              if (count > 0) {
                budget.charge((COST.string - 3) * count + texts.runEnd - at);
                at = texts.runEnd;
                sp += count;
                memo.added(count);
              }
            }
          }
          continue;
        }
        case op.SHORT_BINBYTES: {
          const from = at + 1;
          const to = from + (bytes[at] as number);
          if (to <= end && !streamed) {
            if (memory === undefined) {
              memory = bytes.buffer;
              memoryFrom = bytes.byteOffset;
            }
            budget.charge(COST.bytes);
            items[sp++] = new Uint8Array(memory, memoryFrom + from, to - from);
            at = to;
          } else {
            stack.height = sp;
            reader.pos = at;
            items[sp++] = args.byteString(reader.u8());
            at = reader.pos;
          }
          if (bytes[at] === op.MEMOIZE) {
            this.at = at++;
            if (memo.size < memo.denseUntil) memo.add(items[sp - 1]);
            else sp = this.memoize(sp);
          }
          continue;
        }

        case op.EMPTY_LIST:
          stack.height = sp;
          at = deferred.list(at);
          sp = stack.height;
          keysFrom = -1;
          continue;
        case op.EMPTY_DICT: {
          if (areObjects || at - madeAt <= AFTER_MADE) {
            stack.height = sp;
            at = deferred.dict(at);
            sp = stack.height;
            keysFrom = isSmall && sp === stack.fence ? sp : -1;
            continue;
          }
          budget.charge(COST.dict);
          const dict = new Dict();
          items[sp++] = dict;
          if (bytes[at] === op.MEMOIZE) {
            this.at = at++;
            if (memo.size < memo.denseUntil) memo.add(dict);
            else sp = this.memoize(sp);
          }
          if (bytes[at] === op.MARK) {
            at++;
            stack.height = sp;
            stack.mark();
            keysFrom = isSmall ? sp : -1;
          }
          continue;
        }
        case op.EMPTY_TUPLE:
          if (bytes[at] === op.NEWOBJ) {
            this.at = at;
            stack.height = sp;
            if (objectOpcodes.newBare()) {
              madeAt = ++at;
              continue;
            }
          }
          items[sp++] = new Tuple();
          continue;
        case op.TUPLE1:
        case op.TUPLE2:
        case op.TUPLE3: {
          const from = sp - (code - op.TUPLE1 + 1);
          if (from < stack.fence) throw stack.underflow();
          const tuple = containers.tuple(items, from, sp);
          sp = from;
          items[sp++] = tuple;
          if (bytes[at] === op.MEMOIZE) {
            this.at = at++;
            if (memo.size < memo.denseUntil) memo.add(tuple);
            else sp = this.memoize(sp);
          }
          continue;
        }
        case op.TUPLE: {
          stack.height = sp;
          const from = placeholders.popMark();
          const tuple = containers.tuple(items, from, stack.height);
          sp = from;
          items[sp++] = tuple;
          if (bytes[at] === op.MEMOIZE) {
            this.at = at++;
            if (memo.size < memo.denseUntil) memo.add(tuple);
            else sp = this.memoize(sp);
          }
          continue;
        }
        case op.APPENDS:
          stack.height = sp;
          at = containerOpcodes.appends(at);
          sp = stack.height;
          if (isSmall) keysFrom = containerOpcodes.isInDict() ? stack.fence : -1;
          continue;
        case op.SETITEMS:
          stack.height = sp;
          at = containerOpcodes.setItems(at);
          sp = stack.height;
          if (isSmall) keysFrom = containerOpcodes.isInDict() ? stack.fence : -1;
          continue;

        case op.BINGET:
        case op.LONG_BINGET: {
          if (view !== undefined && end - at >= 4) {
            // As with ints, no branch depends on the width.
            const value = dense[(view.getInt32(at, true) & (INDEX_MASK[code] as number)) >>> 0];
            if (value !== undefined && value !== PLACEHOLDER) {
              items[sp++] = value;
              at += INDEX_WIDTH[code] as number;
              continue;
            }
          }
          const next = code === op.BINGET ? at + 1 : at + 4;
          if (next <= end) {
            const value = dense[code === op.BINGET ? (bytes[at] as number) : u32(bytes, at)];
            if (value !== undefined && value !== PLACEHOLDER) {
              items[sp++] = value;
              at = next;
              continue;
            }
          }
          stack.height = sp;
          reader.pos = at;
          const value = memoOpcodes.get(code === op.BINGET ? reader.u8() : reader.u32());
          sp = stack.height;
          items[sp++] = value;
          at = reader.pos;
          continue;
        }
        case op.BINPUT:
        case op.LONG_BINPUT: {
          const next = code === op.BINPUT ? at + 1 : at + 4;
          if (next <= end && sp > stack.fence) {
            const index = code === op.BINPUT ? (bytes[at] as number) : u32(bytes, at);
            if (index === memo.filled) {
              memo.set(index, items[sp - 1]);
              at = next;
              continue;
            }
          }
          stack.height = sp;
          reader.pos = at;
          memoOpcodes.put(code === op.BINPUT ? reader.u8() : reader.u32());
          sp = stack.height;
          at = reader.pos;
          continue;
        }
        case op.MEMOIZE:
          if (sp > stack.fence && memo.size < memo.denseUntil) memo.add(items[sp - 1]);
          else sp = this.memoize(sp);
          continue;

        case op.NEWOBJ:
          stack.height = sp;
          objectOpcodes.newObject();
          sp = stack.height;
          madeAt = at;
          continue;
        case op.BUILD:
          stack.height = sp;
          objectOpcodes.build();
          if (following.isWaiting) {
            reader.pos = at;
            return UNFINISHED;
          }
          sp = stack.height;
          continue;
        case op.REDUCE:
          stack.height = sp;
          objectOpcodes.reduce();
          sp = stack.height;
          madeAt = at;
          continue;
        case op.STOP:
          stack.height = sp;
          reader.pos = at;
          return stack.pop();

        default:
          stack.height = sp;
          reader.pos = at;
          runColdOpcode(state, code);
          sp = stack.height;
          at = reader.pos;
          keysFrom = -1;
      }
    }
  }

  /** Lets the hook that a BUILD ran read the bytes after it. If bytes are missing, it continues from there later. */
  private follow(): void {
    try {
      this.state.following.resume();
    } catch (error) {
      if (error instanceof NeedMore) this.at = this.reader.pos;
      throw error;
    }
  }

  /** Makes a machine for an inner pickle, which shares this one's budget. */
  private inner(reader: Reader, options: InnerOptions, level: number): InnerPickle & { begin(): void } {
    const machine = new Machine(reader, innerSettings(this.settings, options), this.budget, level);
    return { begin: () => machine.state.begin(), resume: () => machine.resume() };
  }

  /** MEMOIZE where the index may be taken already. Returns the height of the stack. */
  private memoize(height: number): number {
    const { stack, memo } = this.state;
    stack.height = height;
    this.state.memoOpcodes.put(memo.size);
    return stack.height;
  }
}
