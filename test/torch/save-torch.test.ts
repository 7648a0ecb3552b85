/** What `saveTorch` writes, held against what PyTorch 2.13 wrote of the same values. */
import { Dict, dumps, FrozenSet, loads, PickleError } from 'brine';
import { bytesSource, openZip } from 'brine/containers';
import { NdArray } from 'brine/numpy';
import { loadTorch, openTorch, Parameter, saveTorch, Tensor, TensorStorage, torch, torchDType } from 'brine/torch';
import { describe, expect, test } from 'vitest';
import { bytesOf, MEASURED } from './cases.ts';
import { described } from './described.ts';

async function pickleIn(file: Uint8Array): Promise<string> {
  const archive = await openZip(bytesSource(file));
  const bytes = await archive.entry('archive/data.pkl')?.bytes();
  return Buffer.from(bytes ?? []).toString('hex');
}

/** Its texts are equal where Python has one object for some of them and several for others. */
const OTHER_BYTES = new Set(['what is not a tensor']);

describe('a file that was read is written as PyTorch wrote it', () => {
  test.for(MEASURED.cases)('$name', async ({ name, zip, tensors, weightsOnly }) => {
    const file = bytesOf(zip);
    const value = await loadTorch(file, { floats: 'exact' });
    const again = await saveTorch(value, undefined, { weightsOnly });
    expect(await described(await loadTorch(again, { loadAll: true, check: true }))).toEqual(tensors);
    expect((await pickleIn(again)) === (await pickleIn(file))).toBe(!OTHER_BYTES.has(name));
  });
});

test('members have their order, and data begin at multiples of 64 bytes', async () => {
  const file = await saveTorch([Tensor.from(new Float32Array(3)), Tensor.from(new Float32Array(1))]);
  const archive = await openZip(bytesSource(file));
  expect(archive.entries.map(({ name }) => name)).toEqual([
    'archive/data.pkl',
    'archive/.format_version',
    'archive/.storage_alignment',
    'archive/byteorder',
    'archive/data/0',
    'archive/data/1',
    'archive/version',
  ]);
  for (const entry of archive.entries) expect((await entry.range()).start % 64).toBe(0);
});

describe('weightsOnly', () => {
  const refused: readonly (readonly [string, unknown])[] = [
    ['a frozenset', new FrozenSet([1])],
    ['an array of numpy', NdArray.from([1, 2])],
    ['a date', new Date(0)],
    ['an int of 300 bytes', 1n << 2400n],
  ];
  test.for(refused)('refuses %s before it writes', async ([, value]) => {
    const sink = { write: () => expect.unreachable() };
    const saving = saveTorch({ value }, sink, { weightsOnly: true });
    await expect(saving).rejects.toBeInstanceOf(PickleError);
    await expect(saving).rejects.toMatchObject({ code: 'cannot-pickle' });
    await saveTorch({ value });
  });

  test.for(MEASURED.cases.filter(({ weightsOnly }) => !weightsOnly))('refuses $name', async ({ name, zip }) => {
    const value = await loadTorch(bytesOf(zip));
    const saving = saveTorch(value, undefined, { weightsOnly: true });
    if (name === 'an untyped storage') await saving;
    else await expect(saving).rejects.toMatchObject({ code: 'cannot-pickle' });
  });
});

test('tensors of arrays, parameters and shared storages', async () => {
  const data = new Float32Array([1, 2, 3, 4]);
  const storage = new TensorStorage({ dtype: torchDType('float32'), bytes: new Uint8Array(data.buffer) });
  const whole = new Tensor({ dtype: torchDType('float32'), shape: [2, 2], storage });
  const part = new Tensor({ dtype: torchDType('float32'), shape: [2], offset: 2, storage });
  const value = new Dict<string, Tensor>([
    ['whole', whole],
    ['part', part],
    ['weight', new Parameter({ ...Tensor.from(NdArray.from([[1n, 2n]])), requiresGrad: false })],
  ]);
  const file = await openTorch(await saveTorch(value, undefined, { weightsOnly: true }));
  expect(file.storages).toHaveLength(2);
  const read = file.value;
  if (!(read instanceof Dict)) throw new Error('not a dict');
  expect((await read.get('part').array()).toNested()).toEqual([3, 4]);
  expect(read.get('weight')).toBeInstanceOf(Parameter);
  expect(read.get('weight').dtype.name).toBe('int64');
});

test('PyTorch cannot save a storage as two dtypes, so it is refused', async () => {
  const { storage } = Tensor.from(new Float32Array(2));
  const other = new Tensor({ dtype: torchDType('int32'), shape: [2], storage });
  const own = new Tensor({ dtype: torchDType('float32'), shape: [2], storage });
  await expect(saveTorch([own, other])).rejects.toMatchObject({ code: 'cannot-pickle' });
});

describe('dumps', () => {
  test('writes a tensor with its elements', async () => {
    const tensor = Tensor.from(new Float64Array([1.5, 2]));
    const back = loads<Tensor>(dumps(tensor, { codecs: [torch] }), { codecs: [torch] });
    expect((await back.array()).toNested()).toEqual([1.5, 2]);
  });

  test('refuses a tensor that is still in its file', async () => {
    const tensor = await loadTorch(await saveTorch(Tensor.from(new Float32Array(2))));
    expect(() => dumps([tensor], { codecs: [torch] })).toThrow(/still in its file.*\(at \$\[0\]/);
  });
});
