import { decodeLatin1 } from '../bytes/text.ts';
import type { ClassCodec } from '../codec/class.ts';
import type { DumpContext, Protocol } from '../codec/context.ts';
import type { NewArgs, Reduction, Trailer } from '../codec/reduction.ts';
import { PickleError } from '../errors.ts';
import { ByteArray } from '../values/byte-array.ts';
import { Complex } from '../values/complex.ts';
import { Dict } from '../values/dict.ts';
import { Global } from '../values/global.ts';
import { isIndexName } from '../values/index-name.ts';
import { Instance, type StateSetter } from '../values/instance.ts';
import { type ReadSlots, readSlots } from '../values/read-slots.ts';
import { Tuple, tupleOf } from '../values/tuple.ts';
import { Attributes } from './attributes.ts';
import type { BuiltinParts } from './builtin-parts.ts';
import type { Dialect } from './dialect.ts';
import { errorArgs, errorAttributes } from './error-attributes.ts';

/** How an object is written: the opcode that makes it, and what is done to it afterwards. */
export interface Rebuild {
  readonly opcode: 'REDUCE' | 'NEWOBJ' | 'NEWOBJ_EX';
  readonly callable: unknown;
  /** A tuple, or an object that stands for one. */
  readonly args: object;
  /** A dict, or an object that stands for one. */
  readonly kwargs: object | undefined;
  readonly items: Iterable<unknown> | undefined;
  readonly entries: Iterable<readonly [unknown, unknown]> | undefined;
  /** Members, added as to a set. */
  readonly members: readonly unknown[] | undefined;
  /** Given to BUILD, in order. */
  readonly states: readonly unknown[];
  /** Functions that are called with the object and a state, in order. */
  readonly setters: readonly StateSetter[];
  /** Bytes that follow the last BUILD and are not opcodes. */
  readonly trailer: Trailer | undefined;
  /** Whether the object gets a number in the memo by which it is fetched. */
  readonly isShared: boolean;
}

const RECONSTRUCTOR = /* @__PURE__ */ Global.of('copyreg._reconstructor');
const NEWOBJ = /* @__PURE__ */ Global.of('copyreg.__newobj__');
const NEWOBJ_EX = /* @__PURE__ */ Global.of('copyreg.__newobj_ex__');
const PARTIAL = /* @__PURE__ */ Global.of('functools.partial');
const GETATTR = /* @__PURE__ */ Global.of('builtins.getattr');
const OBJECT = /* @__PURE__ */ Global.of('builtins.object');
const LIST = /* @__PURE__ */ Global.of('builtins.list');
const DICT = /* @__PURE__ */ Global.of('builtins.dict');
const TUPLE = /* @__PURE__ */ Global.of('builtins.tuple');
const BYTES = /* @__PURE__ */ Global.of('builtins.bytes');

/** `callable(*args)` and nothing else. */
export function callOf(callable: unknown, args: object): Rebuild {
  return made('REDUCE', callable, args);
}

/** `copyreg._reconstructor(cls, base, state)`: how protocols 0 and 1 write an object of a class. */
export function reconstructedOf(cls: unknown, base: Global, state: unknown): Rebuild {
  return callOf(RECONSTRUCTOR, Tuple.of<unknown>(cls, base, state));
}

/** An inert instance as it was read, in the form of the protocol. */
export function rebuildInstance(instance: Instance, protocol: Protocol, parts: BuiltinParts): Rebuild {
  const { cls, args, argsObject, kwargs, states, members, setters = NO_SETTERS } = instance;
  const isCall = instance.how === 'call';
  const how = isCall ? callOf(cls, argsObject ?? args) : newOf(cls, argsObject ?? args, kwargs, protocol);
  let { items, entries }: { items: Iterable<unknown> | undefined; entries: Rebuild['entries'] } = instance;
  let made = how;
  if (!isCall && protocol < 2 && instance.base !== undefined && (kwargs ?? argsObject) === undefined) {
    const { base } = instance;
    const name = base.module === 'builtins' ? base.name : '';
    made = reconstructedOf(cls, base, baseState(instance, name, parts));
    if (name === 'list') items = undefined;
    if (name === 'dict') entries = undefined;
  }
  return { ...made, items, entries, members, states, setters };
}

