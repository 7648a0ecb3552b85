/** A class whose objects `dumps` writes as something else, whatever the codecs are, is refused. */
import { expect, test } from 'vitest';
import type { Class } from '../../src/index.ts';
import { dumps, Float, Global, Instance, loads, pythonClass, pythonModule } from '../../src/index.ts';

class Items extends Array<unknown> {}
class Fields {}
class Celsius extends Float {}
class Named extends Global {}
class Kept extends Instance {}

test.for<[Class, string]>([
  [Array, 'every Array is a list; extend it'],
  [Object, 'every plain object is a dict; extend it'],
  [Float, 'every Float is a float; extend it'],
  [Global, 'every Global is what it names'],
  [Named, 'every Global is what it names'],
  [Instance, 'every Instance has its own'],
  [Kept, 'every Instance has its own'],
])('pythonClass of %o says that %s', ([type, meaning]) => {
  const message = `pythonClass('m.C') needs another class: ${meaning}`;
  expect(() => pythonClass('m.C', type)).toThrow(new TypeError(message));
  expect(() => pythonClass('m.C', type, { reduce: () => 'm.c' })).toThrow(new TypeError(message));
});

test.for([BigInt, Symbol])('pythonClass and pythonModule refuse %o, whose values are no objects', (type) => {
  expect(() => pythonModule('m', { C: type })).toThrow(/^pythonClass\('m:C'\) needs another class: /);
});

test.for<[string, Class, object]>([
  ['Array', Items, Items.of(1, 2)],
  ['Object', Fields, Object.assign(new Fields(), { a: 1 })],
  ['Float', Celsius, new Celsius(20.5)],
])('a class that extends %s is written by its name, and read as it was', ([, type, value]) => {
  const codecs = [pythonClass('m.C', type)];
  const bytes = dumps(value, { codecs });
  expect(String(loads<Instance>(bytes).cls)).toBe('m.C');
  const back = loads<object>(bytes, { codecs });
  expect(back).toBeInstanceOf(type);
  expect(back).toEqual(value);
});

test('a class that extends Float and has no codec is refused, as Python refuses one', () => {
  expect(() => dumps(new Celsius(20.5))).toThrow(/no codec names the class/);
});
