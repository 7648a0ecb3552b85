import { ByteArray } from '../values/byte-array.ts';
import { Dict } from '../values/dict.ts';
import type { Global } from '../values/global.ts';
import { showByName } from '../values/python-name.ts';
import { FrozenSet, PySet } from '../values/set.ts';
import { Tuple } from '../values/tuple.ts';
import type { Binding, Class, ClassCodec, Codec, DumpContext, StandInCodec } from './codec.ts';
import { checkCodec, notCodecs } from './codec-list.ts';

/** The classes whose objects the pickle format has opcodes for. */
const BUILTIN_CLASSES: readonly Class[] = [Tuple, Dict, Map, PySet, Set, FrozenSet, Uint8Array, ByteArray];

/** Codecs that are made when one of them is needed, which takes time: 10 ms for all of the standard library's. */
export interface CodecFamily {
  /** Where a name in one of these modules is looked for first. */
  readonly modules: readonly string[];
  /**
   * No two families name the same; none has a constant that is a plain object or array, or a class of those that the
   * pickle format has opcodes for.
   */
  readonly codecs: () => readonly Codec[];
}

/** What a list of codecs says, indexed: by Python name for reading, by JavaScript value for writing. */
export class Registry {
  private readonly parent: Registry | undefined;
  private readonly modules = new Map<string, Map<string, Binding>>();
  private readonly prototypes = new Map<object, ClassCodec>();
  private readonly values = new Map<unknown, Binding>();
  private readonly standIns: StandInCodec[] = [];
  /** Of the constants that are objects. */
  private readonly constantPrototypes = new Set<unknown>();
  private plainConstants = false;
  private builtinClasses = false;
  /** What came with families. */
  private readonly standard = new Set<Codec>();
  /** Families whose codecs were not needed so far. */
  private waiting: readonly CodecFamily[];

  /**
   * @param parent - Asked for what `codecs` do not name.
   * @param families - More codecs.
   */
  constructor(codecs: readonly Codec[], parent?: Registry, families: readonly CodecFamily[] = []) {
    this.parent = parent;
    this.waiting = families;
    this.addAll(codecs);
  }

  /** The codec of a Python name. */
  byName(module: string, name: string): Binding | undefined {
    let found = this.modules.get(module)?.get(name);
    if (found === undefined && this.waiting.length > 0) {
      this.admit(module);
      found = this.modules.get(module)?.get(name);
      if (found === undefined && this.admit()) found = this.modules.get(module)?.get(name);
    }
    return found ?? this.parent?.byName(module, name);
  }

  /** The codec of objects with this prototype. */
  byPrototype(prototype: object): ClassCodec | undefined {
    const found = this.prototypes.get(prototype);
    if (found === undefined && this.admit()) return this.byPrototype(prototype);
    return found ?? this.parent?.byPrototype(prototype);
  }

  /** The codec of a JavaScript class, function or constant. */
  byValue(value: unknown): Binding | undefined {
    const found = this.values.get(value);
    if (found === undefined && this.admit()) return this.byValue(value);
    return found ?? this.parent?.byValue(value);
  }

  /** Whether some constant is an object with this prototype. */
  hasConstantOf(prototype: object): boolean {
    this.admit();
    return this.constantPrototypes.has(prototype) || this.parent?.hasConstantOf(prototype) === true;
  }

  /** What is written in place of an object that nothing else here knows; `undefined` if nothing is. */
  standIn(value: object, context: DumpContext): unknown {
    this.admit();
    for (const { standIn } of this.standIns) {
      const found = standIn(value, context);
      if (found !== undefined) return found;
    }
    return this.parent?.standIn(value, context);
  }

  /** Whether some constant is a plain object or array, which is else written as a dict or list. */
  get hasPlainConstants(): boolean {
    return this.plainConstants || this.parent?.hasPlainConstants === true;
  }

  /** Whether some codec is of a class that is else written without one. */
  get hasBuiltinClasses(): boolean {
    return this.builtinClasses || this.parent?.hasBuiltinClasses === true;
  }

  /** Makes the codecs of the families that name a module, or of all. False: there were none left. */
  private admit(module?: string): boolean {
    const { waiting } = this;
    if (waiting.length === 0) return false;
    const isLate = ({ modules }: CodecFamily): boolean => module !== undefined && !modules.includes(module);
    this.waiting = waiting.filter(isLate);
    for (const family of waiting) {
      if (isLate(family)) continue;
      const codecs = family.codecs();
      this.addAll(codecs);
      for (const codec of codecs) {
        this.standard.add(codec);
        if (codec.kind === 'class') showByName(codec.type, codec.global);
      }
    }
    return true;
  }

  /** Whether a codec came with a family, and not from the caller. */
  isStandard(codec: Binding): boolean {
    return this.standard.has(codec) || this.parent?.isStandard(codec) === true;
  }

  private addAll(codecs: readonly Codec[]): void {
    for (const codec of codecs) {
      if (codec.kind === 'module') for (const member of codec.members) this.add(member);
      else if (codec.kind === 'stand-in') this.standIns.unshift(codec);
      else this.add(codec);
    }
  }

  private add(binding: Binding): void {
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

/**
 * The registry of a call's codecs, kept for as long as the caller keeps the same array: most callers pass one array
 * many times.
 */
export class RegistryCache {
  private readonly known = new WeakMap<readonly Codec[], { codecs: readonly Codec[]; registry: Registry }>();
  private readonly defaults: readonly CodecFamily[];
  private base: Registry | undefined;

  /** @param defaults - What is known without being given. */
  constructor(defaults: readonly CodecFamily[]) {
    this.defaults = defaults;
  }

  of(codecs: readonly Codec[] | undefined): Registry {
    this.base ??= new Registry([], undefined, this.defaults);
    if (codecs === undefined) return this.base;
    if (!Array.isArray(codecs)) throw notCodecs(codecs);
    if (codecs.length === 0) return this.base;
    const known = this.known.get(codecs);
    if (known !== undefined && sameItems(known.codecs, codecs)) return known.registry;
    for (const [at, codec] of codecs.entries()) checkCodec(codec, at);
    const registry = new Registry(codecs, this.base);
    this.known.set(codecs, { codecs: [...codecs], registry });
    return registry;
  }
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype || prototype === null;
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}
