/** Arrays in memory, against what numpy reads in the same bytes: conformance/numpy/measure_elements.py. */
import { Complex } from 'brine';
import { pythonRepr } from 'brine/codec';
import { type DType, dtypeOf, NdArray } from 'brine/numpy';
import { describe, expect, test } from 'vitest';
import measured from '../fixtures/numpy-elements.json' with { type: 'json' };

const fromHex = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

/** An element of an array as the rows have it. */
function shown(value: unknown, dtype: DType): unknown {
  if (typeof value === 'bigint') {
    const isDate = dtype.kind === 'm' || dtype.kind === 'M';
    return !isDate && Number.isSafeInteger(Number(value)) ? Number(value) : { int: String(value) };
  }
  if (typeof value === 'number') return Number.isFinite(value) ? value : { float: pythonFloat(value) };
  if (value instanceof Complex) return { re: shown(value.re, dtype), im: shown(value.im, dtype) };
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('hex') };
  if (!Array.isArray(value)) return value;
  return value.map((part: unknown, at) => shown(part, dtype.fields?.[at]?.dtype ?? dtype));
}

const pythonFloat = (value: number): string => (Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf');

describe('the elements of bytes are what numpy reads there', () => {
  test.for(measured.arrays.map((row) => [row.dtype, row] as const))('%s', ([spelling, { bytes, values }]) => {
    const dtype = dtypeOf(spelling);
    const given = fromHex(bytes);
    const array = NdArray.fromBytes(given, dtype, [values.length]);
    expect([...array].map((value) => shown(value, dtype))).toEqual(values);
    expect([...given]).toEqual([...fromHex(bytes)]);
  });

  test.for(measured.arrays.map((row) => [row.dtype, row] as const))(
    '%s, set again, gives the same bytes',
    ([spelling, { bytes, values }]) => {
      const dtype = dtypeOf(spelling);
      const array = NdArray.fromBytes(fromHex(bytes), dtype, [values.length]);
      const other = NdArray.from(array.toNested(), [values.length], dtype);
      expect([...other].map((value) => shown(value, dtype))).toEqual(values);
      expect(other.equals(array)).toBe(true);
    },
  );

  test.for(['<i4', '>i4', '>c16', '>U3'])('%s of a Buffer leaves the Buffer as it was', (spelling) => {
    const row = measured.arrays.find(({ dtype }) => dtype === spelling);
    const buffer = Buffer.from(row?.bytes ?? '', 'hex');
    const before = buffer.toString('hex');
    const array = NdArray.fromBytes(buffer.subarray(0), spelling, [row?.values.length ?? 0]);
    expect([...array].length).toBe(row?.values.length);
    expect(buffer.toString('hex')).toBe(before);
  });
});

describe('the types of ml_dtypes', () => {
  test.for(measured.small.map((row) => [row.name, row] as const))('%s is read', ([name, { bytes, values }]) => {
    const dtype = dtypeOf(name);
    const array = NdArray.fromBytes(fromHex(bytes), dtype, [values.length]);
    expect([...array].map((value) => shown(value, dtype))).toEqual(values);
  });

  test.for(measured.small.map((row) => [row.name, row] as const))('%s is rounded', ([name, { inputs, encoded }]) => {
    const array = NdArray.from(inputs, undefined, name);
    expect(Array.from(array.data as Uint8Array)).toEqual(encoded);
  });
});

describe('memory', () => {
  const bytes = new Uint8Array(new Float64Array([1, 2, 3, 4, 5, 6]).buffer);

  test('aligned bytes of the machine are not copied', () => {
    const array = NdArray.fromBytes(bytes, 'f8', [2, 3]);
    expect(array.data).toBeInstanceOf(Float64Array);
    expect((array.data as Float64Array).buffer).toBe(bytes.buffer);
    array.set(7, 0, 1);
    expect(new Float64Array(bytes.buffer)[1]).toBe(7);
    array.set(2, 0, 1);
  });

  test('other bytes are', () => {
    const shifted = new Uint8Array(49);
    shifted.set(bytes, 1);
    const array = NdArray.fromBytes(shifted.subarray(1), 'f8', [2, 3]);
    expect((array.data as Float64Array).buffer).not.toBe(shifted.buffer);
    expect(array.toNested()).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
  });

  test('Fortran order: the first axis is the fastest', () => {
    const array = NdArray.fromBytes(bytes, 'f8', [2, 3], 'F');
    expect(array.toNested()).toEqual([
      [1, 3, 5],
      [2, 4, 6],
    ]);
    expect(array.strides).toEqual([1, 2]);
    expect([array.isCContiguous, array.isFContiguous]).toEqual([false, true]);
    expect(Array.from(array.packed('C') as Float64Array)).toEqual([1, 3, 5, 2, 4, 6]);
    expect(array.packed('F')).toBe(array.data);
  });

  test.for([
    ['one byte too few', 47, [2, 3]],
    ['one byte too many', 49, [2, 3]],
    ['a negative size', 48, [-2, -3]],
    ['a size that is not whole', 48, [1.5, 4]],
    ['more elements than a number can count', 48, [2 ** 40, 2 ** 40]],
    ['the same with a zero', 0, [2 ** 40, 2 ** 40, 0]],
    ['more than 64 axes', 8, new Array<number>(65).fill(1)],
  ] as const)('%s is refused', ([, length, shape]) => {
    expect(() => NdArray.fromBytes(new Uint8Array(length), 'f8', shape)).toThrow(RangeError);
  });

  test.for([
    ['a stride beyond the data', [2, 3], [4, 1], 0],
    ['a negative stride before them', [2, 3], [-3, 1], 0],
    ['an offset before them', [1], [1], -1],
    ['a huge stride', [2], [2 ** 60], 0],
    ['too few strides', [2, 3], [3], 0],
  ] as const)('%s is refused', ([, shape, strides, offset]) => {
    const data = new Float64Array(6);
    expect(() => new NdArray({ data, shape, strides, offset, dtype: dtypeOf('f8') })).toThrow(RangeError);
  });

  test('a negative stride within them is not', () => {
    const data = new Float64Array([1, 2, 3]);
    const array = new NdArray({ data, shape: [3], strides: [-1], offset: 2, dtype: dtypeOf('f8') });
    expect([...array]).toEqual([3, 2, 1]);
  });

  test('data of another class are refused', () => {
    const dtype = dtypeOf('f8');
    expect(() => new NdArray({ data: new Float32Array(3), shape: [3], dtype })).toThrow(TypeError);
    expect(() => NdArray.fromBytes(new Uint8Array(8), 'O', [1])).toThrow(TypeError);
  });
});

describe('from', () => {
  test.for(
    [
      [
        [
          [1, 2],
          [3, 4],
        ],
        'float64',
        [2, 2],
      ],
      [[1n, 2n], 'int64', [2]],
      [[1n, 2n ** 63n], 'uint64', [2]],
      [[true, false], 'bool', [2]],
      [['a', 'b\u{1f600}c'], '<U3', [2]],
      [[new Complex(1, 2), 3], 'complex128', [2]],
      [[fromHex('01'), fromHex('0203')], '|S2', [2]],
      [5, 'float64', []],
      [[], 'float64', [0]],
      [[[], []], 'float64', [2, 0]],
      [new Float32Array(3), 'float32', [3]],
      [new Uint8ClampedArray(3), 'uint8', [3]],
      [[new Float64Array(2), new Float64Array(2)], 'float64', [2, 2]],
    ].map((row) => [pythonRepr(row[0]), row] as const),
  )('%s', ([, [values, dtype, shape]]) => {
    const array = NdArray.from(values);
    expect([String(array.dtype), array.shape]).toEqual([dtype, shape]);
  });

  test.for([
    ['rows of different lengths', [[1, 2], [3]], undefined, RangeError],
    ['a row that is none', [[1, 2], 3], undefined, RangeError],
    ['numbers and texts', [1, 'a'], undefined, TypeError],
    ['numbers and bigints', [1, 2n], undefined, TypeError],
    ['an object', [{}], undefined, TypeError],
    ['300 as a byte', [300], 'u1', RangeError],
    ['-1 as uint64', [-1n], 'u8', RangeError],
    ['1.5 as an int', [1.5], 'i4', RangeError],
    ['1.5 as an int64', [1.5], 'i8', TypeError],
    ['a text that is too long', ['abc'], 'U2', RangeError],
    ['a text as a number', ['1'], 'f8', TypeError],
  ] as const)('%s is refused', ([, values, dtype, error]) => {
    expect(() => NdArray.from(values, undefined, dtype)).toThrow(error);
  });

  test('flat values with a shape', () => {
    expect(NdArray.from([1, 2, 3, 4], [2, 2]).toNested()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(() => NdArray.from([1, 2, 3], [2, 2])).toThrow(RangeError);
    expect(() => NdArray.from(new Float64Array(3), [2, 2])).toThrow(RangeError);
  });

  test('any values with dtype object', () => {
    const values = [{ a: 1 }, 'x', null];
    expect([...NdArray.from(values, undefined, 'O')]).toEqual(values);
    expect([...NdArray.from([[1], [2, 3]], [2], 'O')]).toEqual([[1], [2, 3]]);
  });

  test('tuples of a structured dtype', () => {
    const dtype = dtypeOf([
      ['id', 'i4'],
      ['at', 'f8', [2]],
    ]);
    const array = NdArray.from(
      [
        [1, [2, 3]],
        [4, [5, 6]],
      ],
      undefined,
      dtype,
    );
    expect(array.at(1)).toEqual([4, [5, 6]]);
    expect(array.field('id').toNested()).toEqual([1, 4]);
    expect(array.field('at').toNested()).toEqual([
      [2, 3],
      [5, 6],
    ]);
    expect(() => array.field('no')).toThrow(RangeError);
  });
});

test('a field is a view where its elements can be one', () => {
  const array = NdArray.from(
    [
      [1, 2],
      [3, 4],
    ],
    undefined,
    [
      ['x', 'f8'],
      ['y', 'f8'],
    ],
  );
  array.field('y').set(9, 0);
  expect(array.at(0)).toEqual([1, 9]);
  expect(
    NdArray.from([[1, 2]], undefined, [
      ['x', 'i1'],
      ['y', 'f8'],
    ])
      .field('y')
      .at(0),
  ).toBe(2);
});

describe('views', () => {
  const array = NdArray.from([
    [
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9, 10, 11],
    ],
    [
      [12, 13, 14, 15],
      [16, 17, 18, 19],
      [20, 21, 22, 23],
    ],
  ]);

  test.for([
    [
      [1],
      [
        [12, 13, 14, 15],
        [16, 17, 18, 19],
        [20, 21, 22, 23],
      ],
    ],
    [[-1, -1, -1], 23],
    [
      [0, [1, 3], 2],
      [6, 10],
    ],
    [
      [0, 0, [null, null, -1]],
      [3, 2, 1, 0],
    ],
    [
      [0, 0, [3, 0, -2]],
      [3, 1],
    ],
    [
      [null, 0, [1, -1]],
      [
        [1, 2],
        [13, 14],
      ],
    ],
    [[0, [5, 9]], []],
    [
      [0, 0, [-100, 100]],
      [0, 1, 2, 3],
    ],
  ] as const)('slice(%j)', ([ranges, expected]) => {
    const view = array.slice(...ranges);
    expect(view.data).toBe(array.data);
    expect(view.toNested()).toEqual(expected);
  });

  test.for([
    [
      [1, 0, 2],
      [3, 2, 4],
    ],
    [undefined, [4, 3, 2]],
  ] as const)('transpose(%j)', ([axes, shape]) => {
    const view = array.transpose(axes);
    expect([view.shape, view.data]).toEqual([shape, array.data]);
    expect(view.at(2, 1, 0)).toBe(axes === undefined ? 6 : array.at(1, 2, 0));
  });

  test('reshape is a view of what stands one after another, and a copy of the rest', () => {
    expect(array.reshape([6, -1]).data).toBe(array.data);
    const copy = array.transpose().reshape([-1]);
    expect(copy.data).not.toBe(array.data);
    expect([...copy].slice(0, 4)).toEqual([0, 12, 4, 16]);
    expect(() => array.reshape([5, -1])).toThrow(RangeError);
    expect(() => array.reshape([23])).toThrow(RangeError);
  });

  test('an index outside, an axis too many and an unknown axis are refused', () => {
    expect(() => array.at(2, 0, 0)).toThrow(RangeError);
    expect(() => array.at(0, 0)).toThrow(RangeError);
    expect(() => array.at(0, 0, 0.5)).toThrow(RangeError);
    expect(() => array.slice(0, 0, 0, 0)).toThrow(RangeError);
    expect(() => array.slice([0, 1, 0])).toThrow(RangeError);
    expect(() => array.transpose([0, 0, 1])).toThrow(RangeError);
  });

  test('what is read-only is not changed', () => {
    const fixed = new NdArray({ data: new Float64Array(2), shape: [2], dtype: dtypeOf('f8'), isWritable: false });
    expect(() => fixed.set(1, 0)).toThrow(/read-only/);
    const own = fixed.copy();
    own.set(1, 0);
    expect([fixed.at(0), own.at(0)]).toEqual([0, 1]);
  });
});

test('as JSON bigints are numbers where they are exact, else texts', () => {
  expect(JSON.stringify(NdArray.from([[1n, 2n ** 60n]]))).toBe('[[1,"1152921504606846976"]]');
  expect(JSON.stringify(NdArray.from([fromHex('4142')]))).toBe('["AB"]');
});

test('arrays of no bytes and of no elements', () => {
  expect(NdArray.fromBytes(new Uint8Array(0), 'S0', [3]).toNested()).toEqual([
    new Uint8Array(),
    new Uint8Array(),
    new Uint8Array(),
  ]);
  expect(NdArray.fromBytes(new Uint8Array(0), 'f8', [2, 0]).toNested()).toEqual([[], []]);
  expect(() => NdArray.fromBytes(new Uint8Array(0), 'S0', [2 ** 40]).toNested()).toThrow(RangeError);
  expect(() => NdArray.fromBytes(new Uint8Array(0), 'f8', [2 ** 40, 0]).toNested()).toThrow(RangeError);
});

describe('nested Arrays and iteration have what at() gives, in whatever order the elements stand', () => {
  const rows: readonly (readonly [string, (array: NdArray) => NdArray])[] = [
    ['in C order', (array) => array],
    ['transposed', (array) => array.transpose()],
    ['every second column', (array) => array.slice(null, null, [0, null, 2])],
    ['backwards', (array) => array.slice([null, null, -1], null, [null, null, -1])],
    ['one row', (array) => array.slice(1, 1)],
    ['without elements', (array) => array.slice(null, [1, 1])],
    ['packed again', (array) => array.transpose([1, 0, 2]).copy()],
  ];
  const dtypes = ['f8', 'f4', 'f2', 'i8', 'u8', 'i2', '?', 'c16', 'U3', 'S3', 'O', '>i4', 'M8[s]'];
  test.for(rows.flatMap(([name, change]) => dtypes.map((dtype) => [name, dtype, change] as const)))(
    '%s, %s',
    ([, dtype, change]) => {
      const kind = dtypeOf(dtype).kind;
      const value = (i: number): unknown => {
        if (kind === 'b') return i % 3 === 0;
        if (kind === 'U') return `t${i}`;
        if (kind === 'S') return Uint8Array.of(65, i + 1);
        return kind === 'c' ? new Complex(i, -i) : i;
      };
      const array = change(
        NdArray.from(
          Array.from({ length: 24 }, (_, i) => value(i)),
          [2, 3, 4],
          dtype,
        ),
      );
      const indexes = array.shape.reduce<number[][]>(
        (all, size) => all.flatMap((index) => Array.from({ length: size }, (_, i) => [...index, i])),
        [[]],
      );
      const flat = indexes.map((index) => array.at(...index));
      expect([...array]).toEqual(flat);
      const nested = array.toNested();
      expect(Array.isArray(nested) ? nested.flat(array.ndim - 1) : [nested]).toEqual(flat);
      expect(NdArray.from(flat, array.shape, dtype).equals(array)).toBe(true);
    },
  );
});
