import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PickleError } from '../../src/errors.ts';
import { Dict, Tuple } from '../../src/index.ts';
import { openNpy, readNpy } from '../../src/npy/read-npy.ts';
import { writeNpy } from '../../src/npy/write-npy.ts';
import { numpy } from '../../src/numpy/family.ts';
import { NdArray } from '../../src/numpy/nd-array.ts';
import { type ByteSource, bytesSource } from '../../src/sources/byte-source.ts';
import { canonical } from './canonical.ts';
import { npyCases } from './cases.ts';

const { cases } = npyCases;

test.for(cases)('$name: every value that numpy saved', ({ npy, dtype, shape, values }) => {
  const array = readNpy(npy);
  expect(array.shape).toEqual(shape);
  expect(array.dtype.toString()).toBe(dtype);
  if (values !== undefined) expect(canonical(array.toNested(), array.dtype)).toEqual(values);
});

test.for(cases)('$name: written as numpy saved it, byte for byte', ({ npy, dtype }) => {
  // A bytes object of its own, as the names of numpy's functions, is written by numpy as one.
  const options = dtype === 'object' ? { codecs: [numpy.like('2.4')] } : {};
  expect(Buffer.from(writeNpy(readNpy(npy), undefined, options)).toString('latin1')).toBe(
    Buffer.from(npy).toString('latin1'),
  );
});

test.for(cases)('$name: opened as a source, its header is read alone', async ({ npy, dtype, shape, order }) => {
  const { source, ranges } = recorded(npy);
  const file = await openNpy(source);
  expect({ dtype: file.dtype.toString(), shape: file.shape, order: file.order }).toEqual({ dtype, shape, order });
  expect(Math.max(...ranges.map(([, end]) => end))).toBe(file.dataOffset);
  expect(Buffer.from(writeNpy(await file.read()))).toEqual(Buffer.from(writeNpy(readNpy(npy))));
});

/** A source that remembers what was read. */
function recorded(bytes: Uint8Array): { source: ByteSource; ranges: (readonly [number, number])[] } {
  const inner = bytesSource(bytes);
  const ranges: (readonly [number, number])[] = [];
  const read = async (start: number, end: number): Promise<Uint8Array> => {
    ranges.push([start, end]);
    return await inner.read(start, end);
  };
  return { source: { size: inner.size, read }, ranges };
}

test('the data are a view of the file, and a byte swap does not change it', () => {
  const native = writeNpy(NdArray.from([1.5, 2.5]));
  expect(readNpy(native).data.valueOf()).toMatchObject({ 0: 1.5 });
  const view = readNpy(native);
  new Float64Array(native.buffer, 128)[0] = 7;
  expect(view.at(0)).toBe(7);

  const swapped = Buffer.from(writeNpy(NdArray.from([1.5, 2.5], undefined, '>f8')));
  const before = Buffer.from(swapped);
  expect(readNpy(swapped).toNested()).toEqual([1.5, 2.5]);
  expect(swapped).toEqual(before);
});

describe('rows', () => {
  const c = NdArray.from(
    Float64Array.from({ length: 24 }, (_, i) => i),
    [4, 3, 2],
  );
  const f = c.transpose();

  test('are read alone, along the first axis', async () => {
    const { source, ranges } = recorded(writeNpy(c));
    const file = await openNpy(source);
    expect((await file.rows(1, 3)).toNested()).toEqual(c.slice([1, 3]).toNested());
    expect(ranges.at(-1)).toEqual([file.dataOffset + 48, file.dataOffset + 144]);
    expect((await file.rows(4, 4)).shape).toEqual([0, 3, 2]);
  });

  test('along the last axis, in the order of Fortran', async () => {
    const file = await openNpy(bytesSource(writeNpy(f)));
    expect((await file.rows(1, 3)).toNested()).toEqual(f.slice(null, null, [1, 3]).toNested());
  });

  test.for([
    [-1, 2],
    [0, 5],
    [3, 2],
    [0.5, 1],
  ] as const)('%s to %s are refused', async ([start, stop]) => {
    const file = await openNpy(bytesSource(writeNpy(c)));
    await expect(file.rows(start, stop)).rejects.toThrow(RangeError);
  });

  test('an array without axes has none', async () => {
    const file = await openNpy(bytesSource(writeNpy(NdArray.from(1.5))));
    await expect(file.rows(0, 1)).rejects.toThrow('are not indexes of an axis of 0');
  });
});

