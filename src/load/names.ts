import { pythonTextRepr } from '../bytes/text-repr.ts';
import type { Binding } from '../codec/binding.ts';
import { CallerError, fromCaller } from '../codec/caller-error.ts';
import type { Codec } from '../codec/codec.ts';
import { isCodec } from '../codec/codec-list.ts';
import { toPython3 } from '../codec/compat-names.ts';
import { Registry } from '../codec/registry.ts';
import { PickleError } from '../errors.ts';
import { Global } from '../values/global.ts';
import type { LoadSettings } from './load-settings.ts';

/** From this protocol on, a name may contain dots. */
const DOTTED_PROTOCOL = 4;
/** Longer names are not joined: each `getattr` of a chain would copy all names before it. */
const LONGEST_OWNER = 1000;

/**
 * Python's `find_class` without the import: resolves a module and a name within one load. There is one object for each
 * name, as in Python.
 */
export class Names {
  /** The protocol that PROTO last announced, or 0 before any. It decides what a name means. */
  protocol = 0;
  private settings: LoadSettings;
  /** All codecs, including those that `options.unknown` returned. */
  private extended: Registry | undefined;
  private readonly found = new Map<string, Map<string, unknown>>();
  /** The names by which the pickle spelled codecs that have several. */
  private readonly aliases = new Map<Binding, Global>();
  /** The last two values asked for, with their codecs: 1.2 times as fast for datetimes (measured, Node 24). */
  private newest: unknown;
  private newestBinding: Binding | undefined;
  private older: unknown;
  private olderBinding: Binding | undefined;

  constructor(settings: LoadSettings) {
    this.settings = settings;
  }

  /** PROTO */
  announce(protocol: number): void {
    if (protocol > 5) throw new PickleError('bad-protocol', `unsupported pickle protocol: ${protocol}`);
    this.protocol = protocol;
  }

  /** Prepares for another pickle. */
  reset(settings: LoadSettings): void {
    this.settings = settings;
  }

  /** Releases everything from the last pickle. */
  clear(): void {
    // Most pickles name nothing.
    if (this.newest === undefined && this.found.size === 0) return;
    this.found.clear();
    this.aliases.clear();
    this.extended = undefined;
    this.newest = this.older = undefined;
    this.newestBinding = this.olderBinding = undefined;
  }

  get registry(): Registry {
    return this.extended ?? this.settings.registry;
  }

  /** The registered class or function, or the `Global` that stands for it. */
  find(module: string, name: string): unknown {
    const { protocol } = this;
    if (protocol < 3 && this.settings.fixImports) {
      const renamed = toPython3({ module, name });
      return this.resolve(renamed.module, renamed.name, protocol);
    }
    return this.resolve(module, name, protocol);
  }

  /** Does what {@link Names.find} does for the global of an extension code. */
  extension(code: number): unknown {
    if (code <= 0) throw new PickleError('bad-argument', 'EXT specifies code <= 0');
    const global = this.settings.extensions?.get(code);
    if (global === undefined) {
      throw new PickleError(
        'unknown-extension',
        `unregistered extension code ${code}; pass its meaning in options.extensions`,
      );
    }
    return this.find(global.module, global.name);
  }

  /** The name that the pickle uses for the class or function of a codec. If a codec has several, the last one used. */
  namedAs(binding: Binding): Global {
    return binding.aliases.length === 0 ? binding.global : (this.aliases.get(binding) ?? binding.global);
  }

  /** The codec of a value that {@link Names.find} returned, or `undefined` for an unknown global and anything else. */
  bindingOf(value: unknown): Binding | undefined {
    if (value === this.newest) return this.newestBinding;
    if (value === this.older) return this.olderBinding;
    const binding = this.lookUp(value);
    this.older = this.newest;
    this.olderBinding = this.newestBinding;
    this.newest = value;
    this.newestBinding = binding;
    return binding;
  }

  private lookUp(value: unknown): Binding | undefined {
    if (typeof value === 'function') return this.registry.byValue(value);
    return value instanceof Global ? this.registry.byName(value.module, value.name) : undefined;
  }

  /**
   * What `getattr(Outer, 'Inner')` names: the dotted name `Outer.Inner`, as written since protocol 4. Only names that
   * have a codec count there, because a pickler also writes methods of a class this way. `undefined` for an attribute
   * of anything but a global, and for what a dotted name cannot spell.
   */
  attribute(owner: unknown, name: string): unknown {
    const global = owner instanceof Global ? owner : this.bindingOf(owner)?.global;
    if (global === undefined || !isPlainAttribute(name) || global.name.length > LONGEST_OWNER) return undefined;
    const dotted = `${global.name}.${name}`;
    if (this.protocol >= DOTTED_PROTOCOL && this.registry.byName(global.module, dotted) === undefined) return undefined;
    return this.resolve(global.module, dotted, DOTTED_PROTOCOL);
  }

  private resolve(module: string, name: string, protocol: number): unknown {
    let names = this.found.get(module);
    if (names === undefined) this.found.set(module, (names = new Map()));
    const known = names.get(name);
    if (known !== undefined) return known;
    // CPython splits a dotted name only since protocol 4. Before that, it names no attribute that could exist.
    const dotted = protocol < DOTTED_PROTOCOL && name.includes('.');
    const binding = dotted ? undefined : this.registry.byName(module, name);
    if (binding !== undefined && binding.aliases.length > 0) this.aliases.set(binding, new Global(module, name));
    const value = binding === undefined ? this.unregistered(module, name) : namedValue(binding);
    if (!dotted) names.set(name, value);
    return value;
  }

  private unregistered(module: string, name: string): unknown {
    if (module === '') throw new PickleError('bad-argument', 'Empty module name');
    const global = new Global(module, name);
    const { unknown } = this.settings;
    const answer = typeof unknown === 'function' ? fromCaller(() => checkedAnswer(unknown(global))) : unknown;
    if (typeof answer === 'object') return namedValue(this.learn(answer, global));
    if (answer === 'error') {
      const shown = pythonTextRepr(global.toString());
      throw new PickleError(
        'unknown-global',
        `no codec for ${shown}; pass one in options.codecs: pythonClass, pythonEnum, pythonNamedTuple or pythonFunction`,
      );
    }
    return global;
  }

  /** Uses a codec that the caller returned for a name, for the rest of the pickle. */
  private learn(codec: Codec, { module, name }: Global): Binding {
    this.extended ??= new Registry([], this.settings.registry);
    this.extended.add(codec);
    const found = this.extended.byName(module, name);
    if (found !== undefined) return found;
    if (codec.kind === 'class' || codec.kind === 'function' || codec.kind === 'constant') return codec;
    const given = codec.kind === 'family' ? 'a family' : codec.kind === 'module' ? 'a module' : `'${codec.kind}'`;
    throw new CallerError(new TypeError(`options.unknown gave ${given} that does not name ${module}.${name}`));
  }
}

/** The error for an invalid result of a callback, which is not an error of the pickle. */
function checkedAnswer(answer: 'keep' | 'error' | Codec): 'keep' | 'error' | Codec {
  if (answer === 'keep' || answer === 'error' || isCodec(answer)) return answer;
  throw new TypeError(`options.unknown must give 'keep', 'error' or a codec, got ${String(answer)}`);
}

/**
 * Whether an attribute may be part of a dotted name. Private ones may not, because Python 3.15 would change their name.
 */
function isPlainAttribute(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && (!name.startsWith('__') || name.endsWith('__'));
}

/** What stands for the object that a codec names. */
function namedValue(binding: Binding): unknown {
  return (binding.kind === 'class' ? binding.type : binding.value) ?? binding.global;
}
