/** What one call of `dumps` leaves to the next, and a call within a call. */
import { expect, test } from 'vitest';
import { Dict, dump, dumps, loads, pythonClass, Tuple } from '../../src/index.ts';

class Sealed {
  readonly content: unknown;

  constructor(content: unknown) {
    this.content = content;
  }
}

/** A class whose objects are written as the pickle of what they hold. */
const codecs = [
  pythonClass('m.Sealed', Sealed, {
    call: ([bytes]) => new Sealed(bytes instanceof Uint8Array ? loads(bytes) : undefined),
    reduce: (self) => ({ callable: Sealed, args: [dumps(self.content)] }),
  }),
];

test('dumps within a hook of dumps disturbs neither', () => {
  const shared = new Dict([['k', Tuple.of<unknown>(1, 'two')]]);
  const pair = Tuple.of<unknown>(shared, 'text');
  const value = [shared, pair, new Sealed([shared, pair, shared]), shared, pair, 'text', new Sealed(pair)];
  const alone = dumps(value.map((item) => (item instanceof Sealed ? { content: dumps(item.content) } : item)));
  const written = dumps(value, { codecs });
  const read = loads<unknown[]>(written, { codecs });
  expect(read).toEqual(value);
  expect(read[3]).toBe(read[0]);
  expect(read[4]).toBe(read[1]);
  const inner = read[2] instanceof Sealed ? read[2].content : undefined;
  expect(inner).toEqual([shared, pair, shared]);
  // The same again, now that every object has been in a memo.
  expect(dumps(value, { codecs })).toEqual(written);
  expect(dumps(value.map((item) => (item instanceof Sealed ? { content: dumps(item.content) } : item)))).toEqual(alone);
});

test('nothing is left from a dump that failed', () => {
  const dict = new Dict<string, unknown>([['key', 'value']]);
  const pickle = dumps(dict);
  const failing = [dict, 'key', Array.from({ length: 2000 }, (_, i) => `text ${i}`), Symbol('no')];
  for (let i = 0; i < 3; i++) {
    expect(() => dumps(failing)).toThrow("cannot pickle 'symbol' object");
    expect(dumps(dict)).toEqual(pickle);
  }
});

test('nothing is left from a large dump', () => {
  const pickle = dumps({ a: ['x', 'y', 'x'] });
  const large = Array.from({ length: 30_000 }, (_, i) => [`a text of its own, number ${i}`, Tuple.of<unknown>(i, 'x')]);
  const [texts, bytes] = loads<[unknown, Uint8Array]>(dumps([large, new Uint8Array(2 ** 23).fill(7)]));
  expect(texts).toEqual(large);
  expect(Buffer.compare(bytes, new Uint8Array(2 ** 23).fill(7))).toBe(0);
  expect(dumps({ a: ['x', 'y', 'x'] })).toEqual(pickle);
});

test('a dump to a sink that waits and dumps in between disturb neither', async () => {
  const dicts = Array.from({ length: 5000 }, (_, i) => new Dict([['i', Tuple.of<unknown>(i, 'ä')]]));
  const value = [...dicts, ...dicts];
  const expected = dumps(value);
  const chunks: Uint8Array[] = [];
  let between = 0;
  await dump(value, {
    async write(chunk: Uint8Array) {
      chunks.push(chunk);
      between += dumps(dicts).length;
    },
  });
  expect(Buffer.compare(Buffer.concat(chunks), expected)).toBe(0);
  expect(between).toBe(chunks.length * dumps(dicts).length);
});

test('the result has memory of its own', () => {
  const first = dumps('spam');
  const copy = first.slice();
  dumps('eggs and more');
  expect(first).toEqual(copy);
  expect(first.buffer.byteLength).toBe(first.length);
});

