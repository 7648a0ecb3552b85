import { pythonTextRepr } from '../bytes/text-repr.ts';
import { inspectCustom } from '../values/inspect.ts';
import { type PythonKey, pythonKey } from '../values/key.ts';
import { type WallTime, wallSeconds } from './calendar.ts';
import { TimeDelta } from './timedelta.ts';
import type { TzInfo } from './timezone.ts';
import { type Clock, epochSeconds } from './wall-clock.ts';

/** Python's `zoneinfo.ZoneInfo`: a zone of the IANA database, by name. Its rules are those of the runtime's `Intl`. */
export class ZoneInfo implements TzInfo, PythonKey {
  /** `Europe/Paris` */
  readonly key: string;
  /** Whether Python has one object for the key, as made by `ZoneInfo(key)` and not `ZoneInfo.no_cache(key)`. */
  readonly cached: boolean;

  constructor(key: string, cached = true) {
    if (typeof key !== 'string') throw new TypeError('ZoneInfo needs a str as key');
    this.key = key;
    this.cached = cached;
  }

  /** The offset at a time in the zone; null for null, and for a zone that the runtime does not know. */
  utcOffset(at: WallTime | null): TimeDelta | null {
    const clock = at === null ? undefined : clockOf(this);
    if (at === null || clock === undefined) return null;
    const epoch = epochSeconds(at, clock);
    return new TimeDelta(0, wallSeconds(at) - epoch);
  }

  /** Python's `str`: the key. */
  toJSON(): string {
    return this.key;
  }

  /** Python's `repr`. */
  toString(): string {
    return `zoneinfo.ZoneInfo(key=${pythonTextRepr(this.key)})`;
  }

  /** Python has one object for each key, but for those made without the cache. */
  [pythonKey](): readonly unknown[] {
    return ['zoneinfo.ZoneInfo', this.cached ? this.key : Number.NaN];
  }

  [inspectCustom](): string {
    return `ZoneInfo ${this.key}`;
  }
}

const clocks = /* @__PURE__ */ new WeakMap<ZoneInfo, Clock>();

/** The clocks of a zone, as `Intl` knows it; `undefined` if it does not. */
function clockOf(zone: ZoneInfo): Clock | undefined {
  let clock = clocks.get(zone);
  if (clock === undefined) {
    const format = formatOf(zone.key);
    if (format === undefined) return undefined;
    clock = (epoch) => shownBy(format, epoch);
    clocks.set(zone, clock);
  }
  return clock;
}

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
