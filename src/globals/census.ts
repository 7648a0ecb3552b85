import { type QualifiedName, toPython3 } from '../codec/compat-names.ts';
import { PickleError, UnpicklingError } from '../errors.ts';
import { checkLength, resolveLimits } from '../limits.ts';
import type { LoadMemo } from '../load/memo.ts';
import type { TrailingBytes } from '../opcodes/cursor.ts';
import { refusedAt, type Step, walk } from '../opcodes/walk.ts';
import { type Abstract, AbstractMachine, type CallOpcode, type Listener } from './abstract-machine.ts';
import { FrameWatch } from './frame-readings.ts';
import type { GlobalsOptions, GlobalsReport, GlobalUseKind } from './named-global.ts';

/** Looks on while a census is taken, and may know more about what a call gives. */
export interface Observer {
  /** Before an opcode is executed. */
  step(step: Step): void;
  /** A call. Returns its result, if that is known better than as the result of a call. */
  called(opcode: CallOpcode, offset: number, callable: Value, args: Value): Value | undefined;
  changed(how: 'state' | 'items', offset: number, target: Value, parts: Value): void;
  /** Returns the object, if it is known what a persistent id stands for. */
  persistent(offset: number, id: Value): Value | undefined;
  /** An opcode is refused. Returns whether to continue after it, because some reader does. */
  refused(error: PickleError, step: Step): boolean;
}

/** What a census needs beside the options of `globals`. */
export interface CensusSettings extends Pick<GlobalsOptions, 'limits' | 'onProgress' | 'trailing'> {
  readonly observer?: Observer | undefined;
  /** What pickles before this one have stored, for a reader that keeps it. */
  readonly memo?: LoadMemo<Value> | undefined;
}

/** A global during the analysis. */
export interface Entry {
  readonly module: string | undefined;
  readonly name: string | undefined;
  readonly extension: number | undefined;
  readonly python3: QualifiedName | undefined;
  readonly opcode: string;
  readonly offset: number;
  count: number;
  readonly uses: Map<GlobalUseKind, { readonly kind: GlobalUseKind; count: number; readonly offset: number }>;
}

export type Value = Abstract<Entry>;
type Handed = 'argument' | 'state' | 'items' | 'persistent-id' | 'value';

/** A bit for each way in which a container is traversed. */
const VISIT: { readonly [How in Handed]: number } = { argument: 1, state: 2, items: 4, 'persistent-id': 8, value: 16 };

/** Bytes of memory for each value that is passed, and for each name, without its text (measured, V8 of Node 20). */
const HANDED_COST = 48;
const ENTRY_COST = 512;

/** A container that is being traversed, and which of its parts comes next. */
interface Opened {
  readonly parts: readonly Value[];
  at: number;
}

/** The next part of the innermost. One that is done is dropped before its last part is opened. */
function nextOf(open: Opened[]): Value | undefined {
  const top = open[open.length - 1];
  if (top === undefined) return undefined;
  const part = top.parts[top.at++];
  if (top.at >= top.parts.length) open.pop();
  return part;
}

/** Longer names are not concatenated: each `getattr` of a chain would copy everything before it. */
const LONGEST_NAME = 1000;

/** Runs a pickle on the abstract machine, and notes every global and what is done with it. */
export class Census implements Listener<Entry> {
  readonly frames: FrameWatch;
  private readonly bytes: Uint8Array;
  private readonly onProgress: GlobalsOptions['onProgress'];
  private readonly trailing: TrailingBytes | undefined;
  readonly machine: AbstractMachine<Entry>;
  private readonly observer: Observer | undefined;
  /** By kind and name. */
  readonly entries: Map<string, Entry> = new Map();
  /** Values that were passed: they are inspected at the end, when containers are complete. */
  private readonly handed: { readonly how: Handed; readonly offset: number; readonly value: Value }[] = [];

  constructor(bytes: Uint8Array, { limits, onProgress, trailing, observer, memo }: CensusSettings) {
    this.bytes = bytes;
    this.onProgress = onProgress;
    this.trailing = trailing;
    this.observer = observer;
    this.machine = new AbstractMachine(bytes, this, resolveLimits(limits, bytes.length), memo);
    this.frames = new FrameWatch(bytes);
  }

  /** @param steps - The opcodes from `start` on, if a reader sees others than follow one another in the bytes. */
  take(
    start: number,
    steps: (machine: AbstractMachine<Entry>) => Iterable<Step> = () => this.walk(start),
  ): GlobalsReport {
    let end: number | undefined;
    let error: UnpicklingError | undefined;
    try {
      end = this.run(steps(this.machine));
    } catch (caught) {
      if (!(caught instanceof UnpicklingError)) throw caught;
      error = caught;
    }
    this.lookInto();
    const found = Array.from(this.entries.values(), ({ uses, ...entry }) => ({ ...entry, uses: [...uses.values()] }));
    const further = end === undefined ? [] : this.frames.ends.filter((frameEnd) => frameEnd > end);
    const ends = end === undefined ? [] : [...new Set([end, ...further])];
    return { globals: found, end, ends, error };
  }

  private walk(start: number): Iterable<Step> {
    return walk(this.bytes, start, this.onProgress, undefined, this.trailing);
  }

