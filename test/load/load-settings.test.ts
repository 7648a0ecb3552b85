import { describe, expect, test } from 'vitest';
import { RegistryCache } from '../../src/codec/registry.ts';
import { Global, type LoadOptions, pythonConstant } from '../../src/index.ts';
import { LoadDefaults, resolveLoadOptions } from '../../src/load/load-settings.ts';

const registries = new RegistryCache([]);
const constant = pythonConstant('m.ONE', new (class One {})());

/** Options that may be kept after the call. */
const KEPT: readonly LoadOptions[] = [
  { codecs: [constant] },
  { unknown: 'error' },
  { dicts: 'object' },
  { values: 'plain' },
  { keepOrder: true },
  { ints: 'bigint' },
  { floats: 'exact' },
  { encoding: 'latin1' },
  { errors: 'replace' },
  { fixImports: false },
];

/** Options that hold what is the caller's. */
const HELD: readonly LoadOptions[] = [
  { unknown: () => 'keep' },
  { persistentLoad: (id) => id },
  { extensions: new Map([[1, Global.of('m.A')]]) },
  { buffers: [] },
  { limits: { memory: 1000 } },
];

describe('options of successive calls', () => {
  test.each(KEPT)('%o are resolved once', (options) => {
    const defaults = new LoadDefaults(registries);
    const settings = defaults.of({ ...options }, 10);
    expect(settings).toEqual(resolveLoadOptions(options, registries, 4096));
    expect(defaults.of({ ...options }, 4096)).toBe(settings);
    expect(defaults.of(undefined, 10)).toEqual(resolveLoadOptions({}, registries, 4096));
    expect(defaults.of({}, 10)).toEqual(resolveLoadOptions({}, registries, 4096));
  });

  test.each(HELD)('%o are not kept', (options) => {
    const defaults = new LoadDefaults(registries);
    const before = defaults.of({}, 10);
    const settings = defaults.of(options, 10);
    expect(settings).not.toBe(before);
    expect(defaults.of(options, 10)).not.toBe(settings);
    expect(defaults.of({}, 10)).toBe(before);
  });

  test.each(KEPT)('%o after others are not taken for them', (options) => {
    const defaults = new LoadDefaults(registries);
    for (const others of KEPT) {
      defaults.of(others, 10);
      expect(defaults.of(options, 10)).toEqual(resolveLoadOptions(options, registries, 4096));
    }
  });

  test('options that were changed in place are resolved again', () => {
    const defaults = new LoadDefaults(registries);
    const options: { dicts?: 'map' | 'object'; codecs: (typeof constant)[] } = { dicts: 'object', codecs: [] };
    const first = defaults.of(options, 10);
    options.dicts = 'map';
    expect(defaults.of(options, 10).dicts).toBe('map');
    options.codecs.push(constant);
    expect(defaults.of(options, 10).registry).not.toBe(first.registry);
  });

  test('an invalid option is refused after a valid call too', () => {
    const defaults = new LoadDefaults(registries);
    defaults.of({}, 10);
    // @ts-expect-error: not a function.
    expect(() => defaults.of({ persistentLoad: null }, 10)).toThrow(TypeError);
    // @ts-expect-error: not one of the words.
    expect(() => defaults.of({ dicts: 'array' }, 10)).toThrow(RangeError);
  });
});

test('the limits go by the size of the input', () => {
  const defaults = new LoadDefaults(registries);
  const large = 2 ** 30;
  for (const options of [undefined, {}, { dicts: 'object' }] as const) {
    defaults.of(options, 10);
    expect(defaults.of(options, large).limits).toEqual(resolveLoadOptions({}, registries, large).limits);
    expect(defaults.of(options, 10).limits).toEqual(resolveLoadOptions({}, registries, 4096).limits);
  }
});
