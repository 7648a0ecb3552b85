"""Masked arrays as numpy prints them: the fixture of test/numpy/print/masked-text.test.ts.

    /tmp/venvs/numpy-2.4.6/bin/python conformance/npy/masked.py > test/fixtures/masked-printed.json
"""
import base64, json, pickle
import numpy as np

ma = np.ma.array
cases = [
    ma([1.5, 2.5, 3.5], mask=[0, 1, 0]),
    ma([1.5, 2.5], mask=[1, 1]),
    ma([[1, 2], [3, 4]], mask=[[0, 1], [0, 0]]),
    ma([[1, 2]], mask=[[0, 1]]),
    ma([1, 2], mask=[0, 0], dtype='i2', fill_value=7),
    ma(np.float32([0.1, 0.2]), mask=[0, 1]),
    ma([True, False], mask=[0, 1]),
    ma(['a', 'bcd'], mask=[0, 1]),
    ma([b'a', b'bcd'], mask=[0, 1]),
    ma([1 + 2j, 3j], mask=[0, 1]),
    ma([], dtype='f8'),
    ma(np.zeros((0, 3))),
    ma(7.5, mask=False),
    ma(np.arange(24).reshape(2, 3, 4), mask=np.arange(24).reshape(2, 3, 4) % 5 == 0),
    ma(np.arange(40) * 1.25, mask=np.arange(40) % 3 == 0),
    ma([np.nan, np.inf], mask=[0, 0]),
    ma(np.array([1, 2], 'u1'), mask=[0, 1]),
    ma(np.array([1j], 'c8'), mask=[0]),
    ma(np.array([1, 2], 'u8'), mask=[0, 1]),
]
print(json.dumps([{'pickle': base64.b64encode(pickle.dumps(case, 4)).decode(), 'repr': repr(pickle.loads(pickle.dumps(case, 4)))} for case in cases], indent=1))
