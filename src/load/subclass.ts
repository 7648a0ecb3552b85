/**
 * What Python's `object`, `list`, `dict`, `set`, `frozenset` and `tuple` do for their subclasses, applied to JavaScript
 * classes without hooks: the defaults of `ClassHooks`.
 *
 * @module
 */
import type { ClassCodec } from '../codec/class.ts';
import type { LoadContext } from '../codec/context.ts';
import { PickleError } from '../errors.ts';
import { checkLength } from '../limits.ts';
import { ByteArray } from '../values/byte-array.ts';
import { Dict } from '../values/dict.ts';
import type { Global } from '../values/global.ts';
import { isIndexName } from '../values/index-name.ts';
import { pythonTypeName, type WholeNumbers } from '../values/kind.ts';
import { noteSlots } from '../values/read-slots.ts';
import { FrozenSet, PySet } from '../values/set.ts';
import { Tuple } from '../values/tuple.ts';
import { entriesOf, isDict } from './dict-entries.ts';
import { createError, isErrorClass } from './error-subclass.ts';

/** Whether a class has no base class, as most do. */
export function isPlainClass({ type }: ClassCodec): boolean {
  return Object.getPrototypeOf(type.prototype) === Object.prototype;
}

/** Creates an object without running the constructor of its class. */
export function createDefault(codec: ClassCodec, args: Tuple, kwargs: Dict | undefined): object {
  const { global, type } = codec;
  const { prototype } = type;
  // Most classes do not need eight `instanceof` checks. With the assignment below, 3.3 times as fast (measured, Node
  // 24).
  if (isPlainClass(codec) && args.length === 0 && kwargs === undefined) return Object.create(prototype) as object;
  if (prototype instanceof Tuple) return fillTuple(construct(Tuple, type), args, global);
  if (isErrorClass(codec) && kwargs === undefined) return createError(codec, args);
  if (args.length > 0 || kwargs !== undefined) {
    const named = kwargs === undefined ? `; for a named tuple, pythonNamedTuple('${pathOf(global)}', [...])` : '';
    throw new PickleError(
      'bad-call',
      `${global}() takes no arguments, and the pickle makes one with ${countOf(args, kwargs)}; give pythonClass the hook` +
        ` create${named}`,
    );
  }
  const bases: readonly (new () => object)[] = [Dict, Map, PySet, FrozenSet, Set, Array, ByteArray, Uint8Array];
  for (const base of bases) if (prototype instanceof base) return construct(base, type);
  const object: object = Object.create(prototype);
  return object;
}

/** `cls(members)` for subclasses of set, frozenset and bytearray, which Python pickles that way. */
export function callDefault(codec: ClassCodec, args: Tuple, context: LoadContext): object {
  const { global, type } = codec;
  const { prototype } = type;
  if (isErrorClass(codec)) return createError(codec, args);
  const [members] = args;
  if (args.length <= 1 && (members === undefined || Array.isArray(members))) {
    if (prototype instanceof FrozenSet) return frozenSubclass(type, members ?? [], context);
    if (prototype instanceof Set) {
      const set = prototype instanceof PySet ? construct(PySet, type) : construct(Set, type);
      for (const member of members ?? []) set.add(member);
      return set;
    }
  }
  throw new PickleError(
    'bad-call',
    `${global.name}() takes no arguments; to read a pickle that calls ${global} with ${args.length}, give pythonClass the` +
      ` hook call${args.length === 1 ? `; for an Enum, pythonEnum('${pathOf(global)}', {...})` : ''}`,
  );
}

/** `extend` of list subclasses. */
export function extendDefault(target: unknown, items: readonly unknown[]): boolean {
  if (!Array.isArray(target) || target instanceof Tuple) return false;
  checkLength(target.length + items.length, 'a list');
  for (const item of items) target.push(item);
  return true;
}

/** `__setitem__` of dict subclasses. */
export function setItemsDefault(target: unknown, entries: readonly (readonly [unknown, unknown])[]): boolean {
  if (!(target instanceof Map)) return false;
  for (const [key, value] of entries) target.set(key, value);
  return true;
}

/** `__dict__.update(state)`, and `setattr` for the names in the second part of a `(dict, slots)` pair. */
export function setStateDefault(
  target: object,
  state: unknown,
  { global, hooks }: ClassCodec,
  wholeNumbers: WholeNumbers,
): void {
  if (hooks.frozen === true && Array.isArray(state) && !(state instanceof Tuple)) {
    setFields(target, state, hooks.slots ?? [], global, wholeNumbers);
    return;
  }
  const isPair = state instanceof Tuple && state.length === 2;
  const attributes: unknown = isPair ? state[0] : state;
  if (attributes !== null) {
    if (!isDict(attributes)) throw otherState(global, state, wholeNumbers);
    for (const [name, value] of entriesOf(attributes))
      defineAttribute(target, attributeName(target, name, global, wholeNumbers), value);
  }
  if (!isPair) return;
  const slots: unknown = state[1];
  if (!isDict(slots)) throw new PickleError('bad-state', 'slot state is not a dictionary');
  for (const [name, value] of entriesOf(slots))
    defineAttribute(target, attributeName(target, name, global, wholeNumbers), value);
  const names = Array.from(entriesOf(slots), ([name]) => attributeName(target, name, global, wholeNumbers));
  if (hooks.slots !== undefined && names.every((name) => hooks.slots?.includes(name))) return;
  noteSlots(target, { names, hasDict: attributes !== null });
}

