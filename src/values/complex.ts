import { formatFloat } from '../bytes/float.ts';
import { inspectCustom } from './inspect.ts';
import { inspected } from './repr.ts';

/** Python's complex: two doubles. */
export class Complex {
  /** The real part. */
  readonly re: number;
  /** The imaginary part. */
  readonly im: number;

  /**
   * @param re - The real part.
   * @param im - The imaginary part.
   */
  constructor(re = 0, im = 0) {
    this.re = Number(re);
    this.im = Number(im);
  }

  /** Python's `repr`: `(1+2j)`, `2j`. */
  toString(): string {
    const im = `${part(this.im)}j`;
    if (Object.is(this.re, 0)) return im;
    return `(${part(this.re)}${im.startsWith('-') ? '' : '+'}${im})`;
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}

/** A part without its `.0`, as Python prints it in a complex. */
function part(value: number): string {
  return formatFloat(value).replace(/\.0$/, '');
}
