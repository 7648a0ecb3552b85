import type { Reader } from '../bytes/reader.ts';
import { PickleError } from '../errors.ts';
import type { Arguments } from './arguments.ts';
import type { Budget } from './budget.ts';
import type { LoadStack } from './deferred/placeholders.ts';
import type { Names } from './names.ts';

/** Shorter names are free to look up. */
const LONG_NAME = 256;

/** What these opcodes work on. */
interface Parts {
  readonly reader: Reader;
  readonly stack: LoadStack;
  readonly args: Arguments;
  readonly budget: Budget;
  readonly names: Names;
}

/** The opcodes that name classes and functions: GLOBAL, STACK_GLOBAL, EXT1, EXT2, EXT4. */
export class GlobalOpcodes {
  private readonly parts: Parts;

  constructor(parts: Parts) {
    this.parts = parts;
  }

  /** GLOBAL: `-- class` */
  global(): void {
    const { reader, stack, args, names } = this.parts;
    reader.needLines(2);
    const module = args.nameLine('utf-8');
    const name = args.nameLine('utf-8');
    stack.push(names.find(module, name));
  }

  /** STACK_GLOBAL: `str str -- class` */
  stackGlobal(): void {
    const { stack, budget, names } = this.parts;
    stack.need(2);
    const name = stack.pop();
    const module = stack.pop();
    if (typeof module !== 'string' || typeof name !== 'string') {
      throw new PickleError('bad-operand', 'STACK_GLOBAL requires str');
    }
    const length = module.length + name.length;
    if (length > LONG_NAME) budget.work(length);
    stack.push(names.find(module, name));
  }

  /** EXT1, EXT2, EXT4: `-- class` */
  extension(code: number): void {
    const { stack, names } = this.parts;
    stack.push(names.extension(code));
  }
}
