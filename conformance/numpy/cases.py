"""Values of numpy, by name: what `write` pickles here, and what `read` expects of the pickles of others.

    python cases.py write            rows of JSON on standard output
    python cases.py read < rows      the same names, read with warnings as errors; prints what differs

Python 2.7 with numpy 1.16 runs it too.
"""
from __future__ import print_function

import base64
import json
import pickle
import sys
import warnings
from random import Random

import numpy

VERSION = tuple(int(part) for part in numpy.__version__.split('.')[:2])
PYTHON_2 = sys.version_info[0] == 2
PROTOCOLS = range(3) if PYTHON_2 else range(6)
SIMPLE = [
    '?', 'i1', 'u1', '<i2', '>i2', '<u2', '<i4', '>i4', '<u4', '<i8', '>i8', '<u8', '>u8', '<f2', '>f2', '<f4', '>f4', '<f8',
    '>f8', '<f16', '<c8', '>c8', '<c16', '<c32', '<M8[ns]', '>M8[s]', '<M8[25s]', '<M8[D]', '<m8[ms]', '<M8', 'S3', 'S1', '<U4',
    '>U2', 'V5', 'O',
]
STRUCTURED = [
    [('a', '<i4'), ('b', '<f8')],
    [('a', '>i2'), ('b', 'S3'), ('c', '<U2'), ('d', '?')],
    [('a', '<i4'), ('b', [('x', '<f4'), ('y', '<M8[us]')])],
    [('a', 'i1', (2, 3)), ('b', '<c8')],
    [(('title', 'name'), '<i4'), ('b', '<f8')],
    [('a', 'O'), ('b', '<i4')],
    [('a', 'S2'), ('b', 'S2'), ('c', '>i4'), ('d', '<i4')],
    {'names': ['a', 'b'], 'formats': ['<i4', '<f8'], 'offsets': [4, 16], 'itemsize': 32},
    {'names': ['a', 'b'], 'formats': ['<i4', '<i2'], 'offsets': [0, 2], 'itemsize': 4},
    {'names': ['b', 'a'], 'formats': ['<i4', '<i2'], 'offsets': [4, 0], 'itemsize': 8},
]


def text(name):
    """Field names of Python 2 are bytes."""
    if isinstance(name, tuple):
        return tuple(text(part) for part in name)
    return str(name)


def dtype_of(spelling, align=False):
    if isinstance(spelling, list):
        spelling = [(text(field[0]), dtype_of(field[1])) + tuple(field[2:]) for field in spelling]
    return numpy.dtype(spelling, align=align)


def values(dtype, count):
    """So many elements of a dtype, always the same ones."""
    if dtype.names:
        array = numpy.zeros(count, dtype)
        for name in dtype.names:
            field = dtype.fields[name][0]
            base, shape = field.subdtype or (field, ())
            size = int(numpy.prod((count,) + shape))
            array[name] = values(base, size).reshape((count,) + shape)
        return array
    numbers = numpy.arange(count)
    kind = dtype.kind
    if kind == 'b':
        return (numbers % 3 == 1).astype(dtype)
    if kind in 'iu':
        return (numbers * 37 - (0 if kind == 'u' else 11)).astype('i8').astype(dtype)
    if kind == 'f':
        array = (numbers * 1.25 - 3).astype(dtype)
        if count > 4:
            array[3], array[4] = float('nan'), float('-inf')
        return array
    if kind == 'c':
        return (numbers * 1.5 - 1j * numbers + 0.25).astype(dtype)
    if kind in 'mM':
        array = (numbers * 1000003 - 7).astype('i8').view('<' + dtype.str[1:]).astype(dtype)
        if count > 2:
            array[2] = numpy.array('NaT', dtype)
        return array
    if kind == 'S':
        return numpy.array([(b'', b'a', b'bc', b'\xff\x01d')[i % 4] for i in range(count)], dtype)
    if kind == 'U':
        return numpy.array([(u'', u'a', u'\xe9b', u'\U0001f600x')[i % 4] for i in range(count)], dtype)
    if kind == 'V':
        return numpy.frombuffer(bytes(bytearray((7 * i) % 256 for i in range(count * dtype.itemsize))), dtype).copy()
    if kind == 'O':
        array = numpy.empty(count, dtype)
        for i in range(count):
            array[i] = (None, i, u'text', (1, 2.5), [i], {u'k': i})[i % 6]
        return array
    raise ValueError(dtype)


