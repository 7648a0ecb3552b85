import { pythonClass } from '../codec/class.ts';
import type { FamilyMember } from '../codec/family.ts';
import { PickleError } from '../errors.ts';
import { inspectCustom } from '../values/inspect.ts';
import { type PythonKey, pythonKey } from '../values/key.ts';
import { inspected, type PythonRepr, type ReprParts, reprParts, reprText } from '../values/repr.ts';
import { bigintArgument, pythonInt, stateEntry } from './call-arguments.ts';
import { EnumMember } from './enum/enumeration.ts';
import { order, refuseOperator } from './numbers/number-order.ts';

/** Whether a UUID was made in a way safe for several processes. */
export type UUIDSafety = 'safe' | 'unsafe' | 'unknown';

const LIMIT = 2n ** 128n;
/** More than any spelling of a UUID has. */
const LONGEST = 100;
/** Values of Python's `uuid.SafeUUID`. */
const SAFE = 0;
const UNSAFE = -1;

/** Python's `uuid.UUID`. */
export class UUID implements PythonKey, PythonRepr {
  /** The 128 bits. */
  readonly int: bigint;
  /** Python's `is_safe`. */
  readonly isSafe: UUIDSafety;

  /**
   * @param value - The bits, or 32 hexadecimal digits, with hyphens, braces or `urn:uuid:` as Python takes them.
   * @param isSafe - Python's `is_safe`.
   * @throws RangeError for anything else.
   */
  constructor(value: bigint | string, isSafe: UUIDSafety = 'unknown') {
    this.int = typeof value === 'string' ? parsed(value) : value;
    this.isSafe = isSafe;
    if (typeof this.int !== 'bigint' || this.int < 0n || this.int >= LIMIT) {
      throw new RangeError('int is out of range (need a 128-bit value)');
    }
  }

  /**
   * -1, 0 or 1 if this is before, equal to or after the other.
   *
   * For sorting: `sort((a, b) => a.compare(b))`. Without a function, `sort()` compares the texts.
   */
  compare(other: UUID): -1 | 0 | 1 {
    if (!(other instanceof UUID)) throw new TypeError('a UUID is compared with UUIDs only');
    return order(this.int, other.int);
  }

  /** Python's `==`. */
  equals(other: unknown): boolean {
    return other instanceof UUID && this.int === other.int;
  }

  /** @throws TypeError always. */
  valueOf(): never {
    return refuseOperator('UUID');
  }

  /** Python's `str`: `12345678-1234-5678-1234-567812345678`. */
  toJSON(): string {
    const hex = this.int.toString(16).padStart(32, '0');
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  }

  /** Python's `str`. */
  toString(): string {
    return this.toJSON();
  }

  [reprParts](): ReprParts {
    return reprText(`UUID('${this.toJSON()}')`);
  }

  [pythonKey](): readonly unknown[] {
    return ['uuid.UUID', this.int];
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}

/** Python's `uuid`. */
export function uuid(): readonly FamilyMember[] {
  return [
    pythonClass('uuid.UUID', UUID, {
      call([hex, ...more]) {
        return typeof hex === 'string' && more.length === 0 ? checked(() => new UUID(hex)) : undefined;
      },
      create(args, kwargs) {
        if (args.length === 0 && kwargs === undefined) return new UUID(0n);
        throw new PickleError('bad-call', 'UUID.__new__() takes no arguments');
      },
      setState: (self, state) => void Object.assign(self, fieldsOf(state)),
      getState(self) {
        const state = new Map<string, unknown>([['int', self.int]]);
        if (self.isSafe !== 'unknown') state.set('is_safe', pythonInt(self.isSafe === 'safe' ? SAFE : UNSAFE));
        return state;
      },
    }),
  ];
}

function fieldsOf(state: unknown): UUID {
  const int = bigintArgument(stateEntry(state, 'int'));
  if (int === undefined) throw new PickleError('bad-state', "the state of a UUID needs an int under 'int'");
  return checked(() => new UUID(int, safetyOf(stateEntry(state, 'is_safe'))), 'bad-state');
}

/** Python 3.7.0 wrote the member of the enumeration in place of its value. */
function safetyOf(value: unknown): UUIDSafety {
  const plain: unknown = value instanceof EnumMember ? value.value : value;
  if (plain === undefined || plain === null) return 'unknown';
  const number = bigintArgument(plain);
  if (number === BigInt(SAFE)) return 'safe';
  if (number === BigInt(UNSAFE)) return 'unsafe';
  throw new PickleError('bad-state', "'is_safe' of a UUID is not a valid SafeUUID");
}

function checked(make: () => UUID, code: 'bad-call' | 'bad-state' = 'bad-call'): UUID {
  try {
    return make();
  } catch (cause) {
    if (cause instanceof RangeError) throw new PickleError(code, cause.message, { cause });
    throw cause;
  }
}

function parsed(text: string): bigint {
  if (text.length > LONGEST) throw new RangeError('badly formed hexadecimal UUID string');
  const hex = text
    .replace('urn:', '')
    .replace('uuid:', '')
    .replace(/^[{}]+|[{}]+$/g, '')
    .replaceAll('-', '');
  if (!/^[\da-f]{32}$/i.test(hex)) throw new RangeError('badly formed hexadecimal UUID string');
  return BigInt(`0x${hex}`);
}
