import { parseIndexLine } from '../bytes/decimal.ts';
import type { Reader } from '../bytes/reader.ts';
import { PickleError, UnpicklingError } from '../errors.ts';
import { COST } from '../limits.ts';
import * as op from '../opcodes.ts';
import { toUint8Array } from '../options.ts';
import { ByteArray } from '../values/byte-array.ts';
import { Dict } from '../values/dict.ts';
import { Instance } from '../values/instance.ts';
import { pythonTypeName } from '../values/kind.ts';
import { FrozenSet, PySet } from '../values/set.ts';
import { Tuple, tupleOf } from '../values/tuple.ts';
import { Arguments } from './arguments.ts';
import { type Allocator, Builder } from './build.ts';
import { addToSet, isDict, isList, noMethod, setEntry, setIndexed } from './containers.ts';
import { LoadMemo } from './memo.ts';
import { Names } from './names.ts';
import type { LoadSettings } from './settings.ts';
import { Stack } from './stack.ts';

/** What a callback of the caller's threw: it reaches the caller as it is. */
class CallerError {
  readonly error: unknown;

  constructor(error: unknown) {
    this.error = error;
  }
}

/**
 * The pickle machine: a stack, marks and a memo, driven by opcodes.
 *
 * One object reads one source; {@link Machine.load} may be called again for the next pickle and keeps the memo, as in
 * Python. Every opcode reads its whole argument before it changes anything, so that a machine whose bytes run out in
 * the middle of one can go on from its start when more have come.
 */
export class Machine implements Allocator {
  readonly memo: LoadMemo;
  /** What PROTO announced last, 0 before any. */
  protocol = 0;
  private readonly reader: Reader;
  private readonly settings: LoadSettings;
  private readonly args: Arguments;
  private readonly names: Names;
  private readonly builder: Builder;
  private readonly stack: Stack = new Stack();
  /** Where the current opcode stands in `reader.bytes`. */
  private at = 0;
  /** The newest result of a call that no codec knows; see {@link Machine.discard}. */
  private lastCall: unknown;

  constructor(reader: Reader, settings: LoadSettings) {
    this.reader = reader;
    this.settings = settings;
    this.memo = new LoadMemo(settings.limits.memo);
    this.args = new Arguments(reader, settings);
    this.names = new Names(settings.registry, settings.unknown, settings.fixImports);
    this.builder = new Builder(this, this.names, settings.registry);
  }

  /** Reads one pickle to its STOP. */
  load(): unknown {
    this.stack.clear();
    this.protocol = 0;
    try {
      return this.run();
    } catch (error) {
      throw this.located(error);
    }
  }

  charge(bytes: number): void {
    this.args.charge(bytes);
  }

  newDict(): Dict | Record<string, unknown> {
    this.charge(COST.dict);
    return this.settings.dicts === 'object' ? {} : new Dict();
  }

  newSet(): PySet<unknown> {
    this.charge(COST.set);
    return new PySet();
  }

  newFrozenSet(members: Iterable<unknown>): FrozenSet<unknown> {
    this.charge(COST.set);
    return new FrozenSet(members);
  }

