import { type WallTime, wallSeconds } from './calendar.ts';

/**
 * Returns what the clocks of a zone show at a moment. Both are seconds since 1970; what the clocks show has no offset.
 */
export type Clock = (epochSeconds: number) => number;

/** The clocks of this machine. */
export function localClock(epochSeconds: number): number {
  const date = new Date(epochSeconds * 1000);
  return wallSeconds({
    year: date.getFullYear(),
    month: date.getMonth() + 1,
    day: date.getDate(),
    hour: date.getHours(),
    minute: date.getMinutes(),
    second: date.getSeconds(),
    microsecond: 0,
    fold: 0,
  });
}

const FOLD_SECONDS = 86_400;

/**
 * The moment at which the clocks of a zone show a time, in seconds since 1970. If there are two, `fold` says which; if
 * there is none, it says which of the adjacent offsets applies.
 *
 * @see {@link https://github.com/python/cpython/blob/v3.14.0/Lib/_pydatetime.py | datetime._mktime}
 */
export function epochSeconds(wall: WallTime, clock: Clock): number {
  const shown = wallSeconds(wall);
  const near = clock(shown) - shown;
  const first = shown - near;
  const firstShows = clock(first);
  let other = firstShows - first;
  if (firstShows === shown) {
    const around = first + (wall.fold === 0 ? -FOLD_SECONDS : FOLD_SECONDS);
    other = clock(around) - around;
    if (other === near) return first;
  }
  const second = shown - other;
  if (clock(second) === shown) return second;
  if (firstShows === shown) return first;
  return wall.fold === 0 ? Math.max(first, second) : Math.min(first, second);
}
