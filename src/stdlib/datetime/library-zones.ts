import { decodeLatin1 } from '../../bytes/text.ts';
import { pythonClass } from '../../codec/class.ts';
import type { LoadContext } from '../../codec/context.ts';
import type { FamilyMember } from '../../codec/family.ts';
import { pythonFunction } from '../../codec/function.ts';
import type { Reduction } from '../../codec/reduction.ts';
import { PickleError } from '../../errors.ts';
import { Global } from '../../values/global.ts';
import { Instance } from '../../values/instance.ts';
import { Tuple } from '../../values/tuple.ts';
import { smallInteger } from '../call-arguments.ts';
import { isZoneData } from './dateutil-rules.ts';
import { LIBRARY_ZONES, LibraryZone, type LibraryZoneKind } from './library-zone.ts';
import { TimeDelta } from './timedelta.ts';

const RECONSTRUCTOR = /* @__PURE__ */ Global.of('copyreg._reconstructor');
const TZINFO = /* @__PURE__ */ Global.of('datetime.tzinfo');

/** A day in minutes and in seconds. Every offset is smaller. */
const DAY_MINUTES = 1440;
const DAY_SECONDS = 86_400;

/** The time zones of pytz, dateutil and Django. */
export function libraryZones(): readonly FamilyMember[] {
  return [
    pythonClass('pytz._UTC', LibraryZone, {
      setState(self, state, context) {
        const named = withTexts(checkedState(state), context);
        self.state = self.state === undefined ? named : merged(self.state, named, context);
      },
      reduce: ({ type, args, how, state }, { protocol }): Reduction => {
        if (how === 'call') return { callable: type, args, state };
        if (protocol >= 2) return { how, callable: type, args, state };
        return { callable: RECONSTRUCTOR, args: [type, TZINFO, new Instance(TZINFO, 'call')], state };
      },
    }),
    // In Python their names are functions and classes, which load as `Global`s.
    ...[...LIBRARY_ZONES].map(([name, kind]) => {
      const type = Global.of(name);
      return pythonFunction(name, undefined, {
        call(args) {
          const texts = Tuple.from(args, asText);
          return isCall(kind, texts) ? new LibraryZone(type, texts, 'call') : undefined;
        },
        create: (args, kwargs) =>
          isNew(kind) && args.length === 0 && kwargs === undefined ? new LibraryZone(type, args, 'new') : undefined,
      });
    }),
  ];
}

function isNew(kind: LibraryZoneKind): boolean {
  return kind === 'utc' || kind === 'tzoffset' || kind === 'tzlocal' || kind === 'tzrange' || kind === 'tzstr';
}

/** Whether a library writes calls with such arguments. Other calls are kept unchanged. */
function isCall(kind: LibraryZoneKind, [first, second, third, fourth, ...more]: readonly unknown[]): boolean {
  if (more.length > 0) return false;
  switch (kind) {
    case 'utc':
    case 'django':
      return first === undefined;
    case 'minutes':
      return isWithin(first, DAY_MINUTES) && second === undefined;
    case 'gettz':
      return typeof first === 'string' && second === undefined;
    case 'pytz':
      if (typeof first !== 'string') return false;
      if (second === undefined) return true;
      return isWithin(second, DAY_SECONDS) && isWithin(third, DAY_SECONDS) && typeof fourth === 'string';
    case 'tzoffset':
      return isName(first) && second instanceof TimeDelta && third === undefined;
    case 'tzdata':
      return first instanceof Global && isName(second) && isName(third) && isZoneData(fourth);
    case 'tzfile':
      return first === null && (typeof second === 'string' || second === null) && third === undefined;
    default:
      return false;
  }
}

function isName(value: unknown): boolean {
  return typeof value === 'string' || value === null;
}

function isWithin(value: unknown, limit: number): boolean {
  const number = smallInteger(value);
  return number !== undefined && Math.abs(number) < limit;
}

function checkedState(state: unknown): object {
  const prototype: unknown = typeof state === 'object' && state !== null ? Object.getPrototypeOf(state) : undefined;
  if (typeof state === 'object' && state !== null && (state instanceof Map || prototype === Object.prototype)) {
    return state;
  }
  throw new PickleError('bad-state', 'state is not a dictionary');
}

/** With `encoding: 'bytes'` the names and texts of Python 2 are bytes. No zone has real bytes. */
function asText(value: unknown): unknown {
  return value instanceof Uint8Array ? decodeLatin1(value, 0, value.length) : value;
}

function withTexts(state: object, context: LoadContext): unknown {
  const entries = state instanceof Map ? [...state] : [];
  if (!entries.some(([name]) => name instanceof Uint8Array)) return state;
  return context.dict(entries.map(([name, value]) => [asText(name), asText(value)]));
}

/** Like a second `__dict__.update`. */
function merged(first: unknown, second: unknown, context: LoadContext): unknown {
  return context.dict(
    [first, second].flatMap((state) => (state instanceof Map ? [...state] : Object.entries(Object(state)))),
  );
}
