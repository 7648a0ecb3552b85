/**
 * The remaining items of an iterator of `itertools`, from its pickle. Nothing is called, and no iterator is advanced.
 *
 * @module
 */
import { Complex } from '../../values/complex.ts';
import { Float } from '../../values/float.ts';
import { Global } from '../../values/global.ts';
import { pythonTypeName } from '../../values/kind.ts';
import { PyRange } from '../../values/range.ts';
import { Tuple, tupleOf } from '../../values/tuple.ts';
import { bigintArgument, compactInteger } from '../call-arguments.ts';
import { PyIterator } from './iterators.ts';

/** A lazy iterator as it was pickled. */
interface Lazy {
  readonly type: Global;
  readonly args: readonly unknown[];
  readonly state: unknown;
}

/** The most iterators that draw from one another: each one is a nested call. */
const DEEPEST = 1000;
/** The most items of one permutation or combination. */
const LONGEST = 2 ** 20;

type Opened = (iterable: unknown) => Iterator<unknown>;

/** One pass over an iterator and those within it. */
interface Pass {
  /** A Python iterator that is shared by several others is advanced by each of them: `zip(it, it)` gives pairs. */
  readonly sources: Map<object, Source>;
  /** How deep calls are nested. */
  depth: number;
}

/** An iterator that is only opened when its first item is asked for, because it may contain itself. */
class Source implements Iterator<unknown> {
  readonly #pass: Pass;
  readonly #open: () => Iterator<unknown>;
  #items: Iterator<unknown> | undefined;
  #isRunning = false;

  constructor(pass: Pass, open: () => Iterator<unknown>) {
    this.#pass = pass;
    this.#open = open;
  }

