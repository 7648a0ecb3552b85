import { canonicalKey, KeyIndex } from './canonical-key.ts';
import { Float } from './float.ts';
import { inspectCustom } from './inspect.ts';
import { isIdentity, isOrdinaryNumber, isPlainKey, keptKey, pythonKey } from './key.ts';
import { type KeyBudget, LONG_TEXT } from './key-budget.ts';
import { KeyNames } from './key-forms.ts';
import { KeySkew, SKEW_FROM } from './key-skew.ts';
import { inspected, pythonRepr } from './repr.ts';

let canMark: (dict: Dict) => boolean;
let markOf: (dict: Dict, dump: number) => number | undefined;
let setMark: (dict: Dict, dump: number, number: number) => void;
let put: (dict: Dict, key: unknown, value: unknown, budget: KeyBudget | undefined) => void;
let putNative: (dict: Dict, key: unknown, value: unknown, budget: KeyBudget) => boolean;
const nativeSet = Map.prototype.set;

/**
 * Python's dict: a Map whose keys are compared as Python does. `1`, `1n`, `true` and `new Float(1)` are one key, tuples
 * and bytes are equal by value. Of equal keys the first stays, with the last value. Lists, dicts and sets as keys are a
 * `TypeError`, as in Python.
 */
export class Dict<K = unknown, V = unknown> extends Map<K, V> {
  /** Created with the first key that Map alone would not compare as Python does. */
  #index: KeyIndex | undefined;
  #skew: KeySkew | undefined;
  /** The number in the memo of the dump `#dump`. */
  #number = 0;
  #dump = 0;

