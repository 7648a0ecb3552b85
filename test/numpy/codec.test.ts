/** What the codec of numpy makes of values, apart from what numpy itself wrote: options, memory, classes, scalars. */
import {
  ByteArray,
  Complex,
  Dict,
  dumps,
  Float,
  Global,
  Instance,
  loads,
  type PickleBuffer,
  pythonClass,
  Tuple,
} from 'brine';
import { pythonRepr } from 'brine/codec';
import {
  DType,
  dtypeOf,
  MaskedArray,
  NdArray,
  NumpyScalar,
  numpy,
  portableGenerator,
  randomStateOf,
  subclassHooks,
} from 'brine/numpy';
import { describe, expect, test } from 'vitest';

const codecs = [numpy];
const again = (value: unknown, options = {}): unknown => loads(dumps(value, { codecs, ...options }), { codecs });

test('there is one codec, whose forms are made once', () => {
  expect(numpy.like('2.4')).toBe(numpy.like('2.4'));
  expect(numpy.like('2.4').plainScalars).toBe(numpy.plainScalars.like('2.4'));
});

describe('memory', () => {
  const array = NdArray.from([
    [1, 2],
    [3, 4],
  ]);

  test('out of band the array is the very memory', () => {
    const buffers: PickleBuffer[] = [];
    const pickle = dumps(array, { codecs, protocol: 5, bufferCallback: (buffer) => void buffers.push(buffer) });
    expect(buffers.map(({ bytes }) => bytes.buffer)).toEqual([(array.data as Float64Array).buffer]);
    expect(pickle.length).toBeLessThan(150);
    const read = loads<NdArray>(pickle, { codecs, buffers: buffers.map(({ bytes }) => bytes) });
    expect((read.data as Float64Array).buffer).toBe((array.data as Float64Array).buffer);
    expect(read.equals(array)).toBe(true);
  });

  test('a view is written without what it does not show', () => {
    const wide = NdArray.from(Array.from({ length: 1000 }, (_, i) => i));
    expect(dumps(wide.slice([10, 20]), { codecs }).length).toBeLessThan(400);
    expect(again(wide.slice([10, 40, 10]))).toMatchObject({ shape: [3], data: new Float64Array([10, 20, 30]) });
  });

  test('a Buffer with an array in the other byte order stays as it was', () => {
    const pickle = Buffer.from(dumps(NdArray.from([1, 2, 3], undefined, '>f8'), { codecs }));
    const before = pickle.toString('hex');
    expect([...loads<NdArray>(pickle, { codecs })]).toEqual([1, 2, 3]);
    expect(pickle.toString('hex')).toBe(before);
  });

  test.for([2, 4, 5] as const)('at protocol %d an array that is there twice is one object', (protocol) => {
    const [first, second] = again([array, array], { protocol }) as NdArray[];
    expect(first).toBe(second);
  });

  test('arrays of one dtype share it', () => {
    const single = dumps([array], { codecs, protocol: 4 }).length;
    const many = dumps(
      Array.from({ length: 101 }, () => array.copy()),
      { codecs, protocol: 4 },
    ).length;
    expect((many - single) / 100).toBeLessThan(75);
  });

  test('a read-only buffer is a read-only array, at protocol 5', () => {
    const fixed = new NdArray({ data: new Float64Array(2), shape: [2], dtype: dtypeOf('f8'), isWritable: false });
    expect(again(fixed, { protocol: 5 })).toMatchObject({ isWritable: false });
    expect(again(fixed, { protocol: 4 })).toMatchObject({ isWritable: true });
  });
});