/** A file with this text in its header, and this many bytes of data. */
function fileOf(text: string, data = 0, version: readonly number[] = [1, 0], length?: number): Uint8Array {
  const encoded = version[0] === 3 ? Buffer.from(text) : Buffer.from(text, 'latin1');
  const prefix = Buffer.alloc(version[0] === 1 ? 10 : 12);
  prefix.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, ...version]);
  if (version[0] === 1) prefix.writeUInt16LE(length ?? encoded.length, 8);
  else prefix.writeUInt32LE(length ?? encoded.length, 8);
  return Buffer.concat([prefix, encoded, Buffer.alloc(data)]);
}
const header = (descr: string, shape = '(2,)', order = 'False'): string =>
  `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }\n`;

describe('headers that numpy reads', () => {
  test.for([
    ['keys in any order', `{'shape':(2,),'fortran_order':False,'descr':'<i2'}`, [0, 0]],
    ['ints of Python 2', header("'<i2'", '(2L,)'), [0, 0]],
    ['a sub-array', header("('<i2', (2,))", '(1,)'), [[0, 0]]],
    [
      'a sub-array of an int',
      header("('<i1', 2)", '(2,)'),
      [
        [0, 0],
        [0, 0],
      ],
    ],
    ['a list as a field', header("[['a', '<i2']]"), [[0], [0]]],
    ['strs side by side', header("'<' 'i2'"), [0, 0]],
    ['a bool as a size', header("'<i2'", '(True,)'), [0]],
    ['names of types', header("'int16'"), [0, 0]],
  ] as const)('%s', ([, text, nested]) => {
    expect(readNpy(fileOf(text, 4)).toNested()).toEqual(nested);
  });

  test('bytes after the data are left alone', () => {
    expect(readNpy(fileOf(header("'<i2'"), 100)).toNested()).toEqual([0, 0]);
  });
});

describe('files that are refused', () => {
  const L = 65_000;
  test.for<readonly [string, Uint8Array, string]>([
    ['nothing', new Uint8Array(), 'does not begin with \\x93NUMPY'],
    ['another file', Buffer.from('PK\x03\x04'), 'does not begin with \\x93NUMPY'],
    ['a magic alone', Buffer.from('\x93NUMPY', 'latin1'), 'version ?.?'],
    ['version 4', fileOf(header("'<i2'"), 4, [4, 0]), 'found version 4.0'],
    ['version 1.1', fileOf(header("'<i2'"), 4, [1, 1]), 'found version 1.1'],
    ['a cut length', fileOf('', 0, [2, 0]).subarray(0, 10), 'ends within the length'],
    ['a header beyond the end', fileOf(header("'<i2'"), 0, [1, 0], L), `the header has ${L} bytes, and`],
    ['a header of 4 GiB', fileOf(header("'<i2'"), 0, [2, 0], 0xffff_ffff), 'the header has 4294967295 bytes, and'],
    ['an empty header', fileOf(''), 'a value is missing (line 1, column 1)'],
    ['no literal', fileOf('__import__("os")'), 'no literal of Python'],
    ['a list', fileOf('[1]'), 'the header is a list'],
    [
      'a missing key',
      fileOf("{'descr': '<i2', 'shape': (2,)}", 4),
      'the keys of the header are not descr, fortran_order, shape',
    ],
    ['one key more', fileOf(header("'<i2'").replace('}', "'x': 1}"), 4), 'the keys of the header are not'],
    ['ints of Python 2 in version 3', fileOf(header("'<i2'", '(2L,)'), 4, [3, 0]), 'goes on with letters'],
    ['no UTF-8', Buffer.concat([fileOf('', 0, [3, 0], 1), Buffer.of(0xff)]), 'the header is not UTF-8'],
    ['an order that is no bool', fileOf(header("'<i2'", '(2,)', '0'), 4), 'fortran_order is a int'],
    ['the shape is a list', fileOf(header("'<i2'", '[2]'), 4), 'the shape is a list'],
    ['a negative size', fileOf(header("'<i2'", '(-1,)'), 4), 'a size that is not an int from 0'],
    ['a size that is a float', fileOf(header("'<i2'", '(2.0,)'), 4), 'a size that is not an int from 0'],
    ['a size beyond 2**53', fileOf(header("'<i2'", '(9007199254740992,)'), 4), 'a size that is not an int from 0'],
    ['a product beyond the data', fileOf(header("'<i2'", '(3,)'), 4), 'have 6 bytes, and 4 are left'],
    ['a product beyond 2**64', fileOf(header("'<i2'", `(${'4294967296,'.repeat(60)})`), 4), 'bytes, and 4 are left'],
    ['sizes beyond 2**53 with a 0', fileOf(header("'<i2'", '(0, 94906267, 94906267)'), 0), 'too large'],
    ['65 axes', fileOf(header("'<i2'", `(${'1,'.repeat(65)})`), 4), 'an array of 65 axes'],
    ['an unknown type', fileOf(header("'<q9'"), 4), 'not understood'],
    ['a size of type that is none', fileOf(header("'<i3'"), 6), 'not understood'],
    ['a descr that is an int', fileOf(header('2'), 4), 'a descr is a str or a list of fields'],
    ['a field without a type', fileOf(header("[('a',)]"), 4), 'a field of a descr is (name, descr)'],
    ['a name that is an int', fileOf(header("[(1, '<i2')]"), 4), 'a field needs a name'],
    ['two fields of a name', fileOf(header("[('a', '<i1'), ('a', '<i1')]"), 4), 'two fields'],
    ['a negative sub-array', fileOf(header("[('a', '<i2', (-1,))]"), 4), 'a sub-array cannot have the shape'],
    ['a huge sub-array', fileOf(header("('<i2', (2147483647, 2147483647))"), 4), 'a sub-array cannot have the shape'],
    [
      'fields in fields',
      fileOf(header(`${"[('a', ".repeat(2000)}'<i2'${')]'.repeat(2000)}`), 4),
      'more than 64 levels',
    ],
    ['brackets', fileOf('['.repeat(60_000)), 'a value is missing'],
  ])('%s', ([, bytes, message]) => {
    expect(() => readNpy(bytes)).toThrow(PickleError);
    expect(() => readNpy(bytes)).toThrow(message);
    expect(() => readNpy(bytes)).toThrow(/\(at byte \d+\)/);
  });

  test('a header that takes more memory than the limit', () => {
    const bytes = fileOf(header("'<i2'"), 4);
    expect(() => readNpy(bytes, { limits: { memory: 1000 } })).toThrow('limits.memory');
    expect(readNpy(bytes, { limits: { memory: 10_000 } }).size).toBe(2);
  });

  test('an array that is larger than the limit, before it is read', async () => {
    const { source, ranges } = recorded(fileOf(header("'<i2'", '(50000,)'), 100_000));
    const file = await openNpy(source, { limits: { memory: 50_000 } });
    await expect(file.read()).rejects.toThrow('limits.memory');
    expect(ranges.length).toBe(2);
  });
});

