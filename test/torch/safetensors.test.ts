/** safetensors files, held against the Python package 0.8.0. */
import { PickleError } from 'brine';
import { bytesSource } from 'brine/containers';
import { NdArray } from 'brine/numpy';
import {
  loadTensors,
  openTorch,
  openTorchShards,
  readSafetensors,
  saveTorch,
  Tensor,
  TensorStorage,
  torchDType,
  toSafetensors,
  toSafetensorsShards,
  writeSafetensors,
} from 'brine/torch';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOf, MEASURED } from './cases.ts';
import { described } from './described.ts';

const { safetensors } = MEASURED;

/** A file with its metadata in order: the Python package has them in an order that changes from run to run. */
function normal(file: Uint8Array): unknown {
  const bytes = Buffer.from(file);
  const end = 8 + Number(bytes.readBigUInt64LE());
  const { __metadata__: metadata, ...tensors } = JSON.parse(bytes.toString('utf8', 8, end));
  return [end, Object.entries(tensors), Object.entries(metadata).sort(), bytes.toString('hex', end)];
}

/** A file with this header and so many bytes of data. */
function fileOf(header: string, dataBytes: number, length = Buffer.byteLength(header)): Uint8Array {
  const head = Buffer.alloc(8);
  head.writeBigUInt64LE(BigInt(length));
  return new Uint8Array(Buffer.concat([head, Buffer.from(header), Buffer.alloc(dataBytes)]));
}

test('a file of the Python package has its tensors and metadata', async () => {
  const file = await readSafetensors(bytesOf(safetensors.all));
  expect(Object.fromEntries(file.metadata)).toEqual({ a: 'x"ü', b: '1' });
  expect(file.tensors.size).toBe(Object.keys(safetensors.tensors).length);
  for (const [name, tensor] of file.tensors) {
    expect(await described({ tensor })).toEqual([safetensors.tensors[name]]);
  }
  const all = await readSafetensors(new Blob([bytesOf(safetensors.all).slice()]), { loadAll: true });
  for (const [name, tensor] of all.tensors) {
    expect(tensor.storage.isLoaded).toBe(true);
    expect(await described({ tensor })).toEqual([safetensors.tensors[name]]);
  }
});

test('the same tensors are written byte for byte', async () => {
  const { tensors, metadata } = await readSafetensors(bytesOf(safetensors.all));
  const again = await writeSafetensors([...tensors].reverse(), undefined, { metadata });
  expect(normal(again)).toEqual(normal(bytesOf(safetensors.all)));
});

test("a checkpoint is converted as by the package's own converter, byte for byte", async () => {
  const chunks: Uint8Array[] = [];
  const report = await toSafetensors(bytesOf(safetensors.checkpoint), { write: (chunk) => chunks.push(chunk.slice()) });
  expect(normal(Buffer.concat(chunks))).toEqual(normal(bytesOf(safetensors.converted)));
  expect([...report.shared]).toEqual([['head.weight', 'embedding.weight']]);
  expect(report.bytes).toBeGreaterThan(100);
  expect(normal(await toSafetensors(bytesOf(safetensors.checkpoint)))).toEqual(normal(bytesOf(safetensors.converted)));
});

test('a module that was saved whole is converted by its state dict', async () => {
  const module = MEASURED.cases.find(({ name }) => name === 'a module');
  const { tensors } = await readSafetensors(await toSafetensors(bytesOf(module?.zip ?? '')));
  expect([...tensors.keys()].sort()).toEqual(
    ['a.bias', 'a.weight', 'b.bias', 'b.num_batches_tracked', 'b.running_mean', 'b.running_var', 'b.weight'].sort(),
  );
});