describe('typed arrays of JavaScript are arrays', () => {
  test.for<readonly [ArrayBufferView, string]>([
    [new Int8Array([-1, 2]), 'int8'],
    [new Uint8ClampedArray([1, 2]), 'uint8'],
    [new Int16Array([-1, 2]), 'int16'],
    [new Uint16Array([1, 2]), 'uint16'],
    [new Int32Array([-1, 2]), 'int32'],
    [new Uint32Array([1, 2]), 'uint32'],
    [new BigInt64Array([-1n, 2n]), 'int64'],
    [new BigUint64Array([1n, 2n]), 'uint64'],
    [new Float32Array([1.5, 2]), 'float32'],
    [new Float64Array([1.5, 2]), 'float64'],
  ])('%s', ([typed, name]) => {
    const read = again(typed) as NdArray;
    expect(read).toBeInstanceOf(NdArray);
    expect([read.dtype.name, read.shape]).toEqual([name, [2]]);
    expect(Array.from(read.data as Int8Array)).toEqual(Array.from(typed as Int8Array));
  });

  test('but bytes are bytes, and a class of the caller is refused', () => {
    expect(again(new Uint8Array([1, 2]))).toEqual(new Uint8Array([1, 2]));
    class Samples extends Float64Array {}
    expect(() => dumps(new Samples(2), { codecs })).toThrow(/Samples/);
  });
});

test('a StringDType that is read is equal to the one that was written', () => {
  const array = NdArray.from(['a', 'bb'], [2], 'T');
  expect((again(array) as NdArray).equals(array)).toBe(true);
  expect(dtypeOf('T').equals(dtypeOf('T').with({ strings: { coerce: false } }))).toBe(false);
});

