/** Rows that `conformance/library_zones.py` measured of pytz, dateutil and Django. */
import { inspect } from 'node:util';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { describe } from '../../../conformance/describe.ts';
import { Dict, dumps, Global, Instance, loads, type Protocol, pythonClass, Tuple } from '../../../src/index.ts';
import { LibraryZone, PyDateTime, PyTime, TimeDelta, TimeZone, ZoneInfo } from '../../../src/stdlib.ts';
import { parse, repr, toJSON } from '../../../src/tools.ts';
import { fixture, hex } from '../../fixtures.ts';
import { optionFor } from '../rows.ts';

type Time = [number, number, number, number?, number?, number?, number?];

interface Measured {
  readonly versions: Readonly<Record<'python' | 'pytz' | 'dateutil', string>> & { readonly django: string | null };
  readonly rows: readonly {
    readonly name: string;
    readonly repr: string;
    readonly str: string;
    readonly iso: string;
    readonly none: number | null;
    readonly offsets: readonly (readonly [Time, 0 | 1, number | null])[];
    readonly pickles: readonly (string | null)[];
  }[];
}

const measured = fixture<Measured[]>('library-zones.json.gz');
const cases = measured.flatMap(({ versions, rows }) =>
  rows.map((row) => ({ ...row, versions, title: `${row.name} of ${Object.values(versions).join(' ')}` })),
);

/** Zones that have equal strs or ints of different objects in them. */
const SHARED = /tzlocal|Paris$|Tokyo|New_York$/;
const described = (pickle: Uint8Array): string | undefined => describe(parse(pickle).root, 'refs', 'stub');

const seconds = (offset: TimeDelta | null): number | null => offset?.totalSeconds() ?? null;

test('the fixture has the versions', () => {
  expect(measured.map(({ versions }) => Object.values(versions).join(' '))).toHaveLength(7);
  expect(cases.length).toBeGreaterThan(165);
});

test.for(cases)('$title', (row) => {
  const { versions, repr: shown, str, iso, none, offsets, pickles } = row;
  const isOld = versions.python === '2.7';
  for (const [protocol, text] of pickles.entries()) {
    if (text === null) continue;
    const pickle = hex(text);
    const encodings = isOld ? (['latin1', 'bytes'] as const) : (['ASCII'] as const);
    const options = encodings.flatMap((encoding) => (['auto', 'bigint'] as const).map((ints) => ({ encoding, ints })));
    for (const { encoding, ints } of options) {
      const loaded = loads<[LibraryZone | TimeZone | ZoneInfo, PyDateTime]>(pickle, { encoding, ints });
      const [zone, at] = loaded;
      expect(zone).toBeInstanceOf(Object);
      expect(zone instanceof LibraryZone || zone instanceof TimeZone || zone instanceof ZoneInfo).toBe(true);
      expect(at.tzinfo).toBe(zone);
      expect([repr(zone), String(zone), at.toJSON()]).toEqual([shown, str, iso]);
      expect(String(at)).toBe(iso.replace('T', ' '));
      const time = seconds(zone.utcOffset(null));
      expect(time).toBe(none);
      const found = offsets.map(([[y, m, d, ...rest], fold]) =>
        seconds(zone.utcOffset(new PyDateTime(y, m, d, ...pad(rest), zone, fold))),
      );
      expect(found).toEqual(offsets.map(([, , offset]) => offset));
      expect(at.toDate()).toEqual(new Date(iso));
      if (!isOld && ints === 'auto') {
        const back = dumps(loaded, { protocol: protocol as Protocol, python: optionFor(versions.python) });
        // Equal strs that were two objects are one: what JavaScript cannot tell apart, `strings` says for all.
        if (SHARED.test(row.name)) expect(described(back)).toBe(described(pickle));
        else expect(Buffer.from(back).toString('hex')).toBe(text);
      }
    }
    if (!isOld) expect(JSON.parse(toJSON(pickle))[1]).toBe(iso);
  }
});

function pad(rest: readonly (number | undefined)[]): [number, number, number, number] {
  const [hour = 0, minute = 0, second = 0, microsecond = 0] = rest;
  return [hour, minute, second, microsecond];
}

const pytzUtc =
  '8004953d000000000000008c086461746574696d65948c086461746574696d65949394430a07e807010c0000000000948c047079747a948c04' +
  '5f555443949394295294869452942e';

test('a datetime in the UTC of pytz', () => {
  const at = loads<PyDateTime>(hex(pytzUtc));
  expect(at.toJSON()).toBe('2024-07-01T12:00:00+00:00');
  expect(String(at)).toBe('2024-07-01 12:00:00+00:00');
  expect(JSON.stringify(at)).toBe(toJSON(hex(pytzUtc)));
  expect(at.toDate().getTime()).toBe(Date.UTC(2024, 6, 1, 12));
  expect(inspect(at)).toBe('datetime.datetime(2024, 7, 1, 12, 0, tzinfo=<UTC>)');
  expect(String(at.toTemporal(Temporal))).toBe('2024-07-01T12:00:00+00:00[UTC]');
});

