import { inspectCustom } from '../../values/inspect.ts';
import { type PythonKey, pythonKey } from '../../values/key.ts';
import { inspected, type PythonRepr, type ReprParts, reprCall, reprParts } from '../../values/repr.ts';
import type { WallTime } from './calendar.ts';
import type { TimeDelta } from './timedelta.ts';
import type { TzInfo } from './timezone.ts';
import type { Clock } from './wall-clock.ts';
import { clockOfZone, offsetAt } from './zone-clock.ts';

/** Python's `zoneinfo.ZoneInfo`: a zone of the IANA database, by name. Its rules are those of the runtime's `Intl`. */
export class ZoneInfo implements TzInfo, PythonKey, PythonRepr {
  /** `Europe/Paris` */
  readonly key: string;
  /** Whether Python has one object for the key: made by `ZoneInfo(key)`, not by `ZoneInfo.no_cache(key)`. */
  readonly cached: boolean;

  /**
   * @param key - The name in the IANA database. The runtime need not know it.
   * @param cached - Whether Python has one object for the key.
   * @throws TypeError if `key` is not a string.
   */
  constructor(key: string, cached = true) {
    if (typeof key !== 'string') throw new TypeError('ZoneInfo needs a str as key');
    this.key = key;
    this.cached = cached;
  }

  /** The offset at a time in the zone; null for null, and for a zone that the runtime does not know. */
  utcOffset(at: WallTime | null): TimeDelta | null {
    const clock = at === null ? undefined : clockOf(this);
    return at === null || clock === undefined ? null : offsetAt(at, clock);
  }

  /** Python's `str`: the key. */
  toJSON(): string {
    return this.key;
  }

  /** Python's `str`: the key. */
  toString(): string {
    return this.key;
  }

  [reprParts](): ReprParts {
    return reprCall('zoneinfo.ZoneInfo', [], [['key', this.key]]);
  }

  /** Python has one object for each key, except for those made without the cache. */
  [pythonKey](): readonly unknown[] {
    return ['zoneinfo.ZoneInfo', this.cached ? this.key : Number.NaN];
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}

const clocks = /* @__PURE__ */ new WeakMap<ZoneInfo, Clock>();

/** The clocks of a zone according to `Intl`; `undefined` if it does not know the zone. */
function clockOf(zone: ZoneInfo): Clock | undefined {
  let clock = clocks.get(zone);
  if (clock === undefined) {
    clock = clockOfZone(zone.key);
    if (clock === undefined) return undefined;
    clocks.set(zone, clock);
  }
  return clock;
}