def layouts(name, dtype):
    """Arrays of one dtype in all layouts."""
    yield name + ' 1d', values(dtype, 5)
    yield name + ' 0d', values(dtype, 2)[1:].reshape(())
    yield name + ' empty', values(dtype, 0)
    yield name + ' empty 2d', numpy.zeros((3, 0), dtype)
    yield name + ' C', values(dtype, 6).reshape(2, 3)
    yield name + ' F', values(dtype, 6).reshape(2, 3, order='F')
    yield name + ' one', values(dtype, 1)
    yield name + ' step', values(dtype, 9)[1::3]
    yield name + ' reversed', values(dtype, 5)[::-1]
    yield name + ' axes', values(dtype, 24).reshape(2, 3, 4).transpose(1, 0, 2)
    yield name + ' broadcast', numpy.broadcast_to(values(dtype, 3), (2, 3))
    fixed = values(dtype, 3)
    fixed.flags.writeable = False
    yield name + ' read-only', fixed


def random_dtype(random, depth):
    """A dtype that nobody thought of."""
    if depth == 0 or random.random() < 0.5:
        return numpy.dtype(random.choice([one for one in SIMPLE if one not in ('O', '<f16', '<c32', '<U4', '>U2')]))
    fields = []
    for at in range(random.randint(1, 4)):
        # One object for each name, as a program has them.
        name, title = sys.intern('f%d' % at), sys.intern('title %d' % at)
        field = (name if random.random() < 0.8 else (title, name), random_dtype(random, depth - 1))
        fields.append(field + (tuple(random.randint(1, 3) for _ in range(random.randint(1, 2))),) if random.random() < 0.3 else field)
    return numpy.dtype(fields, align=random.random() < 0.3)


def random_array(seed):
    """Random bytes of such a dtype, in a layout that nobody thought of either."""
    random = Random(seed)
    dtype = random_dtype(random, 3)
    shape = [random.randint(0, 4) for _ in range(random.randint(0, 4))]
    size = int(numpy.prod(shape, dtype=int)) * dtype.itemsize
    array = numpy.frombuffer(bytes(bytearray(random.getrandbits(8) for _ in range(size))), dtype).reshape(shape).copy()
    for axis, length in enumerate(shape):
        if random.random() < 0.2:
            array = array[tuple([slice(None)] * axis + [slice(None, None, random.choice([-1, 2]))])]
    return array.transpose(random.sample(range(len(shape)), len(shape))) if random.random() < 0.3 else array


