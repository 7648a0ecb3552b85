/**
 * A str with an identity: what CPython's memo goes by, and JavaScript's strings do not have. Two of them are two
 * objects, however equal.
 */
export class Text {
  readonly text: string;
  /** Whether Python has interned it: then all interned strs of this text are one. */
  readonly interned: boolean;

  constructor(text: string, interned: boolean) {
    this.text = text;
    this.interned = interned;
  }
}
