import { inspectCustom } from '../../values/inspect.ts';
import { Instance, instanceName } from '../../values/instance.ts';
import { type PythonKey, pythonKey } from '../../values/key.ts';
import {
  inspected,
  type PythonRepr,
  type ReprParts,
  reprCall,
  reprParts,
  reprText,
  shortRepr,
} from '../../values/repr.ts';
import { isoOffset, type WallTime } from './calendar.ts';
import { TimeDelta } from './timedelta.ts';

/** What a time zone offers, like Python's `tzinfo`. Your own classes may implement it. */
export interface TzInfo {
  /**
   * The offset from UTC at a time in the zone, or for null the offset that the zone always has; null if it is not
   * known.
   */
  utcOffset(at: WallTime | null): TimeDelta | null;
}

/** The most characters shown of the name of an unknown zone. */
const LONGEST_NAME = 100;

/** Microseconds in 24 hours; every offset is smaller. */
const DAY = 86_400_000_000;

/** Python's `datetime.timezone`: a fixed offset from UTC, with a name or without. */
export class TimeZone implements TzInfo, PythonKey, PythonRepr {
  /** The offset from UTC, positive to the east. */
  readonly offset: TimeDelta;
  /** The name given; null for a name made of the offset. */
  readonly name: string | null;

  /**
   * @param offset - The offset from UTC, positive to the east.
   * @param name - What `tzname` gives; null for a name made of the offset.
   * @throws RangeError unless the offset is strictly between -24 and 24 hours.
   */
  constructor(offset: TimeDelta, name: string | null = null) {
    if (!(offset instanceof TimeDelta)) throw new TypeError('timezone() argument 1 must be datetime.timedelta');
    if (name !== null && typeof name !== 'string') throw new TypeError('timezone() argument 2 must be str');
    if (Math.abs(offsetMicroseconds(offset)) >= DAY) {
      throw new RangeError('offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24)');
    }
    this.offset = offset;
    this.name = name;
  }

  /** Python's `datetime.timezone.utc`. */
  static get utc(): TimeZone {
    return UTC;
  }

  /** {@link TimeZone.offset}, at any time. */
  utcOffset(): TimeDelta {
    return this.offset;
  }

  /** Python's `str`: the name, `UTC`, `UTC+05:30`. */
  get tzname(): string {
    const microseconds = offsetMicroseconds(this.offset);
    return this.name ?? (microseconds === 0 ? 'UTC' : `UTC${isoOffset(microseconds)}`);
  }

  /** Python's `str`: {@link TimeZone.tzname}. */
  toJSON(): string {
    return this.tzname;
  }

  /** Python's `str`: {@link TimeZone.tzname}. */
  toString(): string {
    return this.tzname;
  }

  [reprParts](): ReprParts {
    const { offset, name } = this;
    if (name === null && offsetMicroseconds(offset) === 0) return reprText('datetime.timezone.utc');
    return reprCall('datetime.timezone', name === null ? [offset] : [offset, name]);
  }

  /** Zones of one offset are equal, whatever their names. */
  [pythonKey](): readonly unknown[] {
    return ['datetime.timezone', this.offset];
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}

const UTC = /* @__PURE__ */ new TimeZone(/* @__PURE__ */ new TimeDelta());

/** An offset as a number, which is exact: it is less than a day. */
export function offsetMicroseconds({ days, seconds, microseconds }: TimeDelta): number {
  return (days * 86_400 + seconds) * 1e6 + microseconds;
}

/** Whether a time zone can be asked for its offset. */
export function isTzInfo(tzinfo: object): tzinfo is TzInfo {
  return 'utcOffset' in tzinfo && typeof tzinfo.utcOffset === 'function';
}

/** The offset that a time zone gives; null for one that cannot be asked, such as an inert `Instance`. */
export function offsetOf(tzinfo: object | null, at: WallTime | null): TimeDelta | null {
  if (tzinfo === null || !isTzInfo(tzinfo)) return null;
  const offset: unknown = tzinfo.utcOffset(at);
  return offset instanceof TimeDelta ? offset : null;
}

/**
 * The offset in microseconds by which Python compares a time. `null` for none, which a zone may give too; `undefined`
 * for a zone that is not known.
 */
export function comparedOffset(tzinfo: object | null, at: WallTime | null): number | null | undefined {
  if (tzinfo === null) return null;
  const offset = offsetOf(tzinfo, at);
  if (offset !== null) return offsetMicroseconds(offset);
  return at === null && isTzInfo(tzinfo) ? null : undefined;
}

/**
 * `+05:30`; if the offset is not known, the name of the zone, `[app.zones.Moon]`, so that the time does not look naive.
 */
export function offsetText(tzinfo: object, offset: TimeDelta | null): string {
  return offset === null ? `[${nameOf(tzinfo)}]` : isoOffset(offsetMicroseconds(offset));
}

/** The name of a zone: its key, or the class of an object that no codec knows. */
function nameOf(tzinfo: object): string {
  const key: unknown = 'key' in tzinfo ? tzinfo.key : undefined;
  const name = typeof key === 'string' ? key : tzinfo instanceof Instance ? instanceName(tzinfo) : shortRepr(tzinfo);
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}...` : name;
}

/** Throws TypeError if the value cannot be a time zone. */
export function checkTzInfo(tzinfo: unknown): void {
  if (tzinfo === null) return;
  const isData = Array.isArray(tzinfo) || tzinfo instanceof Map || tzinfo instanceof Set || ArrayBuffer.isView(tzinfo);
  const prototype: unknown = typeof tzinfo === 'object' && !isData ? Object.getPrototypeOf(tzinfo) : null;
  if (prototype !== null && prototype !== Object.prototype) return;
  throw new TypeError('tzinfo argument must be None or of a tzinfo subclass');
}
