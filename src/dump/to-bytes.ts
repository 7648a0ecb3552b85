import type { OwnBytes } from '../bytes/bytes-like.ts';
import { Framer } from './framer.ts';
import { DumpMachine } from './machine.ts';
import { DumpMemo } from './memo/memo.ts';
import { type DumpSettings, holdCallbacks } from './settings.ts';

/** A machine with its buffer and memo, used for one value after another. */
class Dumper {
  private readonly framer = new Framer();
  private readonly memo = new DumpMemo();
  private machine: DumpMachine | undefined;

  /** @param number - The number for the memo; 0 while another dump runs. */
  dump(value: unknown, settings: DumpSettings, number: number): OwnBytes {
    const { framer, memo } = this;
    if (this.machine?.settings !== settings) this.machine = new DumpMachine(settings, memo, framer);
    memo.dump = this.machine.paths.isTypeByPrototype ? number : 0;
    try {
      return this.machine.dump(value);
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

/** The pickle of one value, with its own memo. */
export function dumpToBytes(value: unknown, settings: DumpSettings): OwnBytes {
  const dumper = spare ?? new Dumper();
  spare = undefined;
  const marks = !isMarking && last < MOST_DUMPS;
  if (marks) {
    isMarking = true;
    last++;
  }
  try {
    return dumper.dump(value, settings, marks ? last : 0);
  } finally {
    if (marks) isMarking = false;
    spare = dumper;
  }
}
