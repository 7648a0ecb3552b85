import { pythonTextRepr } from '../bytes/text-repr.ts';
import { checkLength } from '../limits.ts';
import type { Dict } from './dict.ts';
import { Fields } from './fields.ts';
import { Global } from './global.ts';
import { inspectCustom } from './inspect.ts';
import { nameOf, shortName } from './python-name.ts';
import { registration } from './registration.ts';
import {
  inspected,
  type PythonRepr,
  pythonRepr,
  type ReprLimits,
  type ReprParts,
  reprObject,
  reprParts,
} from './repr.ts';
import { Tuple } from './tuple.ts';

/** A call of a state setter: reduce's sixth item. */
export interface StateSetter {
  /** The function that was called with the object and the state. */
  readonly callable: unknown;
  /** The state. */
  readonly state: unknown;
}

/**
 * An object of a class that no codec knows: everything that the pickle says about it is kept and written back, and
 * nothing is run. Changes after its creation are kept by kind, and written back in CPython's order: items, entries,
 * members, states, setters.
 *
 * With `how: 'new'` Python would make it by `cls.__new__(cls, *args, **kwargs)`, with `'call'` by `cls(*args)`.
 */
export class Instance implements PythonRepr {
  /** The class or function, usually a {@link Global}. */
  readonly cls: unknown;
  /** How Python would make the object: `'new'` is `cls.__new__(cls, ...)`, `'call'` is `cls(...)`. */
  readonly how: 'call' | 'new';
  /** The arguments; empty if {@link Instance.argsObject} has them. */
  readonly args: Tuple;
  /**
   * The arguments, if the pickle gives an object of a class that derives from tuple: only its class knows the items.
   */
  readonly argsObject: Instance | undefined;
  /** Keyword arguments of `__new__`. */
  readonly kwargs: Dict | undefined;
  /** The built-in class it derives from, if the pickle names it (protocols 0 and 1). */
  base: Global | undefined;
  /** The states that were given to `__setstate__` or merged into `__dict__`, in order; usually one or none. */
  readonly states: unknown[] = [];
  /** The items that were appended; `undefined` for none. */
  items: unknown[] | undefined;
  /** The entries that were set, in order; keys may repeat. `undefined` for none. */
  entries: [unknown, unknown][] | undefined;
  /** The members that were added, as to a set; `undefined` for none. */
  members: unknown[] | undefined;
  /** The functions that were called to set a state, in order; `undefined` for none. */
  setters: StateSetter[] | undefined;

  /**
   * @param cls - The class or function.
   * @param how - How Python is to make the object.
   * @param args - The arguments: a tuple, or an object of a class that derives from tuple.
   * @param kwargs - Keyword arguments of `__new__`.
   */
  constructor(cls: unknown, how: 'call' | 'new' = 'new', args: Tuple | Instance = new Tuple(), kwargs?: Dict) {
    this.cls = cls;
    this.how = how;
    this.args = args instanceof Instance ? new Tuple() : args;
    this.argsObject = args instanceof Instance ? args : undefined;
    this.kwargs = kwargs;
  }

  /** The last of {@link Instance.setters}. Setting it removes all others. */
  get setter(): StateSetter | undefined {
    return this.setters?.[this.setters.length - 1];
  }

  set setter(setter: StateSetter | undefined) {
    this.setters = setter === undefined ? undefined : [setter];
  }

  /** The last state; `undefined` if there is none. */
  get state(): unknown {
    return this.states[this.states.length - 1];
  }

  /**
   * An attribute, as Python's `getattr` finds it in `__dict__` and in slots; `undefined` if there is none. The fields
   * of a named tuple and the arguments of `__new__` are found where the pickle has their names, which it rarely does:
   * of what `pickle.dumps` writes of a named tuple, {@link Instance.args} has the items without names.
   */
  get(name: string): unknown {
    return this.fields.get(name);
  }

  /** Whether there is an attribute of this name. */
  has(name: string): boolean {
    return this.fields.has(name);
  }

  /**
   * Sets an attribute, as Python's `setattr`: where it is, else in `__dict__`.
   *
   * @throws TypeError if the object has a state of its own form, which is not a dict: change {@link Instance.states}.
   */
  set(name: string, value: unknown): this {
    this.fields.set(name, value);
    return this;
  }

  /** Removes an attribute. Returns false if there was none of this name. */
  delete(name: string): boolean {
    return this.fields.delete(name);
  }

  /** All attributes by name, as {@link Instance.get} finds them: a live view. None for a state that is not a dict. */
  get fields(): Fields {
    return new Fields(this);
  }

  /** Adds to {@link Instance.items}, as `append` in Python. */
  append(item: unknown): void {
    this.items ??= [];
    add(this.items, item);
  }

