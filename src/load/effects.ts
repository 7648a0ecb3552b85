import { parseIndexLine } from '../bytes/decimal.ts';
import type { Reader } from '../bytes/reader.ts';
import { PickleError } from '../errors.ts';
import { COST, checkLength } from '../limits.ts';
import { ByteArray } from '../values/byte-array.ts';
import { Dict } from '../values/dict.ts';
import { PySet } from '../values/set.ts';
import { Arguments } from './arguments.ts';
import type { Budget } from './budget.ts';
import { Builder } from './build.ts';
import { ByteArrays, isByteArray } from './byte-arrays.ts';
import { isDict, isList, noMethod, pairs, setEntries, setIndexed } from './containers.ts';
import { DeferredContainers } from './deferred/deferred-containers.ts';
import { type LoadStack, PLACEHOLDER, type Placeholders } from './deferred/placeholders.ts';
import { FollowingBytes } from './following.ts';
import type { InnerPickles } from './inner.ts';
import { KeyRules } from './key-rules.ts';
import { LentBuffers } from './lent-buffers.ts';
import { LoadMemo } from './memo.ts';
import { Names } from './names.ts';
import { NewContainers } from './new-containers.ts';
import { ObjectOpcodes } from './objects.ts';
import { persistentObject } from './outside.ts';
import { PropertyCount } from './property-count.ts';
import type { LoadSettings } from './settings.ts';
import { Stack } from './stack.ts';

/** Shorter names are free to look up. */
const LONG_NAME = 256;

/** What each opcode does to the stack, the memo and the values, apart from the simplest. */
export class Effects {
  readonly stack: LoadStack;
  readonly lent: LentBuffers = new LentBuffers();
  readonly memo: LoadMemo = new LoadMemo(0);
  readonly budget: Budget;
  readonly args: Arguments;
  readonly deferred: DeferredContainers;
  readonly placeholders: Placeholders;
  private readonly byteArrays: ByteArrays;
  readonly builder: Builder;
  readonly objects: ObjectOpcodes;
  readonly reader: Reader;
  private readonly names: Names;
  readonly keys: KeyRules;
  readonly following: FollowingBytes;
  readonly containers: NewContainers;
  readonly properties: PropertyCount = new PropertyCount();
  private settings: LoadSettings;

  constructor(reader: Reader, settings: LoadSettings, budget: Budget, inner: InnerPickles) {
    const stack = new Stack();
    this.stack = stack;
    this.reader = reader;
    this.settings = settings;
    this.budget = budget;
    this.args = new Arguments(reader, settings, budget);
    this.keys = new KeyRules(this.args, this.properties, budget);
    this.containers = new NewContainers(budget, this.keys);
    this.names = new Names(settings);
    this.following = new FollowingBytes(reader, this.args, () => inner.begin(reader));
    const { args, names, containers, properties, lent, following } = this;
    this.builder = new Builder({ budget, args, names, containers, properties, lent, following, inner });
    const { memo, keys, builder } = this;
    this.deferred = new DeferredContainers({ reader, budget, args, stack, memo, builder, keys, containers });
    this.placeholders = this.deferred.placeholders;
    this.objects = new ObjectOpcodes(this, names, builder);
    this.byteArrays = new ByteArrays(budget, args, this.deferred, stack, memo, names);
    this.reset(settings);
  }

  /** Takes the options of another pickle. */
  reset(settings: LoadSettings): void {
    this.settings = settings;
    this.keys.ordered = settings.keepOrder;
    this.memo.limit = settings.limits.memo;
    this.args.reset(settings);
    this.names.reset(settings);
    this.containers.areObjects = settings.dicts === 'object';
  }

  /** Releases everything from the last pickle. */
  clear(): void {
    this.begin();
    this.memo.clear();
    this.deferred.clear();
    this.byteArrays.clear();
    this.lent.clear();
    this.names.clear();
    this.args.texts.clear();
    this.properties.clear();
    this.builder.reset();
  }

  /** Prepares for a pickle with the memo of the one before. */
  begin(): void {
    this.placeholders.settle();
    this.stack.clear();
    this.names.protocol = 0;
    this.objects.clear();
    this.following.clear();
  }

  /** PROTO */
  announce(protocol: number): void {
    if (protocol > 5) throw new PickleError('bad-protocol', `unsupported pickle protocol: ${protocol}`);
    this.names.protocol = protocol;
  }

  /** Charges for the stack and the marks, and makes sure that each may grow by `count`. */
  reserve(count: number): void {
    const { stack, placeholders } = this;
    const growth = stack.growth(placeholders.noted);
    if (growth > 0) this.budget.chargeStack(growth);
    stack.reserve(count);
  }

  /** FROZENSET: `mark item* -- frozenset` */
  frozenSetOfGroup(): void {
    const { stack } = this;
    const mark = this.placeholders.popMark();
    const end = stack.height;
    stack.height = mark;
    stack.push(this.containers.frozenSetOf(stack.items, mark, end));
  }

  /** Whether the newest mark stands on a dict. */
  isInDict(): boolean {
    const { items, fence } = this.stack;
    return fence > 0 && (items[fence - 1] instanceof Dict || this.placeholders.isDictAt(fence));
  }

  /** BYTEARRAY8, after its count: a copy, because Python's is mutable. */
  byteArray(length: number): ByteArray {
    return ByteArray.over(this.args.byteCopy(length));
  }

  /** DICT: `mark (key value)* -- dict` */
  dictOf(group: unknown[]): unknown {
    if (group.length % 2 !== 0) throw new PickleError('odd-items', 'odd number of items for DICT');
    const dict = this.containers.emptyDict();
    this.budget.charge((COST.entry * group.length) / 2);
    setEntries(dict, group, 0, group.length, this.keys);
    return dict;
  }

