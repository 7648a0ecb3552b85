"""Prints what numpy says of dtypes, as rows of JSON: test/fixtures/numpy-dtypes.json is that of numpy 2.4.

    /tmp/venvs/numpy-2.4.6/bin/python conformance/numpy/measure_dtypes.py > test/fixtures/numpy-dtypes.json
"""
import json
import numpy

SPELLINGS = [
    '?', 'bool', 'i1', 'int8', 'b', 'B', '<i2', '>i2', '=u4', 'h', 'H', 'i', 'I', 'l', 'L', 'q', 'Q', 'p', 'int', 'uint',
    'int64', 'uint16', 'e', 'half', 'f2', 'f', 'f4', '>f4', 'single', 'float', 'double', 'd', 'f8', '>f8', 'g', 'f16',
    'longdouble', 'F', 'c8', 'complex', 'D', '>c16', 'G', 'c32', 'S', 'S3', '|S10', 'bytes', 'U', 'U4', '>U3', '<U0', 'str',
    'V', 'V8', 'V0', 'c', 'O', 'object', 'M8', 'M8[ns]', '>M8[us]', 'm8[25s]', 'datetime64[D]', 'timedelta64[ms]', 'M8[Y]',
    'M8[generic]', 'm8[3M]', 'T', 'i4,f8', 'i4, (2,)f8, S10', '(2,3)f4', '3i4', '>i2,>u4', '2f4,U3',
    [['a', '<i4'], ['b', '<f8', [2]]], [['a', 'i4'], ['b', [['x', 'i2'], ['y', '>u4']]]], [[['t', 'n'], 'i4']],
    [['a', 'i1'], ['b', 'f8'], ['c', 'i1']], [['a', 'M8[ns]'], ['b', '>f4', 3]], [['a', 'O'], ['b', 'U2']], [],
    [['a', [['x', 'i1'], ['y', 'f8']], [2]]], [['caf\xe9', 'i4'], ["it's", 'i4']],
    {'names': ['a', 'b'], 'formats': ['i4', 'f8'], 'offsets': [4, 16], 'itemsize': 32},
    {'names': ['a', 'b'], 'formats': ['i4', 'f8'], 'offsets': [8, 0], 'itemsize': 32},
    {'names': ['a', 'b'], 'formats': ['i4', 'f8'], 'offsets': [0, 0]},
    {'names': ['a', 'b'], 'formats': ['i4', 'f8'], 'offsets': [4, 16], 'titles': ['x', None], 'itemsize': 32},
    {'names': ['a', 'b', 'c'], 'formats': ['i1', 'f8', 'i1'], 'aligned': True},
    {'names': ['a'], 'formats': [{'names': ['x', 'y'], 'formats': ['i1', 'f8'], 'aligned': True}], 'aligned': True},
    {'names': ['a', 'b'], 'formats': ['i1', 'c16'], 'offsets': [0, 8], 'aligned': True, 'itemsize': 48},
]

REFUSED = ['i3', 'f5', 'x', '', 'i4[ns]', 'M8[xs]', '<', 'u', 'float33', 'O2', 'S-1', '3', '33', '(', '(2', '2)', '()', '(2,)', ',', 'i4,,f8', 'i4 f8', '(2)(3)i4']


def spelled(value):
    """JSON has Arrays where numpy takes tuples."""
    if isinstance(value, list):
        return [tuple(tuple(part) if at in (0, 2) and isinstance(part, list) else spelled(part) if at == 1 else part
                      for at, part in enumerate(item)) for item in value]
    if isinstance(value, dict):
        return {key: [spelled(part) for part in item] if key == 'formats' else item for key, item in value.items()}
    return value


def descr(dtype):
    try:
        return numpy.lib.format.dtype_to_descr(dtype)
    except ValueError:
        return None


rows = []
for spelling in SPELLINGS:
    dtype = numpy.dtype(spelled(spelling))
    rows.append({
        'spelling': spelling, 'kind': dtype.kind, 'name': dtype.name, 'str': dtype.str, 'text': str(dtype), 'repr': repr(dtype),
        'descr': descr(dtype) if dtype.kind != 'T' and dtype.subdtype is None else dtype.str, 'itemsize': dtype.itemsize,
        'alignment': dtype.alignment, 'names': dtype.names, 'offsets': [dtype.fields[name][1] for name in dtype.names or []],
        'hasObject': dtype.hasobject,
    })
for spelling in REFUSED:
    try:
        numpy.dtype(spelling)
    except (TypeError, ValueError, SyntaxError):
        continue
    raise SystemExit('numpy takes %r' % spelling)
print(json.dumps({'numpy': numpy.__version__, 'dtypes': rows, 'refused': REFUSED}, indent=1))
