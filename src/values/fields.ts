import { attributeKey, attributeNameOf } from './attribute-key.ts';
import { Dict } from './dict.ts';
import { inspectCustom } from './inspect.ts';
import { type Made, NamedItems, namedArguments } from './named-arguments.ts';
import { inspected, pythonRepr } from './repr.ts';
import { Tuple } from './tuple.ts';

/**
 * The attributes of an object by name: a live view of its states.
 *
 * A state is a dict, a pair of the dicts of `__dict__` and of `__slots__`, or something that only the object's class
 * understands, which has no attributes here. The dicts are `Dict`s or plain objects. Names that a pickle of Python 2
 * has as bytes are found by their text. If several states have the same name, the last one counts. After the states
 * come arguments that have names in the pickle: keywords, and items of named tuples whose class is in it.
 */
export class Fields implements Iterable<[string, unknown]> {
  private readonly states: unknown[];
  private readonly made: Made;

  /** @param instance - The object, whose states and arguments are changed in place. */
  constructor(instance: Made & { readonly states: unknown[] }) {
    this.states = instance.states;
    this.made = instance;
  }

  /** How many attributes there are. */
  get size(): number {
    return this.all().size;
  }

  /** An attribute; `undefined` if there is none of that name. */
  get(name: string): unknown {
    const part = this.holder(name);
    return part === undefined ? undefined : valueIn(part, name);
  }

  /** Whether there is an attribute of this name. */
  has(name: string): boolean {
    return this.holder(name) !== undefined;
  }

  /**
   * Sets an attribute where it is, or adds it to `__dict__`; to the slots, if the object has no `__dict__`.
   *
   * @throws TypeError if the last state is not one that has attributes.
   */
  set(name: string, value: unknown): this {
    const { states } = this;
    const holder = this.holder(name);
    if (holder === undefined && states.length === 0) states.push(new Dict());
    const last = partsOf(states[states.length - 1]);
    const part = holder ?? last[last.length - 1];
    if (part === undefined)
      throw new TypeError(`the state is not a dict of attributes: set '${name}' in states itself`);
    put(part, name, value);
    return this;
  }

  /**
   * Removes an attribute from every state and from the keywords. Returns false if there was none, or if it is an item
   * of a named tuple, which cannot lose an item.
   */
  delete(name: string): boolean {
    let found = false;
    for (const part of this.parts()) found = removeFrom(part, name) || found;
    return found;
  }

  /** The names. */
  keys(): IterableIterator<string> {
    return this.all().keys();
  }

  /** The values, in the order of the names. */
  values(): IterableIterator<unknown> {
    return this.all().values();
  }

  /** Names and values. */
  entries(): IterableIterator<[string, unknown]> {
    return this.all().entries();
  }

  [Symbol.iterator](): IterableIterator<[string, unknown]> {
    return this.entries();
  }

  /** Calls a function with each attribute, as `Map` does. */
  forEach(use: (value: unknown, name: string, fields: Fields) => void): void {
    for (const [name, value] of this.all()) use(value, name, this);
  }

  /** The attributes as a plain object. */
  toJSON(): Record<string, unknown> {
    return Object.fromEntries(this.all());
  }

  /** Python's `repr` of them as a dict. */
  toString(): string {
    return pythonRepr(this.all());
  }

  [inspectCustom](depth: number): string {
    return inspected(this.all(), depth);
  }

  /** The newest dict that contains a name. */
  private holder(name: string): Part | undefined {
    for (let i = this.states.length - 1; i >= 0; i--) {
      const found = partsOf(this.states[i]).filter((part) => hasIn(part, name));
      if (found.length > 0) return found[found.length - 1];
    }
    return partsOfArguments(this.made)
      .reverse()
      .find((part) => hasIn(part, name));
  }

  private parts(): Part[] {
    return [...partsOfArguments(this.made), ...this.states.flatMap(partsOf)];
  }

  private all(): Map<string, unknown> {
    const all = new Map<string, unknown>();
    for (const part of this.parts()) {
      for (const [key, value] of entriesIn(part)) {
        const name = attributeNameOf(key);
        if (name !== undefined) all.set(name, value);
      }
    }
    return all;
  }
}

/** A dict of attributes, in either form of `options.dicts`, or items that have names. */
type Part = Map<unknown, unknown> | Record<string, unknown> | NamedItems;

function partsOfArguments(made: Made): Part[] {
  const { keywords, items } = namedArguments(made);
  return items === undefined ? [...keywords] : [items, ...keywords];
}

/** The dicts of a state: the slots, then `__dict__`, which is where new attributes go. */
function partsOf(state: unknown): Part[] {
  const parts = state instanceof Tuple && state.length === 2 ? [state[1], state[0]] : [state];
  return parts.filter(isPart);
}

function entriesIn(part: Part): Iterable<readonly [unknown, unknown]> {
  if (part instanceof Map) return part;
  return part instanceof NamedItems ? part.entries() : Object.entries(part);
}

function isPart(value: unknown): value is Part {
  if (value instanceof Map) return true;
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function hasIn(part: Part, name: string): boolean {
  if (part instanceof NamedItems) return part.has(name);
  return part instanceof Map ? attributeKey(part, name) !== undefined : Object.hasOwn(part, name);
}

function valueIn(part: Part, name: string): unknown {
  if (part instanceof NamedItems) return part.get(name);
  if (part instanceof Map) return part.get(attributeKey(part, name));
  return Object.getOwnPropertyDescriptor(part, name)?.value;
}

function put(part: Part, name: string, value: unknown): void {
  if (part instanceof NamedItems) part.set(name, value);
  else if (part instanceof Map) part.set(attributeKey(part, name) ?? name, value);
  else Object.defineProperty(part, name, { value, writable: true, enumerable: true, configurable: true });
}

function removeFrom(part: Part, name: string): boolean {
  if (part instanceof Map) return part.delete(attributeKey(part, name));
  return !(part instanceof NamedItems) && hasIn(part, name) && Reflect.deleteProperty(part, name);
}
