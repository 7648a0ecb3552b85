/** Arrays are taken by other packages without a copy: the npm package ndarray, and the tensors of ONNX Runtime. */
import { dumps, loads, type PickleBuffer } from 'brine';
import { type DTypeLike, NdArray, numpy } from 'brine/numpy';
import ndarray from 'ndarray';
import { Tensor } from 'onnxruntime-common';
import { describe, expect, test } from 'vitest';

/** As a page has it: read out of band, over memory of the caller. */
function received(array: NdArray): NdArray {
  const buffers: PickleBuffer[] = [];
  const bufferCallback = (buffer: PickleBuffer): void => void buffers.push(buffer);
  const pickle = dumps(array, { codecs: [numpy], protocol: 5, bufferCallback });
  return loads<NdArray>(pickle, { codecs: [numpy], buffers: buffers.map(({ bytes }) => bytes) });
}

const grid = (dtype: DTypeLike = 'f8'): NdArray =>
  NdArray.from(
    Array.from({ length: 24 }, (_, i) => i),
    [2, 3, 4],
    dtype,
  );

describe('ndarray takes data, shape, strides and offset', () => {
  const views: readonly (readonly [string, NdArray])[] = [
    ['in C order', grid()],
    ['transposed', grid().transpose()],
    ['a slice', grid().slice(null, [1, 3], [0, null, 2])],
    ['backwards', grid().slice([null, null, -1])],
    ['out of band', received(grid())],
    ['out of band, in Fortran order', received(grid().transpose())],
    ['of int32', grid('i4')],
    ['of uint8', grid('u1')],
  ];

  test.for(views)('%s: the same elements in the same memory', ([, array]) => {
    const { data, shape, strides, offset } = array;
    if (!(data instanceof Float64Array || data instanceof Int32Array || data instanceof Uint8Array)) throw data;
    const other = ndarray(data, [...shape], [...strides], offset);
    expect(other.data).toBe(data);
    expect(other.size).toBe(array.size);
    const [a = 0, b = 0, c = 0] = shape;
    for (let i = 0; i < a; i++) {
      for (let j = 0; j < b; j++) for (let k = 0; k < c; k++) expect(other.get(i, j, k)).toBe(array.at(i, j, k));
    }
    // A view there is the view here.
    expect(other.transpose(2, 0, 1).get(0, 1, 1)).toBe(array.transpose([2, 0, 1]).at(0, 1, 1));
  });

  test('what one of them sets, the other has', () => {
    const array = grid();
    const { data, shape, strides, offset } = array;
    if (!(data instanceof Float64Array)) throw data;
    ndarray(data, [...shape], [...strides], offset).set(1, 2, 3, 99);
    expect(array.at(1, 2, 3)).toBe(99);
  });
});

describe('a tensor of ONNX Runtime takes packed() and the shape', () => {
  const types = [
    ['float32', 'f4', Float32Array],
    ['float64', 'f8', Float64Array],
    ['int8', 'i1', Int8Array],
    ['uint8', 'u1', Uint8Array],
    ['int16', 'i2', Int16Array],
    ['uint16', 'u2', Uint16Array],
    ['int32', 'i4', Int32Array],
    ['uint32', 'u4', Uint32Array],
    ['int64', 'i8', BigInt64Array],
    ['uint64', 'u8', BigUint64Array],
    ['bool', '?', Uint8Array],
  ] as const;

  test.for(types)('%s', ([type, dtype, kind]) => {
    const values = Array.from({ length: 6 }, (_, i) => (type === 'bool' ? i % 2 === 0 : i));
    const array = received(NdArray.from(values, [2, 3], dtype));
    const data = array.packed();
    expect(data).toBeInstanceOf(kind);
    const tensor = Reflect.construct(Tensor, [type, data, array.shape]) as Tensor;
    expect(tensor.data).toBe(array.data);
    expect(tensor.dims).toEqual([2, 3]);
    expect(tensor.size).toBe(6);
  });

  test('of a view that does not stand so, the copy', () => {
    const array = grid('f4').transpose();
    const data = array.packed();
    if (!(data instanceof Float32Array)) throw data;
    const tensor = new Tensor('float32', data, array.shape);
    expect(Array.from(tensor.data, Number)).toEqual([...array]);
    expect(tensor.data).not.toBe(array.data);
  });
});