/** `_dataclass_setstate`: the values of the fields, in order. */
function setFields(
  target: object,
  values: readonly unknown[],
  names: readonly string[],
  global: Global,
  wholeNumbers: WholeNumbers,
): void {
  if (values.length > names.length) {
    throw new PickleError(
      'bad-state',
      `the pickle has ${values.length} fields of ${global}, and its codec ${names.length}; name all of them in slots`,
    );
  }
  for (const [at, value] of values.entries())
    defineAttribute(target, attributeName(target, names[at], global, wholeNumbers), value);
}

/** A state that only the class understands. */
function otherState(global: Global, state: unknown, wholeNumbers: WholeNumbers): PickleError {
  const isList = Array.isArray(state) && !(state instanceof Tuple);
  return new PickleError(
    'bad-state',
    `state is not a dictionary, but a ${pythonTypeName(state, wholeNumbers)}: ${global} has its own __setstate__; give pythonClass` +
      ` the hook setState${isList ? ', or slots and frozen: true for a frozen dataclass with slots' : ''}`,
  );
}

function pathOf({ module, name }: Global): string {
  return `${module}${name.includes('.') ? ':' : '.'}${name}`;
}

function countOf(args: Tuple, kwargs: Dict | undefined): string {
  return kwargs === undefined ? `${args.length}` : `${args.length} and keywords`;
}

/**
 * `__dict__.update` with the names and values that lie in turn from `from` to `end` among `items`. Names are strings,
 * and none is `__proto__`.
 *
 * @param known - Names that the last object of the class got by assignment. They need not be checked again, which takes
 *   longer than the assignment (measured, Node 24).
 */
export function defineAttributes(
  target: object,
  items: readonly unknown[],
  from: number,
  end: number,
  known: unknown[],
): void {
  for (let i = from, nth = 0; i < end; i += 2, nth++) {
    const name = items[i] as string;
    if (name !== known[nth]) {
      if (name in target) {
        defineAttribute(target, name, items[i + 1]);
        known[nth] = undefined;
        continue;
      }
      known[nth] = name;
    }
    (target as Record<string, unknown>)[name] = items[i + 1];
  }
}

/** Whether an own property of the object may have this name. */
function attributeName(target: object, name: unknown, global: Global, wholeNumbers: WholeNumbers): string {
  if (typeof name !== 'string') {
    const hint = name instanceof Uint8Array ? "; read with another encoding than 'bytes'" : '';
    throw new PickleError(
      'bad-state',
      `attribute name must be string, not '${pythonTypeName(name, wholeNumbers)}'${hint}`,
    );
  }
  if (name !== '__proto__' && !(Array.isArray(target) && (name === 'length' || isIndexName(name)))) return name;
  throw new PickleError(
    'bad-state',
    `an attribute cannot be named '${name}' in JavaScript; give pythonClass for ${global} the hook setState`,
  );
}

/** Makes an own property, bypassing any setter of the class. */
function defineAttribute(target: object, name: string, value: unknown): void {
  if (name in target) {
    Object.defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true });
  } else {
    // An assignment, not `Reflect.set`: see createDefault.
    (target as Record<string, unknown>)[name] = value;
  }
}

/** Runs a built-in constructor for an object of `type`, but not the constructor of `type` itself. */
function construct<T extends object>(base: new () => T, type: ClassCodec['type']): T {
  const object: T = Reflect.construct(base, [], type);
  return object;
}

/** `tuple.__new__(cls, items)`. */
function fillTuple(tuple: Tuple, args: Tuple, global: Global): Tuple {
  const [items] = args;
  if (args.length !== 1 || !Array.isArray(items)) {
    throw new PickleError(
      'bad-call',
      `a tuple subclass takes one sequence, and the pickle makes a ${global} with ${args.length} arguments; give pythonClass` +
        ` the hook create; for a named tuple, pythonNamedTuple('${pathOf(global)}', [...])`,
    );
  }
  for (let i = 0; i < items.length; i++) tuple[i] = items[i];
  return tuple;
}

function frozenSubclass(type: ClassCodec['type'], members: readonly unknown[], context: LoadContext): object {
  const object: object = Reflect.construct(FrozenSet, [context.pySet(members)], type);
  return object;
}
