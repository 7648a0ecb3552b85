import { expect, test } from 'vitest';
import { clockOfZone } from '../../../src/stdlib/datetime/zone-clock.ts';

const DAY = 86_400;

/** The offset in seconds that `Intl` names: `GMT`, `GMT+05:30`, `GMT-00:44:30`. */
function offsetOf(format: Intl.DateTimeFormat, epoch: number): number {
  const name = format.formatToParts(epoch * 1000).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes, seconds = 0] = /^GMT(?:([+-])(\d+):(\d+)(?::(\d+))?)?$/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds));
}

// The shortest times between two changes of clocks that the database has are among these.
test.for([
  ['Europe/Berlin', '2024-03-31'],
  ['Europe/Berlin', '1893-04-01'],
  ['Australia/Lord_Howe', '2024-04-06'],
  ['America/Noronha', '2000-10-08'],
  ['America/Boa_Vista', '2000-10-11'],
  ['Africa/Tunis', '1943-04-21'],
  ['Pacific/Apia', '2011-12-30'],
] as const)('the clocks of %s around %s are those of Intl at each half hour', ([timeZone, date]) => {
  const clock = clockOfZone(timeZone);
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const middle = Date.parse(date) / 1000;
  const offsets = new Set<number>();
  for (let epoch = middle - 10 * DAY; epoch <= middle + 10 * DAY; epoch += 1800) {
    const offset = offsetOf(format, epoch);
    offsets.add(offset);
    expect(clock?.(epoch), new Date(epoch * 1000).toISOString()).toBe(epoch + offset);
  }
  expect(offsets.size).toBeGreaterThan(1);
});

test('a zone that the runtime does not know has no clocks', () => {
  expect(clockOfZone('Mars/Olympus')).toBeUndefined();
});
