import { inspectCustom } from '../../values/inspect.ts';
import { type PythonKey, pythonKey } from '../../values/key.ts';
import {
  inspected,
  type PythonRepr,
  type ReprParts,
  reprCall,
  reprInts,
  reprParts,
  shortRepr,
} from '../../values/repr.ts';
import { order, refuseOperator } from '../numbers/number-order.ts';
import { checkDate, checkTime, isoDate, isoOffset, isoTime, temporal, type WallTime, wallSeconds } from './calendar.ts';
import { fixedOffset, LibraryZone } from './library-zone.ts';
import { reprSeconds } from './time.ts';
import type { TimeDelta } from './timedelta.ts';
import { checkTzInfo, isTzInfo, offsetMicroseconds, offsetOf, offsetText, TimeZone } from './timezone.ts';
import { epochSeconds, localClock } from './wall-clock.ts';
import { ZoneInfo } from './zone.ts';

/** Python's `datetime.datetime`: naive without a time zone, aware with one. */
export class PyDateTime implements WallTime, PythonKey, PythonRepr {
  /** 1 to 9999 */
  readonly year: number;
  /** 1 to 12 */
  readonly month: number;
  /** 1 to 31 */
  readonly day: number;
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
   * @throws RangeError if there is no such date in the years 1 to 9999, or no such time of day.
   * @throws TypeError if `tzinfo` cannot be a time zone.
   */
  constructor(
    year: number,
    month: number,
    day: number,
    hour = 0,
    minute = 0,
    second = 0,
    microsecond = 0,
    tzinfo: object | null = null,
    fold = 0,
  ) {
    checkDate(year, month, day);
    checkTime(hour, minute, second, microsecond, fold);
    checkTzInfo(tzinfo);
    this.year = year;
    this.month = month;
    this.day = day;
    this.hour = hour;
    this.minute = minute;
    this.second = second;
    this.microsecond = microsecond;
    this.tzinfo = tzinfo;
    this.fold = fold;
  }

  /**
   * An aware datetime in UTC, to the millisecond.
   *
   * @throws RangeError for an invalid Date, or one outside the years 1 to 9999.
   */
  static fromDate(date: Date): PyDateTime {
    const milliseconds = date.getTime();
    if (Number.isNaN(milliseconds)) throw new RangeError('an invalid Date is not a datetime');
    return PyDateTime.fromEpoch(BigInt(milliseconds) * 1000n, TimeZone.utc);
  }

  /** The time that clocks with an offset show at a moment, in microseconds since 1970. */
  static fromEpoch(microseconds: bigint, tzinfo: TimeZone): PyDateTime {
    const local = microseconds + tzinfo.offset.totalMicroseconds();
    const micro = ((local % 1_000_000n) + 1_000_000n) % 1_000_000n;
    const date = new Date(Number((local - micro) / 1000n));
    return new PyDateTime(
      date.getUTCFullYear(),
      date.getUTCMonth() + 1,
      date.getUTCDate(),
      date.getUTCHours(),
      date.getUTCMinutes(),
      date.getUTCSeconds(),
      Number(micro),
      tzinfo,
    );
  }

  /** The offset from UTC; null for naive datetimes and for zones that this runtime does not know. */
  utcOffset(): TimeDelta | null {
    return offsetOf(this.tzinfo, this);
  }

  /** Microseconds since 1970; null if the offset is not known. */
  epochMicroseconds(): bigint | null {
    const offset = this.utcOffset();
    if (offset === null) return null;
    return BigInt(wallSeconds(this)) * 1_000_000n + BigInt(this.microsecond) - offset.totalMicroseconds();
  }

  /**
   * -1, 0 or 1 if this is earlier than, equal to or later than another: by the clock if both have the same zone, else
   * by the moment.
   *
   * For sorting: `sort((a, b) => a.compare(b))`. Without a function, `sort()` compares the texts.
   *
   * @throws TypeError for a naive datetime and an aware one, and for a zone whose offset is not known.
   */
  compare(other: PyDateTime): -1 | 0 | 1 {
    if (!(other instanceof PyDateTime)) throw new TypeError('a PyDateTime is compared with PyDateTimes only');
    if (isSameZone(this.tzinfo, other.tzinfo)) return order(this.wallMicroseconds(), other.wallMicroseconds());
    if (this.tzinfo === null || other.tzinfo === null) {
      throw new TypeError("can't compare offset-naive and offset-aware datetimes");
    }
    return order(this.knownEpoch(), other.knownEpoch());
  }

  /**
   * Python's `==`: a naive datetime never equals an aware one, and a time that occurs twice in its zone never equals
   * one of another zone.
   */
  equals(other: unknown): boolean {
    if (!(other instanceof PyDateTime)) return false;
    if (isSameZone(this.tzinfo, other.tzinfo)) return this.wallMicroseconds() === other.wallMicroseconds();
    if (this.tzinfo === null || other.tzinfo === null) return false;
    const [mine, theirs] = [this.epochMicroseconds(), other.epochMicroseconds()];
    if (mine === null || mine !== theirs) return false;
    return !this.dependsOnFold() && !other.dependsOnFold();
  }

  /** @throws TypeError always: use {@link PyDateTime.toDate} or {@link PyDateTime.epochMicroseconds}. */
  valueOf(): never {
    return refuseOperator('PyDateTime');
  }

