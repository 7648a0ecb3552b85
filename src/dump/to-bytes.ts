import type { OwnBytes } from '../bytes/bytes-like.ts';
import { Framer } from './framer.ts';
import { DumpMachine } from './machine.ts';
import { IdentityMemo } from './memo/identity-memo.ts';
import type { DumpMemo } from './memo/memo.ts';
import { NoMemo } from './memo/no-memo.ts';
import { type DumpSettings, holdCallbacks } from './settings.ts';

/** Gives memory of at least this many bytes. */
export type Allocate<T extends Uint8Array> = (size: number) => T;

/** A machine with its buffer and memo, used for one value after another. */
class Dumper {
  private readonly framer = new Framer();
  private readonly identityMemo = new IdentityMemo();
  private readonly noMemo = new NoMemo();
  private machine: DumpMachine | undefined;

  /**
   * @param number - The number for the memo; 0 while another dump runs.
   * @param allocate - Gives the memory for the pickle; `undefined` for memory of its own.
   */
  dump<T extends Uint8Array>(
    value: unknown,
    settings: DumpSettings,
    number: number,
    allocate: Allocate<T> | undefined,
  ): OwnBytes | T {
    const { framer } = this;
    const memo: DumpMemo = settings.isMemoised ? this.identityMemo : this.noMemo;
    if (this.machine?.settings !== settings) this.machine = new DumpMachine(settings, memo, framer);
    memo.dump = this.machine.paths.isTypeByPrototype ? number : 0;
    try {
      return allocate === undefined ? this.machine.dump(value) : this.machine.dumpTo(value, allocate);
    } finally {
      this.machine.clear();
      // The caller's functions must not be kept after the call.
      if (holdCallbacks(settings)) this.machine = undefined;
      framer.reset();
      memo.clear();
    }
  }
}

/**
 * The dumper that is not in use. Creating one for each value makes a message of 100 bytes take 3 times as long
 * (measured, Node 24). A codec that calls `dumps` during a dump gets another one.
 */
let spare: Dumper | undefined;
/** Whether a running dump marks objects. Only one can do so at a time. */
let isMarking = false;
/** The number of the last dump that marked objects. Objects keep their marks, so no number may be used twice. */
let last = 0;
const MOST_DUMPS = 2 ** 30;

/** The pickle of one value, with its own memo, in memory of its own. */
export function dumpToBytes(value: unknown, settings: DumpSettings): OwnBytes;
/** The same at the beginning of the memory that `allocate` gives for its size. */
export function dumpToBytes<T extends Uint8Array>(value: unknown, settings: DumpSettings, allocate: Allocate<T>): T;
export function dumpToBytes<T extends Uint8Array>(
  value: unknown,
  settings: DumpSettings,
  allocate?: Allocate<T>,
): OwnBytes | T {
  const dumper = spare ?? new Dumper();
  spare = undefined;
  const marks = !isMarking && last < MOST_DUMPS;
  if (marks) {
    isMarking = true;
    last++;
  }
  try {
    return dumper.dump(value, settings, marks ? last : 0, allocate);
  } finally {
    if (marks) isMarking = false;
    spare = dumper;
  }
}