describe('tensors of one storage', () => {
  const data = new Float32Array([1, 2, 3, 4]);
  const storage = new TensorStorage({ dtype: torchDType('float32'), bytes: new Uint8Array(data.buffer) });
  const part = (offset: number, length: number): Tensor =>
    new Tensor({ dtype: torchDType('float32'), shape: [length], offset, storage });

  test('that do not overlap are written each', async () => {
    const file = await saveTorch({ a: part(0, 2), b: part(2, 2) });
    const { tensors } = await readSafetensors(await toSafetensors(file));
    expect((await tensors.get('b')?.array())?.toNested()).toEqual([3, 4]);
  });

  test('that overlap are written once, if one of them is the whole', async () => {
    const file = await saveTorch({ part: part(1, 2), whole: part(0, 4), twin: part(0, 4) });
    const { tensors, metadata } = await readSafetensors(await toSafetensors(file));
    expect([...tensors.keys()]).toEqual(['twin']);
    expect(Object.fromEntries(metadata)).toEqual({ format: 'pt', part: 'twin', whole: 'twin' });
    const copies = await readSafetensors(await toSafetensors(file, undefined, { shared: 'copy' }));
    expect([...copies.tensors.keys()].sort()).toEqual(['part', 'twin', 'whole']);
  });

  test('that overlap and of which none is the whole are refused', async () => {
    const file = await saveTorch({ a: part(0, 3), b: part(1, 3) });
    await expect(toSafetensors(file)).rejects.toThrow(
      "a, b overlap, and none of them is the whole storage; shared: 'copy'",
    );
  });
});

describe('several files', () => {
  const weights = { b: Tensor.from(new Float32Array(4)), a: Tensor.from(new Float32Array(4)), c: Tensor.from([1]) };

  test('are split by size, and have an index that leads to all tensors', async () => {
    const files = new Map<string, Buffer>();
    const open = (name: string) => ({
      write: (chunk: Uint8Array) => {
        files.set(name, Buffer.concat([files.get(name) ?? Buffer.alloc(0), chunk]));
      },
    });
    await toSafetensorsShards(await saveTorch(weights), open, { shardBytes: 20 });
    expect([...files.keys()]).toEqual([
      'model-00001-of-00003.safetensors',
      'model-00002-of-00003.safetensors',
      'model-00003-of-00003.safetensors',
      'model.safetensors.index.json',
    ]);
    expect(JSON.parse(files.get('model.safetensors.index.json')?.toString() ?? '')).toEqual({
      metadata: { total_size: 40 },
      weight_map: {
        a: 'model-00002-of-00003.safetensors',
        b: 'model-00001-of-00003.safetensors',
        c: 'model-00003-of-00003.safetensors',
      },
    });
    const index = files.get('model.safetensors.index.json') ?? Buffer.alloc(0);
    const file = await openTorchShards(index, (name) => files.get(name) ?? Buffer.alloc(0));
    expect(file.value).toBeInstanceOf(Map);
    expect(await described(file.value)).toEqual(await described([weights.a, weights.b, weights.c]));
  });

  test('of PyTorch are read by their index, which names no paths', async () => {
    const shard = await saveTorch(weights);
    const index = (map: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify({ weight_map: map }));
    const file = await openTorchShards(index({ a: 'x.bin', c: 'x.bin' }), () => shard, { loadAll: true });
    expect(await described(file.value)).toEqual(await described([weights.a, weights.c]));
    for (const name of ['../x.bin', '/etc/passwd', '..', 'a\\b', 'a/b', '', 5]) {
      await expect(openTorchShards(index({ a: name }), () => expect.unreachable())).rejects.toThrow(
        'not the name of a file',
      );
    }
    await expect(openTorchShards(index({ d: 'x.bin' }), () => shard)).rejects.toThrow('does not have the tensor "d"');
    await expect(openTorchShards(index([]), () => shard)).resolves.toBeDefined();
    await expect(openTorchShards(new Uint8Array([1]), () => shard)).rejects.toMatchObject({ code: 'bad-checkpoint' });
  });

  test('that fit into one are one, without an index', async () => {
    const names: string[] = [];
    const open = (name: string) => {
      names.push(name);
      return { write: () => undefined };
    };
    await toSafetensorsShards(await saveTorch(weights), open);
    expect(names).toEqual(['model.safetensors']);
  });
});

