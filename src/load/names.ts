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

/** Since this protocol a name may have dots. */
const DOTTED_PROTOCOL = 4;
/** Longer names are not put together: each `getattr` of a chain would copy all before it. */
const LONGEST_OWNER = 1000;

/**
 * Python's `find_class` without the import: gives what a module and a name stand for in one load. There is one object
 * for each name, as in Python.
 */
export class Names {
  /** What PROTO announced last, 0 before any: it says what a name means. */
  protocol = 0;
  private settings: LoadSettings;
  /** With the codecs that `options.unknown` gave. */
  private extended: Registry | undefined;
  private readonly found = new Map<string, Map<string, unknown>>();
  /** The names of codecs that have several. */
  private readonly aliases = new Map<Binding, Global>();
  /** The two values that were asked for last, and their codecs: 1.2 times as fast for datetimes (measured, Node 24). */
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

  /** What {@link Names.find} gives for the global of an extension code. */
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

  /** The name by which the pickle has the class or function of a codec: where it has several, the one that came last. */
  namedAs(binding: Binding): Global {
    return binding.aliases.length === 0 ? binding.global : (this.aliases.get(binding) ?? binding.global);
  }

  /** The codec of what {@link Names.find} gave; `undefined` for an unknown global and for anything else. */
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
   * What `getattr(Outer, 'Inner')` names, as the dotted name `Outer.Inner` does since protocol 4: there only what a codec
   * names, because a pickler writes a method of a class so, and nothing else. `undefined` for the attribute of anything
   * but a global, and for what a dotted name cannot spell.
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
    // CPython takes a dotted name apart only since protocol 4; before, it names no attribute that could exist.
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

  /** Takes a codec that the caller gave for a name, for the rest of the pickle. */
  private learn(codec: Codec, { module, name }: Global): Binding {
    this.extended ??= new Registry([], this.settings.registry);
    this.extended.add(codec);
    const found = this.extended.byName(module, name);
    if (found !== undefined) return found;
    if (codec.kind === 'class' || codec.kind === 'function' || codec.kind === 'constant') return codec;
    const given = codec.kind === 'family' ? 'a family' : codec.kind === 'module' ? 'a module' : 'a stand-in';
    throw new CallerError(new TypeError(`options.unknown gave ${given} that does not name ${module}.${name}`));
  }
}

/** The error for an invalid result of a callback; it is not an error of the pickle. */
function checkedAnswer(answer: 'keep' | 'error' | Codec): 'keep' | 'error' | Codec {
  if (answer === 'keep' || answer === 'error' || isCodec(answer)) return answer;
  throw new TypeError(`options.unknown must give 'keep', 'error' or a codec, got ${String(answer)}`);
}

/** Whether an attribute may be part of a dotted name: no private one, whose name Python 3.15 would change. */
function isPlainAttribute(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && (!name.startsWith('__') || name.endsWith('__'));
}

/** What stands for the object that a codec names. */
function namedValue(binding: Binding): unknown {
  return (binding.kind === 'class' ? binding.type : binding.value) ?? binding.global;
}
