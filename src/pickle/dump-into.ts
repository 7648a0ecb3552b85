import { CallerError } from '../codec/caller-error.ts';
import type { DumpOptions } from '../options.ts';
import { dumpTo } from './dumps.ts';

/** The target of {@link dumpInto} is shorter than the pickle. Nothing was written to it. */
export class NoRoomError extends RangeError {
  /** The name of the class. */
  override readonly name: string = 'NoRoomError';
  /** How many bytes the pickle has. */
  readonly needed: number;

  /**
   * @param needed - How many bytes the pickle has.
   * @param room - How many the target has.
   */
  constructor(needed: number, room: number) {
    super(`the pickle has ${needed} bytes and the target ${room}; give dumpInto a target of at least ${needed} bytes`);
    this.needed = needed;
  }
}

/**
 * Writes the pickle of a value into memory of yours, as `TextEncoder.encodeInto` does for text. `dumps` makes new
 * memory for each pickle: for a message of 120 bytes, that is 7 % of the time on Node 20 and 20 % on Node 24 (measured).
 *
 * @param value - As for `dumps`.
 * @param target - Where the pickle goes, from its first byte on. The rest of it stays as it is.
 * @param options - As for `dumps`.
 * @returns How many bytes were written.
 * @throws NoRoomError if the target is too short; its `needed` is the size that fits.
 * @throws PicklingError if the value cannot be pickled. The target is then unchanged.
 * @throws TypeError if the target is not a `Uint8Array`; TypeError, RangeError if an option is invalid.
 * @example
 * ```ts
 * import { dumpInto, loads } from 'brine';
 *
 * const target = new Uint8Array(1024);
 * const size = dumpInto({ Alex: 87 }, target);
 * loads(target.subarray(0, size)); // Dict { 'Alex' => 87 }
 * ```
 */
export function dumpInto(value: unknown, target: Uint8Array, options?: DumpOptions): number {
  if (!(target instanceof Uint8Array)) throw new TypeError('dumpInto needs a Uint8Array to write to');
  let written = 0;
  dumpTo(value, options, (size) => {
    if (size > target.length) throw new CallerError(new NoRoomError(size, target.length));
    written = size;
    return target;
  });
  return written;
}
