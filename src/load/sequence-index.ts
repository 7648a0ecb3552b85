import { PickleError } from '../errors.ts';

/** Refuses an index that does not fit into a machine word. */
export function checkIndex(index: number | bigint): void {
  if (typeof index === 'bigint' && BigInt.asIntN(64, index) !== index) {
    throw new PickleError('bad-operand', "cannot fit 'int' into an index-sized integer");
  }
}

/** The position of an index, counted from the end if it is negative. */
export function placeOf(index: number, length: number, type: 'list' | 'bytearray'): number {
  const at = index < 0 ? index + length : index;
  if (at >= 0 && at < length) return at;
  throw new PickleError('bad-operand', `${type === 'list' ? 'list assignment' : type} index out of range`);
}
