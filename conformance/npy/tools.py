"""One value with arrays as several numpys pickle it: half of the fixture of test/cli/arrays.test.ts.

    for v in np1.26.4 np2.4; do /tmp/venvs/$v/bin/python conformance/npy/tools.py; done > test/fixtures/array-pickles.jsonl
"""
import base64, io, json, pickle
import numpy as np


def values():
    big = (np.arange(24, dtype='<f4').reshape(2, 3, 4) / 7).astype('<f4')
    return {
        'f4': big,
        'fortran': np.asfortranarray(np.arange(6, dtype='<i8').reshape(2, 3)),
        'strided': np.arange(10, dtype='<u2')[::3],
        'big-endian': np.arange(3, dtype='>i4'),
        'bool': np.array([True, False]),
        'complex': np.array([1 + 2j, -0.5j]),
        'when': np.array(['2024-07-01T12:30', 'NaT'], 'M8[m]'),
        'span': np.array([90, -1], 'm8[s]'),
        'text': np.array(['é', 'xyz']),
        'bytes': np.array([b'a', b'bc']),
        'table': np.array([(1, 2.5, b'x'), (2, np.nan, b'y')], [('id', '<i4'), ('value', '<f8'), ('tag', 'S2')]),
        'objects': np.array([None, 'two', [3, 4.5], {'five': 6}], object),
        'grid': np.array([[1, 'a'], [2.5, None]], object),
        'zero': np.array(7.25),
        'empty': np.zeros((0, 3), 'f8'),
        'scalar': np.float32(0.1),
        'masked': np.ma.array([1.5, 2.5, 3.5], mask=[False, True, False]),
    }


for protocol in range(6):
    print(json.dumps({
        'numpy': np.__version__,
        'protocol': protocol,
        'pickle': base64.b64encode(pickle.dumps(values(), protocol)).decode(),
    }))
