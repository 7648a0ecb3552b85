import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  Dict,
  dump,
  dumps,
  Global,
  Instance,
  load,
  loadAll,
  loads,
  loadsAll,
  PickleError,
  type Protocol,
  pythonClass,
  pythonFunction,
  type Reduction,
  Tuple,
  Unpickler,
  UnpicklingError,
} from '../../src/index.ts';
import { cut } from '../chunks.ts';

/** Elements that stand behind the BUILD of their object, aligned, as those of joblib do. */
class Column {
  data: Float64Array | undefined;
  constructor(data?: Float64Array) {
    this.data = data;
  }
}

const ALIGNED = 16;
let runs = 0;

const column = pythonClass('m.Column', Column, {
  *setState(self, state, context) {
    runs++;
    const [length] = state as Tuple<number>;
    const [padding = 0] = yield* context.readBytes(1);
    yield* context.readBytes(padding);
    context.charge(8 * (length ?? 0));
    const bytes = yield* context.readBytes(8 * (length ?? 0));
    self.data = new Float64Array(bytes.slice().buffer);
  },
  reduce: ({ data = new Float64Array() }): Reduction => ({
    callable: Column,
    args: [],
    how: 'new',
    state: Tuple.of(data.length),
    *trailer(offset) {
      const padding = ALIGNED - ((offset + 1) % ALIGNED);
      yield new Uint8Array(padding + 1).fill(0xff).fill(padding, 0, 1);
      yield new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    },
  }),
});

/** A pickle in a pickle, behind BUILD. */
class Box {
  content: unknown;
}

const box = pythonClass('m.Box', Box, {
  *setState(self, _state, context) {
    self.content = yield* context.readPickle();
  },
  reduce: ({ content }): Reduction => ({
    callable: Box,
    args: [],
    how: 'new',
    state: 'pickle',
    *trailer() {
      yield dumps(content, { codecs });
    },
  }),
});

const codecs = [column, box];

const columnOf = (...numbers: number[]): Column => new Column(Float64Array.from(numbers));
const boxOf = (content: unknown): Box => Object.assign(new Box(), { content });

const VALUES: readonly (readonly [string, unknown])[] = [
  ['no elements', columnOf()],
  ['three elements', columnOf(1, 2, 3)],
  [
    'several, and what stands between them',
    ['a', columnOf(1), new Dict([['b', columnOf(2, 3)]]), columnOf(...Array(1000).keys())],
  ],
  ['more than a frame', [columnOf(...Array(20_000).keys()), 'after', columnOf(4)]],
  ['a pickle', boxOf(['inside', columnOf(5)])],
  ['pickles in pickles', boxOf(boxOf([boxOf('deep'), 'between', boxOf(columnOf(6))]))],
];

describe.for(VALUES)('%s behind BUILD', ([, value]) => {
  test.for([0, 1, 2, 3, 4, 5] as Protocol[])('protocol %d', async (protocol) => {
    const bytes = dumps(value, { protocol, codecs });
    expect(loads(bytes, { codecs })).toEqual(value);
    expect([...loadsAll(Buffer.concat([bytes, bytes]), { codecs })]).toEqual([value, value]);
    expect(await load(cut(bytes, [bytes.length < 20_000 ? 7 : 999]), { codecs })).toEqual(value);
    expect(await load(cut(bytes, [4096]), { codecs })).toEqual(value);
    const pieces: Uint8Array[] = [];
    await dump(value, { write: (chunk) => void pieces.push(chunk.slice()) }, { protocol, codecs });
    expect(Buffer.compare(Buffer.concat(pieces), bytes)).toBe(0);
  });
});

test('a hook runs once, however the chunks are cut', async () => {
  const bytes = dumps([columnOf(1, 2), columnOf(3)], { codecs });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), async (sizes) => {
      runs = 0;
      expect(await load(cut(bytes, sizes), { codecs })).toEqual([columnOf(1, 2), columnOf(3)]);
      expect(runs).toBe(2);
    }),
    { numRuns: 30 },
  );
});

test('the elements are where the trailer said that they are', () => {
  for (const length of [0, 1, 2, 100]) {
    const bytes = dumps(['x'.repeat(length), columnOf(1.5)], { codecs });
    const at = bytes.indexOf(0xf8, bytes.lastIndexOf(0xff)) - 6;
    expect(new DataView(bytes.buffer, bytes.byteOffset).getFloat64(at, true)).toBe(1.5);
    expect(at % ALIGNED).toBe(0);
  }
});

