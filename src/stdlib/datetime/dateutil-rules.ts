/**
 * The rules of dateutil's zones, as their pickles contain them: the transitions of a `tzfile`, the days of the year of
 * a `tzrange` or `tzstr`, and the two offsets of a `tzlocal`.
 *
 * @see {@link https://github.com/dateutil/dateutil/blob/2.9.0/src/dateutil/tz/tz.py | dateutil.tz.tz}
 * @module
 */
import { decodeLatin1 } from '../../bytes/text.ts';
import { Instance } from '../../values/instance.ts';
import { smallInteger, stateEntry } from '../call-arguments.ts';
import { daysInMonth, type WallTime, wallSeconds } from './calendar.ts';
import { TimeDelta } from './timedelta.ts';
import { localClock } from './wall-clock.ts';
import { offsetAt } from './zone-clock.ts';

const DAY = 86_400;
const ZERO = /* @__PURE__ */ new TimeDelta();

/** A timedelta in the state of a zone; `undefined` if there is none. */
export function deltaIn(state: unknown, name: string): TimeDelta | undefined {
  const delta = stateEntry(state, name);
  return delta instanceof TimeDelta ? delta : undefined;
}

/** `tzfile.utcoffset`: by its transitions. `undefined` for a state without any. */
export function offsetByTransitions(state: unknown, at: WallTime): TimeDelta | undefined {
  const transitions = stateEntry(state, '_trans_list');
  if (!Array.isArray(transitions)) return undefined;
  const standard = stateEntry(state, '_ttinfo_std');
  if (standard === undefined) return undefined;
  if (standard === null) return ZERO;
  const indexes = stateEntry(state, '_trans_idx');
  const before = stateEntry(state, '_ttinfo_before');
  // After the last transition, dateutil uses standard time, whatever that transition started.
  const typeAt = (index: number): unknown => {
    if (index + 1 >= transitions.length) return standard;
    return index < 0 ? before : Array.isArray(indexes) ? indexes[index] : undefined;
  };
  const shown = wallSeconds(at);
  const last = lastBefore(transitions, shown);
  const type = typeAt(last);
  if (last <= 0 || at.fold !== 0) return deltaOf(type);
  const start = smallInteger(transitions[last]);
  const [older, newer] = [numberIn(typeAt(last - 1), 'offset'), numberIn(type, 'offset')];
  if (start === undefined || older === undefined || newer === undefined) return undefined;
  return deltaOf(shown < start + older - newer ? typeAt(last - 1) : type);
}

/** The index of the last transition at or before a time; -1 if there is none. */
function lastBefore(transitions: readonly unknown[], shown: number): number {
  let [from, to] = [0, transitions.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((smallInteger(transitions[middle]) ?? 0) > shown) to = middle;
    else from = middle + 1;
  }
  return from - 1;
}

/** The data of a `tzfile` of dateutil 4: `(trans_idx, trans_utc, utcoff, isdst, abbr, tz_str)`. */
interface ZoneData {
  /** Seconds since 1970. */
  readonly transitions: readonly unknown[];
  /** For each transition, the index of its kind of time. */
  readonly kinds: readonly unknown[];
  /** For each kind of time, the offset in seconds. */
  readonly offsets: readonly unknown[];
  readonly isDaylight: readonly unknown[];
  /** The rule after the last transition, as in the variable `TZ`. */
  readonly rule: string;
}

/** Whether a value is the data of a `tzfile` of dateutil 4. */
export function isZoneData(value: unknown): boolean {
  return zoneDataOf(value) !== undefined;
}

function zoneDataOf(value: unknown): ZoneData | undefined {
  if (!Array.isArray(value) || value.length !== 6) return undefined;
  const [kinds, transitions, offsets, isDaylight, , text]: readonly unknown[] = value;
  if (!Array.isArray(kinds) || !Array.isArray(transitions) || !Array.isArray(offsets)) return undefined;
  if (!Array.isArray(isDaylight) || kinds.length !== transitions.length) return undefined;
  if (text !== null && !(text instanceof Uint8Array)) return undefined;
  return { transitions, kinds, offsets, isDaylight, rule: text === null ? '' : decodeLatin1(text, 0, text.length) };
}

