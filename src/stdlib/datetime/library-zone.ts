import { Global } from '../../values/global.ts';
import { inspectCustom } from '../../values/inspect.ts';
import { inspected, type PythonRepr, pythonRepr, type ReprParts, reprCall, reprParts } from '../../values/repr.ts';
import { Tuple } from '../../values/tuple.ts';
import { smallInteger, stateEntry } from '../call-arguments.ts';
import type { WallTime } from './calendar.ts';
import { deltaIn, offsetByData, offsetByTransitions, offsetByYear, offsetOfMachine } from './dateutil-rules.ts';
import { TimeDelta } from './timedelta.ts';
import { TimeZone, type TzInfo } from './timezone.ts';
import type { Clock } from './wall-clock.ts';
import { clockOfZone, offsetAt } from './zone-clock.ts';

/** What sort of zone each name makes. */
export type LibraryZoneKind =
  | 'utc'
  | 'pytz'
  | 'minutes'
  | 'django'
  | 'tzoffset'
  | 'tzlocal'
  | 'tzfile'
  | 'tzdata'
  | 'gettz'
  | 'tzrange'
  | 'tzstr';

const DATEUTIL = ['dateutil.tz.tz', 'dateutil.tz'] as const;

/** The names by which pytz, dateutil and Django pickle their zones. */
export const LIBRARY_ZONES: ReadonlyMap<string, LibraryZoneKind> = /* @__PURE__ */ new Map<string, LibraryZoneKind>([
  ['pytz._UTC', 'utc'],
  ['pytz._p', 'pytz'],
  ['pytz.FixedOffset', 'minutes'],
  ...DATEUTIL.flatMap((module): [string, LibraryZoneKind][] => [
    [`${module}.tzutc`, 'utc'],
    [`${module}.tzoffset`, 'tzoffset'],
    [`${module}.tzlocal`, 'tzlocal'],
    [`${module}.tzfile`, 'tzfile'],
    [`${module}.tzrange`, 'tzrange'],
    [`${module}.tzstr`, 'tzstr'],
  ]),
  ['dateutil.tz._tzfile._unpickle', 'tzdata'],
  ['dateutil.zoneinfo.tzfile', 'tzfile'],
  ['dateutil.zoneinfo.gettz', 'gettz'],
  ['django.utils.timezone.UTC', 'utc'],
  ['django.utils.timezone.FixedOffset', 'django'],
]);

const ZERO = /* @__PURE__ */ new TimeDelta();

/**
 * A time zone of pytz, dateutil or Django. It keeps what the pickle says, writes it back, and knows the offset.
 *
 * @example
 * ```ts
 * import { dumps, Global, Tuple } from 'brine';
 * import { LibraryZone, PyDateTime } from 'brine/stdlib';
 *
 * const utc = new LibraryZone(Global.of('pytz._UTC'));
 * const paris = new LibraryZone(Global.of('pytz._p'), Tuple.of<unknown>('Europe/Paris', 7200, 3600, 'CEST'));
 * dumps([new PyDateTime(2024, 7, 1, 12, 0, 0, 0, utc), new PyDateTime(2024, 7, 1, 14, 0, 0, 0, paris)]);
 * ```
 */
export class LibraryZone implements TzInfo, PythonRepr {
  /** What makes it: `pytz._p`, `dateutil.tz.tz.tzoffset`. */
  readonly type: Global;
  /** The arguments from which Python makes it. */
  readonly args: Tuple;
  /** Whether Python calls {@link LibraryZone.type} or makes an object of the class without its `__init__`. */
  readonly how: 'call' | 'new';
  /** Its attributes, a dict; `undefined` for none. */
  state: unknown;
  #clock: Clock | null | undefined;

  /** @throws TypeError if `type` is not a zone of these libraries. */
  constructor(type: Global, args: Tuple = new Tuple(), how: 'call' | 'new' = 'call', state?: unknown) {
    if (!(type instanceof Global) || !LIBRARY_ZONES.has(type.toString())) {
      throw new TypeError(`LibraryZone needs one of ${[...LIBRARY_ZONES.keys()].join(', ')}`);
    }
    this.type = type;
    this.args = args;
    this.how = how;
    this.state = state;
  }

  /** What sort of zone {@link LibraryZone.type} makes. */
  get kind(): LibraryZoneKind {
    return LIBRARY_ZONES.get(this.type.toString()) ?? 'utc';
  }

  /** The name in the IANA database, where there is one: `Europe/Paris`. */
  get key(): string | undefined {
    const { kind, args, state } = this;
    if (kind === 'pytz' || kind === 'gettz') return textOf(args[0]);
    if (kind !== 'tzfile' && kind !== 'tzdata') return undefined;
    const file = kind === 'tzdata' ? this.nameOfData() : (textOf(stateEntry(state, '_filename')) ?? textOf(args[1]));
    return file === undefined ? undefined : /(?:^|zoneinfo\/)((?:[\w+-]+\/)*[\w+-]+)$/.exec(file.slice(-256))?.[1];
  }