describe('bytes of a stream begin at a multiple of 16 in their memory', () => {
  class Bytes {
    bytes: Uint8Array | undefined;
  }
  const kept = pythonClass('m.Bytes', Bytes, {
    *setState(self, state, context) {
      self.bytes = yield* context.readBytes(Number(state));
    },
    reduce: ({ bytes = new Uint8Array() }): Reduction => ({
      callable: Bytes,
      args: [],
      how: 'new',
      state: bytes.length,
      trailer: () => [bytes],
    }),
  });
  test.for([100, 5000, 300_000, 2_000_000])('%d bytes', async (length) => {
    const value = ['some', new Uint8Array(33), Object.assign(new Bytes(), { bytes: new Uint8Array(length).fill(7) })];
    const bytes = dumps([value, new Uint8Array(length)], { codecs: [kept] });
    const loaded = await load<[[string, Uint8Array, Bytes], Uint8Array]>(cut(bytes, [65_536]), { codecs: [kept] });
    expect(loaded[0][2].bytes).toEqual(new Uint8Array(length).fill(7));
    expect((loaded[0][2].bytes?.byteOffset ?? 1) % ALIGNED).toBe(0);
    expect(loaded[1].byteOffset % ALIGNED).toBe(0);
  });
});

describe('what is cut or wrong', () => {
  const bytes = dumps(['a', columnOf(1, 2, 3), 'b'], { codecs });
  test('any beginning of the pickle is truncated, at a place in it', async () => {
    for (let length = 0; length < bytes.length; length++) {
      const beginning = bytes.subarray(0, length);
      expect(() => loads(beginning, { codecs })).toThrow(UnpicklingError);
      await expect(load(cut(beginning, [5]), { codecs })).rejects.toThrow(UnpicklingError);
    }
  });

  test('an error in what follows names the place', () => {
    const cutShort = bytes.subarray(0, bytes.length - 20);
    expect(() => loads(cutShort, { codecs })).toThrow(expect.objectContaining({ code: 'truncated' }));
  });

  test.for([-1, 1.5, Number.NaN])('readBytes(%d) is an error of the hook', (length) => {
    const wrong = pythonClass('m.Column', Column, {
      *setState(_self, _state, context) {
        yield* context.readBytes(length);
      },
    });
    expect(() => loads(bytes, { codecs: [wrong] })).toThrow(PickleError);
    expect(() => loads(bytes, { codecs: [wrong] })).toThrow(/readBytes needs a whole number of bytes/);
  });

  test.for<[string, () => Generator<object, void, void>, RegExp]>([
    [
      'what a hook throws',
      function* (): Generator<object, void, void> {
        if (bytes.length > 0) throw new TypeError('no such column');
        yield {};
      },
      /the codec of m.Column failed: no such column/,
    ],
    [
      'a yield in place of yield*',
      function* (): Generator<object, void, void> {
        yield {};
      },
      /the codec of m.Column failed: setState must read with yield\*, not with yield/,
    ],
  ])('%s is an error of the pickle, whole and in chunks', async ([, setState, message]) => {
    const wrong = [pythonClass('m.Column', Column, { setState })];
    expect(() => loads(bytes, { codecs: wrong })).toThrow(UnpicklingError);
    expect(() => loads(bytes, { codecs: wrong })).toThrow(message);
    await expect(load(cut(bytes, [5]), { codecs: wrong })).rejects.toThrow(message);
  });

  test('a trailer without a state is refused', () => {
    const wrong = pythonClass('m.Column', Column, {
      reduce: (): Reduction => ({ callable: Column, args: [], how: 'new', trailer: () => [] }),
    });
    expect(() => dumps(columnOf(1), { codecs: [wrong] })).toThrow(/trailer must be a function, beside a state/);
  });

  test('pickles within one another have a limit of depth', () => {
    let deep: unknown = 'end';
    for (let level = 0; level < 60; level++) deep = boxOf(deep);
    expect(() => loads(dumps(deep, { codecs }), { codecs })).toThrow(expect.objectContaining({ code: 'limit' }));
  });

  test('a pickle in a pickle spends the budget of the outer one', () => {
    const value = boxOf(
      Array(10_000)
        .fill(null)
        .map(() => ['item']),
    );
    const pickle = dumps(value, { codecs });
    expect(loads(pickle, { codecs, limits: { memory: 10_000_000 } })).toEqual(value);
    expect(() => loads(pickle, { codecs, limits: { memory: 100_000 } })).toThrow(
      expect.objectContaining({ code: 'limit' }),
    );
    const needed = (bytes: Uint8Array): number => {
      let [least, most] = [0, 1e7];
      while (most - least > 1000) {
        const memory = (least + most) / 2;
        try {
          loads(bytes, { codecs, limits: { memory } });
          most = memory;
        } catch {
          least = memory;
        }
      }
      return most;
    };
    const alone = needed(dumps(value.content, { codecs }));
    expect(needed(dumps([value, value.content], { codecs }))).toBeGreaterThan(1.9 * alone);
  });
});

