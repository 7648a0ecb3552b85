/**
 * datetime64 as numpy writes it: ISO 8601, to the unit of the dtype.
 *
 * @module
 */
import type { DateUnit } from '../dtype-form.ts';

/** NaT: not a time. */
export const NAT = -(2n ** 63n);

/** How many of a unit are in a day. Units above a day are not here. */
const PER_DAY: ReadonlyMap<string, bigint> = /* @__PURE__ */ new Map([
  ['h', 24n],
  ['m', 1440n],
  ['s', 86_400n],
  ['ms', 86_400_000n],
  ['us', 86_400_000_000n],
  ['ns', 86_400_000_000_000n],
  ['ps', 86_400n * 10n ** 12n],
  ['fs', 86_400n * 10n ** 15n],
  ['as', 86_400n * 10n ** 18n],
]);
/** Digits of the fraction of a second. */
const FRACTION: ReadonlyMap<string, number> = /* @__PURE__ */ new Map([
  ['ms', 3],
  ['us', 6],
  ['ns', 9],
  ['ps', 12],
  ['fs', 15],
  ['as', 18],
]);

/** `2024-07-01T12:30:00.000`: numpy's `datetime_as_string`. */
export function dateText(ticks: bigint, { unit, count }: DateUnit): string {
  if (ticks === NAT) return 'NaT';
  const value = ticks * BigInt(count);
  if (unit === 'generic') return String(value);
  if (unit === 'Y') return yearText(value + 1970n);
  if (unit === 'M') return `${yearText(floor(value, 12n) + 1970n)}-${two(modulo(value, 12n) + 1n)}`;
  const perDay = PER_DAY.get(unit);
  if (perDay === undefined) return dayText(unit === 'W' ? value * 7n : value);
  return `${dayText(floor(value, perDay))}T${timeText(modulo(value, perDay), unit)}`;
}

function timeText(ticks: bigint, unit: string): string {
  if (unit === 'h') return two(ticks);
  if (unit === 'm') return `${two(ticks / 60n)}:${two(ticks % 60n)}`;
  const digits = FRACTION.get(unit) ?? 0;
  const perSecond = 10n ** BigInt(digits);
  const seconds = ticks / perSecond;
  const whole = `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`;
  return digits === 0 ? whole : `${whole}.${String(ticks % perSecond).padStart(digits, '0')}`;
}

/** Days since 1970 as a date of the Gregorian calendar, which goes back without end. */
function dayText(days: bigint): string {
  const shifted = days + 719_468n;
  const era = floor(shifted, 146_097n);
  const ofEra = Number(modulo(shifted, 146_097n));
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * ofYear + 2) / 153);
  const day = ofYear - Math.floor((153 * fromMarch + 2) / 5) + 1;
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const year = BigInt(yearOfEra) + era * 400n + (month <= 2 ? 1n : 0n);
  return `${yearText(year)}-${two(BigInt(month))}-${two(BigInt(day))}`;
}

function yearText(year: bigint): string {
  return year < 0n ? `-${String(-year).padStart(3, '0')}` : String(year).padStart(4, '0');
}

function two(value: bigint): string {
  return String(value).padStart(2, '0');
}

function floor(value: bigint, by: bigint): bigint {
  return (value - modulo(value, by)) / by;
}

function modulo(value: bigint, by: bigint): bigint {
  const rest = value % by;
  return rest < 0n ? rest + by : rest;
}
