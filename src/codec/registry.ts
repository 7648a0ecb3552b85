import { ByteArray } from '../values/byte-array.ts';
import { Dict } from '../values/dict.ts';
import type { Global } from '../values/global.ts';
import type { Instance } from '../values/instance.ts';
import { showByName } from '../values/python-name.ts';
import { FrozenSet, PySet } from '../values/set.ts';
import { Tuple } from '../values/tuple.ts';
import type { Binding } from './binding.ts';
import type { Class, ClassCodec } from './class.ts';
import type { Codec } from './codec.ts';
import { checkCodec, notCodecs } from './codec-list.ts';
import type { DumpContext } from './context.ts';
import type { FamilyCodec } from './family.ts';
import { inheriting } from './inheritance.ts';
import type { InstanceClass, InstancesCodec } from './instances.ts';
import type { StandInCodec } from './stand-in.ts';

/** The classes for whose objects the pickle format has opcodes. */
const BUILTIN_CLASSES: readonly Class[] = [Tuple, Dict, Map, PySet, Set, FrozenSet, Uint8Array, ByteArray];

/** Of JavaScript's own classes of which the library's families have neither the class nor a constant. */
const OWN_PROTOTYPES: ReadonlySet<object> = /* @__PURE__ */ new Set(
  [Date, RegExp, Error, Number, String, Boolean].map(({ prototype }) => prototype),
);

/** An index of a list of codecs: by Python name for reading, by JavaScript value for writing. */
export class Registry {
  private readonly parent: Registry | undefined;
  private readonly modules = new Map<string, Map<string, Binding>>();
  private readonly prototypes = new Map<object, ClassCodec>();
  private readonly values = new Map<unknown, Binding>();
  private readonly standIns: StandInCodec[] = [];
  private readonly refinements: InstancesCodec[] = [];
  /** The prototypes of constants. */
  private readonly constantPrototypes = new Set<unknown>();
  private plainConstants = false;
  private builtinClasses = false;
  /** The codecs that came with families. */
  private readonly standard = new Set<Codec>();
  /** Families whose codecs have not been needed so far, in the order in which they were given. */
  private readonly waiting = new Set<FamilyCodec>();
  /** Those of them without modules. In the library, these alone have stand-ins. */
  private readonly unnamed: FamilyCodec[] = [];
  /** The same families by their modules; the last one comes first. */
  private readonly late = new Map<string, FamilyCodec[]>();

  /**
   * @param codecs - Later ones win; all others win over those of families.
   * @param parent - Used for what `codecs` do not know; without it, the codecs are those of the library itself.
   */
  constructor(codecs: readonly Codec[], parent?: Registry) {
    this.parent = parent;
    // The library's own codecs inherit nothing.
    for (const codec of parent === undefined ? codecs : inheriting(codecs)) this.add(codec);
  }

  /** The codec of a Python name. */
  byName(module: string, name: string): Binding | undefined {
    let found = this.modules.get(module)?.get(name);
    const late = found === undefined && this.waiting.size > 0 ? this.late.get(module) : undefined;
    if (late !== undefined) {
      for (const family of late) {
        if (!this.waiting.has(family)) continue;
        this.admit(family);
        found = this.modules.get(module)?.get(name);
        if (found !== undefined) break;
      }
    }
    return found ?? this.parent?.byName(module, name);
  }

  /** The codec of objects with this prototype. */
  byPrototype(prototype: object): ClassCodec | undefined {
    const found = this.prototypes.get(prototype);
    if (found !== undefined || this.isSettled(prototype)) return found;
    return this.admitUntil(() => this.prototypes.get(prototype)) ?? this.parent?.byPrototype(prototype);
  }

  /** The codec of a JavaScript class, function or constant. */
  byValue(value: unknown): Binding | undefined {
    const found = this.values.get(value) ?? this.admitUntil(() => this.values.get(value));
    return found ?? this.parent?.byValue(value);
  }

