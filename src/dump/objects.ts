import * as op from '../opcodes.ts';
import { Global } from '../values/global.ts';
import type { ContainerWriter } from './containers.ts';
import type { Emitter } from './emitter.ts';
import { PairEntries } from './entry-source.ts';
import type { DumpMemo } from './memo.ts';
import { RecursionGuard } from './recursion.ts';
import type { ObjectTask, Task } from './tasks.ts';

const OPCODES = { REDUCE: op.REDUCE, NEWOBJ: op.NEWOBJ, NEWOBJ_EX: op.NEWOBJ_EX } as const;

/** Writes objects that are rebuilt by a call, phase by phase. */
export class ObjectWriter {
  private readonly emit: Emitter;
  private readonly memo: DumpMemo;
  private readonly containers: ContainerWriter;
  private readonly tasks: Task[];
  private readonly save: (value: unknown) => boolean;
  private readonly recursion = new RecursionGuard();

  /** @param save - Writes a value. True: a task was left that comes before anything else, or pieces are done. */
  constructor(
    emit: Emitter,
    memo: DumpMemo,
    containers: ContainerWriter,
    tasks: Task[],
    save: (value: unknown) => boolean,
  ) {
    this.emit = emit;
    this.memo = memo;
    this.containers = containers;
    this.tasks = tasks;
    this.save = save;
  }

  clear(): void {
    this.recursion.clear();
  }

  /** Goes on until a task is left that comes first, or the object is done. */
  step(task: ObjectTask): void {
    for (;;) {
      if (this.advance(task)) return;
    }
  }

  /** One phase of an object. True: a task was left, or the object is done. */
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
        return this.save(rebuild.args);
      case 'kwargs':
        task.phase = 'make';
        return this.save(rebuild.kwargs);
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
        if (rebuild.setter === undefined) {
          this.tasks.pop();
          return true;
        }
        task.phase = 'setter-self';
        return this.save(rebuild.setter.callable);
      case 'built':
        emit.op(op.BUILD);
        task.phase = 'state';
        return false;
      case 'setter-self':
        task.phase = 'setter-state';
        return this.save(value);
      case 'setter-state':
        task.phase = 'set';
        return this.save(rebuild.setter?.state);
      case 'set':
        for (const code of [op.TUPLE2, op.REDUCE, op.POP]) emit.op(code);
        this.tasks.pop();
        return true;
    }
  }

  /** The callable and the arguments are written: the opcode follows, and the memo entry of the object. */
  private make(task: ObjectTask): boolean {
    const { value, rebuild } = task;
    const { emit, memo } = this;
    emit.op(OPCODES[rebuild.opcode]);
    const known = value instanceof Global ? memo.global(value) : memo.object(value);
    if (known !== undefined) {
      // The object was part of its own arguments and is written there; CPython's C pickler leaves it at that.
      emit.op(op.POP);
      emit.get(known);
      this.tasks.pop();
      return true;
    }
    emit.put(value instanceof Global ? memo.addGlobal(value) : memo.addObject(value));
    task.phase = 'items';
    return false;
  }
}
