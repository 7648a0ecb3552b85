/**
 * Writes objects of the runtime's `Temporal` or of a polyfill. They are recognised by their tag.
 *
 * @module
 */
import type { DumpContext } from '../../codec/context.ts';
import { PickleError } from '../../errors.ts';
import { PyDate } from './date.ts';
import { PyDateTime } from './date-time.ts';
import { PyTime } from './time.ts';
import { TimeDelta } from './timedelta.ts';
import { TimeZone } from './timezone.ts';
import { ZoneInfo } from './zone.ts';

type Counterpart = PyDate | PyTime | PyDateTime | TimeDelta;

/** The exact counterpart in Python of each class, by its tag. */
const COUNTERPARTS: ReadonlyMap<string, (value: object) => Counterpart> = /* @__PURE__ */ new Map<
  string,
  (value: object) => Counterpart
>([
  ['Temporal.PlainDate', dateOf],
  ['Temporal.PlainTime', timeOf],
  ['Temporal.PlainDateTime', dateTimeOf],
  ['Temporal.Instant', instantOf],
  ['Temporal.ZonedDateTime', zonedOf],
  ['Temporal.Duration', durationOf],
]);

/**
 * The exact counterpart of a `Temporal` value in Python's `datetime`.
 *
 * @returns `undefined` for anything that is not a value of Temporal, or has no counterpart.
 * @throws PickleError for what the counterpart cannot hold: nanoseconds, other calendars, or months of a Duration.
 */
export function temporalStandIn(value: object, tag: string, { protocol }: DumpContext): Counterpart | undefined {
  const counterpart = COUNTERPARTS.get(tag);
  if (counterpart === undefined) return undefined;
  const made = inRange(tag, () => counterpart(value));
  if (made instanceof PyDateTime && made.fold !== 0 && protocol < 4) {
    throw new PickleError(
      'needs-protocol',
      `this ${tag} is one of two at the same local time; use protocol 4 or higher`,
    );
  }
  return made;
}

function inRange<T>(tag: string, make: () => T): T {
  try {
    return make();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new PickleError('cannot-pickle', `cannot pickle this ${tag}: ${cause.message}`, { cause });
  }
}

function dateOf(value: object): PyDate {
  const [year, month, day] = isoDateOf(value);
  return new PyDate(year, month, day);
}

function timeOf(value: object): PyTime {
  const [hour, minute, second, microsecond] = clockTimeOf(value);
  return new PyTime(hour, minute, second, microsecond);
}

function dateTimeOf(value: object): PyDateTime {
  return new PyDateTime(...isoDateOf(value), ...clockTimeOf(value));
}

function instantOf(value: object): PyDateTime {
  return PyDateTime.fromEpoch(epochMicroseconds(value), TimeZone.utc);
}

/** UTC and offsets are a `timezone`, names of the IANA database a `ZoneInfo`. */
function zonedOf(value: object): PyDateTime {
  const id: unknown = Reflect.get(value, 'timeZoneId');
  if (typeof id !== 'string') throw new PickleError('cannot-pickle', 'a ZonedDateTime without a timeZoneId');
  const microseconds = epochMicroseconds(value);
  const [year, month, day] = isoDateOf(value);
  if (id === 'UTC') return PyDateTime.fromEpoch(microseconds, TimeZone.utc);
  const offset = /^([+-])(\d\d):(\d\d)$/.exec(id);
  if (offset !== null) {
    const minutes = Number(offset[2]) * 60 + Number(offset[3]);
    const delta = new TimeDelta(0, (offset[1] === '-' ? -60 : 60) * minutes);
    return PyDateTime.fromEpoch(microseconds, minutes === 0 ? TimeZone.utc : new TimeZone(delta));
  }
  const zone = new ZoneInfo(id);
  for (const fold of [0, 1]) {
    const made = new PyDateTime(year, month, day, ...clockTimeOf(value), zone, fold);
    if (made.epochMicroseconds() === microseconds) return made;
  }
  throw new PickleError('cannot-pickle', 'a ZonedDateTime whose offset is not that of the zone in this runtime');
}

function durationOf(value: object): TimeDelta {
  if (numberOf(value, 'years') !== 0 || numberOf(value, 'months') !== 0) {
    throw new PickleError(
      'cannot-pickle',
      'a Duration with years or months has no fixed length, so it is not a timedelta',
    );
  }
  const nanoseconds = numberOf(value, 'nanoseconds');
  if (nanoseconds % 1000 !== 0) throw tooFine();
  const names = ['days', 'seconds', 'microseconds', 'milliseconds', 'minutes', 'hours', 'weeks'];
  const [days = 0n, seconds = 0n, microseconds = 0n, ...others] = names.map((name) => BigInt(numberOf(value, name)));
  return new TimeDelta(days, seconds, microseconds + BigInt(nanoseconds / 1000), ...others);
}

/** Year, month and day; refused in calendars where these mean something else. */
function isoDateOf(value: object): [year: number, month: number, day: number] {
  if (Reflect.get(value, 'calendarId') !== 'iso8601') {
    throw new PickleError('cannot-pickle', "Python knows the ISO calendar only; use withCalendar('iso8601')");
  }
  return [numberOf(value, 'year'), numberOf(value, 'month'), numberOf(value, 'day')];
}

function clockTimeOf(value: object): [hour: number, minute: number, second: number, microsecond: number] {
  if (numberOf(value, 'nanosecond') !== 0) throw tooFine();
  const microsecond = numberOf(value, 'millisecond') * 1000 + numberOf(value, 'microsecond');
  return [numberOf(value, 'hour'), numberOf(value, 'minute'), numberOf(value, 'second'), microsecond];
}

function epochMicroseconds(value: object): bigint {
  const nanoseconds: unknown = Reflect.get(value, 'epochNanoseconds');
  if (typeof nanoseconds !== 'bigint') throw new PickleError('cannot-pickle', 'a Temporal value without its moment');
  if (nanoseconds % 1000n !== 0n) throw tooFine();
  return nanoseconds / 1000n;
}

function numberOf(value: object, name: string): number {
  const number: unknown = Reflect.get(value, name);
  if (typeof number === 'number') return number;
  throw new PickleError('cannot-pickle', `a Temporal value without ${name}`);
}

function tooFine(): PickleError {
  return new PickleError('cannot-pickle', "Python's datetime has no nanoseconds; round to microseconds");
}
