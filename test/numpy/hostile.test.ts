/** Pickles that no numpy writes: each is a value or a `PickleError`, in the memory and time that the limits allow. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { ByteArray, Dict, dumps, Global, Instance, loads, PickleError, Tuple } from 'brine';
import { dtypeOf, type MaskedArray, NdArray, numpy } from 'brine/numpy';
import { describe, expect, test } from 'vitest';
import { mutants } from '../mutants.ts';

const codecs = [numpy];

const call = (name: string, ...args: unknown[]): Instance =>
  new Instance(Global.of(name), 'call', Tuple.from<unknown>(args));
const dtype = (spelling: unknown): Instance => call('numpy.dtype', spelling, false, true);
const stated = (instance: Instance, state: unknown): Instance => {
  instance.build(state);
  return instance;
};
const built = (instance: Instance, ...state: unknown[]): Instance => {
  instance.build(Tuple.from<unknown>(state));
  return instance;
};
const struct = (size: number, fields: readonly (readonly [string, unknown, number])[]): Instance =>
  built(
    dtype(`V${size}`),
    3,
    '|',
    null,
    Tuple.from(fields.map(([name]) => name)),
    new Dict(fields.map(([name, type, offset]): [string, Tuple] => [name, Tuple.of<unknown>(type, offset)])),
    size,
    1,
    16,
  );
const f8 = (): Instance => built(dtype('f8'), 3, '<', null, null, null, -1, -1, 0);
const array = (shape: readonly number[], type: unknown, data: unknown): Instance =>
  built(
    call('numpy.core.multiarray._reconstruct', Global.of('numpy.ndarray'), Tuple.of(0), Uint8Array.of(98)),
    1,
    Tuple.from(shape),
    type,
    false,
    data,
  );
const placed = (...args: unknown[]): Instance => call('numpy.ndarray', ...args);

/** A dtype with itself as a field. */
function itself(): Instance {
  const own = dtype('V8');
  const fields = new Dict<string, Tuple>([['a', Tuple.of<unknown>(own, 0)]]);
  return built(own, 3, '|', null, Tuple.of('a'), fields, 8, 1, 16);
}

/** A dtype that gets a state after it is a field of another one. */
function twice(): Tuple {
  const inner = dtype('V8');
  const outer = struct(8, [['a', inner, 0]]);
  const late = call('copyreg.__newobj__', Global.of('builtins.object'));
  const loop = new Dict<string, Tuple>([['b', Tuple.of<unknown>(outer, 0)]]);
  return Tuple.of<unknown>(outer, late, built(inner, 3, '|', null, Tuple.of('b'), loop, 8, 1, 16));
}

function doubled(times: number): Instance {
  let type = struct(1, [['a', dtype('i1'), 0]]);
  for (let i = 0; i < times; i++) {
    type = struct(1, [
      ['a', type, 0],
      ['b', type, 0],
    ]);
  }
  return type;
}

function nestedTypes(levels: number): Instance {
  let type = struct(1, [['a', dtype('i1'), 0]]);
  for (let i = 0; i < levels; i++) type = struct(1, [['a', type, 0]]);
  return type;
}

const bytes = (length: number): Uint8Array => new Uint8Array(length);

