/**
 * Python's equality of dict keys and set members: `1 == 1.0 == True`; tuples, bytes and frozensets by value;
 * everything else by identity. Lists and dicts cannot be keys.
 *
 * @module
 */
import { ByteArray } from './byte-array.ts';
import { Complex } from './complex.ts';
import { Float } from './float.ts';
import { Tuple } from './tuple.ts';

/**
 * The method of classes whose objects are equal by value as keys. It returns a number or bigint for what equals that
 * number in Python, and otherwise an array that starts with the name of the kind.
 */
export const pythonKey: unique symbol = Symbol.for('brine.pythonKey');

/** An object that is equal to others by value, as a key. */
export interface PythonKey {
  [pythonKey](): number | bigint | readonly unknown[];
}

/** Parts of a key that compare as a set does. `[pythonKey]` returns one if the order does not matter. */
export class UnorderedKey implements PythonKey {
  /** The parts, each a key. */
  readonly parts: readonly unknown[];

  /** @param parts - The parts, each a key. */
  constructor(parts: readonly unknown[]) {
    this.parts = parts;
  }

  [pythonKey](): readonly unknown[] {
    return this.parts;
  }
}

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
export function isOrdinaryNumber(key: unknown): key is number {
  return typeof key === 'number' && !Number.isNaN(key) && !Object.is(key, -0);
}

/** What is stored for a key: Map would make `-0` a `0`, and None is `null`. */
export function keptKey(key: unknown): unknown {
  if (key === undefined) return null;
  return Object.is(key, -0) ? new Float(-0) : key;
}

/** Whether only the very same value equals this canonical form, so that Map and Set compare it correctly. */
export function isIdentity(canonical: unknown): boolean {
  return canonical === null || typeof canonical === 'object' || typeof canonical === 'function';
}

/** The one number that stands for all numbers equal to this key; `undefined` for what is not a number. */
export function canonicalNumber(key: unknown): number | bigint | undefined {
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

export function hasPythonKey(key: object): key is PythonKey {
  return pythonKey in key;
}

/**
 * Whether a key is compared by what it is made of.
 *
 * @throws TypeError with Python's message for what Python cannot hash.
 */
export function isComposite(key: object): boolean {
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