  private run(steps: Iterable<Step>): number | undefined {
    for (const step of steps) {
      try {
        this.frames.see(step);
        this.observer?.step(step);
        const value = this.machine.step(step);
        if (value === undefined) continue;
        this.hand('value', step.start, value);
        return step.end;
      } catch (error) {
        const refusal = refusedAt(error, step);
        if (refusal instanceof PickleError && this.observer?.refused(refusal, step) === true) continue;
        throw refusal;
      }
    }
    return undefined;
  }

  named(opcode: string, offset: number, found: QualifiedName | undefined): Entry {
    const python3 = found !== undefined && this.machine.protocol < 3 ? toPython3(found) : found;
    const key = found === undefined ? `?${offset}` : nameKey(found, python3);
    return this.enter(key, { opcode, offset, module: found?.module, name: found?.name, python3, extension: undefined });
  }

  extension(opcode: string, offset: number, code: number): Entry {
    const names = { module: undefined, name: undefined, python3: undefined };
    return this.enter(`#${code}`, { opcode, offset, extension: code, ...names });
  }

  called(opcode: CallOpcode, offset: number, callable: Value, args: Value): Value {
    const root = rootOf(callable);
    if (root !== undefined) note(root, callable.kind === 'global' ? opcode : 'result-called', offset);
    this.hand('argument', offset, args);
    const known = this.observer?.called(opcode, offset, callable, args);
    return known ?? this.attribute(offset, callable, args) ?? { kind: 'made', root };
  }

  changed(how: 'state' | 'items', offset: number, target: Value, parts: Value): void {
    const root = rootOf(target);
    if (root !== undefined) note(root, target.kind === 'global' ? 'changed' : `result-${how}`, offset);
    this.hand(how, offset, parts);
    this.observer?.changed(how, offset, target, parts);
  }

  persistent(offset: number, id: Value): Value {
    this.hand('persistent-id', offset, id);
    return this.observer?.persistent(offset, id) ?? { kind: 'made', root: undefined };
  }

  /** The global that a call gives, by a name that is known beforehand. */
  resolved(offset: number, name: QualifiedName): Value {
    const fresh = { ...name, python3: name, opcode: 'REDUCE', offset, extension: undefined };
    return { kind: 'global', global: this.enter(nameKey(name, name), fresh) };
  }

  /** Only what can hold a global is kept. */
  private hand(how: Handed, offset: number, value: Value): void {
    if (value.kind !== 'global' && value.kind !== 'box') return;
    this.machine.charge(HANDED_COST);
    checkLength(this.handed.length + 1, 'a list of calls');
    this.handed.push({ how, offset, value });
  }

  /** What `getattr(global, 'name')` gives: also a global. */
  private attribute(offset: number, callable: Value, args: Value): Value | undefined {
    if (callable.kind !== 'global' || args.kind !== 'box' || !isGetattr(callable.global)) return undefined;
    const [owner, attribute] = args.parts;
    if (owner?.kind !== 'global' || attribute?.kind !== 'str') return undefined;
    const { module, name, python3 } = owner.global;
    note(owner.global, 'attribute', offset);
    if (module === undefined || name === undefined || name.length > LONGEST_NAME) return undefined;
    const suffix = `.${this.machine.text(attribute)}`;
    const full = { module, name: name + suffix };
    const renamed = python3 && { module: python3.module, name: python3.name + suffix };
    const fresh = { ...full, python3: renamed, opcode: 'REDUCE', offset, extension: undefined };
    return { kind: 'global', global: this.enter(nameKey(full, renamed), fresh) };
  }

  private enter(key: string, fresh: Omit<Entry, 'count' | 'uses'>): Entry {
    let entry = this.entries.get(key);
    if (entry === undefined) {
      this.machine.charge(ENTRY_COST + 2 * key.length);
      this.entries.set(key, (entry = { ...fresh, count: 0, uses: new Map() }));
    }
    entry.count++;
    return entry;
  }

  /** Finds the globals in everything that was passed, each container once for each way. */
  private lookInto(): void {
    for (const { how, offset, value } of this.handed) {
      const open: Opened[] = [];
      for (let next: Value | undefined = value; next !== undefined; next = nextOf(open)) {
        if (next.kind === 'global' && !next.global.uses.has(how)) note(next.global, how, offset);
        if (next.kind !== 'box' || (next.visits & VISIT[how]) !== 0) continue;
        next.visits |= VISIT[how];
        if (next.parts.length > 0) open.push({ parts: next.parts, at: 0 });
      }
    }
  }
}

/** Equal for names that are equal, both in the pickle and in Python 3. */
function nameKey(found: QualifiedName, python3: QualifiedName | undefined): string {
  return JSON.stringify([found.module, found.name, python3?.module, python3?.name]);
}

function rootOf(value: Value): Entry | undefined {
  if (value.kind === 'global') return value.global;
  return value.kind === 'made' ? value.root : undefined;
}

function note(entry: Entry, kind: GlobalUseKind, offset: number): void {
  const use = entry.uses.get(kind);
  if (use === undefined) entry.uses.set(kind, { kind, count: 1, offset });
  else use.count++;
}

function isGetattr({ python3 }: Entry): boolean {
  return python3?.module === 'builtins' && python3.name === 'getattr';
}
