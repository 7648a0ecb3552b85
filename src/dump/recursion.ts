import { PickleError } from '../errors.ts';
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
