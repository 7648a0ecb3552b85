"""Small files of joblib with what is in them: python fixtures.py OUTPUT.json.gz. Run with each joblib."""
import base64, gzip, io, json, os, sys, tempfile, warnings
import joblib, numpy as np

warnings.simplefilter('ignore')


def values():
    shared = np.arange(3.0)
    structured = np.array([(1, b'a'), (2, b'bc')], dtype=[('id', '<i4'), ('name', 'S3')])
    yield 'int64', np.arange(5)
    yield 'float32 in Fortran order', np.asfortranarray(np.arange(6, dtype='<f4').reshape(2, 3))
    yield 'big-endian', np.arange(4, dtype='>i2')
    yield 'bool', np.array([True, False, True])
    yield 'no axes', np.array(7.5)
    yield 'no elements', np.zeros((2, 0, 3))
    yield 'not contiguous', np.arange(12)[::3]
    yield 'transposed', np.arange(24, dtype='u1').reshape(2, 3, 4).transpose(1, 0, 2)
    yield 'texts', np.array(['a', 'bc'])
    yield 'dates', np.array(['2024-07-01', 'NaT'], dtype='datetime64[D]')
    yield 'structured', structured
    yield 'objects', np.array([1, 'two', None, [3.5]], dtype=object)
    yield 'objects in Fortran order', np.asfortranarray(np.array([[1, 'b', 3], [4, 5, 6]], dtype=object))
    yield 'an array of objects with arrays', nested()
    yield 'matrix', np.asmatrix([[1, 2], [3, 4]])
    yield 'record array', np.array([(1, 2.5)], dtype=[('x', 'i4'), ('y', 'f8')]).view(np.recarray)
    yield 'masked', np.ma.masked_array([1, 2, 3], [False, True, False])
    yield 'the same array twice', {'a': shared, 'b': shared, 'c': [shared, 'text', 1.5]}
    yield 'many', [np.arange(n, dtype='i4') for n in range(20)]
    yield 'after bytes', [b'x' * 300, np.arange(2, dtype='c16')]
    yield 'scalar', np.float32(1.5)
    yield 'without arrays', {'a': [1, 2.0, 'three', (None, True)]}
    yield 'large', np.arange(3000, dtype='f8')


def nested():
    array = np.empty(2, dtype=object)
    array[0] = np.arange(2.0)
    array[1] = {'k': np.arange(3, dtype='i1')}
    return array


def summary(value):
    """What is compared: class, dtype, shape, order, elements."""
    if isinstance(value, np.ma.MaskedArray):
        return {'masked': summary(np.asarray(value.data)), 'mask': np.asarray(value.mask).tolist()}
    if isinstance(value, np.ndarray):
        order = 'F' if value.flags.f_contiguous and not value.flags.c_contiguous else 'C'
        native = value.astype(value.dtype.newbyteorder('='), copy=False) if value.dtype.kind in 'iufc' else value
        if value.dtype.hasobject:
            data = [summary(item) for item in value.ravel(order='C').tolist()]
        else:
            data = base64.b64encode(np.asarray(native).tobytes(order='C')).decode()
        dtype = native.dtype.str if value.dtype.names is None else repr(np.dtype(value.dtype.descr).descr)
        return {'dtype': dtype, 'shape': list(value.shape), 'order': order, 'data': data}
    if isinstance(value, dict):
        return {'dict': [[key, summary(item)] for key, item in value.items()]}
    if isinstance(value, (list, tuple)):
        return {type(value).__name__: [summary(item) for item in value]}
    if isinstance(value, np.generic):
        return {'scalar': repr(value.item())}
    if isinstance(value, bytes):
        return {'bytes': base64.b64encode(value).decode()}
    return {'value': repr(value)}


def dumped(value, protocol=None, compress=0):
    folder = tempfile.mkdtemp()
    path = os.path.join(folder, 'file')
    joblib.dump(value, path, compress=compress, protocol=protocol)
    with open(path, 'rb') as file:
        return file.read()


COMPRESS = ['zlib', 'gzip', 'bz2', 'lzma', 'xz', 'lz4']


def rows():
    for name, value in values():
        for protocol in [None] if name == 'large' else [None, 2, 0]:
            compress = ('zlib', 9) if name == 'large' else 0
            try:
                data = dumped(value, protocol, compress)
                loaded = joblib.load(io.BytesIO(data))
            except Exception as error:
                print(name, protocol, repr(error), file=sys.stderr)
                continue
            yield {'name': name, 'protocol': protocol, 'compress': 'zlib' if compress else None,
                   'file': base64.b64encode(data).decode(), 'summary': summary(value)}
    for compress in COMPRESS:
        value = {'weights': np.arange(100, dtype='f8'), 'name': 'spam'}
        try:
            data = dumped(value, None, (compress, 3))
        except Exception as error:
            print(compress, repr(error), file=sys.stderr)
            continue
        yield {'name': 'compressed with ' + compress, 'protocol': None, 'compress': compress,
               'file': base64.b64encode(data).decode(), 'summary': summary(value)}


if __name__ == '__main__':
    result = {'joblib': joblib.__version__, 'numpy': np.__version__, 'python': sys.version.split()[0], 'rows': list(rows())}
    with gzip.GzipFile(sys.argv[1], 'wb', mtime=0) as file:
        file.write(json.dumps(result, separators=(',', ':')).encode())