describe('pickles in bytes', () => {
  const inner = dumps(['inner', new Instance(new Global('m', 'Thing'), 'new', new Tuple())]);
  const outer = (bytes: Uint8Array): Uint8Array =>
    dumps(new Instance(new Global('m', 'open'), 'call', Tuple.of(bytes)));

  test('context.loads reads one by the options of the call', () => {
    class Thing {}
    const open = pythonFunction('m.open', undefined, {
      call: ([bytes], context) => (bytes instanceof Uint8Array ? context.loads(bytes) : undefined),
    });
    const value = loads(outer(inner), { codecs: [open, pythonClass('m.Thing', Thing)] });
    expect(value).toEqual(['inner', new Thing()]);
  });

  test('context.unpickler reads several, and bytes between them', () => {
    const open = pythonFunction('m.open', undefined, {
      call([bytes], context) {
        if (!(bytes instanceof Uint8Array)) return undefined;
        const unpickler = context.unpickler(bytes, { persistentLoad: (id) => `storage ${String(id)}` });
        const first = unpickler.load();
        const raw = [...unpickler.readBytes(3)];
        return [first, raw, unpickler.load(), unpickler.offset === bytes.length];
      },
    });
    const persistent = dumps('here', { persistentId: (value) => (value === 'here' ? 7 : undefined) });
    const bytes = Buffer.concat([dumps(1), Uint8Array.of(7, 8, 9), persistent]);
    expect(loads(outer(bytes), { codecs: [open] })).toEqual([1, [7, 8, 9], 'storage 7', true]);
  });

  test('an error in one is an error of the outer pickle, at the call', () => {
    const open = pythonFunction('m.open', undefined, {
      call: ([bytes], context) => (bytes instanceof Uint8Array ? context.loads(bytes) : undefined),
    });
    const pickle = outer(inner.subarray(0, -1));
    expect(() => loads(pickle, { codecs: [open] })).toThrow(UnpicklingError);
    expect(() => new Unpickler(pickle, { codecs: [open] }).load()).toThrow(
      expect.objectContaining({ code: 'truncated', offset: pickle.lastIndexOf(0x52) }),
    );
  });
});

test('several pickles of a stream with bytes behind BUILD are read one after another', async () => {
  const bytes = dumps(columnOf(1, 2), { codecs });
  const found: unknown[] = [];
  for await (const value of loadAll(cut(Buffer.concat([bytes, bytes, bytes]), [11]), { codecs })) found.push(value);
  expect(found).toEqual([columnOf(1, 2), columnOf(1, 2), columnOf(1, 2)]);
});

describe('context.skipBytes', () => {
  class Gap {
    places: readonly number[] = [];
  }
  const gap = pythonClass('m.Gap', Gap, {
    *setState(self, state, context) {
      const [length] = state as Tuple<number>;
      const start = context.offset;
      yield* context.skipBytes(length ?? 0);
      self.places = [start, context.offset];
    },
    reduce: (): Reduction => ({
      callable: Gap,
      args: [],
      how: 'new',
      state: Tuple.of(5000),
      trailer: () => [new Uint8Array(5000).fill(0xff)],
    }),
  });
  const bytes = dumps([new Gap(), 'between', new Gap(), 'after'], { codecs: [gap] });
  const expected = loads<unknown[]>(bytes, { codecs: [gap] });

  test('passes over bytes in memory', () => {
    const [first] = expected as Gap[];
    expect((first?.places[1] ?? 0) - (first?.places[0] ?? 0)).toBe(5000);
    expect(expected[3]).toBe('after');
  });

  test.for([1, 7, 100, 4096, 20_000])('passes over bytes that arrive in chunks of %d', async (size) => {
    expect(await load(cut(bytes, [size]), { codecs: [gap] })).toEqual(expected);
    expect(await load(new Blob([bytes]), { codecs: [gap] })).toEqual(expected);
  });

  test('refuses more than there is, in memory and in a stream', async () => {
    const short = bytes.subarray(0, 3000);
    expect(() => loads(short, { codecs: [gap] })).toThrow(expect.objectContaining({ code: 'truncated' }));
    await expect(load(new Blob([short]), { codecs: [gap] })).rejects.toMatchObject({ code: 'truncated' });
    await expect(load(cut(short, [1000]), { codecs: [gap] })).rejects.toMatchObject({ code: 'truncated' });
  });

  test('refuses what is not a number of bytes', () => {
    const wrong = pythonClass('m.Gap', Gap, {
      *setState(_self, _state, context) {
        yield* context.skipBytes(-1);
      },
    });
    expect(() => loads(bytes, { codecs: [wrong] })).toThrow(expect.objectContaining({ code: 'failed' }));
  });
});
