import { expect, test } from 'vitest';
import type { Binding } from '../../src/codec/binding.ts';
import { pythonClass } from '../../src/codec/class.ts';
import type { Codec } from '../../src/codec/codec.ts';
import { pythonConstant } from '../../src/codec/constant.ts';
import { type FamilyCodec, type FamilyMember, pythonFamily } from '../../src/codec/family.ts';
import { Registry, RegistryCache } from '../../src/codec/registry.ts';
import { pythonStandIn } from '../../src/codec/stand-in.ts';
import { standardFamilies } from '../../src/stdlib/standard-codecs.ts';

class One {}
class Two {}
class Three {}
const TWO = new Two();
const THREE = new Three();
const context = { protocol: 4, python: '3.14', minor: 14, level: 0, dumps: () => new Uint8Array(0) } as const;

/** A registry of two families, and which of them were asked for their codecs. */
function lazy(parent?: Registry): { registry: Registry; asked: string[] } {
  const asked: string[] = [];
  const family = (name: string, modules: string[], codecs: FamilyMember[]): FamilyCodec =>
    pythonFamily(modules, () => {
      asked.push(name);
      return codecs;
    });
  const standIn = pythonStandIn((value) => (value instanceof Two ? 2 : undefined));
  const registry = new Registry(
    [
      family('one', ['m'], [pythonClass('m.One', One)]),
      family('two', ['n'], [pythonConstant('n.TWO', TWO)]),
      family('stand-in', [], [standIn]),
      family('three', ['o'], [pythonClass('o.Three', Three), pythonConstant('o.THREE', THREE)]),
    ],
    parent,
  );
  return { registry, asked };
}

const ALL = ['three', 'stand-in', 'two', 'one'];

test.for<[string, (registry: Registry) => unknown, inLibrary: string[], inCall: string[]]>([
  ['nothing', () => undefined, [], []],
  ['a name in a module that a family names', (registry) => registry.byName('m', 'One'), ['one'], ['one']],
  ['a name in a module that another family names', (registry) => registry.byName('n', 'TWO'), ['two'], ['two']],
  ['another name in a module of a family', (registry) => registry.byName('m', 'Other'), ['one'], ['one']],
  ['a name in a module of none', (registry) => registry.byName('p', 'Other'), [], []],
  ['a prototype', (registry) => registry.byPrototype(One.prototype), ALL, ALL],
  ['a prototype in the last family', (registry) => registry.byPrototype(Three.prototype), ['three'], ['three']],
  ['the prototype of dates', (registry) => registry.byPrototype(Date.prototype), [], ALL],
  ['a value', (registry) => registry.byValue(TWO), ['three', 'stand-in', 'two'], ['three', 'stand-in', 'two']],
  ['an object of a known class', (registry) => known(registry).constant(new Three(), Three.prototype), ['three'], ALL],
  ['a constant of a known class', (registry) => known(registry).constant(THREE, Three.prototype), ['three'], ['three']],
  ['the constants of a class', (registry) => known(registry).hasConstantOf(Three.prototype), ['three'], ALL],
  ['a stand-in', (registry) => registry.standIn(TWO, context), ['stand-in'], ALL],
  ['whether there are plain constants', (registry) => registry.hasPlainConstants, [], []],
])('families are made for %s', ([, ask, inLibrary, inCall]) => {
  for (const [parent, expected] of [
    [undefined, inLibrary],
    [new Registry([]), inCall],
  ] as const) {
    const { registry, asked } = lazy(parent);
    const found = ask(registry);
    expect(asked).toEqual(expected);
    expect(ask(registry)).toEqual(found);
    expect(asked).toEqual(expected);
  }
});

/** The registry, once it has seen an object of a class. */
function known(registry: Registry): Registry {
  registry.byPrototype(Three.prototype);
  return registry;
}

/** The classes of JavaScript whose objects the library writes as Python's without having them in a family. */
const OWN: readonly object[] = [Date, RegExp, Error, Number, String, Boolean].map(({ prototype }) => prototype);

test('of the library, a family with a class has its constants, and one without modules the stand-ins', () => {
  const families = standardFamilies.map((family) => ({ family, codecs: family.codecs().flatMap(membersOf) }));
  const familyOf = new Map<unknown, FamilyCodec>();
  for (const { family, codecs } of families) {
    for (const codec of codecs) if (codec.kind === 'class') familyOf.set(codec.type.prototype, family);
    expect(codecs.some(({ kind }) => kind === 'stand-in')).toBe(family.modules.length === 0);
  }
  expect(OWN.filter((prototype) => familyOf.has(prototype))).toEqual([]);
  for (const { family, codecs } of families) {
    for (const codec of codecs) {
      if (codec.kind !== 'constant') continue;
      const prototype: unknown = Object.getPrototypeOf(codec.value);
      expect(familyOf.get(prototype) ?? family, `${codec.global}`).toBe(family);
      expect(OWN).not.toContain(prototype);
    }
  }
});

function membersOf(codec: FamilyMember): readonly Exclude<FamilyMember, { kind: 'module' }>[] {
  return codec.kind === 'module' ? codec.members : [codec];
}

