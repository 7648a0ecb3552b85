import { decodeLatin1 } from '../../bytes/text.ts';
import { fromCaller } from '../../codec/caller-error.ts';
import { PickleError } from '../../errors.ts';
import * as op from '../../opcodes.ts';
import { Global } from '../../values/global.ts';
import { IdentifiedText } from '../../values/identified-text.ts';
import type { PickleBuffer } from '../../values/pickle-buffer.ts';
import { Tuple } from '../../values/tuple.ts';
import type { Emitter } from '../emitter.ts';
import type { DumpMemo } from '../memo/memo.ts';
import { callOf } from '../reduce.ts';
import type { DumpSettings } from '../settings.ts';
import { leaveObject, type Task } from '../tasks.ts';

const BYTES = /* @__PURE__ */ Global.of('builtins.bytes');
const BYTEARRAY = /* @__PURE__ */ Global.of('builtins.bytearray');
const ENCODE = /* @__PURE__ */ Global.of('_codecs.encode');
/** The C pickler interns it, so that a user's own `'latin1'` is the same object. */
const LATIN1 = /* @__PURE__ */ new IdentifiedText('latin1', true);
/** All empty bytes are one object in CPython. */
const NO_BYTES = /* @__PURE__ */ new Uint8Array(0);

/**
 * Writes bytes, bytearrays and buffers, as calls if the protocol has no opcode for them. `holder` is the object whose
 * identity the memo goes by. Each method returns whether it left a task.
 */
export class BytesWriter {
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

  save(bytes: Uint8Array, holder: object): boolean {
    const value = bytes.length === 0 ? NO_BYTES : holder;
    if (this.settings.protocol < 3) return this.saveCall(bytes, value);
    this.saveDirect(bytes, value);
    return false;
  }

  /** Non-empty bytes at protocol 3 and up. Empty bytes are different: all of them are one object. */
  saveDirect(bytes: Uint8Array, holder: object): true {
    const known = bytes.length === 0 ? this.memo.enterObject(holder) : this.memo.enterBytes(bytes, holder);
    if (known === undefined) {
      this.emit.bytes(bytes);
      this.emit.put(this.memo.size - 1);
    } else {
      this.emit.get(known);
    }
    return true;
  }

  /** Bytes at a protocol that has no opcode for them. */
  private saveCall(bytes: Uint8Array, value: object): boolean {
    const known = this.memo.object(value);
    if (known !== undefined) {
      this.emit.get(known);
      return false;
    }
    const text = decodeLatin1(bytes, 0, bytes.length);
    if (text === '') return leaveObject(this.tasks, value, callOf(BYTES, new Tuple()));
    // The text is decoded again for each bytes object, but CPython shares single characters.
    const decoded = text.length === 1 ? text : new IdentifiedText(text, false);
    return leaveObject(this.tasks, value, callOf(ENCODE, Tuple.of<unknown>(decoded, LATIN1)));
  }

  /** A bytearray that is not in the memo. */
  saveByteArray(bytes: Uint8Array, holder: object): boolean {
    if (this.settings.protocol >= 5) {
      this.emit.byteArray(bytes);
      this.emit.put(this.memo.addObject(holder));
      return false;
    }
    const args = bytes.length === 0 ? new Tuple() : Tuple.from([new Uint8Array(bytes)]);
    return leaveObject(this.tasks, holder, callOf(BYTEARRAY, args));
  }

  /** A buffer that is not in the memo. */
  saveBuffer(buffer: PickleBuffer): boolean {
    const { bufferCallback, protocol } = this.settings;
    if (protocol < 5) {
      throw new PickleError('needs-protocol', 'PickleBuffer can only be pickled with protocol >= 5');
    }
    if (bufferCallback !== undefined && !fromCaller(() => bufferCallback(buffer))) {
      this.saveOutOfBand(buffer.readonly);
      return false;
    }
    if (!buffer.readonly) return this.saveByteArray(buffer.bytes, buffer);
    this.emit.bytes(buffer.bytes);
    this.emit.put(this.memo.addObject(buffer));
    return false;
  }

  /** A buffer that is not in the pickle. */
  saveOutOfBand(readonly: boolean): void {
    if (this.settings.protocol < 5) {
      throw new PickleError('needs-protocol', 'an out-of-band buffer can only be pickled with protocol >= 5');
    }
    this.emit.op(op.NEXT_BUFFER);
    if (readonly) this.emit.op(op.READONLY_BUFFER);
  }
}
