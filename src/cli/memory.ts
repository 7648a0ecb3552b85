import type { Limits } from '../limits.ts';

/** A shorter pickle cannot come near any limit, because a node takes at most 128 bytes for each byte of it. */
const SMALL = 2 ** 22;
/** The part of the free memory that a value or a graph may take, by the library's estimate. */
const SHARE = 0.75;

/** A value may take the memory that Node.js has left. Beyond that, the process would end without a useful message. */
export function memoryLimits(pickleBytes: number): Partial<Limits> {
  if (pickleBytes < SMALL) return {};
  // `node:v8` is loaded only when it is needed.
  const { heap_size_limit: most, used_heap_size: used } = process.getBuiltinModule('node:v8').getHeapStatistics();
  return { memory: Math.floor(SHARE * Math.max(0, most - used)) };
}

/** What the user can do when a memory limit is reached. */
export const MORE_MEMORY = 'NODE_OPTIONS=--max-old-space-size=16000 lets Node.js take 16 GB';
