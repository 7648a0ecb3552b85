import { isArrayBuffer, type OwnBytes } from '../bytes/bytes-like.ts';
import { CallerError, fromCaller } from '../codec/caller-error.ts';
import type { DumpContext } from '../codec/context.ts';
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
import { Attributes } from './attributes.ts';
import type { DescribedValue } from './described-value.ts';
import { Emitter, FloatEmitter } from './emitter.ts';
import { PairEntries } from './entry-source.ts';
import { Framer, type Piece } from './framer.ts';
import { IdentifiedText } from './memo/identified-text.ts';
import type { DumpMemo } from './memo/memo.ts';
import { InnerArguments } from './recursion.ts';
import { rebuildInstance, rebuildReduction } from './reduce.ts';
import { functionRefusal, refusalOf } from './refusal.ts';
import type { DumpSettings } from './settings.ts';
import {
  changedSize,
  type EntriesTask,
  type GroupTask,
  type ItemsTask,
  nextBatch,
  pathOf,
  type Task,
} from './tasks.ts';
import {
  isBytes,
  isExactBytes,
  isExactDict,
  isExactTuple,
  isPlainArray,
  isPlainObject,
  itemsOf,
} from './type-guards.ts';
import { ContainerWriter } from './writers/containers.ts';
import { GlobalWriter } from './writers/globals.ts';
import { ReducedObjectWriter } from './writers/reduced-objects.ts';
import { RegisteredObjectWriter } from './writers/registered-objects.ts';
import { ScalarWriter } from './writers/scalars.ts';
import { TextWriter } from './writers/texts.ts';

/**
 * Writes one value and everything it refers to, in the order of CPython's C pickler.
 *
 * `save` writes a value at once when it has no parts, else it writes the beginning and leaves a task; the loop in
 * {@link DumpMachine.dump} continues with the innermost task until none is left.
 */
export class DumpMachine {
  private readonly framer: Framer;
  private readonly emit: Emitter;
  readonly settings: DumpSettings;
  private readonly memo: DumpMemo;
  private readonly texts: TextWriter;
  private readonly globals: GlobalWriter;
  private readonly scalars: ScalarWriter;
  private readonly containers: ContainerWriter;
  private readonly objects: ReducedObjectWriter;
  /** Whether a callback is to see each value before it is written. */
  private readonly isOffered: boolean;
  private readonly context: DumpContext;
  private readonly registered: RegisteredObjectWriter;
  /** Whether no setting can change how objects of the built-in classes are written. */
  readonly isDirect: boolean;
  /** Whether no callback is to see the parts of objects either. */
  private readonly isInline: boolean;
  private readonly tasks: Task[] = [];
  private readonly inner = new InnerArguments();

  constructor(settings: DumpSettings, memo: DumpMemo, framer: Framer = new Framer()) {
    this.framer = framer;
    this.settings = settings;
    const { describe, registry } = settings;
    const { python, minor } = settings.dialect;
    this.context = Object.freeze({ protocol: settings.protocol, python, minor });
    this.isOffered = settings.persistentId !== undefined;
    this.isDirect = describe === undefined && !registry.hasPlainConstants && !registry.hasBuiltinClasses;
    this.isInline =
      this.isDirect && !this.isOffered && settings.reducerOverride === undefined && settings.protocol >= 2;
    this.memo = memo;
    this.emit = new (settings.floats ? FloatEmitter : Emitter)(this.framer, settings.protocol);
    this.texts = new TextWriter(this.emit, memo, settings.distinctStrings);
    this.scalars = new ScalarWriter(this.emit, this.texts, memo, this.isOffered, this.isDirect);
    this.containers = new ContainerWriter(this.emit, memo, settings, this.scalars, this.tasks);
    this.objects = new ReducedObjectWriter(this.emit, memo, this.containers, this.tasks, (value) => this.save(value));
    this.globals = new GlobalWriter(this.emit, this.texts, memo, settings, {
      push: (task) => void this.tasks.push(task),
      rebuild: (value, rebuild) => this.containers.rebuilt(value, rebuild),
    });
    this.registered = new RegisteredObjectWriter(
      settings,
      memo,
      this.globals,
      this.containers,
      this.isInline ? this.objects : undefined,
      this.context,
    );
  }

  /** The pickle of one value. */
  dump(value: unknown): OwnBytes {
    try {
      this.begin(value);
      this.run();
      this.end();
      return this.framer.toBytes();
    } catch (error) {
      throw this.located(error);
    }
  }

