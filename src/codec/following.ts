/**
 * Reads from the input after a BUILD: bytes that are not opcodes, such as the elements of joblib's arrays. A `setState`
 * that is a generator reads with `yield*`; the yielded values are internal.
 */
export type Following<T> = Generator<object, T, void>;

/** Options of a pickle inside another one that differ from those of the call. */
export interface InnerOptions {
  /** Returns the object that a persistent id of the inner pickle stands for. */
  readonly persistentLoad?: ((id: unknown) => unknown) | undefined;
  /** How the inner pickle's strings of Python 2 are decoded; `'bytes'` leaves them as bytes. */
  readonly encoding?: 'ASCII' | 'latin1' | 'utf-8' | 'bytes' | undefined;
}

/** Reads pickles and other bytes, one after another, inside a pickle. */
export interface InnerUnpickler {
  /** Reads the next pickle, with the memo of those before. */
  load(): unknown;
  /** Reads the next bytes, as a view. */
  readBytes(length: number): Uint8Array;
  /** The offset of the next byte, in bytes from the beginning. */
  readonly offset: number;
}