/** An object of a registered class, as its hooks or Python's `object.__reduce_ex__` reduce it. */
export function rebuildObject(
  codec: ClassCodec,
  value: object,
  context: DumpContext,
  { dialect, asMaps, parts }: { readonly dialect: Dialect; readonly asMaps: boolean; readonly parts: BuiltinParts },
): Rebuild | Global {
  const { hooks, global } = codec;
  if (hooks.reduce !== undefined) {
    const reduction = hooks.reduce(value, context);
    if (typeof reduction === 'string') return new Global(global.module, reduction);
    return rebuildReduction(reduction, context.protocol, `the hook reduce of ${global}`);
  }
  const called = calledOf(codec, value, context, parts);
  if (called !== undefined) {
    const isEmpty = dialect.emptyState && !(value instanceof Error);
    const state = stateOf(codec, value, asMaps, parts) ?? (isEmpty ? parts.add(new Map()) : undefined);
    return { ...callOf(codec.type, called), states: state === undefined ? [] : [state] };
  }
  if (context.protocol < 2) return reconstructed(codec, value, parts);
  return created(codec, value, context.protocol, asMaps, parts);
}

/** What a hook returned, after checking it. */
export function rebuildReduction(reduction: Reduction, protocol: Protocol, source: string): Rebuild {
  if (typeof reduction !== 'object' || reduction === null || !('callable' in reduction)) {
    throw new PickleError('bad-reduction', `${source} must return a string or a Reduction`);
  }
  const { callable, args, kwargs, how = 'call', state, items, entries, stateSetter, trailer, isShared } = reduction;
  if (!Array.isArray(args)) throw new PickleError('bad-reduction', `${source}: args must be an array`);
  if (how !== 'call' && how !== 'new') throw new PickleError('bad-reduction', `${source}: how must be 'call' or 'new'`);
  if (kwargs !== undefined && !(kwargs instanceof Map && how === 'new')) {
    throw new PickleError('bad-reduction', `${source}: kwargs must be a Map, with how: 'new'`);
  }
  if (items !== undefined) checkIterable(items, 'items', source);
  if (entries !== undefined) checkIterable(entries, 'entries', source);
  const tuple = args instanceof Tuple ? args : tupleOf(args);
  const keywords = kwargs === undefined || kwargs.size === 0 ? undefined : kwargs;
  const call = how === 'call' ? callOf(callable, tuple) : newOf(callable, tuple, keywords, protocol);
  const noState = state === undefined || state === null;
  const states = noState || stateSetter !== undefined ? NO_STATES : [state];
  const setters = noState || stateSetter === undefined ? NO_SETTERS : [{ callable: stateSetter, state }];
  if (trailer !== undefined && (typeof trailer !== 'function' || states.length === 0)) {
    throw new PickleError('bad-reduction', `${source}: trailer must be a function, beside a state`);
  }
  return finished(
    call.opcode,
    call.callable,
    call.args,
    call.kwargs,
    items,
    entries,
    states,
    setters,
    trailer,
    isShared,
  );
}

function checkIterable(iterable: Iterable<unknown>, name: string, source: string): void {
  if (typeof iterable[Symbol.iterator] === 'function') return;
  throw new PickleError('bad-reduction', `${source}: ${name} must be an iterable`);
}

/**
 * `cls.__new__(cls, *args, **kwargs)` in the form of the protocol.
 *
 * @param args - A tuple, or an object that Python treats as one.
 * @param named - The class as a global, if it is known.
 */