test('what families know is found in any order', () => {
  const { registry } = lazy();
  expect(registry.byName('n', 'TWO')?.global.name).toBe('TWO');
  expect(registry.byName('m', 'One')).toBe(registry.byPrototype(One.prototype));
  expect(registry.byValue(One)).toBe(registry.byName('m', 'One'));
  expect(registry.standIn(TWO, context)).toBe(2);
  expect(registry.byName('m', 'Two')).toBeUndefined();
});

test('codecs of a call come before those of families', () => {
  const mine = pythonClass('m.One', Two);
  const registry = new RegistryCache([pythonFamily(['m'], () => [pythonClass('m.One', One)])]).of([mine]);
  expect(registry.byName('m', 'One')).toBe(mine);
  expect(registry.byPrototype(One.prototype)?.type).toBe(One);
});

test('a codec that is given by itself wins over families, and a later family over an earlier one', () => {
  const mine = pythonClass('m.One', Two);
  const family = (type: typeof One): FamilyCodec =>
    pythonFamily(['m'], () => [pythonClass('m.One', type), pythonClass('m.Two', type)]);
  class Three {}
  for (const list of [
    [mine, family(One)],
    [family(One), mine],
  ]) {
    const registry = new RegistryCache([]).of(list);
    expect(registry.byName('m', 'One')).toBe(mine);
    expect(registry.byName('m', 'Two')).toMatchObject({ type: One });
  }
  const registry = new RegistryCache([]).of([family(One), family(Three)]);
  expect(registry.byName('m', 'One')).toMatchObject({ type: Three });
  expect(registry.byPrototype(One.prototype)).toMatchObject({ type: One });
});

test('of the codecs of one family the later one wins', () => {
  const registry = new Registry([pythonFamily(['m'], () => [pythonClass('m.One', One), pythonClass('m.One', Two)])]);
  expect(registry.byName('m', 'One')).toMatchObject({ type: Two });
});

test('hooks of base classes in a family are inherited', () => {
  class Base {}
  class Derived extends Base {}
  const getState = (): unknown => 'state';
  const family = pythonFamily(['m'], () => [
    pythonClass('m.Base', Base, { getState }),
    pythonClass('m.Derived', Derived),
  ]);
  const registry = new RegistryCache([]).of([family]);
  expect(registry.byPrototype(Derived.prototype)?.hooks.getState).toBe(getState);
});

test('a list of codecs that is written in place has the registry of the last one like it', () => {
  const [one, two] = [pythonClass('m.One', One), pythonClass('m.Two', Two)];
  const cache = new RegistryCache([]);
  expect(cache.of([one, two])).toBe(cache.of([one, two]));
  expect(cache.of([two, one])).not.toBe(cache.of([one, two]));
  expect(cache.of([one])).not.toBe(cache.of([one, two]));
  const list = [one];
  const before = cache.of(list);
  list.push(two);
  expect(cache.of(list)).toBe(cache.of([one, two]));
  expect(cache.of([one])).toBe(before);
});

test.for<[string, () => unknown, string]>([
  ['no modules', () => pythonFamily('m' as never, () => []), 'needs an array of Python modules'],
  ['no function', () => pythonFamily(['m'], [] as never), 'needs a function that makes the codecs'],
  [
    'a plain constant in a family',
    () => new Registry([pythonFamily(['m'], () => [pythonConstant('m.X', {})])]).byName('m', 'X'),
    'the family of m has a codec of a constant that is a plain object or array; pass that codec outside the family',
  ],
  [
    'a class that needs no codec in a family',
    () => new Registry([pythonFamily(['m'], () => [pythonClass('m.X', Map)])]).byName('m', 'X'),
    'the family of m has a codec of a class that needs no codec; pass that codec outside the family',
  ],
])('%s is refused', ([, make, message]) => {
  expect(make).toThrow(TypeError);
  expect(make).toThrow(message);
});

const bindingsOf = (codecs: readonly Codec[]): readonly Binding[] =>
  codecs.flatMap((codec): readonly Binding[] =>
    codec.kind === 'module'
      ? codec.members
      : codec.kind === 'stand-in' || codec.kind === 'family' || codec.kind === 'instances'
        ? []
        : [codec],
  );

/** So that the order in which families are made changes nothing. */
test('no two families of the standard library name the same, and no constant is plain', () => {
  const owners = new Map<unknown, FamilyCodec>();
  const twice: unknown[] = [];
  for (const family of standardFamilies) {
    for (const binding of bindingsOf(family.codecs())) {
      const value = binding.kind === 'class' ? binding.type : binding.value;
      for (const key of [value, ...[binding.global, ...binding.aliases].map(String)]) {
        if (key !== undefined && (owners.get(key) ?? family) !== family) twice.push(key);
        owners.set(key, family);
      }
    }
  }
  expect(owners.size).toBeGreaterThan(400);
  expect(twice).toEqual([]);
  expect(new Registry(standardFamilies.flatMap(({ codecs }) => codecs())).hasPlainConstants).toBe(false);
});

test('a family says all modules in which it names something, and no others', () => {
  for (const { modules, codecs } of standardFamilies) {
    const own = bindingsOf(codecs()).flatMap((binding) =>
      [binding.global, ...binding.aliases].map(({ module }) => module),
    );
    expect([...new Set(modules)].sort()).toEqual([...new Set(own)].sort());
  }
});
