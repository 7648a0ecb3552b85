import { type Reader, u32 } from '../../bytes/reader.ts';
import { PickleError } from '../../errors.ts';
import { COST } from '../../limits.ts';
import * as op from '../../opcodes.ts';
import { Dict } from '../../values/dict.ts';
import type { Arguments } from '../arguments.ts';
import type { Budget } from '../budget.ts';
import type { Builder } from '../builder.ts';
import { setEntries } from '../dict-entries.ts';
import type { KeyRules } from '../key-rules.ts';
import type { LoadMemo } from '../memo.ts';
import type { NewContainers } from '../new-containers.ts';
import type { Stack } from '../stack.ts';
import { DeferredDicts } from './deferred-dicts.ts';
import { FloatRun } from './float-run.ts';
import { PLACEHOLDER, Placeholders } from './placeholders.ts';
import { PresizedObjects } from './presized-objects.ts';

/** A list with more items than this starts with this many and grows. */
const LONGEST_DEFERRED = 2 ** 24;

/** What these containers are made of and for. */
interface Parts {
  readonly reader: Reader;
  readonly budget: Budget;
  readonly args: Arguments;
  readonly stack: Stack;
  readonly memo: LoadMemo;
  readonly builder: Builder;
  readonly keys: KeyRules;
  readonly containers: NewContainers;
}

/**
 * Makes lists and dicts once their items are complete. EMPTY_LIST and EMPTY_DICT are usually followed by a memo entry
 * and MARK, which are read together with them. The same goes for what follows APPENDS and SETITEMS.
 */
export class DeferredContainers {
  readonly placeholders: Placeholders;
  private readonly reader: Reader;
  private readonly budget: Budget;
  private readonly args: Arguments;
  private readonly stack: Stack;
  private readonly memo: LoadMemo;
  private readonly builder: Builder;
  private readonly keys: KeyRules;
  private readonly containers: NewContainers;
  private readonly states = new DeferredDicts();
  private readonly objects = new PresizedObjects();
  private readonly floats = new FloatRun();
  /** The memo index of the container that was read last, or -1 if it is not stored. */
  private index = -1;

  constructor({ reader, budget, args, stack, memo, builder, keys, containers }: Parts) {
    this.reader = reader;
    this.budget = budget;
    this.args = args;
    this.stack = stack;
    this.memo = memo;
    this.builder = builder;
    this.keys = keys;
    this.containers = containers;
    this.placeholders = new Placeholders(stack, memo, () => containers.paidDict());
  }

  /** Releases everything from the last pickle. */
  clear(): void {
    this.states.clear();
    this.objects.clear();
  }

  /** EMPTY_LIST, which ends at `at`: `-- list`. Returns the offset of the next opcode. */
  list(at: number): number {
    this.budget.charge(COST.list);
    const from = this.itemsFrom(at);
    if (from < 0) return this.emptyList(at);
    if (this.reader.bytes[from] === op.BINFLOAT && !this.args.exact && this.floatList(from)) return this.floats.end;
    this.placeholders.openList(this.index);
    return from;
  }

  /**
   * A list that has no items or whose memo entry needs the general path. Usually reads the MEMOIZE that follows too.
   */
  private emptyList(at: number): number {
    const { stack, memo } = this;
    const list: unknown[] = [];
    stack.push(list);
    if (this.reader.bytes[at] !== op.MEMOIZE || memo.size >= memo.denseUntil) return at;
    memo.add(list);
    return at + 1;
  }

  /** EMPTY_DICT, which ends at `at`: `-- dict`. Returns the offset of the next opcode. */
  dict(at: number): number {
    this.budget.charge(COST.dict);
    const from = this.itemsFrom(at);
    if (from < 0) {
      this.stack.push(this.containers.paidDict());
      return at;
    }
    this.placeholders.openDict(this.index);
    return from;
  }

