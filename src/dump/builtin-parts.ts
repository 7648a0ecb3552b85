/**
 * The parts of objects that are of a built-in class, such as the arguments of a call or the dict inside a subclass of
 * dict. As in Python, such a part is written as itself even if a codec handles its class: the codec would make it from
 * another of its kind, without end.
 */
export class BuiltinParts {
  private readonly parts = new WeakSet<object>();
  private readonly isAsked: boolean;

  /** @param isAsked - Whether a codec handles a built-in class; otherwise nothing needs to be remembered. */
  constructor(isAsked: boolean) {
    this.isAsked = isAsked;
  }

  /** Returns the part. */
  add<T extends object>(part: T): T {
    if (this.isAsked) this.parts.add(part);
    return part;
  }

  has(part: object): boolean {
    return this.parts.has(part);
  }
}
