import { PickleError } from '../errors.ts';
import type { Task } from './tasks.ts';

/** With this many open tasks or more, they are searched each time that their number has doubled. */
const SUSPICIOUS = 64;

/**
 * Finds a container or an object that is being written inside of itself, for `memo: 'none'`: without a memo nothing
 * else would end it. CPython's `fast` mode searches from a depth of 50 on.
 */
export class CycleGuard {
  /** With this many open tasks, {@link check} must be called. */
  due: number;

  /** @param isMemoised - Whether there is a memo, in which every cycle ends. */
  constructor(isMemoised: boolean) {
    this.due = isMemoised ? Number.POSITIVE_INFINITY : SUSPICIOUS;
  }

  clear(): void {
    if (this.due !== Number.POSITIVE_INFINITY) this.due = SUSPICIOUS;
  }

  /** @throws PickleError if there is a cycle; the tasks then end where it closes. */
  check(tasks: Task[]): void {
    this.due = 2 * tasks.length;
    const containers = new Set<object>();
    const objects = new Set<object>();
    for (const [at, task] of tasks.entries()) {
      if (task.kind === 'sequence') continue;
      // The attributes of an object are entries of the object itself.
      const begun = task.kind === 'object' ? objects : containers;
      const holder = holderOf(task);
      if (begun.has(holder)) {
        tasks.length = at;
        throw cyclic(task);
      }
      begun.add(holder);
    }
  }
}

/** What tells the value of a task from any other. */
function holderOf(task: Exclude<Task, { kind: 'sequence' }>): object {
  switch (task.kind) {
    case 'items':
      return task.items;
    case 'entries':
      return task.source.holder;
    default:
      return task.value;
  }
}

const TYPES = { items: 'list', entries: 'dict', tuple: 'tuple', frozenset: 'frozenset', object: 'object' } as const;

function cyclic({ kind }: Exclude<Task, { kind: 'sequence' }>): PickleError {
  return new PickleError(
    'cannot-pickle',
    `fast mode: can't pickle cyclic objects including object type ${TYPES[kind]}:` +
      ` memo: 'none' writes no references; use memo: 'identity'`,
  );
}
