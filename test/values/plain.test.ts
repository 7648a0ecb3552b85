import { describe, expect, test } from 'vitest';
import {
  ByteArray,
  Dict,
  dumps,
  Float,
  FrozenSet,
  Global,
  Instance,
  load,
  loads,
  PySet,
  pythonClass,
  pythonNamedTuple,
  Tuple,
  Unpickler,
} from '../../src/index.ts';
import {
  ChainMap,
  Counter,
  Decimal,
  Deque,
  OrderedDict,
  PyDate,
  SimpleNamespace,
  UserDict,
  UserList,
  UserString,
} from '../../src/stdlib.ts';
import { hex } from '../fixtures.ts';

const plain = (value: unknown): unknown => loads(dumps(value), { values: 'plain' });

const withFields = (fields: Record<string, unknown>): Instance => {
  const instance = new Instance(Global.of('app.User'));
  instance.build(new Dict(Object.entries(fields)));
  return instance;
};
const withItems = (): Instance => {
  const stack = new Instance(Global.of('app.Stack'));
  stack.append(1);
  stack.append(Tuple.of(2));
  return stack;
};

describe('values: plain', () => {
  test.for([
    ['a dict is an object', new Dict([['a', 1]]), { a: 1 }],
    ['a dict in a list in a tuple', Tuple.of([new Dict([['a', Tuple.of(1)]])]), [[{ a: [1] }]]],
    [
      'keys are as in JSON',
      new Dict<unknown, number>([
        [1, 1],
        [1.5, 2],
        [true, 3],
        [null, 4],
        [2n ** 64n, 5],
      ]),
      { '1': 3, '1.5': 2, null: 4, '18446744073709551616': 5 },
    ],
    ['a set is an Array', new PySet([1, 2]), [1, 2]],
    ['a frozenset is an Array', new FrozenSet(['a']), ['a']],
    [
      'an OrderedDict is an object',
      new OrderedDict([
        ['b', 1],
        ['a', 2],
      ]),
      { b: 1, a: 2 },
    ],
    ['a Counter is an object', new Counter([['a', 2]]), { a: 2 }],
    ['a deque is an Array', new Deque([1, Tuple.of(2)]), [1, [2]]],
    ['a UserDict is an object', new UserDict(new Dict([['a', 1]])), { a: 1 }],
    ['a UserList is an Array', new UserList([1]), [1]],
    ['a UserString is a string', new UserString('a'), 'a'],
    [
      'a ChainMap is an object',
      new ChainMap(
        new Dict([['a', 1]]),
        new Dict([
          ['a', 2],
          ['b', 3],
        ]),
      ),
      { a: 1, b: 3 },
    ],
    ['a namespace is an object', new SimpleNamespace({ a: Tuple.of(1) }), { a: [1] }],
    ['an object is its fields', withFields({ name: 'Ada', tags: new PySet(['x']) }), { name: 'Ada', tags: ['x'] }],
    ['a subclass of list is an Array', withItems(), [1, [2]]],
    ['an object without state is an empty object', new Instance(Global.of('app.Empty')), {}],
  ] as const)('%s', ([, value, expected]) => {
    const found = plain(value);
    expect(found).toEqual(expected);
    expect(JSON.stringify(found)).toBe(JSON.stringify(expected));
  });

  test('prototypes are those of JavaScript', () => {
    const found = plain([Tuple.of(1), new Dict([['a', 1]]), new PySet([1])]) as object[];
    expect(found.map((one) => Object.getPrototypeOf(one))).toEqual([
      Array.prototype,
      Object.prototype,
      Array.prototype,
    ]);
  });

  test('dates, Decimals and bytes are of their classes', () => {
    const [date, decimal, bytes, own] = plain([
      new PyDate(2024, 2, 29),
      new Decimal('1.50'),
      new Uint8Array([1]),
      ByteArray.of(2),
    ]) as unknown[];
    expect(date).toBeInstanceOf(PyDate);
    expect(decimal).toBeInstanceOf(Decimal);
    expect(bytes).toEqual(new Uint8Array([1]));
    expect(own).toBeInstanceOf(ByteArray);
  });

  test('a named tuple is an object of its fields', () => {
    const Point = pythonNamedTuple('app.Point', ['x', 'y']);
    const codecs = [Point];
    expect(loads(dumps(Point.make(1, Tuple.of(2)), { codecs }), { codecs, values: 'plain' })).toEqual({ x: 1, y: [2] });
  });

  test('what an object of a registered class holds is plain too', () => {
    class Box {
      content: unknown = undefined;
    }
    const codecs = [pythonClass('app.Box', Box)];
    const box = Object.assign(new Box(), { content: new Map([['a', Tuple.of(1)]]) });
    const found = loads<Box>(dumps(box, { codecs }), { codecs, values: 'plain' });
    expect(found).toBeInstanceOf(Box);
    expect(found.content).toEqual({ a: [1] });
  });

  test('a Map stands where an object would join two keys or has no key', () => {
    const joined = new Dict<unknown, unknown>([
      ['1', Tuple.of('a')],
      [1, 'b'],
    ]);
    expect(plain(joined)).toEqual(
      new Map<unknown, unknown>([
        ['1', ['a']],
        [1, 'b'],
      ]),
    );
    expect(plain(new Dict([[Tuple.of(1), 2]]))).toEqual(new Map([[Tuple.of(1), 2]]));
    const hostile = plain(new Dict([['__proto__', new Dict([['polluted', 1]])]]));
    expect(hostile).toEqual(new Map([['__proto__', { polluted: 1 }]]));
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  test('an object that is more than its fields stays an Instance', () => {
    const called = new Instance(Global.of('app.f'), 'call', Tuple.of(1));
    expect(plain(called)).toBeInstanceOf(Instance);
    const both = withItems();
    both.build(new Dict([['a', 1]]));
    expect(plain(both)).toBeInstanceOf(Instance);
  });

  test('sharing and cycles are kept', () => {
    const shared = new Dict<string, unknown>([['a', 1]]);
    shared.set('self', shared);
    const found = plain([shared, shared, Tuple.of(shared)]) as [Record<string, unknown>, unknown, unknown[]];
    expect(found[0]).toBe(found[1]);
    expect(found[2][0]).toBe(found[0]);
    expect(found[0]['self']).toBe(found[0]);
  });

  test('a value may nest 100,000 deep', () => {
    let deep: unknown = null;
    for (let i = 0; i < 100_000; i++) deep = i % 2 === 0 ? Tuple.of(deep) : new Dict([['a', deep]]);
    let found = plain(deep);
    let depth = 0;
    for (; typeof found === 'object' && found !== null; depth++) found = Object.values(found)[0];
    expect(depth).toBe(100_000);
  });

  test('load and Unpickler have it too, and a wrong word is a RangeError', async () => {
    const bytes = dumps(Tuple.of(new Dict([['a', 1]])));
    expect(await load([bytes], { values: 'plain' })).toEqual([{ a: 1 }]);
    expect(new Unpickler(bytes, { values: 'plain' }).load()).toEqual([{ a: 1 }]);
    expect(() => Reflect.apply(loads, undefined, [bytes, { values: 'json' }])).toThrow(/^options\.values needs one of/);
  });

  test('a float as a key is spelled as in JSON', () => {
    expect(
      plain(
        new Dict([
          [new Float(0.1), 1],
          [new Float(1e22), 2],
        ]),
      ),
    ).toEqual({ '0.1': 1, '1e+22': 2 });
  });
});

test('keys that are floats are spelled as by json.dumps', () => {
  // pickle.dumps({nan: 1, inf: 2, -inf: 3, 1e16: 4, 0.5: 5}); json.dumps gives the keys below.
  const pickle = hex(
    '80047d2847' +
      '7ff8000000000000' +
      '4b0147' +
      '7ff0000000000000' +
      '4b0247' +
      'fff0000000000000' +
      '4b0347' +
      '4341c37937e08000' +
      '4b0447' +
      '3fe0000000000000' +
      '4b05752e',
  );
  expect(loads(pickle, { values: 'plain' })).toEqual({ NaN: 1, Infinity: 2, '-Infinity': 3, '1e+16': 4, '0.5': 5 });
});
