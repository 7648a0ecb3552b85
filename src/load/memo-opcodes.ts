import { parseIndexLine } from '../bytes/decimal.ts';
import { PickleError } from '../errors.ts';
import type { Arguments } from './arguments.ts';
import type { DeferredContainers } from './deferred/deferred-containers.ts';
import { type LoadStack, PLACEHOLDER } from './deferred/placeholders.ts';
import type { LoadMemo } from './memo.ts';

/** The opcodes that store values in the memo and fetch them: GET, PUT, MEMOIZE and their variants. */
export class MemoOpcodes {
  private readonly stack: LoadStack;
  private readonly memo: LoadMemo;
  private readonly args: Arguments;
  private readonly deferred: DeferredContainers;

  constructor(stack: LoadStack, memo: LoadMemo, args: Arguments, deferred: DeferredContainers) {
    this.stack = stack;
    this.memo = memo;
    this.args = args;
    this.deferred = deferred;
  }

  /** What GET and its variants push. */
  get(index: number): unknown {
    const value = this.memo.get(index);
    if (value === undefined) throw new PickleError('memo-missing', `Memo value not found at index ${index}`);
    if (value !== PLACEHOLDER) return value;
    return this.deferred.made(index);
  }

  /** BINPUT, LONG_BINPUT and MEMOIZE: `any -- any` */
  put(index: number): void {
    const value = this.stack.top();
    if (index < this.memo.filled) this.deferred.placeholders.settle();
    this.memo.set(index, value);
  }

  /** GET: `-- any` */
  getLine(): void {
    const value = this.get(parseIndexLine(this.args.filledLine()));
    this.stack.push(value);
  }

  /** PUT: `any -- any` */
  putLine(): void {
    const line = this.args.filledLine();
    this.stack.top();
    const index = parseIndexLine(line);
    if (index < 0) throw new PickleError('bad-argument', 'negative PUT argument');
    this.put(index);
  }
}
