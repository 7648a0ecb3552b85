import { PickleError } from '../errors.ts';
import { Tuple } from '../values/tuple.ts';
import type { Rebuild } from './reduce.ts';
import type { Task } from './tasks.ts';

/** From this many tasks on they are examined, each time that they have doubled. */
const SUSPICIOUS = 65_536;
/** How often an object may be begun within its own arguments: Python's limit by default. */
const MOST = 1000;

/**
 * Finds an object whose arguments need the object itself, again and again. CPython refuses it with a RecursionError;
 * here nothing recurses, and it would continue until the memory is full.
 */
export class RecursionGuard {
  private suspicious = SUSPICIOUS;

  clear(): void {
    this.suspicious = SUSPICIOUS;
  }

  check(tasks: readonly Task[]): void {
    if (tasks.length < this.suspicious) return;
    this.suspicious = 2 * tasks.length;
    const begun = new Map<object, number>();
    for (const task of tasks) {
      if (task.kind !== 'object' || (task.phase !== 'args' && task.phase !== 'make')) continue;
      const times = (begun.get(task.value) ?? 0) + 1;
      if (times > MOST) {
        throw new PickleError(
          'cannot-pickle',
          'maximum recursion depth exceeded: an object contained in its arguments',
        );
      }
      begun.set(task.value, times);
    }
  }
}

/** Longer arguments are worth remembering. */
const WIDE = 16;

/**
 * The arguments of objects that are met within their own arguments. CPython asks a set or frozenset of a class for its
 * list of members again and gets a new one, which is complete where it is written; the list that the object was read
 * with is still being written. Copied once: where the list is an object of its own, the next time it is fetched.
 */
export class InnerArguments {
  private readonly begun = new Map<object, 'once' | 'copied'>();
  /** Wide arguments without a list: objects that share them need not each look through them. */
  private readonly listless = new Set<Tuple>();

  clear(): void {
    if (this.begun.size > 0) this.begun.clear();
    if (this.listless.size > 0) this.listless.clear();
  }

  /** How an object is to be written that is in no memo yet. */
  own(value: object, rebuild: Rebuild): Rebuild {
    const { args } = rebuild;
    if (!(args instanceof Tuple) || this.listless.has(args)) return rebuild;
    if (!args.some(isList)) {
      if (args.length > WIDE) this.listless.add(args);
      return rebuild;
    }
    const before = this.begun.get(value);
    if (before !== 'copied') this.begun.set(value, before === undefined ? 'once' : 'copied');
    return before === 'once'
      ? { ...rebuild, args: Tuple.from(args.map((arg) => (isList(arg) ? [...arg] : arg))) }
      : rebuild;
  }
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && !(value instanceof Tuple);
}
