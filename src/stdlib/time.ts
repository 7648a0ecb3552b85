import { inspectCustom } from '../values/inspect.ts';
import { type PythonKey, pythonKey } from '../values/key.ts';
import { type PythonRepr, pythonRepr, type ReprParts, reprCall, reprInts, reprParts } from '../values/repr.ts';
import { checkTime, isoOffset, isoTime, temporal } from './calendar.ts';
import { checkTzInfo, offsetMicroseconds, offsetOf, TimeZone } from './timezone.ts';

/** Python's `datetime.time`: a time of day, with a time zone or without. */
export class PyTime implements PythonKey, PythonRepr {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
  /** A `TimeZone`, a `ZoneInfo` or what else stands for the zone; null for none. */
  readonly tzinfo: object | null;
  /** 1 for the second of the two times that are the same when clocks are set back. */
  readonly fold: number;

  /** @throws RangeError for what is no time of day. */
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
   * A `Temporal.PlainTime`, of the `Temporal` given or that of the runtime.
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

  /** Python's `isoformat()`: `01:02:03.000004+05:30`. */
  toJSON(): string {
    const offset = offsetOf(this.tzinfo, null);
    const time = isoTime(this.hour, this.minute, this.second, this.microsecond);
    return offset === null ? time : time + isoOffset(offsetMicroseconds(offset));
  }

  /** Python's `repr`. */
  toString(): string {
    return pythonRepr(this);
  }

  [reprParts](): ReprParts {
    const { hour, minute, second, microsecond, tzinfo, fold } = this;
    const zone: [string, unknown][] = tzinfo === null ? [] : [['tzinfo', tzinfo]];
    if (fold !== 0) zone.push(['fold', BigInt(fold)]);
    return reprCall('datetime.time', reprInts([hour, minute, ...reprSeconds(second, microsecond)]), zone);
  }

  /** Naive times are equal by their fields; others by the time in UTC, or by fields and zone. */
  [pythonKey](): readonly unknown[] {
    const { hour, minute, second, microsecond, tzinfo } = this;
    const offset = offsetOf(tzinfo, null);
    if (offset === null) return ['datetime.time', tzinfo, hour, minute, second, microsecond];
    const time = ((hour * 60 + minute) * 60 + second) * 1e6 + microsecond;
    return ['datetime.time', time - offsetMicroseconds(offset)];
  }

  [inspectCustom](): string {
    return `PyTime ${this.toJSON()}${zoneSuffix(this.tzinfo)}`;
  }
}

/** What Python's `repr` shows of the seconds: as much as there is. */
export function reprSeconds(second: number, microsecond: number): number[] {
  if (microsecond !== 0) return [second, microsecond];
  return second === 0 ? [] : [second];
}

/** What inspection shows behind the ISO form of a time: the zone, unless the offset says all about it. */
export function zoneSuffix(tzinfo: object | null): string {
  return tzinfo === null || (tzinfo instanceof TimeZone && tzinfo.name === null) ? '' : ` [${pythonRepr(tzinfo)}]`;
}
