import type { DescribedValue } from '../described-value.ts';
import type { Emitter } from '../emitter.ts';
import { PairEntries } from '../entry-source.ts';
import { leaveObject, type Task } from '../tasks.ts';
import type { BytesWriter } from './bytes.ts';
import type { ContainerWriter } from './containers.ts';
import type { GlobalWriter } from './globals.ts';
import type { PersistentIdWriter } from './persistent-ids.ts';
import type { TextWriter } from './texts.ts';

/** The writers for the kinds of described values. */
interface Writers {
  readonly texts: TextWriter;
  readonly bytes: BytesWriter;
  readonly containers: ContainerWriter;
  readonly globals: GlobalWriter;
}

/** Writes the described value of an object that is not a JavaScript value, under the identity of that object. */
export class DescribedValueWriter {
  private readonly writers: Writers;
  private readonly emit: Emitter;
  private readonly tasks: Task[];
  private readonly persistentIds: PersistentIdWriter;
  private readonly saveItself: (value: unknown) => boolean;

  /** @param saveItself - Writes a value without asking `persistentId`. Returns true if a task was left. */
  constructor(
    writers: Writers,
    emit: Emitter,
    tasks: Task[],
    persistentIds: PersistentIdWriter,
    saveItself: (value: unknown) => boolean,
  ) {
    this.writers = writers;
    this.emit = emit;
    this.tasks = tasks;
    this.persistentIds = persistentIds;
    this.saveItself = saveItself;
  }

  /** Returns true if a task was left. */
  save(described: DescribedValue, holder: object): boolean {
    const { texts, bytes, containers, globals } = this.writers;
    switch (described.kind) {
      case 'scalar':
        return this.saveItself(described.value);
      case 'float':
        if (described.bits === undefined) this.emit.float(described.value);
        else this.emit.nan(described.bits);
        return false;
      case 'text':
        texts.saveIdentified(described.text, holder);
        return false;
      case 'bytes':
        return bytes.save(described.bytes, described.holder ?? holder);
      case 'bytearray':
        return bytes.saveByteArray(described.bytes, holder);
      case 'list':
        return containers.list(described.items, holder);
      case 'tuple':
        return containers.tuple(described.items, holder);
      case 'set':
        return containers.set(described.items, holder);
      case 'frozenset':
        return containers.frozenSet(described.items, holder);
      case 'dict':
        return containers.mapping(holder, new PairEntries(described.entries));
      case 'global':
        return globals.save(described.global);
      case 'extension':
        globals.extension(described.code);
        return false;
      case 'object':
        return leaveObject(this.tasks, holder, described.rebuild);
      case 'persistent':
        return this.persistentIds.save(described.id);
      case 'buffer':
        bytes.saveOutOfBand(described.readonly);
        return false;
    }
  }
}
