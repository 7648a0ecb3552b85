import type { Limits } from '../limits.ts';

/** Bytes of a pickle that cannot come near any limit: a node of a graph takes 128 at most for each. */
const SMALL = 2 ** 22;
/** Of the memory that is left, how much a value or a graph may take by the estimate of the library. */
const SHARE = 0.75;

/** A value may take what Node.js has left: beyond that, it would end without a word of use. */
export function memoryLimits(pickleBytes: number): Partial<Limits> {
  if (pickleBytes < SMALL) return {};
  // Loaded only here, and at once.
  const { heap_size_limit: most, used_heap_size: used } = process.getBuiltinModule('node:v8').getHeapStatistics();
  return { memory: Math.floor(SHARE * Math.max(0, most - used)) };
}

/** What the user can do where a limit of memory is met. */
export const MORE_MEMORY = 'NODE_OPTIONS=--max-old-space-size=16000 lets Node.js take 16 GB';
