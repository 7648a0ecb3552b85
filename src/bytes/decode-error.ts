import { PickleError } from '../errors.ts';

/**
 * A `bad-text` error in CPython's words. The text starts at `start` of `bytes`; the invalid part is from `from` (inclusive)
 * to `to` (exclusive), also in bytes of `bytes`.
 */
export function decodeError(
  codec: string,
  bytes: Uint8Array,
  start: number,
  from: number,
  to: number,
  reason: string,
): PickleError {
  const where =
    to - from === 1
      ? `byte 0x${(bytes[from] as number).toString(16).padStart(2, '0')} in position ${from - start}`
      : `bytes in position ${from - start}-${to - 1 - start}`;
  return new PickleError('bad-text', `'${codec}' codec can't decode ${where}: ${reason}`);
}
