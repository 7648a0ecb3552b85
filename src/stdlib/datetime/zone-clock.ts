/**
 * The clocks of zones in the IANA database, as the runtime's `Intl` knows them.
 *
 * @module
 */
import { type WallTime, wallSeconds } from './calendar.ts';
import { TimeDelta } from './timedelta.ts';
import { type Clock, epochSeconds } from './wall-clock.ts';

/** The offset at a time on the clocks of a zone. */
export function offsetAt(at: WallTime, clock: Clock): TimeDelta {
  return new TimeDelta(0, wallSeconds(at) - epochSeconds(at, clock));
}

/**
 * The clocks of a zone by name; `undefined` if the runtime has no such zone. `Intl` is asked for two moments for each
 * period of two days, because clocks change at most once in between.
 */
export function clockOfZone(name: string): Clock | undefined {
  const format = formatOf(name);
  if (format === undefined) return undefined;
  const offsets = new Map<number, number>();
  const offsetFrom = (span: number): number => {
    let offset = offsets.get(span);
    if (offset === undefined) {
      if (offsets.size >= MOST_SPANS) offsets.clear();
      offsets.set(span, (offset = shownBy(format, span * SPAN) - span * SPAN));
    }
    return offset;
  };
  return (epoch) => {
    const span = Math.floor(epoch / SPAN);
    const offset = offsetFrom(span);
    return offset === offsetFrom(span + 1) ? epoch + offset : shownBy(format, epoch);
  };
}

/** Seconds in which clocks change at most once: the shortest time between two changes is four days (tzdata 2024b). */
const SPAN = 2 * 86_400;
/** The most offsets that are kept. */
const MOST_SPANS = 2 ** 15;

function formatOf(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
      timeZone,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function shownBy(format: Intl.DateTimeFormat, epoch: number): number {
  const shown = new Map<string, string>();
  for (const { type, value } of format.formatToParts(epoch * 1000)) shown.set(type, value);
  const number = (type: string): number => Number(shown.get(type));
  const year = number('year');
  return wallSeconds({
    year: shown.get('era')?.startsWith('B') === true ? 1 - year : year,
    month: number('month'),
    day: number('day'),
    hour: number('hour'),
    minute: number('minute'),
    second: number('second'),
    microsecond: 0,
    fold: 0,
  });
}