/**
 * `tzfile.utcoffset` of dateutil 4, which is that of `zoneinfo`. `undefined` after the last transition, where a rule
 * with two offsets applies.
 *
 * @param at - `null` for no time, which has an offset only if the zone has a single one.
 */
export function offsetByData(value: unknown, at: WallTime | null): TimeDelta | undefined {
  const data = zoneDataOf(value);
  if (data === undefined) return undefined;
  const { transitions, kinds, isDaylight } = data;
  const fixed = offsetByRule(data);
  if (at === null) return transitions.length === 0 ? fixed : undefined;
  const first = Math.max(
    0,
    isDaylight.findIndex((each) => each === 0 || each === false || each === 0n),
  );
  const offsetOf = (index: number): number | undefined =>
    smallInteger(data.offsets[index < 0 ? first : (smallInteger(kinds[index]) ?? -1)]);
  const shown = wallSeconds(at);
  let [from, to] = [0, transitions.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const around = [offsetOf(middle - 1) ?? 0, offsetOf(middle) ?? 0];
    // A time that occurs twice is before the transition, unless `fold` is 1.
    const offset = at.fold === 0 ? Math.max(...around) : Math.min(...around);
    if ((smallInteger(transitions[middle]) ?? 0) + offset > shown) to = middle;
    else from = middle + 1;
  }
  if (from >= transitions.length) return fixed;
  const seconds = offsetOf(from - 1);
  return seconds === undefined ? undefined : new TimeDelta(0, seconds);
}

/** After the last transition: the offset of a rule with only one, or the last offset if there is no rule. */
function offsetByRule({ kinds, offsets, rule }: ZoneData): TimeDelta | undefined {
  if (rule === '') {
    const seconds = smallInteger(offsets[smallInteger(kinds.at(-1)) ?? 0]);
    return seconds === undefined ? undefined : new TimeDelta(0, seconds);
  }
  const [, sign, hours, minutes = 0, seconds = 0] = FIXED_RULE.exec(rule) ?? [];
  if (hours === undefined) return undefined;
  const west = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return new TimeDelta(0, sign === '-' ? west : -west);
}

/** `EST5`, `<+0530>-5:30`: hours to the west. */
const FIXED_RULE = /^(?:[A-Za-z]{3,}|<[\w+-]{3,}>)([+-]?)(\d{1,3})(?::(\d\d))?(?::(\d\d))?$/;

function deltaOf(type: unknown): TimeDelta | undefined {
  const delta = attributeOf(type, 'delta');
  return delta instanceof TimeDelta ? delta : undefined;
}

/** An attribute of an object of an unknown class, or of one that a codec made. */
function attributeOf(object: unknown, name: string): unknown {
  return object instanceof Instance ? object.get(name) : stateEntry(object, name);
}

/** `tzrange.utcoffset`: by the days of the year on which the clocks change. `undefined` for a state without them. */
export function offsetByYear(state: unknown, at: WallTime | null): TimeDelta | undefined {
  const standard = deltaIn(state, '_std_offset');
  const daylight = deltaIn(state, '_dst_offset');
  if (stateEntry(state, 'hasdst') === false) return standard;
  if (at === null || standard === undefined || daylight === undefined) return undefined;
  const start = dayOf(stateEntry(state, '_start_delta'), at.year);
  const end = dayOf(stateEntry(state, '_end_delta'), at.year);
  if (start === undefined || end === undefined) return undefined;
  const shown = wallSeconds(at);
  const isDaylight = start < end ? start <= shown && shown < end : !(end <= shown && shown < start);
  const isTwice = end <= shown && shown < end + daylight.totalSeconds() - standard.totalSeconds();
  return isDaylight || (isTwice && at.fold === 0) ? daylight : standard;
}