describe('scalars', () => {
  test.for([
    ['?', true],
    ['i4', -5],
    ['>i4', 7],
    ['u8', 2n ** 64n - 1n],
    ['f2', 1.5],
    ['f4', 0.5],
    ['f8', 0.1],
    ['c16', new Complex(1, -2)],
    ['M8[ns]', 1_600_000_000_000_000_000n],
    ['m8[25s]', -3n],
    ['U3', 'a\u{1f600}'],
    ['S2', Uint8Array.of(1, 2)],
    ['i4,f8', new Tuple(1, 2.5)],
  ] as const)('%s', ([dtype, value]) => {
    const scalar = new NumpyScalar(dtype, value);
    const read = again([scalar, scalar]) as NumpyScalar[];
    expect(read[0]).toBe(read[1]);
    expect(read[0]?.value).toEqual(value);
    expect(read[0]?.dtype.equals(dtypeOf(dtype))).toBe(true);
  });

  /** `[numpy.array([1.5]), numpy.float64(2.5)]`, unpickled and pickled again by numpy 2.4.6. */
  test.for([
    [
      2,
      'gAJdcQAoY251bXB5Ll9jb3JlLm11bHRpYXJyYXkKX3JlY29uc3RydWN0CnEBY251bXB5Cm5kYXJyYXkKcQJLAIVxA2NfY29kZWNzCmVuY29k' +
        'ZQpxBFgBAAAAYnEFWAYAAABsYXRpbjFxBoZxB1JxCIdxCVJxCihLAUsBhXELY251bXB5CmR0eXBlCnEMWAIAAABmOHENiYiHcQ5ScQ8oSw' +
        'NYAQAAADxxEE5OTkr/////Sv////9LAHRxEWKJaARYCQAAAAAAAAAAAMO4P3ESaAaGcRNScRR0cRViY251bXB5Ll9jb3JlLm11bHRpYXJy' +
        'YXkKc2NhbGFyCnEWaAxYAgAAAGY4cReJiIdxGFJxGShLA2gQTk5OSv////9K/////0sAdHEaYmgEWAgAAAAAAAAAAAAEQHEbaAaGcRxScR' +
        '2GcR5ScR9lLg==',
    ],
    [
      4,
      'gASV1QAAAAAAAABdlCiMFm51bXB5Ll9jb3JlLm11bHRpYXJyYXmUjAxfcmVjb25zdHJ1Y3SUk5SMBW51bXB5lIwHbmRhcnJheZSTlEsAhZRD' +
        'AWKUh5RSlChLAUsBhZRoBIwFZHR5cGWUk5SMAmY4lImIh5RSlChLA4wBPJROTk5K/////0r/////SwB0lGKJQwgAAAAAAAD4P5R0lGJoAY' +
        'wGc2NhbGFylJOUaA2MAmY4lImIh5RSlChLA2gRTk5OSv////9K/////0sAdJRiQwgAAAAAAAAEQJSGlFKUZS4=',
    ],
  ] as const)('at protocol %d one has the dtype of its class, not that of an array beside it', ([protocol, base64]) => {
    const pickle = Buffer.from(base64, 'base64');
    const like = { codecs: [numpy.like('2.4')], protocol, python: '3.11' } as const;
    expect(Buffer.from(dumps(loads(pickle, like), like)).equals(pickle)).toBe(true);
    // numpy writes what a program makes with one dtype for both, and reads it with two.
    const made = [NdArray.from([1.5]), new NumpyScalar('f8', 2.5)];
    expect(Buffer.from(dumps(loads(dumps(made, like), like), like)).equals(pickle)).toBe(true);
  });

  test('one is its value in arithmetic, as a key, as text and in JSON', () => {
    const scalar = new NumpyScalar('f4', 0.5);
    expect(Number(scalar) + 1).toBe(1.5);
    expect(new Dict<unknown, string>([[scalar, 'half']]).get(0.5)).toBe('half');
    expect([String(scalar), JSON.stringify(scalar), pythonRepr(scalar)]).toEqual(['0.5', '0.5', 'np.float32(0.5)']);
    expect(JSON.stringify(new NumpyScalar('i8', 2n ** 60n))).toBe('"1152921504606846976"');
    expect(new Dict<unknown, number>([[new NumpyScalar('M8[D]', 1n), 1]]).get(1)).toBe(undefined);
  });

  test('a value is rounded to the dtype, and refused out of its range', () => {
    expect(new NumpyScalar('f4', 0.1).value).toBe(Math.fround(0.1));
    expect(() => new NumpyScalar('u1', 256)).toThrow(RangeError);
    expect(() => new NumpyScalar('i4', 'a')).toThrow(TypeError);
  });

  test.for([
    ['f8', 1.5, 1.5],
    ['i8', 5n, 5],
    ['i8', 2n ** 60n, 2n ** 60n],
    ['?', true, true],
    ['U1', 'a', 'a'],
    ['c16', new Complex(1, 2), new Complex(1, 2)],
  ] as const)('with plainScalars %s is a plain value', ([dtype, value, plain]) => {
    const pickle = dumps(new NumpyScalar(dtype, value), { codecs });
    expect(loads(pickle, { codecs: [numpy.plainScalars] })).toEqual(plain);
  });

  test('with plainScalars the options of loads say what numbers are, and times keep their unit', () => {
    const pickle = dumps([new NumpyScalar('f8', 2), new NumpyScalar('i4', 2), new NumpyScalar('M8[s]', 2n)], {
      codecs,
    });
    const plain = [numpy.plainScalars];
    const [float, int, time] = loads<unknown[]>(pickle, { codecs: plain, floats: 'exact', ints: 'bigint' });
    expect([float, int]).toEqual([new Float(2), 2n]);
    expect(time).toBeInstanceOf(NumpyScalar);
  });

  test.for([
    ['float64', [1.5], 'float64', 1.5],
    ['int16', [5], 'int16', 5],
    ['bool_', [true], 'bool', true],
    ['str_', ['ab'], '<U2', 'ab'],
    ['datetime64', [5, 's'], 'datetime64[s]', 5n],
    ['float32', [], 'float32', 0],
  ] as const)('numpy.%s(%j)', ([name, args, dtype, value]) => {
    const called = new Instance(new Global('numpy', name), 'call', Tuple.from<unknown>(args));
    const scalar = loads<NumpyScalar>(dumps(called), { codecs });
    expect([String(scalar.dtype), scalar.value]).toEqual([dtype, value]);
  });
});