def cases():
    for spelling in SIMPLE:
        for case in layouts(str(spelling), dtype_of(str(spelling))):
            yield case
    for at, spelling in enumerate(STRUCTURED):
        dtype = dtype_of(spelling)
        for case in list(layouts('struct %d' % at, dtype)):
            yield case
        yield 'dtype struct %d' % at, dtype
    aligned = dtype_of([('a', 'i1'), ('b', '<f8'), ('c', '<U3')], align=True)
    yield 'dtype aligned', aligned
    yield 'aligned', values(aligned, 3)
    for spelling in SIMPLE + ['S0', 'U0', 'V0', 'i4,(2,2)f8', '<M8[Y]', '<m8', '<m8[3W]']:
        yield 'dtype ' + spelling, dtype_of(str(spelling))
    yield 'dtype sub-array', numpy.dtype((str('<i4'), (2, 3)))
    yield 'dtype metadata', numpy.dtype(str('<f4'), metadata={'unit': 1})
    yield 'dtype time metadata', numpy.dtype(str('<M8[ns]'), metadata={'unit': 1})
    yield 'metadata', numpy.zeros(2, numpy.dtype(str('<f4'), metadata={'unit': 1}))
    yield 'dtype of objects', numpy.dtype([(str('a'), str('O'), (2,)), (str('b'), [(str('c'), str('O'))])])
    for spelling in SIMPLE:
        if spelling not in ('O', 'V5'):
            yield 'scalar ' + spelling, values(dtype_of(str(spelling)), 4)[1]
    yield 'scalar V5', values(dtype_of(str('V5')), 4)[1]
    yield 'scalar nan', numpy.float32('nan')
    yield 'scalar empty text', numpy.str_(u'') if not PYTHON_2 else numpy.unicode_(u'')
    yield 'scalar struct', values(dtype_of(STRUCTURED[0]), 2)[1]
    yield 'matrix', numpy.matrix([[1, 2], [3, 4]])
    yield 'recarray', numpy.rec.array([(1, 2.5, b'x'), (3, 4.5, b'yz')], dtype=dtype_of([('a', '<i4'), ('b', '<f8'), ('c', 'S2')]))
    yield 'chararray', numpy.char.array([b'abc', b'de'])
    yield 'masked', numpy.ma.array([1.5, 2.5, 3.5], mask=[0, 1, 0])
    yield 'masked filled', numpy.ma.array([[1, 2], [3, 4]], mask=[[0, 1], [1, 0]], fill_value=9)
    yield 'masked F', numpy.ma.array(numpy.asfortranarray([[1, 2, 3], [3, 4, 5]]), mask=[[0, 1, 0], [1, 0, 0]])
    yield 'masked struct', numpy.ma.array(values(dtype_of(STRUCTURED[2]), 2), mask=[(0, (1, 0)), (1, (1, 1))])
    yield 'masked none', numpy.ma.array([1, 2])
    for name in ('add', 'sin', 'maximum', 'logical_and', 'matmul'):
        yield 'ufunc ' + name, getattr(numpy, name)
    yield 'function', numpy.sum
    yield 'type', numpy.float32
    yield 'class', numpy.ndarray
    one = values(dtype_of(str('<f8')), 3)
    yield 'shared', [one, one, values(dtype_of(str('<f8')), 4), {u'a': numpy.float64(1.5), u'b': one[1:]}]
    if not PYTHON_2:
        yield 'bytes of one', [numpy.array([98], str('i1')), numpy.array([b'b']), b'b', numpy.int8(98)]
    yield 'two big-endians', [values(dtype_of(str('>i4')), 2), values(dtype_of(str('>i4')), 2), values(dtype_of(str('<i4')), 2)]
    yield 'nested objects', numpy.array([[one, None], [numpy.float32(2), numpy.array([1, None], dtype=object)]], dtype=object)
    yield 'large', numpy.arange(20000, dtype=str('<f8'))
    yield 'large F', numpy.arange(20000, dtype=str('<f4')).reshape(200, 100).T
    # Python 2 has other random numbers.
    for seed in range(0 if PYTHON_2 else 150):
        yield 'made %d' % seed, random_array(seed)
    yield 'random state', numpy.random.RandomState(5)
    if VERSION >= (1, 17):
        yield 'random SFC64', numpy.random.Generator(numpy.random.SFC64(5))
        yield 'random Philox', numpy.random.Philox(5)
        yield 'random generator', numpy.random.default_rng(5)
        yield 'random MT19937', numpy.random.Generator(numpy.random.MT19937(5))
        yield 'random PCG64', numpy.random.PCG64(5)
        yield 'random seeds', numpy.random.SeedSequence(5)
    if VERSION >= (2, 0):
        from numpy.dtypes import StringDType
        for name, dtype in (('', StringDType()), (' na', StringDType(na_object=None)), (' strict', StringDType(coerce=False))):
            yield 'strings' + name, numpy.array([u'a', u'', u'\xe9 long text that has more than fifteen bytes'], dtype)
            yield 'dtype strings' + name, dtype
        yield 'strings missing', numpy.array([u'a', None], StringDType(na_object=None))
        yield 'strings nan', numpy.array([u'a', float('nan')], StringDType(na_object=float('nan')))
        yield 'strings F', numpy.array([[u'a', u'b'], [u'c', u'd'], [u'e', u'f']], StringDType()).T
    try:
        import ml_dtypes
    except ImportError:
        return
    for name in ('bfloat16', 'float8_e4m3fn', 'float8_e5m2', 'int4'):
        dtype = numpy.dtype(getattr(ml_dtypes, name))
        yield 'dtype ' + name, dtype
        yield name, numpy.arange(4).astype(dtype)
        yield name + ' F', numpy.arange(6).astype(dtype).reshape(2, 3, order='F')


def plain(value):
    """Objects as JSON has them."""
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    if isinstance(value, dict):
        return dict((key, plain(part)) for key, part in value.items())
    if isinstance(value, numpy.ndarray):
        return plain(value.tolist())
    if isinstance(value, numpy.generic):
        return plain(value.item())
    if isinstance(value, float) and value != value:
        return 'nan'
    return value


def leaves(dtype, offset):
    """Where plain values stand in an element: from and to."""
    if dtype.subdtype:
        base, shape = dtype.subdtype
        count = int(numpy.prod(shape, dtype=int))
        return [leaf for at in range(count) for leaf in leaves(base, offset + at * base.itemsize)]
    if not dtype.names:
        return [(offset, offset + (10 if dtype.str[1:] == 'f16' else dtype.itemsize))]
    return [leaf for name in dtype.names for leaf in leaves(dtype.fields[name][0], offset + dtype.fields[name][1])]