export function newOf(
  cls: unknown,
  args: object,
  kwargs: object | undefined,
  protocol: Protocol,
  named: unknown = cls,
): Rebuild {
  if (!(args instanceof Tuple)) return newOfObject(cls, args, kwargs, protocol);
  if (kwargs === undefined) {
    if (protocol >= 2) return made('NEWOBJ', cls, args);
    return callOf(NEWOBJ, tupleOf([cls, ...args]));
  }
  if (protocol >= 4) return made('NEWOBJ_EX', cls, args, kwargs);
  if (protocol < 2) return callOf(NEWOBJ_EX, Tuple.of<unknown>(cls, args, kwargs));
  const create = newMethod(named);
  const partial = new Instance(PARTIAL, 'call', Tuple.from([create]));
  const own = kwargs instanceof Map ? new Map(kwargs) : kwargs;
  partial.build(Tuple.of<unknown>(create, tupleOf([cls, ...args]), own, null));
  return callOf(partial, new Tuple());
}

/** The same for arguments that are an object whose items only its class knows. */
function newOfObject(cls: unknown, args: object, kwargs: object | undefined, protocol: Protocol): Rebuild {
  if (kwargs === undefined && protocol >= 2) return made('NEWOBJ', cls, args);
  if (protocol >= 4) return made('NEWOBJ_EX', cls, args, kwargs);
  return callOf(NEWOBJ_EX, Tuple.of<unknown>(cls, args, kwargs ?? new Dict()));
}

/** `cls.__new__` as a function of the class. */
function newMethod(cls: unknown): Global | Instance {
  if (cls instanceof Global) return new Global(cls.module, `${cls.name}.__new__`);
  return new Instance(GETATTR, 'call', Tuple.of<unknown>(cls, '__new__'));
}

/** Sets, frozensets, bytearrays and exceptions: Python makes their subclasses by a call with the contents. */
function calledOf(codec: ClassCodec, value: object, context: DumpContext, parts: BuiltinParts): Tuple | undefined {
  if (value instanceof Set) return Tuple.from<unknown>([[...value]]);
  if (value instanceof Error) {
    if (codec.hooks.getNewArgs === undefined) return errorArgs(value);
    const { args, kwargs } = newArgsOf(codec, value, parts);
    if (kwargs === undefined) return args;
    throw new PickleError(
      'bad-reduction',
      `${codec.global}: an exception is made without keywords; give the hook reduce`,
    );
  }
  if (!(value instanceof ByteArray)) return undefined;
  return Tuple.from(byteArrayArguments(new Uint8Array(value.buffer, value.byteOffset, value.byteLength), context));
}

/**
 * The arguments with which Python calls a subclass of bytearray for these bytes: text below protocol 3, and none if the
 * bytes are empty. Pythons before 3.11 write empty bytes as text too.
 */
export function byteArrayArguments(
  bytes: Uint8Array,
  { protocol, minor }: Pick<DumpContext, 'protocol' | 'minor'>,
): readonly unknown[] {
  if (bytes.length === 0 && (protocol >= 3 || minor >= 11)) return [];
  return protocol < 3 ? [decodeLatin1(bytes, 0, bytes.length), 'latin-1'] : [bytes];
}

/** Protocol 2 and up: `cls.__new__(cls, *args)`, then the items and the state. */
function created(codec: ClassCodec, value: object, protocol: Protocol, asMaps: boolean, parts: BuiltinParts): Rebuild {
  const { args, kwargs } = newArgsOf(codec, value, parts);
  const state = stateOf(codec, value, asMaps, parts);
  const made = newOf(codec.type, args, kwargs, protocol, codec.global);
  const items = Array.isArray(value) && !(value instanceof Tuple) ? value : undefined;
  const entries = value instanceof Map ? value : undefined;
  const states = state === undefined ? NO_STATES : [state];
  return finished(made.opcode, made.callable, made.args, made.kwargs, items, entries, states, NO_SETTERS);
}

