/**
 * A str with an identity: what CPython's memo goes by, and JavaScript's strings do not have. Two of them are two
 * objects, however equal.
 */
export class Text {
  readonly text: string;
  /** Whether Python has interned it: then all interned strs of this text are one. */
  readonly interned: boolean;

  /** Where two surrogates in a row are two characters in Python: the indexes of the second ones. */
  readonly cuts: readonly number[];

  constructor(text: string, interned: boolean, cuts: readonly number[] = []) {
    this.text = text;
    this.interned = interned;
    this.cuts = cuts;
  }

  /** The parts of which none has two characters that JavaScript would take for one. */
  get segments(): string[] {
    return [0, ...this.cuts].map((start, i) => this.text.slice(start, this.cuts[i]));
  }
}
