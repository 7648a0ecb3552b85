import type { Reader } from '../bytes/reader.ts';
import { PickleError } from '../errors.ts';
import { Instance } from '../values/instance.ts';
import type { Arguments } from './arguments.ts';
import type { Budget } from './budget.ts';
import type { Builder } from './builder.ts';
import type { DeferredContainers } from './deferred/deferred-containers.ts';
import type { LoadStack } from './deferred/placeholders.ts';
import type { LoadMemo } from './memo.ts';
import type { Names } from './names.ts';
import type { NewContainers } from './new-containers.ts';

/** What these opcodes work on. */
interface Parts {
  readonly reader: Reader;
  readonly stack: LoadStack;
  readonly memo: LoadMemo;
  readonly args: Arguments;
  readonly budget: Budget;
  readonly names: Names;
  readonly containers: NewContainers;
  readonly deferred: DeferredContainers;
  readonly builder: Builder;
}

/** The opcodes that make objects by a call and change them: REDUCE, NEWOBJ, NEWOBJ_EX, BUILD, INST, OBJ. */
export class ObjectOpcodes {
  private readonly parts: Parts;
  private readonly stack: LoadStack;
  private readonly builder: Builder;
  /** The newest result of REDUCE; see {@link ObjectOpcodes.discard}. */
  private lastCall: unknown;

  constructor(parts: Parts) {
    this.parts = parts;
    this.stack = parts.stack;
    this.builder = parts.builder;
  }

  /** Prepares for another pickle. */
  clear(): void {
    this.lastCall = undefined;
  }

  /** REDUCE: `callable args -- value` */
  reduce(): void {
    const { stack } = this;
    stack.need(2);
    const args = stack.pop();
    const value = this.builder.call(stack.pop(), args);
    this.lastCall = value;
    stack.push(value);
  }

  /** NEWOBJ: `class args -- object` */
  newObject(): void {
    const { stack } = this;
    stack.need(2);
    const args = stack.pop();
    stack.push(this.builder.create(stack.pop(), args));
  }

  /** EMPTY_TUPLE and NEWOBJ at once: `class -- object`. Returns false if the class needs the tuple. */
  newBare(): boolean {
    const { stack } = this;
    const place = stack.height - 1;
    const made = place < stack.fence ? undefined : this.builder.createBare(stack.items[place]);
    if (made !== undefined) stack.items[place] = made;
    return made !== undefined;
  }

  /** NEWOBJ_EX: `class args kwargs -- object` */
  newObjectEx(): void {
    const { stack } = this;
    stack.need(3);
    const kwargs = stack.pop();
    const args = stack.pop();
    stack.push(this.builder.create(stack.pop(), args, kwargs));
  }

  /** BUILD: `object state -- object` */
  build(): void {
    const { stack } = this;
    stack.need(2);
    const state = stack.pop();
    const target = stack.top();
    this.parts.budget.keyForms?.changed(target);
    this.builder.setState(target, state);
  }

  /** INST: `mark arg* -- instance` */
  inst(): void {
    const { stack } = this;
    const { args, reader, names } = this.parts;
    if (!stack.hasMark()) throw new PickleError('no-mark', 'could not find MARK');
    reader.needLines(2);
    const module = args.nameLine('ASCII');
    const name = args.nameLine('ASCII');
    const group = this.parts.deferred.placeholders.popGroup();
    stack.push(this.builder.instantiate(names.find(module, name), this.parts.containers.tuple(group)));
  }

  /** OBJ: `mark class arg* -- instance` */
  obj(): void {
    const group = this.parts.deferred.placeholders.popGroup();
    if (group.length === 0) throw this.stack.underflow();
    this.stack.push(this.builder.instantiate(group[0], this.parts.containers.tuple(group.slice(1))));
  }

  /**
   * POP: `any --`, or closes an empty mark.
   *
   * Reduce's sixth item, the state setter, is written as `setter(object, state)` followed by POP. If no codec knows the
   * setter, an inert object keeps the call; any other object would lose the state. An object that is part of its own
   * arguments is popped too, but it is in the memo.
   */
  discard(): void {
    if (this.stack.atMark()) {
      this.parts.deferred.placeholders.popMark();
      return;
    }
    const value = this.stack.pop();
    if (!(value instanceof Instance) || value !== this.lastCall || value.args.length !== 2) return;
    const [target, state] = value.args;
    const isStored = this.parts.memo.get(this.parts.memo.size - 1) === value.args;
    if (isStored || typeof target !== 'object' || target === null) return;
    if (target === this.stack.items[this.stack.height - 1]) this.builder.setStateBy(value.cls, target, state);
  }
}