  /** Adds to {@link Instance.entries}, as `self[key] = value` in Python. */
  setItem(key: unknown, value: unknown): void {
    this.entries ??= [];
    add(this.entries, [key, value]);
  }

  /** Adds to {@link Instance.members}, as `add` of a Python set. */
  add(member: unknown): void {
    this.members ??= [];
    add(this.members, member);
  }

  /** Adds to {@link Instance.states}, as BUILD does. */
  build(state: unknown): void {
    add(this.states, state);
  }

  /** Adds to {@link Instance.setters}: a function that is called with the object and a state. */
  buildBy(callable: unknown, state: unknown): void {
    this.setters ??= [];
    add(this.setters, { callable, state });
  }

  /** The class and what the pickle says about the object. */
  toJSON(): Record<string, unknown> {
    return { class: this.cls, ...this.shown() };
  }

  /** Python's `str`, which is its `repr`: the class, and what the pickle says about the object. */
  toString(): string {
    return pythonRepr(this);
  }

  [reprParts](limits: ReprLimits): ReprParts {
    const fields = instanceFields(this, limits.items);
    return reprObject(instanceName(this), fields.slice(0, limits.items), fields.length > limits.items);
  }

  /** Python's `repr`, and how to get objects of a class of your own instead. */
  [inspectCustom](depth: number): string {
    const code = depth < 0 ? undefined : registration(this);
    return inspected(this, depth) + (code === undefined ? '' : ` /* ${code} gives objects of yours */`);
  }

  /** The arguments, state and contents that are present. */
  private shown(): Record<string, unknown> {
    const { args, argsObject, kwargs, states, items, entries, members, setters } = this;
    const fields: Record<string, unknown> = {};
    if (args.length > 0) fields.args = args;
    if (argsObject !== undefined) fields.argsObject = argsObject;
    if (kwargs !== undefined) fields.kwargs = kwargs;
    if (states.length === 1) fields.state = states[0];
    if (states.length > 1) fields.states = states;
    if (items !== undefined) fields.items = items;
    if (entries !== undefined) fields.entries = entries;
    if (members !== undefined) fields.members = members;
    if (setters?.length === 1) fields.setter = setters[0];
    else if (setters !== undefined) fields.setters = setters;
    return fields;
  }
}

function add<T>(list: T[], item: T): void {
  checkLength(list.length + 1, 'an object');
  list.push(item);
}

/** Python's name of the class of an object. */
export function instanceName(instance: Instance): string {
  let { cls } = instance;
  while (cls instanceof Instance) cls = cls.cls;
  const name = cls instanceof Global ? cls : typeof cls === 'function' ? nameOf(cls) : undefined;
  return name === undefined ? 'object' : pythonTextRepr(shortName(name)).slice(1, -1);
}

/** @param most - The number of fields that are shown. Making more than one beyond that is useless. */
function instanceFields(instance: Instance, most: number): [string, unknown][] {
  const { argsObject, kwargs, states, items, entries, members, setters } = instance;
  const fields: [string, unknown][] = [];
  const args = argumentsOf(instance);
  if (instanceName(instance) === 'object') fields.push(['cls', instance.cls]);
  if (args.length > 0 || argsObject !== undefined) fields.push(['args', argsObject ?? args]);
  // Python 3.4 and 3.5 wrote keywords even if there were none.
  if (kwargs !== undefined && kwargs.size > 0) fields.push(['kwargs', kwargs]);
  for (const state of states) {
    if (fields.length > most) return fields;
    if (!isEmptyState(state)) fields.push(['state', state]);
  }
  if (items !== undefined) fields.push(['items', items]);
  if (entries !== undefined) {
    fields.push(['entries', entries.slice(0, most + 1).map(([key, value]) => new Tuple(key, value))]);
  }
  if (members !== undefined) fields.push(['members', members]);
  for (const { callable, state } of setters ?? []) {
    if (fields.length > most) return fields;
    fields.push(['setter', callable], ['state', state]);
  }
  return fields;
}

/** One tuple with its items at each protocol: below 2, a namedtuple is made from it. */
function argumentsOf({ how, args }: Instance): Tuple {
  const [only] = args;
  return how === 'new' && args.length === 1 && only instanceof Tuple ? only : args;
}

/**
 * Whether protocols 0 and 1 omit the state. It is never shown, so that an object looks the same at each protocol.
 */
function isEmptyState(state: unknown): boolean {
  if (state instanceof Map || state instanceof Set) return state.size === 0;
  if (Array.isArray(state) || state instanceof Uint8Array) return state.length === 0;
  return state === null || state === false || state === '' || state === 0 || state === 0n;
}
