import { toUint8Array } from '../bytes/bytes-like.ts';
import { parseIndexLine } from '../bytes/decimal.ts';
import type { Reader } from '../bytes/reader.ts';
import { fromCaller } from '../caller-error.ts';
import { PickleError } from '../errors.ts';
import { COST, type Limits } from '../limits.ts';
import { ByteArray } from '../values/byte-array.ts';
import { Dict } from '../values/dict.ts';
import { Instance } from '../values/instance.ts';
import type { KeyBudget } from '../values/key.ts';
import { pythonTypeName } from '../values/kind.ts';
import { FrozenSet, PySet } from '../values/set.ts';
import { type Tuple, tupleOf } from '../values/tuple.ts';
import { Arguments } from './arguments.ts';
import { type Allocator, Builder } from './build.ts';
import { addToSet, isDict, isList, noMethod, setEntry, setIndexed } from './containers.ts';
import { LoadMemo } from './memo.ts';
import { Names } from './names.ts';
import type { LoadSettings } from './settings.ts';
import { Stack } from './stack.ts';

/** What each opcode does to the stack, the memo and the values, apart from the simplest. */
export class Effects implements Allocator {
  readonly stack: Stack = new Stack();
  readonly memo: LoadMemo;
  readonly args: Arguments;
  readonly builder: Builder;
  /** What PROTO announced last, 0 before any. */
  protocol = 0;
  private readonly reader: Reader;
  private readonly settings: LoadSettings;
  private readonly names: Names;
  private readonly keys: { -readonly [Name in keyof KeyBudget]: KeyBudget[Name] };
  /** The newest result of REDUCE; see {@link Effects.discard}. */
  private lastCall: unknown;

  constructor(reader: Reader, settings: LoadSettings) {
    const { limits, registry, unknown, fixImports } = settings;
    this.reader = reader;
    this.settings = settings;
    this.memo = new LoadMemo(limits.memo);
    this.keys = { left: limits.keys, allowed: limits.keys };
    this.args = new Arguments(reader, settings);
    this.names = new Names(registry, unknown, fixImports);
    this.builder = new Builder(this, this.names, registry);
  }

  /** Raises the ceilings that depend on the size of the input, as more of it comes. */
  raise({ memory, keys }: Limits): void {
    this.args.raise(memory);
    this.keys.left += keys - this.keys.allowed;
    this.keys.allowed = keys;
  }

  charge(bytes: number): void {
    this.args.charge(bytes);
  }

  /** A dict in the form of `options.dicts`. */
  dict(entries: Iterable<readonly [unknown, unknown]>): unknown {
    const dict = this.newDict();
    for (const [key, value] of entries) {
      this.charge(COST.entry);
      setEntry(dict, key, value, this.keys);
    }
    return dict;
  }

  pySet(members: Iterable<unknown>): PySet {
    const set = this.newSet();
    for (const member of members) this.addMember(set, member);
    return set;
  }

  frozenSet(members: Iterable<unknown>): FrozenSet {
    this.charge(COST.set);
    const set = new FrozenSet();
    for (const member of members) this.addMember(set, member);
    return set;
  }

  /** EMPTY_DICT */
  newDict(): Dict | Record<string, unknown> {
    this.charge(COST.dict);
    return this.settings.dicts === 'object' ? {} : new Dict();
  }

  /** EMPTY_SET */
  newSet(): PySet {
    this.charge(COST.set);
    return new PySet();
  }

  /** LIST */
  list(items: unknown[]): unknown[] {
    this.charge(COST.list + COST.slot * items.length);
    return items;
  }

  /** TUPLE and its kin */
  tuple(items: unknown[]): Tuple {
    this.charge(COST.list + COST.slot * items.length);
    return tupleOf(items);
  }

  /** BYTEARRAY8, after its count: a copy, because Python's is mutable. */
  byteArray(length: number): ByteArray {
    const bytes = this.args.byteCopy(length);
    return ByteArray.over(bytes);
  }

  /** DICT: `mark (key value)* -- dict` */
  dictOf(group: unknown[]): unknown {
    if (group.length % 2 !== 0) throw new PickleError('odd-items', 'odd number of items for DICT');
    const dict = this.newDict();
    this.setEntries(dict, group);
    return dict;
  }

  /** APPEND: `list item -- list` */
  append(): void {
    this.stack.need(2);
    const { items } = this.stack;
    const item = items.pop();
    this.appendTo(items[items.length - 1], [item]);
  }

