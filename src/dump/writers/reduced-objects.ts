import { PickleError } from '../../errors.ts';
import * as op from '../../opcodes.ts';
import { Global } from '../../values/global.ts';
import { Tuple } from '../../values/tuple.ts';
import type { BuiltinParts } from '../builtin-parts.ts';
import type { Emitter } from '../emitter.ts';
import { PairEntries, PropertyEntries } from '../entry-source.ts';
import type { DumpMemo } from '../memo/memo.ts';
import { RecursionGuard } from '../recursion.ts';
import { callOf, type Rebuild } from '../reduce.ts';
import { leaveObject, type ObjectTask, type Task } from '../tasks.ts';
import type { ContainerWriter } from './containers.ts';

const OPCODES = { REDUCE: op.REDUCE, NEWOBJ: op.NEWOBJ, NEWOBJ_EX: op.NEWOBJ_EX } as const;

/**
 * Bytes that are certain to be left in the frame and the buffer where an object begins that is not written in phases.
 */
const NEAR = 64;
/** The remaining steps of an object whose state is written. */
const STATED: Rebuild = /* @__PURE__ */ callOf(null, /* @__PURE__ */ new Tuple());

/** Writes objects that are rebuilt by a call, one phase at a time. */
export class ReducedObjectWriter {
  private readonly emit: Emitter;
  private readonly memo: DumpMemo;
  private readonly containers: ContainerWriter;
  private readonly tasks: Task[];
  private readonly parts: BuiltinParts;
  private readonly save: (value: unknown) => boolean;
  private readonly recursion = new RecursionGuard();
  /** Objects that are being written and are not in the memo, in which a cycle would end. */
  private readonly unshared = new Set<object>();

  /**
   * @param save - Writes a value. Returns true if a task must run before anything else, or if there are finished
   *   pieces.
   */
  constructor(
    emit: Emitter,
    memo: DumpMemo,
    containers: ContainerWriter,
    tasks: Task[],
    parts: BuiltinParts,
    save: (value: unknown) => boolean,
  ) {
    this.emit = emit;
    this.memo = memo;
    this.containers = containers;
    this.tasks = tasks;
    this.parts = parts;
    this.save = save;
  }

  /** Whether an object that is not written in phases may begin here: no frame ends before its first parts do. */
  get hasRoom(): boolean {
    const { framer } = this.emit;
    return framer.out.length + NEAR < framer.due;
  }

  /**
   * An object with nothing but attributes whose class is in the memo; the object itself may be too. Protocol 2 and up.
   * Writes what the phases would, in half the time as long as the attributes have no parts (measured, Node 24). There
   * must be room.
   */
  attributesOnly(value: object, cls: number): boolean {
    const { emit, memo, tasks } = this;
    const known = memo.enterObject(value);
    if (known !== undefined) {
      emit.get(known);
      return false;
    }
    const names = Object.keys(value);
    emit.get(cls);
    emit.op(op.EMPTY_TUPLE);
    emit.opPut(op.NEWOBJ, memo.size - 1);
    if (names.length === 0) return false;
    const left = this.containers.openAttributes(new PropertyEntries(value, names));
    if (left !== undefined) {
      leaveObject(tasks, value, STATED, 'built');
      tasks.push(left);
      return true;
    }
    emit.op(op.BUILD);
    return false;
  }

  /**
   * An object made by calling something that is in the memo, with new arguments. Writes what the phases would, without
   * a task if the arguments have no parts and nothing follows the call. There must be room.
   */
  called(value: object, rebuild: Rebuild, callable: number, args: Tuple): boolean {
    const { emit, memo, tasks } = this;
    this.recursion.check(tasks);
    emit.get(callable);
    const left = args.length === 0 ? undefined : this.containers.openTuple(args, args);
    if (left !== undefined) {
      leaveObject(tasks, value, rebuild, 'make');
      tasks.push(left);
      return true;
    }
    if (args.length === 0) emit.op(op.EMPTY_TUPLE);
    emit.opPut(OPCODES[rebuild.opcode], memo.addObject(value));
    if (isMade(rebuild)) return false;
    return leaveObject(tasks, value, rebuild, 'items');
  }

