/** The short ways of a dump: which are open, and that they write what the general way writes. */
import { expect, test } from 'vitest';
import { RegistryCache } from '../../src/codec/registry.ts';
import { fastPathsOf } from '../../src/dump/fast-paths.ts';
import { resolveDumpOptions } from '../../src/dump/settings.ts';
import {
  ByteArray,
  type Codec,
  Complex,
  Dict,
  type DumpOptions,
  dumps,
  Float,
  FrozenSet,
  Global,
  Instance,
  PySet,
  pythonClass,
  pythonConstant,
  Tuple,
} from '../../src/index.ts';

class Point {
  x: unknown;

  constructor(x: unknown) {
    this.x = x;
  }
}

class Other {}

const point: Codec = pythonClass('m.Point', Point);
const plainConstant: Codec = pythonConstant('m.NOTHING', Object.freeze({}));
const builtinClass: Codec = pythonClass('m.Members', Set, { create: () => new Set() });

const ALL = {
  isTypeByPrototype: true,
  arePartsInline: true,
  areBatchesInline: true,
  areBytesScalars: true,
  areBigintsScalars: true,
  areObjectsInline: true,
};

test.each<[string, DumpOptions, Partial<typeof ALL>]>([
  ['no options', {}, {}],
  ['protocol 2', { protocol: 2 }, { areBytesScalars: false }],
  ['protocol 1', { protocol: 1 }, { areBytesScalars: false, areBigintsScalars: false, areObjectsInline: false }],
  [
    'protocol 0',
    { protocol: 0 },
    { areBatchesInline: false, areBytesScalars: false, areBigintsScalars: false, areObjectsInline: false },
  ],
  [
    'persistentId',
    { persistentId: () => undefined },
    { arePartsInline: false, areBatchesInline: false, areBytesScalars: false, areObjectsInline: false },
  ],
  ['reducerOverride', { reducerOverride: () => undefined }, { areObjectsInline: false }],
  ['a class of your own', { codecs: [point] }, {}],
  [
    'a constant that is a plain object',
    { codecs: [plainConstant] },
    { isTypeByPrototype: false, areBytesScalars: false, areObjectsInline: false },
  ],
  [
    'a class that needs no codec',
    { codecs: [builtinClass] },
    { isTypeByPrototype: false, areBytesScalars: false, areObjectsInline: false },
  ],
])('%s: the short ways that are open', (_what, options, closed) => {
  expect(fastPathsOf(resolveDumpOptions(options, new RegistryCache([])))).toEqual({ ...ALL, ...closed });
});

/** Each object twice, so that the second is fetched from the memo. */
function values(): unknown[] {
  const cyclic: unknown[] = [];
  cyclic.push(Tuple.of<unknown>(cyclic));
  const one = [
    [null, true, 1, 1.5, 10n ** 20n, 'text', 'x'.repeat(20_000)],
    { a: 1, b: [2] },
    Object.assign(Object.create(null), { c: 3 }),
    new Dict([[1, [2]]]),
    Tuple.of(1, 2, 3, 4),
    Tuple.of([]),
    new PySet([1, 2]),
    new FrozenSet([1, 2]),
    new Uint8Array([1, 2]),
    new Uint8Array(0),
    new Uint8Array(300),
    new ByteArray([1, 2]),
    Buffer.from('buffer'),
    new Uint8Array([3]).buffer,
    new Float(2),
    new Complex(1, 2),
    Global.of('m.f'),
    new Instance({ cls: Global.of('m.Unknown') }),
    new Point([1]),
    new Point(new Point('inner')),
    Point,
    cyclic,
  ];
  return [...one, ...one, Array.from({ length: 1500 }, (_, i) => i), new Array<unknown>(1001).fill(one[0])];
}

test.each<[string, DumpOptions]>([
  ['persistentId that takes nothing', { persistentId: () => undefined }],
  ['reducerOverride that takes nothing', { reducerOverride: () => undefined }],
  ['a constant that is a plain object', { codecs: [point, plainConstant] }],
  ['a class that needs no codec', { codecs: [point, builtinClass] }],
  ['a class of something else', { codecs: [point, pythonClass('m.Other', Other)] }],
])('%s: the same bytes as without, at every protocol', (_what, options) => {
  for (const protocol of [0, 1, 2, 3, 4, 5] as const) {
    const usual = dumps(values(), { codecs: [point], protocol });
    const asked = dumps(values(), { codecs: [point], ...options, protocol });
    // The place of the first difference: both are long.
    expect(asked.findIndex((byte, at) => byte !== usual[at])).toBe(-1);
    expect(asked.length).toBe(usual.length);
  }
});
