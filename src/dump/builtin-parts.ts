/**
 * What objects of a built-in class are made of: the arguments of a call, the dict that a subclass of dict holds. It is written
 * as what it is, even if a codec is of that class, as by Python: it would be made of another of its kind, without end.
 */
export class BuiltinParts {
  private readonly parts = new WeakSet<object>();
  private readonly isAsked: boolean;

  /** @param isAsked - Whether a codec is of a built-in class: else nothing need be known. */
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
