/** Files of PyTorch 0.1, modules, and what is taken apart of them. */
import { Dict, Global, Instance, PickleError } from 'brine';
import { bytesSource, openTar, tarSource } from 'brine/containers';
import { JaggedTensor, loadTorch, NestedTensor, openTorch, stateDict, Tensor } from 'brine/torch';
import { describe, expect, test } from 'vitest';
import { bytesOf, caseOf, MEASURED } from './cases.ts';
import { described } from './described.ts';

const tar = bytesOf(MEASURED.tar.file);

describe('a tar archive of PyTorch 0.1', () => {
  test('is read as PyTorch 2.13 reads it', async () => {
    const file = await openTorch(tar);
    expect(file.format).toBe('tar');
    expect(await described(file.value)).toEqual(MEASURED.tar.tensors);
    expect(await described((await openTorch(tar, { loadAll: true })).value)).toEqual(MEASURED.tar.tensors);
  });

  test('is refused when it is cut', async () => {
    for (const length of [520, 600, 1500, 2500, 3500]) {
      await expect(openTorch(tar.subarray(0, length))).rejects.toBeInstanceOf(PickleError);
    }
  });

  test('has its files by name', async () => {
    const source = bytesSource(tar);
    const entries = await openTar(source);
    expect(entries.map(({ name }) => name)).toEqual(['sys_info', 'pickle', 'storages', 'tensors']);
    const [first] = entries;
    if (first !== undefined) expect(tarSource(source, first).size).toBe(first.end - first.start);
    await expect(openTar(source, { limits: { entries: 2 } })).rejects.toMatchObject({ code: 'limit' });
    const broken = tar.slice();
    broken[3] = 0xff;
    await expect(openTar(bytesSource(broken))).rejects.toMatchObject({ code: 'bad-archive' });
  });
});

describe('stateDict', () => {
  test('of a module has what its state_dict() has in PyTorch', async () => {
    const module = await loadTorch(caseOf('a module'));
    expect([...stateDict(module).keys()]).toEqual([
      'a.weight',
      'a.bias',
      'b.weight',
      'b.bias',
      'b.running_mean',
      'b.running_var',
      'b.num_batches_tracked',
    ]);
  });

  test('leaves buffers out that are not persistent, and what is None', () => {
    const module = new Instance(Global.of('net.Net'));
    const tensor = Tensor.from([1]);
    module.build(
      new Dict<string, unknown>([
        [
          '_parameters',
          new Dict<string, unknown>([
            ['weight', tensor],
            ['bias', null],
          ]),
        ],
        [
          '_buffers',
          new Dict([
            ['kept', tensor],
            ['scratch', tensor],
          ]),
        ],
        ['_non_persistent_buffers_set', new Set(['scratch'])],
        ['_modules', new Dict([['none', null]])],
      ]),
    );
    expect([...stateDict(module).keys()]).toEqual(['weight', 'kept']);
  });

  test('refuses what is no module, and a module that is in itself', () => {
    expect(() => stateDict(new Map())).toThrow(TypeError);
    const loop = new Instance(Global.of('net.Net'));
    loop.build(
      new Dict<string, unknown>([
        ['_parameters', new Dict()],
        ['_modules', new Dict([['self', loop]])],
      ]),
    );
    expect(() => stateDict(loop)).toThrow('more than');
  });
});

test('a nested tensor has its tensors as views of the buffer', async () => {
  const nested = await loadTorch(caseOf('nested'));
  if (!(nested instanceof NestedTensor)) throw new Error('not nested');
  const tensors = await nested.tensors();
  const lists = await Promise.all(tensors.map(async (tensor) => (await tensor.array()).toNested()));
  expect(lists).toEqual([
    [1, 1],
    [0, 1, 2],
  ]);
});

describe('a jagged tensor', () => {
  test.each([
    [
      'jagged',
      '(2, *, 3)',
      [
        [
          [1, 1, 1],
          [1, 1, 1],
        ],
        [
          [0, 1, 2],
          [3, 4, 5],
          [6, 7, 8],
        ],
      ],
    ],
    [
      'jagged, with gradients',
      '(2, *)',
      [
        [1, 1],
        [0, 1, 2],
      ],
    ],
    [
      'jagged, with lengths',
      '(2, *, 3)',
      [
        [
          [0, 1, 2],
          [3, 4, 5],
        ],
        [
          [15, 16, 17],
          [18, 19, 20],
          [21, 22, 23],
        ],
      ],
    ],
    [
      'jagged along the last axis',
      '(2, 3, *)',
      [
        [
          [1, 1],
          [1, 1],
          [1, 1],
        ],
        [
          [0, 3, 6],
          [1, 4, 7],
          [2, 5, 8],
        ],
      ],
    ],
  ])('%s has its tensors as views of the values', async (name, size, lists) => {
    const jagged = await loadTorch(caseOf(name));
    if (!(jagged instanceof JaggedTensor)) throw new Error('not jagged');
    expect(String(jagged)).toBe(`nested_tensor(..., size=${size}, dtype=torch.float32, layout=torch.jagged)`);
    expect(jagged.requiresGrad).toBe(name === 'jagged, with gradients');
    const tensors = await jagged.tensors();
    expect(tensors.every(({ storage }) => storage === jagged.values.storage)).toBe(true);
    expect(await Promise.all(tensors.map(async (tensor) => (await tensor.array()).toNested()))).toEqual(lists);
  });

  const ints = (...numbers: number[]): Tensor => Tensor.from(BigInt64Array.from(numbers, BigInt));
  const values = Tensor.from(new Float32Array(4));

  test.each([
    ['that ends behind the values', { offsets: ints(0, 2, 5) }],
    ['that begins before them', { offsets: ints(-1, 2) }],
    ['that ends before it begins', { offsets: ints(3, 1) }],
    ['whose length is too large', { offsets: ints(0, 2), lengths: ints(5) }],
  ])('refuses a tensor %s', async (_name, parts) => {
    await expect(new JaggedTensor({ values, ...parts }).tensors()).rejects.toThrow(RangeError);
  });

  test('refuses an axis that the values do not have', () => {
    expect(() => new JaggedTensor({ values, offsets: ints(0), raggedAxis: 2 })).toThrow('axis 2');
  });
});

test('a quantised tensor has its whole numbers and what they stand for', async () => {
  const tensor = await loadTorch<Tensor>(caseOf('quantised'));
  expect((await tensor.array()).toNested()).toEqual([
    [3, 5, 7],
    [9, 11, 13],
  ]);
  expect(tensor.quantizer).toEqual({ scheme: 'per_tensor_affine', scale: 0.5, zeroPoint: 3 });
});

test('a tensor without data says so', async () => {
  const meta = await loadTorch<Tensor>(caseOf('meta'));
  expect([meta.isMeta, meta.shape]).toEqual([true, [2, 3]]);
  await expect(meta.array()).rejects.toMatchObject({ code: 'no-data' });
  await expect(meta.bytes()).rejects.toMatchObject({ code: 'no-data' });
});
