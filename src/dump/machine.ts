import { isArrayBuffer } from '../bytes/bytes-like.ts';
import { CallerError, fromCaller } from '../caller-error.ts';
import { PickleError, PicklingError } from '../errors.ts';
import * as op from '../opcodes.ts';
import { ByteArray } from '../values/byte-array.ts';
import { Dict } from '../values/dict.ts';
import { Float } from '../values/float.ts';
import { Global } from '../values/global.ts';
import { Instance } from '../values/instance.ts';
import { PickleBuffer } from '../values/pickle-buffer.ts';
import { FrozenSet, PySet } from '../values/set.ts';
import { orderedMembers } from '../values/set-order.ts';
import { Tuple } from '../values/tuple.ts';
import { ContainerWriter } from './containers.ts';
import type { Content } from './content.ts';
import { Emitter } from './emitter.ts';
import { Framer, type Piece } from './framer.ts';
import { GlobalWriter } from './globals.ts';
import type { DumpMemo } from './memo.ts';
import { isBytes, isPlainArray, isPlainObject, itemsOf } from './plain.ts';
import { InnerArguments, RecursionGuard } from './recursion.ts';
import { rebuildInstance, rebuildObject, rebuildReduction } from './reduce.ts';
import { functionRefusal, refusalOf } from './refusal.ts';
import type { DumpSettings } from './settings.ts';
import {
  type EntriesTask,
  type GroupTask,
  type ItemsTask,
  nextBatch,
  type ObjectTask,
  pathOf,
  type Task,
} from './tasks.ts';
import { Text } from './text.ts';
import { TextWriter } from './texts.ts';

/**
 * Writes one value and all that hangs on it, in the order of CPython's C pickler.
 *
 * `save` writes a value at once when it has no parts, else it writes the beginning and leaves a task; the loop in
 * {@link DumpMachine.dump} goes on with the innermost task until none is left.
 */
export class DumpMachine {
  private readonly framer: Framer;
  private readonly emit: Emitter;
  private readonly settings: DumpSettings;
  private readonly memo: DumpMemo;
  private readonly texts: TextWriter;
  private readonly globals: GlobalWriter;
  private readonly containers: ContainerWriter;
  private readonly tasks: Task[] = [];
  private readonly recursion = new RecursionGuard();
  private readonly inner = new InnerArguments();

  constructor(settings: DumpSettings, memo: DumpMemo, framer: Framer = new Framer()) {
    this.framer = framer;
    this.settings = settings;
    this.memo = memo;
    this.emit = new Emitter(this.framer, settings.protocol);
    this.texts = new TextWriter(this.emit, memo, settings.distinctStrings);
    this.containers = new ContainerWriter(this.emit, memo, settings, this.tasks);
    this.globals = new GlobalWriter(this.emit, this.texts, memo, settings, {
      push: (task) => void this.tasks.push(task),
      rebuild: (value, rebuild) => this.containers.rebuilt(value, rebuild),
    });
  }

  /** The pickle of one value. */
  dump(value: unknown): Uint8Array {
    try {
      this.begin(value);
      this.run();
      this.end();
      return this.framer.out.toBytes();
    } catch (error) {
      throw this.located(error);
    }
  }

  /** The same pickle in pieces, each as soon as it is done. Needs a framer for pieces. */
  *pieces(value: unknown): Generator<Piece, void, undefined> {
    const { framer, tasks } = this;
    try {
      this.begin(value);
      while (tasks.length > 0) {
        yield* framer.takePieces();
        this.run();
      }
      this.end();
      yield* framer.takePieces();
    } catch (error) {
      throw this.located(error);
    }
  }

  private begin(value: unknown): void {
    const { framer, settings } = this;
    if (settings.protocol >= 2) framer.out.op8(op.PROTO, settings.protocol);
    if (settings.protocol >= 4) framer.begin();
    this.save(value);
  }

  private end(): void {
    this.framer.out.u8(op.STOP);
    this.framer.end();
  }

