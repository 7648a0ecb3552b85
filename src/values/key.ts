/**
 * Python's equality of dict keys and set members: `1 == 1.0 == True`, tuples, bytes and frozensets by value,
 * everything else by identity, lists and dicts not at all.
 *
 * @module
 */
import { decodeLatin1 } from '../bytes/text.ts';
import { limitExceeded } from '../limits.ts';
import { ByteArray } from './byte-array.ts';
import { Complex } from './complex.ts';
import { Float } from './float.ts';
import { Tuple } from './tuple.ts';

/**
 * The method of classes whose objects are equal by value as keys. It gives a number or bigint for what equals that
 * number in Python; else an array that starts with a name of the kind.
 */
export const pythonKey: unique symbol = Symbol.for('brine.pythonKey');

/** An object that is equal to others by value, as a key. */
export interface PythonKey {
  [pythonKey](): number | bigint | readonly unknown[];
}

/** Parts of a key whose order does not count. */
export class UnorderedKey implements PythonKey {
  readonly parts: readonly unknown[];

  constructor(parts: readonly unknown[]) {
    this.parts = parts;
  }

  [pythonKey](): readonly unknown[] {
    return this.parts;
  }
}

/** Work that may still be spent on keys, in elements. */
export interface KeyBudget {
  left: number;
  readonly allowed: number;
}

/** Elements of one key, where no budget was given. */
const LARGEST_KEY = 2 ** 24;

/** Marks a NaN in a composite: not equal to itself. */
const NOT_EQUAL = Symbol('NaN');

/**
 * Whether JavaScript's own Map and Set compare this key as Python does, as long as all keys are of this sort.
 *
 * @throws TypeError with Python's message if Python cannot hash it.
 */
export function isPlainKey(key: unknown): boolean {
  switch (typeof key) {
    case 'string':
      return true;
    case 'number':
      return !Object.is(key, -0);
    case 'boolean':
    case 'bigint':
    case 'undefined':
      return false;
    case 'object':
      return key === null || !(isComposite(key) || key instanceof Float || key instanceof Complex);
    default:
      return true;
  }
}

/** Whether a key is a number that JavaScript's Map and Set compare with other numbers as Python does. */
export function isOrdinaryNumber(key: unknown): boolean {
  return typeof key === 'number' && !Number.isNaN(key) && !Object.is(key, -0);
}

/**
 * What equal keys have in common: a number or bigint for numbers, a string for composites, the key itself for the
 * rest. The string of a composite may be that of a str key; the two never meet in one {@link KeyIndex}.
 *
 * @throws TypeError with Python's message if Python cannot hash it.
 */
export function canonicalKey(key: unknown, budget?: KeyBudget): unknown {
  const atom = canonicalNumber(key);
  if (atom !== undefined) return atom;
  if (key === undefined) return null;
  if (typeof key !== 'object' || key === null || key instanceof Float || !isComposite(key)) return key;
  if (hasPythonKey(key)) {
    const value = key[pythonKey]();
    if (typeof value === 'number' || typeof value === 'bigint') return canonicalNumber(value);
  }
  const text = compositeText(key, budget ?? { left: LARGEST_KEY, allowed: LARGEST_KEY });
  return text === NOT_EQUAL ? key : text;
}

/** The key as it was stored, by what it is equal to. Only for keys that are no strings. */
export class KeyIndex {
  private readonly stored = new Map<unknown, unknown>();

  /** @param keys - What the container holds already; all plain. */
  constructor(keys: Iterable<unknown>) {
    for (const key of keys) if (typeof key === 'number') this.stored.set(key, key);
  }

  /** The stored key equal to one with this canonical form; `undefined` if there is none. */
  find(canonical: unknown): unknown {
    return this.stored.get(canonical);
  }

  add(canonical: unknown, key: unknown): void {
    this.stored.set(canonical, key);
  }

  delete(canonical: unknown): void {
    this.stored.delete(canonical);
  }
}

/** What is stored for a key: Map would make `-0` a `0`, and None is `null`. */
export function keptKey(key: unknown): unknown {
  if (key === undefined) return null;
  return Object.is(key, -0) ? new Float(-0) : key;
}

/** Whether only the very same value is equal to this canonical form, which Map and Set see by themselves. */
export function isIdentity(canonical: unknown): boolean {
  return canonical === null || typeof canonical === 'object' || typeof canonical === 'function';
}

/** The one number that stands for all numbers equal to this key; `undefined` for what is no number. */
function canonicalNumber(key: unknown): number | bigint | undefined {
  if (typeof key === 'number') return key === 0 ? 0 : key;
  if (typeof key === 'boolean') return key ? 1 : 0;
  if (typeof key === 'bigint') {
    const near = Number(key);
    return Number.isFinite(near) && BigInt(near) === key ? near : key;
  }
  if (key instanceof Float && !Number.isNaN(key.value)) return key.value === 0 ? 0 : key.value;
  if (key instanceof Complex && key.im === 0 && !Number.isNaN(key.re)) return key.re === 0 ? 0 : key.re;
  return undefined;
}

