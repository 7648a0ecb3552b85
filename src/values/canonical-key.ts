/**
 * The forms in which keys are compared: keys that are equal in Python have the same form.
 *
 * @module
 */
import { decodeLatin1 } from '../bytes/text.ts';
import { Complex } from './complex.ts';
import { Float } from './float.ts';
import { canonicalNumber, hasPythonKey, isComposite, pythonKey, UnorderedKey } from './key.ts';
import { ambientBudget, type KeyBudget, spend, spendOnInt, spendOnText } from './key-budget.ts';
import { KeyForms, KeyNames, NOT_EQUAL } from './key-forms.ts';
import { Tuple } from './tuple.ts';

/** The most elements of one key, if no budget is given. */
const LARGEST_KEY = 2 ** 24;
/** A spelling that takes more work than this, apart from parts already kept, is kept and never spelled again. */
const LARGE = 64;
/** What a composite counts besides its parts, */
const OPENING = 4;
/** and besides that within so many others: what waits for its parts is memory that has to be collected. */
const DEEP = 64;
const DEEPER = 64;
/** What finding keys by their forms counts for a container: it takes two tables. */
const INDEX = 48;
/** and what a part counts where they are sorted. */
const SORTING = 5;
/** Up to this many parts are joined one by one. */
const FEW = 8;
/** Bytes that are spelled at once. */
const PIECE = 4096;

/** A part that has no name among those that are known: no key with it is stored. */
const UNKNOWN = Symbol('unknown');

type Spelled = string | typeof NOT_EQUAL | typeof UNKNOWN;

/**
 * The form that equal keys share: a number or bigint for numbers, a string for composites, the key itself for the
 * rest. The string of a composite may be that of a str key; the two never meet in one {@link KeyIndex}.
 *
 * @param names - Forms that use the same names can be compared.
 * @throws TypeError with Python's message if Python cannot hash it.
 */
export function canonicalKey(key: unknown, names: KeyNames, budget?: KeyBudget): unknown {
  return canonical(key, names, budget, true);
}

/** @param adds - Whether new names may be made. If not, a key that needs one is its own form, which equals nothing. */
function canonical(key: unknown, names: KeyNames, given: KeyBudget | undefined, adds: boolean): unknown {
  const budget = given ?? ambientBudget();
  const scalar = canonicalNumber(key);
  if (scalar !== undefined) {
    if (typeof scalar === 'bigint' && budget !== undefined) spendOnInt(budget, scalar);
    return scalar;
  }
  if (key === undefined) return null;
  if (typeof key !== 'object' || key === null || key instanceof Float || !isComposite(key)) return key;
  const speller = spare ?? new Speller();
  spare = undefined;
  speller.begin(names, budget ?? { keysLeft: LARGEST_KEY, keysAllowed: LARGEST_KEY }, adds);
  let spelled = key instanceof Tuple ? speller.met(key) : speller.leaf(key);
  if (spelled === undefined) {
    const parts = partsOf(key);
    if (typeof parts !== 'object') return canonicalNumber(parts);
    spelled = speller.spell(key, parts);
  }
  speller.end();
  spare = speller;
  return typeof spelled === 'string' ? spelled : key;
}

/** The stored keys by their canonical forms. Only for keys that are not strings. */
export class KeyIndex {
  /** `undefined` while there is one key at most: a map takes longer than all else that such a container costs. */
  private stored: Map<unknown, unknown> | undefined;
  /** The one key and its form. */
  private key: unknown;
  private form: unknown;
  private names: KeyNames;
  /** Whether other containers use the names too. */
  private shared: boolean;
  /** The most names that may be in use. */
  private most = 1024;

  /**
   * @param keys - The keys that the container already holds, all plain.
   * @param budget - The budget of the load that makes the container.
   */
  constructor(keys: Iterable<unknown>, budget: KeyBudget | undefined) {
    for (const key of keys) if (typeof key === 'number') this.add(key, key);
    const load = budget ?? ambientBudget();
    this.shared = load !== undefined;
    if (load !== undefined) spend(load, INDEX);
    this.names = load === undefined ? new KeyNames() : formsOf(load).names;
  }

  /** The stored key equal to this one; `undefined` if there is none. */
  find(key: unknown): unknown {
    return this.at(canonical(key, this.names, undefined, false));
  }

  /** What {@link KeyIndex.at} and {@link KeyIndex.add} take. */
  canonical(key: unknown, given: KeyBudget | undefined): unknown {
    const budget = given ?? ambientBudget();
    if (this.shared ? budget?.keyForms?.names !== this.names : this.names.size > this.most) this.renew();
    return canonical(key, this.names, budget, true);
  }

  /** The stored key with this canonical form; `undefined` if there is none. */
  at(form: unknown): unknown {
    if (this.stored !== undefined) return this.stored.get(form);
    return Object.is(this.form, form) ? this.key : undefined;
  }

