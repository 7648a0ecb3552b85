import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { Dict, dumps, Global, Instance, loads, PickleError, Tuple } from '../../../src/index.ts';
import {
  ChainMap,
  Counter,
  DefaultDict,
  Deque,
  OrderedDict,
  UserDict,
  UserList,
  UserString,
} from '../../../src/stdlib.ts';
import { fixture, hex } from '../../fixtures.ts';
import { oracle } from '../../oracle.ts';
import { bothDirections, pythonFinds } from '../both-directions.ts';
import { checkRows } from '../rows.ts';

describe('every measured pickle loads and is written in the same bytes', () => {
  test('defaultdict', () =>
    checkRows('defaultdict', (value) => {
      expect(value).toBeInstanceOf(DefaultDict);
      expect((value as DefaultDict).defaultFactory).toEqual(Global.of('builtins.int'));
    }));
  test('defaultdict None', () =>
    checkRows('defaultdict None', (value) => {
      expect(value).toBeInstanceOf(DefaultDict);
      expect([...(value as DefaultDict)]).toEqual([['a', 1]]);
    }));
  test('deque empty', () => checkRows('deque empty', (value) => expect(value).toEqual(new Deque())));
  test('ChainMap', () =>
    checkRows('ChainMap', (value) => {
      expect(value).toBeInstanceOf(ChainMap);
      expect((value as ChainMap).maps).toEqual([new Dict([['a', 1]]), new Dict([['b', 2]])]);
      expect((value as ChainMap).get('b')).toBe(2);
    }));
  test('UserDict', () => checkRows('UserDict', (value) => expect(value).toEqual(new UserDict(new Dict([['a', 1]])))));
  test('a subclass of OrderedDict that nobody registered', () =>
    checkRows('OD subclass', (value) => expect(value).toBeInstanceOf(Instance)));
});

test.each([
  ['OrderedDict', OrderedDict],
  ['Counter', Counter],
  ['deque', Deque],
  ['UserDict', UserDict],
  ['defaultdict', DefaultDict],
])('what Python 2 wrote for a %s', (name, type) => {
  const rows = fixture<{ name: string; hex: string }[]>('py2.json').filter((row) => row.name === name);
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) {
    const value = loads(hex(row.hex));
    expect(value).toBeInstanceOf(type);
  }
});

describe('through CPython and back', () => {
  const setup = 'import collections\nfrom collections import *';
  const is =
    (type: abstract new (...args: never[]) => object) =>
    (value: unknown): void =>
      expect(value).toBeInstanceOf(type);

  test.each([
    ['OrderedDict()', OrderedDict],
    ['OrderedDict([("b", 1), ("a", [2])])', OrderedDict],
    ['defaultdict(None, {1: "x"})', DefaultDict],
    ['Counter()', Counter],
    ['Counter("abracadabra")', Counter],
    ['deque()', Deque],
    ['deque([1, "x", (2,)])', Deque],
    ['deque([1, 2, 3], 3)', Deque],
    ['deque([], 0)', Deque],
    ['ChainMap()', ChainMap],
    ['ChainMap({"a": 1}, {"b": (2,)})', ChainMap],
    ['UserDict({"a": 1, 2: []})', UserDict],
    ['UserList([1, [2]])', UserList],
    ['UserString("h\\u00e9 \\u20ac")', UserString],
  ])('%s', async (expression, type) => {
    await bothDirections(expression, is(type), { setup });
  });

  test('attributes stay with the object', async () => {
    const python = await oracle();
    python.run(`${setup}
def with_attributes(o):
    o.note = [1]
    o.size = 'shadow'
    return o
`);
    for (const expression of [
      'OrderedDict(a=1)',
      'UserDict(a=1)',
      'UserList([1])',
      'UserString("x")',
      'ChainMap({})',
    ]) {
      for (const protocol of [0, 2, 4, 5] as const) {
        const value = loads(python.dumps(`with_attributes(${expression})`, protocol)) as { attributes: Dict };
        expect([...value.attributes]).toEqual([
          ['note', [1]],
          ['size', 'shadow'],
        ]);
        const ours = dumps(value, { protocol });
        expect(python.check(ours, `x == ${expression} and x.note == [1] and x.size == 'shadow'`)).toBe(true);
      }
    }
  });

  test('what JavaScript makes', async () => {
    await pythonFinds(new Deque([1, 2, 3], 2), 'list(x) == [2, 3] and x.maxlen == 2');
    await pythonFinds(new Counter([['a', 2]]), 'x == collections.Counter("aa")');
    await pythonFinds(new UserString('a'), 'x == "a" and type(x) is collections.UserString');
    await pythonFinds(new ChainMap(new Map([['a', 1]])), 'x["a"] == 1');
  });

  test('a deque that holds itself', async () => {
    const python = await oracle();
    python.run(`${setup}\nloop = deque([1])\nloop.append(loop)`);
    for (const protocol of [0, 2, 5] as const) {
      const value = loads(python.dumps('loop', protocol)) as Deque;
      expect(value.at(1)).toBe(value);
      expect(String(value)).toBe('deque([1, [...]])');
      expect(python.check(dumps(value, { protocol }), 'x[1] is x and x[0] == 1')).toBe(true);
    }
  });

  test('keys that JavaScript compares otherwise', () => {
    const dict = new OrderedDict<unknown, number>([
      [Tuple.of(1, 2), 1],
      [1, 2],
    ]);
    const back = loads(dumps(dict)) as OrderedDict;
    expect(back.get(Tuple.of(1, 2))).toBe(1);
    expect(back.get(true)).toBe(2);
  });
});

