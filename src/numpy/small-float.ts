/**
 * Floats of 16 bits and fewer, and the small ints of `ml_dtypes`, as bits.
 *
 * @module
 */

/** The layout of a float: bits of exponent and mantissa, and what the largest exponent is for. */
interface Layout {
  readonly exponent: number;
  readonly mantissa: number;
  readonly bias: number;
  /** `ieee` has infinities and NaNs, `fn` one NaN of each sign, `fnuz` one NaN in place of -0, `finite` neither. */
  readonly special: 'ieee' | 'fn' | 'fnuz' | 'finite' | 'fnu';
}

/** Turns bits into numbers, and back. */
export interface SmallNumber {
  decode(bits: number): number;
  encode(value: number): number;
}

/** float16 */
export const HALF: SmallNumber = /* @__PURE__ */ smallFloat(
  { exponent: 5, mantissa: 10, bias: 15, special: 'ieee' },
  0x8000,
);

/** The numbers of a type of `ml_dtypes` by its name; `undefined` for a name that is not known. */
export function smallNumber(name: string): SmallNumber | undefined {
  const [, unsigned, width] = /^(u?)int([124])$/.exec(name) ?? [];
  if (unsigned !== undefined) return smallInt(Number(width), unsigned === 'u');
  const layout = layoutOf(name);
  return layout === undefined ? undefined : smallFloat(layout, 2 ** (layout.exponent + layout.mantissa));
}

function layoutOf(name: string): Layout | undefined {
  if (name === 'bfloat16') return { exponent: 8, mantissa: 7, bias: 127, special: 'ieee' };
  const [, width, e = '', m = '0', fixed, special = 'ieee'] =
    /^float([468])_e(\d)(?:m(\d))?(?:b(11))?(fn|fnu|fnuz)?$/.exec(name) ?? [];
  if (width === undefined) return undefined;
  const exponent = Number(e);
  const usual = 2 ** (exponent - 1) - 1;
  const kind = width !== '8' ? 'finite' : special;
  if (!(kind === 'ieee' || kind === 'fn' || kind === 'fnu' || kind === 'fnuz' || kind === 'finite')) return undefined;
  const bias = fixed === undefined ? usual + (kind === 'fnuz' ? 1 : 0) : Number(fixed);
  return { exponent, mantissa: Number(m), bias, special: kind };
}

function smallInt(width: number, isUnsigned: boolean): SmallNumber {
  const most = 2 ** width;
  return {
    decode: (bits) => (isUnsigned || bits % most < most / 2 ? bits % most : (bits % most) - most),
    encode: (value) => value & (most - 1),
  };
}

/** @param sign - The bit of the sign. */
function smallFloat(layout: Layout, sign: number): SmallNumber {
  const decode = (bits: number): number => {
    if (layout.special === 'fnu') return magnitude(bits, layout);
    const size = magnitude(bits & (sign - 1), layout);
    if (layout.special === 'fnuz' && bits === sign) return Number.NaN;
    return (bits & sign) === 0 ? size : -size;
  };
  return { decode, encode: (value) => nearest(value, layout, sign) };
}

/** The value of bits without the sign. */
function magnitude(bits: number, { exponent, mantissa, bias, special }: Layout): number {
  const power = bits >> mantissa;
  const fraction = bits & (2 ** mantissa - 1);
  const isTop = power === 2 ** exponent - 1;
  if (special === 'fnu') return isTop ? Number.NaN : 2 ** (power - bias);
  if (special === 'ieee' && isTop) return fraction === 0 ? Number.POSITIVE_INFINITY : Number.NaN;
  if (special === 'fn' && isTop && fraction === 2 ** mantissa - 1) return Number.NaN;
  if (power === 0) return fraction * 2 ** (1 - bias - mantissa);
  return (1 + fraction / 2 ** mantissa) * 2 ** (power - bias);
}

/** The bits of the nearest value; a tie goes to even bits. Values grow with the bits, so the search is binary. */
function nearest(value: number, layout: Layout, sign: number): number {
  const { special, mantissa, exponent } = layout;
  const isNegative = value < 0 || Object.is(value, -0);
  const signed = isNegative && special !== 'fnu' ? sign : 0;
  const top = (2 ** exponent - 1) << mantissa;
  // Beyond the greatest number there is an infinity, a NaN, or nothing.
  const end = special === 'ieee' || special === 'fnu' ? top : special === 'fnuz' ? sign : sign - 1;
  const nan = special === 'ieee' ? top + 2 ** (mantissa - 1) : end;
  if (Number.isNaN(value)) return nan;
  const size = Math.abs(value);
  const numbers: Layout = { ...layout, special: 'finite' };
  const numberAt = (bits: number): number => (special === 'fnu' ? 2 ** (bits - layout.bias) : magnitude(bits, numbers));
  let [low, high] = [0, end];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numberAt(middle) >= size) high = middle;
    else low = middle + 1;
  }
  const [under, over] = [size - numberAt(low - 1), numberAt(low) - size];
  const isBelow = low > 0 && (under < over || (under === over && low % 2 === 1));
  const bits = isBelow ? low - 1 : low;
  if (special === 'fnuz') return bits === 0 || bits === end ? bits && nan : bits + signed;
  return bits + signed;
}
