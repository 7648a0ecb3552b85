"""Arrays of every dtype and layout as .npy files, and what is in them: the fixture of test/npy.

    /tmp/venvs/np2.4/bin/python conformance/npy/cases.py | gzip -9n > test/fixtures/npy.json.gz
"""
import base64, datetime, io, json, struct, sys, warnings
import numpy as np

warnings.simplefilter('ignore')


def canon(x):
    """A value as JSON that test/npy/canonical.ts gives too."""
    if isinstance(x, (np.bool_, bool)): return bool(x)
    if isinstance(x, (np.datetime64, np.timedelta64)): return str(x.view('i8'))
    if isinstance(x, (np.integer, int)): return str(int(x))
    if isinstance(x, np.longdouble): return 'longdouble'
    if isinstance(x, np.clongdouble): return 'longdouble'
    if isinstance(x, (np.floating, float)): return struct.pack('>d', float(x)).hex()
    if isinstance(x, (np.complexfloating, complex)): return [canon(float(x.real)), canon(float(x.imag))]
    if isinstance(x, (np.str_, str)): return {'str': str(x)}
    if isinstance(x, (np.bytes_, bytes)): return {'bytes': bytes(x).hex()}
    if isinstance(x, np.void):
        if x.dtype.names is None: return {'bytes': x.tobytes().hex()}
        return [canon(x[name]) for name in x.dtype.names]
    if isinstance(x, np.ndarray): return [canon(item) for item in x] if x.ndim else canon(x[()])
    if isinstance(x, (list, tuple)): return [canon(item) for item in x]
    if x is None: return None
    raise TypeError(type(x))


def values(dtype, count):
    dtype = np.dtype(dtype)
    kind = dtype.kind
    if kind == 'b': return np.arange(count) % 3 == 0
    if kind in 'iu':
        info = np.iinfo(dtype)
        out = (np.arange(count) * 37 % 120).astype(dtype)
        out[:2] = [info.min, info.max][:count]
        return out
    if kind == 'f':
        out = (np.arange(count) * 1.37 - 3).astype(dtype)
        out[:4] = [np.nan, np.inf, -0.0, 0.1][:count]
        return out
    if kind == 'c': return (np.arange(count) - 1.5j).astype(dtype)
    if kind in 'mM':
        out = (np.arange(count, dtype='i8') * 1234567 - 5).view(f'i8').astype(dtype.newbyteorder('=').str.replace('m8', 'm8') if False else 'i8').view(dtype.newbyteorder('='))
        out[:1] = 'NaT'
        return out.astype(dtype)
    if kind == 'S': return np.array([b'a' * (i % 5) + b'\xff' for i in range(count)], dtype)
    if kind == 'U': return np.array(['é\U0001f600'[: i % 3] + 'x' * (i % 2) for i in range(count)], dtype)
    raw = bytes((i * 7 + 3) % 256 for i in range(count * dtype.itemsize))
    return np.frombuffer(raw, dtype).copy()


DTYPES = ['?', 'i1', 'u1', '<i2', '>i2', '<u2', '<i4', '>i4', '<u4', '<i8', '>i8', '<u8', '>u8', '<f2', '>f2', '<f4', '>f4',
          '<f8', '>f8', '<c8', '>c8', '<c16', '>c16', '<f16', '<c32', 'S6', 'S0', '<U4', '>U4', 'V3', '<M8[ns]', '>M8[D]', '<M8[25s]',
          '<m8[us]', '<m8']
STRUCTS = {
    'plain': [('a', '<i4'), ('b', '>f8')],
    'nested': [('p', [('x', '<i2'), ('y', 'S3')]), ('q', '?')],
    'sub': [('m', '<i2', (2, 3)), ('n', 'u1', 4)],
    'titles': [(('the title', 'a'), '<i4'), ('b', '<u2')],
    'aligned': np.dtype([('a', 'i1'), ('b', '<f8'), ('c', '<i2')], align=True),
    'gaps': np.dtype({'names': ['a', 'b'], 'formats': ['<i2', '<i4'], 'offsets': [4, 12], 'itemsize': 20}),
    'unicode names': [('é', '<i4'), ("it's", '<i4')],
    'wide names': [('名前', '<i4')],
    'many fields': [(f'field_{i:04}' + 'x' * 60, '<i2') for i in range(1000)],
    'none': [],
}


def arrays():
    for text in DTYPES:
        dtype = np.dtype(text)
        flat = values(dtype, 12)
        yield f'{text} 1-d', flat
        yield f'{text} F', np.asfortranarray(flat.reshape(3, 4))
        if dtype.itemsize: yield f'{text} 0-d', flat[:1].reshape(())
    flat = values('<f8', 24)
    yield 'C 2x3x4', flat.reshape(2, 3, 4)
    yield 'F 2x3x4', np.asfortranarray(flat.reshape(2, 3, 4))
    yield 'neither', flat.reshape(4, 6)[::2, ::-2]
    yield 'transposed', flat.reshape(2, 3, 4).transpose(1, 0, 2)
    yield 'reversed', flat[::-1]
    yield 'broadcast', np.broadcast_to(np.arange(3), (2, 3))
    yield 'big-endian F', np.asfortranarray(values('>c16', 6).reshape(2, 3))
    for shape in [(0,), (0, 3), (3, 0), (1,), (1, 1, 1), (2,) * 10]:
        yield f'shape {shape}', np.zeros(shape, '<i2')
    for name, descr in STRUCTS.items():
        dtype = np.dtype(descr)
        if name == 'sub': array = np.zeros(3, dtype); array['m'] = np.arange(18).reshape(3, 2, 3); array['n'] = 7
        elif name == 'nested': array = np.array([((1, b'ab'), True), ((-2, b'xyz'), False)], dtype)
        elif name == 'none': array = np.zeros(4, dtype)
        else:
            array = np.zeros(3, dtype)
            for i, field in enumerate(dtype.names): array[field] = [i, i + 1, 2]
        yield f'struct {name}', array
    yield 'struct F', np.asfortranarray(np.zeros((2, 3), STRUCTS['plain']))
    yield 'objects', np.array([None, 1, 'two', (3.5, [b'4'])], object)
    yield 'objects F', np.asfortranarray(np.array([[1, 2, 3], [4, 5, 6]], object))
    yield 'objects 0-d', np.array({'a': 1}, object)


def saved(array):
    out = io.BytesIO()
    np.save(out, array)
    return out.getvalue()


def main():
    out = []
    for name, array in arrays():
        case = {
            'name': name,
            'npy': base64.b64encode(saved(array)).decode(),
            'dtype': str(np.load(io.BytesIO(saved(array)), allow_pickle=True).dtype),
            'shape': array.shape,
            'order': 'F' if array.flags.f_contiguous and not array.flags.c_contiguous else 'C',
        }
        if array.dtype.kind != 'O': case['values'] = canon(array)
        out.append(case)
    print('{"numpy": %s, "cases": [' % json.dumps(np.__version__))
    print(',\n'.join(json.dumps(case, separators=(',', ':')) for case in out))
    print(']}')


if __name__ == '__main__':
    main()
