/** What `dumps` makes of JavaScript's own objects, read by CPython. */
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { dumps, loads, pythonClass, pythonStandIn } from '../../src/index.ts';
import { PyDateTime } from '../../src/stdlib.ts';
import { pythonFinds } from './both-directions.ts';

const view = new Uint8Array([0, 1, 2, 3, 4, 5, 6, 7, 8]).buffer;
const shared = new SharedArrayBuffer(2);
new Uint8Array(shared).set([7, 8]);
/** Of another realm, as in Jest or an iframe. */
const foreign = (code: string): unknown => runInNewContext(code);

const DATE =
  'type(x) is datetime.datetime and x == datetime.datetime(2024, 2, 29, 1, 2, 3, 4000, datetime.timezone.utc)';

describe('JavaScript to Python', () => {
  test.for<[string, unknown, string]>([
    [
      'a Map',
      new Map<unknown, unknown>([
        [1, 'a'],
        ['b', null],
      ]),
      "type(x) is dict and x == {1: 'a', 'b': None}",
    ],
    ['a Set', new Set([1, 'a']), "type(x) is set and x == {1, 'a'}"],
    ['a Date', new Date('2024-02-29T01:02:03.004Z'), DATE],
    [
      'a Date before 1970',
      new Date(-1),
      'x == datetime.datetime(1969, 12, 31, 23, 59, 59, 999000, datetime.timezone.utc)',
    ],
    ['a RegExp', /^a+$/i, "type(x) is re.Pattern and x.fullmatch('AA') and x.flags & re.I"],
    ['an Error', new Error('e'), "type(x) is Exception and x.args == ('e',)"],
    [
      'an Error with a cause',
      new TypeError('e', { cause: new Error('c') }),
      'type(x) is TypeError and repr(x.cause) == "Exception(\'c\')"',
    ],
    ['an Error with a cause of null', new Error('e', { cause: null }), 'x.__dict__ == {"cause": None}'],
    [
      'an AggregateError',
      new AggregateError([new RangeError('r')], 'm'),
      'type(x) is ExceptionGroup and repr(x.exceptions) == "(ValueError(\'r\'),)"',
    ],
    ['a URL', new URL('https://a.example/b?c=%20'), "type(x) is str and x == 'https://a.example/b?c=%20'"],
    ['a bigint', 2n ** 70n, 'type(x) is int and x == 2**70'],
    ['a Uint8Array', Uint8Array.of(1, 255), "type(x) is bytes and x == b'\\x01\\xff'"],
    ['a Buffer', Buffer.from([1]), "type(x) is bytes and x == b'\\x01'"],
    ['an ArrayBuffer', view, 'type(x) is bytes and x == bytes(range(9))'],
    ['a SharedArrayBuffer', shared, "type(x) is bytes and x == b'\\x07\\x08'"],
    ['a DataView', new DataView(view, 1, 2), "type(x) is bytes and x == b'\\x01\\x02'"],
    ['a Number object', new Number(1), 'type(x) is int and x == 1'],
    ['a Number object that is no integer', new Number(0.5), 'type(x) is float and x == 0.5'],
    ['a String object', new String('s'), "type(x) is str and x == 's'"],
    ['a Boolean object', new Boolean(false), 'x is False'],
    ['a BigInt object', Object(2n ** 70n), 'type(x) is int and x == 2**70'],
    ['a Uint8ClampedArray', Uint8ClampedArray.of(1, 255), "type(x) is array.array and x == array.array('B', [1, 255])"],
    ['an Int8Array', Int8Array.of(-1, 127), "x == array.array('b', [-1, 127]) and x.typecode == 'b'"],
    ['an Int16Array', Int16Array.of(-1, 2), "x == array.array('h', [-1, 2]) and x.typecode == 'h'"],
    ['an Uint16Array', Uint16Array.of(65535), "x == array.array('H', [65535]) and x.typecode == 'H'"],
    ['an Int32Array', Int32Array.of(-1), "x == array.array('i', [-1]) and x.typecode == 'i'"],
    ['an Uint32Array', Uint32Array.of(2 ** 32 - 1), "x == array.array('I', [2**32-1]) and x.typecode == 'I'"],
    ['a BigInt64Array', BigInt64Array.of(-(2n ** 63n)), "x == array.array('q', [-2**63]) and x.typecode == 'q'"],
    ['a BigUint64Array', BigUint64Array.of(2n ** 64n - 1n), "x == array.array('Q', [2**64-1]) and x.typecode == 'Q'"],
    ['a Float32Array', Float32Array.of(0.5), "x == array.array('f', [0.5]) and x.typecode == 'f'"],
    ['a Float64Array', Float64Array.of(0.1, -0), "x == array.array('d', [0.1, -0.0]) and x.typecode == 'd'"],
    ['a view of a part', new Int16Array(view, 2, 2), "x == array.array('h', [770, 1284])"],
    ['a foreign Date', foreign('new Date(1709168523004)'), DATE],
    ['a foreign Map', foreign('new Map([[1, [2]]])'), 'type(x) is dict and x == {1: [2]}'],
    ['a foreign Set', foreign('new Set([1])'), 'type(x) is set and x == {1}'],
    ['a foreign RegExp', foreign('/a/s'), "type(x) is re.Pattern and x.pattern == 'a'"],
    ['a foreign Error', foreign('new SyntaxError("e")'), "type(x) is SyntaxError and x.args == ('e',)"],
    ['a foreign typed array', foreign('Float64Array.of(1)'), "x == array.array('d', [1])"],
    ['a foreign boxed number', foreign('new Number(3)'), 'type(x) is int and x == 3'],
  ])('%s', async ([, value, condition]) => {
    await pythonFinds(
      value,
      `(lambda array, datetime, re: ${condition})(*map(__import__, ['array', 'datetime', 're']))`,
    );
  });
});