  /** The codec of an object that is a constant. Its prototype has been looked up. */
  constant(value: object, prototype: unknown): Binding | undefined {
    if (this.isSettled(prototype)) return this.values.get(value);
    const found = this.values.get(value) ?? this.admitUntil(() => this.values.get(value));
    return found ?? this.parent?.constant(value, prototype);
  }

  /** Whether some constant is an object with this prototype. */
  hasConstantOf(prototype: object): boolean {
    if (!this.isSettled(prototype)) this.admitUntil(() => undefined);
    return this.constantPrototypes.has(prototype) || this.parent?.hasConstantOf(prototype) === true;
  }

  /**
   * Whether the families that are waiting have nothing for objects with this prototype. In the library, a family with a
   * class has its constants too. To make all families takes 3 ms in a fresh process.
   */
  private isSettled(prototype: unknown): boolean {
    if (this.parent !== undefined || typeof prototype !== 'object' || prototype === null) return false;
    return this.prototypes.has(prototype) || OWN_PROTOTYPES.has(prototype);
  }

  /** The value to write in place of an object that nothing else here knows; `undefined` if there is none. */
  standIn(value: object, context: DumpContext): unknown {
    if (this.parent !== undefined) this.admitUntil(() => undefined);
    else for (const family of this.unnamed.splice(0)) if (this.waiting.has(family)) this.admit(family);
    for (const { standIn } of this.standIns) {
      const found = standIn(value, context);
      if (found !== undefined) return found;
    }
    return this.parent?.standIn(value, context);
  }

  /** The class of an object that nothing else here knows; `undefined` if it stays an `Instance`. */
  classOfInstance(instance: Instance): InstanceClass | undefined {
    for (const { classOf } of this.refinements) {
      const found = classOf(instance);
      if (found !== undefined) return found;
    }
    return this.parent?.classOfInstance(instance);
  }

  /** Whether a constant is a plain object or array, which would otherwise be written as a dict or list. */
  get hasPlainConstants(): boolean {
    return this.plainConstants || this.parent?.hasPlainConstants === true;
  }

  /** Whether there is a codec for a class that would otherwise be written without one. */
  get hasBuiltinClasses(): boolean {
    return this.builtinClasses || this.parent?.hasBuiltinClasses === true;
  }

  /**
   * Whether some codec is for the class of this prototype, whose objects would otherwise be written without a codec.
   */
  isBuiltinClass(prototype: unknown): boolean {
    if (!this.hasBuiltinClasses || typeof prototype !== 'object' || prototype === null) return false;
    const codec = this.byPrototype(prototype);
    return codec !== undefined && BUILTIN_CLASSES.includes(codec.type);
  }

  private wait(family: FamilyCodec): void {
    this.waiting.add(family);
    if (family.modules.length === 0) this.unnamed.push(family);
    for (const module of family.modules) {
      const families = this.late.get(module);
      if (families === undefined) this.late.set(module, [family]);
      else families.unshift(family);
    }
  }

  /** Makes the codecs of families, the last one first, until something is found. */
  private admitUntil<T>(found: () => T | undefined): T | undefined {
    if (this.waiting.size === 0) return undefined;
    for (const family of [...this.waiting].reverse()) {
      this.admit(family);
      const late = found();
      if (late !== undefined) return late;
    }
    return undefined;
  }

  /**
   * Codecs that are known already win over those of a family: they were given directly, or came with a later family.
   */
  private admit(family: FamilyCodec): void {
    this.waiting.delete(family);
    const codecs = family.codecs();
    const late = new Registry(this.parent === undefined ? codecs : inheriting(codecs));
    refuseCommon(late, family);
    for (const [module, names] of late.modules) {
      const known = this.modules.get(module);
      if (known === undefined) this.modules.set(module, names);
      else keepKnown(known, names);
    }
    keepKnown(this.prototypes, late.prototypes);
    keepKnown(this.values, late.values);
    for (const standIn of late.standIns) this.standIns.push(standIn);
    for (const prototype of late.constantPrototypes) this.constantPrototypes.add(prototype);
    if (this.parent === undefined) this.admitStandard(late);
  }

