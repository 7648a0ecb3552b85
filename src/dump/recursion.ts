import { PickleError } from '../errors.ts';
import { Tuple } from '../values/tuple.ts';
import type { Rebuild } from './reduce.ts';
import type { Task } from './tasks.ts';

/** With this many tasks or more, they are examined each time that their number has doubled. */
const SUSPICIOUS = 65_536;
/** How often an object may be begun within its own arguments, by default as often as Python's recursion limit. */
const MOST = 1000;

/**
 * Finds an object whose arguments need the object itself, again and again. CPython refuses it with a RecursionError.
 * Here nothing recurses, so the dump would continue until the memory is full.
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

/** Only longer arguments are worth remembering. */
const WIDE = 16;

/**
 * The arguments of objects that occur within their own arguments. CPython asks a set or frozenset of a user's class for
 * its list of members again and gets a new, complete list, while the first is still being written. So the list is
 * copied once. If it is an object of its own, later occurrences are fetched.
 */
export class InnerArguments {
  private readonly begun = new Map<object, 'once' | 'copied'>();
  /** Wide arguments without a list, so that objects that share them need not each search them. */
  private readonly listless = new Set<Tuple>();

  clear(): void {
    if (this.begun.size > 0) this.begun.clear();
    if (this.listless.size > 0) this.listless.clear();
  }

  /** How to write an object that is not in the memo yet. */
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