test.each<[string, () => unknown]>([
  [
    'dictionary',
    () =>
      withGetter(
        new Map<unknown, unknown>([['a', 1]]),
        (map, key, value) => map.set(key, value),
        (map) => map.set('late', 1),
      ),
  ],
  [
    'dictionary',
    () =>
      withGetter(
        new Dict<unknown, unknown>([['a', 1]]),
        (map, key, value) => map.set(key, value),
        (map) => map.delete('a'),
      ),
  ],
  [
    'list',
    () =>
      withGetter<unknown[]>(
        [1],
        (list, _key, value) => list.push(value, 3, 4),
        (list) => list.splice(1),
      ),
  ],
  [
    'tuple',
    () =>
      withGetter<unknown[]>(
        Tuple.of<unknown>(1),
        (list, _key, value) => list.push(value, 3, 4),
        (list) => list.splice(1),
      ),
  ],
])('a %s that changes while it is written is refused, not written as something else', (kind, make) => {
  expect(() => dumps(make())).toThrow(
    expect.objectContaining({
      code: 'failed',
      message: expect.stringContaining(`${kind} changed size during iteration`),
    }),
  );
});

/** A container with an object in it whose only property changes the container when it is asked for. */
function withGetter<T>(
  container: T,
  put: (to: T, key: string, value: object) => unknown,
  change: (of: T) => unknown,
): T {
  put(container, 'b', {
    get x() {
      change(container);
      return 1;
    },
  });
  return container;
}

test('what only looks like a tuple, such as a Proxy of one, is written as one', () => {
  const proxy = new Proxy(Tuple.of<unknown>(1, 'a'), {});
  const lookalike: unknown[] = Object.setPrototypeOf([1, 'a'], Tuple.prototype);
  for (const value of [proxy, lookalike]) {
    expect(loads(dumps([value, value]))).toEqual([Tuple.of<unknown>(1, 'a'), Tuple.of<unknown>(1, 'a')]);
    expect(dumps([value, value])).toEqual(dumps([lookalike, lookalike]));
    const [first, second] = loads<[unknown, unknown]>(dumps([value, value]));
    expect(first).toBe(second);
  }
});

test.each([3, 4, 5] as const)(
  'large bytes among others, at protocol %d: the pickle that pieces make up',
  async (protocol) => {
    const large = Uint8Array.from({ length: 70_000 }, (_, i) => i % 251);
    const value = [
      'a',
      large,
      'ü'.repeat(70_000),
      large,
      [large.slice(1)],
      new Uint8Array(65_535),
      large.slice(2),
      'end',
    ];
    const chunks: Uint8Array[] = [];
    await dump(value, { write: (chunk: Uint8Array) => void chunks.push(chunk.slice()) }, { protocol });
    expect(Buffer.compare(dumps(value, { protocol }), Buffer.concat(chunks))).toBe(0);
  },
);

test('large bytes are a copy in the result, and bytes that are given away before that are refused', () => {
  const bytes = new Uint8Array(100_000).fill(1);
  const pickle = dumps(bytes);
  bytes.fill(2);
  expect(loads<Uint8Array>(pickle)[0]).toBe(1);
  const given = new Uint8Array(100_000);
  const value = {
    given,
    get later() {
      structuredClone(given, { transfer: [given.buffer] });
      return 1;
    },
  };
  expect(() => dumps(value)).toThrow(
    expect.objectContaining({ code: 'failed', message: expect.stringContaining('bytes changed size') }),
  );
});

test.each<[string, (thrower: object) => unknown]>([
  ['$.at', (thrower) => thrower],
  ['$.at', (thrower) => Object.defineProperties({ first: 1 }, Object.getOwnPropertyDescriptors(thrower))],
  ['$.at', (thrower) => Object.defineProperties({ first: [] }, Object.getOwnPropertyDescriptors(thrower))],
  ['$.list[1].at', (thrower) => ({ list: [1, thrower], more: 2 })],
  ['$.list[1]', (thrower) => ({ list: [1, new Proxy({}, { getPrototypeOf: () => Reflect.get(thrower, 'at') })] })],
  ['$.a.b', (thrower) => ({ a: { b: new Proxy({}, { getPrototypeOf: () => Reflect.get(thrower, 'at') }) } })],
])('a getter or trap that throws is named in the error: %s', (path, make) => {
  const thrower = {
    get at() {
      throw new Error('not now');
    },
  };
  expect(() => dumps(make(thrower))).toThrow(expect.objectContaining({ code: 'failed', path }));
});