/** Protocols 0 and 1: `copyreg._reconstructor(cls, base, state)`. */
function reconstructed(codec: ClassCodec, value: object, parts: BuiltinParts): Rebuild {
  const { slots, frozen, getState } = codec.hooks;
  if ((slots ?? readSlots(value)) !== undefined && frozen !== true && getState === undefined) {
    throw new PickleError(
      'needs-protocol',
      `${codec.global}: a class that defines __slots__ without defining __getstate__ cannot be pickled with protocol` +
        ' 0 or 1; use protocol 2 or higher',
    );
  }
  const [base, baseState] = baseOf(value, parts);
  const state = stateOf(codec, value, true, parts);
  const isEmpty = state === undefined || (state instanceof Map && state.size === 0);
  return {
    ...reconstructedOf(codec.type, base, baseState),
    states: isEmpty ? [] : [state],
  };
}

/** The built-in class that a registered object derives from, and the object as an instance of it. */
function baseOf(value: object, parts: BuiltinParts): [Global, unknown] {
  if (value instanceof Tuple) return [TUPLE, parts.add(tupleOf(value))];
  if (Array.isArray(value)) return [LIST, [...value]];
  if (value instanceof Map) return [DICT, parts.add(new Map(value))];
  if (value instanceof Uint8Array) return [BYTES, parts.add(value.slice())];
  return [OBJECT, null];
}

/** The third argument of `copyreg._reconstructor` for an instance that has a built-in base. */
function baseState(instance: Instance, base: string, parts: BuiltinParts): unknown {
  if (base === 'object') return null;
  // Copies, as Python makes them. If the object is begun again within its own items, all items must be in the copy.
  if (base === 'list') return [...(instance.items ?? [])];
  if (base === 'dict') return parts.add(new Map(instance.entries ?? []));
  const [re, im] = instance.args.map(Number);
  if (base === 'complex' && re !== undefined && im !== undefined) return new Complex(re, im);
  return instance.args[0] ?? null;
}

function newArgsOf(
  codec: ClassCodec,
  value: object,
  parts: BuiltinParts,
): { args: Tuple; kwargs: ReadonlyMap<string, unknown> | undefined } {
  const given = codec.hooks.getNewArgs?.(value);
  if (given === undefined) return { args: defaultNewArgs(value, parts), kwargs: undefined };
  const { args, kwargs }: NewArgs = isNewArgs(given) ? given : { args: given, kwargs: new Map() };
  if (!Array.isArray(args) || !(kwargs instanceof Map)) {
    throw new PickleError('bad-reduction', `the hook getNewArgs of ${codec.global} must return an array or NewArgs`);
  }
  if (kwargs.size === 0) return { args: tupleOf(args), kwargs: undefined };
  // NEWOBJ_EX writes this very tuple, which the state may contain too.
  return { args: args instanceof Tuple ? args : tupleOf(args), kwargs };
}

function isNewArgs(given: readonly unknown[] | NewArgs): given is NewArgs {
  return typeof given === 'object' && given !== null && 'args' in given && 'kwargs' in given;
}

/** The argument that tuples and bytes pass to `__new__`: themselves. */
function defaultNewArgs(value: object, parts: BuiltinParts): Tuple {
  if (value instanceof Tuple) return Tuple.from<unknown>([parts.add(tupleOf(value))]);
  if (value instanceof Uint8Array) return Tuple.from<unknown>([parts.add(new Uint8Array(value))]);
  return new Tuple();
}

/** `__getstate__`: from the hook, else the attributes; `undefined` if there are none. */
function stateOf(codec: ClassCodec, value: object, asMap: boolean, parts: BuiltinParts): unknown {
  const { hooks } = codec;
  if (hooks.getState !== undefined) return hooks.getState(value) ?? undefined;
  if (hooks.frozen === true) return fieldValues(codec, value);
  if (hooks.slots !== undefined || hooks.hasDict === false) return slotState(codec, value);
  const read = readSlots(value);
  if (read !== undefined) return slotStateAsRead(codec, value, read);
  const names = attributeNames(value);
  if (names.length === 0) return undefined;
  const attributes = new Attributes(value, names);
  return asMap ? parts.add(attributes.toMap()) : attributes;
}

