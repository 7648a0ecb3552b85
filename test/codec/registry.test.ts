import { expect, test } from 'vitest';
import { type Binding, type Codec, pythonClass, pythonConstant, pythonStandIn } from '../../src/codec/codec.ts';
import { type CodecFamily, Registry, RegistryCache } from '../../src/codec/registry.ts';
import { standardFamilies } from '../../src/stdlib/standard-codecs.ts';

class One {}
class Two {}
const TWO = new Two();
const context = { protocol: 4, python: '3.14', minor: 14 } as const;

/** A registry of two families, and which of them were asked for their codecs. */
function lazy(): { registry: Registry; asked: string[] } {
  const asked: string[] = [];
  const family = (name: string, codecs: Codec[], modules: string[]) => ({
    modules,
    codecs: () => {
      asked.push(name);
      return codecs;
    },
  });
  const registry = new Registry([], undefined, [
    family('one', [pythonClass('m.One', One)], ['m']),
    family('two', [pythonConstant('n.TWO', TWO), pythonStandIn((value) => (value instanceof Two ? 2 : undefined))], []),
  ]);
  return { registry, asked };
}

test.for<[string, (registry: Registry) => unknown, string[]]>([
  ['nothing', () => undefined, []],
  ['a name in a module that a family names', (registry) => registry.byName('m', 'One'), ['one']],
  ['a name that is in another family', (registry) => registry.byName('n', 'TWO'), ['one', 'two']],
  ['a name that is in none', (registry) => registry.byName('m', 'Other'), ['one', 'two']],
  ['a prototype', (registry) => registry.byPrototype(One.prototype), ['one', 'two']],
  ['a value', (registry) => registry.byValue(TWO), ['one', 'two']],
  ['a stand-in', (registry) => registry.standIn(TWO, context), ['one', 'two']],
  ['whether there are plain constants', (registry) => registry.hasPlainConstants, []],
])('families are made for %s', ([, ask, expected]) => {
  const { registry, asked } = lazy();
  const found = ask(registry);
  expect(asked).toEqual(expected);
  expect(ask(registry)).toEqual(found);
  expect(asked).toEqual(expected);
});

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
  const registry = new RegistryCache([{ modules: ['m'], codecs: () => [pythonClass('m.One', One)] }]).of([mine]);
  expect(registry.byName('m', 'One')).toBe(mine);
  expect(registry.byPrototype(One.prototype)?.type).toBe(One);
});

const bindingsOf = (codecs: readonly Codec[]): readonly Binding[] =>
  codecs.flatMap((codec): readonly Binding[] =>
    codec.kind === 'module' ? codec.members : codec.kind === 'stand-in' ? [] : [codec],
  );

/** So that the order in which families are made changes nothing. */
test('no two families of the standard library name the same, and no constant is plain', () => {
  const owners = new Map<unknown, CodecFamily>();
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

test('a module that a family names is one of its own', () => {
  for (const { modules, codecs } of standardFamilies) {
    const own = bindingsOf(codecs()).flatMap((binding) =>
      [binding.global, ...binding.aliases].map(({ module }) => module),
    );
    expect(own).toEqual(expect.arrayContaining([...modules]));
  }
});