  /**
   * The offset at a time in the zone, or for null the offset that the zone always has; null if the pickle does not say
   * it.
   */
  utcOffset(at: WallTime | null): TimeDelta | null {
    const { kind, args, state } = this;
    switch (kind) {
      case 'utc':
        return ZERO;
      case 'minutes':
        return new TimeDelta(0, 60 * (smallInteger(args[0]) ?? 0));
      case 'pytz':
        if (args.length === 1) return this.staticOffset();
        return at === null ? null : new TimeDelta(0, smallInteger(args[1]) ?? 0);
      case 'django':
        return deltaIn(state, '_FixedOffset__offset') ?? null;
      case 'tzoffset':
        return this.ofTzoffset() ?? null;
      case 'tzlocal':
        return offsetOfMachine(state, at) ?? null;
      case 'tzrange':
      case 'tzstr':
        return offsetByYear(state, at) ?? null;
      case 'tzfile':
        return at === null ? null : (offsetByTransitions(state, at) ?? this.offsetByName(at));
      case 'tzdata':
        return offsetByData(args[3], at) ?? (at === null ? null : this.offsetByName(at));
      case 'gettz':
        return at === null ? null : this.offsetByName(at);
    }
  }

  /** Python's `str`. */
  toString(): string {
    const { kind, type } = this;
    if (kind === 'utc' && type.module !== 'dateutil.tz.tz' && type.module !== 'dateutil.tz') return 'UTC';
    return kind === 'pytz' ? (this.key ?? '') : pythonRepr(this);
  }

  /** The name, else Python's `repr`. */
  toJSON(): string {
    return this.kind === 'utc' ? 'UTC' : (this.key ?? this.toString());
  }

  /** As the library's own `repr` shows it. */
  [reprParts](): ReprParts {
    const { kind, type, args, state } = this;
    switch (kind) {
      case 'utc':
        return type.name === 'tzutc' ? reprCall('tzutc', []) : angled('UTC');
      case 'pytz':
        return this.pytzRepr();
      case 'minutes':
        return reprCall('pytz.FixedOffset', args);
      case 'django':
        return angled(`${type} object`);
      case 'tzoffset':
        return reprCall('tzoffset', [
          args.length > 0 ? args[0] : stateEntry(state, '_name'),
          BigInt(Math.trunc(this.ofTzoffset()?.totalSeconds() ?? 0)),
        ]);
      case 'tzfile':
        return reprCall('tzfile', [stateEntry(state, '_filename') ?? args[1]]);
      case 'tzdata':
        return reprCall('tzfile', [args[2] ?? args[1]]);
      case 'gettz':
        return reprCall('tzfile', args);
      case 'tzstr':
        return reprCall('tzstr', [stateEntry(state, '_s')]);
      case 'tzrange':
        return { values: [], text: () => 'tzrange(...)' };
      case 'tzlocal':
        return reprCall('tzlocal', []);
    }
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }

  /** dateutil has the offset among the arguments since version 4, and in the state before. */
  private ofTzoffset(): TimeDelta | undefined {
    const [, offset] = this.args;
    return offset instanceof TimeDelta ? offset : deltaIn(this.state, '_offset');
  }

  private nameOfData(): string | undefined {
    const [, key, file] = this.args;
    return textOf(key) ?? textOf(file);
  }

  private pytzRepr(): ReprParts {
    const [zone, offset, dst, name] = this.args;
    if (this.args.length === 1) return { values: [zone], text: (at) => (at === 0 ? '<StaticTzInfo ' : '>') };
    const seconds = smallInteger(offset) ?? 0;
    const shown = `${textOf(name) ?? ''}${seconds > 0 ? '+' : ''}${new TimeDelta(0, seconds)}`;
    const rest = ` ${shown} ${smallInteger(dst) === 0 ? 'STD' : 'DST'}>`;
    return { values: [zone], text: (at) => (at === 0 ? '<DstTzInfo ' : rest) };
  }

  /**
   * pytz names a zone without its offset if that never changes. If the runtime does not have the zone, the offset is
   * not known.
   */
  private staticOffset(): TimeDelta | null {
    const clock = this.clock();
    if (clock === undefined) return null;
    const offset = clock(0);
    for (let at = 0; at < LATEST; at += LATEST / 32) if (clock(at) - at !== offset) return null;
    return new TimeDelta(0, offset);
  }

  private offsetByName(at: WallTime): TimeDelta | null {
    const clock = this.clock();
    return clock === undefined ? null : offsetAt(at, clock);
  }

  private clock(): Clock | undefined {
    if (this.#clock === undefined) this.#clock = this.key === undefined ? null : (clockOfZone(this.key) ?? null);
    return this.#clock ?? undefined;
  }
}

/** The year 2038. A 32nd of the time until then is two years and some weeks, so that summers and winters are tried. */
const LATEST = 2 ** 31;

/** The fixed offset of a zone of this library's classes; `undefined` if it may change. */
export function fixedOffset(tzinfo: object | null): TimeDelta | undefined {
  if (tzinfo instanceof TimeZone) return tzinfo.offset;
  if (!(tzinfo instanceof LibraryZone) || tzinfo.kind === 'tzlocal') return undefined;
  // pytz returns no offset without a time, although each object has one offset.
  const isOfOne = tzinfo.kind === 'pytz' && tzinfo.args.length === 4;
  return tzinfo.utcOffset(isOfOne ? ANY_TIME : null) ?? undefined;
}

const ANY_TIME: WallTime = { year: 2000, month: 1, day: 1, hour: 0, minute: 0, second: 0, microsecond: 0, fold: 0 };

function angled(text: string): ReprParts {
  return { values: [], text: () => `<${text}>` };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