def significant(array):
    """Bytes in C's order, without what numpy does not clear: the padding of longdoubles and between fields."""
    data = array.tobytes()
    if array.dtype.names:
        clear = bytearray(len(data))
        places = leaves(array.dtype, 0)
        for at in range(0, len(data), array.dtype.itemsize or 1):
            for start, end in places:
                clear[at + start:at + end] = data[at + start:at + end]
        return bytes(clear)
    if array.dtype.str[1:] in ('f16', 'c32'):
        return b''.join(data[at:at + 10] for at in range(0, len(data), 16))
    return data


def summary(value):
    """What a reader can check."""
    if isinstance(value, numpy.ma.MaskedArray):
        return {'masked': summary(value.data), 'mask': base64.b64encode(numpy.ma.getmaskarray(value).tobytes()).decode()}
    if isinstance(value, numpy.random.RandomState):
        return {'random': 'RandomState', 'key': [int(word) for word in value.get_state()[1][:5]]}
    if VERSION >= (1, 17) and isinstance(value, numpy.random.Generator):
        return {'random': 'Generator', 'bit_generator': value.bit_generator.state['bit_generator']}
    if isinstance(value, numpy.generic):
        array = numpy.array(value, dtype=value.dtype)
        data = significant(array) if value.dtype.itemsize else b''
        return {'scalar': value.dtype.str, 'bytes': base64.b64encode(data).decode()}
    if isinstance(value, numpy.dtype):
        return {'dtype': str(value), 'itemsize': value.itemsize, 'alignment': value.alignment}
    if not isinstance(value, numpy.ndarray):
        return None
    row = {'shape': list(value.shape), 'str': value.dtype.str, 'text': str(value.dtype), 'c': bool(value.flags.c_contiguous),
           'f': bool(value.flags.f_contiguous), 'writable': bool(value.flags.writeable)}
    if value.dtype.hasobject:
        row['items'] = plain(value.tolist())
    else:
        row['bytes'] = base64.b64encode(significant(value)).decode()
    return row


def packed(value):
    """The array that a reader has who does not turn big-endian bytes around: numpy turns those of `_reconstruct`."""
    if not isinstance(value, numpy.ndarray) or value.flags.forc or value.dtype.hasobject:
        return None
    return value.copy(order='C')


def write():
    rows = []
    for name, value in cases():
        for protocol in PROTOCOLS:
            # As a user has it: what is unpickled.
            data = pickle.dumps(value, protocol)
            again = pickle.loads(data)
            row = {'name': name, 'protocol': protocol, 'pickle': base64.b64encode(data).decode(),
                   'again': base64.b64encode(pickle.dumps(again, protocol)).decode()}
            if packed(value) is not None:
                row['packed'] = base64.b64encode(pickle.dumps(packed(value), protocol)).decode()
            if protocol == PROTOCOLS[-1] or protocol == 4:
                row['summary'] = summary(again)
            rows.append(row)
        if not PYTHON_2 and isinstance(value, numpy.ndarray):
            buffers = []
            data = pickle.dumps(value, 5, buffer_callback=buffers.append)
            again = pickle.loads(data, buffers=buffers)
            own = packed(value)
            packed_buffers = []
            row = {} if own is None else {
                'packed': base64.b64encode(pickle.dumps(own, 5, buffer_callback=packed_buffers.append)).decode(),
                'packedBuffers': [base64.b64encode(buffer.raw()).decode() for buffer in packed_buffers]}
            row.update({'name': name, 'protocol': 5, 'pickle': base64.b64encode(data).decode(),
                         'buffers': [base64.b64encode(buffer.raw()).decode() for buffer in buffers],
                         'readonly': [buffer.raw().readonly for buffer in buffers],
                         'again': base64.b64encode(pickle.dumps(again, 5, buffer_callback=lambda _: None)).decode(),
                         'summary': summary(again)})
            rows.append(row)
    print(json.dumps({'numpy': numpy.__version__, 'rows': rows}))


def metadata_of(dtype):
    """numpy 1 has an empty dict where 2 has none."""
    return dict(dtype.metadata or {})


def random_state(value):
    """The state of a generator, as something that can be compared."""
    if isinstance(value, numpy.random.RandomState):
        return repr(value.get_state()[1].tolist()) + repr(value.get_state()[2:])
    if VERSION >= (1, 17) and isinstance(value, numpy.random.SeedSequence):
        return repr(value) + repr(value.pool)
    state = getattr(value, 'bit_generator', value).state
    return repr(sorted(state['state'].items()))