  /** Goes on until nothing is left to write, or pieces are done. */
  private run(): void {
    const { tasks, framer } = this;
    for (let task = tasks[tasks.length - 1]; task !== undefined; task = tasks[tasks.length - 1]) {
      switch (task.kind) {
        case 'items':
          this.stepItems(task);
          break;
        case 'entries':
          this.stepEntries(task);
          break;
        case 'tuple':
        case 'frozenset':
          this.stepGroup(task);
          break;
        case 'object':
          this.stepObject(task);
          break;
        case 'sequence':
          task.after[task.next - 1]?.();
          if (task.next < task.parts.length) this.save(task.parts[task.next++]);
          else tasks.pop();
      }
      if (framer.isReady) return;
    }
  }

  /** Writes a value. True: a task was left that comes before anything else, or pieces are done. */
  private save(value: unknown): boolean {
    const { framer } = this;
    if (framer.out.length >= framer.due) framer.next();
    if (this.settings.persistentId !== undefined && this.savePersistent(value)) return true;
    return this.saveItself(value) || framer.isReady;
  }

  private saveItself(value: unknown): boolean {
    const { emit } = this;
    switch (typeof value) {
      case 'string':
        this.texts.save(value, false);
        return false;
      case 'number':
        if (Number.isSafeInteger(value) && !Object.is(value, -0)) emit.int(value);
        else emit.float(value);
        return false;
      case 'boolean':
        emit.bool(value);
        return false;
      case 'bigint':
        emit.bigint(value);
        return false;
      case 'undefined':
        emit.op(op.NONE);
        return false;
      case 'object':
        if (value !== null) return this.saveObject(value);
        emit.op(op.NONE);
        return false;
      case 'function':
        return this.saveFunction(value);
      case 'symbol':
        throw new PickleError('cannot-pickle', "cannot pickle 'symbol' object");
    }
  }

  /** True: the value is written as a persistent id. */
  private savePersistent(value: unknown): boolean {
    const { persistentId } = this.settings;
    const id = persistentId === undefined ? undefined : fromCaller(() => persistentId(value));
    return id !== undefined && id !== null && this.savePersistentAs(id);
  }

  private savePersistentAs(id: unknown): true {
    if (this.settings.protocol > 0) {
      this.tasks.push({ kind: 'sequence', parts: [id], after: [() => this.emit.op(op.BINPERSID)], next: 1 });
      this.saveItself(id);
      return true;
    }
    const text = typeof id === 'number' || typeof id === 'bigint' ? String(id) : id;
    if (typeof text !== 'string' || /[^\0-\x7f]|\n/.test(text)) {
      throw new PickleError('bad-name', 'persistent IDs in protocol 0 must be ASCII strings, of one line');
    }
    this.emit.persistentLine(text);
    return true;
  }

  /** True: the object was written before, and fetching it from the memo is written. */
  private fetched(value: object): boolean {
    const index = this.memo.object(value);
    if (index === undefined) return false;
    this.emit.get(index);
    return true;
  }

  private remember(value: object): void {
    this.emit.put(this.memo.addObject(value));
  }

  private saveFunction(value: object): boolean {
    if (this.fetched(value)) return false;
    if (this.saveOverridden(value)) return true;
    const binding = this.settings.registry.byValue(value);
    if (binding === undefined) throw functionRefusal(value);
    return this.globals.save(binding.global);
  }