  /** APPEND: `list item -- list` */
  append(): void {
    const { stack } = this;
    stack.need(2);
    const item = stack.pop();
    const target = stack.top();
    if (isList(target)) {
      this.budget.charge(COST.slot);
      checkLength(target.length + 1, 'a list');
      target.push(item);
    } else {
      this.appendTo(target, [item]);
    }
  }

  /**
   * APPENDS, which ends at `at`: `list mark item* -- list`. Returns where the next opcode stands.
   */
  appends(at: number): number {
    const { stack, placeholders } = this;
    if (placeholders.endsList) return this.deferred.appends(at);
    const group = placeholders.popGroup();
    const target = stack.top();
    if (group.length > 0) this.appendTo(target, group);
    return at;
  }

  private appendTo(target: unknown, group: readonly unknown[]): void {
    this.budget.charge(COST.slot * group.length);
    if (isList(target)) {
      checkLength(target.length + group.length, 'a list');
      for (const item of group) target.push(item);
    } else if (isByteArray(target)) {
      this.byteArrays.extend(target, group);
    } else {
      this.keys.budget.keyForms?.changed(target);
      if (!this.builder.extend(target, group)) throw noMethod(target, 'append', this.args.whole);
    }
  }

  /** SETITEM: `dict key value -- dict` */
  setItem(): void {
    const { stack } = this;
    stack.need(3);
    stack.height -= 2;
    this.setEntries(stack.top(), stack.height, stack.height + 2);
  }

  /** SETITEMS, which ends at `at`: `dict mark (key value)* -- dict`. Returns the offset of the next opcode. */
  setItems(at: number): number {
    const { stack, placeholders } = this;
    if (placeholders.endsDict) return this.deferred.setItems(at);
    const mark = placeholders.popMark();
    const end = stack.height;
    stack.height = mark;
    const target = stack.top();
    if ((end - mark) % 2 !== 0) throw new PickleError('odd-items', 'odd number of items for SETITEMS');
    if (end > mark) this.setEntries(target, mark, end);
    return at;
  }

  /** Sets the entries that lie on the stack from `from` to `end`. */
  private setEntries(target: unknown, from: number, end: number): void {
    const { items } = this.stack;
    this.budget.charge((COST.entry * (end - from)) / 2);
    if (isDict(target)) {
      setEntries(target, items, from, end, this.keys);
      return;
    }
    const group = items.slice(from, end);
    this.keys.budget.keyForms?.changed(target);
    if (isByteArray(target)) this.byteArrays.setItems(group);
    else if (!this.builder.setItems(target, pairs(group))) {
      for (let i = 0; i < group.length; i += 2) setIndexed(target, group[i], group[i + 1], this.args.whole);
    }
  }

  /** ADDITEMS: `set mark item* -- set` */
  addItems(): void {
    const { stack, args } = this;
    const mark = this.placeholders.popMark();
    const end = stack.height;
    stack.height = mark;
    const target = stack.top();
    if (end === mark) return;
    if (target instanceof PySet) this.containers.addMembers(target, stack.items, mark, end);
    else if (!this.builder.addMembers(target, stack.items.slice(mark, end))) throw noMethod(target, 'add', args.whole);
  }

  /** GET and its kin */
  remembered(index: number): unknown {
    const value = this.memo.get(index);
    if (value === undefined) throw new PickleError('memo-missing', `Memo value not found at index ${index}`);
    if (value !== PLACEHOLDER) return value;
    return this.deferred.made(index);
  }

  /** BINPUT, LONG_BINPUT and MEMOIZE: `any -- any` */
  remember(index: number): void {
    const value = this.stack.top();
    if (index < this.memo.filled) this.placeholders.settle();
    this.memo.set(index, value);
  }

  /** PUT: `any -- any` */
  putLine(): void {
    const line = this.args.filledLine();
    this.stack.top();
    const index = parseIndexLine(line);
    if (index < 0) throw new PickleError('bad-argument', 'negative PUT argument');
    this.remember(index);
  }

  /** GLOBAL: `-- class` */
  globalLines(): unknown {
    this.reader.needLines(2);
    const module = this.args.nameLine('utf-8');
    const name = this.args.nameLine('utf-8');
    return this.names.find(module, name);
  }

  /** STACK_GLOBAL: `str str -- class` */
  stackGlobal(): void {
    const { stack } = this;
    stack.need(2);
    const name = stack.pop();
    const module = stack.pop();
    if (typeof module !== 'string' || typeof name !== 'string') {
      throw new PickleError('bad-operand', 'STACK_GLOBAL requires str');
    }
    const length = module.length + name.length;
    if (length > LONG_NAME) this.budget.work(length);
    stack.push(this.names.find(module, name));
  }

  /** EXT1, EXT2, EXT4: `-- class` */
  extension(code: number): unknown {
    return this.names.extension(code);
  }

  /** PERSID and BINPERSID: `id -- any` */
  persistent(id: unknown): unknown {
    return persistentObject(this.settings, id);
  }

  /** NEXT_BUFFER: `-- buffer` */
  nextBuffer(): ByteArray {
    const buffer = this.lent.next(this.settings);
    this.byteArrays.lend(buffer);
    this.budget.charge(COST.bytes);
    return buffer;
  }

  /** READONLY_BUFFER: `buffer -- buffer` */
  readonlyBuffer(): void {
    const { stack } = this;
    stack.items[stack.height - 1] = this.lent.readonly(stack.top(), this.args.whole);
  }

  /** FRAME: `--`. CPython 3.8 to 3.14 check that the frame lies in the data, and no more. */
  frame(): void {
    this.reader.frame(this.args.count64('FRAME', "FRAME length exceeds system's maximum of 9223372036854775807 bytes"));
  }
}
