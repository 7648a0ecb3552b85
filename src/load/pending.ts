import type { LoadMemo } from './memo.ts';
import type { Stack } from './stack.ts';

/** Stands on the stack, directly below a mark, and in the memo for a list whose items are being read. */
export const PENDING: unique symbol = Symbol('list');

/**
 * Lists that are made when their items are there, with exactly as many places as items. A list that grows as items come
 * costs 15 ns an item, one that is cut out of the stack 4 (measured, Node 24).
 *
 * That a list is not there yet never shows: whatever could meet it (a GET of its memo entry, a mark closed by anything
 * but APPENDS) makes it first, by {@link PendingLists.settle}.
 */
export class PendingLists {
  private readonly stack: Stack;
  private readonly memo: LoadMemo;
  /** How many there are. */
  private count = 0;
  /** For each, from the bottom of the stack: its place, */
  private readonly places: number[] = [];
  /** its place in the memo, or -1, */
  private readonly indexes: number[] = [];
  /** and the height of its mark: below lie the items that APPENDS has added. */
  private readonly filled: number[] = [];

  constructor(stack: Stack, memo: LoadMemo) {
    this.stack = stack;
    this.memo = memo;
  }

  /** Puts one, with its mark, onto the stack; and into the memo, at an index that is new; -1: not into the memo. */
  open(index: number): void {
    const { stack, count } = this;
    if (index >= 0) this.memo.set(index, PENDING);
    this.places[count] = stack.height;
    this.indexes[count] = index;
    stack.push(PENDING);
    stack.mark();
    this.filled[count] = stack.height;
    this.count = count + 1;
  }

  /** Whether a mark that was just closed, at this height, is that of the topmost. */
  isAt(mark: number): boolean {
    return this.count > 0 && this.filled[this.count - 1] === mark && this.stack.fence < mark;
  }

  /** APPENDS, and MARK for more items of the topmost. */
  goOn(): void {
    this.stack.mark();
    this.filled[this.count - 1] = this.stack.height;
  }

  /** Makes the topmost of what lies above its mark, which was just closed. */
  close(): void {
    const { stack, memo } = this;
    const top = --this.count;
    const place = this.places[top] as number;
    const index = this.indexes[top] as number;
    const list = listOf(stack.items, place + 1, stack.height);
    stack.items[place] = list;
    stack.height = place + 1;
    if (index >= 0) memo.dense[index] = list;
  }

  /**
   * Makes all of what APPENDS has added to them. What lies above moves down; one pass over the stack from the lowest of
   * them, so that each value is moved once.
   */
  settle(): void {
    if (this.count === 0) return;
    const { stack, memo, places, filled, indexes } = this;
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
      const list = items.slice(place + 1, filled[i]);
      const index = indexes[i] as number;
      if (index >= 0) memo.dense[index] = list;
      items[write++] = list;
      read = filled[i] as number;
    }
    stack.height = move(items, read, height, write);
    const lowered = height - stack.height;
    for (; mark < stack.open; mark++) marks[mark] = (marks[mark] as number) - lowered;
    stack.fence = stack.open === 0 ? 0 : (marks[stack.open - 1] as number);
    this.count = 0;
  }
}

/** A few items as a literal, because `slice` takes 30 ns for two where a literal takes 10 (measured, Node 24). */
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

/** Moves what lies from `read` to `end` down to `write`; returns where it ends. */
function move(items: unknown[], read: number, end: number, write: number): number {
  if (read === write) return end;
  let to = write;
  for (let from = read; from < end; from++) items[to++] = items[from];
  return to;
}