  private admitStandard({ prototypes, values, modules }: Registry): void {
    for (const names of modules.values()) for (const binding of names.values()) this.standard.add(binding);
    for (const binding of values.values()) this.standard.add(binding);
    for (const { type, global } of prototypes.values()) showByName(type, global);
  }

  /** Whether a codec came with a family, and not from the caller. */
  isStandard(codec: Binding): boolean {
    return this.standard.has(codec) || this.parent?.isStandard(codec) === true;
  }

  /** Adds a codec, which wins over those already known. */
  add(codec: Codec): void {
    switch (codec.kind) {
      case 'module':
        for (const member of codec.members) this.bind(member);
        return;
      case 'stand-in':
        this.standIns.unshift(codec);
        return;
      case 'instances':
        this.refinements.unshift(codec);
        return;
      case 'family':
        this.wait(codec);
        return;
      default:
        this.bind(codec);
    }
  }

  private bind(binding: Binding): void {
    for (const global of [binding.global, ...binding.aliases]) this.addName(global, binding);
    if (binding.kind === 'class') {
      this.prototypes.set(binding.type.prototype, binding);
      this.builtinClasses ||= BUILTIN_CLASSES.includes(binding.type);
      this.values.set(binding.type, binding);
    } else if (binding.value !== undefined) {
      this.values.set(binding.value, binding);
      if (binding.kind === 'constant') {
        this.plainConstants ||= isPlain(binding.value);
        this.constantPrototypes.add(Object.getPrototypeOf(binding.value));
      }
    }
  }

  private addName({ module, name }: Global, binding: Binding): void {
    const names = this.modules.get(module);
    if (names === undefined) this.modules.set(module, new Map([[name, binding]]));
    else names.set(name, binding);
  }
}

/** A list of codecs on the way to a registry. */
interface Branch {
  registry?: Registry;
  next?: WeakMap<Codec, Branch>;
}

/** The registries by the codecs that calls were given, so that a list may be written in place. */
export class RegistryCache {
  private readonly root: Branch = {};
  private readonly defaults: readonly Codec[];
  private base: Registry | undefined;

  /** @param defaults - The codecs that are always known. */
  constructor(defaults: readonly Codec[]) {
    this.defaults = defaults;
  }

  of(codecs: readonly Codec[] | undefined): Registry {
    this.base ??= new Registry(this.defaults);
    if (codecs === undefined) return this.base;
    if (!Array.isArray(codecs)) throw notCodecs(codecs);
    if (codecs.length === 0) return this.base;
    let branch = this.root;
    for (let at = 0; at < codecs.length; at++) branch = branch.next?.get(codecs[at]) ?? grown(branch, codecs[at], at);
    branch.registry ??= new Registry(codecs, this.base);
    return branch.registry;
  }
}

function grown(branch: Branch, codec: Codec, at: number): Branch {
  checkCodec(codec, at);
  const next: Branch = {};
  branch.next ??= new WeakMap();
  branch.next.set(codec, next);
  return next;
}

function keepKnown<K, V>(known: Map<K, V>, late: ReadonlyMap<K, V>): void {
  for (const [key, value] of late) if (!known.has(key)) known.set(key, value);
}

/** Otherwise every object that is written would have to be looked up in families first. */
function refuseCommon({ hasPlainConstants, hasBuiltinClasses }: Registry, { modules }: FamilyCodec): void {
  if (!hasPlainConstants && !hasBuiltinClasses) return;
  const what = hasPlainConstants ? 'a constant that is a plain object or array' : 'a class that needs no codec';
  throw new TypeError(
    `the family of ${modules[0] ?? 'no module'} has a codec of ${what}; pass that codec outside the family`,
  );
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype || prototype === null;
}
