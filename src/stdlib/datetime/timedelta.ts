import { inspectCustom } from '../../values/inspect.ts';
import { type PythonKey, pythonKey } from '../../values/key.ts';
import { inspected, type PythonRepr, type ReprParts, reprParts, reprText } from '../../values/repr.ts';
import { order, refuseOperator } from '../numbers/number-order.ts';
import { quotient } from '../numbers/rational.ts';
import { fraction, temporal, two } from './calendar.ts';

const MAX_DAYS = 999_999_999n;
const DAY = 86_400_000_000n;
const SECOND = 1_000_000n;

/** Microseconds in each unit that the constructor takes, in its order. */
const UNITS = [DAY, SECOND, 1n, 1000n, 60n * SECOND, 3600n * SECOND, 7n * DAY] as const;

/** Python's `datetime.timedelta`: a length of time, to the microsecond. */
export class TimeDelta implements PythonKey, PythonRepr {
  /** -999999999 to 999999999 */
  readonly days: number;
  /** 0 to 86399 */
  readonly seconds: number;
  /** 0 to 999999 */
  readonly microseconds: number;

  /**
   * The arguments of Python's `timedelta`, in its order and with its rounding.
   *
   * @throws RangeError for more than 999999999 days, or for what is not a finite number.
   */
  constructor(
    days: number | bigint = 0,
    seconds: number | bigint = 0,
    microseconds: number | bigint = 0,
    milliseconds: number | bigint = 0,
    minutes: number | bigint = 0,
    hours: number | bigint = 0,
    weeks: number | bigint = 0,
  ) {
    const others = [milliseconds, minutes, hours, weeks];
    if (isNormal(days, seconds, microseconds) && others.every((amount) => amount === 0)) {
      this.days = Number(days);
      this.seconds = Number(seconds);
      this.microseconds = Number(microseconds);
      return;
    }
    const total = sum([days, seconds, microseconds, ...others]);
    const whole = floorDivide(total, DAY);
    if (whole > MAX_DAYS || whole < -MAX_DAYS) throw new RangeError('days must have magnitude <= 999999999');
    const rest = total - whole * DAY;
    this.days = Number(whole);
    this.seconds = Number(rest / SECOND);
    this.microseconds = Number(rest % SECOND);
  }

  /** Python's `total_seconds()`. */
  totalSeconds(): number {
    return quotient(this.totalMicroseconds(), SECOND);
  }

  /** The whole length in microseconds, exactly. */
  totalMicroseconds(): bigint {
    return BigInt(this.days) * DAY + BigInt(this.seconds) * SECOND + BigInt(this.microseconds);
  }

  /**
   * -1, 0 or 1 if this is shorter than, equal to or longer than another.
   *
   * For sorting: `sort((a, b) => a.compare(b))`. Without a function, `sort()` compares the texts.
   */
  compare(other: TimeDelta): -1 | 0 | 1 {
    if (!(other instanceof TimeDelta)) throw new TypeError('a TimeDelta is compared with TimeDeltas only');
    return order(this.totalMicroseconds(), other.totalMicroseconds());
  }

  /** Python's `==`. */
  equals(other: unknown): boolean {
    return other instanceof TimeDelta && this.compare(other) === 0;
  }

  /** @throws TypeError always: use {@link TimeDelta.totalSeconds}. */
  valueOf(): never {
    return refuseOperator('TimeDelta');
  }

  /** A `Temporal.Duration` of days, seconds and microseconds; from the given `Temporal` or that of the runtime. */
  toTemporal(): unknown;
  toTemporal<T>(namespace: { readonly Duration: new (...args: never[]) => T }): T;
  toTemporal(namespace?: object): unknown {
    const { sign, days, seconds, microseconds } = this.magnitude();
    const parts = [0, 0, 0, days, 0, 0, seconds, 0, microseconds];
    return temporal(
      namespace,
      'Duration',
      parts.map((part) => (part === 0 ? 0 : sign * part)),
    );
  }

  /** ISO 8601, of days and seconds: `P1DT2.000003S`, `-PT1S`. */
  toJSON(): string {
    const { sign, days, seconds, microseconds } = this.magnitude();
    const date = days === 0 ? '' : `${days}D`;
    const time = seconds === 0 && microseconds === 0 ? '' : `T${seconds}${fraction(microseconds)}S`;
    return `${sign < 0 ? '-' : ''}P${date === '' && time === '' ? 'T0S' : date + time}`;
  }

  /** Python's `str`: `1 day, 0:00:02`. */
  toString(): string {
    const { days, seconds, microseconds } = this;
    const [minutes, hours] = [Math.floor(seconds / 60), Math.floor(seconds / 3600)];
    const day = days === 0 ? '' : `${days} day${Math.abs(days) === 1 ? '' : 's'}, `;
    return `${day}${hours}:${two(minutes % 60)}:${two(seconds % 60)}${fraction(microseconds)}`;
  }

  [reprParts](): ReprParts {
    const { days, seconds, microseconds } = this;
    const parts = Object.entries({ days, seconds, microseconds }).filter(([, value]) => value !== 0);
    const text = parts.map(([name, value]) => `${name}=${value}`).join(', ') || '0';
    return reprText(`datetime.timedelta(${text})`);
  }

  [pythonKey](): readonly unknown[] {
    return ['datetime.timedelta', this.days, this.seconds, this.microseconds];
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }

  private magnitude(): { sign: 1 | -1; days: number; seconds: number; microseconds: number } {
    const total = this.totalMicroseconds();
    const size = total < 0n ? -total : total;
    return {
      sign: total < 0n ? -1 : 1,
      days: Number(size / DAY),
      seconds: Number((size % DAY) / SECOND),
      microseconds: Number(size % SECOND),
    };
  }
}

/** Whether these values are already the fields of a timedelta. */
function isNormal(days: number | bigint, seconds: number | bigint, microseconds: number | bigint): boolean {
  return (
    isWithin(days, -999_999_999, 999_999_999) && isWithin(seconds, 0, 86_399) && isWithin(microseconds, 0, 999_999)
  );
}

function isWithin(value: number | bigint, from: number, to: number): boolean {
  return (
    value >= from && value <= to && (typeof value === 'bigint' || (Number.isInteger(value) && !Object.is(value, -0)))
  );
}

/** Whole parts are added exactly. The rest of floats is added as a float and rounded to even, as CPython does. */
function sum(amounts: readonly (number | bigint)[]): bigint {
  let total = 0n;
  let left = 0;
  for (const [i, unit] of UNITS.entries()) {
    const amount = amounts[i] ?? 0;
    if (typeof amount === 'bigint') {
      total += amount * unit;
      continue;
    }
    if (!Number.isFinite(amount)) throw new RangeError('timedelta needs finite numbers');
    const whole = Math.trunc(amount);
    const part = (amount - whole) * Number(unit);
    total += BigInt(whole) * unit + BigInt(Math.trunc(part));
    left += part - Math.trunc(part);
  }
  return left === 0 ? total : total + BigInt(roundLeft(left, (total & 1n) === 1n ? 1 : 0));
}

/** Half a microsecond is rounded to the even sum. */
function roundLeft(left: number, odd: 0 | 1): number {
  const whole = roundHalfAway(left);
  return Math.abs(whole - left) === 0.5 ? 2 * roundHalfAway((left + odd) * 0.5) - odd : whole;
}

/** C's `round`. */
function roundHalfAway(value: number): number {
  return Math.sign(value) * Math.round(Math.abs(value));
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}