  /**
   * APPENDS, which ends at `at`, of a list that has a placeholder. A long list continues in batches of 1000 items, so
   * the MARK of the next batch is read too. Returns the offset of the next opcode.
   */
  appends(at: number): number {
    const { stack, placeholders } = this;
    const mark = stack.popMark();
    this.budget.charge(COST.slot * (stack.height - mark));
    if (this.reader.bytes[at] === op.MARK && stack.height < LONGEST_DEFERRED) {
      placeholders.goOn();
      return at + 1;
    }
    placeholders.closeList();
    return at;
  }

  /**
   * SETITEMS, which ends at `at`, of a dict that has a placeholder. If a BUILD of the object below follows, it is done
   * here too, because the entries are still on the stack. Returns the offset of the next opcode.
   */
  setItems(at: number): number {
    const { stack, placeholders, reader } = this;
    const mark = stack.popMark();
    const { items, height: end } = stack;
    if ((end - mark) % 2 !== 0) throw new PickleError('odd-items', 'odd number of items for SETITEMS');
    this.budget.charge((COST.entry * (end - mark)) / 2);
    if (reader.bytes[at] === op.BUILD && this.build(mark, end)) return at + 1;
    const dict = this.containers.areObjects ? this.objects.make(items, mark, end) : new Dict();
    setEntries(dict, items, mark, end, this.keys);
    placeholders.close(dict);
    return at;
  }

  /**
   * BUILD with the topmost dict, whose entries begin at `mark`, as the state. Returns false if the dict has to be made.
   */
  private build(mark: number, end: number): boolean {
    const { stack, placeholders, states } = this;
    const { index } = placeholders;
    const target = mark - 2;
    const cost = (COST.entry * (end - mark)) / 2;
    if (target < stack.fence || !this.budget.affords(cost) || (index >= 0 && !states.takes(index, (end - mark) / 2)))
      return false;
    this.keys.budget.keyForms?.changed(stack.items[target]);
    if (!this.builder.setAttributes(stack.items[target], stack.items, mark, end)) return false;
    this.budget.charge(cost);
    if (index >= 0) states.keep(index, stack.items, mark, end);
    placeholders.dropDict();
    return true;
  }

  /** Makes the container that the memo has at this index, if it is pending. */
  made(index: number): unknown {
    this.placeholders.settle();
    this.makeState(index);
    return this.memo.get(index);
  }

  /** Makes every pending container in the memo. */
  settle(): void {
    this.placeholders.settle();
    for (const index of this.states.places()) this.makeState(index);
    this.states.clear();
  }

  private makeState(index: number): void {
    if (this.memo.get(index) !== PLACEHOLDER) return;
    const items = this.states.find(index) ?? [];
    const dict = this.containers.paidDict();
    setEntries(dict, items, 0, items.length, this.keys);
    this.memo.dense[index] = dict;
  }

  /**
   * Reads a list that contains only floats, with its APPENDS. Returns false if there is none or a limit would be
   * exceeded.
   */
  private floatList(from: number): boolean {
    const { floats, reader, memo, args, budget } = this;
    if (!floats.find(reader.bytes, from) || memo.isFull || !budget.affords(COST.slot * floats.count)) return false;
    const list = floats.read(reader.view, from);
    args.hasFloats = true;
    budget.charge(COST.slot * list.length);
    if (this.index >= 0) memo.set(this.index, list);
    this.stack.push(list);
    return true;
  }

  /**
   * Where the items of a container that ends at `at` begin; -1 if it is empty or the memo entry needs the general path.
   */
  private itemsFrom(at: number): number {
    const { bytes } = this.reader;
    const { memo } = this;
    let index = -1;
    let mark = at;
    if (bytes[at] === op.MEMOIZE) {
      index = memo.size;
      mark = at + 1;
    } else if (bytes[at] === op.BINPUT) {
      index = bytes[at + 1] ?? -1;
      mark = at + 2;
    } else if (bytes[at] === op.LONG_BINPUT) {
      index = u32(bytes, at + 1);
      mark = at + 5;
    }
    this.index = index;
    const isRegular = mark === at || (index === memo.filled && !memo.isFull);
    return isRegular && bytes[mark] === op.MARK ? mark + 1 : -1;
  }
}