  /** @param form - None that is there already. */
  add(form: unknown, key: unknown): void {
    if (this.stored !== undefined) this.stored.set(form, key);
    else if (this.form === undefined) [this.form, this.key] = [form, key];
    else this.stored = new Map<unknown, unknown>([[this.form, this.key]]).set(form, key);
  }

  /** @param key - A stored key. */
  delete(key: unknown): void {
    const form = canonical(key, this.names, undefined, false);
    if (this.stored !== undefined) this.stored.delete(form);
    else if (Object.is(this.form, form)) this.form = this.key = undefined;
  }

  /** Switches to names of its own and keeps only those of current keys, because other keys may be gone. */
  private renew(): void {
    const isSpelled = this.names.size > 0;
    this.names = new KeyNames();
    this.shared = false;
    if (isSpelled) {
      const keys = this.stored?.values() ?? (this.form === undefined ? [] : [this.key]);
      this.stored = this.form = this.key = undefined;
      for (const key of keys) this.add(canonical(key, this.names, undefined, true), key);
    }
    this.most = 1024 + 2 * this.names.size;
  }
}

function formsOf(budget: KeyBudget): KeyForms {
  budget.keyForms ??= new KeyForms();
  return budget.keyForms;
}

/** A composite whose parts are being spelled. */
interface Frame {
  readonly key: unknown;
  readonly parts: readonly unknown[];
  /** The number of texts before those of its parts. */
  readonly start: number;
  /** A tuple, a frozenset, a key of another kind, or the number that a `[pythonKey]` gave. */
  readonly kind: 't' | 'f' | 'k' | 'n';
  /** What was left of the budget before. */
  readonly left: number;
  /** How much of what was spent since then is for parts that are kept. */
  saved: number;
  /** Whether a part equals nothing, so that the whole equals nothing either. */
  hasNaN: boolean;
}

const NO_NAMES = /* @__PURE__ */ new KeyNames();
const NO_BUDGET: KeyBudget = { keysLeft: 0, keysAllowed: 0 };

/** The speller that is not in use. A `[pythonKey]` that asks for another key in the meantime finds none here. */
let spare: Speller | undefined;

/** One string for all composites equal to one. An explicit stack: tuples nest to any depth. */
class Speller {
  private names: KeyNames = NO_NAMES;
  private budget: KeyBudget = NO_BUDGET;
  private adds = false;
  /** The spellings of the parts of open frames so far. */
  private readonly texts: string[] = [];
  /** Large composites that were met before, in this load or in this key. */
  private known: Map<object, Spelled> | undefined;

  /** Prepares for one key. */
  begin(names: KeyNames, budget: KeyBudget, adds: boolean): void {
    this.names = names;
    this.budget = budget;
    this.adds = adds;
    this.known = budget.keyForms?.names === names ? budget.keyForms.known : undefined;
    this.texts.length = 0;
  }

  /** Lets go of everything, so that nothing is kept alive. */
  end(): void {
    this.names = NO_NAMES;
    this.budget = NO_BUDGET;
    this.known = undefined;
  }

  spell(key: object, parts: readonly unknown[]): Spelled {
    const { texts } = this;
    let frame = this.open(key, parts);
    /** The frames around it. */
    let outer: Frame[] | undefined;
    for (;;) {
      for (let at = texts.length - frame.start; at < frame.parts.length; at++) {
        const part = frame.parts[at];
        const text = this.leaf(part);
        if (typeof text === 'string') {
          texts.push(text);
        } else if (text === NOT_EQUAL) {
          // The composite equals nothing, but the parts that follow must still be hashable.
          frame.hasNaN = true;
          texts.push('');
        } else if (text === undefined) {
          outer ??= [];
          outer.push(frame);
          if (outer.length > DEEP) spend(this.budget, DEEPER);
          frame = this.open(part, partsOf(part));
          break;
        } else {
          return text;
        }
      }
      if (texts.length - frame.start < frame.parts.length) continue;
      const text = this.close(frame);
      const next = outer?.pop();
      if (text === undefined) return UNKNOWN;
      if (next === undefined) return text;
      next.saved += frame.saved;
      if (text === NOT_EQUAL) {
        next.hasNaN = true;
        texts.push('');
      } else {
        spend(this.budget, text.length / 16);
        texts.push(text);
      }
      frame = next;
    }
  }

