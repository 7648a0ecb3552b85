import { fromCaller } from '../../codec/caller-error.ts';
import { PickleError } from '../../errors.ts';
import { BINPERSID } from '../../opcodes.ts';
import { IdentifiedText } from '../../values/identified-text.ts';
import type { Emitter } from '../emitter.ts';
import type { DumpSettings } from '../settings.ts';
import type { Task } from '../tasks.ts';

/** Writes the persistent ids of objects that are stored outside the pickle. */
export class PersistentIdWriter {
  private readonly emit: Emitter;
  private readonly settings: DumpSettings;
  private readonly tasks: Task[];
  private readonly saveId: (id: unknown) => void;

  /** @param saveId - Writes an id as a value, without asking `persistentId` about it. */
  constructor(emit: Emitter, settings: DumpSettings, tasks: Task[], saveId: (id: unknown) => void) {
    this.emit = emit;
    this.settings = settings;
    this.tasks = tasks;
    this.saveId = saveId;
  }

  /** Asks `persistentId` about a value. Returns true if it was written as an id. */
  offer(value: unknown): boolean {
    const { persistentId } = this.settings;
    if (persistentId === undefined) return false;
    const id = fromCaller(() => persistentId(value instanceof IdentifiedText ? value.text : value));
    return id !== undefined && id !== null && this.save(id);
  }

  save(id: unknown): true {
    if (this.settings.protocol > 0) {
      this.tasks.push({ kind: 'sequence', parts: [id], after: [() => this.emit.op(BINPERSID)], next: 1 });
      this.saveId(id);
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
}
