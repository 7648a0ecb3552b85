/**
 * Sources of the entries of a dict, one after another. Unlike iterators they allocate no pairs or result objects, and
 * the engine optimises each class separately.
 *
 * @module
 */
import { PickleError } from '../errors.ts';

/** Entries that are visited one at a time. */
export interface EntrySource {
  readonly key: unknown;
  readonly value: unknown;
  /** How many entries there are at present. */
  readonly size: number;
  /** What has the entries. */
  readonly holder: object;
  /** Moves to the next entry. Returns false if there is none. */
  advance(): boolean;
}

/** The entries of a Map. */
export class MapEntries implements EntrySource {
  key: unknown;
  value: unknown;
  readonly holder: ReadonlyMap<unknown, unknown>;
  private readonly iterator: Iterator<readonly [unknown, unknown]>;

  /**
   * @param iterator - Where to go on, if some entries were visited before.
   * @param key - The key of the last of these.
   * @param value - The value of it.
   */
  constructor(
    map: ReadonlyMap<unknown, unknown>,
    iterator: Iterator<readonly [unknown, unknown]> = map.entries(),
    key?: unknown,
    value?: unknown,
  ) {
    this.holder = map;
    this.iterator = iterator;
    this.key = key;
    this.value = value;
  }

  get size(): number {
    return this.holder.size;
  }

  advance(): boolean {
    const step = this.iterator.next();
    if (step.done === true) return false;
    // By index: destructuring the pair costs more than everything else here.
    this.key = step.value[0];
    this.value = step.value[1];
    return true;
  }
}

/** Entries as pairs. */
export class PairEntries implements EntrySource {
  key: unknown = undefined;
  value: unknown = undefined;
  readonly holder: readonly (readonly [unknown, unknown])[];
  private at = 0;

  constructor(pairs: readonly (readonly [unknown, unknown])[]) {
    this.holder = pairs;
  }

  get size(): number {
    return this.holder.length;
  }

  advance(): boolean {
    const pair = this.holder[this.at++];
    if (pair === undefined) return false;
    this.key = pair[0];
    this.value = pair[1];
    return true;
  }
}

/** Some properties of an object. */
export class PropertyEntries implements EntrySource {
  key: unknown = undefined;
  value: unknown = undefined;
  readonly holder: Readonly<Record<string, unknown>>;
  private readonly names: readonly string[];
  private at = 0;

  constructor(object: object, names: readonly string[]) {
    this.holder = object as Readonly<Record<string, unknown>>;
    this.names = names;
  }

  get size(): number {
    return this.names.length;
  }

  advance(): boolean {
    const name = this.names[this.at++];
    if (name === undefined) return false;
    // The key comes first: if a getter throws, the error then says where.
    this.key = name;
    this.value = this.holder[name];
    return true;
  }
}

/**
 * The own enumerable properties of a plain object.
 *
 * @throws PickleError if a property has a symbol as its key.
 */
export function recordEntries(record: object): PropertyEntries {
  for (const symbol of Object.getOwnPropertySymbols(record)) {
    if (Object.prototype.propertyIsEnumerable.call(record, symbol)) {
      throw new PickleError('cannot-pickle', `cannot pickle a property named by a symbol: ${String(symbol)}`);
    }
  }
  return new PropertyEntries(record, Object.keys(record));
}
