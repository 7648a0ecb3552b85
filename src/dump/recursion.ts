import { PickleError } from '../errors.ts';
import { Tuple } from '../values/tuple.ts';
import type { Rebuild } from './reduce.ts';
import type { Task } from './tasks.ts';

/** Tasks from which on they are looked at; from then on each time that they have doubled. */
const SUSPICIOUS = 65_536;
/** How often an object may be begun within its own arguments: Python's limit by default. */
const MOST = 1000;

/**
 * Finds an object whose arguments need the object itself, again and again. CPython refuses it by a RecursionError; here
 * nothing recurses, and it would go on until the memory is full.
 */
export class RecursionGuard {
  private suspicious = SUSPICIOUS;

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

/**
 * The arguments of objects that are met within their own arguments. CPython asks such an object for its arguments again
 * and gets new containers, which are complete where they are written; what it was read with is still being written.
 */
export class InnerArguments {
  private readonly begun = new Set<object>();

  /** How an object is to be written that is in no memo yet. */
  own(value: object, rebuild: Rebuild): Rebuild {
    const { args } = rebuild;
    if (!(args instanceof Tuple) || !args.some(isContainer)) return rebuild;
    if (this.begun.has(value)) return { ...rebuild, args: Tuple.from(args.map(copied)) };
    this.begun.add(value);
    return rebuild;
  }
}

function isContainer(value: unknown): boolean {
  return value instanceof Map || value instanceof Set || (Array.isArray(value) && !(value instanceof Tuple));
}

function copied(value: unknown): unknown {
  if (!isContainer(value)) return value;
  if (value instanceof Map) return new Map(value);
  return value instanceof Set ? new Set(value) : Array.isArray(value) ? [...value] : value;
}
