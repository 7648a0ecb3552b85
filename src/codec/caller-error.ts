/** What a callback of the caller's threw: it passes through the machines and reaches the caller as it is. */
export class CallerError {
  readonly error: unknown;

  constructor(error: unknown) {
    this.error = error;
  }
}

/** Runs a callback of the caller's, whose errors are not ours to explain. */
export function fromCaller<R>(run: () => R): R {
  try {
    return run();
  } catch (error) {
    throw new CallerError(error);
  }
}
