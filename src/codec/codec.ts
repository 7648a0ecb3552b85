/**
 * Codecs: what ties Python's classes and functions to JavaScript's, in both directions.
 *
 * A codec is a plain frozen value. There is no registry: a call understands the codecs it is given, on top of the
 * default ones. Later codecs win.
 *
 * @module
 */
import type { PythonVersion } from '../python-version.ts';
import type { Dict } from '../values/dict.ts';
import type { Float } from '../values/float.ts';
import { Global } from '../values/global.ts';
import type { Instance } from '../values/instance.ts';
import { noteName } from '../values/python-name.ts';
import type { FrozenSet, PySet } from '../values/set.ts';
import type { Tuple } from '../values/tuple.ts';

/** Pickle protocols that exist. */
export type Protocol = 0 | 1 | 2 | 3 | 4 | 5;

/** What `reduce` gives back: how Python is to rebuild the object. Python's reduce tuple, with names. */
export interface Reduction {
  /** What to call (`how: 'call'`) or instantiate (`how: 'new'`): a {@link Global}, a registered class or function. */
  readonly callable: unknown;
  /** Arguments, written as a tuple. For `how: 'new'` without the class itself. */
  readonly args: readonly unknown[];
  /** Keyword arguments of `__new__`; only with `how: 'new'`. */
  readonly kwargs?: ReadonlyMap<string, unknown> | undefined;
  /** `'call'`: `callable(*args)`. `'new'`: `callable.__new__(callable, *args)`. @defaultValue `'call'` */
  readonly how?: 'call' | 'new';
  /** Given to `__setstate__`, or merged into `__dict__`. `undefined`: no state. */
  readonly state?: unknown;
  /** Appended to the new object. */
  readonly items?: Iterable<unknown> | undefined;
  /** Set on the new object by key. */
  readonly entries?: Iterable<readonly [unknown, unknown]> | undefined;
  /** Called with the object and the state, in place of `__setstate__`. */
  readonly stateSetter?: unknown;
}

/** What a hook may know about the pickle being read, and do within the limits of the call. */
export interface LoadContext {
  /** The protocol that PROTO announced, 0 before any. */
  readonly protocol: number;
  /** A dict in the form of `options.dicts`, of these entries: first key, last value. */
  dict(entries: Iterable<readonly [unknown, unknown]>): unknown;
  /** A set of these members, compared as Python does. */
  pySet(members: Iterable<unknown>): PySet<unknown>;
  /** A frozenset of these members, compared as Python does. */
  frozenSet(members: Iterable<unknown>): FrozenSet<unknown>;
  /** An int in the form of `options.ints`. */
  int(value: number | bigint): number | bigint;
  /** A float in the form of `options.floats`. */
  float(value: number): number | Float;
  /**
   * Spends some of `limits.work`, before a hook does what takes longer than to read its arguments once. One unit is
   * about 10 nanoseconds.
   *
   * @throws PickleError with the code `limit` if that is more than is left.
   */
  work(amount: number): void;
  /** `callable(*args)` as a pickle would get it: by codec, else an inert `Instance`. */
  call(callable: unknown, args: Tuple): unknown;
  /** `cls.__new__(cls, *args, **kwargs)` as a pickle would get it. Only an inert `Instance` may stand for a tuple. */
  create(cls: unknown, args: Tuple | Instance, kwargs?: Dict): unknown;
  /**
   * `copyreg._reconstructor(cls, base, state)`; `undefined` if `base` is no built-in class.
   */
  reconstruct(cls: unknown, base: unknown, state: unknown): unknown;
  /**
   * The registered class or function `owner.name`, else its `Global`, where the owner is a class or function;
   * `undefined` for other owners.
   */
  attribute(owner: unknown, name: string): unknown;
}

/** What a hook may know about the pickle being written. */
export interface DumpContext {
  readonly protocol: Protocol;
  /** The CPython whose bytes are written. */
  readonly python: PythonVersion;
  /** Its minor version: 14 for `'3.14'`. */
  readonly minor: number;
}

/** A class as a value. */
export type Class<T = object> = abstract new (...args: never[]) => T;

/**
 * How instances of one class are taken apart and put together. Every hook has a default that does what Python does for
 * a class without the special method of that name.
 */