const REFUSED: readonly (readonly [string, () => unknown, string])[] = [
  ['a dtype that is its own field', itself, 'bad-state'],
  ['a dtype that gets a state when it is part of another', twice, 'bad-state'],
  ['a dtype that doubles 30 times', () => doubled(30), 'bad-state'],
  ['a dtype of 100 levels', () => nestedTypes(100), 'bad-state'],
  ['a field beyond the end', () => struct(4, [['a', dtype('f8'), 0]]), 'bad-state'],
  ['a field before the beginning', () => struct(8, [['a', dtype('i1'), -1]]), 'bad-state'],
  ['a field that is none', () => struct(8, [['a', 'f8', 0]]), 'bad-state'],
  ['a name without a field', () => built(dtype('V8'), 3, '|', null, Tuple.of('a'), new Dict(), 8, 1, 16), 'bad-state'],
  ['a state that is no tuple', () => stated(dtype('f8'), 'x'), 'bad-state'],
  ['a byte order that is none', () => built(dtype('f8'), 3, '^', null, null, null, -1, -1, 0), 'bad-state'],
  ['a state of a version to come', () => built(dtype('f8'), 5, '<', null, null, null, -1, -1, 0), 'bad-state'],
  ['a dtype of a negative size', () => built(dtype('V8'), 3, '|', null, null, null, -8, 1, 0), 'bad-state'],
  ['an unknown dtype', () => dtype('q77'), 'bad-call'],
  ['a dtype of a number', () => dtype(5), 'bad-call'],
  ['a dtype of 2 GB', () => dtype('V2147483648'), 'bad-call'],
  ['a sub-array of 10¹² elements of no bytes', () => dtype(Tuple.of<unknown>('V0', Tuple.of(10 ** 12))), 'bad-call'],
  ['a dtype of 100,000 fields', () => dtype('i1,'.repeat(100_000)), 'bad-call'],
  ['open brackets without end', () => dtype('('.repeat(100_000)), 'bad-call'],
  ['a list of lists of 1,000 levels', () => dtype(levelsOfLists(1000)), 'bad-call'],
  ['a shape beyond the data', () => array([3], f8(), bytes(16)), 'bad-state'],
  ['data beyond the shape', () => array([1], f8(), bytes(16)), 'bad-state'],
  ['a shape whose product is no number', () => array([2 ** 40, 2 ** 40], f8(), bytes(8)), 'bad-state'],
  ['a negative size', () => array([-1], f8(), bytes(8)), 'bad-state'],
  ['100 axes', () => array(new Array<number>(100).fill(1), f8(), bytes(8)), 'bad-state'],
  ['a size that is a float', () => array([1.5], f8(), bytes(8)), 'bad-state'],
  ['10¹² elements of no bytes', () => array([10 ** 12], dtype('S0'), bytes(0)), 'limit'],
  ['10⁹ lists without an element', () => array([10 ** 9, 0], f8(), bytes(0)), 'limit'],
  ['fewer objects than said', () => array([3], dtype('O'), [1, 2]), 'bad-state'],
  ['10¹² objects', () => array([10 ** 12], dtype('O'), [1]), 'bad-state'],
  ['data that are a number', () => array([1], f8(), 5), 'bad-state'],
  ['a text that is not latin1', () => array([1], f8(), 'abcdefg\u{1f600}'), 'bad-state'],
  ['an array whose state is a dict', () => stated(array([0], f8(), bytes(0)), new Dict()), 'bad-state'],
  ['a new array of 10¹² elements', () => placed(Tuple.of(10 ** 12)), 'limit'],
  ['a new array of a negative size', () => placed(Tuple.of(-1)), 'bad-call'],
  ['a stride beyond the buffer', () => placed(Tuple.of(2), 'f8', bytes(8), 0, Tuple.of(8)), 'bad-call'],
  ['a negative stride beyond the buffer', () => placed(Tuple.of(2), 'f8', bytes(16), 0, Tuple.of(-8)), 'bad-call'],
  ['a huge stride', () => placed(Tuple.of(2), 'f8', bytes(16), 0, Tuple.of(2 ** 62)), 'bad-call'],
  ['too few strides', () => placed(Tuple.of(2, 1), 'f8', bytes(16), 0, Tuple.of(8)), 'bad-call'],
  ['an offset beyond the buffer', () => placed(Tuple.of(1), 'f8', bytes(8), 8), 'bad-call'],
  ['a negative offset', () => placed(Tuple.of(1), 'f8', bytes(16), -8), 'bad-call'],
  ['10¹² times one element', () => placed(Tuple.of(10 ** 12), 'f8', bytes(8), 0, Tuple.of(0)), 'limit'],
  ['objects in a buffer', () => placed(Tuple.of(1), 'O', bytes(8)), 'bad-call'],
  [
    'a buffer that does not fit',
    () => call('numpy.core.numeric._frombuffer', bytes(8), f8(), Tuple.of(2), 'C'),
    'bad-call',
  ],
  [
    'axes that are none',
    () => call('numpy.core.numeric._frombuffer', bytes(8), f8(), Tuple.of(1), 'K', Tuple.of(7)),
    'bad-call',
  ],
  ['a scalar of too few bytes', () => call('numpy.core.multiarray.scalar', f8(), bytes(4)), 'bad-call'],
  ['a scalar of a text', () => call('numpy.core.multiarray.scalar', f8(), 5), 'bad-call'],
  ['a class that is called with a dict', () => call('numpy.float64', new Dict()), 'bad-call'],
  ['an int out of range', () => call('numpy.int8', 1000), 'bad-call'],
];

function levelsOfLists(levels: number): unknown {
  let list: unknown = 'i1';
  for (let i = 0; i < levels; i++) list = [Tuple.of<unknown>('a', list)];
  return list;
}