describe('classes that derive from ndarray', () => {
  const state = (value: NdArray): Tuple =>
    Tuple.of<unknown>(1, Tuple.from(value.shape), value.dtype, false, value.data);
  const stated = (build: unknown): Instance => {
    const [cls, shape, code] = [Global.of('app.arrays.Quantity'), Tuple.of(0), Uint8Array.of(98)];
    const made = new Instance(
      Global.of('numpy.core.multiarray._reconstruct'),
      'call',
      Tuple.of<unknown>(cls, shape, code),
    );
    made.build(build);
    return made;
  };
  const bytes = NdArray.fromBytes(new Uint8Array([1, 2, 3]), 'u1', [3]);

  test.for<readonly [string, unknown, string | undefined, readonly number[]]>([
    ['with the state of an array', state(bytes), undefined, [1, 2, 3]],
    ['with more items', Tuple.of<unknown>(...state(bytes), 'metre'), 'appended', [1, 2, 3]],
    ['with a dict beside it', Tuple.of<unknown>(state(bytes), new Dict([['unit', 'm']])), 'beside', [1, 2, 3]],
    ['with a state of its own', new Dict([['unit', 'm']]), 'instead', []],
  ])('are kept, %s, and written back', ([, build, form, items]) => {
    const pickle = dumps(stated(build), { codecs, protocol: 4 });
    const value = loads<NdArray>(pickle, { codecs });
    expect(value).toBeInstanceOf(NdArray);
    expect(value.subclass).toEqual(Global.of('app.arrays.Quantity'));
    expect([value.extra?.form, [...value]]).toEqual([form, items]);
    const read = loads<NdArray>(dumps(value, { codecs, protocol: 4 }), { codecs });
    expect([read.subclass, read.extra, [...read]]).toEqual([value.subclass, value.extra, items]);
  });

  test.for([2, 4, 5] as const)('a class of the caller is made of its own, at protocol %d', (protocol) => {
    class Quantity extends NdArray {
      get unit(): unknown {
        return this.extra?.value;
      }
    }
    const own = [numpy, pythonClass('app.arrays.Quantity', Quantity, subclassHooks)];
    const extra = { form: 'appended', value: Tuple.of('metre') } as const;
    const pickle = dumps(new Quantity({ ...NdArray.from([1, 2]), extra }), { codecs: own, protocol });
    const read = loads(pickle, { codecs: own });
    expect(read).toBeInstanceOf(Quantity);
    expect(read instanceof Quantity ? [[...read], read.unit] : []).toEqual([[1, 2], Tuple.of('metre')]);
    // Without its codec it is an NdArray that knows the name, and is written the same.
    const other = loads<NdArray>(pickle, { codecs });
    expect(String(other.subclass)).toBe('app.arrays.Quantity');
    expect(dumps(other, { codecs, protocol })).toEqual(pickle);
  });

  test.for([
    ['numpy.matrixlib.defmatrix.matrix', 'numpy.matrix'],
    ['numpy.rec.recarray', 'numpy.recarray'],
    ['numpy.core.records.recarray', 'numpy.recarray'],
  ] as const)('%s is written as %s, which every numpy has', ([old, name]) => {
    const made = stated(state(bytes));
    const own = new Instance(made.cls, 'call', Tuple.of<unknown>(Global.of(old), Tuple.of(0), Uint8Array.of(98)));
    own.build(state(bytes));
    const value = loads<NdArray>(dumps(own, { codecs }), { codecs });
    expect(String(value.subclass)).toBe(name);
  });
});

test.for([0, 1, 2, 3, 4, 5] as const)('a chararray is named so that no numpy warns, at protocol %d', (protocol) => {
  const array = new NdArray({ ...NdArray.from(['ab', 'c']), subclass: Global.of('numpy.chararray') });
  const pickle = dumps(array, { codecs, protocol });
  // numpy 2 warns of numpy.chararray, and numpy 1 has no module numpy.char.
  const text = Buffer.from(pickle).toString('latin1');
  expect(text).toContain(protocol < 4 ? 'numpy\nchar\n' : 'char.chararray');
  expect(text).not.toContain('numpy.char');
  expect(String(loads<NdArray>(pickle, { codecs }).subclass)).toBe('numpy.chararray');
  const like = dumps(array, { codecs: [numpy.like('1.26')], protocol });
  expect(String(loads<NdArray>(like, { codecs }).subclass)).toBe('numpy.chararray');
});