export interface ClassHooks<T extends object> {
  /**
   * `cls(*args)`. Without it, a pickle that calls the class is refused: no constructor runs. `undefined` for arguments
   * that are not understood: an inert `Instance` keeps the call.
   */
  call?(args: Tuple, context: LoadContext): T | undefined;
  /**
   * `cls.__new__(cls, *args, **kwargs)`. `undefined` for arguments that are not understood: an inert `Instance` keeps
   * them.
   *
   * @defaultValue an object of the class whose constructor did not run; arguments are refused
   */
  create?(args: Tuple, kwargs: Dict | undefined, context: LoadContext): T | undefined;
  /**
   * `__call__`: what a pickle that calls an object of the class gets. `undefined`: an inert `Instance` keeps the call.
   * Without it, the objects cannot be called.
   */
  callObject?(self: T, args: Tuple, context: LoadContext): unknown;
  /**
   * `__setstate__`.
   *
   * @defaultValue defines an own property for each entry of the state
   */
  setState?(self: T, state: unknown, context: LoadContext): void;
  /** `extend` and `append`. @defaultValue for subclasses of Array: appends */
  extend?(self: T, items: readonly unknown[]): void;
  /** `__setitem__` for each entry. @defaultValue for subclasses of Map: sets */
  setItems?(self: T, entries: readonly (readonly [unknown, unknown])[]): void;
  /** `__reduce__`. A string names a global that stands for the object. */
  reduce?(self: T, context: DumpContext): Reduction | string;
  /**
   * `__getstate__`. `undefined` and `null`: no state.
   *
   * @defaultValue own enumerable properties, as a dict
   */
  getState?(self: T): unknown;
  /** `__getnewargs__`, or `__getnewargs_ex__` when there are keyword arguments. @defaultValue none */
  getNewArgs?(self: T): readonly unknown[] | NewArgs;
  /** Attributes that Python keeps in `__slots__`, in the order of the class. @defaultValue none */
  readonly slots?: readonly string[];
  /** Whether Python's class has a `__dict__` for what is not in `slots`. @defaultValue `true` */
  readonly hasDict?: boolean;
  /**
   * With `slots`: whether it is a dataclass with `frozen=True, slots=True`, whose pickle has the values of its fields
   * without their names. `slots` has all fields, those of base classes first. @defaultValue `false`
   */
  readonly frozen?: boolean;
  /** Other names under which Pythons have pickled the class; only for reading. */
  readonly aliases?: readonly string[];
}

/** Arguments of `__new__`. */
export interface NewArgs {
  readonly args: readonly unknown[];
  readonly kwargs: ReadonlyMap<string, unknown>;
}

/** What a function codec may do beyond naming the function. */
export interface FunctionHooks {
  /** What a pickle that calls the function gets. Without it, or for `undefined`: an inert `Instance`. */
  readonly call?: (args: Tuple, context: LoadContext) => unknown;
  /**
   * For the name of a class that has no JavaScript class of its own (`value` is `undefined`):
   * `cls.__new__(cls, *args, **kwargs)`. Without it, or for `undefined`: an inert `Instance`.
   */
  readonly create?: (args: Tuple, kwargs: Dict | undefined, context: LoadContext) => unknown;
  /** Other names under which Pythons have pickled the function; only for reading. */
  readonly aliases?: readonly string[];
}

/** A Python class and the JavaScript class that stands for it. Made by {@link pythonClass}. */
export interface ClassCodec {
  readonly kind: 'class';
  readonly global: Global;
  readonly aliases: readonly Global[];
  readonly type: Class;
  readonly hooks: ClassHooks<object>;
}

/** A Python function and what stands for it. Made by {@link pythonFunction}. */
export interface FunctionCodec {
  readonly kind: 'function';
  readonly global: Global;
  readonly aliases: readonly Global[];
  /** The JavaScript function, or `undefined`: the {@link Global} stands for itself. */
  readonly value: ((...args: never[]) => unknown) | undefined;
  readonly call: ((args: Tuple, context: LoadContext) => unknown) | undefined;
  readonly create: ((args: Tuple, kwargs: Dict | undefined, context: LoadContext) => unknown) | undefined;
}