function hasPythonKey(key: object): key is PythonKey {
  return pythonKey in key;
}

/** Whether a key is compared by what it is made of. Throws for what Python cannot hash. */
function isComposite(key: object): boolean {
  if (key instanceof Tuple || hasPythonKey(key)) return true;
  if (key instanceof Uint8Array && !(key instanceof ByteArray)) return true;
  const unhashable = unhashableType(key);
  if (unhashable !== undefined) throw new TypeError(`unhashable type: '${unhashable}'`);
  return key instanceof Complex;
}

/** Python's name of the type, if its objects cannot be hashed. */
function unhashableType(key: object): string | undefined {
  if (Array.isArray(key)) return 'list';
  if (key instanceof Map) return 'dict';
  if (key instanceof Set) return 'set';
  if (key instanceof ByteArray) return 'bytearray';
  const prototype: unknown = Object.getPrototypeOf(key);
  return prototype === Object.prototype || prototype === null ? 'dict' : undefined;
}

/** A composite whose parts are being spelled. */
interface Frame {
  readonly parts: readonly unknown[];
  readonly spelled: string[];
  /** A tuple, a frozenset, a key of another kind, or the number that a `[pythonKey]` gave. */
  readonly kind: 't' | 'f' | 'k' | 'n';
}

/** One string for all composites equal to this one. An explicit stack: tuples nest to any depth. */
function compositeText(key: object, budget: KeyBudget): string | typeof NOT_EQUAL {
  const leaf = atomText(key, budget);
  if (leaf !== undefined) return leaf;
  const frames: Frame[] = [openFrame(key, budget)];
  for (;;) {
    const frame = frames[frames.length - 1];
    if (frame === undefined) return '';
    if (frame.spelled.length < frame.parts.length) {
      const part = frame.parts[frame.spelled.length];
      const text = atomText(part, budget);
      if (text === NOT_EQUAL) return NOT_EQUAL;
      if (text !== undefined) frame.spelled.push(text);
      else frames.push(openFrame(part, budget));
      continue;
    }
    frames.pop();
    const parts = frame.kind === 'f' ? frame.spelled.sort() : frame.spelled;
    const text = frame.kind === 'n' ? parts.join('') : `${frame.kind}${parts.length}(${parts.join('')})`;
    const outer = frames[frames.length - 1];
    if (outer === undefined) return text;
    spend(budget, text.length / 16);
    outer.spelled.push(text);
  }
}

function openFrame(key: unknown, budget: KeyBudget): Frame {
  const kind = key instanceof Tuple ? 't' : key instanceof Set || key instanceof UnorderedKey ? 'f' : 'k';
  const parts = partsOf(key);
  spend(budget, (typeof parts === 'object' ? parts.length : 0) + 1);
  return typeof parts === 'object' ? { parts, spelled: [], kind } : { parts: [parts], spelled: [], kind: 'n' };
}

/** `[pythonKey]` is asked before Set, because frozensets answer it with their members. */
function partsOf(key: unknown): number | bigint | readonly unknown[] {
  if (key instanceof Tuple) return key;
  return typeof key === 'object' && key !== null && hasPythonKey(key) ? key[pythonKey]() : [key];
}

/** What one part without parts is spelled as; `undefined` for a composite. */
function atomText(key: unknown, budget: KeyBudget): string | typeof NOT_EQUAL | undefined {
  if (typeof key === 'string') {
    spend(budget, key.length / 16);
    return `s${key.length}:${key}`;
  }
  if (key === null || key === undefined) return 'N';
  const number = canonicalNumber(key);
  if (number !== undefined) return Number.isNaN(number) ? NOT_EQUAL : `n${number};`;
  if (typeof key === 'symbol') return NOT_EQUAL;
  if (typeof key === 'function') return `o${identityOf(key)};`;
  if (typeof key !== 'object') return 'N';
  if (key instanceof Float) return NOT_EQUAL;
  if (key instanceof Complex) {
    if (Number.isNaN(key.re) || Number.isNaN(key.im)) return NOT_EQUAL;
    return `c${key.re + 0},${key.im + 0};`;
  }
  if (!isComposite(key)) return `o${identityOf(key)};`;
  if (!(key instanceof Uint8Array)) return undefined;
  spend(budget, key.length / 16);
  return `b${key.length}:${decodeLatin1(key, 0, key.length)}`;
}

function spend(budget: KeyBudget, work: number): void {
  budget.left -= work;
  if (budget.left < 0) throw limitExceeded('keys', budget.allowed, 'comparing dict keys and set members');
}

/** Numbers for objects that are equal to nothing but themselves. Only their being different counts. */
const identities = /* @__PURE__ */ new WeakMap<object, number>();
let identityCount = 0;

function identityOf(key: object): number {
  let identity = identities.get(key);
  if (identity === undefined) {
    identity = ++identityCount;
    identities.set(key, identity);
  }
  return identity;
}