/** `datetime(year, 1, 1) + relativedelta(...)`, in seconds since 1970. */
function dayOf(delta: unknown, base: number): number | undefined {
  const number = (name: string): number | undefined => numberIn(delta, name);
  if (attributeOf(delta, 'days') === undefined) return undefined;
  const months = (number('month') ?? 1) - 1 + (number('months') ?? 0);
  const year = (number('year') ?? base) + (number('years') ?? 0) + Math.floor(months / 12);
  const month = (((months % 12) + 12) % 12) + 1;
  const day = Math.min(daysInMonth(year, month), number('day') ?? 1);
  const [hour = 0, minute = 0, second = 0] = ['hour', 'minute', 'second'].map(number);
  const wall = { year, month, day, hour, minute, second, microsecond: 0, fold: 0 };
  const leap = month > 2 && daysInMonth(year, 2) === 29 ? (number('leapdays') ?? 0) : 0;
  const days = (number('days') ?? 0) + leap;
  const [hours = 0, minutes = 0, seconds = 0] = ['hours', 'minutes', 'seconds'].map(number);
  const moved = wallSeconds(wall) + days * DAY + hours * 3600 + minutes * 60 + seconds;
  const weekday = attributeOf(delta, 'weekday');
  return weekday === null || weekday === undefined
    ? moved
    : toWeekday(moved, numberIn(weekday, 'weekday') ?? 0, numberIn(weekday, 'n') ?? 1);
}

/** The n-th given day of the week from a day on, or before it if n is negative. Monday is 0. */
function toWeekday(seconds: number, weekday: number, n: number): number {
  // 1970 began on a Thursday.
  const found = (((Math.floor(seconds / DAY) + 3) % 7) + 7) % 7;
  const weeks = (Math.abs(n) - 1) * 7;
  const days = n > 0 ? weeks + ((7 - found + weekday) % 7) : -(weeks + ((found - weekday + 7) % 7));
  return seconds + days * DAY;
}

function numberIn(object: unknown, name: string): number | undefined {
  return smallInteger(attributeOf(object, name));
}

const HALF_YEAR = 182 * DAY;

function offsetOfClock(epochSeconds: number): number {
  return localClock(epochSeconds) - epochSeconds;
}

/** Whether the clocks of this machine have these two offsets this year. */
function areOfMachine(standard: TimeDelta, daylight: TimeDelta): boolean {
  const now = Math.floor(Date.now() / 1000);
  const offsets = [offsetOfClock(now), offsetOfClock(now + HALF_YEAR)].sort((a, b) => a - b);
  return offsets[0] === standard.totalSeconds() && offsets[1] === daylight.totalSeconds();
}

/**
 * `tzlocal.utcoffset`. The pickle does not say which of its two offsets applies: Python asks the machine that reads it.
 * So does Brine, and the answer counts if it is one of the two. On a machine that has these two now it also counts for
 * times when its clocks had others: long ago they went by the sun.
 */
export function offsetOfMachine(state: unknown, at: WallTime | null): TimeDelta | undefined {
  const standard = deltaIn(state, '_std_offset');
  if (stateEntry(state, '_hasdst') === false) return standard;
  const daylight = deltaIn(state, '_dst_offset');
  if (at === null || standard === undefined || daylight === undefined) return undefined;
  // For a time that the clocks skip, dateutil asks what applies at this standard time, which is daylight time.
  const began = wallSeconds(at) - standard.totalSeconds();
  if (localClock(began) - began === daylight.totalSeconds()) return daylight;
  const here = offsetAt(at, localClock).totalMicroseconds();
  const found = [standard, daylight].find((offset) => offset.totalMicroseconds() === here);
  if (found !== undefined || !areOfMachine(standard, daylight)) return found;
  const isAhead = [-HALF_YEAR, HALF_YEAR].some((away) => offsetOfClock(began + away) < offsetOfClock(began));
  return isAhead ? daylight : standard;
}