  /**
   * The moment, rounded down to the millisecond. A naive datetime is in local time, as in Python's `timestamp()` and in
   * JavaScript.
   *
   * @throws TypeError if the offset of the time zone is not known.
   */
  toDate(): Date {
    if (this.tzinfo === null)
      return new Date(epochSeconds(this, localClock) * 1000 + Math.floor(this.microsecond / 1000));
    const micro = this.knownEpoch();
    return new Date(Number((micro - (((micro % 1000n) + 1000n) % 1000n)) / 1000n));
  }

  /**
   * A `Temporal.PlainDateTime` if naive, else a `Temporal.ZonedDateTime`; from the given `Temporal` or that of the
   * runtime.
   *
   * @throws TypeError if the offset of the time zone is not known, RangeError if Temporal has no such offset.
   */
  toTemporal(): unknown;
  toTemporal<T, Z>(namespace: {
    readonly PlainDateTime: new (...args: never[]) => T;
    readonly ZonedDateTime: new (...args: never[]) => Z;
  }): T | Z;
  toTemporal(namespace?: object): unknown {
    const { year, month, day, hour, minute, second, microsecond, tzinfo } = this;
    if (tzinfo === null) {
      const parts = [year, month, day, hour, minute, second, Math.floor(microsecond / 1000), microsecond % 1000];
      return temporal(namespace, 'PlainDateTime', parts);
    }
    const nanoseconds = this.knownEpoch() * 1000n;
    const offset = offsetMicroseconds(this.utcOffset() ?? TimeZone.utc.offset);
    const zone = this.zoneKey(offset) ?? (offset === 0 ? 'UTC' : isoOffset(offset));
    return temporal(namespace, 'ZonedDateTime', [nanoseconds, zone]);
  }

  /**
   * Python's `isoformat()`: `2024-02-29T01:02:03.000004+05:30`; if the offset of the zone is not known, its name
   * follows: `2024-02-29T01:02:03[app.zones.Moon]`.
   */
  toJSON(): string {
    return this.iso('T');
  }

  /** Python's `str`: `2024-02-29 01:02:03.000004+05:30`. */
  toString(): string {
    return this.iso(' ');
  }

  [reprParts](): ReprParts {
    const { year, month, day, hour, minute, second, microsecond, tzinfo, fold } = this;
    const zone: [string, unknown][] = fold === 0 ? [] : [['fold', BigInt(fold)]];
    if (tzinfo !== null) zone.push(['tzinfo', tzinfo]);
    const fields = [year, month, day, hour, minute, ...reprSeconds(second, microsecond)];
    return reprCall('datetime.datetime', reprInts(fields), zone);
  }

  /** Naive datetimes are equal by their fields, those with a fixed offset by the moment, others by fields and zone. */
  [pythonKey](): readonly unknown[] {
    const { tzinfo, microsecond } = this;
    if (fixedOffset(tzinfo) === undefined) return ['datetime.datetime', tzinfo, wallSeconds(this), microsecond];
    return ['datetime.datetime', this.epochMicroseconds()];
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }

  private wallMicroseconds(): bigint {
    return BigInt(wallSeconds(this)) * 1_000_000n + BigInt(this.microsecond);
  }

  private dependsOnFold(): boolean {
    const { tzinfo, fold } = this;
    if (tzinfo === null || fixedOffset(tzinfo) !== undefined) return false;
    const { year, month, day, hour, minute, second, microsecond } = this;
    const wall: WallTime = { year, month, day, hour, minute, second, microsecond, fold: 1 - fold };
    return offsetOf(tzinfo, wall)?.totalMicroseconds() !== this.utcOffset()?.totalMicroseconds();
  }

  private knownEpoch(): bigint {
    const micro = this.epochMicroseconds();
    if (micro !== null) return micro;
    throw new TypeError(
      this.tzinfo === null
        ? 'a naive datetime has no offset; give it a tzinfo: new PyDateTime(...)'
        : unknownOffset(this.tzinfo),
    );
  }

  /** The name under which Temporal knows the zone, if its offset is the same there. */
  private zoneKey(offset: number): string | undefined {
    const { tzinfo } = this;
    if (tzinfo instanceof ZoneInfo) return tzinfo.key;
    const key = tzinfo instanceof LibraryZone ? tzinfo.key : undefined;
    if (key === undefined) return undefined;
    const there = new ZoneInfo(key).utcOffset(this);
    return there !== null && offsetMicroseconds(there) === offset ? key : undefined;
  }

  private iso(separator: 'T' | ' '): string {
    const { year, month, day, hour, minute, second, microsecond, tzinfo } = this;
    const wall = `${isoDate(year, month, day)}${separator}${isoTime(hour, minute, second, microsecond)}`;
    return tzinfo === null ? wall : wall + offsetText(tzinfo, this.utcOffset());
  }
}

/** Whether two zones are one object in Python, because they come from its cache. */
function isSameZone(a: object | null, b: object | null): boolean {
  if (a === b) return true;
  return a instanceof ZoneInfo && b instanceof ZoneInfo && a.cached && b.cached && a.key === b.key;
}

/** What to do about a zone whose offset is not known. */
function unknownOffset(tzinfo: object): string {
  const zone = shortRepr(tzinfo);
  if (tzinfo instanceof ZoneInfo) {
    return `the offset of ${zone} is not known: the Intl of this runtime has no zone of this name`;
  }
  if (isTzInfo(tzinfo)) return `the offset of ${zone} is not known at this time: neither its pickle nor Intl has it`;
  return (
    `the offset of the time zone ${zone} is not known: give a codec for its class, pythonClass(name, Zone), with a method ` +
    'utcOffset(at) that returns a TimeDelta'
  );
}
