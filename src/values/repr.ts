/**
 * Python's `repr` of values: iterative, cycles shown as Python shows them.
 *
 * A class takes part by a method {@link reprParts}, which gives the values and the text around them. Other objects are
 * shown by their `toString`.
 *
 * @module
 */
import { pythonBytesRepr, pythonTextRepr } from '../bytes/text-repr.ts';
import { nameOf, shortName } from './python-name.ts';
import { cut, scalar } from './scalar-repr.ts';
import { orderedMembers } from './set-order.ts';

/** The name of the method with which a class defines its `repr`. */
export const reprParts: unique symbol = Symbol.for('brine.reprParts');

/** How an object is shown: `text(0)`, the `repr` of `values[0]`, `text(1)`, and so on. */
export interface ReprParts {
  /** The values, each shown by its `repr`. */
  readonly values: readonly unknown[];
  /** The text before the value at an index, or after the last value if there is none. */
  text(at: number): string;
  /** The text for an object that contains itself. @defaultValue `...` */
  readonly cycle?: string;
}

/** An object that defines its `repr`. */
export interface PythonRepr {
  [reprParts](limits: ReprLimits): ReprParts;
}

/** How much of a value is shown; the rest is shown as `...`. */
export interface ReprLimits {
  /** Levels of nested containers. */
  readonly depth: number;
  /** Items of one container. */
  readonly items: number;
  /** Characters of the text. */
  readonly length: number;
  /**
   * The option of `loads` with which the value was made: with `'bigint'`, a number is a float.
   *
   * @defaultValue `'auto'`
   */
  readonly ints?: 'auto' | 'bigint' | undefined;
  /**
   * Characters of a line, for values that are shown on several lines, such as numpy's arrays.
   *
   * @defaultValue that of Python
   */
  readonly width?: number | undefined;
  /**
   * How some objects are shown in place of the form that their class gives, which may be a short one: arrays as numpy
   * prints them. `undefined` leaves an object to its class.
   */
  readonly parts?: ((value: object, limits: ReprLimits) => ReprParts | undefined) | undefined;
  /** Sorts the entries of a dict. */
  readonly order?: ((dict: Iterable<readonly [unknown, unknown]>) => Iterable<readonly [unknown, unknown]>) | undefined;
}

/** A limit, because sharing can make a text exponentially long. */
export const DEFAULT_LIMITS: ReprLimits = {
  depth: Number.POSITIVE_INFINITY,
  items: Number.POSITIVE_INFINITY,
  length: 2 ** 23,
};

/**
 * {@link ReprParts} of a template: values are shown by their `repr`.
 *
 * @example
 * ```ts
 * import { pythonRepr, type ReprParts, reprOf, reprParts } from 'brine/codec';
 *
 * class Interval {
 *   constructor(readonly from: number, readonly to: number) {}
 *   [reprParts](): ReprParts {
 *     return reprOf`Interval(${this.from}, ${this.to})`;
 *   }
 * }
 * pythonRepr([new Interval(1, 2)]); // '[Interval(1, 2)]'
 * ```
 */
export function reprOf(texts: TemplateStringsArray, ...values: readonly unknown[]): ReprParts {
  return { values, text: (at) => texts[at] ?? '' };
}

/**
 * {@link ReprParts} of a text without values.
 *
 * @example
 * ```ts
 * import { pythonRepr, reprParts, reprText } from 'brine/codec';
 *
 * pythonRepr([{ [reprParts]: () => reprText('<here>') }]); // '[<here>]'
 * ```
 */
export function reprText(text: string): ReprParts {
  return { values: [], text: () => text };
}

/**
 * Numbers of an object that are ints, whatever `ints` of the limits says of numbers.
 *
 * @example
 * ```ts
 * import { pythonRepr, reprCall, reprInts, reprParts } from 'brine/codec';
 *
 * const day = { [reprParts]: () => reprCall('date', reprInts([2024, 7, 1])) };
 * pythonRepr(day, { depth: 9, items: 9, length: 99, ints: 'bigint' }); // 'date(2024, 7, 1)'
 * ```
 */
export function reprInts(values: readonly (number | bigint)[]): bigint[] {
  return values.map((value) => BigInt(value));
}