test.for<readonly [LibraryZone, string]>([
  [
    new LibraryZone(Global.of('pytz._p'), Tuple.of<unknown>('Europe/Paris', 7200, 3600, 'CEST')),
    '2024-07-01T12:00:00+02:00[Europe/Paris]',
  ],
  // The offset is what counts, where the zone is at another one then.
  [
    new LibraryZone(Global.of('pytz._p'), Tuple.of<unknown>('Europe/Paris', 540, 0, 'LMT')),
    '2024-07-01T12:00:00+00:09[+00:09]',
  ],
  [new LibraryZone(Global.of('pytz.FixedOffset'), Tuple.of(90)), '2024-07-01T12:00:00+01:30[+01:30]'],
  [
    new LibraryZone(Global.of('dateutil.zoneinfo.gettz'), Tuple.of('Asia/Tokyo')),
    '2024-07-01T12:00:00+09:00[Asia/Tokyo]',
  ],
])('Temporal gets the name of the zone where it means the offset: %s', ([zone, expected]) => {
  expect(String(new PyDateTime(2024, 7, 1, 12, 0, 0, 0, zone).toTemporal(Temporal))).toBe(expected);
});

test('a tzlocal has the offset of its pickle that applies on this machine, if one does', () => {
  const state = (standard: number, daylight: number): Dict =>
    new Dict<string, unknown>([
      ['_std_offset', new TimeDelta(0, standard)],
      ['_dst_offset', new TimeDelta(0, daylight)],
      ['_hasdst', standard !== daylight],
    ]);
  const local = (standard: number, daylight: number): LibraryZone =>
    new LibraryZone(Global.of('dateutil.tz.tz.tzlocal'), new Tuple(), 'new', state(standard, daylight));
  const before = process.env.TZ;
  const at = (month: number, zone: LibraryZone): PyDateTime => new PyDateTime(2024, month, 1, 12, 0, 0, 0, zone);
  try {
    process.env.TZ = 'Europe/Paris';
    expect(at(7, local(3600, 7200)).toJSON()).toBe('2024-07-01T12:00:00+02:00');
    expect(at(1, local(3600, 7200)).toJSON()).toBe('2024-01-01T12:00:00+01:00');
    // dateutil.tz.tzlocal() of 2.9 and 4.0 under TZ=Europe/Paris: what the clocks leave out is daylight time.
    const march = (hour: number): PyDateTime => new PyDateTime(2024, 3, 31, hour, 30, 0, 0, local(3600, 7200));
    expect([1, 2, 3].map((hour) => march(hour).utcOffset()?.totalSeconds())).toEqual([3600, 7200, 7200]);
    const october = (fold: 0 | 1): PyDateTime => new PyDateTime(2024, 10, 27, 2, 30, 0, 0, local(3600, 7200), fold);
    expect(([0, 1] as const).map((fold) => october(fold).utcOffset()?.totalSeconds())).toEqual([7200, 3600]);
    // The same under TZ=Europe/Paris, of 2.9: clocks that go by the sun are at standard time. Year 1 began before what it can tell.
    const days = [
      [1, 1, 1],
      [1, 1, 2],
      [1, 7, 1],
      [50, 7, 1],
      [1800, 1, 1],
      [1900, 6, 1],
      [9999, 12, 31],
    ] as const;
    const then = days.map(([year, month, day]) => new PyDateTime(year, month, day, 0, 0, 0, 0, local(3600, 7200)));
    expect(then.map((time) => time.utcOffset()?.totalSeconds())).toEqual(days.map(() => 3600));
    expect(then[0]?.toJSON()).toBe('0001-01-01T00:00:00+01:00');
    expect(at(1, local(-18_000, -14_400)).toJSON()).toBe('2024-01-01T12:00:00[tzlocal()]');
    expect(() => at(1, local(-18_000, -14_400)).toDate()).toThrow(/^the offset of tzlocal\(\) is not known/);
    expect(at(1, local(-18_000, -18_000)).toJSON()).toBe('2024-01-01T12:00:00-05:00');
  } finally {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  }
});

test('a tzfile without transitions in its pickle goes by its name', () => {
  const zone = new LibraryZone(
    Global.of('dateutil.tz.tz.tzfile'),
    Tuple.of<unknown>(null, '/usr/share/zoneinfo/Asia/Tokyo'),
  );
  expect(new PyDateTime(2024, 1, 1, 0, 0, 0, 0, zone).toJSON()).toBe('2024-01-01T00:00:00+09:00');
  const lost = new LibraryZone(Global.of('dateutil.tz.tz.tzfile'), Tuple.of<unknown>(null, '/etc/localtime'));
  expect(new PyDateTime(2024, 1, 1, 0, 0, 0, 0, lost).toJSON()).toBe("2024-01-01T00:00:00[tzfile('/etc/localtime')]");
});

