import type { Binding } from '../codec/binding.ts';
import type { ClassCodec } from '../codec/class.ts';
import type { LoadContext } from '../codec/context.ts';
import type { Following, InnerOptions, InnerUnpickler } from '../codec/following.ts';
import type { FunctionCodec } from '../codec/function.ts';
import { PickleError } from '../errors.ts';
import { COST } from '../limits.ts';
import { attributeNameOf } from '../values/attribute-key.ts';
import { Dict } from '../values/dict.ts';
import type { Float } from '../values/float.ts';
import { Global } from '../values/global.ts';
import { Instance } from '../values/instance.ts';
import { pythonTypeName, type WholeNumbers } from '../values/kind.ts';
import type { FrozenSet, PySet } from '../values/set.ts';
import { Tuple } from '../values/tuple.ts';
import type { Arguments } from './arguments.ts';
import type { Budget } from './budget.ts';
import { callCost, stateCost } from './call-cost.ts';
import { isCallable, notCallable } from './callable.ts';
import { entriesOf, isDict } from './dict-entries.ts';
import { ERROR_COST, isErrorClass } from './error-subclass.ts';
import type { FollowingBytes } from './following-bytes.ts';
import type { InnerPickles } from './inner-pickles.ts';
import { keywordsOf } from './keywords.ts';
import type { Names } from './names.ts';
import type { NewContainers } from './new-containers.ts';
import type { OutOfBandBuffers } from './out-of-band-buffers.ts';
import type { PropertyCount } from './property-count.ts';
import { isBareTzInfo, isTzInfo, newArgsOf } from './reconstructor.ts';
import { refine } from './refined.ts';
import { refuseState } from './refused-state.ts';
import {
  callDefault,
  createDefault,
  defineAttributes,
  extendDefault,
  isPlainClass,
  setItemsDefault,
  setStateDefault,
} from './subclass.ts';

interface Shape {
  readonly codec: ClassCodec | undefined;
  readonly prototype: unknown;
  readonly names: unknown[];
}

/** Calls that cost no more than this are charged the same for the caller's codecs as for the library's. */
const LARGE_CALL = 4096;

const NO_SHAPE: Shape = { codec: undefined, prototype: undefined, names: [] };

/** What a builder needs from the machine. */
interface Parts {
  readonly budget: Budget;
  readonly args: Pick<Arguments, 'wholeNumbers' | 'int' | 'float'>;
  readonly names: Names;
  readonly containers: NewContainers;
  readonly properties: PropertyCount;
  readonly buffers: OutOfBandBuffers;
  readonly following: FollowingBytes;
  readonly inner: Pick<InnerPickles, 'unpickler'>;
}

/**
 * REDUCE, NEWOBJ, NEWOBJ_EX, INST, OBJ, BUILD and what APPENDS and SETITEMS do to objects. Nothing that a pickle names
 * is called: a codec builds the value, or an inert `Instance` records what Python would have done.
 */
export class Builder implements LoadContext {
  private readonly budget: Budget;
  private readonly args: Parts['args'];
  private readonly names: Names;
  private readonly containers: NewContainers;
  private readonly properties: PropertyCount;
  private readonly buffers: OutOfBandBuffers;
  private readonly following: FollowingBytes;
  private readonly inner: Parts['inner'];
  /** The class of the object that was last given attributes by {@link Builder.setAttributes}, and their names. */
  private shape: Shape = NO_SHAPE;

  constructor({ budget, args, names, containers, properties, buffers, following, inner }: Parts) {
    this.budget = budget;
    this.args = args;
    this.names = names;
    this.containers = containers;
    this.properties = properties;
    this.buffers = buffers;
    this.following = following;
    this.inner = inner;
  }

  get protocol(): number {
    return this.names.protocol;
  }

  dict(entries: Iterable<readonly [unknown, unknown]>): unknown {
    return this.containers.dict(entries);
  }

  pySet(members: Iterable<unknown>): PySet {
    return this.containers.pySet(members);
  }

  frozenSet(members: Iterable<unknown>): FrozenSet {
    return this.containers.frozenSet(members);
  }

