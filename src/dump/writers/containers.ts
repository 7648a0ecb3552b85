import { decodeLatin1 } from '../../bytes/text.ts';
import { fromCaller } from '../../codec/caller-error.ts';
import { PickleError } from '../../errors.ts';
import * as op from '../../opcodes.ts';
import { Dict } from '../../values/dict.ts';
import { Global } from '../../values/global.ts';
import type { PickleBuffer } from '../../values/pickle-buffer.ts';
import { orderedMembers } from '../../values/set-order.ts';
import { Tuple } from '../../values/tuple.ts';
import type { Attributes } from '../attributes.ts';
import type { Emitter } from '../emitter.ts';
import { type EntrySource, MapEntries, recordEntries } from '../entry-source.ts';
import { IdentifiedText } from '../memo/identified-text.ts';
import type { DumpMemo } from '../memo/memo.ts';
import { callOf, type Rebuild } from '../reduce.ts';
import type { DumpSettings } from '../settings.ts';
import {
  type BatchStyle,
  changedSize,
  EntriesTask,
  type GroupTask,
  ItemsTask,
  isShort,
  nextBatch,
  openShort,
  reopened,
  type Task,
} from '../tasks.ts';
import { checkKeys } from './key-check.ts';
import type { ScalarWriter } from './scalars.ts';

const BYTES = /* @__PURE__ */ Global.of('builtins.bytes');
const BYTEARRAY = /* @__PURE__ */ Global.of('builtins.bytearray');
const SET = /* @__PURE__ */ Global.of('builtins.set');
const FROZENSET = /* @__PURE__ */ Global.of('builtins.frozenset');
const ENCODE = /* @__PURE__ */ Global.of('_codecs.encode');
/** Interned by the C pickler: a user's own is the same object. */
const LATIN1 = /* @__PURE__ */ new IdentifiedText('latin1', true);
/** All empty bytes are one object in CPython. */
const NO_BYTES = /* @__PURE__ */ new Uint8Array(0);

/** How the values of each container are added; `appended` and `put` on an object that a call made. */
type BatchStyles = Readonly<Record<'list' | 'set' | 'dict' | 'appended' | 'put', BatchStyle>>;

function batchStyles(tight: boolean): BatchStyles {
  const append = { one: op.APPEND, many: op.APPENDS, emptyLast: false };
  const put = { one: op.SETITEM, many: op.SETITEMS };
  return {
    list: { ...append, tightLeftover: tight },
    set: { one: undefined, many: op.ADDITEMS, tightLeftover: false, emptyLast: !tight },
    dict: { ...put, tightLeftover: tight, emptyLast: !tight },
    appended: { ...append, tightLeftover: true },
    put: { ...put, tightLeftover: true, emptyLast: false },
  };
}

/**
 * Writes bytes, tuples of scalars, and the beginnings of other containers and objects; the rest it leaves as a task.
 * `holder` is the object that the memo goes by. Each method returns whether it left a task.
 */
export class ContainerWriter {
  private readonly emit: Emitter;
  private readonly memo: DumpMemo;
  private readonly settings: DumpSettings;
  private readonly tasks: Task[];
  private readonly scalars: ScalarWriter;
  readonly styles: BatchStyles;
  /** Whether the contents of a container may be written directly: no callback is to see each value. */
  private readonly atOnce: boolean;

  constructor(emit: Emitter, memo: DumpMemo, settings: DumpSettings, scalars: ScalarWriter, tasks: Task[]) {
    this.emit = emit;
    this.memo = memo;
    this.settings = settings;
    this.scalars = scalars;
    this.tasks = tasks;
    this.atOnce = settings.persistentId === undefined;
    this.styles = batchStyles(settings.dialect.tightBatches);
  }

  rebuilt(holder: object, rebuild: Rebuild): true {
    this.tasks.push({ kind: 'object', value: holder, rebuild, phase: 'callable', state: 0, setter: 0 });
    return true;
  }

  bytes(bytes: Uint8Array, holder: object): boolean {
    const value = bytes.length === 0 ? NO_BYTES : holder;
    if (this.settings.protocol < 3) return this.calledBytes(bytes, value);
    if (this.fetched(value)) return false;
    this.emit.bytes(bytes);
    this.emit.put(this.memo.size - 1);
    return false;
  }

