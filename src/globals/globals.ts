import { type Bytes, toUint8Array } from '../bytes/bytes-like.ts';
import { type QualifiedName, toPython3 } from '../codec/compat-names.ts';
import { UnpicklingError } from '../errors.ts';
import { checkLength, type Limits, resolveLimits } from '../limits.ts';
import type { TrailingBytes } from '../opcodes/cursor.ts';
import { offsetOf } from '../opcodes/genops.ts';
import { refusedAt, walk } from '../opcodes/walk.ts';
import * as op from '../opcodes.ts';
import { type Abstract, AbstractMachine, type CallOpcode, type Listener } from './abstract-machine.ts';
import { FrameWatch, frameReadings } from './frame-readings.ts';

/**
 * What a pickle does with a global:
 * - `REDUCE`, `NEWOBJ`, `NEWOBJ_EX`, `INST`, `OBJ`: calls it, by this opcode;
 * - `result-called`: calls its result;
 * - `result-state`, `result-items`: gives a state (BUILD) or items to its result;
 * - `changed`: gives a state or items to the global itself;
 * - `argument`, `state`, `items`, `persistent-id`: passes it as such, or inside tuples, lists, dicts and sets;
 * - `attribute`: takes an attribute of it with `getattr`, which is another global;
 * - `value`: the value of the pickle is it, or contains it in tuples, lists, dicts and sets.
 */
export type GlobalUseKind =
  | CallOpcode
  | 'result-called'
  | 'result-state'
  | 'result-items'
  | 'changed'
  | 'argument'
  | 'state'
  | 'items'
  | 'persistent-id'
  | 'attribute'
  | 'value';

/** One way in which a global is used. */
export interface GlobalUse {
  /** What the pickle does with the global. */
  readonly kind: GlobalUseKind;
  /** How often; 1 for what is passed, however often. */
  readonly count: number;
  /** The offset of the first opcode that does it, in bytes. */
  readonly offset: number;
}

/** A class or function that a pickle names. */
export interface NamedGlobal {
  /** The module as the pickle has it; `undefined` if only running the pickle would tell, and for extension codes. */
  readonly module: string | undefined;
  /** The qualified name in the module; `undefined` where `module` is. */
  readonly name: string | undefined;
  /** What Python 3 imports for it: below protocol 3, names of Python 2 are translated. */
  readonly python3: QualifiedName | undefined;
  /** The extension code, if the pickle has one instead of a name. */
  readonly extension: number | undefined;
  /** The opcode that names it first: `GLOBAL`, `STACK_GLOBAL`, `INST`, `EXT1`...; `REDUCE` for a nested `getattr`. */
  readonly opcode: string;
  /** The offset of that opcode, in bytes. */
  readonly offset: number;
  /** How often the pickle names it. */
  readonly count: number;
  /** What the pickle does with it; empty if it is only imported. */
  readonly uses: readonly GlobalUse[];
}

/** The result of {@link globals}. */
export interface GlobalsReport {
  /** The globals, in the order in which the pickle first names them. */
  readonly globals: readonly NamedGlobal[];
  /** Where the pickle ends, in bytes; `undefined` if it is broken. */
  readonly end: number | undefined;
  /**
   * Where the next pickle may begin, in bytes: `end`, and other offsets for readers of files if frames have wrong
   * lengths.
   */
  readonly ends: readonly number[];
  /** Why and where the pickle is broken. `globals` has what it did before. */
  readonly error: UnpicklingError | undefined;
}

/** Options of {@link globals}. */
export interface GlobalsOptions {
  /** Where the pickle begins, in bytes. @defaultValue `0` */
  readonly offset?: number | undefined;
  /** Ceilings, as for `loads`: `memory` (of what is known while the pickle is looked at) and `memo` apply. */
  readonly limits?: Partial<Limits> | undefined;
  /** How many bytes that are not opcodes follow each BUILD. @defaultValue none */
  readonly trailing?: TrailingBytes | undefined;
  /** Called every 65,536 opcodes with the current offset, in bytes from the start of the data. */
  readonly onProgress?: ((offset: number) => void) | undefined;
}

/**
 * Every class and function that Python would import to load a pickle, and what the pickle does with it. Nothing is
 * built: the stack and the memo are followed with what matters about each value, so that no order of opcodes can hide a
 * name.
 *
 * A name that Python would compute while loading is reported without `module` and `name`. Names inside strings that
 * Python code interprets (`eval`) are not searched for. Only one pickle is read; if it is broken, up to that place.
 *
 * If an opcode reaches over the end of its frame, Python may read other names from a file than from bytes, depending on
 * how much of the file is buffered. All of them are reported; `count`, `end` and `error` are those of `pickle.loads`,
 * and `error` is `limit` if there are more than 16 ways to read the pickle.
 *
 * @param data - The pickle.
 * @example
 * ```ts
 * import { globals } from 'brine/tools';
 *
 * const report = globals(new TextEncoder().encode("cos\nsystem\n(S'ls'\ntR."));
 * report.globals[0]?.uses[0]?.kind; // 'REDUCE'
 * ```
 */
export function globals(data: Bytes, options: GlobalsOptions = {}): GlobalsReport {
  const bytes = toUint8Array(data);
  const start = offsetOf(options.offset);
  const census = new Census(bytes, options);
  const report = census.take(start);
  return census.frames.isCut ? withOtherReadings(report, bytes, start, options.limits) : report;
}