test('shared objects stay shared, and cycles are kept', async () => {
  const [date, map] = [new Date(0), foreign('new Map()')];
  if (!(typeof map === 'object' && map !== null)) throw new TypeError('no object');
  Map.prototype.set.call(map, 'self', map);
  await pythonFinds([date, date, map], 'x[0] is x[1] and x[2]["self"] is x[2]');
  const [first, second] = loads<[unknown, unknown]>(dumps([date, date]));
  expect(first).toBe(second);
});

describe('what has no certain meaning is refused, with its path', () => {
  class Mine extends Date {}
  class MyError extends Error {}
  class Floats extends Float64Array {}
  class Tagged {
    private readonly tag: string;
    constructor(tag: string) {
      this.tag = tag;
    }
    get [Symbol.toStringTag](): string {
      return this.tag;
    }
  }
  const cyclic = new AggregateError([new Error('a')]);
  cyclic.errors.push(new AggregateError([cyclic]));
  test.for<[string, unknown, string]>([
    ['an invalid Date', new Date(Number.NaN), 'cannot-pickle'],
    ['a Date before the year 1', new Date(-8.64e15), 'cannot-pickle'],
    ['a RegExp with a position', /a/g, 'cannot-pickle'],
    ['an AggregateError of none', new AggregateError([]), 'cannot-pickle'],
    ['an AggregateError of numbers', new AggregateError([1]), 'cannot-pickle'],
    ['an AggregateError that contains itself', cyclic, 'cannot-pickle'],
    ['a subclass of Date', new Mine(), 'not-registered'],
    ['a subclass of Error', new MyError(), 'not-registered'],
    ['a subclass of a typed array', new Floats(1), 'not-registered'],
    ['a DOMException', new DOMException('m', 'AbortError'), 'not-registered'],
    ['a Symbol object', Object(Symbol('s')), 'not-registered'],
    ['a URLSearchParams', new URLSearchParams('a=1'), 'not-registered'],
    ...[
      'Date',
      'RegExp',
      'Map',
      'Set',
      'Error',
      'DataView',
      'Number',
      'String',
      'Boolean',
      'BigInt',
      'URL',
      'Int8Array',
    ].map((tag): [string, unknown, string] => [
      `an object that only says it is a ${tag}`,
      new Tagged(tag),
      'not-registered',
    ]),
  ])('%s', ([, value, code]) => {
    expect(() => dumps({ a: [value] })).toThrow(expect.objectContaining({ code, path: '$.a[0]' }));
  });

  test('a Float16Array, which Node 20 does not have', () => {
    const prototype = Object.create(Object.getPrototypeOf(Uint16Array.prototype), {
      [Symbol.toStringTag]: { value: 'Float16Array' },
    });
    const halves: unknown = Object.setPrototypeOf(new Uint16Array(1), prototype);
    expect(() => dumps([halves])).toThrow(/^array\.array has no half floats.*\(at \$\[0\]\)$/);
  });
});

