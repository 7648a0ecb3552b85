import { PickleError } from '../errors.ts';
import type { CallOpcode } from '../globals/abstract-machine.ts';
import type { Census, Entry, Observer, Value } from '../globals/census.ts';
import type { Step } from '../opcodes/walk.ts';
import * as op from '../opcodes.ts';
import { outcomeOf } from './call-rules.ts';
import { DivergenceWatch } from './divergences.ts';
import { found, type PickleFinding, type RuleId } from './finding.ts';
import { type Judge, textOf } from './judge.ts';
import { refuseArgument } from './strictness.ts';
import { torchIdOf } from './torch-ids.ts';
import type { Severity } from './verdict.ts';

/** Bytes in a pickle that are given to what reads pickles, or look like one. */
export interface NestedBytes {
  readonly bytes: Uint8Array;
  /** The offset of the opcode that passes them on, or that has them. */
  readonly offset: number;
  /** Whether what they are given to reads them as a pickle, or may, or they are only there. */
  readonly role: 'loaded' | 'passed' | 'kept';
}

/** More findings of calls in one pickle are not kept. */
const MOST_FINDINGS = 1000;
/** So many byte strings of a pickle are looked at as pickles of their own. */
const MOST_NESTED = 1000;
const CARRIES_CODE = /^(?:cloudpickle|dill|pyspark\.cloudpickle|ray\.cloudpickle|joblib\.externals\.cloudpickle)\b/;

/** Watches one pickle on the abstract machine: what it calls, what it changes, and where readers differ. */
export class PickleWatch implements Observer {
  readonly divergences: DivergenceWatch;
  readonly findings: PickleFinding[] = [];
  readonly nested: NestedBytes[] = [];
  /** The machine that is watched. */
  census: Census | undefined;
  private readonly bytes: Uint8Array;
  private readonly judge: Judge;
  private readonly seen = new Set<string>();
  /** Whether an object is made that joblib puts before the elements of an array. */
  get hasWrapper(): boolean {
    for (const { name } of this.census?.entries.values() ?? []) if (name === 'NumpyArrayWrapper') return true;
    return false;
  }

  /** Whether a `partial` has something to call that is not on the list. */
  private hasLoosePartial = false;

  private readonly isStrict: boolean;

  /** @param isStrict - Whether to refuse what CPython refuses by default, where a program may allow it. */
  constructor(bytes: Uint8Array, start: number, judge: Judge, { isStrict }: { readonly isStrict: boolean }) {
    this.isStrict = isStrict;
    this.bytes = bytes;
    this.judge = judge;
    this.divergences = new DivergenceWatch(bytes, start);
  }

  step(step: Step): void {
    this.divergences.see(step);
    if (this.isStrict) this.refuse(step);
    const { code, argument, argumentEnd } = step;
    if (code !== op.BINBYTES && code !== op.SHORT_BINBYTES && code !== op.BINBYTES8) return;
    if (looksLikePickle(this.bytes, argument, argumentEnd)) this.keep(step.start, argument, argumentEnd);
  }

  private refuse(step: Step): void {
    refuseArgument(this.bytes, step);
    const top = this.census?.machine.top;
    if (step.code === op.READONLY_BUFFER && (top?.kind === 'str' || top?.kind === 'other' || top?.kind === 'box')) {
      throw new PickleError('bad-operand', 'READONLY_BUFFER requires bytes');
    }
  }

  called(opcode: CallOpcode, offset: number, callable: Value, args: Value): Value | undefined {
    const values = args.kind === 'box' && args.isTuple ? args.parts : undefined;
    if (values === undefined && args.kind !== 'made') {
      this.divergences.note('argument-tuple', { start: offset }, 'The arguments of a call are not a tuple.');
    }
    switch (callable.kind) {
      case 'global':
        return this.globalCalled(opcode, offset, callable.global, values);
      case 'made':
        this.resultCalled(opcode, offset, callable.root);
        return undefined;
      default:
        this.add('call-of-value', 'suspicious', offset, 'It calls a value that cannot be called.');
        if (this.isStrict) throw new PickleError('bad-call', 'the value cannot be called');
        return undefined;
    }
  }

  changed(how: 'state' | 'items', offset: number, target: Value, parts: Value): void {
    if (target.kind === 'made') {
      if (how === 'state') this.stateGiven(offset, target.root, parts);
      return;
    }
    if (target.kind === 'global' || (how === 'items' && isByteArray(target))) return;
    const what = how === 'state' ? 'a state to' : 'items to';
    this.add('change-of-value', 'suspicious', offset, `It gives ${what} a value that takes none.`);
    if (this.isStrict) throw new PickleError('bad-state', 'the value cannot be changed');
  }

  persistent(offset: number, id: Value): Value | undefined {
    const torch = this.census === undefined ? undefined : torchIdOf(id, this.census.machine);
    if (torch !== undefined) return torch;
    const reason = 'It asks the program that reads it for an object by an id.';
    this.add('persistent-id', 'unknown', offset, reason);
    return undefined;
  }

  refused(error: PickleError, step: Step): boolean {
    // pickletools reads on, with the names of the protocol that was announced.
    if (error.code !== 'bad-protocol' || this.census === undefined) return false;
    this.census.machine.protocol = this.bytes[step.argument] ?? 0;
    return true;
  }

