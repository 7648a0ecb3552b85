/**
 * Digits of binary floats, by the algorithm that numpy prints them with (Dragon4, `dragon4.c` of numpy 2.4).
 *
 * @module
 */

/** A finite float that is not 0: `mantissa` times 2 to the power of `exponent`. */
export interface BinaryFloat {
  readonly mantissa: bigint;
  readonly exponent: number;
  /** Whether the next smaller float is half as far away as the next larger one. */
  readonly hasUnequalMargins: boolean;
}

/** How many digits there are at least and at most. */
export interface DigitLimits {
  /** Whether digits after the point are counted, or all of them. */
  readonly counts: 'fraction' | 'all';
  readonly most: number;
  readonly least: number;
}

/** Decimal digits: the first one stands for so many times 10 to the power of `exponent`. */
export interface Digits {
  readonly digits: string;
  readonly exponent: number;
}

/** The fewest digits that tell a float from its neighbours, within limits; where they are cut, rounded to the nearest. */
export function shortestDigits(value: BinaryFloat, { counts, most, least }: DigitLimits): Digits {
  const scaled = new Scaled(value);
  let place = scaled.firstPlace;
  const placeOf = (count: number): number => (counts === 'all' ? place - count : -count);
  const lastPlace = placeOf(most);
  const leastPlace = Math.min(place, placeOf(least));
  place--;
  const first = place;
  const out: number[] = [];
  for (;;) {
    const digit = scaled.takeDigit();
    const { isLow, isHigh } = scaled.state();
    if (((isLow || isHigh) && place <= leastPlace) || place <= lastPlace) {
      const isDown = isLow === isHigh ? scaled.roundsDown(digit) : isLow;
      return rounded(out, isDown ? digit : digit + 1, first);
    }
    out.push(digit);
    scaled.timesTen();
    place--;
  }
}

/** The digits, of which the last may be 10. */
function rounded(digits: readonly number[], last: number, exponent: number): Digits {
  const all = [...digits, last];
  while (all.length > 1 && all.at(-1) === 10) {
    all.pop();
    all.push((all.pop() ?? 0) + 1);
  }
  if (all[0] === 10) return { digits: '1', exponent: exponent + 1 };
  return { digits: all.join(''), exponent };
}

/** A value as a fraction of `scale`, and the distances to where its neighbours begin. */
class Scaled {
  /** The power of ten after the first digit: 1 for `3.5`. */
  readonly firstPlace: number;
  private value: bigint;
  private readonly scale: bigint;
  private low: bigint;
  private readonly isEven: boolean;
  /** The margin above, in margins below. */
  private readonly ratio: bigint;

  constructor({ mantissa, exponent, hasUnequalMargins }: BinaryFloat) {
    const factor = hasUnequalMargins ? 4n : 2n;
    this.isEven = (mantissa & 1n) === 0n;
    this.ratio = hasUnequalMargins ? 2n : 1n;
    let value = factor * mantissa;
    let scale = factor;
    let low = 1n;
    if (exponent > 0) {
      value <<= BigInt(exponent);
      low <<= BigInt(exponent);
    } else scale <<= BigInt(-exponent);
    const bits = mantissa.toString(2).length - 1;
    let place = Math.ceil((bits + exponent) * Math.LOG10E * Math.LN2 - 0.69);
    if (place > 0) scale *= 10n ** BigInt(place);
    else {
      const power = 10n ** BigInt(-place);
      value *= power;
      low *= power;
    }
    // The place is right or too low by one.
    if (value >= scale) place++;
    else {
      value *= 10n;
      low *= 10n;
    }
    this.firstPlace = place;
    this.value = value;
    this.scale = scale;
    this.low = low;
  }

  /** Takes off the next digit. */
  takeDigit(): number {
    const digit = this.value / this.scale;
    this.value %= this.scale;
    return Number(digit);
  }

  /** Whether the rest may be dropped, rounding down or up. */
  state(): { readonly isLow: boolean; readonly isHigh: boolean } {
    const { value, scale, low, ratio, isEven } = this;
    const high = value + ratio * low;
    return { isLow: isEven ? value <= low : value < low, isHigh: isEven ? high >= scale : high > scale };
  }

  /** Whether the rest is less than half; a half goes to the even digit. */
  roundsDown(digit: number): boolean {
    const twice = 2n * this.value;
    return twice < this.scale || (twice === this.scale && digit % 2 === 0);
  }

  timesTen(): void {
    this.value *= 10n;
    this.low *= 10n;
  }
}