  /** @param isStandIn - It is written in place of another object, which was offered to all callbacks. */
  private saveObject(value: object, isStandIn = false): boolean {
    if (this.fetched(value)) return false;
    const { registry, contentOf } = this.settings;
    if (contentOf !== undefined) {
      const content = contentOf(value);
      if (content !== undefined) return this.saveContent(content, value);
    }
    if (registry.hasPlainConstants) {
      const constant = registry.byValue(value);
      if (constant !== undefined) return this.globals.save(constant.global);
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Array.prototype && Array.isArray(value)) return this.containers.list(itemsOf(value), value);
    if (prototype === Object.prototype || prototype === null) return this.containers.record(value);
    if (value instanceof Float) {
      this.emit.float(value.value);
      return false;
    }
    if (value instanceof Text) {
      this.texts.saveIdentified(value);
      return false;
    }
    const codec = typeof prototype === 'object' && prototype !== null ? registry.byPrototype(prototype) : undefined;
    if (codec === undefined) {
      const saved = this.saveBuiltin(value, prototype);
      if (saved !== undefined) return saved;
    }
    if (!isStandIn && this.saveOverridden(value)) return true;
    if (value instanceof Global) return this.globals.save(value);
    const constant = registry.byValue(value);
    if (constant !== undefined) return this.globals.save(constant.global);
    const { protocol, dialect } = this.settings;
    if (value instanceof Instance) {
      return this.containers.rebuilt(value, this.inner.own(value, rebuildInstance(value, protocol)));
    }
    if (codec === undefined) {
      if (isStandIn) throw refusalOf(value);
      return this.saveStandIn(value);
    }
    const rebuild = rebuildObject(codec, value, { protocol, python: dialect.python }, dialect);
    return rebuild instanceof Global ? this.globals.save(rebuild) : this.containers.rebuilt(value, rebuild);
  }

  private saveStandIn(value: object): boolean {
    const { memo, settings } = this;
    let standIn = memo.standIns.get(value);
    if (standIn === undefined) {
      standIn = settings.registry.standIn(value, { protocol: settings.protocol, python: settings.dialect.python });
      if (standIn === undefined) throw refusalOf(value);
      memo.standIns.set(value, standIn);
    }
    return typeof standIn === 'object' && standIn !== null ? this.saveObject(standIn, true) : this.saveItself(standIn);
  }

  /** What stands for an object of another model than JavaScript's values, under the identity of that object. */
  private saveContent(content: Content, holder: object): boolean {
    switch (content.kind) {
      case 'atom':
        return this.saveItself(content.value);
      case 'float':
        if (content.bits === undefined) this.emit.float(content.value);
        else this.emit.nan(content.bits);
        return false;
      case 'text':
        this.texts.saveIdentified(content.text, holder);
        return false;
      case 'bytes':
        return this.saveBytes(content.bytes, content.holder ?? holder);
      case 'bytearray':
        return this.containers.byteArray(content.bytes, holder);
      case 'list':
        return this.containers.list(content.items, holder);
      case 'tuple':
        return this.containers.tuple(content.items, holder);
      case 'set':
        return this.containers.set(content.items, holder);
      case 'frozenset':
        return this.containers.frozenSet(content.items, holder);
      case 'dict':
        return this.containers.mapping(holder, content.entries.values(), content.entries.length);
      case 'global':
        return this.globals.save(content.global);
      case 'extension':
        this.globals.extension(content.code);
        return false;
      case 'object':
        return this.containers.rebuilt(holder, content.rebuild);
      case 'persistent':
        return this.savePersistentAs(content.id);
      case 'buffer':
        this.containers.outOfBand(content.readonly);
        return false;
    }
  }

  private saveBytes(bytes: Uint8Array, holder: object): boolean {
    return !this.fetched(holder) && this.containers.bytes(bytes, holder);
  }

  /** What a pickle has opcodes for; `undefined` for anything else. */
  private saveBuiltin(value: object, prototype: unknown): boolean | undefined {
    if (value instanceof Tuple) return prototype === Tuple.prototype ? this.containers.tuple(value, value) : undefined;
    if (value instanceof Map) {
      return prototype === Dict.prototype || prototype === Map.prototype ? this.containers.dict(value) : undefined;
    }
    if (value instanceof Set) {
      if (prototype === FrozenSet.prototype) return this.containers.frozenSet(orderedMembers(value), value);
      return prototype === PySet.prototype || prototype === Set.prototype
        ? this.containers.checkedSet(value)
        : undefined;
    }
    if (value instanceof ByteArray)
      return prototype === ByteArray.prototype ? this.containers.byteArray(value, value) : undefined;
    if (isBytes(value)) return this.containers.bytes(value, value);
    if (isArrayBuffer(value)) return this.containers.bytes(new Uint8Array(value), value);
    if (value instanceof PickleBuffer) return this.containers.buffer(value);
    if (isPlainArray(value)) return this.containers.list(itemsOf(value), value);
    return isPlainObject(value) ? this.containers.record(value) : undefined;
  }