describe('arrays of objects', () => {
  test.for([
    ['objects', [null, 1, 'two', Tuple.of<unknown>(3.5, [Uint8Array.of(0x34)])]],
    [
      'objects F',
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    ],
    ['objects 0-d', new Dict([['a', 1]])],
  ] as const)('%s: read', ([name, expected]) => {
    const npy = cases.find((one) => one.name === name)?.npy ?? new Uint8Array();
    expect(readNpy(npy).toNested()).toEqual(expected);
    expect(readNpy(writeNpy(readNpy(npy))).toNested()).toEqual(expected);
  });

  test('the place of an error is that in the pickle, and where that begins', () => {
    const bytes = fileOf(header("'|O'"), 4);
    expect(() => readNpy(bytes)).toThrow(
      /\(at byte 0\), in the pickle of an array of objects, which begins at byte \d+/,
    );
  });

  test('a pickle of something else is refused', () => {
    const bytes = Buffer.concat([fileOf(header("'|O'")), Buffer.from('N.')]);
    expect(() => readNpy(bytes)).toThrow('contains something else');
  });
});

test('changed files give an array or a PickleError', () => {
  const files = cases.filter(({ npy }) => npy.length < 1000).map(({ npy }) => npy);
  const change = fc.record({ at: fc.nat(200), byte: fc.nat(255), cut: fc.option(fc.nat(300), { freq: 5 }) });
  fc.assert(
    fc.property(fc.constantFrom(...files), fc.array(change, { minLength: 1, maxLength: 4 }), (file, changes) => {
      let bytes = Uint8Array.from(file);
      for (const { at, byte, cut } of changes) {
        if (at < bytes.length) bytes[at] = byte;
        if (cut !== null) bytes = bytes.subarray(0, cut);
      }
      try {
        readNpy(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(PickleError);
      }
    }),
    { numRuns: 3000 },
  );
});