  charge(bytes: number): void {
    this.budget.charge(bytes);
  }

  entriesOf(dict: unknown): Iterable<readonly [unknown, unknown]> | undefined {
    return isDict(dict) ? entriesOf(dict) : undefined;
  }

  loads(bytes: Uint8Array, options: InnerOptions = {}): unknown {
    return this.unpickler(bytes, options).load();
  }

  unpickler(bytes: Uint8Array, options: InnerOptions = {}): InnerUnpickler {
    return this.inner.unpickler(bytes, options);
  }

  readBytes(length: number): Following<Uint8Array> {
    return this.following.readBytes(length);
  }

  skipBytes(length: number): Following<void> {
    return this.following.skipBytes(length);
  }

  readPickle(): Following<unknown> {
    return this.following.readPickle();
  }

  get offset(): number {
    return this.following.offset;
  }

  int(value: number | bigint): number | bigint {
    return this.args.int(value);
  }

  float(value: number): number | Float {
    return this.args.float(value);
  }

  get wholeNumbers(): WholeNumbers {
    return this.args.wholeNumbers;
  }

  work(amount: number): void {
    this.budget.work(amount);
  }

  attribute(owner: unknown, name: string): unknown {
    return this.names.attribute(owner, name);
  }

  /** REDUCE: `callable(*args)`. The arguments are a tuple, or an object of a class that derives from tuple. */
  call(callable: unknown, args: unknown): unknown {
    if (!(args instanceof Tuple)) return this.calledWithObject(callable, args);
    const made = this.called(callable, args);
    return made === undefined ? this.inert(callable, 'call', args, undefined) : made;
  }

  /** The call is kept because only the class of the arguments knows their items. */
  private calledWithObject(callable: unknown, args: unknown): Instance {
    if (!mayBeTuple(args)) throw new PickleError('bad-operand', 'argument list must be a tuple');
    const binding = this.names.bindingOf(callable);
    const canCall = binding !== undefined ? binding.kind !== 'constant' : isCallable(callable);
    if (!canCall && this.codecOf(callable)?.hooks.callObject === undefined)
      throw notCallable(callable, this.args.wholeNumbers);
    return this.inert(callable, 'call', args, undefined);
  }

  /** `undefined` if no codec understands the call. */
  private called(callable: unknown, args: Tuple): unknown {
    const binding = this.names.bindingOf(callable);
    if (binding === undefined) return isCallable(callable) ? undefined : this.calledObject(callable, args);
    if (binding.kind === 'constant') throw notCallable(binding.value, this.args.wholeNumbers);
    if (binding.kind === 'function' && binding.call === undefined) return undefined;
    this.pay(binding, callCost(args, this.buffers.fresh), args);
    try {
      if (binding.kind === 'function') return binding.call?.(args, this, this.names.namedAs(binding));
      const { hooks } = binding;
      if (hooks.call !== undefined) return hooks.call(args, this, this.names.namedAs(binding));
      if (isErrorClass(binding)) this.budget.charge(ERROR_COST);
      return callDefault(binding, args, this);
    } catch (cause) {
      throw failure(binding, cause);
    }
  }

  /** Calls an object: `__call__`. */
  private calledObject(callable: unknown, args: Tuple): unknown {
    const codec = this.codecOf(callable);
    const { callObject } = codec?.hooks ?? {};
    if (codec === undefined || callObject === undefined) throw notCallable(callable, this.args.wholeNumbers);
    this.pay(codec, callCost(args, this.buffers.fresh), args);
    return this.hooked(codec, () => callObject.call(codec.hooks, callable as object, args, this));
  }

