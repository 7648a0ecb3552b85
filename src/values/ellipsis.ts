import { inspectCustom } from './inspect.ts';

/**
 * The class of Python's built-in constants that JavaScript has no value for: {@link Ellipsis} and {@link
 * NotImplemented}.
 */
export class Constant {
  /** Python's name for it. */
  readonly name: string;

  /** @param name - Python's name for it. Only the two objects that `brine` exports are written as constants. */
  constructor(name: string) {
    this.name = name;
  }

  /** Python's name for it. */
  toString(): string {
    return this.name;
  }

  /** Python's name for it. */
  toJSON(): string {
    return this.name;
  }

  [inspectCustom](): string {
    return this.name;
  }
}

/** Python's `...`. */
export const Ellipsis: Constant = /* @__PURE__ */ Object.freeze(new Constant('Ellipsis'));

/** Python's `NotImplemented`. */
export const NotImplemented: Constant = /* @__PURE__ */ Object.freeze(new Constant('NotImplemented'));