describe('portableGenerator', () => {
  const inner = (state: unknown): Instance => {
    const maker = Global.of('numpy.random._pickle.__bit_generator_ctor');
    const made = new Instance(maker, 'call', Tuple.of(Global.of('numpy.random._pcg64.PCG64')));
    made.build(state);
    return made;
  };
  const state = new Dict<string, unknown>([['bit_generator', 'PCG64']]);

  test('a generator of numpy 2 has the form of numpy 1.23, without the seed sequence', () => {
    const maker = Global.of('numpy.random._pickle.__generator_ctor');
    const made = portableGenerator(new Instance(maker, 'call', Tuple.of(inner(Tuple.of<unknown>(state, null)))));
    expect([String(made?.cls), made?.args, made?.state]).toEqual([String(maker), Tuple.of('PCG64'), state]);
  });

  test('a bit generator too', () => {
    const made = portableGenerator(inner(Tuple.of<unknown>(state, null)));
    expect([made?.args, made?.state]).toEqual([Tuple.of('PCG64'), state]);
  });

  test.for([5, null, new Instance(Global.of('numpy.random.bit_generator.__pyx_unpickle_SeedSequence'))])(
    '%s is none',
    (value) => {
      expect(portableGenerator(value)).toBe(undefined);
    },
  );

  test('the state of a RandomState of numpy 1.16 has no such form', () => {
    const old = new Instance(Global.of('numpy.random.__RandomState_ctor'), 'call', Tuple.of());
    old.build(Tuple.of<unknown>('MT19937', NdArray.from(new Uint32Array(624)), 5, 0, 0));
    expect(portableGenerator(old)).toBe(undefined);
  });
});

test('what is no generator of random numbers has no state', () => {
  expect(randomStateOf(5)).toBe(undefined);
  expect(randomStateOf(new Instance(Global.of('app.random.__generator_ctor')))).toBe(undefined);
  expect(randomStateOf(new Instance(Global.of('numpy.random._pickle.other')))).toBe(undefined);
});

describe('ufuncs and functions', () => {
  test.for(['numpy.core._multiarray_umath.add', 'numpy._core._multiarray_umath.add', 'numpy.add'])('%s', (name) => {
    const value = loads(dumps(Global.of(name)), { codecs });
    expect(value).toEqual(Global.of('numpy.add'));
    expect(loads(dumps(Global.of(name)), { codecs: [numpy.like('1.26')] })).toEqual(
      Global.of('numpy.core._multiarray_umath.add'),
    );
  });

  test('one of numpy 1.16 is made by a function', () => {
    const call = new Instance(Global.of('numpy.core._ufunc_reconstruct'), 'call', Tuple.of('numpy.core.umath', 'add'));
    expect(loads(dumps(call), { codecs })).toEqual(Global.of('numpy.add'));
  });
});

