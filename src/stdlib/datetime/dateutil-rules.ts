/**
 * The rules of dateutil's zones, as their pickles have them: the transitions of a `tzfile`, the days of the year of a
 * `tzrange` or `tzstr`, the two offsets of a `tzlocal`.
 *
 * @see {@link https://github.com/dateutil/dateutil/blob/2.9.0/src/dateutil/tz/tz.py | dateutil.tz.tz}
 * @module
 */
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
  // After the last transition, dateutil uses standard time, whatever that transition began.
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

/** The index of the last transition that is not later; -1 if there is none. */
function lastBefore(transitions: readonly unknown[], shown: number): number {
  let [from, to] = [0, transitions.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((smallInteger(transitions[middle]) ?? 0) > shown) to = middle;
    else from = middle + 1;
  }
  return from - 1;
}

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

/** The n-th such day of the week from a day on, or before it for a negative n. Monday is 0. */
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

/**
 * `tzlocal.utcoffset`. The pickle does not say which of its two offsets applies: Python asks the machine that reads it.
 * So does Brine, and the answer counts if it is one of the two.
 */
export function offsetOfMachine(state: unknown, at: WallTime | null): TimeDelta | undefined {
  const standard = deltaIn(state, '_std_offset');
  if (stateEntry(state, '_hasdst') === false) return standard;
  const daylight = deltaIn(state, '_dst_offset');
  if (at === null || standard === undefined || daylight === undefined) return undefined;
  const here = offsetAt(at, localClock).totalMicroseconds();
  return [standard, daylight].find((offset) => offset.totalMicroseconds() === here);
}
