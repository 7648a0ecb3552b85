import { expect, test } from 'vitest';
import { readNpy } from '../../src/npy/read-npy.ts';
import { writeNpy } from '../../src/npy/write-npy.ts';
import { dtypeOf } from '../../src/numpy/dtype-spelling.ts';
import { NdArray } from '../../src/numpy/nd-array.ts';

// That files have numpy's bytes for every dtype is in read-npy.test.ts.

test('a view that is in neither order is written in that of C', () => {
  const view = NdArray.from(
    Float64Array.from({ length: 12 }, (_, i) => i),
    [3, 4],
  ).slice([0, 3, 2], [3, null, -2]);
  const file = writeNpy(view);
  expect(readNpy(file).toNested()).toEqual([
    [3, 1],
    [11, 9],
  ]);
});

test('to a sink, the data are written without a copy', async () => {
  const data = new Float64Array([1, 2, 3]);
  const chunks: Uint8Array[] = [];
  await writeNpy(NdArray.from(data), { write: (chunk: Uint8Array) => void chunks.push(chunk) });
  expect(chunks.map(({ length }) => length)).toEqual([128, 24]);
  expect(chunks[1]?.buffer).toBe(data.buffer);
  expect(Buffer.concat(chunks)).toEqual(Buffer.from(writeNpy(NdArray.from(data))));
});

test('an array without elements is a header', async () => {
  const chunks: Uint8Array[] = [];
  await writeNpy(NdArray.from([]), { write: (chunk: Uint8Array) => void chunks.push(chunk) });
  expect(chunks.length).toBe(1);
});

test('what an error of the sink is, the caller is told', async () => {
  const sink = {
    write: () => {
      throw new Error('full');
    },
  };
  await expect(writeNpy(NdArray.from([1]), sink)).rejects.toThrow('full');
});

test('fields that overlap are refused, as by numpy', () => {
  const dtype = dtypeOf({ names: ['a', 'b'], formats: ['<i4', '<i4'], offsets: [0, 2] });
  const array = NdArray.fromBytes(new Uint8Array(dtype.itemsize), dtype, [1]);
  expect(() => writeNpy(array)).toThrow(RangeError);
});

test('big-endian data are swapped in a copy', () => {
  const array = NdArray.from([1, 2], undefined, '>f8');
  const file = writeNpy(array);
  expect([...file.subarray(128, 136)]).toEqual([0x3f, 0xf0, 0, 0, 0, 0, 0, 0]);
  expect(array.toNested()).toEqual([1, 2]);
});
