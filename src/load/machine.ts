import { parseIndexLine } from '../bytes/decimal.ts';
import { NeedMore, type Reader } from '../bytes/reader.ts';
import { CallerError } from '../caller-error.ts';
import { invalidLoadKey, PickleError, UnpicklingError } from '../errors.ts';
import { COST, type Limits } from '../limits.ts';
import * as op from '../opcodes.ts';
import { Tuple } from '../values/tuple.ts';
import { checkDepth } from './depth.ts';
import { Effects } from './effects.ts';
import type { LoadMemo } from './memo.ts';
import type { LoadSettings } from './settings.ts';

/**
 * The pickle machine: a stack, marks and a memo, driven by opcodes.
 *
 * One object reads one source; {@link Machine.load} may be called again for the next pickle and keeps the memo, as in
 * Python. Every opcode reads its whole argument before it changes anything, so that a machine whose bytes run out in
 * the middle of one can go on from its start when more have come.
 */
export class Machine {
  private readonly reader: Reader;
  private readonly effects: Effects;
  private readonly depth: number;
  /** Where the current opcode stands in `reader.bytes`. */
  private at = 0;

  constructor(reader: Reader, settings: LoadSettings) {
    this.reader = reader;
    this.effects = new Effects(reader, settings);
    this.depth = settings.limits.depth;
  }

  get memo(): LoadMemo {
    return this.effects.memo;
  }

  /** Reads one pickle to its STOP. */
  load(): unknown {
    this.begin();
    return this.resume();
  }

  /** Makes ready for the next pickle. */
  begin(): void {
    this.effects.stack.clear();
    this.effects.protocol = 0;
  }

  /** Raises the ceilings that depend on the size of the input, as more of it comes. */
  raise(limits: Limits): void {
    this.effects.raise(limits);
  }

  /**
   * Goes on with the pickle that was begun, to its STOP. Throws {@link NeedMore} where the bytes at hand end before that
   * and more may come: the reader then stands at the opcode that is not all there, and the next call goes on with it.
   */
  resume(): unknown {
    try {
      const value = this.run();
      if (this.depth !== Number.POSITIVE_INFINITY) checkDepth(value, this.depth);
      return value;
    } catch (error) {
      throw this.located(error);
    }
  }

