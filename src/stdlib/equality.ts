import { PickleError } from '../errors.ts';
import { canonicalKey } from '../values/canonical-key.ts';
import { Complex } from '../values/complex.ts';
import { Dict } from '../values/dict.ts';
import { Float } from '../values/float.ts';
import { Global } from '../values/global.ts';
import { pythonKey, UnorderedKey } from '../values/key.ts';
import { KeyNames } from '../values/key-forms.ts';
import { nameOf, type PythonName } from '../values/python-name.ts';
import { FrozenSet, PySet } from '../values/set.ts';
import { Tuple } from '../values/tuple.ts';
import { PyArray } from './collections/array.ts';
import { Counter, OrderedDict } from './collections/collections.ts';
import { Deque } from './collections/deque.ts';
import { FrozenDict } from './collections/frozendict.ts';
import { ChainMap, UserDict, UserList, UserString } from './collections/user-collections.ts';
import { PyDateTime } from './datetime/date-time.ts';
import { LibraryZone } from './datetime/library-zone.ts';
import { PyTime } from './datetime/time.ts';
import { EnumMember } from './enum/enumeration.ts';
import { PyParameter, PySignature } from './functions/signature.ts';
import { numbersEqual } from './numbers/number-order.ts';
import { PurePath } from './paths/pathlib.ts';
import { SimpleNamespace } from './types.ts';

/** The most pairs of values that one call compares by default. */
const MOST_PAIRS = 2 ** 26;

/** Two lists whose items must be equal pair by pair, or the answer itself. */
type Verdict = boolean | readonly [readonly unknown[], readonly unknown[]];

/** Two lists that are being compared. */
interface Frame {
  readonly a: readonly unknown[];
  readonly b: readonly unknown[];
  at: number;
}

/**
 * Python's `==`, for any two values that `loads` gives: `1 == 1.0 == True`, `Decimal('0.5') == 0.5`, containers by
 * their contents, and a Counter and an OrderedDict by their own rules. Objects of unknown classes, functions, files and
 * exceptions are only equal to themselves, as in Python if a class has no `__eq__`.
 *
 * Nothing recurses. If two values contain themselves, they are equal if no part differs; Python raises RecursionError
 * there.
 *
 * @param options - `pairs`: the most pairs of values that are compared.
 * @throws PickleError `limit` for more pairs than that; TypeError for a set or dict of JavaScript with a member or key
 *   that Python cannot hash.
 * @example
 * ```ts
 * import { dumps, loads, pythonEquals, Tuple } from 'brine';
 * import { Decimal } from 'brine/stdlib';
 *
 * pythonEquals(loads(dumps({ a: [1, Tuple.of(2)] })), { a: [1n, Tuple.of(2)] }); // true
 * pythonEquals(new Decimal('0.5'), 0.5); // true
 * pythonEquals([1], Tuple.of(1)); // false
 * ```
 */
export function pythonEquals(
  a: unknown,
  b: unknown,
  { pairs: most = MOST_PAIRS }: { readonly pairs?: number } = {},
): boolean {
  const frames: Frame[] = [{ a: [a], b: [b], at: 0 }];
  const seen = new Map<object, Set<object>>();
  let count = 0;
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    if (frame.at === frame.a.length) {
      frames.pop();
      continue;
    }
    const [x, y] = [frame.a[frame.at], frame.b[frame.at]];
    frame.at++;
    if (++count > most) {
      throw new PickleError('limit', `== compares more than ${most} pairs of values; raise the option pairs`);
    }
    if (x === y) continue;
    const verdict = compared(x, y);
    if (verdict === false) return false;
    if (verdict === true || isNoted(seen, Object(x), Object(y))) continue;
    frames.push({ a: verdict[0], b: verdict[1], at: 0 });
  }
  return true;
}

/** Whether two objects are already being compared. If not, notes that they are. */
function isNoted(seen: Map<object, Set<object>>, x: object, y: object): boolean {
  const known = seen.get(x);
  if (known === undefined) seen.set(x, new Set([y]));
  else if (known.has(y)) return true;
  else known.add(y);
  return false;
}

