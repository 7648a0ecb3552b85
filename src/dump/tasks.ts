/**
 * What is being written: one task for each open container, innermost last. Tasks replace recursion, so that depth costs
 * memory and not the engine's stack.
 *
 * @module
 */
import { lateRegExp } from '../bytes/late-regexp.ts';
import { PickleError } from '../errors.ts';
import { ADDITEMS, MARK } from '../opcodes.ts';
import type { Emitter } from './emitter.ts';
import type { EntrySource } from './entry-source.ts';
import type { Rebuild } from './reduce.ts';

/** How values are added to a container that was written as empty. */
export interface BatchStyle {
  /** The opcode that adds one value without a mark, or `undefined` if there is none. */
  readonly one: number | undefined;
  /** The opcode that adds all values above a mark. */
  readonly many: number;
  /** Whether a single value left over after full batches is written without a mark. */
  readonly tightLeftover: boolean;
  /** Whether a full last batch is followed by an empty one. */
  readonly emptyLast: boolean;
}

/** Values that are added in batches. */
interface Batches {
  readonly style: BatchStyle;
  /** How many values there are in total. */
  readonly size: number;
  /** How many values have been begun. */
  next: number;
  /** Where the open batch began and where it ends. */
  start: number;
  end: number;
  open: 'none' | 'single' | 'marked';
}

/** The items of a list or the members of a set. */
export class ItemsTask implements Batches {
  readonly kind = 'items';
  readonly items: readonly unknown[];
  readonly size: number;
  readonly style: BatchStyle;
  next = 0;
  start = 0;
  end = 0;
  open: Batches['open'] = 'none';

  constructor(items: readonly unknown[], style: BatchStyle) {
    this.items = items;
    this.size = items.length;
    this.style = style;
  }
}

/** The entries of a dict. */
export class EntriesTask implements Batches {
  readonly kind = 'entries';
  readonly source: EntrySource;
  readonly size: number;
  readonly style: BatchStyle;
  /** What is left of the current entry: key and value, or the value once the key was begun, or nothing. */
  left: 'key' | 'value' | 'none';
  next = 0;
  start = 0;
  end = 0;
  open: Batches['open'] = 'none';

  constructor(source: EntrySource, style: BatchStyle, left: EntriesTask['left'] = 'none') {
    this.left = left;
    this.source = source;
    this.size = source.size;
    this.style = style;
  }
}

/** A tuple or frozenset: first the items, then the opcode that makes it from them. */
export interface GroupTask {
  readonly kind: 'tuple' | 'frozenset';
  readonly items: readonly unknown[];
  readonly size: number;
  readonly value: object;
  next: number;
}

/** An object that is rebuilt by a call. `phase` counts the finished steps. */
export interface ObjectTask {
  readonly kind: 'object';
  /** The object that the memo entry is for. */
  readonly value: object;
  readonly rebuild: Rebuild;
  phase: ObjectPhase;
  /** How many states and setters have been begun. */
  state: number;
  setter: number;
}

/** Leaves a task for an object that is to be rebuilt. */
export function leaveObject(tasks: Task[], value: object, rebuild: Rebuild, phase: ObjectPhase = 'callable'): true {
  tasks.push({ kind: 'object', value, rebuild, phase, state: 0, setter: 0 });
  return true;
}

/** The next step for an object. */
export type ObjectPhase =
  | 'callable'
  | 'args'
  | 'kwargs'
  | 'make'
  | 'items'
  | 'entries'
  | 'members'
  | 'state'
  | 'built'
  | 'setter-self'
  | 'setter-state'
  | 'set';

/** Values one after another. Once `parts[i]` is written, `after[i]` runs. */
export interface SequenceTask {
  readonly kind: 'sequence';
  readonly parts: readonly unknown[];
  readonly after: readonly ((() => void) | undefined)[];
  next: number;
}

export type Task = ItemsTask | EntriesTask | GroupTask | ObjectTask | SequenceTask;

const IDENTIFIER = /* @__PURE__ */ lateRegExp('^[\\p{ID_Start}$_][\\p{ID_Continue}$]*$', 'u');

/** The path to the value that the innermost task is writing, as JavaScript: `$.jobs[2].run`. */
export function pathOf(tasks: readonly Task[]): string {
  return `$${tasks.map(segmentOf).join('')}`;
}

function segmentOf(task: Task): string {
  switch (task.kind) {
    case 'items':
      return task.style.many === ADDITEMS ? '.member' : `[${task.next - 1}]`;
    case 'tuple':
      return `[${task.next - 1}]`;
    case 'frozenset':
      return '.member';
    case 'entries':
      return entrySegment(task);
    case 'object':
      return objectSegment(task);
    case 'sequence':
      return '';
  }
}

function entrySegment({ next, source: { key }, left }: EntriesTask): string {
  if (next === 0) return '';
  if (left === 'value') return '.key';
  if (typeof key === 'string') return IDENTIFIER().test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
  return typeof key === 'number' || typeof key === 'bigint' || typeof key === 'boolean' ? `.get(${key})` : '.value';
}

function objectSegment({ phase, rebuild }: ObjectTask): string {
  switch (phase) {
    case 'args':
      return rebuild.opcode === 'REDUCE' ? '.callable' : '.class';
    case 'kwargs':
      return '.args';
    case 'make':
      return rebuild.kwargs === undefined ? '.args' : '.kwargs';
    case 'setter-self':
    case 'setter-state':
      return '.stateSetter';
    default:
      return '';
  }
}

/** Values between a mark and the opcode that adds them. */
const BATCH = 1000;

/** Whether this many values form one batch that begins and ends in the usual way. */
export function isShort(size: number): boolean {
  return size > 0 && size < BATCH;
}

/** Opens the only batch of this many values. Returns the opcode that ends it. */
export function openShort(size: number, { one, many }: BatchStyle, emit: Emitter): number {
  if (size === 1 && one !== undefined) return one;
  emit.op(MARK);
  return many;
}

/** A task whose only batch is open, with this many values begun. */
export function reopened<T extends Batches>(task: T, next: number): T {
  task.open = task.size === 1 && task.style.one !== undefined ? 'single' : 'marked';
  task.next = next;
  task.end = task.size;
  return task;
}

/** Ends the open batch and begins the next. Returns false if there is none. */
export function nextBatch(task: Batches, emit: Emitter): boolean {
  const { style, size, next } = task;
  if (task.open === 'none') {
    if (size === 0) return false;
  } else {
    emit.op(task.open === 'marked' || style.one === undefined ? style.many : style.one);
    if (next === size && !(style.emptyLast && task.open === 'marked' && next - task.start === BATCH)) return false;
  }
  const left = size - next;
  const alone = left === 1 && (size === 1 || style.tightLeftover);
  const single = style.one !== undefined && (emit.protocol === 0 || alone);
  if (!single) emit.op(MARK);
  task.open = single ? 'single' : 'marked';
  task.start = next;
  task.end = single ? next + 1 : Math.min(size, next + BATCH);
  return true;
}

/** The error if a getter or a hook changed the value while it was being written. */
export function changedSize(what: string): PickleError {
  return new PickleError('failed', `${what} changed size during iteration`);
}