  /** Forgets the value, also after an error. The memo and the framer do not belong to the machine. */
  clear(): void {
    if (this.tasks.length > 0) this.tasks.length = 0;
    this.objects.clear();
    this.inner.clear();
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

  /** Continues until nothing is left to write, or pieces are done. */
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
          this.objects.step(task);
          break;
        case 'sequence':
          task.after[task.next - 1]?.();
          if (task.next < task.parts.length) this.save(task.parts[task.next++]);
          else tasks.pop();
      }
      if (framer.isReady) return;
    }
  }

  /** Writes a value. Returns true if a task was left that comes before anything else, or pieces are done. */
  private save(value: unknown): boolean {
    const { framer } = this;
    if (framer.out.length >= framer.due) framer.advance();
    if (this.isOffered && this.savePersistent(value)) return true;
    return this.saveItself(value) || framer.isReady;
  }

  private saveItself(value: unknown): boolean {
    if (typeof value === 'object' && value !== null) return this.saveObject(value);
    return !this.scalars.write(value) && this.saveOther(value);
  }

  private saveOther(value: unknown): boolean {
    switch (typeof value) {
      case 'function':
        return this.saveFunction(value);
      case 'symbol':
        throw new PickleError('cannot-pickle', "cannot pickle 'symbol' object");
      case 'string':
        this.texts.save(value, false);
        return false;
      case 'bigint':
        this.emit.bigint(value);
        return false;
      default:
        return false;
    }
  }

  /** Returns true if the value is written as a persistent id. */
  private savePersistent(value: unknown): boolean {
    const { persistentId } = this.settings;
    const id =
      persistentId === undefined
        ? undefined
        : fromCaller(() => persistentId(value instanceof IdentifiedText ? value.text : value));
    return id !== undefined && id !== null && this.savePersistentAs(id);
  }

  private savePersistentAs(id: unknown): true {
    if (this.settings.protocol > 0) {
      this.tasks.push({ kind: 'sequence', parts: [id], after: [() => this.emit.op(op.BINPERSID)], next: 1 });
      this.saveItself(id);
      return true;
    }
    const isInt = typeof id === 'bigint' || (typeof id === 'number' && !this.settings.floats);
    const text = isInt ? String(id) : id;
    if (typeof text !== 'string' || /[^\0-\x7f]|\n/.test(text)) {
      throw new PickleError('bad-name', 'persistent IDs in protocol 0 must be ASCII strings, of one line');
    }
    this.emit.persistentLine(text);
    return true;
  }

  /** Returns true if the object was written before; its fetch from the memo is then written. */
  private fetched(value: object): boolean {
    const index = this.memo.object(value);
    if (index === undefined) return false;
    this.emit.get(index);
    return true;
  }

  private saveFunction(value: object): boolean {
    if (this.isInline) {
      const global = this.registered.classes.globalOf(value);
      if (global !== undefined) return this.globals.save(global);
    }
    if (this.fetched(value)) return false;
    if (this.saveOverridden(value)) return true;
    const binding = this.settings.registry.byValue(value);
    if (binding === undefined) throw functionRefusal(value);
    return this.globals.save(binding.global);
  }

  private saveObject(value: object): boolean {
    if (!this.isDirect) return this.fetched(value) || this.saveNew(value, false);
    // Objects of the built-in classes by their prototypes: no chain of `instanceof`.
    const { containers, memo } = this;
    const prototype: unknown = Object.getPrototypeOf(value);
    if (isExactDict(value, prototype)) {
      const known = memo.dict(value);
      if (known === undefined) return containers.dict(value);
      this.emit.get(known);
      return false;
    }
    if (isExactTuple(value, prototype)) {
      const known = memo.tuple(value);
      if (known === undefined) return containers.tuple(value, value);
      this.emit.get(known);
      return false;
    }
    if (prototype === Attributes.prototype && value instanceof Attributes) return containers.attributes(value);
    // These ask the memo themselves, and take their number at once.
    if (prototype === Array.prototype && Array.isArray(value)) return containers.list(itemsOf(value), value);
    if (prototype === Object.prototype) return containers.record(value);
    if (prototype === Map.prototype && value instanceof Map) return containers.dict(value);
    if (isExactBytes(value)) return containers.bytes(value, value);
    const known = this.registered.classes.find(prototype);
    const cls = known === undefined ? undefined : this.registered.plainClass(value, known);
    if (cls !== undefined) return this.objects.plain(value, cls);
    if (this.fetched(value)) return false;
    if (known !== undefined) return this.saveOverridden(value) || this.registered.save(value, known);
    if (prototype === PySet.prototype && value instanceof PySet) return containers.set(orderedMembers(value), value);
    if (prototype === FrozenSet.prototype && value instanceof FrozenSet) {
      return containers.frozenSet(orderedMembers(value), value);
    }
    return this.saveNew(value, false);
  }

  /**
   * An object that is not in the memo.
   *
   * @param isStandIn - It is written in place of another object, which was offered to all callbacks.
   */
  private saveNew(value: object, isStandIn: boolean): boolean {
    const { registry, describe } = this.settings;
    if (describe !== undefined) {
      const described = describe(value);
      if (described !== undefined) return this.saveDescribed(described, value);
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
    if (value instanceof Attributes) return this.containers.attributes(value);
    if (value instanceof IdentifiedText) {
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
    if (value instanceof Instance) {
      return this.containers.rebuilt(value, this.inner.own(value, rebuildInstance(value, this.settings.protocol)));
    }
    if (codec === undefined) {
      if (isStandIn) throw refusalOf(value);
      return this.saveStandIn(value);
    }
    return this.registered.saveFirst(value, codec);
  }

  private saveStandIn(value: object): boolean {
    const { memo, settings } = this;
    let standIn = memo.standIns.get(value);
    if (standIn === undefined) {
      standIn = settings.registry.standIn(value, this.context);
      if (standIn === undefined) throw refusalOf(value);
      memo.standIns.set(value, standIn);
    }
    return typeof standIn === 'object' && standIn !== null ? this.saveObjectInPlace(standIn) : this.saveItself(standIn);
  }

  private saveObjectInPlace(standIn: object): boolean {
    return !this.fetched(standIn) && this.saveNew(standIn, true);
  }

  /** What stands for an object of another model than JavaScript's values, under the identity of that object. */
  private saveDescribed(described: DescribedValue, holder: object): boolean {
    switch (described.kind) {
      case 'scalar':
        return this.saveItself(described.value);
      case 'float':
        if (described.bits === undefined) this.emit.float(described.value);
        else this.emit.nan(described.bits);
        return false;
      case 'text':
        this.texts.saveIdentified(described.text, holder);
        return false;
      case 'bytes':
        return this.containers.bytes(described.bytes, described.holder ?? holder);
      case 'bytearray':
        return this.containers.byteArray(described.bytes, holder);
      case 'list':
        return this.containers.list(described.items, holder);
      case 'tuple':
        return this.containers.tuple(described.items, holder);
      case 'set':
        return this.containers.set(described.items, holder);
      case 'frozenset':
        return this.containers.frozenSet(described.items, holder);
      case 'dict':
        return this.containers.mapping(holder, new PairEntries(described.entries));
      case 'global':
        return this.globals.save(described.global);
      case 'extension':
        this.globals.extension(described.code);
        return false;
      case 'object':
        return this.containers.rebuilt(holder, described.rebuild);
      case 'persistent':
        return this.savePersistentAs(described.id);
      case 'buffer':
        this.containers.outOfBand(described.readonly);
        return false;
    }
  }

  /** Writes values for which pickle has opcodes; `undefined` for anything else. */
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

  /** Returns true if `reducerOverride` took the object. */
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
      while (task.next < task.end) {
        if (typeof items[task.next] !== 'object' && this.containers.runItems(task)) break;
        if (this.save(items[task.next++])) return;
      }
    } while (nextBatch(task, this.emit));
    if (items.length !== task.size) throw changedSize('list');
    this.tasks.pop();
  }

  private stepEntries(task: EntriesTask): void {
    const { source } = task;
    if (task.left !== 'none' && this.saveRest(task)) return;
    do {
      while (task.next < task.end) {
        task.next++;
        if (!source.advance()) throw changedSize('dictionary');
        const { key, value } = source;
        if (!this.scalars.saveKey(key)) {
          task.left = 'value';
          if (this.save(key)) return;
          task.left = 'none';
        }
        if (this.save(value)) return;
      }
    } while (nextBatch(task, this.emit));
    if (source.size !== task.size) throw changedSize('dictionary');
    this.tasks.pop();
  }

  /** What is left of an entry that was begun. Returns true if it is not written yet. */
  private saveRest(task: EntriesTask): boolean {
    if (task.left === 'key') {
      task.left = 'value';
      if (this.save(task.source.key)) return true;
    }
    task.left = 'none';
    return this.save(task.source.value);
  }

  private stepGroup(task: GroupTask): void {
    const { items, size, value, kind } = task;
    while (task.next < size) if (this.save(items[task.next++])) return;
    if (items.length !== size) throw changedSize(kind);
    this.tasks.pop();
    const known = value instanceof Tuple ? this.memo.tuple(value) : this.memo.object(value);
    if (known === undefined) {
      this.containers.endGroup(kind, size, value);
    } else {
      this.dropGroup(kind, size);
      this.emit.get(known);
    }
  }

  /** The tuple or frozenset is in the memo already, because it is part of itself: its items are popped. */
  private dropGroup(kind: GroupTask['kind'], length: number): void {
    const { emit } = this;
    const { protocol } = this.settings;
    if (kind === 'frozenset' || (protocol >= 1 && (protocol < 2 || length > 3))) {
      emit.op(op.POP_MARK);
    } else {
      // Without a mark the items alone; at protocol 0 the mark too.
      for (let i = protocol === 0 ? -1 : 0; i < length; i++) emit.op(op.POP);
    }
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