  /** NEWOBJ and NEWOBJ_EX: `cls.__new__(cls, *args, **kwargs)`. */
  create(cls: unknown, args: unknown, kwargs?: unknown): unknown {
    const binding = this.names.bindingOf(cls);
    if (binding?.kind === 'class' && args instanceof Tuple && kwargs === undefined) {
      return this.createObject(binding, args, undefined) ?? this.inert(cls, 'new', args, undefined);
    }
    const opcode = kwargs === undefined ? 'NEWOBJ' : 'NEWOBJ_EX';
    const isFunction = binding?.kind === 'function' && binding.value !== undefined;
    if (!isCallable(cls) || isFunction) {
      const found = isFunction ? 'function' : pythonTypeName(cls, this.args.wholeNumbers);
      throw new PickleError('bad-operand', `${opcode} class argument must be a type, not ${found}`);
    }
    if (!(args instanceof Tuple || mayBeTuple(args))) {
      throw new PickleError(
        'bad-operand',
        `${opcode} args argument must be a tuple, not ${pythonTypeName(args, this.args.wholeNumbers)}`,
      );
    }
    const keywords = kwargs === undefined ? undefined : this.keywords(kwargs);
    // Python 3.4 and 3.5 write keywords even if there are none.
    const given = keywords?.size === 0 ? undefined : keywords;
    const made =
      binding !== undefined && binding.kind !== 'constant' && args instanceof Tuple
        ? this.createObject(binding, args, given)
        : undefined;
    return made === undefined ? this.inert(cls, 'new', args, keywords) : made;
  }

  /** NEWOBJ_EX's keywords, which a pickle can give to many objects. */
  private keywords(kwargs: unknown): Dict {
    const { args, buffers } = this;
    const cost = stateCost(kwargs, buffers.fresh);
    this.budget.work(cost);
    if (!(kwargs instanceof Dict)) this.budget.charge(cost);
    return keywordsOf(kwargs, args.wholeNumbers);
  }

  /** What {@link Builder.create} makes without arguments, or `undefined` unless the class is plain and has no hook. */
  createBare(cls: unknown): object | undefined {
    const binding = this.names.bindingOf(cls);
    if (binding?.kind !== 'class' || binding.hooks.create !== undefined || !isPlainClass(binding)) return undefined;
    this.budget.charge(COST.instance);
    return Object.create(binding.type.prototype) as object;
  }

  /** `copyreg._reconstructor(cls, base, state)`: what protocols 0 and 1 write for an object of a class. */
  reconstruct(cls: unknown, base: unknown, state: unknown): unknown {
    const global = base instanceof Global ? base : this.names.bindingOf(base)?.global;
    const name = global?.module === 'builtins' ? global.name : undefined;
    const binding = this.names.bindingOf(cls);
    if (name === undefined) {
      const isKnown = binding !== undefined && binding.kind !== 'constant';
      return isKnown && isTzInfo(global) && isBareTzInfo(state)
        ? this.createObject(binding, new Tuple(), undefined)
        : undefined;
    }
    if (name === 'tuple' && binding?.kind === 'class' && binding.type.prototype instanceof Tuple) {
      this.pay(undefined, stateCost(state, this.buffers.fresh), []);
      return createDefault(binding, Tuple.from([state]), undefined);
    }
    const object = this.create(cls, newArgsOf(name, state));
    if (name === 'list' && Array.isArray(state)) {
      this.budget.charge(COST.slot * state.length);
      this.extend(object, state);
    }
    if (name === 'dict' && isDict(state)) {
      const entries = [...entriesOf(state)];
      this.budget.charge(COST.entry * entries.length);
      this.setItems(object, entries);
    }
    if (object instanceof Instance) object.base = global;
    return object;
  }

  /**
   * INST and OBJ. Without arguments, an object is made by `__new__` only, as for the classes of Python 2. Anything
   * that is not a class is called.
   */
  instantiate(cls: unknown, args: Tuple): unknown {
    const isClass = typeof cls === 'function' || cls instanceof Global;
    if (args.length > 0 || !isClass || this.names.bindingOf(cls)?.kind === 'function') return this.call(cls, args);
    return this.create(cls, args);
  }