  /** APPENDS: `list mark item* -- list` */
  appends(group: unknown[]): void {
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
  setItem(): void {
    this.stack.need(3);
    const { items } = this.stack;
    const pair = items.splice(items.length - 2);
    this.setEntries(items[items.length - 1], pair);
  }

  /** SETITEMS: `dict mark (key value)* -- dict` */
  setItems(group: unknown[]): void {
    const target = this.stack.top();
    if (group.length % 2 !== 0) throw new PickleError('odd-items', 'odd number of items for SETITEMS');
    if (group.length > 0) this.setEntries(target, group);
  }

  private setEntries(target: unknown, group: readonly unknown[]): void {
    if (isDict(target)) {
      this.charge((COST.entry * group.length) / 2);
      for (let i = 0; i < group.length; i += 2) setEntry(target, group[i], group[i + 1], this.keys);
    } else if (!this.builder.setItems(target, pairs(group))) {
      for (let i = 0; i < group.length; i += 2) setIndexed(target, group[i], group[i + 1]);
    }
  }

  /** ADDITEMS: `set mark item* -- set` */
  addItems(group: unknown[]): void {
    const target = this.stack.top();
    if (group.length === 0) return;
    if (target instanceof PySet) {
      for (const member of group) this.addMember(target, member);
    } else if (!this.builder.addMembers(target, group)) {
      throw noMethod(target, 'add');
    }
  }

  private addMember(set: PySet | FrozenSet, member: unknown): void {
    this.charge(COST.entry);
    addToSet(set, member, this.keys);
  }

  /** GET and its kin */
  remembered(index: number): unknown {
    const value = this.memo.get(index);
    if (value === undefined) throw new PickleError('memo-missing', `Memo value not found at index ${index}`);
    return value;
  }

  /** PUT: `any -- any` */
  putLine(): void {
    const line = this.args.filledLine();
    const value = this.stack.top();
    const index = parseIndexLine(line);
    if (index < 0) throw new PickleError('bad-argument', 'negative PUT argument');
    this.memo.set(index, value);
  }

  /** GLOBAL: `-- class` */
  globalLines(): unknown {
    this.reader.needLines(2);
    const module = this.args.nameLine('utf-8');
    const name = this.args.nameLine('utf-8');
    return this.names.find(module, name, this.protocol);
  }

  /** STACK_GLOBAL: `str str -- class` */
  stackGlobal(): void {
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
  extension(code: number): unknown {
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
  reduce(): void {
    this.stack.need(2);
    const { items } = this.stack;
    const args = items.pop();
    const value = this.builder.call(items.pop(), args);
    this.lastCall = value;
    items.push(value);
  }

  /** INST: `mark arg* -- instance` */
  inst(): void {
    const { args, stack } = this;
    if (!stack.hasMark()) throw new PickleError('no-mark', 'could not find MARK');
    this.reader.needLines(2);
    const module = args.nameLine('ASCII');
    const name = args.nameLine('ASCII');
    const group = stack.popGroup();
    stack.items.push(this.builder.instantiate(this.names.find(module, name, this.protocol), this.tuple(group)));
  }

  /** OBJ: `mark class arg* -- instance` */
  obj(): void {
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
  discard(): void {
    if (this.stack.atMark()) {
      this.stack.popMark();
      return;
    }
    const value = this.stack.pop();
    if (!(value instanceof Instance) || value !== this.lastCall || value.args.length !== 2) return;
    const [target, state] = value.args;
    if (target instanceof Instance && target === this.stack.items.at(-1))
      target.setter = { callable: value.cls, state };
  }

  /** PERSID and BINPERSID: `id -- any` */
  persistent(id: unknown): unknown {
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
  nextBuffer(): ByteArray {
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
    return ByteArray.over(bytes);
  }

  /** READONLY_BUFFER: `buffer -- buffer`. Python gives a read-only view; here it is bytes. */
  readonlyBuffer(): void {
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
  frame(): void {
    this.reader.frame(this.args.count64('FRAME', "FRAME length exceeds system's maximum of 9223372036854775807 bytes"));
  }
}

function pairs(group: readonly unknown[]): [unknown, unknown][] {
  const entries: [unknown, unknown][] = [];
  for (let i = 0; i < group.length; i += 2) entries.push([group[i], group[i + 1]]);
  return entries;
}
