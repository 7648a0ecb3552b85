import { PickleError, type PickleErrorCode, UnpicklingError } from '../errors.ts';
import { beyondEngine } from '../limits.ts';

/** The exceptions that pickletools raises for bad bytes. */
export type PythonExceptionType = 'ValueError' | 'UnicodeDecodeError' | 'IndexError' | 'TypeError';

/**
 * What CPython's pickletools raises, as the `cause` of an `UnpicklingError`: `name` is the type and `message` the text,
 * so that `String(error.cause)` is the last line of Python's traceback.
 */
export class PythonException extends Error {
  /** The type of Python's exception. */
  override readonly name: PythonExceptionType;

  /**
   * @param type - The type of Python's exception.
   * @param message - Its text.
   */
  constructor(type: PythonExceptionType, message: string) {
    super(message);
    this.name = type;
  }
}

/** An error that says what Python raises, without the place yet. */
export function raised(type: PythonExceptionType, code: PickleErrorCode, message: string): PickleError {
  return new PickleError(code, message, { cause: new PythonException(type, message) });
}

/**
 * Adds to an error where it happened. The engine's own limits become the code `limit`. Any other error is a bug in this
 * library and is passed on unchanged.
 */
export function raisedAt(error: unknown, offset: number, opcode: number): unknown {
  if (error instanceof PickleError) {
    const cause =
      error.cause ?? (error.code === 'limit' ? undefined : new PythonException('ValueError', error.message));
    return new UnpicklingError(error.code, offset, opcode, error.message, cause === undefined ? {} : { cause });
  }
  if (error instanceof RangeError) {
    const { code, message } = beyondEngine(error);
    return new UnpicklingError(code, offset, opcode, message, { cause: error });
  }
  return error;
}