  /** APPEND and APPENDS on a value that is not a list. Returns false if the value takes no items. */
  extend(target: unknown, items: readonly unknown[]): boolean {
    if (target instanceof Instance) {
      for (const item of items) target.append(item);
      return true;
    }
    const codec = this.codecOf(target);
    if (codec === undefined) return false;
    const { extend } = codec.hooks;
    return this.hooked(codec, () => {
      if (extend === undefined) {
        return (
          extendDefault(target, items) || this.refuseContents(codec, "has no attribute 'append'", 'extend', 'Array')
        );
      }
      extend.call(codec.hooks, target as object, items);
      return true;
    });
  }

  /** SETITEM and SETITEMS on a value that is not a dict. Returns false if the value takes no entries. */
  setItems(target: unknown, entries: readonly (readonly [unknown, unknown])[]): boolean {
    if (target instanceof Instance) {
      for (const [key, value] of entries) target.setItem(key, value);
      return true;
    }
    const codec = this.codecOf(target);
    if (codec === undefined) return false;
    const { setItems } = codec.hooks;
    return this.hooked(codec, () => {
      if (setItems === undefined) {
        if (setItemsDefault(target, entries)) return true;
        return (
          !Array.isArray(target) && this.refuseContents(codec, 'does not support item assignment', 'setItems', 'Dict')
        );
      }
      setItems.call(codec.hooks, target as object, entries);
      return true;
    });
  }

  /**
   * Throws if the value is of a class of the caller that takes no contents. Returns false if it is of a class of the
   * standard library, which takes none in Python either.
   */
  private refuseContents(codec: ClassCodec, what: string, hook: string, base: string): false {
    if (this.names.registry.isStandard(codec)) return false;
    const { global, type } = codec;
    throw new PickleError(
      'bad-operand',
      `'${global.name}' object ${what}: let the class ${type.name} of ${global} extend ${base}, or give pythonClass the` +
        ` hook ${hook}`,
    );
  }

  /** ADDITEMS on a value that is not a set. Returns false if the value takes no members. */
  addMembers(target: unknown, members: readonly unknown[]): boolean {
    if (!(target instanceof Instance)) return false;
    this.budget.charge(members.length * COST.slot);
    for (const member of members) target.add(member);
    return true;
  }

  /** BUILD: `__setstate__`, or an update of `__dict__` and of the slots. */
  setState(target: unknown, state: unknown): void {
    if (target instanceof Instance) {
      target.build(state);
      refine(target, this.names.registry);
      return;
    }
    const codec = this.codecOf(target);
    if (codec === undefined) {
      refuseState(target, state, this.args.wholeNumbers);
      return;
    }
    const { setState } = codec.hooks;
    this.pay(setState === undefined ? undefined : codec, stateCost(state, this.buffers.fresh), []);
    // What a hook of the caller does with the names is not counted.
    if (setState === undefined || this.names.registry.isStandard(codec)) this.countNames(target, state);
    this.hooked(codec, () => {
      if (setState === undefined) setStateDefault(target as object, state, codec, this.args.wholeNumbers);
      else
        this.following.start(setState.call(codec.hooks, target as object, state, this), (cause) =>
          failure(codec, cause),
        );
    });
  }

  /** Counts the names in a state (a dict or a pair of dicts) that become properties of an object. */
  private countNames(target: unknown, state: unknown): void {
    const { properties } = this;
    if (typeof target !== 'object' || target === null) return;
    for (const part of state instanceof Tuple ? state.slice(0, 2) : [state]) {
      if (!isDict(part)) continue;
      const size = part instanceof Dict ? part.size : Object.keys(part).length;
      if (!properties.isClose(target, size)) continue;
      for (const [key] of entriesOf(part)) {
        const name = attributeNameOf(key);
        if (name !== undefined) properties.add(target, name);
      }
    }
  }

  /** `setter(target, state)` for a function that no codec knows. */
  setStateBy(setter: unknown, target: object, state: unknown): void {
    if (!(target instanceof Instance)) {
      // What an opcode makes has no state: the call was of an object that is part of its own arguments.
      if (this.codecOf(target) === undefined) return;
      const name = setter instanceof Global ? setter.toString() : 'a function';
      throw new PickleError(
        'bad-state',
        `${name} sets the state of a ${pythonTypeName(target)}, and no codec knows how; give pythonFunction the hook call`,
      );
    }
    this.budget.charge(COST.slot);
    target.buildBy(setter, state);
  }

