import { inspectCustom } from './inspect.ts';

/** The class of Python's built-in constants that are no JavaScript value. */
export class Constant {
  /** Python's name for it. */
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  toString(): string {
    return this.name;
  }

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
