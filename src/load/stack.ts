import { PickleError } from '../errors.ts';

/** The machine's stack, with its marks. What lies below the newest mark cannot be popped. */
export class Stack<T = unknown> {
  readonly items: T[] = [];
  /** Heights at each open MARK. */
  private readonly marks: number[] = [];
  /** Height at the newest MARK, 0 without one. */
  private fence = 0;

  clear(): void {
    this.items.length = 0;
    this.marks.length = 0;
    this.fence = 0;
  }

  mark(): void {
    this.fence = this.items.length;
    this.marks.push(this.fence);
  }

  pop(): T {
    const { items } = this;
    if (items.length <= this.fence) throw this.underflow();
    const top = items[items.length - 1] as T;
    items.length--;
    return top;
  }

  top(): T {
    const { items } = this;
    if (items.length <= this.fence) throw this.underflow();
    return items[items.length - 1] as T;
  }

  /** Refuses when fewer than `count` values lie above the newest mark. */
  need(count: number): void {
    if (this.items.length - count < this.fence) throw this.underflow();
  }

  /** Takes everything above the newest mark off the stack, and the mark with it. */
  popGroup(): T[] {
    return this.items.splice(this.popMark());
  }

  hasMark(): boolean {
    return this.marks.length > 0;
  }

  /** Whether nothing lies above the newest mark. */
  atMark(): boolean {
    return this.marks.length > 0 && this.items.length === this.fence;
  }

  /** Removes the newest mark and returns its height. */
  popMark(): number {
    const mark = this.marks.pop();
    if (mark === undefined) throw new PickleError('no-mark', 'could not find MARK');
    this.fence = this.marks[this.marks.length - 1] ?? 0;
    return mark;
  }

  private underflow(): PickleError {
    return new PickleError('underflow', this.marks.length > 0 ? 'unexpected MARK found' : 'unpickling stack underflow');
  }
}