test('a zone that pytz says to be always the same, and that is not so here, has no offset', () => {
  const zone = new LibraryZone(Global.of('pytz._p'), Tuple.of('Europe/Paris'));
  expect(new PyDateTime(2024, 1, 1, 0, 0, 0, 0, zone).utcOffset()).toBeNull();
  expect(() => new PyDateTime(2024, 1, 1, 0, 0, 0, 0, zone).toDate()).toThrow(/is not known/);
});

test('a zone that is not known is there in the text, the JSON and the inspection of a datetime and a time', () => {
  const moon = new Instance(new Global('app.zones', 'Moon'), 'new');
  moon.build(new Dict([['craters', Array.from({ length: 5000 }, (_, i) => i)]]));
  const at = new PyDateTime(2024, 7, 1, 12, 0, 0, 0, moon);
  expect([at.toJSON(), String(at)]).toEqual([
    '2024-07-01T12:00:00[app.zones.Moon]',
    '2024-07-01 12:00:00[app.zones.Moon]',
  ]);
  expect(toJSON(dumps(at))).toBe('"2024-07-01T12:00:00[app.zones.Moon]"');
  expect(Number.isNaN(new Date(at.toJSON()).getTime())).toBe(true);
  expect(inspect(at)).toMatch(/^datetime\.datetime\(2024, 7, 1, 12, 0, tzinfo=<app\.zones\.Moon object state=/);
  expect(inspect(at).length).toBeLessThan(1010);
  expect(() => at.toDate()).toThrow(/^the offset of the time zone <app\.zones\.Moon .*pythonClass\(name, Zone\)/);
  const time = new PyTime(12, 0, 0, 0, moon);
  expect([time.toJSON(), String(time)]).toEqual(['12:00:00[app.zones.Moon]', '12:00:00[app.zones.Moon]']);
  const unknown = new PyDateTime(2024, 7, 1, 12, 0, 0, 0, new ZoneInfo('Moon/Tycho'));
  expect([unknown.toJSON(), toJSON(dumps(unknown))]).toEqual([
    '2024-07-01T12:00:00[Moon/Tycho]',
    '"2024-07-01T12:00:00[Moon/Tycho]"',
  ]);
  expect(() => unknown.toDate()).toThrow(/the Intl of this runtime has no zone of this name$/);
});

test('a codec gives an unknown zone its offset', () => {
  class Moon {
    utcOffset(): TimeDelta {
      return new TimeDelta(0, 1800);
    }
  }
  const codecs = [pythonClass('app.zones.Moon', Moon)];
  const pickle = dumps(new PyDateTime(2024, 7, 1, 12, 0, 0, 0, new Moon()), { codecs });
  expect(loads<PyDateTime>(pickle, { codecs }).toJSON()).toBe('2024-07-01T12:00:00+00:30');
});

test('calls that no library writes are kept as they are', () => {
  for (const [name, how, args] of [
    ['pytz._UTC', 'call', [1]],
    ['pytz._p', 'call', []],
    ['pytz._p', 'call', ['Europe/Paris', 86_400, 0, 'X']],
    ['pytz.FixedOffset', 'call', [1440]],
    ['pytz.FixedOffset', 'call', ['90']],
    ['dateutil.tz.tz.tzfile', 'new', []],
    ['dateutil.tz.tz.tzutc', 'new', [1]],
    ['django.utils.timezone.FixedOffset', 'call', [90]],
  ] as const) {
    const pickle = dumps(new Instance(Global.of(name), how, Tuple.from<unknown>(args)));
    expect(loads(pickle), name).toBeInstanceOf(Instance);
    expect(dumps(loads(pickle)), name).toEqual(pickle);
  }
});

test('the state of a zone is a dict', () => {
  const zone = new Instance(Global.of('dateutil.tz.tz.tzoffset'), 'new');
  zone.build(1);
  expect(() => loads(dumps(zone))).toThrow(expect.objectContaining({ code: 'bad-state' }));
  const twice = new Instance(Global.of('dateutil.tz.tz.tzoffset'), 'new');
  twice.build(new Dict<string, unknown>([['_name', 'a']]));
  twice.build(new Dict<string, unknown>([['_offset', new TimeDelta(0, 60)]]));
  expect(repr(loads(dumps(twice)))).toBe("tzoffset('a', 60)");
});

test('datetimes of a fixed offset are one key, whoever made the zone', () => {
  const at = (zone: object, hour: number): PyDateTime => new PyDateTime(2024, 7, 1, hour, 0, 0, 0, zone);
  const dict = new Dict([[at(TimeZone.utc, 12), 1]]);
  expect(dict.get(at(new LibraryZone(Global.of('pytz._UTC')), 12))).toBe(1);
  expect(
    dict.get(at(new LibraryZone(Global.of('pytz._p'), Tuple.of<unknown>('Europe/Paris', 7200, 3600, 'CEST')), 14)),
  ).toBe(1);
  expect(dict.get(at(new LibraryZone(Global.of('pytz.FixedOffset'), Tuple.of(60)), 12))).toBeUndefined();
});

test('only the names of these libraries are one', () => {
  expect(() => new LibraryZone(Global.of('app.Zone'))).toThrow(TypeError);
});
