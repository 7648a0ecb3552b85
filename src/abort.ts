/** The part of the web's `AbortSignal` that is used. */
export interface AbortSignalLike {
  /** Whether the reading is to end. */
  readonly aborted: boolean;
  /** What the Promise is rejected with. */
  readonly reason?: unknown;
  /** Called before each wait for bytes. */
  addEventListener(type: 'abort', listener: () => void): void;
  /** Called after each wait for bytes. */
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** The result of the promise, unless the signal comes first: then its reason is thrown. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignalLike): Promise<T> {
  return new Promise((resolve, reject) => {
    // It may have been aborted before anyone listened.
    if (signal.aborted) reject(signal.reason);
    const abort = (): void => reject(signal.reason);
    const settled = (): void => signal.removeEventListener('abort', abort);
    signal.addEventListener('abort', abort);
    promise.then(resolve, reject).finally(settled);
  });
}

/** @throws TypeError if it is not an AbortSignal. */
export function signalOf(signal: AbortSignalLike | undefined): AbortSignalLike | undefined {
  if (signal === undefined) return undefined;
  if (typeof signal !== 'object' || signal === null || typeof signal.aborted !== 'boolean') {
    throw new TypeError('options.signal needs an AbortSignal');
  }
  return signal;
}