/** Measured: what numpy 1.26 makes of states that numpys before 1.0 wrote, and of later ones. */
describe('states of dtypes that are older, as numpy 1.26 takes them', () => {
  const fields = (...more: [unknown, unknown][]): Dict =>
    new Dict<unknown, unknown>([['a', Tuple.of<unknown>(int, 0)], ['b', Tuple.of<unknown>(float, 4)], ...more]);
  const int = new Instance(Global.of('numpy.dtype'), 'call', Tuple.of<unknown>('i4', 0, 1));
  const float = new Instance(Global.of('numpy.dtype'), 'call', Tuple.of<unknown>('f8', 0, 1));
  const struct = "[('a', '<i4'), ('b', '<f8')]";

  test.for<readonly [string, readonly unknown[], string]>([
    ['f8', ['>', null, null, -1, -1], '>f8'],
    ['S3', ['|', null, null, 3, 1], '|S3'],
    ['f8', [1, '>', null, null, -1, -1], '>f8'],
    ['V12', ['|', null, fields([-1, Tuple.of('a', 'b')]), 12, 1], struct],
    ['V12', [1, '|', null, fields([-1, Tuple.of('a', 'b')]), 12, 1], struct],
    ['V12', [2, '|', null, Tuple.of('a', 'b'), fields(), 12, 1], struct],
    ['V8', [3, '|', Tuple.of<unknown>(int, 2), null, null, 8, 4, 0], "('<i4', (2,))"],
  ])('%s with %#', ([code, state, text]) => {
    const made = new Instance(Global.of('numpy.dtype'), 'call', Tuple.of<unknown>(code, 0, 1));
    made.build(Tuple.from(state));
    expect(String(loads(dumps(made), { codecs }))).toBe(text);
  });
});

describe('masked arrays', () => {
  const masked = new MaskedArray(NdArray.from([1, 2, 3]), NdArray.from([false, true, false]), null);

  test('show null for what is missing', () => {
    const read = again(masked) as MaskedArray;
    expect([read.toNested(), read.at(1), JSON.stringify(read)]).toEqual([[1, null, 3], null, '[1,null,3]']);
    expect([...read.data]).toEqual([1, 2, 3]);
  });

  test('need a mask of the same shape', () => {
    expect(() => new MaskedArray(NdArray.from([1, 2]), NdArray.from([true]))).toThrow(RangeError);
  });
});

describe('options of loads', () => {
  const value = new Dict<string, unknown>([
    ['array', NdArray.from([[1, 2]])],
    [
      'struct',
      NdArray.from([[1, 'a']], undefined, [
        ['n', 'i4'],
        ['s', 'U1'],
      ]),
    ],
    ['scalar', new NumpyScalar('f4', 1.5)],
  ]);

  test.for([2, 4, 5] as const)('dicts and ints of every form, at protocol %d', (protocol) => {
    const pickle = dumps(value, { codecs, protocol });
    for (const options of [{ dicts: 'object' }, { ints: 'bigint' }, { floats: 'exact' }] as const) {
      const read = loads<Dict | Record<string, unknown>>(pickle, { codecs, ...options });
      const { array, struct } = read instanceof Dict ? Object.fromEntries(read) : read;
      expect(array.toNested()).toEqual([[1, 2]]);
      expect(struct.toNested()).toEqual([[1, 'a']]);
    }
    expect(dumps(value, { codecs, protocol, ints: 'bigint' })).toEqual(pickle);
  });

  test('values: plain gives nested Arrays', () => {
    expect(loads(dumps(value, { codecs }), { codecs, values: 'plain' })).toEqual({
      array: [[1, 2]],
      struct: [[1, 'a']],
      scalar: 1.5,
    });
  });
});

test('what numpy.ndarray and numpy.dtype name are the classes, and written by name', () => {
  expect(loads(dumps(Global.of('numpy.ndarray')), { codecs })).toBe(NdArray);
  expect(again(DType)).toBe(DType);
});

test('an array that is made by numpy.ndarray.__new__ takes a state, as in numpy', () => {
  const made = new Instance(Global.of('numpy.ndarray'), 'new', Tuple.of<unknown>(Tuple.of(0)));
  const { dtype } = NdArray.from([1, 2]);
  made.build(Tuple.of<unknown>(1, Tuple.of(2), dtype, false, new Uint8Array(new Float64Array([1, 2]).buffer)));
  expect([...loads<NdArray>(dumps(made, { codecs }), { codecs })]).toEqual([1, 2]);
});

test('a bytearray is the memory of the array that is made of it', () => {
  const made = new Instance(
    Global.of('numpy.ndarray'),
    'call',
    Tuple.of<unknown>(Tuple.of(2), '<i2', new ByteArray(4)),
  );
  expect(loads(dumps(made), { codecs })).toMatchObject({ shape: [2], isWritable: true });
});
