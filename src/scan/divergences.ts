/**
 * Where readers of pickles differ: CPython's C and Python unpicklers, and pickletools. No pickler writes any of this. What
 * each reader would reach counts, whatever the others make of it.
 *
 * @module
 */
import { decodeLatin1 } from '../bytes/text.ts';
import { readUnsigned } from '../opcodes/argument-value.ts';
import type { Step } from '../opcodes/walk.ts';
import * as op from '../opcodes.ts';
import { found, type PickleFinding } from './finding.ts';

/** A number as picklers write it. Longer ones are not looked at. */
const INT = /^-?\d+$/;
const LONG = /^-?\d+L?$/;
const INDEX = /^(?:0|[1-9]\d{0,14})$/;
const FLOAT = /^[-+]?(?:\d+\.?\d*(?:e[-+]?\d+)?|inf|nan|1\.#(?:INF|IND|QNAN)0*)$/i;
const QUOTED = /^(?:'.*'|".*")$/s;
const LONGEST_NUMBER = 100;

const FRAMED_PROTOCOL = 4;

/** Watches the opcodes of one pickle. */
export class DivergenceWatch {
  readonly findings: PickleFinding[] = [];
  /** Whether an opcode fetches something from the memo. */
  fetches = false;
  private readonly bytes: Uint8Array;
  private readonly start: number;
  private readonly seen = new Set<string>();
  private protocol = 0;
  /** Where the last frame ends. */
  private edge = 0;

  constructor(bytes: Uint8Array, start: number) {
    this.bytes = bytes;
    this.start = start;
  }

  see(step: Step): void {
    switch (step.code) {
      case op.PROTO:
        this.announced(step);
        break;
      case op.FRAME:
        this.framed(step);
        break;
      case op.INT:
        this.line(step, INT, 'INT');
        break;
      case op.LONG:
        this.line(step, LONG, 'LONG');
        break;
      case op.FLOAT:
        this.line(step, FLOAT, 'FLOAT');
        break;
      case op.STRING:
        if (!isQuoted(this.bytes, step)) this.note('text-argument', step, 'The argument of STRING is not in quotes.');
        break;
      case op.GET:
      case op.PUT:
        this.line(step, INDEX, step.name);
        this.fetches ||= step.code === op.GET;
        break;
      case op.BINGET:
      case op.LONG_BINGET:
        this.fetches = true;
        break;
      case op.STOP:
        if (step.end < this.edge) this.note('frame', step, 'The pickle ends inside of a frame.');
        break;
      default:
    }
  }

  /** One finding of each kind is enough. */
  note(rule: PickleFinding['rule'], { start }: Pick<Step, 'start'>, reason: string): void {
    if (this.seen.has(reason)) return;
    this.seen.add(reason);
    this.findings.push(found(rule, 'suspicious', start, `${reason} Readers of pickles do not agree on it.`));
  }

  private announced(step: Step): void {
    this.protocol = this.bytes[step.argument] ?? 0;
    if (step.start !== this.start) this.note('protocol', step, 'The protocol is announced in the middle.');
    else if (this.protocol > 5) this.note('protocol', step, 'It announces a protocol that does not exist.');
  }

  private framed(step: Step): void {
    const end = step.end + readUnsigned(this.bytes, step.argument, step.argumentEnd);
    if (this.protocol < FRAMED_PROTOCOL) this.note('frame', step, 'There is a frame in a protocol without frames.');
    if (step.start < this.edge) this.note('frame', step, 'A frame begins in another one.');
    if (end > this.bytes.length) this.note('frame', step, 'A frame is longer than the data.');
    this.edge = Math.max(this.edge, end);
  }

  private line(step: Step, form: RegExp, name: string): void {
    const { argument, argumentEnd } = step;
    const text = decodeLatin1(this.bytes, argument, Math.min(argumentEnd, argument + LONGEST_NUMBER));
    if (form.test(text)) return;
    this.note('text-argument', step, `The argument of ${name} is not written as picklers write it.`);
  }
}

function isQuoted(bytes: Uint8Array, { argument, argumentEnd }: Step): boolean {
  const [first, last] = [bytes[argument] ?? 0, bytes[argumentEnd - 1] ?? 0];
  return argumentEnd - argument >= 2 && QUOTED.test(String.fromCharCode(first, last));
}
