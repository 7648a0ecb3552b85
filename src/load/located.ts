import { NeedMore, type Reader } from '../bytes/reader.ts';
import { CallerError } from '../codec/caller-error.ts';
import { PickleError, UnpicklingError } from '../errors.ts';
import { beyondEngine } from '../limits.ts';

/**
 * Adds to an error the opcode where it happened, at `at` of the reader's bytes. For {@link NeedMore}, moves the reader
 * back there instead.
 */
export function located(error: unknown, reader: Reader, at: number): unknown {
  if (error instanceof CallerError) return error.error;
  if (error instanceof NeedMore) {
    reader.pos = at;
    return error;
  }
  const offset = reader.base + at;
  const opcode = at < reader.end ? (reader.bytes[at] ?? -1) : -1;
  if (error instanceof PickleError) {
    return new UnpicklingError(error.code, offset, opcode, error.message, { cause: error.cause });
  }
  if (error instanceof RangeError) {
    const { code, message, cause } = beyondEngine(error);
    return new UnpicklingError(code, offset, opcode, message, { cause });
  }
  return error;
}