describe('the classes', () => {
  test('a deque keeps its bound at both ends', () => {
    const deque = new Deque([1, 2, 3], 3);
    deque.append(4);
    expect([...deque]).toEqual([2, 3, 4]);
    deque.appendleft(1);
    expect([...deque]).toEqual([1, 2, 3]);
    expect([deque.pop(), deque.popleft(), deque.length]).toEqual([3, 1, 1]);
    expect(JSON.stringify(deque)).toBe('[2]');
    expect(() => new Deque([], -1)).toThrow(RangeError);
  });

  test('a chain that holds itself has an end', () => {
    const chain = new ChainMap(new Map([['a', 1]]));
    chain.maps.push(chain);
    expect(chain.get('missing')).toBeUndefined();
  });

  test('Python cannot hash them', () => {
    for (const key of [new Deque(), new UserDict(), new UserList(), new ChainMap(), new Counter(), new OrderedDict()]) {
      expect(() => new Dict([[key, 1]])).toThrow(/unhashable type/);
    }
    expect(new Dict([[new UserString('a'), 1]]).get(new UserString('a'))).toBe(1);
  });

  test('a Counter of anything has a text: in the order of its counts if they have one, else as it is, as in Python', async () => {
    const bytes = Buffer.from(
      '63636f6c6c656374696f6e730a436f756e7465720a295271002858010000006168005801000000624b01752e',
      'hex',
    );
    const counter = loads<Counter<string, unknown>>(bytes);
    expect(String(counter)).toBe("Counter({'a': ..., 'b': 1})");
    expect(inspect(counter)).toBe(String(counter));
    expect(() => counter.mostCommon()).toThrow(
      /^counts that are not numbers have no order; sort entries\(\) yourself$/,
    );
    const python = await oracle();
    for (const text of [
      "{'a': 1, 'b': 2.5, 'c': True}",
      "{'a': 'x', 'b': 'y'}",
      "{'a': None, 'b': 1}",
      "{'a': b'x', 'b': b'y'}",
    ]) {
      const pickle = python.dumps(`collections.Counter(${text})`, 4);
      expect(String(loads(pickle))).toBe(python.evaluate(`repr(collections.Counter(${text}))`));
    }
  });

  test('Counter sorts by count', () => {
    expect(new Counter(Object.entries({ a: 1, b: 3 })).mostCommon(1)).toEqual([['b', 3]]);
  });
});

test.each([
  ['deque maxlen -1', 'ccollections\ndeque\n((lI-1\ntR.'],
  ['ChainMap state 5', 'ccollections\nChainMap\n)\x81I5\nb.'],
  ['OrderedDict state 5', 'ccollections\nOrderedDict\n)RI5\nb.'],
])('refused: %s', (_name, text) => {
  expect(() => loads(Buffer.from(text, 'latin1'))).toThrow(PickleError);
  expect(() => loads(Buffer.from(text, 'latin1'))).toThrow(
    expect.objectContaining({ code: expect.stringMatching(/^bad-/) }),
  );
});

test.each([
  ['ChainMap', 'maps', ChainMap],
  ['UserDict', 'data', UserDict],
  ['UserList', 'data', UserList],
  ['UserString', 'data', UserString],
])('%s: %s of an unusual type is an attribute, and is written back', (name, field, type) => {
  const pickle = Buffer.from(`ccollections\n${name}\n)\x81}V${field}\nI5\nsb.`, 'latin1');
  const value = loads<UserDict>(pickle);
  expect(value).toBeInstanceOf(type);
  expect(value.attributes).toEqual(new Dict([[field, 5]]));
  expect(loads(dumps(value))).toEqual(value);
});
