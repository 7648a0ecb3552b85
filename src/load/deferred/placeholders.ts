import type { LoadMemo } from '../memo.ts';
import type { Stack } from '../stack.ts';

/** Stands for a list whose items are being read: on the stack, directly below a mark, and in the memo. */
export const PLACEHOLDER: unique symbol = Symbol('list');
/** Stands on the stack for a dict whose entries are being read. In the memo {@link PLACEHOLDER} stands for it. */
const DICT_PLACEHOLDER: unique symbol = Symbol('dict');

/** The stack of a machine as opcodes see it: a mark is closed by {@link Placeholders.popMark}, which knows what stands on it. */
export type LoadStack = Omit<Stack, 'popMark' | 'popGroup'>;

/**
 * Makes lists once their items are complete, with exactly as many places as items. A list that grows with its items
 * costs 15 ns an item; one that is cut out of the stack costs 4 (measured, Node 24). For dicts, the first entries show
 * which representation is best.
 *
 * Nothing ever sees that a container does not exist yet. Whatever could notice (a GET of its memo entry, or a mark
 * closed by anything but APPENDS or SETITEMS) first makes it by {@link Placeholders.settle}.
 */
export class Placeholders {
  private readonly stack: Stack;
  private readonly memo: LoadMemo;
  /** How many placeholders there are. */
  private count = 0;
  /** For each placeholder, from the bottom of the stack: its place, */
  private readonly places: number[] = [];
  /** its memo index, or -1, */
  private readonly indexes: number[] = [];
  /** and how many marks are open, including its own. Below its mark are the items that APPENDS has already added. */
  private readonly depths: number[] = [];
  /** Makes a dict without entries. */
  readonly newDict: () => object;

  constructor(stack: Stack, memo: LoadMemo, newDict: () => object) {
    this.stack = stack;
    this.memo = memo;
    this.newDict = newDict;
  }

  /** Pushes a list with its mark, and stores it in the memo at a new index; -1 does not store it. */
  openList(index: number): void {
    this.open(index, PLACEHOLDER);
  }

  /** The same for a dict. */
  openDict(index: number): void {
    this.open(index, DICT_PLACEHOLDER);
  }

  private open(index: number, placeholder: symbol): void {
    const { stack, memo, count } = this;
    if (index === memo.size && index < memo.denseUntil) memo.add(PLACEHOLDER);
    else if (index >= 0) memo.set(index, PLACEHOLDER);
    this.places[count] = stack.height;
    this.indexes[count] = index;
    stack.push(placeholder);
    stack.mark();
    this.depths[count] = stack.open;
    this.count = count + 1;
  }

  /** How many places their records take. */
  get noted(): number {
    return 3 * this.count;
  }

  /** Whether the newest mark belongs to the topmost placeholder, and that stands for a list. */
  get endsList(): boolean {
    return this.isNewest && this.topmost === PLACEHOLDER;
  }

  /** Whether the newest mark belongs to the topmost placeholder, and that stands for a dict. */
  get endsDict(): boolean {
    return this.isNewest && this.topmost === DICT_PLACEHOLDER;
  }

  /** Whether the newest mark belongs to the topmost placeholder. */
  private get isNewest(): boolean {
    return this.count > 0 && this.depths[this.count - 1] === this.stack.open;
  }

  private get topmost(): unknown {
    return this.stack.items[this.places[this.count - 1] as number];
  }

  /** Removes the newest mark and returns its height. If it belongs to a placeholder, makes all containers first. */
  popMark(): number {
    const { stack } = this;
    if (this.isNewest) this.settle();
    return stack.popMark();
  }

  /** Pops everything above the newest mark, and the mark. */
  popGroup(): unknown[] {
    const { stack } = this;
    const mark = this.popMark();
    const group = stack.items.slice(mark, stack.height);
    stack.height = mark;
    return group;
  }

  /** Whether the mark at this height belongs to a pending dict. */
  isDictAt(mark: number): boolean {
    return this.stack.items[mark - 1] === DICT_PLACEHOLDER;
  }

  /** The memo index of the topmost placeholder, or -1. */
  get index(): number {
    return this.indexes[this.count - 1] as number;
  }

  /** Replaces the topmost placeholder, whose mark was just closed, with the container. */
  close(made: object): void {
    const { stack, memo } = this;
    const top = --this.count;
    const place = this.places[top] as number;
    const index = this.indexes[top] as number;
    stack.items[place] = made;
    stack.height = place + 1;
    if (index >= 0) memo.dense[index] = made;
  }

  /** Forgets the topmost placeholder, a dict whose mark was just closed. It stays {@link PLACEHOLDER} in the memo. */
  dropDict(): void {
    this.stack.height = this.places[--this.count] as number;
  }

  /** APPENDS, and the MARK for more items of the topmost list. */
  goOn(): void {
    this.stack.mark();
  }

  /** Makes the topmost list from what lies above its mark, which was just closed. */
  closeList(): void {
    const { items, height } = this.stack;
    this.close(listOf(items, (this.places[this.count - 1] as number) + 1, height));
  }

  /**
   * Makes all containers; lists get the items that APPENDS has added. What lies above them moves down, in one pass over
   * the stack from the lowest, so that each value moves only once.
   */
  settle(): void {
    if (this.count === 0) return;
    const { stack, memo, places, depths, indexes } = this;
    const { items, marks, height } = stack;
    let read = places[0] as number;
    let write = read;
    let mark = stack.open;
    while (mark > 0 && (marks[mark - 1] as number) > read) mark--;
    for (let i = 0; i < this.count; i++) {
      const place = places[i] as number;
      write = move(items, read, place, write);
      const lowered = place - write;
      for (; mark < stack.open && (marks[mark] as number) <= place; mark++)
        marks[mark] = (marks[mark] as number) - lowered;
      const filled = marks[(depths[i] as number) - 1] as number;
      // No entry has been added to the dict yet.
      const made = items[place] === DICT_PLACEHOLDER ? this.newDict() : items.slice(place + 1, filled);
      const index = indexes[i] as number;
      if (index >= 0) memo.dense[index] = made;
      items[write++] = made;
      read = filled;
    }
    stack.height = move(items, read, height, write);
    const lowered = height - stack.height;
    for (; mark < stack.open; mark++) marks[mark] = (marks[mark] as number) - lowered;
    stack.fence = stack.open === 0 ? 0 : (marks[stack.open - 1] as number);
    this.count = 0;
  }
}

/** Makes short lists from a literal: for two items `slice` takes 30 ns and a literal 10 (measured, Node 24). */
function listOf(items: readonly unknown[], from: number, end: number): unknown[] {
  switch (end - from) {
    case 1:
      return [items[from]];
    case 2:
      return [items[from], items[from + 1]];
    case 3:
      return [items[from], items[from + 1], items[from + 2]];
    case 4:
      return [items[from], items[from + 1], items[from + 2], items[from + 3]];
    default:
      return items.slice(from, end);
  }
}

/** Moves what lies from `read` to `end` down to `write`. Returns where it ends. */
function move(items: unknown[], read: number, end: number, write: number): number {
  if (read === write) return end;
  let to = write;
  for (let from = read; from < end; from++) items[to++] = items[from];
  return to;
}
