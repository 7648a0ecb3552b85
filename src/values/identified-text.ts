/**
 * A str with an identity, which CPython's memo goes by and JavaScript's strings do not have. Two of them are two
 * objects, even if their texts are equal.
 */
export class IdentifiedText {
  readonly text: string;
  /** Whether Python has interned it. All interned strs of the same text are one object. */
  readonly interned: boolean;

  /** The indexes of low surrogates that are a character of their own in Python, although a high one precedes them. */
  readonly cuts: readonly number[];

  /** Whether it is a different object from the one that CPython keeps for each single character. */
  readonly isCopy: boolean;

  constructor(text: string, interned: boolean, cuts: readonly number[] = [], isCopy = false) {
    this.text = text;
    this.interned = interned;
    this.cuts = cuts;
    this.isCopy = isCopy;
  }

  /** What `str.__getnewargs__` returns. */
  static copyOf(text: string): IdentifiedText {
    return new IdentifiedText(text, false, [], true);
  }

  /** The parts, split where JavaScript would take two characters for one. */
  get segments(): string[] {
    return [0, ...this.cuts].map((start, i) => this.text.slice(start, this.cuts[i]));
  }
}

/**
 * A str that is a different object from every other str, even an equal one: for the arguments and state of a
 * `Reduction` whose bytes are to be those of a Python that makes the str anew. Without it, equal strs are one object in
 * a pickle.
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