/** `_dataclass_getstate`: the values of the fields, in order. */
function fieldValues({ hooks, global }: ClassCodec, value: object): unknown[] {
  const fields = hooks.slots ?? [];
  for (const name of attributeNames(value)) if (!fields.includes(name)) throw noSlot(global, name);
  return fields.map((name) => {
    if (Object.hasOwn(value, name)) return Reflect.get(value, name);
    throw new PickleError('bad-reduction', `${global}: the object has no value for the field '${name}'`);
  });
}

/** The state of an object whose Python class has `__slots__`. */
function slotState({ hooks, global }: ClassCodec, value: object): unknown {
  const slots = new Set([...(readSlots(value)?.names ?? []), ...(hooks.slots ?? [])]);
  const names = otherNames(value, slots);
  if (hooks.hasDict === false && names[0] !== undefined) throw noSlot(global, names[0]);
  return slotPair(value, slots, names);
}

/** The same for an object that was read with slots although its codec declares none. */
function slotStateAsRead({ global }: ClassCodec, value: object, read: ReadSlots): unknown {
  const slots = new Set(read.names);
  const names = otherNames(value, slots);
  if (names.length === 0 || read.hasDict) return slotPair(value, slots, names);
  const all = [...slots, ...names].map((name) => `'${name}'`).join(', ');
  throw new PickleError(
    'bad-reduction',
    `${global} has __slots__, and it is not known whether '${names[0]}' is one of them; give pythonClass` +
      ` slots: [${all}], without those that Python keeps in __dict__`,
  );
}

function noSlot(global: Global, name: string): PickleError {
  return new PickleError('bad-reduction', `${global} has no __dict__ and no slot for the property '${name}'`);
}

function otherNames(value: object, slots: ReadonlySet<string>): string[] {
  return attributeNames(value).filter((name) => !slots.has(name));
}

/** A `__dict__` or none, and the slots that have a value. */
function slotPair(value: object, slots: ReadonlySet<string>, names: readonly string[]): unknown {
  const filled = new Map<string, unknown>();
  for (const name of slots) if (Object.hasOwn(value, name)) filled.set(name, Reflect.get(value, name));
  const state = names.length === 0 ? null : new Attributes(value, names).toMap();
  if (filled.size > 0) return Tuple.of<unknown>(state, filled);
  return state ?? undefined;
}

/** The own enumerable properties, without the elements of an array or typed array. */
function attributeNames(value: object): string[] {
  if (value instanceof Error) return errorAttributes(value);
  const names = Object.keys(value);
  if (!Array.isArray(value) && !ArrayBuffer.isView(value)) return names;
  return names.filter((name) => !isIndexName(name));
}

/** One literal for all, so that all have the same hidden class: a {@link Rebuild} without anything done afterwards. */
function made(opcode: Rebuild['opcode'], callable: unknown, args: object, kwargs?: object): Rebuild {
  return finished(opcode, callable, args, kwargs, undefined, undefined, NO_STATES, NO_SETTERS);
}

function finished(
  opcode: Rebuild['opcode'],
  callable: unknown,
  args: object,
  kwargs: object | undefined,
  items: Rebuild['items'],
  entries: Rebuild['entries'],
  states: readonly unknown[],
  setters: readonly StateSetter[],
  trailer?: Trailer,
  isShared = true,
): Rebuild {
  return { opcode, callable, args, kwargs, items, entries, members: undefined, states, setters, trailer, isShared };
}

const NO_STATES: readonly unknown[] = [];
const NO_SETTERS: readonly StateSetter[] = [];