  /** Runs to STOP. */
  private run(): unknown {
    const { reader, effects } = this;
    const { stack, args, memo, builder } = effects;
    const { items } = stack;
    for (;;) {
      this.at = reader.pos;
      if (reader.pos >= reader.end && reader.complete) throw new PickleError('truncated', 'Ran out of input');
      switch (reader.u8()) {
        case op.MARK:
          stack.mark();
          break;
        case op.STOP:
          return stack.pop();
        case op.POP:
          effects.discard();
          break;
        case op.POP_MARK:
          stack.popGroup();
          break;
        case op.DUP:
          items.push(stack.top());
          break;

        case op.NONE:
          items.push(null);
          break;
        case op.NEWTRUE:
          items.push(true);
          break;
        case op.NEWFALSE:
          items.push(false);
          break;
        case op.INT:
          items.push(args.intLine());
          break;
        case op.BININT:
          items.push(args.int(reader.i32()));
          break;
        case op.BININT1:
          items.push(args.int(reader.u8()));
          break;
        case op.BININT2:
          items.push(args.int(reader.u16()));
          break;
        case op.LONG:
          items.push(args.longLine());
          break;
        case op.LONG1:
          items.push(args.long(reader.u8()));
          break;
        case op.LONG4:
          items.push(args.long(args.signedCount('LONG')));
          break;
        case op.FLOAT:
          items.push(args.floatLine());
          break;
        case op.BINFLOAT:
          items.push(reader.f64be());
          break;

        case op.STRING:
          items.push(args.quotedString());
          break;
        case op.BINSTRING:
          items.push(args.legacyString(args.signedCount('BINSTRING')));
          break;
        case op.SHORT_BINSTRING:
          items.push(args.legacyString(reader.u8()));
          break;
        case op.UNICODE:
          items.push(args.unicodeLine());
          break;
        case op.BINUNICODE:
          items.push(args.text(reader.u32()));
          break;
        case op.SHORT_BINUNICODE:
          items.push(args.text(reader.u8()));
          break;
        case op.BINUNICODE8:
          items.push(args.text(args.count64('BINUNICODE')));
          break;
        case op.BINBYTES:
          items.push(args.byteString(reader.u32()));
          break;
        case op.SHORT_BINBYTES:
          items.push(args.byteString(reader.u8()));
          break;
        case op.BINBYTES8:
          items.push(args.byteString(args.count64('BINBYTES')));
          break;
        case op.BYTEARRAY8:
          items.push(effects.byteArray(args.count64('BYTEARRAY8')));
          break;
        case op.NEXT_BUFFER:
          items.push(effects.nextBuffer());
          break;
        case op.READONLY_BUFFER:
          effects.readonlyBuffer();
          break;

        case op.EMPTY_LIST:
          effects.charge(COST.list);
          items.push([]);
          break;
        case op.EMPTY_TUPLE:
          items.push(new Tuple());
          break;
        case op.EMPTY_DICT:
          items.push(effects.newDict());
          break;
        case op.EMPTY_SET:
          items.push(effects.newSet());
          break;
        case op.LIST:
          items.push(effects.list(stack.popGroup()));
          break;
        case op.TUPLE:
          items.push(effects.tuple(stack.popGroup()));
          break;
        case op.TUPLE1:
          items.push(effects.tuple([stack.pop()]));
          break;
        case op.TUPLE2:
          stack.need(2);
          items.push(effects.tuple(items.splice(items.length - 2)));
          break;
        case op.TUPLE3:
          stack.need(3);
          items.push(effects.tuple(items.splice(items.length - 3)));
          break;
        case op.DICT:
          items.push(effects.dictOf(stack.popGroup()));
          break;
        case op.FROZENSET:
          items.push(effects.frozenSet(stack.popGroup()));
          break;
        case op.APPEND:
          effects.append();
          break;
        case op.APPENDS:
          effects.appends(stack.popGroup());
          break;
        case op.SETITEM:
          effects.setItem();
          break;
        case op.SETITEMS:
          effects.setItems(stack.popGroup());
          break;
        case op.ADDITEMS:
          effects.addItems(stack.popGroup());
          break;

        case op.GET:
          items.push(effects.remembered(parseIndexLine(args.filledLine())));
          break;
        case op.BINGET:
          items.push(effects.remembered(reader.u8()));
          break;
        case op.LONG_BINGET:
          items.push(effects.remembered(reader.u32()));
          break;
        case op.PUT:
          effects.putLine();
          break;
        case op.BINPUT: {
          const index = reader.u8();
          memo.set(index, stack.top());
          break;
        }
        case op.LONG_BINPUT: {
          const index = reader.u32();
          memo.set(index, stack.top());
          break;
        }
        case op.MEMOIZE:
          memo.set(memo.size, stack.top());
          break;

        case op.GLOBAL:
          items.push(effects.globalLines());
          break;
        case op.STACK_GLOBAL:
          effects.stackGlobal();
          break;
        case op.EXT1:
          items.push(effects.extension(reader.u8()));
          break;
        case op.EXT2:
          items.push(effects.extension(reader.u16()));
          break;
        case op.EXT4:
          items.push(effects.extension(reader.i32()));
          break;
        case op.REDUCE:
          effects.reduce();
          break;
        case op.NEWOBJ: {
          stack.need(2);
          const newArgs = items.pop();
          items.push(builder.create(items.pop(), newArgs));
          break;
        }
        case op.NEWOBJ_EX: {
          stack.need(3);
          const kwargs = items.pop();
          const newArgs = items.pop();
          items.push(builder.create(items.pop(), newArgs, kwargs));
          break;
        }
        case op.INST:
          effects.inst();
          break;
        case op.OBJ:
          effects.obj();
          break;
        case op.BUILD: {
          stack.need(2);
          const state = items.pop();
          builder.setState(items[items.length - 1], state);
          break;
        }
        case op.PERSID:
          items.push(effects.persistent(args.persistentIdLine()));
          break;
        case op.BINPERSID:
          items.push(effects.persistent(stack.pop()));
          break;

        case op.PROTO: {
          const protocol = reader.u8();
          if (protocol > 5) throw new PickleError('bad-protocol', `unsupported pickle protocol: ${protocol}`);
          effects.protocol = protocol;
          break;
        }
        case op.FRAME:
          effects.frame();
          break;
        default:
          throw this.badOpcode();
      }
    }
  }

  private badOpcode(): PickleError {
    return new PickleError('bad-opcode', invalidLoadKey(this.reader.bytes[this.at] ?? 0));
  }

  /** Adds where an error happened. */
  private located(error: unknown): unknown {
    if (error instanceof CallerError) return error.error;
    if (error instanceof NeedMore) {
      this.reader.pos = this.at;
      return error;
    }
    const offset = this.reader.base + this.at;
    const opcode = this.at < this.reader.end ? (this.reader.bytes[this.at] ?? -1) : -1;
    if (error instanceof PickleError)
      return new UnpicklingError(error.code, offset, opcode, error.message, { cause: error.cause });
    if (error instanceof RangeError) {
      // The engine's own ceilings: 2^24 entries of a Map, 2^27 of an array, 2^30 bits of a bigint.
      return new UnpicklingError('limit', offset, opcode, `more than this runtime can hold: ${error.message}`, {
        cause: error,
      });
    }
    return error;
  }
}
