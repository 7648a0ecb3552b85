import { inspectCustom } from '../values/inspect.ts';
import { type PythonKey, pythonKey } from '../values/key.ts';
import { type PythonRepr, pythonRepr, type ReprParts, reprCall, reprInts, reprParts } from '../values/repr.ts';
import { checkDate, checkTime, isoDate, isoOffset, isoTime, temporal, type WallTime, wallSeconds } from './calendar.ts';
import { reprSeconds, zoneSuffix } from './time.ts';
import type { TimeDelta } from './timedelta.ts';
import { checkTzInfo, offsetMicroseconds, offsetOf, TimeZone } from './timezone.ts';
import { epochSeconds, localClock } from './wall-clock.ts';
import { ZoneInfo } from './zone.ts';

/** Python's `datetime.datetime`: naive without a time zone, aware with one. */
export class PyDateTime implements WallTime, PythonKey, PythonRepr {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
  /** A `TimeZone`, a `ZoneInfo` or what else stands for the zone; null for none. */
  readonly tzinfo: object | null;
  /** 1 for the second of the two times that are the same when clocks are set back. */
  readonly fold: number;

  /** @throws RangeError for what is no date and time of the years 1 to 9999. */
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
    if (Number.isNaN(milliseconds)) throw new RangeError('an invalid Date is no datetime');
    return PyDateTime.fromEpoch(BigInt(milliseconds) * 1000n, TimeZone.utc);
  }

  /** What the clocks of an offset show so many microseconds after 1970. */
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

  /** Microseconds since 1970; null where the offset is not known. */
  epochMicroseconds(): bigint | null {
    const offset = this.utcOffset();
    if (offset === null) return null;
    return BigInt(wallSeconds(this)) * 1_000_000n + BigInt(this.microsecond) - offset.totalMicroseconds();
  }

  /**
   * The moment, to the millisecond below. A naive datetime is in the time of this machine, as for Python's
   * `timestamp()` and for JavaScript.
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
   * A `Temporal.PlainDateTime` if naive, else a `Temporal.ZonedDateTime`; of the `Temporal` given or that of the
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
    const zone = tzinfo instanceof ZoneInfo ? tzinfo.key : offset === 0 ? 'UTC' : isoOffset(offset);
    return temporal(namespace, 'ZonedDateTime', [nanoseconds, zone]);
  }

  /** Python's `isoformat()`: `2024-02-29T01:02:03.000004+05:30`; without an offset where it is not known. */
  toJSON(): string {
    const offset = this.utcOffset();
    const { year, month, day, hour, minute, second, microsecond } = this;
    const wall = `${isoDate(year, month, day)}T${isoTime(hour, minute, second, microsecond)}`;
    return offset === null ? wall : wall + isoOffset(offsetMicroseconds(offset));
  }

  /** Python's `repr`. */
  toString(): string {
    return pythonRepr(this);
  }

  [reprParts](): ReprParts {
    const { year, month, day, hour, minute, second, microsecond, tzinfo, fold } = this;
    const zone: [string, unknown][] = fold === 0 ? [] : [['fold', BigInt(fold)]];
    if (tzinfo !== null) zone.push(['tzinfo', tzinfo]);
    const fields = [year, month, day, hour, minute, ...reprSeconds(second, microsecond)];
    return reprCall('datetime.datetime', reprInts(fields), zone);
  }

  /** Naive datetimes are equal by their fields, those of a fixed offset by the moment, others by fields and zone. */
  [pythonKey](): readonly unknown[] {
    const { tzinfo, microsecond } = this;
    if (!(tzinfo instanceof TimeZone)) return ['datetime.datetime', tzinfo, wallSeconds(this), microsecond];
    return ['datetime.datetime', this.epochMicroseconds()];
  }

  [inspectCustom](): string {
    return `PyDateTime ${this.toJSON()}${zoneSuffix(this.tzinfo)}`;
  }

  private knownEpoch(): bigint {
    const micro = this.epochMicroseconds();
    if (micro !== null) return micro;
    const zone = this.tzinfo === null ? 'none' : pythonRepr(this.tzinfo);
    throw new TypeError(`the offset of the time zone is not known: ${zone}`);
  }
}