function compared(x: unknown, y: unknown): Verdict {
  const numbers = numbersEqual(numeric(x), numeric(y));
  if (numbers !== undefined) return numbers;
  const [a, b] = [contentsOf(x), contentsOf(y)];
  if (a === b) return true;
  if (typeof a === 'function' || typeof b === 'function') return isSameGlobal(a, b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (a instanceof Complex && b instanceof Complex) return a.re === b.re && a.im === b.im;
  if (a instanceof Uint8Array) return b instanceof Uint8Array && isSameBytes(a, b);
  if (Array.isArray(a)) return Array.isArray(b) && a instanceof Tuple === b instanceof Tuple && pairs(a, b);
  if (a instanceof Set) return b instanceof Set && isSameSet(a, b);
  if (a instanceof UserDict) return [[a.data], [b instanceof UserDict ? b.data : b]];
  if (b instanceof UserDict) return [[a], [b.data]];
  const [map, other] = [mapOf(a), mapOf(b)];
  if (map !== undefined) return other !== undefined && mapPairs(map, other);
  return other === undefined && comparedObjects(a, b);
}

function comparedObjects(a: object, b: object): Verdict {
  if (a instanceof PurePath) return a.equals(b);
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return isSameGlobal(a, b);
  if (a instanceof PyDateTime || a instanceof PyTime) return a.equals(b);
  if (a instanceof Deque && b instanceof Deque) return pairs([...a], [...b]);
  if (a instanceof PyArray && b instanceof PyArray) return pairs(arrayItems(a), arrayItems(b));
  if (a instanceof LibraryZone && b instanceof LibraryZone) {
    return (
      a.type.toString() === b.type.toString() && [
        [a.args, a.state],
        [b.args, b.state],
      ]
    );
  }
  if (a instanceof ChainMap && b instanceof ChainMap) return [[a.maps], [b.maps]];
  const isByFields = a instanceof SimpleNamespace || a instanceof PyParameter || a instanceof PySignature;
  if (isByFields) return mapPairs(new Dict(Object.entries(a)), new Dict(Object.entries(b)));
  return hasKey(a) && hasKey(b) && keyPairs(a[pythonKey](), b[pythonKey]());
}

/** The text of a str, also of a subclass, or the list of a UserList. Any other value is returned unchanged. */
function contentsOf(value: unknown): unknown {
  if (value === undefined) return null;
  if (value instanceof UserString || value instanceof UserList) return value.data;
  const own: unknown = value instanceof EnumMember ? value.valueOf() : undefined;
  return typeof own === 'string' ? own : value;
}

/** The number that a value equals, such as a member of an IntEnum or a complex number without an imaginary part. */
function numeric(value: unknown): unknown {
  if (value instanceof Complex) return value.im === 0 ? new Float(value.re) : undefined;
  return value instanceof EnumMember ? value.valueOf() : value;
}

/** A class and the `Global` of its name are equal. */
function isSameGlobal(a: unknown, b: unknown): boolean {
  const [mine, theirs] = [globalOf(a), globalOf(b)];
  return mine !== undefined && mine.module === theirs?.module && mine.name === theirs.name;
}

function globalOf(value: unknown): PythonName | undefined {
  if (value instanceof Global) return value;
  return typeof value === 'function' ? nameOf(value) : undefined;
}

function isSameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

function pairs(a: readonly unknown[], b: readonly unknown[]): Verdict {
  return a.length === b.length && [a, b];
}

function arrayItems({ values, text }: PyArray): unknown[] {
  return text === undefined ? Array.from<unknown>(values) : [...text];
}

function isSameSet(a: ReadonlySet<unknown>, b: ReadonlySet<unknown>): boolean {
  const other = b instanceof PySet || b instanceof FrozenSet ? b : new PySet(b);
  if (a.size !== other.size) return false;
  for (const member of a) if (!other.has(member)) return false;
  return true;
}

/** The entries of a mapping, or of a ChainMap if all its maps are dicts. */
function mapOf(value: object): ReadonlyMap<unknown, unknown> | undefined {
  if (!(value instanceof ChainMap)) return dictOf(value);
  const maps = value.maps.map(dictOf);
  const merged = new Dict<unknown, unknown>();
  for (const map of maps.reverse()) {
    if (map === undefined) return undefined;
    for (const [key, entry] of map) merged.set(key, entry);
  }
  return merged;
}

function dictOf(value: unknown): ReadonlyMap<unknown, unknown> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (value instanceof Dict) return value;
  if (value instanceof Map || value instanceof FrozenDict) return new Dict(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null ? new Dict(Object.entries(value)) : undefined;
}

function mapPairs(a: ReadonlyMap<unknown, unknown>, b: ReadonlyMap<unknown, unknown>): Verdict {
  if (a instanceof Counter && b instanceof Counter) {
    const keys = [...new PySet([...a.keys(), ...b.keys()])];
    return [keys.map((key) => a.get(key) ?? 0), keys.map((key) => b.get(key) ?? 0)];
  }
  if (a.size !== b.size) return false;
  const [mine, theirs]: [unknown[], unknown[]] = [[], []];
  const isOrdered = a instanceof OrderedDict && b instanceof OrderedDict;
  const order = b.keys();
  for (const [key, value] of a) {
    if (!b.has(key)) return false;
    mine.push(value);
    theirs.push(b.get(key));
    if (!isOrdered) continue;
    mine.push(key);
    theirs.push(order.next().value);
  }
  return [mine, theirs];
}

function hasKey(value: object): value is { [pythonKey](): number | bigint | readonly unknown[] } {
  return pythonKey in value;
}

/** Objects whose keys are equal are equal. Keys may contain unhashable values, so they are compared part by part. */
function keyPairs(a: number | bigint | readonly unknown[], b: number | bigint | readonly unknown[]): Verdict {
  if (typeof a !== 'object' || typeof b !== 'object') return a === b;
  if (a.length !== b.length) return false;
  const names = new KeyNames();
  const part = (one: unknown): unknown => keyPart(one, names);
  return [a.map(part), b.map(part)];
}

/** A part whose members have no order, as a string. */
function keyPart(part: unknown, names: KeyNames): unknown {
  return part instanceof UnorderedKey ? canonicalKey(part, names) : part;
}
