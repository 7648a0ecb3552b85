"""Prints bytes of arrays and what numpy reads in them, as rows of JSON: test/fixtures/numpy-elements.json is that of
numpy 2.4 with ml_dtypes 0.5.

    /tmp/venvs/numpy-2.4.6/bin/python conformance/numpy/measure_elements.py > test/fixtures/numpy-elements.json
"""
import json
import numpy
import ml_dtypes

DTYPES = [
    '?', 'i1', 'u1', '<i2', '>i2', '<u2', '>u2', '<i4', '>i4', '<u4', '>u4', '<i8', '>i8', '<u8', '>u8', '<f2', '>f2', '<f4',
    '>f4', '<f8', '>f8', '<f16', '<c8', '>c8', '<c16', '>c16', '<c32', '<M8[ns]', '>M8[D]', '<m8[s]', 'S3', '<U3', '>U3', 'V3',
    'i1,>f8', '>i2,(2,2)<f4', 'S2,U1,>M8[us]',
]
SMALL = [
    'bfloat16', 'float8_e3m4', 'float8_e4m3', 'float8_e4m3b11fnuz', 'float8_e4m3fn', 'float8_e4m3fnuz', 'float8_e5m2',
    'float8_e5m2fnuz', 'float8_e8m0fnu', 'float6_e2m3fn', 'float6_e3m2fn', 'float4_e2m1fn', 'int4', 'uint4', 'int2', 'uint2',
]
random = numpy.random.RandomState(7)


def shown(value):
    """A value of tolist() as JSON."""
    if isinstance(value, (bool, str)) or value is None:
        return value
    if isinstance(value, int):
        return value if abs(value) < 2 ** 53 else {'int': str(value)}
    if isinstance(value, float):
        return value if value == value and abs(value) != float('inf') else {'float': str(value)}
    if isinstance(value, complex):
        return {'re': shown(value.real), 'im': shown(value.imag)}
    if isinstance(value, bytes):
        return {'bytes': value.hex()}
    if isinstance(value, (list, tuple)):
        return [shown(part) for part in value]
    if isinstance(value, (numpy.datetime64, numpy.timedelta64)):
        return {'int': str(value.view('i8'))}
    raise TypeError(type(value))


def as_counts(array):
    """datetime64 as the counts that are kept."""
    if array.dtype.kind in 'mM':
        return [{'int': str(value)} for value in array.astype(array.dtype.newbyteorder('=')).view('i8')]
    if array.dtype.names:
        columns = []
        for name in array.dtype.names:
            columns.append(as_counts(numpy.ascontiguousarray(array[name])))
        return [list(row) for row in zip(*columns)]
    return shown(array.tolist())


def data_of(dtype):
    size = dtype.itemsize
    if dtype.str[1:] in ('f16', 'c32'):
        part = 8 if dtype.kind == 'f' else 16
        values = numpy.array([0, -0.0, 1, -1.5, 1e-320, 5e-324, 1.7976931348623157e308, float('inf'), 2 ** -1060])
        return values.astype(dtype).tobytes() if part == 8 else (values + 1j * values[::-1]).astype(dtype).tobytes()
    if dtype.kind == 'U':
        return numpy.array(['', 'a', 'a\0b', '\U0001f600x', '\xe9\xe8z'], dtype).tobytes()
    if dtype.kind == 'b':
        return bytes([0, 1, 1, 0])
    if dtype.names and any(dtype[name].kind in 'UfM' for name in dtype.names):
        array = numpy.zeros(3, dtype)
        for name in dtype.names:
            base = array[name].dtype
            values = numpy.arange(array[name].size).reshape(array[name].shape)
            array[name] = (values + 1).astype(base)
        return array.tobytes()
    zeros = [bytes(size), b'\xff' * size]
    return b''.join(zeros + [bytes(random.bytes(size)) for _ in range(6)])


rows = []
for spelling in DTYPES:
    dtype = numpy.dtype(spelling)
    data = data_of(dtype)
    array = numpy.frombuffer(data, dtype)
    values = array.astype('f8' if dtype.kind == 'f' else 'c16') if dtype.str[1:] in ('f16', 'c32') else array
    rows.append({'dtype': spelling, 'bytes': data.hex(), 'values': as_counts(values)})

small = []
for name in SMALL:
    dtype = numpy.dtype(getattr(ml_dtypes, name))
    if name == 'bfloat16':
        data = numpy.arange(0, 65536, 37, dtype='u2')
    else:
        data = numpy.arange(1 << int(name.strip('uintfloa')[0]), dtype='u1')
        if name.startswith('int'):
            data = data.astype('i1').view('u1')
    values = data.view(dtype).astype('f8')
    inputs = numpy.concatenate([random.standard_normal(60) * 4.0 ** random.randint(-4, 5, 60), [0.0, 1.0, 3.0]])
    if name.startswith('uint') or name == 'float8_e8m0fnu':
        inputs = abs(inputs) + 1e-3
    if 'int' in name:
        inputs = numpy.arange(0 if name[0] == 'u' else -2, 2).astype('f8')
    encoded = inputs.astype(dtype).view(data.dtype)
    small.append({'name': name, 'bytes': data.tobytes().hex(), 'values': shown(values.tolist()),
                  'inputs': inputs.tolist(), 'encoded': encoded.tolist()})
print(json.dumps({'numpy': numpy.__version__, 'ml_dtypes': ml_dtypes.__version__, 'arrays': rows, 'small': small}))