  /**
   * Does what {@link Builder.setState} does, with a state whose names and values lie from `from` to `end` among
   * `items`, for an object of a class without hooks of its own. Returns false if the state has another form or needs
   * the general path.
   */
  setAttributes(target: unknown, items: readonly unknown[], from: number, end: number): boolean {
    if (typeof target !== 'object' || target === null || Array.isArray(target)) return false;
    const prototype: unknown = Object.getPrototypeOf(target);
    if (prototype !== this.shape.prototype) {
      const codec = this.codecOf(target);
      if (codec === undefined || codec.hooks.setState !== undefined || codec.hooks.create !== undefined) return false;
      this.shape = { codec, prototype, names: [] };
    }
    const { codec, names } = this.shape;
    if (codec === undefined || this.properties.isClose(target, (end - from) / 2)) return false;
    for (let i = from; i < end; i += 2) if (typeof items[i] !== 'string' || items[i] === '__proto__') return false;
    try {
      defineAttributes(target, items, from, end, names);
    } catch (cause) {
      throw failure(codec, cause);
    }
    return true;
  }

  /** Prepares for another pickle. */
  reset(): void {
    this.shape = NO_SHAPE;
  }

  private codecOf(target: unknown): ClassCodec | undefined {
    if (typeof target !== 'object' || target === null) return undefined;
    const prototype: unknown = Object.getPrototypeOf(target);
    return typeof prototype === 'object' && prototype !== null ? this.names.registry.byPrototype(prototype) : undefined;
  }

  private createObject(binding: ClassCodec | FunctionCodec, args: Tuple, kwargs: Dict | undefined): unknown {
    const isHook = binding.kind === 'function' || binding.hooks.create !== undefined;
    if (binding.kind === 'function' && binding.create === undefined) return undefined;
    this.pay(isHook ? binding : undefined, callCost(args, this.buffers.fresh), args);
    try {
      if (binding.kind === 'function') return binding.create?.(args, kwargs, this, this.names.namedAs(binding));
      const { hooks } = binding;
      if (hooks.create !== undefined) return hooks.create(args, kwargs, this, this.names.namedAs(binding));
      if (isErrorClass(binding)) this.budget.charge(ERROR_COST);
      return createDefault(binding, args, kwargs);
    } catch (cause) {
      throw failure(binding, cause);
    }
  }

  /**
   * Pays for a call of a codec: memory because the codec may keep its arguments, and work because it may read all of
   * them. The caller is responsible for what its own codecs do with a large argument.
   *
   * @param codec - `undefined` for the default behaviour of classes without a hook.
   */
  private pay(codec: Binding | undefined, cost: number, args: readonly unknown[]): void {
    const { budget } = this;
    budget.charge(cost);
    const isOurs = cost < LARGE_CALL || codec === undefined || this.names.registry.isStandard(codec);
    budget.work(COST.slot * args.length + (isOurs ? cost : COST.instance));
  }

  private inert(cls: unknown, how: 'call' | 'new', args: Tuple | Instance, kwargs: Dict | undefined): Instance {
    this.budget.charge(COST.instance);
    return new Instance(cls instanceof Global ? cls : (this.names.bindingOf(cls)?.global ?? cls), how, args, kwargs);
  }

  /**
   * Runs a hook. Errors about the data are PickleErrors and pass through; any other error becomes one that names the
   * class.
   */
  private hooked<R>(binding: Binding, run: () => R): R {
    try {
      return run();
    } catch (cause) {
      throw failure(binding, cause);
    }
  }
}

function failure({ global }: Binding, cause: unknown): PickleError {
  if (cause instanceof PickleError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  return new PickleError('failed', `the codec of ${global} failed: ${message}`, { cause });
}

/** Whether an object may be of a class that derives from tuple. */
function mayBeTuple(value: unknown): value is Instance {
  return value instanceof Instance && (value.base === undefined || value.base.name === 'tuple');
}
