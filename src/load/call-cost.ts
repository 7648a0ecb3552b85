import { COST } from '../limits.ts';
import { Instance } from '../values/instance.ts';
import { bigintSize } from '../values/key-budget.ts';
import { isDict } from './dict-entries.ts';

/** Arguments with more parts than this are not inspected. */
const INSPECTED_PARTS = 16;

/**
 * The cost of a call of a codec, in bytes. Codecs copy their arguments, read them from end to end, and keep the result.
 * A pickle can pass one large argument to many calls at a few bytes each.
 *
 * @param fresh - Buffers of the caller that no codec has received yet. The caller has paid for their memory, so the
 *   first call with one is free and removes it.
 */
export function callCost(args: readonly unknown[], fresh: Set<Uint8Array>): number {
  let cost = COST.instance;
  for (let i = 0; i < args.length; i++) cost += sizeOf(args[i], fresh, true);
  return cost;
}

/** The cost of a state for a codec that takes ownership of it. */
export function stateCost(state: unknown, fresh: Set<Uint8Array>): number {
  return sizeOf(state, fresh, true);
}

/** @param deep - Whether to look into a short tuple or list. */
function sizeOf(value: unknown, fresh: Set<Uint8Array>, deep: boolean): number {
  if (typeof value === 'string') return value.length;
  if (typeof value === 'bigint') return bigintSize(value);
  if (typeof value !== 'object' || value === null) return 0;
  if (fresh.size > 0 && value instanceof Uint8Array && fresh.delete(value)) return 0;
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (value instanceof Map) return COST.entry * value.size;
  if (value instanceof Set) return COST.entry * value.size;
  if (value instanceof Instance) return COST.entry * (value.entries?.length ?? 0);
  if (!Array.isArray(value)) return isDict(value) ? COST.entry * Object.keys(value).length : 0;
  let cost = COST.slot * value.length;
  if (deep && value.length <= INSPECTED_PARTS)
    for (let i = 0; i < value.length; i++) cost += sizeOf(value[i], fresh, false);
  return cost;
}