def same(a, b):
    """Whether two values are the same: type, dtype, shape and elements."""
    if type(a) is not type(b):
        return 'type %s, not %s' % (type(a), type(b))
    if type(a).__module__.startswith(('numpy.random', 'mtrand')):
        return None if random_state(a) == random_state(b) else 'another state'
    if isinstance(a, numpy.ma.MaskedArray):
        difference = same(a.data, b.data) or same(numpy.ma.getmaskarray(a), numpy.ma.getmaskarray(b))
        return difference or same(a.fill_value, b.fill_value)
    if isinstance(a, (numpy.ndarray, numpy.generic)):
        if a.dtype != b.dtype or metadata_of(a.dtype) != metadata_of(b.dtype) or a.dtype.isalignedstruct != b.dtype.isalignedstruct:
            return 'dtype %r, not %r' % (a.dtype, b.dtype)
        if a.shape != b.shape:
            return 'shape %r, not %r' % (a.shape, b.shape)
        if a.dtype.hasobject:
            return same_items(a.tolist(), b.tolist())
        return None if same_elements(numpy.asarray(a), numpy.asarray(b)) else 'elements %r, not %r' % (a, b)
    if isinstance(a, numpy.dtype):
        if a != b or metadata_of(a) != metadata_of(b) or a.isalignedstruct != b.isalignedstruct or a.alignment != b.alignment:
            return '%r, not %r' % (a, b)
        return None
    return same_items(a, b)


def same_elements(a, b):
    """Whether elements are equal, NaNs too, whose bits differ from version to version. The summaries hold the bits."""
    if a.dtype.names:
        return all(same_elements(a[name], b[name]) for name in a.dtype.names)
    if a.dtype.kind in 'fc':
        return bool(numpy.all((a == b) | ((a != a) & (b != b))))
    return a.tobytes() == b.tobytes()


def same_flags(array, flags):
    """Whether an array lies in memory as Brine said."""
    if not isinstance(array, numpy.ndarray) or flags is None:
        return None
    found = [bool(array.flags[name]) for name in ('C_CONTIGUOUS', 'F_CONTIGUOUS', 'WRITEABLE')]
    return None if found == flags else 'flags %r, not %r' % (found, flags)


def same_items(a, b):
    if isinstance(a, (list, tuple)):
        if type(a) is not type(b) or len(a) != len(b):
            return 'items %r, not %r' % (a, b)
        for one, other in zip(a, b):
            difference = same(one, other)
            if difference:
                return difference
        return None
    if isinstance(a, dict):
        return same_items(sorted(a.items()), sorted(b.items())) if type(a) is type(b) else 'type'
    if isinstance(a, float) and a != a and b != b:
        return None
    return None if a == b and (type(a) is type(b) or PYTHON_2) else '%r, not %r' % (a, b)


def difference(value, known, row):
    """What differs from what numpy's own pickle gives, or else from the value itself: byte orders may stay."""
    itself = pickle.loads(pickle.dumps(known, min(row['protocol'], PROTOCOLS[-1])))
    return (same(value, itself) and same(value, known)) or same_flags(value, row.get('flags'))


def read():
    known = dict(cases())
    problems = []
    count = 0
    for row in json.load(sys.stdin):
        # Below 1.23, generators are read by their own version alone.
        is_read = row['from'] == numpy.__version__ or (row['isPortable'] and VERSION >= (1, 23))
        if row['name'] not in known or (row['name'].startswith('random') and not is_read):
            continue
        count += 1
        where = '%(name)s, protocol %(protocol)d of %(from)s' % row
        try:
            with warnings.catch_warnings():
                warnings.simplefilter('error')
                data = base64.b64decode(row['pickle'])
                if 'buffers' in row:
                    buffers = [bytearray(base64.b64decode(buffer)) for buffer in row['buffers']]
                    value = pickle.loads(data, buffers=[bytes(buffer) if fixed else buffer
                                                        for buffer, fixed in zip(buffers, row['readonly'])])
                else:
                    value = pickle.loads(data)
            problem = difference(value, known[row['name']], row)
        except Exception as error:  # noqa: whatever it is, it is reported
            problem = '%s: %s' % (type(error).__name__, error)
        if problem:
            problems.append({'name': row['name'], 'protocol': row['protocol'], 'from': row['from'], 'buffers': 'buffers' in row,
                             'problem': problem[:300], 'where': where})
    print(json.dumps({'numpy': numpy.__version__, 'read': count, 'problems': problems}))


{'write': write, 'read': read}[sys.argv[1]]()
