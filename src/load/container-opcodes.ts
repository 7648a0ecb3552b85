import { PickleError } from '../errors.ts';
import { COST, checkLength } from '../limits.ts';
import { Dict } from '../values/dict.ts';
import { PySet } from '../values/set.ts';
import type { Arguments } from './arguments.ts';
import type { Budget } from './budget.ts';
import type { Builder } from './builder.ts';
import { type ByteArrays, isByteArray } from './byte-arrays.ts';
import type { DeferredContainers } from './deferred/deferred-containers.ts';
import type { LoadStack, Placeholders } from './deferred/placeholders.ts';
import { isPlainObject, pairs, setDictEntries, setEntries } from './dict-entries.ts';
import type { KeyRules } from './key-rules.ts';
import type { NewContainers } from './new-containers.ts';
import { isList, noMethod, setIndexed } from './sequence-items.ts';

/** What these opcodes work on. */
interface Parts {
  readonly stack: LoadStack;
  readonly args: Arguments;
  readonly budget: Budget;
  readonly keys: KeyRules;
  readonly containers: NewContainers;
  readonly deferred: DeferredContainers;
  readonly byteArrays: ByteArrays;
  readonly builder: Builder;
}

/**
 * The opcodes that make containers from the values above a mark, and those that add to a container: LIST, DICT,
 * FROZENSET, APPEND, APPENDS, SETITEM, SETITEMS, ADDITEMS.
 */
export class ContainerOpcodes {
  private readonly stack: LoadStack;
  private readonly args: Arguments;
  private readonly budget: Budget;
  private readonly keys: KeyRules;
  private readonly containers: NewContainers;
  private readonly deferred: DeferredContainers;
  private readonly placeholders: Placeholders;
  private readonly byteArrays: ByteArrays;
  private readonly builder: Builder;

  constructor({ stack, args, budget, keys, containers, deferred, byteArrays, builder }: Parts) {
    this.stack = stack;
    this.args = args;
    this.budget = budget;
    this.keys = keys;
    this.containers = containers;
    this.deferred = deferred;
    this.placeholders = deferred.placeholders;
    this.byteArrays = byteArrays;
    this.builder = builder;
  }

  /** Whether the newest mark is directly above a dict. */
  isInDict(): boolean {
    const { items, fence } = this.stack;
    return fence > 0 && (items[fence - 1] instanceof Dict || this.placeholders.isDictAt(fence));
  }

  /** LIST: `mark item* -- list` */
  list(): void {
    this.stack.push(this.containers.list(this.placeholders.popGroup()));
  }

  /** DICT: `mark (key value)* -- dict` */
  dict(): void {
    const group = this.placeholders.popGroup();
    if (group.length % 2 !== 0) throw new PickleError('odd-items', 'odd number of items for DICT');
    const dict = this.containers.emptyDict();
    this.budget.charge((COST.entry * group.length) / 2);
    setEntries(dict, group, 0, group.length, this.keys);
    this.stack.push(dict);
  }

  /** FROZENSET: `mark item* -- frozenset` */
  frozenSet(): void {
    const { stack } = this;
    const mark = this.placeholders.popMark();
    const end = stack.height;
    stack.height = mark;
    stack.push(this.containers.frozenSetOf(stack.items, mark, end));
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
   * APPENDS, which ends at `at`: `list mark item* -- list`. Returns the offset of the next opcode.
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
      if (!this.builder.extend(target, group)) throw noMethod(target, 'append', this.args.wholeNumbers);
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
    this.budget.charge(COST.entry * ((end - from) >> 1));
    if (target instanceof Dict) {
      setDictEntries(target, items, from, end, this.keys);
      return;
    }
    if (isPlainObject(target)) {
      setEntries(target, items, from, end, this.keys);
      return;
    }
    const group = items.slice(from, end);
    this.keys.budget.keyForms?.changed(target);
    if (isByteArray(target)) this.byteArrays.setItems(group);
    else if (!this.builder.setItems(target, pairs(group))) {
      for (let i = 0; i < group.length; i += 2) setIndexed(target, group[i], group[i + 1], this.args.wholeNumbers);
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
    else if (!this.builder.addMembers(target, stack.items.slice(mark, end)))
      throw noMethod(target, 'add', args.wholeNumbers);
  }
}