/** A Python object that is one of its kind, by name, and the JavaScript value that stands for it. */
export interface ConstantCodec {
  readonly kind: 'constant';
  readonly global: Global;
  readonly aliases: readonly Global[];
  readonly value: object;
}

/** Several codecs as one. Made by {@link pythonModule}. */
export interface ModuleCodec {
  readonly kind: 'module';
  readonly members: readonly Binding[];
}

/** What is written in place of objects that no other codec names. Made by {@link pythonStandIn}. */
export interface StandInCodec {
  readonly kind: 'stand-in';
  readonly standIn: (value: object, context: DumpContext) => unknown;
}

/** A codec of one name. */
export type Binding = ClassCodec | FunctionCodec | ConstantCodec;

/** Ties Python globals to JavaScript values. A plain frozen value. */
export type Codec = Binding | ModuleCodec | StandInCodec;

/**
 * Ties one Python class to one JavaScript class.
 *
 * Reading never runs the JavaScript constructor, as Python's `__new__` does not run `__init__`. A class whose objects
 * need their constructor (private fields, `Date`, `Promise`...) needs the hooks `create` or `call`.
 *
 * @param name - Python's module and name, `geometry.Point`; with a nested class `geometry:Outer.Inner`.
 * @param type - The JavaScript class; its objects are recognised by their exact prototype.
 * @param hooks - What differs from the defaults.
 * @returns A codec for `options.codecs`.
 * @throws TypeError if `type` is no class, or if its objects cannot be made without their constructor and no hook says
 *   how.
 * @example
 * ```ts
 * import { dumps, loads, pythonClass } from 'brine';
 *
 * class Point { constructor(public x = 0, public y = 0) {} }
 * const codecs = [pythonClass('geometry.Point', Point)];
 * loads(dumps(new Point(3, 4), { codecs }), { codecs }) instanceof Point; // true
 * ```
 */
export function pythonClass<T extends object>(name: string, type: Class<T>, hooks: ClassHooks<T> = {}): ClassCodec {
  if (typeof name !== 'string') {
    throw new TypeError("pythonClass needs Python's name first: pythonClass('module.Point', Point)");
  }
  if (typeof type !== 'function' || typeof type.prototype !== 'object' || type.prototype === null) {
    throw new TypeError(`pythonClass('${name}') needs a class`);
  }
  checkSlots(name, hooks);
  const native = nativeBase(type);
  if (native !== undefined && hooks.create === undefined && hooks.call === undefined) {
    throw new TypeError(
      `pythonClass('${name}'): a ${native} cannot be made without its constructor; give the hook create or call`,
    );
  }
  const global = Global.of(name);
  noteName(type, global);
  return Object.freeze({
    kind: 'class',
    global,
    aliases: Object.freeze((hooks.aliases ?? []).map((alias) => Global.of(alias))),
    type,
    hooks: Object.freeze({ ...hooks }),
  });
}

/**
 * Ties one Python function to one JavaScript function, by name. Reading gives the function; it is never called, unless
 * the hook `call` says what a call in a pickle means.
 *
 * @param name - Python's module and name, `geometry.distance`.
 * @param value - The JavaScript function, or `undefined` for a function that only exists in Python.
 * @param hooks - What a pickle that calls the function gets.
 * @returns A codec for `options.codecs`.
 * @throws TypeError if `value` is neither a function nor `undefined`.
 */
export function pythonFunction(
  name: string,
  value: ((...args: never[]) => unknown) | undefined,
  hooks: FunctionHooks = {},
): FunctionCodec {
  if (value !== undefined && typeof value !== 'function') {
    throw new TypeError(`pythonFunction('${name}') needs a function or undefined`);
  }
  const global = Global.of(name);
  if (value !== undefined) noteName(value, global);
  return Object.freeze({
    kind: 'function',
    global,
    aliases: Object.freeze((hooks.aliases ?? []).map((alias) => Global.of(alias))),
    value,
    call: hooks.call,
    create: hooks.create,
  });
}

/**
 * Ties one Python object that exists once, such as a sentinel of a module, to one JavaScript object. Written by name.
 *
 * @param name - Python's module and name, `geometry.ORIGIN`.
 * @param value - The object; recognised by identity.
 * @returns A codec for `options.codecs`.
 * @throws TypeError if `value` is no object.
 */
