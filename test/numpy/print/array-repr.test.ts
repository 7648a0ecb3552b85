import { arrayRepr, dtypeOf, MaskedArray, NdArray } from 'brine/numpy';
import { numpyArrays, repr } from 'brine/tools';
import { expect, test } from 'vitest';

test('an array is printed as by numpy, wherever it is in a value', () => {
  const array = NdArray.from([
    [1, 2.5],
    [3, 4],
  ]);
  const text = 'array([[1. , 2.5],\n       [3. , 4. ]])';
  expect(arrayRepr(array)).toBe(text);
  expect(repr([array], { arrays: numpyArrays })).toBe(`[${text}]`);
  expect(repr([array])).toBe("[array([[1, 2.5], [3, 4]], shape=(2, 2), dtype='float64')]");
  const objects = new NdArray({ data: [array, null], shape: [2], dtype: dtypeOf('O') });
  expect(arrayRepr(objects)).toContain('array([[1. , 2.5]');
});

test('items and width limit what is printed', () => {
  const array = NdArray.from(new Float64Array(500).fill(0.25));
  expect(arrayRepr(array, { items: 10 })).toBe('array([0.25, 0.25, 0.25, ..., 0.25, 0.25, 0.25])');
  expect(
    Math.max(
      ...arrayRepr(array, { width: 30 })
        .split('\n')
        .map((line) => line.length),
    ),
  ).toBeLessThanOrEqual(30);
  expect(() => arrayRepr(array, { items: Number.NaN })).toThrow(RangeError);
  expect(() => arrayRepr(array, { width: -1 })).toThrow(RangeError);
});

test.for([
  [NdArray.from([1, 2.5]), "array([1, 2.5], shape=(2,), dtype='float64')"],
  [NdArray.from([[1n], [2n]]), "array([[1], [2]], shape=(2, 1), dtype='int64')"],
  [NdArray.from([true], []), "array(True, shape=(), dtype='bool')"],
  [NdArray.from(new Uint8Array(0), [0, 2 ** 40]), "array(..., shape=(0, 1099511627776), dtype='uint8')"],
  [NdArray.from(new Uint8Array(101)), "array(..., shape=(101,), dtype='uint8')"],
] as const)('%s is the line that toString has', ([array, line]) => {
  expect(String(array)).toBe(line);
});

test('an array that has itself in it has a short line too', () => {
  const data: unknown[] = [];
  const array = new NdArray({ data: [data], shape: [1], dtype: dtypeOf('O') });
  data.push(array);
  expect(String(array)).toBe("array([[array(...)]], shape=(1,), dtype='object')");
});

test('a masked array shows its parts in the line', () => {
  const masked = new MaskedArray(NdArray.from([1, 2]), NdArray.from([false, true]));
  expect(repr(masked)).toContain('masked_array(data=array([1, 2]');
  expect(repr(masked, { arrays: numpyArrays })).toBe(arrayRepr(masked));
  expect(arrayRepr(masked)).toContain('data=[1.0, --]');
});