  /** Runs to STOP. */
  private run(): unknown {
    const { reader, stack, args } = this;
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
          this.discard();
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
          items.push(this.byteArray(args.count64('BYTEARRAY8')));
          break;
        case op.NEXT_BUFFER:
          items.push(this.nextBuffer());
          break;
        case op.READONLY_BUFFER:
          this.readonlyBuffer();
          break;

        case op.EMPTY_LIST:
          this.charge(COST.list);
          items.push([]);
          break;
        case op.EMPTY_TUPLE:
          items.push(new Tuple());
          break;
        case op.EMPTY_DICT:
          items.push(this.newDict());
          break;
        case op.EMPTY_SET:
          items.push(this.newSet());
          break;
        case op.LIST:
          items.push(this.list(stack.popGroup()));
          break;
        case op.TUPLE:
          items.push(this.tuple(stack.popGroup()));
          break;
        case op.TUPLE1:
          items.push(this.tuple([stack.pop()]));
          break;
        case op.TUPLE2:
          stack.need(2);
          items.push(this.tuple(items.splice(items.length - 2)));
          break;
        case op.TUPLE3:
          stack.need(3);
          items.push(this.tuple(items.splice(items.length - 3)));
          break;
        case op.DICT:
          items.push(this.dict(stack.popGroup()));
          break;
        case op.FROZENSET:
          items.push(this.newFrozenSet(stack.popGroup()));
          break;
        case op.APPEND:
          this.append();
          break;
        case op.APPENDS:
          this.appends(stack.popGroup());
          break;
        case op.SETITEM:
          this.setItem();
          break;
        case op.SETITEMS:
          this.setItems(stack.popGroup());
          break;
        case op.ADDITEMS:
          this.addItems(stack.popGroup());
          break;

        case op.GET:
          items.push(this.remembered(parseIndexLine(args.filledLine())));
          break;
        case op.BINGET:
          items.push(this.remembered(reader.u8()));
          break;
        case op.LONG_BINGET:
          items.push(this.remembered(reader.u32()));
          break;
        case op.PUT:
          this.putLine();
          break;
        case op.BINPUT: {
          const index = reader.u8();
          this.memo.set(index, stack.top());
          break;
        }
        case op.LONG_BINPUT: {
          const index = reader.u32();
          this.memo.set(index, stack.top());
          break;
        }
        case op.MEMOIZE:
          this.memo.set(this.memo.size, stack.top());
          break;

        case op.GLOBAL:
          items.push(this.globalLines());
          break;
        case op.STACK_GLOBAL:
          this.stackGlobal();
          break;
        case op.EXT1:
          items.push(this.extension(reader.u8()));
          break;
        case op.EXT2:
          items.push(this.extension(reader.u16()));
          break;
        case op.EXT4:
          items.push(this.extension(reader.i32()));
          break;
        case op.REDUCE:
          this.reduce();
          break;
        case op.NEWOBJ: {
          stack.need(2);
          const newArgs = items.pop();
          items.push(this.builder.create(items.pop(), newArgs));
          break;
        }
        case op.NEWOBJ_EX: {
          stack.need(3);
          const kwargs = items.pop();
          const newArgs = items.pop();
          items.push(this.builder.create(items.pop(), newArgs, kwargs));
          break;
        }
        case op.INST:
          this.inst();
          break;
        case op.OBJ:
          this.obj();
          break;
        case op.BUILD: {
          stack.need(2);
          const state = items.pop();
          this.builder.setState(items[items.length - 1], state);
          break;
        }
        case op.PERSID:
          items.push(this.persistent(args.persistentIdLine()));
          break;
        case op.BINPERSID:
          items.push(this.persistent(stack.pop()));
          break;

        case op.PROTO: {
          const protocol = reader.u8();
          if (protocol > 5) throw new PickleError('bad-protocol', `unsupported pickle protocol: ${protocol}`);
          this.protocol = protocol;
          break;
        }
        case op.FRAME:
          this.frame();
          break;
        default:
          throw this.badOpcode();
      }
    }
  }

  private list(items: unknown[]): unknown[] {
    this.charge(COST.list + COST.slot * items.length);
    return items;
  }

  private tuple(items: unknown[]): Tuple {
    this.charge(COST.list + COST.slot * items.length);
    return tupleOf(items);
  }

  /** BYTEARRAY8, after its count: a copy, because Python's is mutable. */
  private byteArray(length: number): ByteArray {
    const bytes = this.args.byteCopy(length);
    return new ByteArray(bytes.buffer, bytes.byteOffset, length);
  }

  /** DICT: `mark (key value)* -- dict` */
  private dict(group: unknown[]): unknown {
    if (group.length % 2 !== 0) throw new PickleError('odd-items', 'odd number of items for DICT');
    const dict = this.newDict();
    this.setEntries(dict, group);
    return dict;
  }

  /** APPEND: `list item -- list` */
  private append(): void {
    this.stack.need(2);
    const { items } = this.stack;
    const item = items.pop();
    this.appendTo(items[items.length - 1], [item]);
  }

  /** APPENDS: `list mark item* -- list` */
  private appends(group: unknown[]): void {
    const target = this.stack.top();
    if (group.length > 0) this.appendTo(target, group);
  }

  private appendTo(target: unknown, group: readonly unknown[]): void {
    if (isList(target)) {
      this.charge(COST.slot * group.length);
      for (const item of group) target.push(item);
    } else if (!this.builder.extend(target, group)) {
      throw noMethod(target, 'append');
    }
  }

  /** SETITEM: `dict key value -- dict` */
  private setItem(): void {
    this.stack.need(3);
    const { items } = this.stack;
    const pair = items.splice(items.length - 2);
    this.setEntries(items[items.length - 1], pair);
  }

  /** SETITEMS: `dict mark (key value)* -- dict` */
  private setItems(group: unknown[]): void {
    const target = this.stack.top();
    if (group.length % 2 !== 0) throw new PickleError('odd-items', 'odd number of items for SETITEMS');
    if (group.length > 0) this.setEntries(target, group);
  }

  private setEntries(target: unknown, group: readonly unknown[]): void {
    if (isDict(target)) {
      this.charge((COST.entry * group.length) / 2);
      for (let i = 0; i < group.length; i += 2) setEntry(target, group[i], group[i + 1]);
    } else if (!this.builder.setItems(target, pairs(group))) {
      for (let i = 0; i < group.length; i += 2) setIndexed(target, group[i], group[i + 1]);
    }
  }

  /** ADDITEMS: `set mark item* -- set` */
  private addItems(group: unknown[]): void {
    const target = this.stack.top();
    if (group.length === 0) return;
    if (target instanceof PySet) {
      this.charge(COST.entry * group.length);
      for (const member of group) addToSet(target, member);
    } else if (!this.builder.addMembers(target, group)) {
      throw noMethod(target, 'add');
    }
  }

  private remembered(index: number): unknown {
    const value = this.memo.get(index);
    if (value === undefined) throw new PickleError('memo-missing', `Memo value not found at index ${index}`);
    return value;
  }

  /** PUT: `any -- any` */
  private putLine(): void {
    const line = this.args.filledLine();
    const value = this.stack.top();
    const index = parseIndexLine(line);
    if (index < 0) throw new PickleError('bad-argument', 'negative PUT argument');
    this.memo.set(index, value);
  }

  /** GLOBAL: `-- class` */
  private globalLines(): unknown {
    const module = this.args.nameLine('utf-8');
    const name = this.args.nameLine('utf-8');
    return this.names.find(module, name, this.protocol);
  }

  /** STACK_GLOBAL: `str str -- class` */
  private stackGlobal(): void {
    this.stack.need(2);
    const { items } = this.stack;
    const name = items.pop();
    const module = items.pop();
    if (typeof module !== 'string' || typeof name !== 'string') {
      throw new PickleError('bad-operand', 'STACK_GLOBAL requires str');
    }
    items.push(this.names.find(module, name, this.protocol));
  }

  /** EXT1, EXT2, EXT4: `-- class` */
  private extension(code: number): unknown {
    if (code <= 0) throw new PickleError('bad-argument', 'EXT specifies code <= 0');
    const global = this.settings.extensions?.get(code);
    if (global === undefined) {
      throw new PickleError(
        'unknown-extension',
        `unregistered extension code ${code}; pass its meaning in options.extensions`,
      );
    }
    return this.names.find(global.module, global.name, this.protocol);
  }

  /** REDUCE: `callable args -- value` */
  private reduce(): void {
    this.stack.need(2);
    const { items } = this.stack;
    const args = items.pop();
    const value = this.builder.call(items.pop(), args);
    this.lastCall = value;
    items.push(value);
  }

  /** INST: `mark arg* -- instance` */
  private inst(): void {
    const { args, stack } = this;
    if (!stack.hasMark()) throw new PickleError('no-mark', 'could not find MARK');
    const module = args.nameLine('ASCII');
    const name = args.nameLine('ASCII');
    const group = stack.popGroup();
    stack.items.push(this.builder.instantiate(this.names.find(module, name, this.protocol), this.tuple(group)));
  }

  /** OBJ: `mark class arg* -- instance` */
  private obj(): void {
    const group = this.stack.popGroup();
    if (group.length === 0) throw new PickleError('underflow', 'unpickling stack underflow');
    this.stack.items.push(this.builder.instantiate(group[0], this.tuple(group.slice(1))));
  }

  /**
   * POP: `any --`, or closes an empty mark.
   *
   * `setter(object, state)` followed by POP is how reduce's sixth item, the state setter, is written. Where no codec
   * knows the setter, the object it was to be called with keeps it.
   */
  private discard(): void {
    if (this.stack.atMark()) {
      this.stack.popMark();
      return;
    }
    const value = this.stack.pop();
    if (!(value instanceof Instance) || value !== this.lastCall || value.args.length !== 2) return;
    const [target, state] = value.args;
    if (target instanceof Instance && target === this.stack.items.at(-1)) target.setter = { callable: value.cls, state };
  }

  /** PERSID and BINPERSID: `id -- any` */
  private persistent(id: unknown): unknown {
    const { persistentLoad } = this.settings;
    if (persistentLoad === undefined) {
      throw new PickleError(
        'no-persistent-load',
        'A load persistent id instruction was encountered, but no persistent_load function was specified.' +
          ' Pass options.persistentLoad',
      );
    }
    return fromCaller(() => persistentLoad(id)) ?? null;
  }

  /** NEXT_BUFFER: `-- buffer` */
  private nextBuffer(): ByteArray {
    const { buffers } = this.settings;
    if (buffers === undefined) {
      throw new PickleError(
        'no-buffer',
        'pickle stream refers to out-of-band data but no *buffers* argument was given; pass options.buffers',
      );
    }
    const bytes = fromCaller(() => {
      const { done, value } = buffers.next();
      return done === true ? undefined : toUint8Array(value);
    });
    if (bytes === undefined) throw new PickleError('no-buffer', 'not enough out-of-band buffers');
    this.charge(COST.bytes);
    return new ByteArray(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** READONLY_BUFFER: `buffer -- buffer`. Python gives a read-only view; here it is bytes. */
  private readonlyBuffer(): void {
    const buffer = this.stack.top();
    if (!(buffer instanceof Uint8Array)) {
      throw new PickleError(
        'bad-operand',
        `memoryview: a bytes-like object is required, not '${pythonTypeName(buffer)}'`,
      );
    }
    if (!(buffer instanceof ByteArray)) return;
    const { items } = this.stack;
    items[items.length - 1] = new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
  }

  /** FRAME: `--`. CPython 3.8 to 3.14 check that the frame lies in the data, and no more. */
  private frame(): void {
    const { reader } = this;
    const length = this.args.count64('FRAME', "FRAME length exceeds system's maximum of 9223372036854775807 bytes");
    if (reader.complete && length > reader.end - reader.pos) {
      throw new PickleError('truncated', 'pickle data was truncated');
    }
  }

  private badOpcode(): PickleError {
    const byte = this.reader.bytes[this.at] ?? 0;
    const raw = byte >= 0x20 && byte <= 0x7e && byte !== 0x27 && byte !== 0x5c;
    const key = raw ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`;
    return new PickleError('bad-opcode', `invalid load key, '${key}'.`);
  }

  /** Adds where an error happened. */
  private located(error: unknown): unknown {
    if (error instanceof CallerError) return error.error;
    const offset = this.reader.base + this.at;
    const opcode = this.at < this.reader.end ? (this.reader.bytes[this.at] ?? -1) : -1;
    if (error instanceof PickleError) return new UnpicklingError(error.code, offset, opcode, error.message, { cause: error.cause });
    if (error instanceof RangeError) {
      // The engine's own ceilings: 2^24 entries of a Map, 2^27 of an array, 2^30 bits of a bigint.
      return new UnpicklingError('limit', offset, opcode, `more than this runtime can hold: ${error.message}`, { cause: error });
    }
    return error;
  }
}

/** Runs a callback of the caller's, whose errors are not ours to explain. */
function fromCaller<R>(run: () => R): R {
  try {
    return run();
  } catch (error) {
    throw new CallerError(error);
  }
}

function pairs(group: readonly unknown[]): [unknown, unknown][] {
  const entries: [unknown, unknown][] = [];
  for (let i = 0; i < group.length; i += 2) entries.push([group[i], group[i + 1]]);
  return entries;
}