export function pythonConstant(
  name: string,
  value: object,
  { aliases = [] }: { readonly aliases?: readonly string[] } = {},
): ConstantCodec {
  if (typeof value !== 'object' || value === null) throw new TypeError(`pythonConstant('${name}') needs an object`);
  return Object.freeze({
    kind: 'constant',
    global: Global.of(name),
    aliases: Object.freeze(aliases.map((alias) => Global.of(alias))),
    value,
  });
}

/**
 * Writes another value in place of an object: for objects that are known by what they are and not by their class, such
 * as those of a library loaded twice. Asked only for objects that no class codec names; the codec given last is asked
 * first. Shared references stay shared.
 *
 * @param standIn - Gives the value to write, or `undefined`: not known here.
 * @returns A codec for `options.codecs`. It reads nothing.
 * @throws TypeError if `standIn` is no function.
 * @example
 * ```ts
 * import { dumps, loads, pythonStandIn } from 'brine';
 *
 * class Celsius { constructor(readonly degrees: number) {} }
 * const codecs = [pythonStandIn((value) => ('degrees' in value ? value.degrees : undefined))];
 * loads(dumps([new Celsius(20)], { codecs })); // [20]
 * ```
 */
export function pythonStandIn(standIn: (value: object, context: DumpContext) => unknown): StandInCodec {
  if (typeof standIn !== 'function') throw new TypeError('pythonStandIn needs a function');
  return Object.freeze({ kind: 'stand-in', standIn });
}

/**
 * Makes an ES module stand for a Python module: every function and class it exports is pickled by name.
 *
 * Python's rule holds: what the module does not export (inner classes, arrow functions in a function, bound methods)
 * cannot be pickled. `default` has no name that Python could import and is left out.
 *
 * @param name - The Python module, `geometry` or `package.module`.
 * @param exports - The module's namespace object, or any object of functions and classes by name.
 * @param hooks - {@link ClassHooks} by class name, where the defaults are not right.
 * @returns A codec for `options.codecs`.
 * @throws TypeError if a hook names no exported class.
 */
export function pythonModule(
  name: string,
  exports: object,
  hooks: Readonly<Record<string, ClassHooks<object>>> = {},
): ModuleCodec {
  const members: Binding[] = [];
  const classes = new Set<string>();
  for (const [key, value] of Object.entries(exports)) {
    if (typeof value !== 'function' || key === 'default') continue;
    if (isClass(value)) {
      classes.add(key);
      members.push(pythonClass(`${name}:${key}`, value, Object.hasOwn(hooks, key) ? hooks[key] : {}));
    } else {
      members.push(pythonFunction(`${name}:${key}`, value));
    }
  }
  for (const key of Object.keys(hooks)) {
    if (!classes.has(key))
      throw new TypeError(`pythonModule('${name}'): hooks for '${key}', which is no exported class`);
  }
  return Object.freeze({ kind: 'module', members: Object.freeze(members) });
}

function checkSlots<T extends object>(name: string, { slots, frozen, getState, setState }: ClassHooks<T>): void {
  const given: unknown = slots;
  if (given !== undefined && !(Array.isArray(given) && given.every((slot) => typeof slot === 'string'))) {
    throw new TypeError(`pythonClass('${name}'): slots needs an array of names, as slots: ['x', 'y']`);
  }
  if (frozen !== true) return;
  if (given === undefined) {
    throw new TypeError(`pythonClass('${name}'): frozen needs slots too, the names of all fields in order`);
  }
  if ((getState ?? setState) !== undefined) {
    throw new TypeError(`pythonClass('${name}'): frozen takes the place of the hooks getState and setState`);
  }
}

/** Whether a function is a class: its `prototype` cannot be replaced. */
export function isClass(value: unknown): value is Class {
  if (typeof value !== 'function') return false;
  return Object.getOwnPropertyDescriptor(value, 'prototype')?.writable === false;
}

/** The built-in class whose internal slots only its constructor makes, if `type` derives from one. */
function nativeBase(type: Class): string | undefined {
  const natives = [Date, RegExp, Promise, WeakMap, WeakSet, ArrayBuffer, DataView, Number, String, Boolean];
  for (const native of natives) {
    if (type.prototype === native.prototype || type.prototype instanceof native) return native.name;
  }
  return undefined;
}
