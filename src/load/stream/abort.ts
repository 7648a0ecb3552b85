import type { AbortSignalLike } from '../../options.ts';

/** What the promise gives, or the signal's reason if that comes first. */
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
