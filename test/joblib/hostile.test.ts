/** Files that no joblib writes: each is a value or a `PickleError`, in the memory that the limits allow. */
import { gzipSync } from 'node:zlib';
import { dumps, Global, Instance, PickleError, Tuple } from 'brine';
import { dumpJoblib, joblib, loadJoblib } from 'brine/joblib';
import { dtypeOf, NdArray, writeNpy } from 'brine/numpy';
import { describe, expect, test } from 'vitest';
import { mutants } from '../mutants.ts';

const array = NdArray.from(Float64Array.from({ length: 100 }, (_, i) => i));
const fileOf = async (value: unknown): Promise<Uint8Array> => new Uint8Array(await dumpJoblib(value));

/** A wrapper with this state, and these bytes behind it. */
function wrapper(
  change: Record<string, unknown>,
  behind: readonly number[] = [],
  cls = 'NumpyArrayWrapper',
): Uint8Array {
  const instance = new Instance(Global.of(`joblib.numpy_pickle.${cls}`));
  const state = {
    subclass: Global.of('numpy.ndarray'),
    shape: Tuple.of(1),
    order: 'C',
    dtype: dtypeOf('u1'),
    allow_mmap: true,
    ...change,
  };
  instance.build(new Map(Object.entries(state)));
  const pickle = dumps(instance, { codecs: [joblib], protocol: 2 });
  return Uint8Array.of(...pickle.subarray(0, -1), ...behind, 0x2e);
}

async function refusalOf(file: Uint8Array, options = {}): Promise<PickleError> {
  try {
    await loadJoblib(file, options);
  } catch (error) {
    expect(error).toBeInstanceOf(PickleError);
    return error as PickleError;
  }
  throw new Error('it was read');
}

test('a wrapper made by hand is read', async () => {
  expect((await loadJoblib<NdArray>(wrapper({}, [7]))).toNested()).toEqual([7]);
  expect((await loadJoblib<NdArray>(wrapper({ numpy_array_alignment_bytes: 16 }, [2, 255, 255, 7]))).at(0)).toBe(7);
});

describe('cuts', () => {
  test('within the elements: the offset of where they begin', async () => {
    const file = await fileOf([array, 'text']);
    const error = await refusalOf(file.subarray(0, file.length - 200));
    expect(error).toMatchObject({ code: 'truncated' });
    expect(error.message).toMatch(/\(at byte \d+\)/);
  });

  test('anywhere: an error with the place', async () => {
    const file = await fileOf([NdArray.from([1, 2]), NdArray.from(['a', 'b'], [2], 'O'), 1]);
    for (let length = 1; length < file.length; length++) {
      expect((await refusalOf(file.subarray(0, length))).message).toMatch(/\(at byte \d+\)/);
    }
  });
});