  /** Bytes where there is no opcode for them. */
  private calledBytes(bytes: Uint8Array, value: object): boolean {
    const known = this.memo.object(value);
    if (known !== undefined) {
      this.emit.get(known);
      return false;
    }
    const text = decodeLatin1(bytes, 0, bytes.length);
    const call = text === '' ? callOf(BYTES, new Tuple()) : callOf(ENCODE, Tuple.of<unknown>(text, LATIN1));
    return this.rebuilt(value, call);
  }

  byteArray(bytes: Uint8Array, holder: object): boolean {
    if (this.settings.protocol >= 5) {
      this.emit.byteArray(bytes);
      this.remember(holder);
      return false;
    }
    const args = bytes.length === 0 ? new Tuple() : Tuple.from([new Uint8Array(bytes)]);
    return this.rebuilt(holder, callOf(BYTEARRAY, args));
  }

  buffer(buffer: PickleBuffer): boolean {
    const { bufferCallback, protocol } = this.settings;
    if (protocol < 5) {
      throw new PickleError('needs-protocol', 'PickleBuffer can only be pickled with protocol >= 5');
    }
    if (bufferCallback !== undefined && !fromCaller(() => bufferCallback(buffer))) {
      this.outOfBand(buffer.readonly);
      return false;
    }
    if (!buffer.readonly) return this.byteArray(buffer.bytes, buffer);
    this.emit.bytes(buffer.bytes);
    this.remember(buffer);
    return false;
  }

  /** A buffer that is not in the pickle. */
  outOfBand(readonly: boolean): void {
    if (this.settings.protocol < 5) {
      throw new PickleError('needs-protocol', 'an out-of-band buffer can only be pickled with protocol >= 5');
    }
    this.emit.op(op.NEXT_BUFFER);
    if (readonly) this.emit.op(op.READONLY_BUFFER);
  }

  list(items: readonly unknown[], holder: object): boolean {
    if (this.fetched(holder)) return false;
    const { protocol } = this.settings;
    if (protocol === 0) this.emit.op(op.MARK);
    this.emit.opPut(protocol === 0 ? op.LIST : op.EMPTY_LIST, this.memo.size - 1);
    return this.items(items, this.styles.list);
  }

  /** A JavaScript set, if it can be one of Python's. */
  checkedSet(set: Set<unknown>): boolean {
    checkKeys(set);
    return this.set(orderedMembers(set), set);
  }

  set(members: readonly unknown[], holder: object): boolean {
    if (this.settings.protocol < 4) return this.rebuilt(holder, callOf(SET, Tuple.from<unknown>([members])));
    this.emit.opPut(op.EMPTY_SET, this.memo.addObject(holder));
    return this.items(members, this.styles.set);
  }

  frozenSet(members: readonly unknown[], holder: object): boolean {
    if (this.settings.protocol < 4) return this.rebuilt(holder, callOf(FROZENSET, Tuple.from<unknown>([members])));
    this.emit.op(op.MARK);
    return this.left(this.group('frozenset', members, holder));
  }

  tuple(items: readonly unknown[], holder: object): boolean {
    const { protocol } = this.settings;
    if (items.length === 0) {
      if (protocol === 0) this.emit.op(op.MARK);
      this.emit.op(protocol === 0 ? op.TUPLE : op.EMPTY_TUPLE);
      return false;
    }
    return this.left(this.openTuple(items, holder));
  }

  /** A tuple that has items, up to the first with parts: what is left to be done then. */
  openTuple(items: readonly unknown[], holder: object): GroupTask | undefined {
    if (this.settings.protocol < 2 || items.length > 3) this.emit.op(op.MARK);
    return this.group('tuple', items, holder);
  }

  /** What makes a tuple or frozenset of the items that were written, and the memo entry. */
  endGroup(kind: GroupTask['kind'], length: number, holder: object): void {
    const number = holder instanceof Tuple ? this.memo.addTuple(holder) : this.memo.addObject(holder);
    this.emit.opPut(kind === 'frozenset' ? op.FROZENSET : this.tupleOf(length), number);
  }

  /** The opcode that makes a tuple of this many items. */
  private tupleOf(length: number): number {
    if (length > 3 || this.settings.protocol < 2) return op.TUPLE;
    return length === 1 ? op.TUPLE1 : length === 2 ? op.TUPLE2 : op.TUPLE3;
  }

