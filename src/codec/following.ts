/**
 * What a hook reads from the input behind a BUILD: bytes that are not opcodes, such as the elements of joblib's arrays.
 * A `setState` that is a generator reads with `yield*`; what is yielded is for the machine alone.
 */
export type Following<T> = Generator<object, T, void>;

/** What differs from the options of the call for a pickle inside of its pickle. */
export interface InnerOptions {
  /** Gives the object that a persistent id of the inner pickle stands for. */
  readonly persistentLoad?: ((id: unknown) => unknown) | undefined;
  /** How the inner pickle's strings of Python 2 are decoded; `'bytes'` leaves them bytes. */
  readonly encoding?: 'ASCII' | 'latin1' | 'utf-8' | 'bytes' | undefined;
}

/** Pickles and other bytes, one after another, inside of a pickle. */
export interface InnerUnpickler {
  /** The next pickle, with the memo of those before. */
  load(): unknown;
  /** The next bytes: a view. */
  readBytes(length: number): Uint8Array;
  /** Where the next byte stands, in bytes from the beginning. */
  readonly offset: number;
}