/** Adds what readers other than `pickle.loads` find. */
function withOtherReadings(
  report: GlobalsReport,
  bytes: Uint8Array,
  start: number,
  limits: GlobalsOptions['limits'],
): GlobalsReport {
  const found = new Map(report.globals.map((global) => [keyOf(global), global]));
  const ends = new Set(report.ends);
  const { readings, isWhole } = frameReadings(bytes, start);
  for (const { ranges, edge } of readings) {
    const seen = new Uint8Array(ranges.reduce((length, [from, to]) => length + to - from, 0));
    const places: [seen: number, shift: number][] = [];
    let length = 0;
    for (const [from, to] of ranges) {
      places.push([length, from - length]);
      seen.set(bytes.subarray(from, to), length);
      length += to - from;
    }
    const other = new Census(seen, { limits }).take(0);
    const last = ranges.at(-1);
    if (other.end !== undefined && last !== undefined) ends.add(last[1]).add(Math.max(edge, last[1]));
    for (const global of other.globals) {
      const real = relocated(global, (offset) => offset + shiftAt(places, offset));
      const key = keyOf(real);
      const known = found.get(key);
      found.set(key, known === undefined ? real : { ...known, uses: joined(known.uses, real.uses) });
    }
  }
  const error = isWhole ? report.error : (report.error ?? tooManyReadings(start));
  return { globals: [...found.values()], end: report.end, ends: [...ends], error };
}

function tooManyReadings(start: number): UnpicklingError {
  const message = 'the frames of this pickle lie so often that there are more than 16 ways to read it';
  return new UnpicklingError('limit', start, op.FRAME, message);
}

function relocated(global: NamedGlobal, place: (offset: number) => number): NamedGlobal {
  const uses = global.uses.map((use) => ({ ...use, offset: place(use.offset) }));
  return { ...global, offset: place(global.offset), uses };
}

function joined(known: readonly GlobalUse[], more: readonly GlobalUse[]): readonly GlobalUse[] {
  const kinds = new Set(known.map(({ kind }) => kind));
  return [...known, ...more.filter(({ kind }) => !kinds.has(kind))];
}

/** What to add to an offset in the bytes that were seen. */
function shiftAt(places: readonly (readonly [seen: number, shift: number])[], offset: number): number {
  let low = 0;
  for (let high = places.length; high - low > 1; ) {
    const middle = (low + high) >> 1;
    if ((places[middle]?.[0] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return places[low]?.[1] ?? 0;
}

/** What identifies a global in all readings. Computed ones are told apart by their offsets. */
function keyOf({ module, name, python3, extension, offset }: NamedGlobal): string {
  const isNamed = module !== undefined || extension !== undefined;
  return JSON.stringify([module, name, python3?.module, python3?.name, extension, isNamed ? undefined : offset]);
}

/** A global during the analysis. */
interface Entry {
  readonly module: string | undefined;
  readonly name: string | undefined;
  readonly extension: number | undefined;
  readonly python3: QualifiedName | undefined;
  readonly opcode: string;
  readonly offset: number;
  count: number;
  readonly uses: Map<GlobalUseKind, { readonly kind: GlobalUseKind; count: number; readonly offset: number }>;
}

type Value = Abstract<Entry>;
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

class Census implements Listener<Entry> {
  readonly frames: FrameWatch;
  private readonly bytes: Uint8Array;
  private readonly onProgress: GlobalsOptions['onProgress'];
  private readonly trailing: TrailingBytes | undefined;
  private readonly machine: AbstractMachine<Entry>;
  /** By kind and name. */
  private readonly entries = new Map<string, Entry>();
  /** Values that were passed: they are inspected at the end, when containers are complete. */
  private readonly handed: { readonly how: Handed; readonly offset: number; readonly value: Value }[] = [];

  constructor(bytes: Uint8Array, { limits, onProgress, trailing }: GlobalsOptions) {
    this.bytes = bytes;
    this.onProgress = onProgress;
    this.trailing = trailing;
    this.machine = new AbstractMachine(bytes, this, resolveLimits(limits, bytes.length));
    this.frames = new FrameWatch(bytes);
  }

  take(start: number): GlobalsReport {
    let end: number | undefined;
    let error: UnpicklingError | undefined;
    try {
      end = this.run(start);
    } catch (caught) {
      if (!(caught instanceof UnpicklingError)) throw caught;
      error = caught;
    }
    this.lookInto();
    const found = Array.from(this.entries.values(), ({ uses, ...entry }) => ({ ...entry, uses: [...uses.values()] }));
    const isInFrame = end !== undefined && this.frames.edge > end;
    const ends = [...(end === undefined ? [] : [end]), ...(isInFrame ? [this.frames.edge] : [])];
    return { globals: found, end, ends, error };
  }

  private run(from: number): number | undefined {
    for (const step of walk(this.bytes, from, this.onProgress, undefined, this.trailing)) {
      try {
        this.frames.see(step);
        const value = this.machine.step(step);
        if (value === undefined) continue;
        this.hand('value', step.start, value);
        return step.end;
      } catch (error) {
        throw refusedAt(error, step);
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
    return this.attribute(offset, callable, args) ?? { kind: 'made', root };
  }

  changed(how: 'state' | 'items', offset: number, target: Value, parts: Value): void {
    const root = rootOf(target);
    if (root !== undefined) note(root, target.kind === 'global' ? 'changed' : `result-${how}`, offset);
    this.hand(how, offset, parts);
  }

  persistent(offset: number, id: Value): void {
    this.hand('persistent-id', offset, id);
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
