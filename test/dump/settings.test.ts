import { expect, test } from 'vitest';
import { RegistryCache } from '../../src/codec/registry.ts';
import { DumpDefaults, holdCallbacks } from '../../src/dump/settings.ts';
import { type DumpOptions, Global, pythonClass } from '../../src/index.ts';

const codecs = [pythonClass('m.A', class {})];

test.each<[string, DumpOptions]>([
  ['a protocol', { protocol: 2 }],
  ['a Python', { python: '3.8' }],
  ['codecs', { codecs }],
  ['strings', { strings: 'distinct' }],
  ['ints', { ints: 'bigint' }],
  ['memo', { memo: 'none' }],
  ['no options', {}],
])('%s given twice: the same settings', (_what, options) => {
  const defaults = new DumpDefaults(new RegistryCache([]));
  expect(defaults.of({ ...options })).toBe(defaults.of({ ...options }));
});

test.each<[string, DumpOptions]>([
  ['protocol', { protocol: 2 }],
  ['python', { python: '3.8' }],
  ['codecs', { codecs }],
  ['strings', { strings: 'distinct' }],
  ['ints', { ints: 'bigint' }],
  ['memo', { memo: 'none' }],
  ['fixImports', { fixImports: false }],
  ['persistentId', { persistentId: () => 1 }],
  ['reducerOverride', { reducerOverride: () => undefined }],
  ['bufferCallback', { bufferCallback: () => true }],
  ['extensions', { extensions: new Map([[1, Global.of('m.A')]]) }],
])('another %s: other settings', (_what, options) => {
  const defaults = new DumpDefaults(new RegistryCache([]));
  const before = defaults.of({});
  const settings = defaults.of(options);
  expect(settings).not.toEqual(before);
  expect(defaults.of({})).toEqual(before);
  expect(defaults.of(options)).toEqual(settings);
});

test('settings with functions of the caller are told from others, and made anew', () => {
  const defaults = new DumpDefaults(new RegistryCache([]));
  const persistentId = (): undefined => undefined;
  const settings = defaults.of({ persistentId });
  expect(holdCallbacks(settings)).toBe(true);
  expect(holdCallbacks(defaults.of(undefined))).toBe(false);
  expect(defaults.of({ persistentId })).not.toBe(settings);
});