  /** A JavaScript map, if it can be one of Python's dicts; no Dict that was written before. */
  dict(map: Map<unknown, unknown>): boolean {
    checkKeys(map);
    if (map instanceof Dict) return this.filled(this.memo.addDict(map), new MapEntries(map));
    return !this.fetched(map) && this.filled(this.memo.size - 1, new MapEntries(map));
  }

  /** A plain object. */
  record(record: object): boolean {
    return !this.fetched(record) && this.filled(this.memo.size - 1, recordEntries(record));
  }

  /** A dict of these entries. */
  mapping(holder: object, source: EntrySource): boolean {
    return !this.fetched(holder) && this.filled(this.memo.size - 1, source);
  }

  /** The dict of an object's attributes. */
  attributes(attributes: Attributes): boolean {
    return this.left(this.openAttributes(attributes.entries()));
  }

  /** The same, up to the first attribute with parts: what is left to be done then. */
  openAttributes(entries: EntrySource): EntriesTask | undefined {
    this.openDict(this.memo.skip());
    return this.openEntries(entries, this.styles.dict);
  }

  private filled(number: number, source: EntrySource): boolean {
    this.openDict(number);
    return this.entries(source, this.styles.dict);
  }

  private openDict(number: number): void {
    const { protocol } = this.settings;
    if (protocol === 0) this.emit.op(op.MARK);
    this.emit.opPut(protocol === 0 ? op.DICT : op.EMPTY_DICT, number);
  }

  /** What is appended or added to something that is written already. */
  items(items: readonly unknown[], style: BatchStyle): boolean {
    const { length } = items;
    if (!this.isAtOnce(length)) return this.left(this.opened(new ItemsTask(items, style)));
    const end = openShort(length, style, this.emit);
    const next = this.scalars.run(items, 0, length);
    if (next < length) return this.left(reopened(new ItemsTask(items, style), next));
    this.emit.op(end);
    return false;
  }

  /** What is set by key on something that is written already. */
  entries(source: EntrySource, style: BatchStyle): boolean {
    return this.left(this.openEntries(source, style));
  }

  private openEntries(source: EntrySource, style: BatchStyle): EntriesTask | undefined {
    const { size } = source;
    if (!this.isAtOnce(size)) return this.opened(new EntriesTask(source, style));
    const end = openShort(size, style, this.emit);
    for (let next = 1; next <= size; next++) {
      if (!this.advanced(source, style, next)) throw changedSize('dictionary');
      const left = !this.scalars.saveKey(source.key) ? 'key' : !this.scalars.save(source.value) ? 'value' : 'none';
      if (left !== 'none') return reopened(new EntriesTask(source, style, left), next);
    }
    this.emit.op(end);
    return undefined;
  }

  /** Goes to the next entry. A getter may throw; the task then has the path. */
  private advanced(source: EntrySource, style: BatchStyle, next: number): boolean {
    try {
      return source.advance();
    } catch (error) {
      this.tasks.push(reopened(new EntriesTask(source, style), next));
      throw error;
    }
  }

  /** Goes on with the scalars of the open batch. Returns true if all are written. */
  runItems(task: ItemsTask): boolean {
    if (this.atOnce) task.next = this.scalars.run(task.items, task.next, task.end);
    return task.next === task.end;
  }

  /** Whether so many values may be written without a task, up to the first that has parts. */
  private isAtOnce(size: number): boolean {
    return this.atOnce && isShort(size) && this.emit.protocol > 0;
  }

  private opened<T extends ItemsTask | EntriesTask>(task: T): T | undefined {
    return nextBatch(task, this.emit) ? task : undefined;
  }

  /** Whether something is left to be done, which is then a task. */
  private left(task: Task | undefined): boolean {
    if (task === undefined) return false;
    this.tasks.push(task);
    return true;
  }

  private group(kind: GroupTask['kind'], items: readonly unknown[], value: object): GroupTask | undefined {
    const { length } = items;
    const next = this.atOnce ? this.scalars.run(items, 0, length) : 0;
    if (next < length) return { kind, items, size: length, value, next };
    // A tuple of scalars cannot be part of itself.
    this.endGroup(kind, length, value);
    return undefined;
  }

  /** Fetches an object that was written before; any other gets the next number. */
  private fetched(value: object): boolean {
    const known = this.memo.enterObject(value);
    if (known === undefined) return false;
    this.emit.get(known);
    return true;
  }

  private remember(holder: object): void {
    this.emit.put(this.memo.addObject(holder));
  }
}
