/** An error that a callback of the caller threw. It passes through the machines and reaches the caller unchanged. */
export class CallerError {
  readonly error: unknown;

  constructor(error: unknown) {
    this.error = error;
  }
}

/** Runs a callback of the caller, whose errors reach the caller unchanged. */
export function fromCaller<R>(run: () => R): R {
  try {
    return run();
  } catch (error) {
    throw new CallerError(error);
  }
}
