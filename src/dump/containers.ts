import { decodeLatin1 } from '../bytes/text.ts';
import { fromCaller } from '../caller-error.ts';
import { PickleError } from '../errors.ts';
import * as op from '../opcodes.ts';
import { Global } from '../values/global.ts';
import type { PickleBuffer } from '../values/pickle-buffer.ts';
import { orderedMembers } from '../values/set-order.ts';
import { Tuple } from '../values/tuple.ts';
import type { Emitter } from './emitter.ts';
import { checkKeys } from './keys.ts';
import type { DumpMemo } from './memo.ts';
import { RecordEntries } from './plain.ts';
import { callOf, type Rebuild } from './reduce.ts';
import type { DumpSettings } from './settings.ts';
import type { EntriesTask, Task } from './tasks.ts';
import { Text } from './text.ts';

const BYTES = /* @__PURE__ */ Global.of('builtins.bytes');
const BYTEARRAY = /* @__PURE__ */ Global.of('builtins.bytearray');
const SET = /* @__PURE__ */ Global.of('builtins.set');
const FROZENSET = /* @__PURE__ */ Global.of('builtins.frozenset');
const ENCODE = /* @__PURE__ */ Global.of('_codecs.encode');
/** Interned by the C pickler: a user's own is the same object. */
const LATIN1 = /* @__PURE__ */ new Text('latin1', true);
/** All empty bytes are one object in CPython. */
const NO_BYTES = /* @__PURE__ */ new Uint8Array(0);

/**
 * Writes bytes, and the beginnings of containers and objects; the rest it leaves as a task. `holder` is the object that
 * the memo goes by. Each method returns whether it left a task.
 */
export class ContainerWriter {
  private readonly emit: Emitter;
  private readonly memo: DumpMemo;
  private readonly settings: DumpSettings;
  private readonly tasks: Task[];

  constructor(emit: Emitter, memo: DumpMemo, settings: DumpSettings, tasks: Task[]) {
    this.emit = emit;
    this.memo = memo;
    this.settings = settings;
    this.tasks = tasks;
  }

  rebuilt(holder: object, rebuild: Rebuild): true {
    this.tasks.push({ kind: 'object', value: holder, rebuild, phase: 'callable', state: 0 });
    return true;
  }

  bytes(bytes: Uint8Array, holder: object): boolean {
    const value = bytes.length === 0 ? NO_BYTES : holder;
    const known = value === NO_BYTES ? this.memo.object(NO_BYTES) : undefined;
    if (known !== undefined) {
      this.emit.get(known);
      return false;
    }
    if (this.settings.protocol < 3) {
      const text = decodeLatin1(bytes, 0, bytes.length);
      return this.rebuilt(
        value,
        text === '' ? callOf(BYTES, new Tuple()) : callOf(ENCODE, Tuple.of<unknown>(text, LATIN1)),
      );
    }
    this.emit.bytes(bytes);
    this.remember(value);
    return false;
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
    const { protocol } = this.settings;
    if (protocol === 0) this.emit.op(op.MARK);
    this.emit.op(protocol === 0 ? op.LIST : op.EMPTY_LIST);
    this.remember(holder);
    return items.length > 0 && this.items(items, op.APPEND, op.APPENDS, this.settings.dialect.tightBatches);
  }

  /** A JavaScript set, if it can be one of Python's. */
  checkedSet(set: Set<unknown>): boolean {
    checkKeys(set);
    return this.set(orderedMembers(set), set);
  }

  set(members: readonly unknown[], holder: object): boolean {
    if (this.settings.protocol < 4) return this.rebuilt(holder, callOf(SET, Tuple.from<unknown>([members])));
    this.emit.op(op.EMPTY_SET);
    this.remember(holder);
    return members.length > 0 && this.items(members, undefined, op.ADDITEMS, false);
  }

  frozenSet(members: readonly unknown[], holder: object): boolean {
    if (this.settings.protocol < 4) return this.rebuilt(holder, callOf(FROZENSET, Tuple.from<unknown>([members])));
    this.emit.op(op.MARK);
    this.tasks.push({ kind: 'frozenset', items: members, value: holder, next: 0 });
    return true;
  }

  tuple(items: readonly unknown[], holder: object): boolean {
    const { protocol } = this.settings;
    if (items.length === 0) {
      if (protocol === 0) this.emit.op(op.MARK);
      this.emit.op(protocol === 0 ? op.TUPLE : op.EMPTY_TUPLE);
      return false;
    }
    if (protocol < 2 || items.length > 3) this.emit.op(op.MARK);
    this.tasks.push({ kind: 'tuple', items, value: holder, next: 0 });
    return true;
  }

  /** A JavaScript map, if it can be one of Python's dicts. */
  dict(map: Map<unknown, unknown>): boolean {
    checkKeys(map);
    return this.mapping(map, map.entries(), map.size);
  }

  /** A plain object. */
  record(record: object): boolean {
    const entries = new RecordEntries(record);
    return this.mapping(record, entries, entries.size);
  }

  /** A dict of so many entries. */
  mapping(holder: object, source: EntriesTask['source'], size: number): boolean {
    const { protocol, dialect } = this.settings;
    if (protocol === 0) this.emit.op(op.MARK);
    this.emit.op(protocol === 0 ? op.DICT : op.EMPTY_DICT);
    this.remember(holder);
    return size > 0 && this.entries(source, size, dialect.tightBatches, !dialect.tightBatches);
  }

  /** What is appended or added to something that is written already. */
  items(items: readonly unknown[], one: number | undefined, many: number, tightLeftover: boolean): true {
    const emptyLast = many === op.ADDITEMS && !this.settings.dialect.tightBatches;
    const size = items.length;
    this.tasks.push({
      ...{ kind: 'items', items, size, one, many, tightLeftover, emptyLast },
      ...{ next: 0, start: 0, end: 0, open: 'none' },
    });
    return true;
  }

  /** What is set by key on something that is written already. */
  entries(source: EntriesTask['source'], size: number, tightLeftover: boolean, emptyLast: boolean): true {
    this.tasks.push({
      ...{ kind: 'entries', source, size, one: op.SETITEM, many: op.SETITEMS, tightLeftover, emptyLast },
      ...{ key: undefined, value: undefined, keyOpen: false, next: 0, start: 0, end: 0, open: 'none' },
    });
    return true;
  }

  private remember(holder: object): void {
    this.emit.put(this.memo.addObject(holder));
  }
}
