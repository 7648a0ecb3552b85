import type { PickleError } from './errors.ts';
import { type Limits, limitExceeded } from './limits.ts';

/** Limits on decompression: compressed data can grow a thousandfold, and zstd's 30,000-fold. */
export type UnpackLimits = Pick<Limits, 'unpacked' | 'ratio'>;

/** Up to this many bytes are unpacked at any ratio. */
export const HARMLESS = 16e6;

/** Counts the bytes that compressed data unpack to, and says how many more there may be. */
export class Ceiling {
  /** How many compressed bytes were read so far. */
  packed = 0;
  /** The limit that was exceeded. */
  exceeded: keyof UnpackLimits | undefined;
  private unpacked = 0;
  private readonly limits: UnpackLimits;
  private readonly what: string;

  /** @param what - Names the data in the error: `gzip data`. */
  constructor(limits: UnpackLimits, what: string) {
    this.limits = limits;
    this.what = what;
  }

  /** How many bytes may still be unpacked. */
  get left(): number {
    const { unpacked, ratio } = this.limits;
    return Math.min(unpacked, Math.max(HARMLESS, ratio * this.packed)) - this.unpacked;
  }

  take(length: number): void {
    if (length > this.left) throw this.excess();
    this.unpacked += length;
  }

  /** The error for more bytes than are left. */
  excess(): PickleError {
    const { unpacked, ratio } = this.limits;
    const name = unpacked <= Math.max(HARMLESS, ratio * this.packed) ? 'unpacked' : 'ratio';
    this.exceeded = name;
    return limitExceeded(name, this.limits[name], `what the ${this.what} unpacks to`);
  }
}

/** The ceiling for everything that one file unpacks to. */
export function ceilingOf(compression: string, limits: UnpackLimits): Ceiling {
  return new Ceiling(limits, `${compression} data`);
}