  private globalCalled(
    opcode: CallOpcode,
    offset: number,
    entry: Entry,
    values: readonly Value[] | undefined,
  ): Value | undefined {
    const { judge, census } = this;
    if (census === undefined) return undefined;
    const listed = judge.listedOf(entry);
    const global = entry.python3 === undefined ? undefined : textOf(entry.python3);
    if (listed === undefined || listed.rule === 'pickle') {
      this.passed(offset, values, listed === undefined ? 'passed' : 'loaded');
    }
    const isMade = opcode.startsWith('NEWOBJ') || (opcode !== 'REDUCE' && values?.length === 0);
    if (listed?.listedAs === 'object' && !isMade) {
      this.add('use-not-listed', 'unknown', offset, 'It is called, which is not on the list for it.', global);
    } else if (listed?.listedAs === 'object' && values?.length !== 0) {
      const reason = 'It is made with arguments, which is not on the list for it.';
      this.add('arguments-not-listed', 'unknown', offset, reason, global);
    }
    if (listed !== undefined && listed.rule === undefined) this.givenAway(offset, values);
    if (listed?.rule !== undefined) {
      const outcome = outcomeOf(listed.rule, { machine: census.machine, judge, values });
      if (outcome !== 'fits') {
        this.hasLoosePartial ||= listed.rule === 'callback';
        const severity = outcome === 'harm' ? 'dangerous' : 'unknown';
        const reason = 'It is called with other arguments than those on the list for it.';
        this.add('arguments-not-listed', severity, offset, reason, global);
      } else if (listed.rule === 'latin1') return encoded(values);
    }
    return this.typeOf(offset, entry, values);
  }

  /** A class that is not to be called is an argument of what may call it. */
  private givenAway(offset: number, values: readonly Value[] | undefined): void {
    for (const value of values ?? []) {
      const listed = value.kind === 'global' ? this.judge.listedOf(value.global) : undefined;
      if (listed?.listedAs !== 'object') continue;
      const reason = 'It is given to something that may call it, which is not on the list for it.';
      this.add('use-not-listed', 'unknown', offset, reason, `${listed.module}.${listed.name}`);
    }
  }

  /** What cloudpickle's lookup of a type by its name gives. */
  private typeOf(offset: number, { python3 }: Entry, values: readonly Value[] | undefined): Value | undefined {
    const { census } = this;
    const [first] = values ?? [];
    if (python3?.name !== '_builtin_type' || !CARRIES_CODE.test(python3.module)) return undefined;
    if (census === undefined || first?.kind !== 'str') return undefined;
    return census.resolved(offset, { module: 'types', name: census.machine.text(first) });
  }

  private resultCalled(opcode: CallOpcode, offset: number, root: Entry | undefined): void {
    const global = root?.python3 === undefined ? undefined : textOf(root.python3);
    if (opcode.startsWith('NEWOBJ') && root?.python3 !== undefined && CARRIES_CODE.test(root.python3.module)) {
      const reason = 'It makes an object of a class whose code is in the pickle.';
      this.add('code-by-value', 'suspicious', offset, reason, global);
      return;
    }
    const listed = root === undefined ? undefined : this.judge.listedOf(root);
    if (listed?.rule === 'callback' && listed.name === 'partial' && !this.hasLoosePartial) return;
    const reason = 'It calls what another call gave, which may be anything.';
    this.add('call-of-result', 'dangerous', offset, reason, global);
  }

  /** A `partial` calls what is in its state. */
  private stateGiven(offset: number, root: Entry | undefined, state: Value): void {
    const { judge, census } = this;
    const listed = root === undefined ? undefined : judge.listedOf(root);
    if (root === undefined || census === undefined || listed?.rule !== 'callback' || listed.listedAs !== 'class')
      return;
    const [callable] = state.kind === 'box' && state.isTuple ? state.parts : [];
    const values = callable === undefined ? undefined : [callable];
    if (outcomeOf('callback', { machine: census.machine, judge, values }) === 'fits') return;
    this.hasLoosePartial = true;
    const reason = 'Its state has something to call that is not on the list.';
    this.add('arguments-not-listed', 'unknown', offset, reason, root.python3 && textOf(root.python3));
  }

  /** Bytes that are given to what is not known not to read them. */
  private passed(offset: number, values: readonly Value[] | undefined, role: 'loaded' | 'passed'): void {
    for (const value of values ?? []) {
      if (value.kind !== 'bytes' || this.census === undefined || this.nested.length >= MOST_NESTED) continue;
      this.nested.push({ bytes: this.census.machine.bytesOf(value), offset, role });
    }
  }

  private keep(offset: number, from: number, to: number): void {
    if (this.nested.length < MOST_NESTED)
      this.nested.push({ bytes: this.bytes.subarray(from, to), offset, role: 'kept' });
  }

  /** One finding of a rule for one global is enough. */
  private add(rule: RuleId, severity: Severity, offset: number, reason: string, global?: string): void {
    const key = `${rule} ${severity} ${global}`;
    if (this.seen.has(key) || this.findings.length >= MOST_FINDINGS) return;
    this.seen.add(key);
    const reach = rule === 'persistent-id' ? 'persistent-id' : rule.startsWith('change') ? 'state' : 'call';
    this.findings.push(found(rule, severity, offset, reason, { global, reach }));
  }
}

/** A bytearray takes items. */
function isByteArray(value: Value): boolean {
  return (value.kind === 'bytes' && value.code === op.BYTEARRAY8) || value.kind === 'other';
}

/** The bytes that a str stands for. */
function encoded(values: readonly Value[] | undefined): Value | undefined {
  const [text] = values ?? [];
  return text?.kind === 'str' ? { ...text, kind: 'bytes' } : undefined;
}

/** Whether bytes begin and end as pickles of protocols 2 to 5 do. */
function looksLikePickle(bytes: Uint8Array, from: number, to: number): boolean {
  const protocol = bytes[from + 1] ?? 0;
  return to - from > 3 && bytes[from] === op.PROTO && protocol >= 2 && protocol <= 5 && bytes[to - 1] === op.STOP;
}