describe('what is refused', () => {
  const one = (parts: string): string => `{"a":{${parts}}}`;
  const ok = '"dtype":"F32","shape":[1],"data_offsets":[0,4]';
  const rows: readonly (readonly [string, Uint8Array, string])[] = [
    ['an empty file', new Uint8Array(0), 'fewer than the length'],
    ['a header that is longer than the file', fileOf('{}', 0, 50), 'is cut'],
    ['a header of more than 100 MB', fileOf('{}', 0, 100_000_001), 'more than 100000000'],
    ['a header that begins with a blank', fileOf(' {}', 0), "begin with '{'"],
    ['a header that is no JSON', fileOf('{"a"', 0), 'not JSON'],
    ['a header that is not UTF-8', new Uint8Array([2, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0xff]), 'not JSON in UTF-8'],
    ['a name that is there twice', fileOf(`{"a":{${ok}},"a":{${ok}}}`, 4), 'has a name twice'],
    ['metadata that are not texts', fileOf('{"__metadata__":{"a":1}}', 0), 'are not a string'],
    ['a dtype that is not known', fileOf(one(ok.replace('F32', 'X9')), 4), 'the dtype "X9"'],
    ['a negative size', fileOf(one(ok.replace('[1]', '[-1]')), 4), 'has no shape'],
    ['sizes whose product is not exact', fileOf(one(ok.replace('[1]', '[4294967296,4294967296]')), 4), 'needs'],
    ['offsets that do not fit the shape', fileOf(one(ok.replace('[0,4]', '[0,5]')), 5), 'needs 4 bytes, and has 5'],
    ['a gap at the beginning', fileOf(one(ok.replace('[0,4]', '[4,8]')), 8), '4 bytes before the tensor'],
    ['tensors that overlap', fileOf(`{"a":{${ok}},"b":{${ok}}}`, 4), 'overlaps another'],
    ['a cut file', fileOf(one(ok), 3), 'it is cut'],
    ['bytes at the end', fileOf(one(ok), 5), 'belong to no tensor'],
  ];
  test.for(rows)('%s', async ([, file, message]) => {
    const reading = readSafetensors(file);
    await expect(reading).rejects.toMatchObject({ code: 'bad-safetensors' });
    await expect(reading).rejects.toThrow(message);
  });

  test('a __proto__ is a name like any other', async () => {
    const { tensors } = await readSafetensors(fileOf(`{"__proto__":{${ok}}}`, 4));
    expect([...tensors.keys()]).toEqual(['__proto__']);
  });

  test('tensors that the format does not have', async () => {
    const complex = Tensor.from(NdArray.from([1, 2]), { dtype: 'float64' }).with({
      shape: [1],
      dtype: torchDType('complex128'),
    });
    await expect(writeSafetensors({ complex })).rejects.toMatchObject({ code: 'cannot-pickle' });
    const sparse = MEASURED.cases.find(({ name }) => name === 'sparse coo');
    await expect(toSafetensors(bytesOf(sparse?.zip ?? ''))).rejects.toThrow('can only store strided tensors');
    await expect(
      writeSafetensors([
        ['a', Tensor.from([1])],
        ['a', Tensor.from([2])],
      ]),
    ).rejects.toThrow(TypeError);
    await expect(writeSafetensors({ __metadata__: Tensor.from([1]) })).rejects.toThrow(TypeError);
  });
});

test('any change of a byte gives a file or a PickleError', async () => {
  const good = bytesOf(safetensors.all);
  const header = 8 + Number(Buffer.from(good).readBigUInt64LE());
  await fc.assert(
    fc.asyncProperty(fc.nat(header - 1), fc.nat(255), fc.nat(good.length), async (at, byte, length) => {
      for (const changed of [good.map((old, i) => (i === at ? byte : old)), good.slice(0, length)]) {
        try {
          await loadTensors((await readSafetensors(changed)).tensors.values());
        } catch (error) {
          expect(error).toBeInstanceOf(PickleError);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('neighbours are read together, and a tensor by itself with one read', async () => {
  const bytes = bytesOf(safetensors.all);
  const reads: number[] = [];
  const inner = bytesSource(bytes);
  const source = {
    size: inner.size,
    read: async (start: number, end: number) => {
      reads.push(end - start);
      return await inner.read(start, end);
    },
  };
  const { tensors } = await readSafetensors(source);
  expect(reads).toHaveLength(1);
  await tensors.get('scalar')?.array();
  expect(reads).toEqual([bytes.length, 4]);
  await loadTensors(tensors.values());
  expect(reads).toHaveLength(3);
});

test('a large tensor is converted in pieces', async () => {
  const length = 2 ** 23;
  const file = await saveTorch({ weight: Tensor.from(new Float64Array(length)) });
  let largest = 0;
  const inner = bytesSource(file);
  const source = {
    size: inner.size,
    read: async (start: number, end: number) => {
      largest = Math.max(largest, end - start);
      return await inner.read(start, end);
    },
  };
  let total = 0;
  await toSafetensors(source, { write: (chunk) => (total += chunk.length) });
  expect(total).toBeGreaterThan(8 * length);
  expect(largest).toBeLessThanOrEqual(2 ** 24 + 64);
  expect((await openTorch(file)).storages[0]?.nbytes).toBe(8 * length);
});
