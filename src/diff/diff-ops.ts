import { type Bytes, toUint8Array } from '../bytes/bytes-like.ts';
import { argumentRepr } from '../opcodes/argument-repr.ts';
import { type GenopsOptions, genops } from '../opcodes/genops.ts';
import { pickletoolsDialect } from '../opcodes/pickletools-dialect.ts';

/** An opcode that only one of two pickles has at its place. */
export interface OpDifference {
  /** `'removed'` if only the first pickle has the opcode, `'added'` if only the second has it. */
  readonly kind: 'removed' | 'added';
  /** Its offset in bytes: in the first pickle if it was removed, else in the second. */
  readonly offset: number;
  /** Name and argument, printable: `BININT1 5`. */
  readonly text: string;
}

interface Line {
  readonly offset: number;
  readonly text: string;
}

/**
 * The most differences that are searched for. If there are more, everything between the common beginning and the common
 * end is given.
 */
const MOST = 1000;

/**
 * The differences between the opcodes of two pickles: the fewest removed and added opcodes that turn one into the
 * other, in order. If more than 1000 differ, all opcodes from the first difference to the last are given.
 *
 * @throws UnpicklingError as {@link genops} does.
 * @throws RangeError for options that are out of range.
 * @example
 * ```ts
 * import { dumps } from 'brine';
 * import { diffOps } from 'brine/tools';
 *
 * diffOps(dumps(5), dumps(6)).map(({ kind, text }) => `${kind} ${text}`); // ['removed BININT1 5', 'added BININT1 6']
 * ```
 */
export function diffOps(a: Bytes, b: Bytes, options: GenopsOptions = {}): OpDifference[] {
  const [first, second] = [linesOf(toUint8Array(a), options), linesOf(toUint8Array(b), options)];
  const shorter = Math.min(first.length, second.length);
  let head = 0;
  while (head < shorter && first[head]?.text === second[head]?.text) head++;
  let tail = 0;
  while (tail < shorter - head && first.at(-1 - tail)?.text === second.at(-1 - tail)?.text) tail++;
  return script(first.slice(head, first.length - tail), second.slice(head, second.length - tail));
}

function linesOf(bytes: Uint8Array, options: GenopsOptions): Line[] {
  const dialect = pickletoolsDialect(options.python);
  return Array.from(genops(bytes, options), (op) => {
    const argument = op.arg === undefined ? '' : ` ${argumentRepr(bytes, op, dialect)}`;
    return { offset: op.offset, text: op.opcode.name + argument };
  });
}

/** The shortest script, by Myers' greedy search: how far each diagonal gets with one more difference. */
function script(a: readonly Line[], b: readonly Line[]): OpDifference[] {
  const most = Math.min(MOST, a.length + b.length);
  const origin = most + 1;
  const far = new Int32Array(2 * origin + 1);
  const trace: Int32Array[] = [];
  for (let cost = 0; cost <= most; cost++) {
    trace.push(far.slice(origin - cost - 1, origin + cost + 2));
    for (let k = -cost; k <= cost; k += 2) {
      const [left = 0, right = 0] = [far[origin + k - 1], far[origin + k + 1]];
      let x = k === -cost || (k !== cost && left < right) ? right : left + 1;
      while (x < a.length && x - k < b.length && a[x]?.text === b[x - k]?.text) x++;
      far[origin + k] = x;
      if (k === a.length - b.length && x >= a.length) return backtrack(a, b, trace);
    }
  }
  return [...a.map((line) => differs('removed', line)), ...b.map((line) => differs('added', line))];
}

/** Follows the trace back from the end. A step has what each diagonal had reached before one more difference. */
function backtrack(a: readonly Line[], b: readonly Line[], trace: readonly Int32Array[]): OpDifference[] {
  const out: OpDifference[] = [];
  let x = a.length;
  let y = b.length;
  for (let cost = trace.length - 1; cost > 0; cost--) {
    const k = x - y;
    const middle = k + cost + 1;
    const [left = 0, right = 0] = [trace[cost]?.[middle - 1], trace[cost]?.[middle + 1]];
    const isAdded = k === -cost || (k !== cost && left < right);
    x = isAdded ? right : left;
    y = isAdded ? x - k - 1 : x - k + 1;
    const line = isAdded ? b[y] : a[x];
    if (line !== undefined) out.push(differs(isAdded ? 'added' : 'removed', line));
  }
  return out.reverse();
}

function differs(kind: OpDifference['kind'], { offset, text }: Line): OpDifference {
  return { kind, offset, text };
}
