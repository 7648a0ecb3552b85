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

/** Resolves the options of calls. For calls without options, everything but the limits is resolved only once. */
export class LoadDefaults {
  private readonly registries: RegistryCache;
  private defaults: LoadSettings | undefined;

  constructor(registries: RegistryCache) {
    this.registries = registries;
  }

  of(options: LoadOptions | undefined, inputBytes: number): LoadSettings {
    if (options !== undefined) return resolveLoadOptions(options, this.registries, inputBytes);
    this.defaults ??= resolveLoadOptions({}, this.registries, SMALL);
    if (inputBytes <= SMALL) return this.defaults;
    return { ...this.defaults, limits: resolveLimits(undefined, inputBytes) };
  }
}