  clear(): void {
    if (this.unshared.size > 0) this.unshared.clear();
    this.recursion.clear();
  }

  /** Continues until a task must run first or the object is finished. */
  step(task: ObjectTask): void {
    for (;;) {
      if (this.advance(task)) return;
    }
  }

  /** Runs one phase of an object. Returns true if a task was left or the object is finished. */
  private advance(task: ObjectTask): boolean {
    const { rebuild, value } = task;
    const { emit } = this;
    switch (task.phase) {
      case 'callable':
        this.recursion.check(this.tasks);
        task.phase = 'args';
        return this.save(rebuild.callable);
      case 'args':
        task.phase = rebuild.kwargs === undefined ? 'make' : 'kwargs';
        return this.save(this.parts.add(rebuild.args));
      case 'kwargs':
        task.phase = 'make';
        return this.save(rebuild.kwargs && this.parts.add(rebuild.kwargs));
      case 'make':
        return this.make(task);
      case 'items':
        task.phase = 'entries';
        return (
          rebuild.items !== undefined && this.containers.items([...rebuild.items], this.containers.styles.appended)
        );
      case 'entries':
        task.phase = 'members';
        return (
          rebuild.entries !== undefined &&
          this.containers.entries(new PairEntries([...rebuild.entries]), this.containers.styles.put)
        );
      case 'members':
        task.phase = 'state';
        return rebuild.members !== undefined && this.containers.items(rebuild.members, this.containers.styles.set);
      case 'state':
        if (task.state < rebuild.states.length) {
          task.phase = 'built';
          return this.save(rebuild.states[task.state++]);
        }
        return this.beginSetter(task);
      case 'built':
        emit.op(op.BUILD);
        if (rebuild.trailer !== undefined && task.state >= rebuild.states.length) emit.framer.trailer(rebuild.trailer);
        task.phase = 'state';
        return false;
      case 'setter-self':
        task.phase = 'setter-state';
        return this.save(value);
      case 'setter-state':
        task.phase = 'set';
        return this.save(rebuild.setters[task.setter++]?.state);
      case 'set':
        for (const code of [op.TUPLE2, op.REDUCE, op.POP]) emit.op(code);
        return this.beginSetter(task);
    }
  }

  private makeUnshared(value: object): void {
    if (this.unshared.has(value)) {
      throw new PickleError('cannot-pickle', 'an object that is written at each place contains itself');
    }
    this.unshared.add(value);
    this.emit.put(this.memo.skip());
  }

  /** Begins the next state setter, or finishes the object. */
  private beginSetter(task: ObjectTask): boolean {
    const setter = task.rebuild.setters[task.setter];
    if (setter === undefined) {
      if (!task.rebuild.isShared) this.unshared.delete(task.value);
      this.tasks.pop();
      return true;
    }
    task.phase = 'setter-self';
    return this.save(setter.callable);
  }

  /** The callable and the arguments are written; now come the opcode and the memo entry of the object. */
  private make(task: ObjectTask): boolean {
    const { value, rebuild } = task;
    const { emit, memo } = this;
    emit.op(OPCODES[rebuild.opcode]);
    const known = value instanceof Global ? memo.global(value) : memo.object(value);
    if (known !== undefined) {
      // The object was part of its own arguments and was written there. CPython's C pickler does nothing more.
      emit.op(op.POP);
      emit.get(known);
      this.tasks.pop();
      return true;
    }
    if (rebuild.isShared) emit.put(value instanceof Global ? memo.addGlobal(value) : memo.addObject(value));
    else this.makeUnshared(value);
    task.phase = 'items';
    return false;
  }
}

/** Whether nothing is done to the object after it is made. */
function isMade({ items, entries, members, states, setters }: Rebuild): boolean {
  return (items ?? entries ?? members) === undefined && states.length === 0 && setters.length === 0;
}