describe('lies', () => {
  test.for<[string, Record<string, unknown>, readonly number[], string, string]>([
    ['a shape of more than there is', { shape: Tuple.of(1000) }, [1, 2], 'truncated', 'truncated'],
    ['a shape of petabytes', { shape: Tuple.of(2 ** 50) }, [], 'truncated', 'truncated'],
    ['a shape beyond all numbers', { shape: Tuple.of(2 ** 40, 2 ** 40) }, [], 'bad-state', 'too large'],
    [
      'more bytes than numbers count',
      { shape: Tuple.of(2 ** 52), dtype: dtypeOf('f8') },
      [],
      'bad-state',
      '2**53 bytes',
    ],
    ['a negative size', { shape: Tuple.of(-1) }, [], 'bad-state', 'is not a shape'],
    ['a shape that is a list', { shape: [1] }, [1], 'bad-state', 'a shape that is a list'],
    ['a shape of texts', { shape: Tuple.of('1') }, [1], 'bad-state', 'integer'],
    ['more axes than numpy has', { shape: Tuple.from(new Array(65).fill(1)) }, [1], 'bad-state', '65 axes'],
    ['another order', { order: 'K' }, [1], 'bad-state', "neither 'C' nor 'F'"],
    ['a dtype that is a str', { dtype: '<f8' }, [1], 'bad-state', 'a dtype that is a str'],
    ['a subclass that is a str', { subclass: 'matrix' }, [1], 'bad-state', 'subclass'],
    ['an alignment of 0', { numpy_array_alignment_bytes: 0 }, [1], 'bad-state', 'alignment'],
    ['an alignment of 256', { numpy_array_alignment_bytes: 256 }, [1], 'bad-state', 'alignment'],
    ['an alignment that is a str', { numpy_array_alignment_bytes: '16' }, [1], 'bad-state', 'alignment'],
    ['more padding than the alignment', { numpy_array_alignment_bytes: 16 }, [17], 'bad-state', '17 bytes of padding'],
    ['padding of other bytes', { numpy_array_alignment_bytes: 16 }, [2, 255, 0, 7], 'bad-state', 'not padding'],
    ['objects without a pickle', { dtype: dtypeOf('O') }, [], 'underflow', 'stack underflow'],
    ['objects in a pickle of something else', { dtype: dtypeOf('O') }, [0x4e, 0x2e], 'bad-state', 'a NoneType'],
    ['bytes that are left', {}, [1, 2], 'bad-opcode', 'invalid load key'],
  ])('%s', async ([, change, behind, code, message]) => {
    const error = await refusalOf(wrapper(change, behind));
    expect(error).toMatchObject({ code });
    expect(error.message).toContain(message);
    expect(error.message).toMatch(/\(at byte \d+\)/);
  });

  test('a state that is not a dict, and none', async () => {
    const bare = dumps(new Instance(Global.of('joblib.numpy_pickle.NumpyArrayWrapper')), { protocol: 2 });
    expect((await loadJoblib<NdArray>(bare)).size).toBe(0);
    const instance = new Instance(Global.of('joblib.numpy_pickle.NumpyArrayWrapper'));
    instance.build(5);
    expect(await refusalOf(dumps(instance, { protocol: 2 }))).toMatchObject({ code: 'bad-state' });
  });

  test('elements of nothing are paid for', async () => {
    const file = wrapper({ shape: Tuple.of(2 ** 40), dtype: dtypeOf('V0') });
    expect(await refusalOf(file)).toMatchObject({ code: 'limit' });
  });
});

describe('files beside', () => {
  const named = (filename: unknown): Uint8Array => wrapper({ filename }, [], 'NDArrayWrapper');
  const sibling = (): never => {
    throw new Error('asked for');
  };

  test.for(['../model.npy', '..', '.', '', '/etc/passwd', 'a/b.npy', 'a\\b.npy', 'C:x.npy', 'a\0b'])(
    'the name %j is refused before it is asked for',
    async (name) => {
      const error = await refusalOf(named(name), { sibling });
      expect(error).toMatchObject({ code: 'bad-state' });
      expect(error.message).toContain('leads out of its folder');
    },
  );

  test('without the option the error says what to pass', async () => {
    const error = await refusalOf(named('m_01.npy'));
    expect(error).toMatchObject({ code: 'no-sibling' });
    expect(error.message).toContain("'m_01.npy'");
    expect(error.message).toContain('options.sibling');
  });

  test('lazy reads none of them, and says so', async () => {
    for (const options of [{ lazy: true }, { lazy: true, sibling }] as const) {
      const error = await refusalOf(named('m_01.npy'), options);
      expect(error).toMatchObject({ code: 'no-sibling' });
      expect(error.message).toContain('without options.lazy');
    }
  });

  test('a name that is not a str, and a file that is not a .npy', async () => {
    expect(await refusalOf(named(5), { sibling })).toMatchObject({ code: 'bad-state' });
    expect(await refusalOf(named('a.npy'), { sibling: () => Uint8Array.of(1, 2, 3) })).toMatchObject({
      code: 'bad-npy',
    });
  });

  test.each([
    ['a file that is not a .npy', Uint8Array.of(1, 2, 3), 'bad-npy'],
    ['a .npy that is cut', Uint8Array.from(Buffer.from('\x93NUMPY\x01\x00\x46\x00{', 'latin1')), 'bad-npy'],
    ['a gzip that is cut', gzipSync(new Uint8Array(5000)).subarray(0, 12), 'bad-compression'],
  ] as const)('the error of %s names it', async (_what, bytes, code) => {
    const error = await refusalOf(named('a.npy'), { sibling: () => bytes });
    expect(error.code).toBe(code);
    expect(error.message).toMatch(/^'a\.npy': /);
  });

  const npy = (length: number): Uint8Array => writeNpy(NdArray.from(new Uint8Array(length)));

  test('one that is larger than the limit of memory is refused', async () => {
    const large = npy(100_000);
    const options = (memory: number): object => ({ sibling: () => large, limits: { memory } });
    expect(await refusalOf(named('a.npy'), options(50_000))).toMatchObject({ code: 'limit' });
    expect((await loadJoblib<NdArray>(named('a.npy'), options(200_000))).size).toBe(100_000);
  });

  test('one that many arrays name is asked for once, and paid for each time', async () => {
    const one = new Instance(Global.of('joblib.numpy_pickle.NDArrayWrapper'));
    one.build(new Map<string, unknown>(Object.entries({ filename: 'a.npy', subclass: Global.of('numpy.ndarray') })));
    const item = dumps(one, { codecs: [joblib], protocol: 2, memo: 'none' }).subarray(2, -1);
    const file = Buffer.concat([Buffer.from('\x80\x02](', 'latin1'), ...new Array(100).fill(item), Buffer.from('e.')]);
    let asked = 0;
    const count = (): Uint8Array => {
      asked++;
      return npy(10_000);
    };
    const arrays = await loadJoblib<NdArray[]>(new Uint8Array(file), { sibling: count });
    expect([arrays.length, asked]).toEqual([100, 1]);
    const memories = arrays.map(({ data }) => (ArrayBuffer.isView(data) ? data.buffer : undefined));
    expect(new Set(memories).size).toBe(1);
    expect(await refusalOf(new Uint8Array(file), { sibling: count, limits: { memory: 500_000 } })).toMatchObject({
      code: 'limit',
    });
  });

  test('one that unpacks to more than the limits allow is refused by name', async () => {
    const bomb = gzipSync(new Uint8Array(40_000_000));
    const error = await refusalOf(named('a.npy.gz'), { sibling: () => bomb });
    expect(error).toMatchObject({ code: 'limit' });
    expect(error.message).toMatch(/^'a\.npy\.gz': /);
  });

  test('what the option throws reaches the caller', async () => {
    await expect(loadJoblib(named('a.npy'), { sibling })).rejects.toThrow('asked for');
  });
});

