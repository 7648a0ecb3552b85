import { pythonClass } from '../../codec/class.ts';
import type { FamilyMember } from '../../codec/family.ts';
import type { Reduction } from '../../codec/reduction.ts';
import { PickleError } from '../../errors.ts';
import { Dict } from '../../values/dict.ts';
import { Float } from '../../values/float.ts';
import { type PlainParts, plainParts } from '../../values/plain.ts';
import { type PythonRepr, type ReprParts, reprCall, reprParts } from '../../values/repr.ts';
import { Tuple, tupleOf } from '../../values/tuple.ts';
import { bigintArgument } from '../call-arguments.ts';
import { entriesOf } from '../functions/attributes.ts';

/** A tuple whose items have names, with further named fields that are not items. */
abstract class StructSequence extends Tuple implements PythonRepr {
  /** The fields that are not items. */
  declare readonly extra: Dict;

  protected abstract get fields(): readonly string[];
  protected abstract get pythonName(): string;

  constructor(items: Iterable<unknown> | number = [], extra: Iterable<readonly [unknown, unknown]> = []) {
    super();
    if (typeof items !== 'number') for (const item of items) this.push(item);
    Object.defineProperty(this, 'extra', { value: new Dict(extra) });
  }

  /** A field by its Python name. */
  get(name: string): unknown {
    const at = this.fields.indexOf(name);
    return at >= 0 && at < this.length ? this[at] : this.extra.get(name);
  }

  override [reprParts](): ReprParts {
    return reprCall(this.pythonName, [], this.named());
  }

  /** The fields by name. Bigints, such as nanoseconds, become strings of digits. */
  toJSON(): Record<string, unknown> {
    return Object.fromEntries(
      this.all().map(([name, value]) => [name, typeof value === 'bigint' ? String(value) : value]),
    );
  }

  [plainParts](): PlainParts {
    return { entries: this.all() };
  }

  private all(): [string, unknown][] {
    const extra = [...this.extra].filter((entry): entry is [string, unknown] => typeof entry[0] === 'string');
    return [...this.named(), ...extra];
  }

  private named(): [string, unknown][] {
    return this.fields.slice(0, this.length).map((name, i) => [name, this[i]]);
  }
}

/** Python's `time.struct_time`. */
export class StructTime extends StructSequence {
  protected get fields(): readonly string[] {
    return TIME_FIELDS;
  }

  protected get pythonName(): string {
    return 'time.struct_time';
  }

  /** The moment, as if the time were UTC; `tm_gmtoff` is subtracted if it is known. */
  toDate(): Date {
    const [year, month, day, hour, minute, second] = this.map(numberOf);
    const offset = numberOf(this.get('tm_gmtoff') ?? 0);
    const date = new Date(0);
    date.setUTCFullYear(year ?? 0, (month ?? 1) - 1, day ?? 1);
    date.setUTCHours(hour ?? 0, minute ?? 0, (second ?? 0) - offset);
    return date;
  }
}

/** Python's `os.stat_result`. */
export class StatResult extends StructSequence {
  protected get fields(): readonly string[] {
    return STAT_FIELDS;
  }

  protected get pythonName(): string {
    return 'os.stat_result';
  }
}

/** NaN for what is not a number. */
function numberOf(value: unknown): number {
  return typeof value === 'number' || value instanceof Float ? Number(value) : Number(bigintArgument(value));
}

const TIME_FIELDS = [
  'tm_year',
  'tm_mon',
  'tm_mday',
  'tm_hour',
  'tm_min',
  'tm_sec',
  'tm_wday',
  'tm_yday',
  'tm_isdst',
] as const;

const STAT_FIELDS = [
  'st_mode',
  'st_ino',
  'st_dev',
  'st_nlink',
  'st_uid',
  'st_gid',
  'st_size',
  'st_atime',
  'st_mtime',
  'st_ctime',
] as const;

/** `time.struct_time` and `os.stat_result`. */
export function structSequences(): readonly FamilyMember[] {
  return [
    structCodec('time.struct_time', StructTime, TIME_FIELDS.length, []),
    structCodec('os.stat_result', StatResult, STAT_FIELDS.length, ['posix.stat_result', 'nt.stat_result']),
  ];
}

function structCodec(
  name: string,
  type: new (items: Iterable<unknown>, extra: Iterable<readonly [unknown, unknown]>) => StructSequence,
  length: number,
  aliases: readonly string[],
): FamilyMember {
  const make = ([items, extra = new Dict(), ...more]: readonly unknown[]): StructSequence => {
    const entries = entriesOf(extra);
    if (!Array.isArray(items) || items.length < length || entries === undefined || more.length > 0) {
      throw new PickleError('bad-call', `${name}() takes an at least ${length}-sequence and a dict`);
    }
    return new type(items, entries);
  };
  return pythonClass(name, type, {
    aliases,
    call: make,
    create: make,
    reduce: (self): Reduction => ({ callable: type, args: [tupleOf([...self]), self.extra] }),
  });
}