/**
 * {@link ReprParts} of a call: `name(1, 2, key=3)`.
 *
 * @example
 * ```ts
 * import { pythonRepr, reprCall, reprParts } from 'brine/codec';
 *
 * pythonRepr({ [reprParts]: () => reprCall('Point', [1], [['y', 2]]) }); // 'Point(1, y=2)'
 * ```
 */
export function reprCall(
  name: string,
  args: readonly unknown[],
  keywords: Iterable<readonly [unknown, unknown]> = [],
): ReprParts {
  const values: unknown[] = [];
  const texts = [`${name}(`];
  const add = (separator: string, value: unknown): void => {
    texts.push((texts.pop() ?? '') + separator, '');
    values.push(value);
  };
  for (const value of args) add(values.length === 0 ? '' : ', ', value);
  for (const [key, value] of keywords) {
    const separator = values.length === 0 ? '' : ', ';
    if (typeof key === 'string') {
      add(`${separator}${pythonTextRepr(key).slice(1, -1)}=`, value);
    } else {
      add(separator, key);
      add('=', value);
    }
  }
  texts.push(`${texts.pop() ?? ''})`);
  return { values, text: (at) => texts[at] ?? '', cycle: `${name}(...)` };
}

/** What inspection and messages show: one line that fits a screen. */
const SHORT: ReprLimits = { depth: 6, items: 100, length: 1000 };
/** The limits for an object at which inspection goes no deeper. */
const SHORTEST: ReprLimits = { depth: 1, items: 3, length: 60 };

/** Python's `repr` in one line of bounded length, for messages. */
export function shortRepr(value: unknown): string {
  return oneLine(pythonRepr(value, SHORT));
}

/**
 * Python's `repr` in one line of bounded length, for `[inspectCustom]`.
 *
 * @param depth - How much deeper `console.log` would go.
 * @example
 * ```ts
 * import { inspectCustom, inspected, reprParts, reprText } from 'brine/codec';
 *
 * class Secret {
 *   [reprParts] = () => reprText('<secret>');
 *   [inspectCustom](depth: number): string {
 *     return inspected(this, depth);
 *   }
 * }
 * inspected(new Secret(), 2); // '<secret>'
 * ```
 */
export function inspected(value: unknown, depth: number): string {
  return oneLine(pythonRepr(value, depth < 0 ? SHORTEST : SHORT));
}

/** Names from a pickle may contain line ends, which Python shows unchanged. */
function oneLine(text: string): string {
  return text.replace(/[\0-\x1f\x7f-\x9f\u2028\u2029]/g, (char) => JSON.stringify(char).slice(1, -1));
}

/** Characters gathered before they become a chunk. Engines keep a concatenated string as a tree, which costs memory. */
const CHUNK = 2 ** 16;
/** The most characters of an object's text that are kept for the next time it is shown. */
const LONGEST_KEPT = 2 ** 20;

/** How often objects in cycles are shown again. Otherwise a graph of a few objects could take exponential time. */
const MOST_REPEATS = 2 ** 17;

interface Frame {
  readonly object: object;
  readonly parts: ReprParts;
  at: number;
  /** How often the object was already met within itself. */
  readonly cycles: number;
}

/** An object that is shown for the second time, and what stands before it. */
interface Keeping {
  readonly frame: Frame;
  readonly before: string;
}

/**
 * Python's `repr` of a value that `loads` gave. It does not recurse, and stops at the limits.
 *
 * @example
 * ```ts
 * import { pythonRepr } from 'brine/codec';
 *
 * pythonRepr(new Map([['a', [1, 2.5, null]]])); // "{'a': [1, 2.5, None]}"
 * ```
 */
export function pythonRepr(value: unknown, limits: ReprLimits = DEFAULT_LIMITS): string {
  return new ReprWriter(limits).write(value);
}

/** Writes one text. */
class ReprWriter {
  private readonly limits: ReprLimits;
  private readonly frames: Frame[] = [];
  private readonly open = new Set<object>();
  private readonly chunks: string[] = [];
  /** Characters in the chunks. */
  private given = 0;
  private text = '';
  private cycles = 0;
  /**
   * The text of an object that does not contain itself. It is the same at each place, unless places differ in how deep
   * they may go. It is known once the object has been shown twice; after the first time it is `undefined`.
   */
  private readonly texts = new Map<object, string | undefined>();
  /** Objects that contain one of their own containers, so that their text depends on the place. */
  private readonly cyclic = new Set<object>();
  private repeats = 0;
  private readonly isDeepEverywhere: boolean;
  /** Only one at a time: what it contains was shown once, and keeping it would be useless. */
  private keeping: Keeping | undefined;

