import type { Dict } from '../values/dict.ts';
import { Float } from '../values/float.ts';
import { Global } from '../values/global.ts';
import { Instance } from '../values/instance.ts';
import { noteName } from '../values/python-name.ts';
import type { Tuple } from '../values/tuple.ts';
import type { DumpContext, LoadContext } from './context.ts';
import type { NewArgs, Reduction } from './reduction.ts';

/** A JavaScript class. */
export type Class<T = object> = abstract new (...args: never[]) => T;

/**
 * How instances of one class are written and read. As in Python, hooks are inherited: a class without a hook has that
 * of the nearest class that it extends and that is registered in the same list of codecs. Objects that an inherited
 * `call` or `create` makes become objects of this class, and where an inherited `reduce` says to call the base class,
 * this one is called. A hook that is not inherited either has a default: it does what Python does for a class without
 * the special method of that name.
 */
export interface ClassHooks<T extends object> {
  /**
   * `cls(*args)`. Without it, a pickle that calls the class is refused: no constructor runs. It returns `undefined` for
   * arguments that it does not understand: an inert `Instance` then keeps the call.
   *
   * @param named - The name of the class in the pickle: one of `aliases`, or the class's own.
   */
  call?(args: Tuple, context: LoadContext, named: Global): T | undefined;
  /**
   * `cls.__new__(cls, *args, **kwargs)`. It returns `undefined` for arguments that it does not understand: an inert
   * `Instance` then keeps them.
   *
   * @param named - As for `call`.
   * @defaultValue an object of the class whose constructor did not run; arguments are refused
   */
  create?(args: Tuple, kwargs: Dict | undefined, context: LoadContext, named: Global): T | undefined;
  /**
   * `__call__`: gives the result when a pickle calls an object of the class. If it returns `undefined`, an inert
   * `Instance` keeps the call. Without the hook, the objects cannot be called.
   */
  callObject?(self: T, args: Tuple, context: LoadContext): unknown;
  /**
   * `__setstate__`. Its result is ignored, unless it is a generator (a `Following`), which can read what follows in the
   * input: `yield* context.readBytes(length)`.
   *
   * @defaultValue defines an own property for each entry of the state
   */
  setState?(self: T, state: unknown, context: LoadContext): unknown;
  /** `extend` and `append`. @defaultValue for subclasses of Array: appends */
  extend?(self: T, items: readonly unknown[]): void;
  /** `__setitem__` for each entry. @defaultValue for subclasses of Map: sets */
  setItems?(self: T, entries: readonly (readonly [unknown, unknown])[]): void;
  /** `__reduce__`. A string names a global that stands for the object. */
  reduce?(self: T, context: DumpContext): Reduction | string;
  /**
   * `__getstate__`. `undefined` and `null` mean no state.
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
   * Whether the class is a dataclass with `frozen=True, slots=True`, whose pickles contain the values of the fields
   * without their names. Needs `slots` with all fields, those of base classes first. @defaultValue `false`
   */
  readonly frozen?: boolean;
  /** Other names under which Python versions have pickled the class; only for reading. */
  readonly aliases?: readonly string[];
}

/** A Python class and the JavaScript class that stands for it. Made by {@link pythonClass}. */
export interface ClassCodec {
  /** Always `'class'`. */
  readonly kind: 'class';
  /** Python's name of the class, under which it is written. */
  readonly global: Global;
  /** Other names that are read as this class. */
  readonly aliases: readonly Global[];
  /** The JavaScript class. */
  readonly type: Class;
  /** What differs from the defaults. */
  readonly hooks: ClassHooks<object>;
}

/**
 * Ties one Python class to one JavaScript class.
 *
 * Reading never runs the JavaScript constructor, as Python's `__new__` does not run `__init__`. A class whose objects
 * need their constructor (private fields, `Date`, `Promise`...) needs the hooks `create` or `call`.
 *
 * @param name - Python's module and name, `geometry.Point`; for a nested class `geometry:Outer.Inner`.
 * @param type - The JavaScript class; its objects are recognised by their exact prototype.
 * @param hooks - What differs from the defaults.
 * @returns A codec for `options.codecs`.
 * @throws TypeError if `type` is not a class, if `dumps` writes its objects as another type whatever the codecs are
 *   (`Array`, `Object`, `Float`, `Global`, `Instance`), or if its objects cannot be made without their constructor and there is no hook to
 *   make them.
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
  const fixed = fixedMeaning(type);
  if (fixed !== undefined) {
    throw new TypeError(`pythonClass('${name}') needs another class: ${fixed}`);
  }
  const native = nativeBase(type);
  if (native !== undefined && hooks.create === undefined && hooks.call === undefined) {
    throw new TypeError(
      `pythonClass('${name}'): objects of ${native} cannot be made without their constructor; give the hook create or call`,
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

/** Why no Python class can stand for this one: `dumps` writes its objects as something else, whatever the codecs are. */
function fixedMeaning({ prototype }: Class): string | undefined {
  switch (prototype) {
    case Array.prototype:
      return 'every Array is a list; extend it';
    case Object.prototype:
      return 'every plain object is a dict; extend it';
    case Float.prototype:
      return 'every Float is a float; extend it';
    case BigInt.prototype:
      return 'every bigint is an int';
    case Symbol.prototype:
      return 'no symbol can be pickled';
  }
  const isGlobal = prototype === Global.prototype || prototype instanceof Global;
  if (isGlobal) return 'every Global is what it names';
  const isInstance = prototype === Instance.prototype || prototype instanceof Instance;
  return isInstance ? 'every Instance has its own' : undefined;
}

/** The built-in class whose internal slots only its constructor makes, if `type` derives from one. */
function nativeBase(type: Class): string | undefined {
  const natives = [Date, RegExp, Promise, WeakMap, WeakSet, ArrayBuffer, DataView, Number, String, Boolean];
  for (const native of natives) {
    if (type.prototype === native.prototype || type.prototype instanceof native) return native.name;
  }
  return undefined;
}
