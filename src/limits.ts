/**
 * Limits on what one pickle may cost. They are checked before the memory is spent; a pickle that needs more is an
 * `UnpicklingError` with code `limit` that names the limit.
 *
 * @module
 */
import { PickleError } from './errors.ts';

/** Limits on what one `loads` may cost. */
export interface Limits {
  /**
   * Estimated bytes of the result and of the stack, by {@link COST}.
   *
   * @defaultValue the larger of 1 GiB and 16 times the input
   */
  readonly memory: number;
  /**
   * Entries the memo may hold.
   *
   * @defaultValue 2²⁶
   */
  readonly memo: number;
  /**
   * Digits of an integer written as text, like CPython's `sys.set_int_max_str_digits`.
   *
   * @defaultValue 4300
   */
  readonly digits: number;
  /**
   * UTF-16 units of one string.
   *
   * @defaultValue 536,870,888, the longest string of V8
   */
  readonly string: number;
  /**
   * Nesting depth of the result. Brine itself never recurses on data; set it if you pass values to code that does.
   *
   * @defaultValue Infinity
   */
  readonly depth: number;
  /**
   * Work spent on hashing and comparing dict keys and set members, in elements. A tuple that is part of several keys
   * counts once.
   *
   * @defaultValue 2¹⁹, and 16 for each byte of the input
   */
  readonly keys: number;
  /**
   * Work of codecs: the bytes of their arguments, by {@link COST}. A pickle can give one large argument to many calls,
   * at a few bytes for each.
   *
   * @defaultValue 2²³, and 64 for each byte of the input
   */
  readonly work: number;
  /**
   * Bytes that compressed data may unpack to, with `decompress: 'auto'`.
   *
   * @defaultValue 10⁹
   */
  readonly unpacked: number;
  /**
   * The greatest ratio of unpacked to compressed size, above 16 MB unpacked, with `decompress: 'auto'`.
   *
   * @defaultValue 100
   */
  readonly ratio: number;
}

/** The name of one limit. */
export type LimitName = keyof Limits;

/**
 * The cost of values in bytes, measured on V8 (Node 20 to 24). Strings and bytes add their length; list items and tuple
 * members add {@link COST.slot} each.
 */
export const COST = {
  slot: 8,
  float: 40,
  string: 24,
  bigint: 24,
  bytes: 184,
  list: 32,
  dict: 184,
  set: 152,
  entry: 48,
  instance: 120,
} as const;

/** Items that a call makes of a few bytes: `list(range(10))`, `bytes(10)`. A call that makes more is kept. */
export const MOST_MADE = 2 ** 16;

const GIB = 2 ** 30;

/** Fills in the defaults, some of which depend on the size of the input in bytes. */
export function resolveLimits(limits: Partial<Limits> | undefined, inputBytes: number): Limits {
  return {
    memory: limitOf(limits, 'memory', Math.max(GIB, 16 * inputBytes)),
    memo: limitOf(limits, 'memo', 2 ** 26),
    digits: limitOf(limits, 'digits', 4300),
    string: limitOf(limits, 'string', 536_870_888),
    depth: limitOf(limits, 'depth', Number.POSITIVE_INFINITY),
    keys: limitOf(limits, 'keys', 2 ** 19 + 16 * inputBytes),
    work: limitOf(limits, 'work', 2 ** 23 + 64 * inputBytes),
    unpacked: limitOf(limits, 'unpacked', 1e9),
    ratio: limitOf(limits, 'ratio', 100),
  };
}

function limitOf(limits: Partial<Limits> | undefined, name: LimitName, fallback: number): number {
  const value = limits?.[name];
  if (value === undefined) return fallback;
  if (typeof value !== 'number' || !(value >= 0)) {
    throw new RangeError(`options.limits.${name} needs a number of at least 0, got ${String(value)}`);
  }
  return value;
}

/**
 * The greatest length of an array in Brine. V8 makes a full array half as large again; if that would be more than 2²⁷
 * places, it ends the process without throwing (measured, Node 20 to 24). The last length from which an array can still
 * grow is 89,478,473.
 */
export const LONGEST_ARRAY = 89_000_000;

/** Refuses a length that an array may not be able to reach; `what` is what would have it. */
export function checkLength(length: number, what: string): void {
  if (length <= LONGEST_ARRAY) return;
  throw new PickleError(
    'limit',
    `${what}: more than ${LONGEST_ARRAY} values, and this runtime has no array for more, whatever options.limits says;` +
      ' options.limits.memory can refuse it earlier',
  );
}

/** The error for the engine's own limits: 2²⁴ entries of a Map or Set, 2³⁰ bits of a bigint. */
export function beyondEngine(error: RangeError): PickleError {
  return new PickleError('limit', `more than this runtime can hold: ${error.message}`, { cause: error });
}

/** The error for a pickle that needs more than a limit allows. */
export function limitExceeded(name: LimitName, allowed: number, what: string): PickleError {
  return new PickleError(
    'limit',
    `${what}: more than limits.${name} allows (${allowed}); raise options.limits.${name}`,
  );
}