  static {
    canMark = (dict) => #dump in dict;
    markOf = (dict, dump) => (dict.#dump === dump ? dict.#number : undefined);
    setMark = (dict, dump, number) => {
      dict.#dump = dump;
      dict.#number = number;
    };
    put = (dict, key, value, budget) => dict.#put(key, value, budget);
    putNative = (dict, key, value, budget) => {
      if (typeof key === 'string') {
        if (key.length > LONG_TEXT) return false;
      } else {
        if (dict.#index !== undefined || !isOrdinaryNumber(key)) return false;
        if (dict.size > SKEW_FROM) (dict.#skew ??= new KeySkew()).note(key, budget);
      }
      nativeSet.call(dict, key, value);
      return true;
    };
  }

  /**
   * @param entries - Keys and values. Of equal keys the first stays, with the last value.
   * @throws TypeError if Python cannot hash a key.
   */
  constructor(entries?: Iterable<readonly [K, V]> | null) {
    super();
    if (entries !== undefined && entries !== null) setAll(this, entries);
  }

  /** Python's `repr`. */
  override toString(): string {
    return pythonRepr(this);
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }

  /** The value under a key, found as Python finds it; `undefined` if there is none. */
  override get(key: K): V | undefined {
    return super.get(typeof key === 'string' ? key : this.#stored(key));
  }

  /** Whether there is a key that Python finds equal to this one. */
  override has(key: K): boolean {
    return super.has(typeof key === 'string' ? key : this.#stored(key));
  }

  /**
   * Sets the value under a key. If an equal key exists, that key stays.
   *
   * @throws TypeError if Python cannot hash the key.
   */
  override set(key: K, value: V): this {
    if (typeof key === 'string') return super.set(key, value);
    this.#put(key, value, undefined);
    return this;
  }

  /** Removes a key and its value. Returns false if there was no equal key. */
  override delete(key: K): boolean {
    if (typeof key === 'string') return super.delete(key);
    const stored = this.#stored(key);
    const deleted = super.delete(stored);
    if (deleted && this.#index !== undefined) this.#index.delete(stored);
    return deleted;
  }

  /** Removes all keys. */
  override clear(): void {
    super.clear();
    this.#index = undefined;
    this.#skew = undefined;
  }

  /**
   * A plain object, for `JSON.stringify`. Keys become strings as in Python's `json`: `1`, `true`, `null`.
   *
   * @throws TypeError if JSON cannot have a key, or if two keys become the same string.
   */
  toJSON(): Record<string, V> {
    const object: Record<string, V> = {};
    for (const [key, value] of this) {
      const name = jsonName(key);
      if (Object.hasOwn(object, name)) throw new TypeError(`two keys of the dict are '${name}' in JSON`);
      if (name !== '__proto__') object[name] = value;
      else Object.defineProperty(object, name, { value, enumerable: true, writable: true, configurable: true });
    }
    return object;
  }

  /** The stored key that is equal to this one, or this one if there is none. */
  #stored(key: K): K {
    if (this.#index === undefined && isPlainKey(key)) return key;
    // Without an index, all keys are plain and a number is stored as itself.
    const stored = this.#index === undefined ? canonicalKey(key, new KeyNames()) : this.#index.find(key);
    return stored === undefined || typeof stored === 'string' ? key : (stored as K);
  }

  #put(key: K, value: V, budget: KeyBudget | undefined): void {
    if (typeof key === 'string' || (this.#index === undefined && isPlainKey(key))) {
      super.set(key, value);
    } else {
      this.#index ??= new KeyIndex(super.keys(), budget);
      const canonical = this.#index.canonical(key, budget);
      const stored = this.#index.at(canonical);
      if (stored !== undefined) {
        super.set(stored as K, value);
        return;
      }
      const kept = keptKey(key);
      if (!isIdentity(canonical)) this.#index.add(canonical, kept);
      super.set(kept as K, value);
    }
    if (budget !== undefined && this.size > SKEW_FROM && (typeof key === 'number' || typeof key === 'bigint')) {
      this.#skew ??= new KeySkew();
      this.#skew.note(key, budget);
    }
  }
}

/** Outside the constructor, which is then short enough for V8 to inline where dicts are made. */
function setAll<K, V>(dict: Dict<K, V>, entries: Iterable<readonly [K, V]>): void {
  for (const [key, value] of entries) dict.set(key, value);
}

/** Whether a dict can be marked: a Proxy of one cannot. */
export function isMarkableDict(dict: Dict): boolean {
  return canMark(dict);
}

/** The number that {@link markDict} set; `undefined` if it was set for another dump. */
export function dictMark(dict: Dict, dump: number): number | undefined {
  return markOf(dict, dump);
}

/** Notes the number that the dict has in the memo of a dump, as `markTuple` does. */
export function markDict(dict: Dict, dump: number, number: number): void {
  setMark(dict, dump, number);
}

/** The value of an object in JavaScript's arithmetic; `undefined` for objects that refuse it. */
function primitiveOf(key: object): unknown {
  try {
    return key.valueOf();
  } catch {
    return undefined;
  }
}

function jsonName(key: unknown): string {
  if (typeof key === 'string') return key;
  const isScalar = key === null || typeof key === 'number' || typeof key === 'bigint' || typeof key === 'boolean';
  if (isScalar || key instanceof Float) return String(key);
  // A member of an int or str enumeration is that int or str, as in Python's `json`.
  if (typeof key === 'object' && pythonKey in key) {
    const own = primitiveOf(key);
    if (typeof own === 'number' || typeof own === 'bigint' || typeof own === 'string') return String(own);
  }
  throw new TypeError('keys must be str, int, float, bool or None to be in JSON; use entries()');
}

/**
 * Sets an entry if the engine's Map currently compares its key as Python does. Otherwise returns false; see
 * {@link putKey}.
 */
export function putNativeKey(dict: Dict, key: unknown, value: unknown, budget: KeyBudget): boolean {
  return putNative(dict, key, value, budget);
}

/** Sets an entry as a pickle does: two NaNs are two keys. */
export function putKey(dict: Dict, key: unknown, value: unknown, budget?: KeyBudget): void {
  if (typeof key === 'number' && Number.isNaN(key) && dict.has(key)) put(dict, new Float(key), value, budget);
  else put(dict, key, value, budget);
}