describe('what numpy does not write is refused, with the place', () => {
  test.for(REFUSED)('%s', ([, make, code]) => {
    const pickle = dumps(make());
    const start = performance.now();
    const refusal = refusalOf(() => loads(pickle, { codecs }));
    expect(refusal).toBeInstanceOf(PickleError);
    expect([refusal?.code, refusal?.message]).toEqual([code, expect.stringMatching(/\(at byte \d+\)$/)]);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  function refusalOf(run: () => unknown): PickleError | undefined {
    try {
      run();
    } catch (error) {
      if (error instanceof PickleError) return error;
      throw error;
    }
    return undefined;
  }
});

describe('what numpy takes is taken', () => {
  test.for<readonly [string, () => unknown, readonly number[]]>([
    ['a dtype that doubles 10 times', () => array([1], doubled(10), bytes(1)), [1]],
    ['three elements of no bytes', () => array([3], dtype('S0'), bytes(0)), [3]],
    ['a buffer that is longer', () => placed(Tuple.of(1), 'f8', bytes(64)), [1]],
    [
      'strides that are no multiples',
      () => placed(Tuple.of(2, 2), '<i4', new ByteArray(20), 0, Tuple.of(10, 5)),
      [2, 2],
    ],
    ['negative strides', () => placed(Tuple.of(3), '<i4', new ByteArray(12), 8, Tuple.of(-4)), [3]],
    ['one element many times', () => placed(Tuple.of(4, 5), '<i4', new ByteArray(4), 0, Tuple.of(0, 0)), [4, 5]],
    ['a new array', () => placed(Tuple.of(2, 3), 'f4'), [2, 3]],
  ])('%s', ([, make, shape]) => {
    const value = loads(dumps(make()), { codecs });
    expect(value).toBeInstanceOf(NdArray);
    expect(value instanceof NdArray ? [value.shape, [...value].length] : undefined).toEqual([
      shape,
      shape.reduce((all, size) => all * size, 1),
    ]);
  });
});

describe('copies are paid for', () => {
  test('200 masked arrays of one dtype that doubles 14 times, in 8 kB: the mask of a dtype is made once', () => {
    let dtype = dtypeOf([
      ['a', 'u1'],
      ['b', 'u1'],
    ]);
    for (let times = 0; times < 14; times++)
      dtype = dtypeOf([
        ['a', dtype],
        ['b', dtype],
      ]);
    const none = new Uint8Array(0);
    const arrays = Array.from({ length: 200 }, () => {
      const args = [Global.of('numpy.ma.core.MaskedArray'), Global.of('numpy.ndarray'), Tuple.of(0n), 'b'];
      const array = new Instance(Global.of('numpy.ma.core._mareconstruct'), 'call', Tuple.from(args));
      array.build(Tuple.of<unknown>(1n, Tuple.of(0n), dtype, false, none, none, null));
      return array;
    });
    const pickle = dumps(arrays, { codecs: [numpy] });
    const before = process.cpuUsage();
    const loaded = loads<MaskedArray[]>(pickle, { codecs: [numpy] });
    // It took 14 seconds.
    expect(process.cpuUsage(before).user / 1e6).toBeLessThan(1);
    expect(loaded.map(({ mask }) => mask.dtype.leaves)).toEqual(loaded.map(() => 2 ** 15));
  });

  test('a pickle that has one large array 1000 times in the other byte order', () => {
    const data = new Uint8Array(2 ** 20);
    const big = built(dtype('f8'), 3, '>', null, null, null, -1, -1, 0);
    const pickle = dumps(Array.from({ length: 1000 }, () => array([2 ** 17], big, data)));
    expect(() => loads(pickle, { codecs, limits: { memory: 2 ** 26 } })).toThrow(
      expect.objectContaining({ code: 'limit' }),
    );
  });
});

const rows = JSON.parse(
  gunzipSync(readFileSync(new URL('../fixtures/numpy-pickles.json.gz', import.meta.url))).toString(),
) as readonly { readonly pickle: string }[];

test('3,000 changed and spliced pickles of numpy give a value or a PickleError', { timeout: 60_000 }, () => {
  const seeds = rows.map(({ pickle }) => Buffer.from(pickle, 'base64').toString('hex'));
  const outcomes = { values: 0, errors: 0 };
  for (const mutant of mutants(seeds, 3000, 18)) {
    const start = performance.now();
    try {
      const value = loads(Buffer.from(mutant, 'hex'), { codecs, limits: { memory: 2 ** 26 } });
      outcomes.values++;
      if (value instanceof NdArray && value.size < 1000) expect([...value].length).toBe(value.size);
    } catch (error) {
      if (!(error instanceof PickleError)) throw new Error(`${mutant}: ${String(error)}`, { cause: error });
      outcomes.errors++;
    }
    expect(performance.now() - start, mutant).toBeLessThan(2000);
  }
  expect(outcomes.values).toBeGreaterThan(100);
  expect(outcomes.errors).toBeGreaterThan(1000);
});
