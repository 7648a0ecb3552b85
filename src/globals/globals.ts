import { type Bytes, toUint8Array } from '../bytes/bytes-like.ts';
import { UnpicklingError } from '../errors.ts';
import { offsetOf } from '../opcodes/genops.ts';
import * as op from '../opcodes.ts';
import { Census } from './census.ts';
import { FrameReader } from './frame-reader.ts';
import { decideAll } from './frame-readings.ts';
import type { GlobalsOptions, GlobalsReport, GlobalUse, NamedGlobal } from './named-global.ts';

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
  const isWhole = decideAll((choices) => {
    const reader = new FrameReader(bytes, start, { rest: 'some', next: 'file' }, choices);
    const other = new Census(bytes, { limits }).take(start, (machine) => reader.load(() => machine.hasMark));
    if (other.end !== undefined) ends.add(reader.offset).add(reader.furthest);
    for (const global of other.globals) {
      const key = keyOf(global);
      const known = found.get(key);
      found.set(key, known === undefined ? global : { ...known, uses: joined(known.uses, global.uses) });
    }
    return reader.cuts;
  });
  const error = isWhole ? report.error : (report.error ?? tooManyReadings(start));
  return { globals: [...found.values()], end: report.end, ends: [...ends], error };
}

function tooManyReadings(start: number): UnpicklingError {
  const message = 'the frames of this pickle lie so often that there are more than 16 ways to read it';
  return new UnpicklingError('limit', start, op.FRAME, message);
}

function joined(known: readonly GlobalUse[], more: readonly GlobalUse[]): readonly GlobalUse[] {
  const kinds = new Set(known.map(({ kind }) => kind));
  return [...known, ...more.filter(({ kind }) => !kinds.has(kind))];
}

/** What identifies a global in all readings. Computed ones are told apart by their offsets. */
function keyOf({ module, name, python3, extension, offset }: NamedGlobal): string {
  const isNamed = module !== undefined || extension !== undefined;
  return JSON.stringify([module, name, python3?.module, python3?.name, extension, isNamed ? undefined : offset]);
}
