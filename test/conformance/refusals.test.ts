/** What cannot be pickled: refused with what, why and where. */
import { expect, test } from 'vitest';
import { Dict, dumps, Global, PicklingError, pythonFunction, pythonModule } from '../../src/index.ts';
import { DefaultDict } from '../../src/stdlib.ts';
import { oracle } from '../oracle.ts';

function* generate(): Generator<number> {
  yield 1;
}
async function* generateLater(): AsyncGenerator<number> {
  yield 1;
}
class Unregistered {}
class Counter {
  increment(): void {}
}

function refusal(value: unknown, options = {}): PicklingError {
  try {
    dumps(value, options);
  } catch (error) {
    if (error instanceof PicklingError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

const inner = (): number => 1;

test.for<[string, () => unknown, string, RegExp]>([
  ['a generator', () => generate(), 'cannot-pickle', /cannot pickle 'generator' object/],
  ['an async generator', () => generateLater(), 'cannot-pickle', /cannot pickle 'async_generator' object/],
  ['an iterator', () => [1].values(), 'cannot-pickle', /cannot pickle 'Array Iterator' object/],
  ['an iterator of a Map', () => new Map().entries(), 'cannot-pickle', /Map Iterator/],
  ['an iterator of regular expression matches', () => 'a'.matchAll(/a/g), 'cannot-pickle', /Iterator/],
  [
    'an object that iterates by itself',
    () => Object.create({ next() {}, [Symbol.iterator]() {} }),
    'cannot-pickle',
    /iterator/,
  ],
  ['a Promise', () => Promise.resolve(1), 'cannot-pickle', /cannot pickle 'Promise' object/],
  ['a symbol', () => Symbol('s'), 'cannot-pickle', /cannot pickle 'symbol' object/],
  ['a WeakMap', () => new WeakMap(), 'cannot-pickle', /cannot pickle 'WeakMap' object/],
  ['a WeakSet', () => new WeakSet(), 'cannot-pickle', /cannot pickle 'WeakSet' object/],
  ['a WeakRef', () => new WeakRef({}), 'cannot-pickle', /cannot pickle 'WeakRef' object/],
  ['an arrow function', () => inner, 'not-registered', /<function inner>: no module given exports it/],
  ['an anonymous function', () => () => 1, 'not-registered', /<anonymous function>/],
  ['an async function', () => async () => 1, 'not-registered', /function/],
  ['a generator function', () => generate, 'not-registered', /<function generate>/],
  ['a bound function', () => inner.bind(null), 'not-registered', /<function bound inner>/],
  ['a method', () => new Counter().increment, 'not-registered', /<function increment>/],
  ['a class', () => Unregistered, 'not-registered', /<class Unregistered>/],
  ['an inner class', () => class Inner {}, 'not-registered', /<class Inner>/],
  [
    'an instance of a class',
    () => new Unregistered(),
    'not-registered',
    /class Unregistered: no codec names the class/,
  ],
  ['an instance of a subclass of Map', () => new (class Sub extends Map {})(), 'not-registered', /class Sub/],
  ['an instance of a subclass of Array', () => new (class Sub extends Array {})(), 'not-registered', /class Sub/],
  ['a property named by a symbol', () => ({ [Symbol('s')]: 1 }), 'cannot-pickle', /named by a symbol: Symbol\(s\)/],
  [
    'a Proxy whose traps throw',
    () =>
      new Proxy(
        {},
        {
          getPrototypeOf: () => {
            throw new Error('trap');
          },
        },
      ),
    'failed',
    /trap/,
  ],
  [
    'a Proxy whose ownKeys throws',
    () =>
      new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error('keys');
          },
        },
      ),
    'failed',
    /keys/,
  ],
  [
    'a getter that throws',
    () => ({
      get x() {
        throw new Error('getter');
      },
    }),
    'failed',
    /getter/,
  ],
  ['a defaultdict whose factory is a lambda', () => new DefaultDict(() => []), 'not-registered', /anonymous function/],
  [
    'two keys that are one for Python',
    () =>
      new Map<unknown, number>([
        [1, 1],
        [true, 2],
      ]),
    'duplicate-key',
    /bool true/,
  ],
  ['a key that Python cannot hash', () => new Map([[[1], 1]]), 'unhashable', /unhashable type: 'list'/],
  ['a member that Python cannot hash', () => new Set([{}]), 'unhashable', /unhashable type: 'dict'/],
  ['a local object', () => new Global('m', 'f.<locals>.g'), 'bad-name', /Can't pickle local object/],
])('%s', ([, make, code, message]) => {
  const error = refusal({ jobs: [1, 2, { run: make() }] });
  expect(error.code).toBe(code);
  expect(error.message).toMatch(message);
  expect(error.path).toMatch(/^\$\.jobs\[2\]\.run/);
  expect(error.message.endsWith(`(at ${error.path})`)).toBe(true);
});

test.for<[unknown, string]>([
  [new Map([['a b', [inner]]]), '$["a b"][0]'],
  [new Map([[7, inner]]), '$.get(7)'],
  [{ a: new Set([inner]) }, '$.a.member'],
  [new Map([[{ toString: inner }, 1]]), '$'],
])('the path of %o', ([value, path]) => {
  expect(refusal(value).path).toBe(path);
});

test.for([0, 1, 2, 3] as const)('a name that protocol %d cannot spell', (protocol) => {
  expect(refusal(new Global('m', 'a\nb'), { protocol }).code).toBe('bad-name');
  if (protocol < 3)
    expect(refusal(new Global('m', 'é'), { protocol }).message).toContain("can't pickle global identifier 'é'");
});

test('an int of more than 4,300 digits below protocol 2, as in Python', () => {
  expect(refusal(10n ** 4300n, { protocol: 1 }).code).toBe('too-large');
  expect(dumps(10n ** 4299n, { protocol: 1 })).toHaveLength(4304);
});

test('a defaultdict with a registered factory works', async () => {
  const python = await oracle();
  function makeList(): unknown[] {
    return [];
  }
  const codecs = [pythonFunction('builtins.list', makeList)];
  const dict = new DefaultDict(makeList, [['a', [1]]]);
  expect(
    python.check(dumps(dict, { codecs }), 'type(x).__name__ == "defaultdict" and x["b"] == [] and x["a"] == [1]'),
  ).toBe(true);
});

test('what a module does not export is refused, what it exports is not', () => {
  const module = { exported: () => 1, Exported: class Exported {} };
  const codecs = [pythonModule('m', module)];
  expect(dumps([module.exported, module.Exported, new module.Exported()], { codecs }).length).toBeGreaterThan(0);
  expect(refusal([inner], { codecs }).code).toBe('not-registered');
});

test.for<[string, object, typeof RangeError | typeof TypeError]>([
  ['protocol 6', { protocol: 6 }, RangeError],
  ['protocol 1.5', { protocol: 1.5 }, RangeError],
  ['an unknown Python', { python: '2.7' }, RangeError],
  ['persistentId that is no function', { persistentId: 1 }, TypeError],
  ['bufferCallback below protocol 5', { bufferCallback: () => true, protocol: 4 }, RangeError],
])('wrong arguments are no PickleError: %s', ([, options, type]) => {
  expect(() => dumps(1, options)).toThrow(type);
});

test('an unregistered key of a Dict is a key', () => {
  expect(refusal(new Dict([[inner, 1]])).path).toBe('$.key');
});
