/**
 * Arguments and states of numpy in pickles.
 *
 * @module
 */
import { PickleError, type PickleErrorCode } from '../errors.ts';
import { pythonTypeName } from '../values/kind.ts';

/** Makes something from a pickle's arguments. If they are refused, the data is invalid: the caller made no error. */
export function fromPickle<T>(make: () => T, code: PickleErrorCode = 'bad-call'): T {
  try {
    return make();
  } catch (cause) {
    throw refusal(cause, code);
  }
}

/** The error to throw in place of one that a pickle's arguments caused. */
export function refusal(cause: unknown, code: PickleErrorCode = 'bad-call'): unknown {
  const isRefused = cause instanceof RangeError || cause instanceof TypeError;
  return isRefused ? new PickleError(code, cause.message, { cause }) : cause;
}

/** A size, an offset or a stride. */
export function sizeOf(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  const size = typeof value === 'bigint' || typeof value === 'boolean' ? Number(value) : value;
  if (typeof size === 'number' && Number.isSafeInteger(size)) return size;
  throw new TypeError(`'${pythonTypeName(value)}' object cannot be interpreted as an integer of a size`);
}

/** A size or an offset, which cannot be negative. */
export function countOfArgument(value: unknown): number {
  const count = sizeOf(value);
  if (count < 0) throw new RangeError(`${count} is negative; sizes and offsets in a dtype are not`);
  return count;
}

/** A shape: a tuple or list of ints, or one int. */
export function sizesOf(value: unknown): number[] {
  if (!Array.isArray(value)) return [sizeOf(value)];
  const sizes: number[] = [];
  for (let i = 0; i < value.length; i++) sizes.push(sizeOf(value[i]));
  return sizes;
}

/** The memory of an array; the pickles of Python 2 have it as a str. */
export function bytesOf(data: unknown): Uint8Array {
  if (data instanceof Uint8Array) return data;
  if (typeof data !== 'string') throw new TypeError(`the data are a '${pythonTypeName(data)}', not bytes`);
  const bytes = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const unit = data.charCodeAt(i);
    if (unit > 255)
      throw new TypeError("the data are a str that is not latin1; read it with encoding: 'latin1' or 'bytes'");
    bytes[i] = unit;
  }
  return bytes;
}
