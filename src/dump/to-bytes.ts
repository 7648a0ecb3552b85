import type { OwnBytes } from '../bytes/bytes-like.ts';
import { Framer } from './framer.ts';
import { DumpMachine } from './machine.ts';
import { DumpMemo } from './memo/memo.ts';
import { type DumpSettings, holdCallbacks } from './settings.ts';

/** A machine with its buffer and its memo, for one value after another. */
class Dumper {
  private readonly framer = new Framer();
  private readonly memo = new DumpMemo();
  private machine: DumpMachine | undefined;

  /** @param number - For the memo; 0: while another dump runs. */
  dump(value: unknown, settings: DumpSettings, number: number): OwnBytes {
    const { framer, memo } = this;
    if (this.machine?.settings !== settings) this.machine = new DumpMachine(settings, memo, framer);
    memo.dump = this.machine.paths.isTypeByPrototype ? number : 0;
    try {
      return this.machine.dump(value);
    } finally {
      this.machine.clear();
      // Functions of the caller must not be kept after the call.
      if (holdCallbacks(settings)) this.machine = undefined;
      framer.reset();
      memo.clear();
    }
  }
}

/**
 * The dumper that is not in use. With a new one for each value a message of 100 bytes takes 3 times as long (measured,
 * Node 24). A codec that calls `dumps` during a dump gets another.
 */
let spare: Dumper | undefined;
/** Whether a dump marks objects: one does at a time. */
let isMarking = false;
/** The last dump that marked objects. They keep their marks, so that no number may come twice. */
let last = 0;
const MOST_DUMPS = 2 ** 30;

/** The pickle of one value, which has a memo of its own. */
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