  constructor(limits: ReprLimits) {
    this.limits = limits;
    this.isDeepEverywhere = limits.depth === Number.POSITIVE_INFINITY;
  }

  write(value: unknown): string {
    const { frames, limits } = this;
    this.text = this.show(value);
    for (let frame = frames[frames.length - 1]; frame !== undefined; frame = frames[frames.length - 1]) {
      const { parts } = frame;
      this.text += parts.text(frame.at);
      if (this.text.length + this.given > limits.length) break;
      if (frame.at < parts.values.length) {
        // It may set the text aside.
        const shown = this.show(parts.values[frame.at++]);
        this.text += shown;
      } else this.close(frame);
      if (this.repeats > MOST_REPEATS) return `${this.all()}...`;
      if (this.text.length > CHUNK) this.putAside();
    }
    return cut(this.all(), limits.length);
  }

  /** The text of a value that has no parts or is known. Otherwise nothing, and a frame is pushed. */
  private show(value: unknown): string {
    const { frames, open, limits } = this;
    if (typeof value !== 'object' || value === null) return scalar(value, limits);
    const known = this.texts.get(value);
    if (known !== undefined) return known;
    const isClosed = open.has(value);
    const isDeep = frames.length >= limits.depth;
    // A value that is not entered is only asked whether it is empty.
    const parts = partsOf(value, isClosed || isDeep ? { ...limits, items: 1, order: undefined } : limits);
    if (parts === undefined) return leaf(value, limits.length);
    if (isClosed) this.cycles++;
    if (isClosed || (isDeep && parts.values.length > 0)) return parts.cycle ?? '...';
    if (this.cyclic.has(value)) this.repeats++;
    open.add(value);
    const frame: Frame = { object: value, parts, at: 0, cycles: this.cycles };
    frames.push(frame);
    if (this.keeping === undefined && this.texts.has(value)) {
      this.keeping = { frame, before: this.text };
      this.given += this.text.length;
      this.text = '';
    }
    return '';
  }

  private close(frame: Frame): void {
    const { object } = frame;
    this.frames.pop();
    this.open.delete(object);
    if (!this.isDeepEverywhere) return;
    const isSame = this.cycles === frame.cycles;
    if (this.keeping?.frame === frame) {
      if (isSame) this.texts.set(object, flat(this.text));
      this.unkeep(this.keeping);
    } else if (!isSame) this.cyclic.add(object);
    else if (frame.parts.values.length > 0) this.texts.set(object, this.texts.get(object));
  }

  /** Takes back the text before the object that was kept. */
  private unkeep({ before }: Keeping): void {
    this.keeping = undefined;
    this.given -= before.length;
    this.text = before + this.text;
  }

  private putAside(): void {
    if (this.keeping !== undefined) {
      if (this.text.length <= LONGEST_KEPT) return;
      this.unkeep(this.keeping);
    }
    this.chunks.push(flat(this.text));
    this.given += this.text.length;
    this.text = '';
  }

  private all(): string {
    if (this.keeping !== undefined) this.unkeep(this.keeping);
    return this.chunks.join('') + this.text;
  }
}

/** The same text in one piece. */
function flat(text: string): string {
  text.charCodeAt(0);
  return text;
}

/**
 * Python's `str` of a value other than an exception: a str is itself, and a class defines the `str` of its objects.
 *
 * @example
 * ```ts
 * import { pythonStr } from 'brine/codec';
 *
 * pythonStr('a'); // 'a'
 * pythonStr(['a']); // "['a']"
 * ```
 */
export function pythonStr(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null && isPythonRepr(value)
    ? ownText(value)
    : pythonRepr(value ?? null);
}

function leaf(value: object, length: number): string {
  return value instanceof Uint8Array ? pythonBytesRepr(value.subarray(0, length)) : ownText(value);
}