  /** The spelling of a part that has no parts or was met before; `undefined` for a new composite. */
  leaf(key: unknown): Spelled | undefined {
    if (typeof key === 'string') {
      spend(this.budget, Math.min(key.length, 384) / 16);
      spendOnText(this.budget, key);
      return this.names.text(key, this.adds) ?? UNKNOWN;
    }
    if (key === null || key === undefined) return 'N';
    const number = canonicalNumber(key);
    if (typeof number === 'number') return Number.isNaN(number) ? NOT_EQUAL : `n${number};`;
    if (number !== undefined) return this.int(number);
    if (typeof key === 'symbol') return NOT_EQUAL;
    if (typeof key === 'function') return `o${identityOf(key)};`;
    if (typeof key !== 'object') return 'N';
    if (key instanceof Float) return NOT_EQUAL;
    if (key instanceof Complex) {
      if (Number.isNaN(key.re) || Number.isNaN(key.im)) return NOT_EQUAL;
      return `c${key.re + 0},${key.im + 0};`;
    }
    if (!isComposite(key)) return `o${identityOf(key)};`;
    const met = this.met(key);
    return met === undefined && key instanceof Uint8Array ? this.bytes(key) : met;
  }

  /** The spelling of a composite that was met before. */
  met(key: object): Spelled | undefined {
    return this.known === undefined || this.known.size === 0 ? undefined : this.known.get(key);
  }

  private int(value: bigint): Spelled {
    spendOnInt(this.budget, value);
    // In base 16, because base 10 takes time quadratic in the number of digits.
    const text = `i${value.toString(16)};`;
    spend(this.budget, text.length / 16);
    return this.names.named(text, this.adds) ?? UNKNOWN;
  }

  private bytes(bytes: Uint8Array): Spelled {
    const { length } = bytes;
    spend(this.budget, length / 16);
    if (length <= PIECE) return this.names.named(`b${length}:${decodeLatin1(bytes, 0, length)}`, this.adds) ?? UNKNOWN;
    const pieces: string[] = [];
    for (let at = 0; at < length; at += PIECE) {
      const piece = this.names.named(decodeLatin1(bytes, at, Math.min(at + PIECE, length)), this.adds);
      if (piece === undefined) return UNKNOWN;
      pieces.push(piece);
    }
    const spelled = this.names.join(`b${length}:`, pieces, this.adds);
    if (spelled === undefined) return UNKNOWN;
    this.known ??= new Map();
    this.known.set(bytes, spelled);
    return spelled;
  }

  private open(key: unknown, parts: number | bigint | readonly unknown[]): Frame {
    const { keysLeft: left } = this.budget;
    const start = this.texts.length;
    const isTuple = key instanceof Tuple;
    const isSet = key instanceof Set || key instanceof UnorderedKey;
    const kind = isTuple ? 't' : isSet ? 'f' : 'k';
    if (typeof parts !== 'object') {
      spend(this.budget, OPENING);
      return { key, parts: [parts], start, kind: 'n', left, saved: 0, hasNaN: false };
    }
    spend(this.budget, OPENING + (isSet ? SORTING * parts.length : parts.length));
    return { key, parts, start, kind, left, saved: 0, hasNaN: false };
  }

  /** A few parts in their order, without an array. */
  private joined({ kind, start }: Frame): string | undefined {
    const { texts } = this;
    let text = '';
    for (let at = start; at < texts.length; at++) text += texts[at] as string;
    return kind === 'n' ? text : this.names.named(`${kind}${texts.length - start}(${text})`, this.adds);
  }

  private sorted({ kind, start }: Frame): string | undefined {
    const parts = this.texts.slice(start);
    if (kind === 'f') parts.sort();
    return this.names.join(kind, parts, this.adds);
  }

  /** `undefined`: it is long, and none that is known. */
  private close(frame: Frame): string | typeof NOT_EQUAL | undefined {
    const { texts } = this;
    const { kind, start } = frame;
    if (frame.hasNaN) {
      texts.length = start;
      this.keep(frame, NOT_EQUAL);
      return NOT_EQUAL;
    }
    const text = texts.length - start <= FEW && kind !== 'f' ? this.joined(frame) : this.sorted(frame);
    for (let end = texts.length; end > start; end--) texts.pop();
    if (text !== undefined) this.keep(frame, text);
    return text;
  }

  private keep(frame: Frame, text: string | typeof NOT_EQUAL): void {
    const { key, kind } = frame;
    const spent = frame.left - this.budget.keysLeft;
    // `[pythonKey]` may return other objects next time.
    const saved = kind === 'k' || kind === 'n' ? 0 : frame.saved;
    if (spent - saved <= LARGE || typeof key !== 'object' || key === null || key instanceof UnorderedKey) return;
    frame.saved = spent;
    this.known ??= new Map();
    this.known.set(key, text);
  }
}

/** `[pythonKey]` is asked before Set, because frozensets answer it with their members. */
function partsOf(key: unknown): number | bigint | readonly unknown[] {
  if (key instanceof Tuple) return key;
  return typeof key === 'object' && key !== null && hasPythonKey(key) ? key[pythonKey]() : [key];
}

/** Numbers for objects that only equal themselves. All that matters is that the numbers differ. */
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
