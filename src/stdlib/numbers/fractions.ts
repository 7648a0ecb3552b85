import { pythonClass } from '../../codec/class.ts';
import type { DumpContext } from '../../codec/context.ts';
import type { FamilyMember } from '../../codec/family.ts';
import type { Reduction } from '../../codec/reduction.ts';
import { PickleError } from '../../errors.ts';
import { inspectCustom } from '../../values/inspect.ts';
import { type PythonKey, pythonKey } from '../../values/key.ts';
import { inspected, type PythonRepr, type ReprParts, reprParts, reprText } from '../../values/repr.ts';
import {
  bigintArgument,
  compactInteger,
  exactArguments,
  fromPickle,
  positional,
  pythonInt,
  refuseState,
  wrongCount,
} from '../call-arguments.ts';
import { compareNumbers, type ExactNumber, numbersEqual, type Ratio, ratioOf, refuseOperator } from './number-order.ts';
import { lowestTerms, quotient, rationalKey } from './rational.ts';

/** The most digits that Python converts to an int. */
const MAX_DIGITS = 4300;

const TEXT = /^([+-]?)(?=\d|\.\d)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,4}))?(?: *\/ *(\d+))?$/i;

/** Python's `fractions.Fraction`: a rational number in lowest terms. */
export class Fraction implements PythonKey, PythonRepr, ExactNumber {
  /** Any integer; a bigint if it is not a safe one. */
  readonly numerator: number | bigint;
  /** Greater than 0; a bigint if it is not a safe integer. */
  readonly denominator: number | bigint;

  /**
   * @param numerator - Any integer.
   * @param denominator - Any integer but 0. Both are reduced to lowest terms.
   * @throws RangeError if a part is not an integer, or the denominator is 0.
   */
  constructor(numerator: number | bigint, denominator: number | bigint = 1) {
    for (const part of [numerator, denominator]) {
      if (typeof part !== 'bigint' && !Number.isSafeInteger(part)) throw new RangeError('Fraction needs integers');
    }
    const [above, below] = [BigInt(numerator), BigInt(denominator)];
    if (below === 0n) throw new RangeError('Fraction(_, 0): the denominator must not be 0');
    const [n, d] = below < 0n ? lowestTerms(-above, -below) : lowestTerms(above, below);
    this.numerator = compactInteger(n);
    this.denominator = compactInteger(d);
  }

  /** The nearest JavaScript number. */
  toNumber(): number {
    return quotient(BigInt(this.numerator), BigInt(this.denominator));
  }

  /**
   * -1, 0 or 1 if this is less than, equal to or greater than another Fraction or number.
   *
   * For sorting: `sort((a, b) => a.compare(b))`. Without a function, `sort()` compares the texts.
   *
   * @throws TypeError for NaN, which has no order.
   */
  compare(other: Fraction | number | bigint): -1 | 0 | 1 {
    return compareNumbers(this, other, 'Fraction');
  }

  /** Python's `==`, which compares all kinds of numbers. */
  equals(other: unknown): boolean {
    return numbersEqual(this, other) === true;
  }

  /** @throws TypeError always: a JavaScript number would be a different value. */
  valueOf(): never {
    return refuseOperator('Fraction');
  }

  [ratioOf](): Ratio {
    return { numerator: BigInt(this.numerator), denominator: BigInt(this.denominator), exponent: 0n };
  }

  /** Python's `str`: `1/3`, `2`. */
  toJSON(): string {
    const { numerator, denominator } = this;
    return denominator === 1 ? String(numerator) : `${numerator}/${denominator}`;
  }

  /** Python's `str`: `1/3`, `2`. */
  toString(): string {
    return this.toJSON();
  }

  [reprParts](): ReprParts {
    return reprText(`Fraction(${this.numerator}, ${this.denominator})`);
  }

  /** A Fraction is equal to the int, float or Decimal of the same value. */
  [pythonKey](): number | bigint | readonly unknown[] {
    const { numerator, denominator } = this;
    if (typeof numerator === 'number' && typeof denominator === 'number') {
      return rationalKey(BigInt(numerator), BigInt(denominator));
    }
    let key = longKeys.get(this);
    if (key === undefined) longKeys.set(this, (key = rationalKey(BigInt(numerator), BigInt(denominator))));
    return key;
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}

/** The keys of fractions of long ints, which take long to reduce to lowest terms. */
const longKeys = /* @__PURE__ */ new WeakMap<Fraction, ReturnType<typeof rationalKey>>();

/** Python's `fractions`. */
export function fractions(): readonly FamilyMember[] {
  return [
    pythonClass('fractions.Fraction', Fraction, {
      call: (args, context) => fractionOf(exactArguments(args, context)),
      create: (args, kwargs, context) =>
        positional('Fraction', kwargs, () => fractionOf(exactArguments(args, context))),
      setState: refuseState,
      reduce: reduceFraction,
    }),
  ];
}

/** Before 3.11 Python wrote the string. */
function reduceFraction(fraction: Fraction, { minor }: DumpContext): Reduction {
  const { numerator, denominator } = fraction;
  const isOld = minor < 11;
  return { callable: Fraction, args: isOld ? [fraction.toJSON()] : [pythonInt(numerator), pythonInt(denominator)] };
}

/** `Fraction(1, 3)`, `Fraction('1/3')`. */
export function fractionOf(args: readonly unknown[]): Fraction | undefined {
  if (args.length > 2) throw wrongCount('Fraction', 'at most 2 arguments', args.length);
  const [first = 0, second = null] = args;
  if (typeof first === 'string' && second === null) return fromPickle(() => parsed(first.trim()));
  const [numerator, denominator] = [bigintArgument(first), bigintArgument(second ?? 1)];
  if (numerator === undefined || denominator === undefined) return undefined;
  return fromPickle(() => new Fraction(numerator, denominator));
}

function parsed(text: string): Fraction {
  const [, sign = '', whole = '', part = '', power = '0', below = '1'] = TEXT.exec(text.replaceAll('_', '')) ?? [];
  const digits = whole + part;
  const isQuotient = text.includes('/') && (text.includes('.') || /e/i.test(text));
  if (digits === '' || isQuotient) throw new RangeError('Invalid literal for Fraction');
  if (digits.length > MAX_DIGITS || below.length > MAX_DIGITS) {
    throw new PickleError('limit', `Exceeds the limit (${MAX_DIGITS} digits) for integer string conversion`);
  }
  const exponent = Number(power) - part.length;
  const numerator = BigInt(digits) * 10n ** BigInt(Math.max(exponent, 0));
  return new Fraction(sign === '-' ? -numerator : numerator, BigInt(below) * 10n ** BigInt(Math.max(-exponent, 0)));
}
