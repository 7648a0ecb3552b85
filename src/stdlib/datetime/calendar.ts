/**
 * The proleptic Gregorian calendar of Python's `datetime`, and the texts of ISO 8601.
 *
 * @module
 */

/** A date and time as clocks and calendars show it. */
export interface WallTime {
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
  /** 1 for the second of two equal times when clocks are set back, else 0. */
  readonly fold: number;
}

const MIN_YEAR = 1;
const MAX_YEAR = 9999;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** The days of a month; 0 if there is no such month. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)) return 29;
  return DAYS[month - 1] ?? 0;
}

/** Whether integers are a valid date in Python. */
export function isDate(year: number, month: number, day: number): boolean {
  return year >= MIN_YEAR && year <= MAX_YEAR && day >= 1 && day <= daysInMonth(year, month);
}

/** Whether non-negative integers are a valid time of day in Python. */
export function isTime(hour: number, minute: number, second: number, microsecond: number): boolean {
  return hour < 24 && minute < 60 && second < 60 && microsecond < 1_000_000;
}

/** Throws RangeError for an invalid date. */
export function checkDate(year: number, month: number, day: number): void {
  checkInteger('year', year, MIN_YEAR, MAX_YEAR);
  checkInteger('month', month, 1, 12);
  checkInteger('day', day, 1, daysInMonth(year, month));
}

/** Throws RangeError for an invalid time of day. */
export function checkTime(hour: number, minute: number, second: number, microsecond: number, fold: number): void {
  checkInteger('hour', hour, 0, 23);
  checkInteger('minute', minute, 0, 59);
  checkInteger('second', second, 0, 59);
  checkInteger('microsecond', microsecond, 0, 999_999);
  checkInteger('fold', fold, 0, 1);
}

function checkInteger(name: string, value: number, from: number, to: number): void {
  if (Number.isInteger(value) && value >= from && value <= to) return;
  throw new RangeError(`${name} must be an integer in ${from}..${to}`);
}

/** Seconds since 1970 on a clock without offset. */
export function wallSeconds({ year, month, day, hour, minute, second }: WallTime): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getTime() / 1000 + hour * 3600 + minute * 60 + second;
}

/** `2024-02-29` */
export function isoDate(year: number, month: number, day: number): string {
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

/** `01:02:03`, `01:02:03.000004` */
export function isoTime(hour: number, minute: number, second: number, microsecond: number): string {
  return `${two(hour)}:${two(minute)}:${two(second)}${fraction(microsecond)}`;
}

/** `+05:30`, with seconds and microseconds if there are any. */
export function isoOffset(microseconds: number): string {
  const size = Math.abs(microseconds);
  const seconds = Math.floor(size / 1e6);
  const rest = seconds % 60 === 0 && size % 1e6 === 0 ? '' : `:${two(seconds % 60)}${fraction(size % 1e6)}`;
  const minutes = Math.floor(seconds / 60);
  return `${microseconds < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}${rest}`;
}

/** The fraction of a second with its point, as Python prints it; empty for a whole second. */
export function fraction(microsecond: number): string {
  return microsecond === 0 ? '' : `.${String(microsecond).padStart(6, '0')}`;
}

/** With at least two digits. */
export function two(value: number): string {
  return value < 10 && value >= 0 ? `0${value}` : String(value).padStart(2, '0');
}

/** Makes an object with the given `Temporal` or that of the runtime. */
export function temporal(namespace: object | undefined, type: string, args: readonly unknown[]): unknown {
  const given: unknown = namespace ?? Reflect.get(globalThis, 'Temporal');
  const found: unknown = typeof given === 'object' && given !== null ? Reflect.get(given, type) : undefined;
  if (typeof found === 'function') return Reflect.construct(found, args);
  throw new TypeError(
    namespace === undefined
      ? 'this runtime has no Temporal; pass one: toTemporal(Temporal), with that of temporal-polyfill'
      : `the Temporal given has no ${type}`,
  );
}
