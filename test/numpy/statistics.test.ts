import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NdArray } from '../../src/numpy/nd-array.ts';
import { BoundedStatistics, statisticsOf } from '../../src/numpy/statistics.ts';

test.for([
  ['floats', NdArray.from([3, -1, 2.5]), { min: -1, max: 3, mean: 1.5, nan: 0 }],
  ['NaN is left out and counted', NdArray.from([Number.NaN, 1, 3]), { min: 1, max: 3, mean: 2, nan: 1 }],
  ['NaN alone', NdArray.from([Number.NaN]), { min: undefined, max: undefined, mean: undefined, nan: 1 }],
  ['infinities', NdArray.from([-Infinity, Infinity]), { min: -Infinity, max: Infinity, mean: Number.NaN, nan: 0 }],
  ['float32', NdArray.from(new Float32Array([0.5, 1.5])), { min: 0.5, max: 1.5, mean: 1, nan: 0 }],
  ['float16', NdArray.from([1, 2], undefined, 'f2'), { min: 1, max: 2, mean: 1.5, nan: 0 }],
  ['bools', NdArray.from([true, false, true, true]), { min: 0, max: 1, mean: 0.75, nan: 0 }],
  ['bigints', NdArray.from([-(2n ** 62n), 2n ** 62n]), { min: -(2n ** 62n), max: 2n ** 62n, mean: 0, nan: 0 }],
  [
    'uint64',
    NdArray.from([2n ** 64n - 1n], undefined, 'u8'),
    { min: 2n ** 64n - 1n, max: 2n ** 64n - 1n, mean: 2 ** 64, nan: 0 },
  ],
  ['times', NdArray.from([5n, -(2n ** 63n), 7n], undefined, 'M8[s]'), { min: 5n, max: 7n, mean: undefined, nan: 1 }],
  ['a view', NdArray.from([1, 100, 2, 100]).slice([null, null, 2]), { min: 1, max: 2, mean: 1.5, nan: 0 }],
  ['a part', NdArray.from([1, 2, 3, 100]).slice([0, 3]), { min: 1, max: 3, mean: 2, nan: 0 }],
  [
    'elements that are there again',
    new NdArray({ data: Float64Array.of(2, 9), shape: [3], strides: [0], dtype: NdArray.from([1]).dtype }),
    { min: 2, max: 2, mean: 2, nan: 0 },
  ],
] as const)('%s', ([, array, expected]) => {
  expect(statisticsOf(array)).toEqual(expected);
});

test.for([
  ['no elements', NdArray.from([])],
  ['texts', NdArray.from(['a'])],
  ['bytes', NdArray.from([Uint8Array.of(1)])],
  ['objects', NdArray.from([1], undefined, 'O')],
  ['complex numbers', NdArray.from([1], undefined, 'c16')],
  [
    'fields',
    NdArray.from(
      [[1, 2]],
      [1],
      [
        ['a', 'i4'],
        ['b', 'i4'],
      ],
    ),
  ],
] as const)('%s have none', ([, array]) => {
  expect(statisticsOf(array)).toBeUndefined();
});

test('the mean of many is right to the last digits', () => {
  const many = NdArray.from(new Float64Array(1e6).fill(0.1));
  expect(statisticsOf(many)?.mean).toBe(0.1);
});

test('they are those of a plain loop', () => {
  const finite = fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(finite, (values) => {
      const { min, max, mean, nan } = statisticsOf(NdArray.from(Float64Array.from(values))) ?? {};
      // Which zero is the least of -0 and 0 differs in numpy 2.4 too, by the order and the number of elements.
      const withoutSign = (zero: unknown): number => Number(zero) + 0;
      expect([min, max].map(withoutSign)).toEqual([Math.min(...values), Math.max(...values)].map(withoutSign));
      expect(nan).toBe(0);
      expect(Math.abs((mean ?? 0) - values.reduce((a, b) => a + b, 0) / values.length)).toBeLessThan(1e-3);
    }),
  );
});

test('bounded ones are made once for each array, and of so many elements in all', () => {
  const bounded = new BoundedStatistics(5);
  const [three, two, one] = [NdArray.from([1, 2, 3]), NdArray.from([4, 5]), NdArray.from([6])];
  const found = bounded.of(three);
  expect(found).toEqual(statisticsOf(three));
  expect(bounded.of(three)).toBe(found);
  expect(bounded.of(two)).toEqual(statisticsOf(two));
  expect(bounded.of(one)).toBe('too many');
  expect(bounded.of(NdArray.from(['texts have none']))).toBeUndefined();
});