describe('a codec of the caller comes first', () => {
  test('for a class', () => {
    const codecs = [
      pythonClass('m.Day', Date, { call: () => new Date(0), reduce: () => ({ callable: Date, args: [] }) }),
    ];
    expect(loads(dumps(new Date(5), { codecs }), { codecs })).toStrictEqual(new Date(0));
  });

  test('for what has no class of its own, the last one given first', () => {
    const day = pythonStandIn((value) => (value instanceof Date ? value.getTime() : undefined));
    const text = pythonStandIn((value) => (value instanceof Date ? value.toISOString() : undefined));
    expect(loads(dumps([new Date(5), new Number(1)], { codecs: [text, day] }))).toEqual([5, 1]);
    expect(loads(dumps([new Date(5)], { codecs: [day, text] }))).toEqual(['1970-01-01T00:00:00.005Z']);
  });

  test('for typed arrays', () => {
    const codecs = [pythonStandIn((value) => (value instanceof Float32Array ? [...value] : undefined))];
    expect(loads(dumps(Float32Array.of(0.5), { codecs }))).toEqual([0.5]);
  });
});

test('a stand-in that needs another one is refused', () => {
  class A {}
  const codecs = [pythonStandIn((value) => (value instanceof A ? new A() : undefined))];
  expect(() => dumps(new A(), { codecs })).toThrow(expect.objectContaining({ code: 'not-registered' }));
  expect(() => pythonStandIn(Reflect.get({}, 'none'))).toThrow(TypeError);
});

test('what a stand-in throws is said to be its own', () => {
  const failing = [pythonStandIn(() => JSON.parse('{'))];
  class A {}
  expect(() => dumps([new A()], { codecs: failing })).toThrow(
    expect.objectContaining({ code: 'failed', path: '$[0]' }),
  );
});

test('reducerOverride is asked for the object and not for what is written in its place', () => {
  const asked: unknown[] = [];
  const date = new Date(0);
  const reducerOverride = (value: unknown) => void asked.push(value);
  expect(loads(dumps(date, { reducerOverride }))).toBeInstanceOf(PyDateTime);
  expect(asked[0]).toBe(date);
  expect(asked.some((value) => value instanceof PyDateTime)).toBe(false);
});

test('refused: the array of a match, of which a list would lose the index and the groups', () => {
  for (const match of [
    /(?<y>a)b/.exec('xab'),
    'xab'.match(/b/),
    [...'ab'.matchAll(/b/g)][0],
    foreign("/b/.exec('b')"),
  ]) {
    expect(() => dumps({ found: [match] })).toThrow(
      expect.objectContaining({ code: 'cannot-pickle', path: expect.stringContaining('.found[0]') as string }),
    );
  }
  expect(loads(dumps([...(/(a)/.exec('a') ?? [])]))).toEqual(['a', 'a']);
  expect(loads(dumps('aba'.match(/a/g)))).toEqual(['a', 'a']);
});