  next(): IteratorResult<unknown> {
    if (this.#isRunning) throw new RangeError('an iterator contains itself');
    if (this.#pass.depth >= DEEPEST) throw new RangeError(`iterators are nested more than ${DEEPEST} deep`);
    this.#pass.depth++;
    this.#isRunning = true;
    try {
      this.#items ??= this.#open();
      return this.#items.next();
    } finally {
      this.#pass.depth--;
      this.#isRunning = false;
    }
  }
}

/** The items that are left in an iterator. */
export function itemsLeft(lazy: Lazy): Generator<unknown> {
  return iterated(sourceOf(lazy, { sources: new Map(), depth: 0 }));
}

function sourceOf(value: unknown, pass: Pass): Iterator<unknown> {
  if (!(value instanceof PyIterator || isLazy(value))) return iteratorOf(value);
  let source = pass.sources.get(value);
  if (source === undefined) {
    source = new Source(pass, () => (value instanceof PyIterator ? value[Symbol.iterator]() : itemsOf(value, pass)));
    pass.sources.set(value, source);
  }
  return source;
}

function itemsOf(lazy: Lazy, pass: Pass): Iterator<unknown> {
  const { type, args, state } = lazy;
  const items = ITEMS[type.name];
  if (items === undefined || !(type.module === 'builtins' || type.module === 'itertools')) throw callsOut(lazy);
  return items(args, state, (iterable) => sourceOf(iterable, pass), lazy);
}

/** The classes by name. Each one takes what Python's `__reduce__` returns. */
const ITEMS: Readonly<
  Record<string, (args: readonly unknown[], state: unknown, open: Opened, lazy: Lazy) => Iterator<unknown>>
> = {
  enumerate: ([source, start], _state, open) => enumerated(open(source), integer(start)),
  zip: (args, state, open) => zipped(args.map(open), state === true),
  zip_longest: (args, fill = null, open) => zippedLongest(args.map(open), fill),
  filter: ([test, source], _state, open, lazy) => kept(truthOnly(test, lazy, true), open(source)),
  filterfalse: ([test, source], _state, open, lazy) => kept(truthOnly(test, lazy, false), open(source)),
  compress: ([source, selectors], _state, open) => compressed(open(source), open(selectors)),
  count: ([start, step = 1]) => counted(start, step),
  repeat: ([value, times]) => repeated(value, times === undefined ? undefined : integer(times)),
  cycle: ([source], state, open) => cycled(open(source), state),
  chain: (args, state, open) => chained(args, state, open),
  islice: ([source, ...bounds], state, open) => sliced(open(source), bounds, state),
  product: (args, state, open) => products(args.map(poolOf(open)), indicesOf(state)),
  permutations: ([pool, length], state, open) => permutations(poolOf(open)(pool), lengthOf(length), state),
  combinations: ([pool, length], state, open) =>
    combinations(poolOf(open)(pool), lengthOf(length), indicesOf(state), false),
  combinations_with_replacement: ([pool, length], state, open) =>
    combinations(poolOf(open)(pool), lengthOf(length), indicesOf(state), true),
};
Object.setPrototypeOf(ITEMS, null);

function callsOut({ type }: Lazy): TypeError {
  return new TypeError(`${type} calls a function for its items, which Brine does not; use args`);
}

/** For a `filter(None)`: the truth value that its items must have. */
function truthOnly(test: unknown, lazy: Lazy, wanted: boolean): boolean {
  if (test !== null) throw callsOut(lazy);
  return wanted;
}

function isLazy(value: unknown): value is Lazy {
  if (typeof value !== 'object' || value === null || !('type' in value && 'args' in value && 'state' in value))
    return false;
  return value.type instanceof Global && Array.isArray(value.args);
}

function iteratorOf(value: unknown): Iterator<unknown> {
  if (typeof value === 'string') return value[Symbol.iterator]();
  if (value instanceof Map) return value.keys();
  if (typeof value === 'object' && value !== null) {
    if (isIterable(value)) return value[Symbol.iterator]();
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) return Object.keys(value).values();
  }
  throw new TypeError(`'${pythonTypeName(value)}' object is not iterable`);
}

function isIterable(value: object): value is Iterable<unknown> {
  return Symbol.iterator in value && typeof value[Symbol.iterator] === 'function';
}

function integer(value: unknown): bigint {
  const int = bigintArgument(value);
  if (int === undefined) throw new TypeError(`'${pythonTypeName(value)}' object cannot be interpreted as an integer`);
  return int;
}

function* enumerated(source: Iterator<unknown>, start: bigint): Generator<unknown> {
  let index = start;
  for (let next = source.next(); next.done !== true; next = source.next()) {
    yield Tuple.of<unknown>(compactInteger(index++), next.value);
  }
}

function* zipped(sources: readonly Iterator<unknown>[], strict: boolean): Generator<unknown> {
  while (sources.length > 0) {
    const items: unknown[] = [];
    for (const source of sources) {
      const next = source.next();
      if (next.done === true) break;
      items.push(next.value);
    }
    if (items.length < sources.length) {
      if (strict) checkAllEnded(sources, items.length);
      return;
    }
    yield tupleOf(items);
  }
}

function checkAllEnded(sources: readonly Iterator<unknown>[], ended: number): void {
  const uneven = (at: number, how: string): RangeError =>
    new RangeError(`zip() argument ${at + 1} is ${how} than argument${at === 1 ? ' 1' : `s 1-${at}`}`);
  if (ended > 0) throw uneven(ended, 'shorter');
  for (const [at, source] of sources.entries()) {
    if (at > 0 && source.next().done !== true) throw uneven(at, 'longer');
  }
}

function* zippedLongest(sources: readonly Iterator<unknown>[], fill: unknown): Generator<unknown> {
  const open = new Set(sources.keys());
  while (open.size > 0) {
    const items = sources.map((source, at) => {
      if (!open.has(at)) return fill;
      const next = source.next();
      if (next.done !== true) return next.value;
      open.delete(at);
      return fill;
    });
    if (open.size > 0) yield tupleOf(items);
  }
}

function* kept(wanted: boolean, source: Iterator<unknown>): Generator<unknown> {
  for (let next = source.next(); next.done !== true; next = source.next()) {
    if (truth(next.value) === wanted) yield next.value;
  }
}

function* compressed(source: Iterator<unknown>, selectors: Iterator<unknown>): Generator<unknown> {
  for (;;) {
    const next = source.next();
    const selector = selectors.next();
    if (next.done === true || selector.done === true) return;
    if (truth(selector.value)) yield next.value;
  }
}

/** Python's `bool(value)` of the built-in types. */
function truth(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return Boolean(value);
  if (value instanceof Float) return value.value !== 0;
  if (value instanceof Complex) return value.re !== 0 || value.im !== 0;
  if (Array.isArray(value) || value instanceof Uint8Array || value instanceof PyRange)
    return Number(value.length) !== 0;
  if (value instanceof Map || value instanceof Set) return value.size !== 0;
  throw new TypeError(`whether a '${pythonTypeName(value)}' object is true is not known here`);
}

function* counted(start: unknown, step: unknown): Generator<unknown> {
  const [first, by] = [bigintArgument(start), bigintArgument(step)];
  if (first !== undefined && by !== undefined) for (let at = first; ; at += by) yield compactInteger(at);
  const [near, stride] = [floatOf(start), floatOf(step)];
  for (let at = near; ; at += stride) yield at;
}

function floatOf(value: unknown): number {
  if (value instanceof Float) return value.value;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return Number(value);
  throw new TypeError(`a count of '${pythonTypeName(value)}' is not done here`);
}

function* repeated(value: unknown, times: bigint | undefined): Generator<unknown> {
  for (let at = 0n; times === undefined || at < times; at++) yield value;
}

/** Python keeps the items seen so far, and whether the source is still being read. */
function* cycled(source: Iterator<unknown>, state: unknown): Generator<unknown> {
  const [seen, isComplete] = state instanceof Tuple ? state : [[], false];
  const items: unknown[] = Array.isArray(seen) ? [...seen] : [];
  for (let next = source.next(); next.done !== true; next = source.next()) {
    if (isComplete === false || isComplete === 0) items.push(next.value);
    yield next.value;
  }
  while (items.length > 0) yield* items;
}

/** Python keeps the inner iterator that is being read, and the outer one that it came from. */
function* chained(args: readonly unknown[], state: unknown, open: Opened): Generator<unknown> {
  const [sources, active] = state instanceof Tuple ? state : [args];
  if (active !== undefined) yield* iterated(open(active));
  const rest = sources === null || sources === undefined ? [].values() : open(sources);
  for (let next = rest.next(); next.done !== true; next = rest.next()) yield* iterated(open(next.value));
}

function* iterated(source: Iterator<unknown>): Generator<unknown> {
  for (let next = source.next(); next.done !== true; next = source.next()) yield next.value;
}

/** Python keeps the position of the source, and that of the next item. */
function* sliced(source: Iterator<unknown>, bounds: readonly unknown[], state: unknown): Generator<unknown> {
  const [start, stop, step = 1] = bounds.length < 2 ? [0, ...bounds] : bounds;
  const end = stop === null || stop === undefined ? undefined : integer(stop);
  let wanted = integer(start ?? 0);
  const by = integer(step ?? 1);
  for (let at = state === undefined ? 0n : integer(state); end === undefined || at < end; at++) {
    const next = source.next();
    if (next.done === true) return;
    if (at < wanted) continue;
    yield next.value;
    wanted += by;
  }
}

function poolOf(open: Opened): (source: unknown) => readonly unknown[] {
  return (source) => (Array.isArray(source) ? source : [...iterated(open(source))]);
}

function lengthOf(value: unknown): number {
  const length = integer(value);
  if (length > BigInt(LONGEST)) throw new RangeError(`more than ${LONGEST} items at once`);
  return Number(length);
}

/** The indices of the items that were given last; `undefined` before the first. */
function indicesOf(state: unknown): number[] | undefined {
  return state instanceof Tuple ? state.map((index) => Number(integer(index))) : undefined;
}

/** As in Python, an index that is too large counts as the last. */
function clamped(indices: readonly number[] | undefined, at: number, most: number): number {
  return Math.max(0, Math.min(indices?.[at] ?? 0, most));
}

function* products(pools: readonly (readonly unknown[])[], last: readonly number[] | undefined): Generator<unknown> {
  if (pools.some((pool) => pool.length === 0)) return;
  const indices = pools.map((pool, at) => clamped(last, at, pool.length - 1));
  const item = (): Tuple => tupleOf(pools.map((pool, at) => pool[indices[at] ?? 0]));
  if (last === undefined) yield item();
  for (;;) {
    let at = pools.length - 1;
    while (at >= 0 && (indices[at] ?? 0) + 1 >= (pools[at]?.length ?? 0)) indices[at--] = 0;
    if (at < 0) return;
    indices[at] = (indices[at] ?? 0) + 1;
    yield item();
  }
}

function* permutations(pool: readonly unknown[], length: number, state: unknown): Generator<unknown> {
  const size = pool.length;
  if (length > size || length < 0) return;
  const [given, left] = state instanceof Tuple ? [indicesOf(state[0]), indicesOf(state[1])] : [];
  const indices = pool.map((_item, at) => (given === undefined ? at : clamped(given, at, size - 1)));
  const cycles = Array.from({ length }, (_item, at) => (left === undefined ? size - at : clamped(left, at, size - at)));
  const item = (): Tuple => tupleOf(indices.slice(0, length).map((index) => pool[index]));
  if (given === undefined) yield item();
  while (advance(indices, cycles, size)) yield item();
}

/** The next permutation of the indices; false after the last. */
function advance(indices: number[], cycles: number[], size: number): boolean {
  for (let at = cycles.length - 1; at >= 0; at--) {
    const left = (cycles[at] ?? 1) - 1;
    cycles[at] = left;
    const index = indices[at] ?? 0;
    if (left > 0) {
      indices[at] = indices[size - left] ?? 0;
      indices[size - left] = index;
      return true;
    }
    indices.splice(at, 1);
    indices.push(index);
    cycles[at] = size - at;
  }
  return false;
}

function* combinations(
  pool: readonly unknown[],
  length: number,
  last: readonly number[] | undefined,
  repeat: boolean,
): Generator<unknown> {
  const size = pool.length;
  if (length < 0 || (repeat ? size === 0 && length > 0 : length > size)) return;
  const highest = (at: number): number => (repeat ? size - 1 : at + size - length);
  const indices = Array.from({ length }, (_item, at) =>
    last === undefined ? (repeat ? 0 : at) : clamped(last, at, highest(at)),
  );
  const item = (): Tuple => tupleOf(indices.map((index) => pool[index]));
  if (last === undefined) yield item();
  for (;;) {
    let at = length - 1;
    while (at >= 0 && (indices[at] ?? 0) >= highest(at)) at--;
    if (at < 0) return;
    const index = (indices[at] ?? 0) + 1;
    for (let i = at; i < length; i++) indices[i] = repeat ? index : index + i - at;
    yield item();
  }
}
