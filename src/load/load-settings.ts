import type { Bytes } from '../bytes/bytes-like.ts';
import type { LegacyEncoding, TextErrors } from '../bytes/legacy-text.ts';
import type { Registry, RegistryCache } from '../codec/registry.ts';
import { type Limits, resolveLimits } from '../limits.ts';
import { callbackOf, oneOf } from '../option-check.ts';
import type { FindClass, LoadOptions } from '../options.ts';
import type { Global } from '../values/global.ts';

/** {@link LoadOptions}, checked and with defaults filled in. */
export interface LoadSettings {
  readonly registry: Registry;
  readonly unknown: 'keep' | 'error' | FindClass;
  readonly dicts: 'map' | 'object';
  readonly values: 'python' | 'plain';
  readonly keepOrder: boolean;
  readonly ints: 'auto' | 'bigint';
  readonly floats: 'number' | 'exact';
  readonly encoding: LegacyEncoding | 'bytes';
  readonly errors: TextErrors;
  readonly fixImports: boolean;
  readonly persistentLoad: ((id: unknown) => unknown) | undefined;
  readonly extensions: ReadonlyMap<number, Global> | undefined;
  readonly buffers: Iterator<Bytes> | undefined;
  readonly limits: Limits;
}

/** How strings of Python 2 are decoded, checked. */
export function resolveDecoding({
  encoding,
  errors,
}: Pick<LoadOptions, 'encoding' | 'errors'>): Pick<LoadSettings, 'encoding' | 'errors'> {
  return {
    encoding: oneOf('encoding', encoding, ['ASCII', 'latin1', 'utf-8', 'bytes'], 'ASCII'),
    errors: oneOf('errors', errors, ['strict', 'replace', 'ignore', 'surrogateescape'], 'strict'),
  };
}

function resolveUnknown(unknown: LoadOptions['unknown']): LoadSettings['unknown'] {
  return typeof unknown === 'function' ? unknown : oneOf('unknown', unknown, ['keep', 'error'], 'keep');
}

/** Checks the options of one call. The default limits depend on `inputBytes`. */
export function resolveLoadOptions(options: LoadOptions, registries: RegistryCache, inputBytes: number): LoadSettings {
  return {
    registry: registries.of(options.codecs),
    unknown: resolveUnknown(options.unknown),
    values: oneOf('values', options.values, ['python', 'plain'], 'python'),
    dicts: oneOf('dicts', options.dicts, ['map', 'object'], 'map'),
    keepOrder: options.keepOrder ?? false,
    ints: oneOf('ints', options.ints, ['auto', 'bigint'], 'auto'),
    floats: oneOf('floats', options.floats, ['number', 'exact'], 'number'),
    ...resolveDecoding(options),
    fixImports: options.fixImports ?? true,
    persistentLoad: callbackOf('persistentLoad', options.persistentLoad),
    extensions: options.extensions,
    buffers: options.buffers?.[Symbol.iterator](),
    limits: resolveLimits(options.limits, inputBytes),
  };
}

/** Inputs up to this size have the same default limits, those of an input of this size. */
const SMALL = 2 ** 12;

/** Options, as they were at a call, and what they came to for a small input. */
interface Resolved {
  readonly options: LoadOptions;
  readonly settings: LoadSettings;
}

/**
 * Resolves the options of calls. For calls without options, and for successive calls with equal ones, everything but
 * the limits is resolved only once: comparing them takes 30 ns, and resolving them 300 (measured, Node 20).
 */
export class LoadDefaults {
  private readonly registries: RegistryCache;
  private defaults: LoadSettings | undefined;
  private last: Resolved | undefined;

  constructor(registries: RegistryCache) {
    this.registries = registries;
  }

  of(options: LoadOptions | undefined, inputBytes: number): LoadSettings {
    if (options === undefined) {
      this.defaults ??= resolveLoadOptions({}, this.registries, SMALL);
      return sized(this.defaults, inputBytes);
    }
    const { last, registries } = this;
    if (last !== undefined && isRepeated(last, options, registries)) return sized(last.settings, inputBytes);
    if (!canKeep(options)) return resolveLoadOptions(options, registries, inputBytes);
    const settings = resolveLoadOptions(options, registries, SMALL);
    this.last = { options: { ...options }, settings };
    return sized(settings, inputBytes);
  }
}

/** Settings without limits of the caller's, with the default limits for an input of this size. */
function sized(settings: LoadSettings, inputBytes: number): LoadSettings {
  return inputBytes <= SMALL ? settings : { ...settings, limits: resolveLimits(undefined, inputBytes) };
}

/** Whether the options may be kept after the call: functions and buffers of the caller may not. */
function canKeep({ unknown, persistentLoad, extensions, buffers, limits }: LoadOptions): boolean {
  return (
    typeof unknown !== 'function' &&
    persistentLoad === undefined &&
    extensions === undefined &&
    buffers === undefined &&
    limits === undefined
  );
}

/** Whether options are those of the call before, which were kept. */
function isRepeated({ options: last, settings }: Resolved, options: LoadOptions, registries: RegistryCache): boolean {
  return (
    options.values === last.values &&
    options.dicts === last.dicts &&
    options.ints === last.ints &&
    options.floats === last.floats &&
    options.unknown === last.unknown &&
    options.keepOrder === last.keepOrder &&
    options.encoding === last.encoding &&
    options.errors === last.errors &&
    options.fixImports === last.fixImports &&
    canKeep(options) &&
    registries.of(options.codecs) === settings.registry
  );
}