  /** True: `reducerOverride` took the object. */
  private saveOverridden(value: object): boolean {
    const { reducerOverride, protocol } = this.settings;
    if (reducerOverride === undefined) return false;
    const reduction = fromCaller(() => reducerOverride(value));
    if (reduction === undefined) return false;
    return this.containers.rebuilt(value, rebuildReduction(reduction, protocol, 'reducerOverride'));
  }

  private stepItems(task: ItemsTask): void {
    const { items } = task;
    do {
      while (task.next < task.end) if (this.save(items[task.next++])) return;
    } while (nextBatch(task, this.emit));
    this.tasks.pop();
  }

  private stepEntries(task: EntriesTask): void {
    do {
      while (task.keyOpen || task.next < task.end) {
        if (task.keyOpen) {
          task.keyOpen = false;
          if (this.save(task.value)) return;
        } else {
          const { done, value } = task.source.next();
          if (done === true) throw new PickleError('failed', 'dictionary changed size during iteration');
          [task.key, task.value] = value;
          task.next++;
          task.keyOpen = true;
          if (this.save(task.key)) return;
        }
      }
    } while (nextBatch(task, this.emit));
    this.tasks.pop();
  }

  private stepGroup(task: GroupTask): void {
    const { items, value, kind } = task;
    while (task.next < items.length) if (this.save(items[task.next++])) return;
    this.tasks.pop();
    const known = this.memo.object(value);
    if (kind === 'frozenset') {
      if (known !== undefined) this.emit.op(op.POP_MARK);
      else this.emit.op(op.FROZENSET);
    } else {
      this.endTuple(items.length, known !== undefined);
    }
    if (known !== undefined) this.emit.get(known);
    else this.remember(value);
  }

  /** @param dropped - The tuple is in the memo already, because it is part of itself: its items are taken back. */
  private endTuple(length: number, dropped: boolean): void {
    const { emit } = this;
    const { protocol } = this.settings;
    if (protocol >= 2 && length <= 3) {
      if (dropped) for (let i = 0; i < length; i++) emit.op(op.POP);
      else emit.op(length === 1 ? op.TUPLE1 : length === 2 ? op.TUPLE2 : op.TUPLE3);
    } else if (!dropped) {
      emit.op(op.TUPLE);
    } else if (protocol >= 1) {
      emit.op(op.POP_MARK);
    } else {
      for (let i = 0; i <= length; i++) emit.op(op.POP);
    }
  }

  private stepObject(task: ObjectTask): void {
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
        return rebuild.items !== undefined && this.containers.items([...rebuild.items], op.APPEND, op.APPENDS, true);
      case 'entries': {
        task.phase = 'members';
        if (rebuild.entries === undefined) return false;
        const entries = [...rebuild.entries];
        return this.containers.entries(entries.values(), entries.length, true, false);
      }
      case 'members':
        task.phase = 'state';
        return rebuild.members !== undefined && this.containers.items(rebuild.members, undefined, op.ADDITEMS, false);
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

  /** Adds where an error happened. */
  private located(error: unknown): unknown {
    if (error instanceof CallerError) return error.error;
    const path = pathOf(this.tasks);
    if (error instanceof PickleError) return new PicklingError(error.code, path, error.message, { cause: error.cause });
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof RangeError) {
      return new PicklingError('too-large', path, `more than this runtime can hold: ${message}`, { cause: error });
    }
    return new PicklingError('failed', path, `the object or a hook of its class threw: ${message}`, { cause: error });
  }
}

const OPCODES = { REDUCE: op.REDUCE, NEWOBJ: op.NEWOBJ, NEWOBJ_EX: op.NEWOBJ_EX } as const;
