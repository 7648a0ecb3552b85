import { limitExceeded } from '../limits.ts';
import type { KeyBudget } from './key-budget.ts';

/** Tables smaller than this cannot cost much, however badly their keys collide. */
export const SKEW_FROM = 2048;

const BINS = 4096;
/** One in this many keys is looked at. */
const SAMPLE = 16;

/**
 * Watches the numeric keys of one large table. V8 hashes numbers without a seed, so a pickle can name keys that
 * all fall into one bucket: a million of them would take hours. Strings are hashed with a seed and need no watch.
 */
export class KeySkew {
  private readonly bins = new Uint32Array(BINS);
  private seen = 0;

  /** Looks at a new key. Once its bucket is clearly too full, the cost of the bucket is taken from the budget. */
  note(key: number | bigint, budget: KeyBudget): void {
    if (++this.seen % SAMPLE !== 0) return;
    const bin = hashOf(key) % BINS;
    const count = (this.bins[bin] ?? 0) + 1;
    this.bins[bin] = count;
    if (count < 64 + (4 * this.seen) / (SAMPLE * BINS)) return;
    budget.keysLeft -= count * SAMPLE * SAMPLE;
    if (budget.keysLeft < 0) throw limitExceeded('keys', budget.keysAllowed, 'colliding dict keys or set members');
  }
}

const float = /* @__PURE__ */ new Float64Array(1);
const bits = /* @__PURE__ */ new BigUint64Array(float.buffer);

/** V8's hash of a number or bigint (`src/numbers/hash-seed-inl.h`, `ComputeUnseededHash`, `ComputeLongHash`). */
function hashOf(key: number | bigint): number {
  if (typeof key === 'bigint') return longHash(BigInt.asUintN(64, key < 0n ? -key : key));
  if (key === (key | 0)) return intHash(key);
  float[0] = key;
  return longHash(bits[0] ?? 0n);
}

function intHash(key: number): number {
  let hash = key >>> 0;
  hash = (~hash + (hash << 15)) >>> 0;
  hash = (hash ^ (hash >>> 12)) >>> 0;
  hash = (hash + (hash << 2)) >>> 0;
  hash = (hash ^ (hash >>> 4)) >>> 0;
  hash = Math.imul(hash, 2057) >>> 0;
  hash = (hash ^ (hash >>> 16)) >>> 0;
  return hash & 0x3fff_ffff;
}

function longHash(key: bigint): number {
  let hash = key;
  hash = BigInt.asUintN(64, ~hash + (hash << 18n));
  hash ^= hash >> 31n;
  hash = BigInt.asUintN(64, hash * 21n);
  hash ^= hash >> 11n;
  hash = BigInt.asUintN(64, hash + (hash << 6n));
  hash ^= hash >> 22n;
  return Number(hash & 0x3fff_ffffn);
}
