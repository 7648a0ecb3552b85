/**
 * A str with an identity: what CPython's memo goes by, and JavaScript's strings do not have. Two of them are two
 * objects, however equal.
 */
export class IdentifiedText {
  readonly text: string;
  /** Whether Python has interned it: then all interned strs of this text are one. */
  readonly interned: boolean;

  /** Where two surrogates in a row are two characters in Python: the indexes of the second ones. */
  readonly cuts: readonly number[];

  /** Whether it is another object than the one that CPython keeps of single characters. */
  readonly isCopy: boolean;

  constructor(text: string, interned: boolean, cuts: readonly number[] = [], isCopy = false) {
    this.text = text;
    this.interned = interned;
    this.cuts = cuts;
    this.isCopy = isCopy;
  }

  /** What `str.__getnewargs__` gives. */
  static copyOf(text: string): IdentifiedText {
    return new IdentifiedText(text, false, [], true);
  }

  /** The parts of which none has two characters that JavaScript would take for one. */
  get segments(): string[] {
    return [0, ...this.cuts].map((start, i) => this.text.slice(start, this.cuts[i]));
  }
}

/**
 * A str that is another object than every other str, however equal: for the arguments and the state of a `Reduction`
 * whose bytes are to be those of a Python that makes the str anew. Without it, equal strs are one object in a pickle.
 *
 * @example
 * ```ts
 * import { dumps, Tuple } from 'brine';
 * import { distinctText } from 'brine/codec';
 *
 * dumps(Tuple.of(distinctText('f4'), 'f4')); // has the text twice
 * ```
 */
export function distinctText(text: string): object {
  return IdentifiedText.copyOf(text);
}