describe('compression', () => {
  test('a bomb ends at the limits', async () => {
    const file = await dumpJoblib(NdArray.from(new Uint8Array(40_000_000)), undefined, { compress: 'zlib' });
    expect(await refusalOf(file)).toMatchObject({ code: 'limit' });
    expect(await refusalOf(file, { limits: { unpacked: 1000 } })).toMatchObject({ code: 'limit' });
    expect((await loadJoblib<NdArray>(file, { limits: { ratio: 2000 } })).size).toBe(40_000_000);
  });

  test('cut data, and a ZF file whose length lies', async () => {
    const file = await dumpJoblib([array], undefined, { compress: 'zlib' });
    expect(await refusalOf(file.subarray(0, 50))).toMatchObject({ code: 'bad-compression' });
    const header = (text: string): Uint8Array => new TextEncoder().encode(`ZF${text}`.padEnd(21));
    const container = (text: string): Uint8Array => Uint8Array.of(...header(text), ...file);
    expect(await refusalOf(container('0x7'))).toMatchObject({ code: 'bad-compression' });
    expect(await refusalOf(container('0xg'))).toMatchObject({ code: 'bad-compression' });
    expect(await refusalOf(Uint8Array.of(0x5a, 0x46, 0x30, 0x78))).toMatchObject({ code: 'bad-compression' });
  });
});

test('changed files are values or errors of the library', { timeout: 60_000 }, async () => {
  const files = await Promise.all(
    [[NdArray.from([1, 2]), 'a'], NdArray.from([1, 'b'], [2], 'O'), { a: NdArray.from(['x', 'y']) }].map(
      async (value) => Buffer.from(await dumpJoblib(value, undefined, { protocol: 4 })).toString('hex'),
    ),
  );
  let refused = 0;
  for (const text of mutants(files, 3000, 19)) {
    try {
      await loadJoblib(new Uint8Array(Buffer.from(text, 'hex')), { limits: { memory: 2 ** 26 } });
    } catch (error) {
      if (!(error instanceof PickleError)) throw new Error(`${text}: ${String(error)}`, { cause: error });
      refused++;
    }
  }
  expect(refused).toBeGreaterThan(1000);
});
