import { inspectCustom } from '../../values/inspect.ts';
import { type PythonKey, pythonKey } from '../../values/key.ts';
import { inspected, type PythonRepr, type ReprParts, reprCall, reprInts, reprParts } from '../../values/repr.ts';
import { order, refuseOperator } from '../numbers/number-order.ts';
import { checkTime, isoTime, temporal } from './calendar.ts';
import { checkTzInfo, comparedOffset, isTzInfo, offsetMicroseconds, offsetOf, offsetText } from './timezone.ts';

/** Python's `datetime.time`: a time of day, with a time zone or without. */
export class PyTime implements PythonKey, PythonRepr {
  /** 0 to 23 */
  readonly hour: number;
  /** 0 to 59 */
  readonly minute: number;
  /** 0 to 59 */
  readonly second: number;
  /** 0 to 999999 */
  readonly microsecond: number;
  /** The time zone: a `TimeZone`, a `ZoneInfo` or another object; null for none. */
  readonly tzinfo: object | null;
  /** 1 for the second of two equal times when clocks are set back, else 0. */
  readonly fold: number;

  /**
   * @throws RangeError if there is no such time of day.
   * @throws TypeError if `tzinfo` cannot be a time zone.
   */
  constructor(hour = 0, minute = 0, second = 0, microsecond = 0, tzinfo: object | null = null, fold = 0) {
    checkTime(hour, minute, second, microsecond, fold);
    checkTzInfo(tzinfo);
    this.hour = hour;
    this.minute = minute;
    this.second = second;
    this.microsecond = microsecond;
    this.tzinfo = tzinfo;
    this.fold = fold;
  }

  /**
   * A `Temporal.PlainTime`, from the given `Temporal` or that of the runtime.
   *
   * @throws TypeError for a time with a time zone, which Temporal does not have.
   */
  toTemporal(): unknown;
  toTemporal<T>(namespace: { readonly PlainTime: new (...args: never[]) => T }): T;
  toTemporal(namespace?: object): unknown {
    if (this.tzinfo !== null) throw new TypeError('Temporal has no time of day with a time zone');
    const { hour, minute, second, microsecond } = this;
    const parts = [hour, minute, second, Math.floor(microsecond / 1000), microsecond % 1000];
    return temporal(namespace, 'PlainTime', parts);
  }

  /**
   * -1, 0 or 1 if this is earlier than, equal to or later than another, in UTC where both have an offset.
   *
   * For sorting: `sort((a, b) => a.compare(b))`. Without a function, `sort()` compares the texts.
   *
   * @throws TypeError for a naive time and an aware one, and for a zone whose offset is not known.
   */
  compare(other: PyTime): -1 | 0 | 1 {
    if (!(other instanceof PyTime)) throw new TypeError('a PyTime is compared with PyTimes only');
    if (this.tzinfo === other.tzinfo) return order(this.microseconds(), other.microseconds());
    const [mine, theirs] = [this, other].map(({ tzinfo }) => comparedOffset(tzinfo, null));
    if (mine === undefined || theirs === undefined || (mine === null) !== (theirs === null)) {
      throw new TypeError("can't compare a time that has an offset with one that has none or an unknown one");
    }
    return order(this.microseconds() - (mine ?? 0), other.microseconds() - (theirs ?? 0));
  }

  /** Python's `==`: a naive time never equals an aware one. */
  equals(other: unknown): boolean {
    if (!(other instanceof PyTime)) return false;
    if (this.tzinfo === other.tzinfo) return this.microseconds() === other.microseconds();
    const [mine, theirs] = [this, other].map(({ tzinfo }) => comparedOffset(tzinfo, null));
    if (mine === undefined || theirs === undefined || (mine === null) !== (theirs === null)) return false;
    return this.microseconds() - (mine ?? 0) === other.microseconds() - (theirs ?? 0);
  }

  /** @throws TypeError always. */
  valueOf(): never {
    return refuseOperator('PyTime');
  }

  /** Python's `isoformat()`: `01:02:03.000004+05:30`. A zone that has no offset without a date is shown by its name. */
  toJSON(): string {
    const { tzinfo } = this;
    return this.clock() + (tzinfo === null ? '' : offsetText(tzinfo, offsetOf(tzinfo, null)));
  }

  /** Python's `str`: `01:02:03.000004+05:30`. A zone that is not known is shown by its name. */
  toString(): string {
    const { tzinfo } = this;
    const offset = offsetOf(tzinfo, null);
    return this.clock() + (tzinfo === null || (offset === null && isTzInfo(tzinfo)) ? '' : offsetText(tzinfo, offset));
  }

  [reprParts](): ReprParts {
    const { hour, minute, second, microsecond, tzinfo, fold } = this;
    const zone: [string, unknown][] = tzinfo === null ? [] : [['tzinfo', tzinfo]];
    if (fold !== 0) zone.push(['fold', BigInt(fold)]);
    return reprCall('datetime.time', reprInts([hour, minute, ...reprSeconds(second, microsecond)]), zone);
  }

  /** Naive times are equal by their fields, others by the time in UTC or by fields and zone. */
  [pythonKey](): readonly unknown[] {
    const { hour, minute, second, microsecond, tzinfo } = this;
    const offset = offsetOf(tzinfo, null);
    if (offset === null) return ['datetime.time', tzinfo, hour, minute, second, microsecond];
    const time = ((hour * 60 + minute) * 60 + second) * 1e6 + microsecond;
    return ['datetime.time', time - offsetMicroseconds(offset)];
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }

  private microseconds(): number {
    return ((this.hour * 60 + this.minute) * 60 + this.second) * 1e6 + this.microsecond;
  }

  private clock(): string {
    return isoTime(this.hour, this.minute, this.second, this.microsecond);
  }
}

/** Seconds and microseconds as Python's `repr` shows them: only those that are not 0. */
export function reprSeconds(second: number, microsecond: number): number[] {
  if (microsecond !== 0) return [second, microsecond];
  return second === 0 ? [] : [second];
}