/** Own properties may come from a pickle, which must not choose what is called. */
function ownText(value: object): string {
  const text: unknown = Reflect.apply(Reflect.get(prototypeOf(value), 'toString'), value, []);
  return String(text);
}

/** The parts of a value as it is shown; `undefined` if it has none. */
export function partsOf(value: object, given: ReprLimits): ReprParts | undefined {
  const { items, length, order } = given;
  // Each item takes more than a character.
  const most = Math.min(items, length);
  if (isPythonRepr(value)) {
    const limits = most === items ? given : { ...given, items: most };
    return limits.parts?.(value, limits) ?? value[reprParts](limits);
  }
  if (Array.isArray(value)) return reprGroup('[', value, ']', most);
  if (value instanceof Map) return dict(order === undefined ? value : order(value), value.size, most);
  if (value instanceof Set) return reprSet(value, className(value) === 'Set' ? '' : className(value), most);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) {
    const entries = Object.entries(value);
    return dict(entries, entries.length, most);
  }
  if (hasOwnText(value)) return undefined;
  const state = Object.entries(value);
  return reprObject(className(value), state.length === 0 ? [] : [['state', new Map(state)]]);
}

/** Whether a class defines how its objects are shown. */
function hasOwnText(value: object): boolean {
  const method: unknown = Reflect.get(prototypeOf(value), 'toString');
  return typeof method === 'function' && method !== Object.prototype.toString;
}

function className(value: object): string {
  const type: unknown = Reflect.get(prototypeOf(value), 'constructor');
  if (typeof type !== 'function') return 'object';
  const global = nameOf(type);
  return global === undefined ? type.name : shortName(global);
}

/** The name of the class of an object, if that is not the one of this prototype. */
export function subclassName(value: object, base: object): string | undefined {
  return prototypeOf(value) === base ? undefined : className(value);
}

function prototypeOf(value: object): object {
  const prototype: unknown = Object.getPrototypeOf(value);
  return typeof prototype === 'object' && prototype !== null ? prototype : Object.prototype;
}

/** `<app.models.User object state={'id': 7}>` */
export function reprObject(name: string, fields: readonly (readonly [string, unknown])[], isCut = false): ReprParts {
  const { length } = fields;
  return {
    values: fields.map(([, value]) => value),
    text: (at) =>
      (at === 0 ? `<${name} object` : '') +
      (at < length ? ` ${fields[at]?.[0]}=` : '') +
      (at === length ? (isCut ? ' ...>' : '>') : ''),
    cycle: `<${name} object ...>`,
  };
}

/** `{1, 2}`, `frozenset({1, 2})`; a set has no name. */
export function reprSet(value: ReadonlySet<unknown>, name: string, most: number): ReprParts {
  const members = orderedMembers(value);
  if (members.length === 0) return reprGroup(`${name === '' ? 'set' : name}(`, [], ')', most);
  return name === '' ? reprGroup('{', members, '}', most) : reprGroup(`${name}({`, members, '})', most);
}

function isPythonRepr(value: object): value is PythonRepr {
  return reprParts in value;
}

/** `[1, 2]`, of as many values as are to be shown. */
export function reprGroup(open: string, values: readonly unknown[], close: string, most: number): ReprParts {
  const isCut = values.length > most;
  const shown = isCut ? values.slice(0, most) : values;
  const last = shown.length;
  const end = isCut ? `${last === 0 ? '' : ', '}...${close.replace(',', '')}` : close;
  return {
    values: shown,
    text: (at) => (at === 0 ? open : at < last ? ', ' : '') + (at === last ? end : ''),
    cycle: `${open}...${close.replace(',', '')}`,
  };
}

function dict(entries: Iterable<readonly [unknown, unknown]>, size: number, most: number): ReprParts {
  const values: unknown[] = [];
  for (const [key, value] of entries) {
    if (values.length >= 2 * most) break;
    values.push(key, value);
  }
  const { length } = values;
  const end = size > most ? `${length === 0 ? '' : ', '}...}` : '}';
  return {
    values,
    text: (at) => (at === 0 ? '{' : at === length ? '' : at % 2 === 1 ? ': ' : ', ') + (at === length ? end : ''),
    cycle: '{...}',
  };
}
